"""The plan brings what is indexed to what should be, and embeds nothing it need not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shopify_app.knowledge.chunking import ChunkContent
from shopify_app.knowledge.planning import IndexedChunk, Refresh, plan_refresh


def content(chunk_id: str, position: int) -> ChunkContent:
    return ChunkContent(chunk_id, position, "", f"text of {chunk_id}", f"text of {chunk_id}")


def test_new_chunks_are_added_gone_ones_removed_and_others_left_alone() -> None:
    indexed = [IndexedChunk("a", 0, True), IndexedChunk("b", 1, True)]

    plan = plan_refresh(indexed, [content("a", 0), content("c", 1)])

    assert plan == Refresh(add=(content("c", 1),), remove=("b",))


def test_a_chunk_at_another_place_is_only_moved() -> None:
    plan = plan_refresh([IndexedChunk("a", 0, True)], [content("a", 3)])

    assert plan == Refresh(move=(content("a", 3),))


def test_a_chunk_another_embedder_embedded_is_added_again() -> None:
    plan = plan_refresh([IndexedChunk("a", 0, False)], [content("a", 0)])

    assert plan == Refresh(add=(content("a", 0),))


ids = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(before=ids, after=ids, data=st.data())
def test_a_plan_carried_out_ends_at_what_was_wanted(
    before: list[str], after: list[str], data: st.DataObject
) -> None:
    indexed = [
        IndexedChunk(each, place, data.draw(st.booleans())) for place, each in enumerate(before)
    ]
    wanted = [content(each, place) for place, each in enumerate(after)]

    plan = plan_refresh(indexed, wanted)

    assert carried_out(indexed, plan) == {each: place for place, each in enumerate(after)}
    assert not {chunk.id for chunk in plan.add} & {each.id for each in indexed if each.embedded}


def carried_out(indexed: list[IndexedChunk], plan: Refresh) -> dict[str, int]:
    """The place of each chunk after the plan."""
    places = {each.id: each.position for each in indexed}
    for gone in plan.remove:
        del places[gone]
    for chunk in plan.move:
        assert chunk.id in places
    return places | {chunk.id: chunk.position for chunk in (*plan.add, *plan.move)}


@given(before=ids)
def test_what_is_as_it_should_be_needs_nothing(before: list[str]) -> None:
    indexed = [IndexedChunk(each, place, True) for place, each in enumerate(before)]

    assert plan_refresh(indexed, [content(each.id, each.position) for each in indexed]) == Refresh()
