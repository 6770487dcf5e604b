"""What a template gets in the way of."""

from datetime import timedelta

from shopify_app.knowledge.embedder import Embedder
from shopify_app.replies.conflicts import can_meet, conflicts
from shopify_app.replies.templates import Conditions
from tests.replies.writing import MONDAY_NOON, stored, template


def test_one_keyword_in_two_templates_is_pointed_out() -> None:
    old = stored("Old", minute=1, keywords=("Recall",), examples=())
    new = stored("New", minute=2, keywords=("recall",), examples=())

    (found,) = conflicts(new, [old, new], {})

    assert (found.about, found.template, found.detail, found.wins) == (
        "keyword", "Old", "recall", "Old",
    )  # fmt: skip


def test_the_higher_priority_wins() -> None:
    old = stored("Old", minute=1, kinds=("press",), examples=())
    new = stored("New", minute=2, kinds=("press",), examples=(), priority=60)

    (found,) = conflicts(new, [old], {})

    assert (found.about, found.wins) == ("kind", "New")


def test_examples_that_mean_the_same_are_pointed_out(embedder: Embedder) -> None:
    texts = ("My parcel arrived damaged", "My package arrived damaged", "Do you sell tea?")
    vectors = dict(zip(texts, embedder.embed(texts), strict=True))
    mine = stored("Mine", examples=texts[:1])
    theirs = stored("Theirs", examples=texts[1:])

    (found,) = conflicts(mine, [theirs], vectors)

    assert (found.about, found.wins) == ("example", None)
    assert texts[0] in found.detail
    assert texts[1] in found.detail


def test_templates_that_never_meet_do_not_conflict() -> None:
    later = template(active_from=MONDAY_NOON)
    before = template(active_until=MONDAY_NOON)
    french = template(conditions=Conditions(locales=("fr",)))
    english = template(conditions=Conditions(locales=("en-US",)))

    assert not can_meet(later, before)
    assert not can_meet(french, english)
    assert not can_meet(template(), template(enabled=False))
    assert can_meet(later, template(active_until=MONDAY_NOON + timedelta(days=1)))
    assert can_meet(template(), french)


def test_a_keyword_that_ordinary_questions_have_is_pointed_out() -> None:
    (found,) = conflicts(stored("Broad", keywords=("refund",), examples=()), [], {})

    assert found.about == "ordinary_question"
    assert "refund" in found.detail
