"""Chunks fit the embedder, break where a reader would, and keep their ids."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shopify_app.knowledge.chunking import (
    LONGEST_CHUNK,
    ChunkContent,
    split_into_chunks,
    split_sentences,
)
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.html import Section, html_to_sections
from tests.knowledge.hashing import HashingEmbedder

LIMIT = 24


def chunk(
    *sections: Section, title: str = "Guide", max_tokens: int = LIMIT, source_id: str = "1"
) -> tuple[ChunkContent, ...]:
    return split_into_chunks(
        kind="page",
        source_id=source_id,
        title=title,
        sections=sections,
        count_tokens=HashingEmbedder().count_tokens,
        max_tokens=max_tokens,
    )


def sentences(count: int) -> str:
    return " ".join(f"Sentence number {place} says so." for place in range(count))


def test_a_section_that_fits_is_one_chunk_under_its_title_and_heading() -> None:
    [only] = chunk(Section("Returns", "Within 30 days."))

    assert only.embedded == "Guide: Returns\nWithin 30 days."
    assert (only.heading, only.text, only.position) == ("Returns", "Within 30 days.", 0)


def test_sections_are_not_mixed() -> None:
    chunks = chunk(Section("Returns", "30 days."), Section("Refunds", "5 days."))

    assert [each.text for each in chunks] == ["30 days.", "5 days."]


def test_a_long_section_breaks_between_sentences() -> None:
    chunks = chunk(Section("", sentences(9)))

    assert len(chunks) > 1
    for each in chunks:
        assert re.fullmatch(r"(Sentence number \d says so\. ?)+", each.text)


def test_a_long_section_breaks_into_about_equal_parts() -> None:
    chunks = chunk(Section("", sentences(8)))

    sizes = [len(split_sentences(each.text)) for each in chunks]
    assert max(sizes) - min(sizes) <= 1


def test_a_sentence_that_alone_is_too_long_breaks_between_words() -> None:
    chunks = chunk(Section("", " ".join(f"w{place}" for place in range(60))))

    assert " ".join(each.text for each in chunks).split() == [f"w{place}" for place in range(60)]


def test_a_title_that_is_too_long_leaves_room_for_the_text() -> None:
    chunks = chunk(Section("h " * 100, sentences(4)), title="t " * 300)

    assert all(each.text for each in chunks)
    assert all(count <= LIMIT for count in tokens(chunks))


def test_a_table_that_breaks_shows_its_first_row_in_each_part() -> None:
    rows = "\n".join(f"Size {place} | {place * 4} cm" for place in range(12))

    chunks = chunk(Section("Sizes", f"Size | Chest\n{rows}"))

    assert len(chunks) > 1
    assert all(each.text.startswith("Size | Chest\n") for each in chunks)


def test_a_word_without_end_is_no_chunk_without_end() -> None:
    chunks = chunk(Section("", "x" * 50_000))

    assert all(len(each.text) <= LONGEST_CHUNK for each in chunks)
    assert "".join(each.text for each in chunks) == "x" * 50_000


def test_a_chunk_that_did_not_change_keeps_its_id_wherever_it_moves() -> None:
    one, two = Section("One", "First."), Section("Two", "Second.")

    before, after = chunk(one, two), chunk(two, Section("New", "Third."), one)

    assert before[0].id == after[2].id
    assert before[1].id == after[0].id


def test_a_text_said_twice_in_a_document_is_two_chunks() -> None:
    chunks = chunk(Section("", "Wash cold."), Section("", "Wash cold."))

    assert len({each.id for each in chunks}) == 2


def test_a_text_in_two_documents_has_two_ids() -> None:
    section = Section("", "Wash cold.")

    assert chunk(section)[0].id != chunk(section, source_id="2")[0].id


def test_a_question_and_its_answer_are_one_chunk() -> None:
    html = "<p>Can I return it?</p><p>Yes, within 30 days.</p><p>Who pays?</p><p>We do.</p>"

    chunks = chunk(*html_to_sections(html), title="FAQ")

    assert [each.embedded for each in chunks] == [
        "FAQ: Can I return it?\nYes, within 30 days.",
        "FAQ: Who pays?\nWe do.",
    ]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("It ships today. You get it soon.", ["It ships today.", "You get it soon."]),
        ('He said "now." Then he left.', ['He said "now."', "Then he left."]),
        ("It costs 9.50 a pair. Really?! Yes.", ["It costs 9.50 a pair.", "Really?!", "Yes."]),
        ("Made e.g. by hand.", ["Made e.g. by hand."]),
        ("¿Cuánto? Élan vital. «Ça va.»", ["¿Cuánto?", "Élan vital. «Ça va.»"]),
        ("これは羊毛です。手洗いしてください。", ["これは羊毛です。", "手洗いしてください。"]),
        ("", []),
    ],
)
def test_a_line_breaks_where_sentences_end(line: str, parts: list[str]) -> None:
    assert split_sentences(line) == parts


def tokens(chunks: Sequence[ChunkContent]) -> list[int]:
    return HashingEmbedder().count_tokens([each.embedded for each in chunks])


texts = st.lists(
    st.text(alphabet="abc .!?|\n漢。é", max_size=120).map(
        lambda text: "\n".join(line.strip() for line in text.split("\n") if line.strip())
    ),
    max_size=4,
)


@given(texts=texts, title=st.text(max_size=60), max_tokens=st.integers(12, 40))
@example(texts=["a?a?a?a?a\n。a?a"], title="0:0:0:0", max_tokens=12)  # a sentence of no tokens
def test_chunks_fit_and_lose_nothing(texts: list[str], title: str, max_tokens: int) -> None:
    sections = [Section("", text) for text in texts if text]

    chunks = chunk(*sections, title=title, max_tokens=max_tokens)

    assert all(count <= max_tokens for count in tokens(chunks))
    assert [each.position for each in chunks] == list(range(len(chunks)))
    assert len({each.id for each in chunks}) == len(chunks)
    said = "".join("".join(text.split()) for text in texts)
    told = "".join("".join(each.text.split()) for each in chunks)
    assert _without_repeated_rows(told, said)


def _without_repeated_rows(told: str, said: str) -> bool:
    """What is told is what was said; a table's first row may be told again."""
    return told == said if "|" not in said else set(told) == set(said) and len(told) >= len(said)


@settings(max_examples=30)
@given(
    st.lists(
        st.text(
            alphabet=st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=900
        ),
        min_size=1,
        max_size=5,
    )
)
def test_chunks_fit_the_real_embedder_whatever_the_script(
    embedder: Embedder, lines: list[str]
) -> None:
    chunks = split_into_chunks(
        kind="page",
        source_id="1",
        title=lines[0],
        sections=[Section(lines[-1][:100], "\n".join(lines))],
        count_tokens=embedder.count_tokens,
        max_tokens=embedder.max_tokens,
    )

    counts = embedder.count_tokens([each.embedded for each in chunks])
    assert all(count <= embedder.max_tokens for count in counts)
