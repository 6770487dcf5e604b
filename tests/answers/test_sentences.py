"""Text is cut into sentences where a reader would, and nothing of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.answers.sentences import SentenceStream, sentences

texts = st.text(alphabet=st.sampled_from('aB 1.!?…\n"”)(e.g,$9-。'), max_size=80)


def cut(pieces: list[str]) -> tuple[list[str], str]:
    stream = SentenceStream()
    complete = [sentence for piece in pieces for sentence in stream.feed(piece)]
    return complete, stream.rest()


@given(st.lists(texts))
def test_sentences_joined_are_the_text(pieces: list[str]) -> None:
    complete, rest = cut(pieces)

    assert "".join(complete) + rest == "".join(pieces)


@given(texts)
def test_no_sentence_is_given_up_before_it_is_whole(text: str) -> None:
    complete, _ = cut(list(text))

    for sentence in complete:
        assert sentence[-1] in ' \n。”)"'


@pytest.mark.parametrize(
    "whole",
    [
        "It costs $19.99 today.",
        "Dr. Berg and Mrs. Lie made it.",
        "Take e.g. the blue one.",
        "See https://woolmere.example/a.b?c=d. It is all there.".split(". ")[0] + ".",
        "It weighs approx. 300 g.",
        "Made in the U.S. A. Berg designed it.",
        "Ask for No. 7.",
    ],
)
def test_not_every_full_stop_ends_a_sentence(whole: str) -> None:
    assert sentences(f"{whole} And more.") == [f"{whole} ", "And more."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes! Really? Fine… Good.", ["Yes! ", "Really? ", "Fine… ", "Good."]),
        ("He said “no.” She left.", ["He said “no.” ", "She left."]),
        ("We have:\n- one\n- two\nDone.", ["We have:\n", "- one\n", "- two\n", "Done."]),
        ("1. Wash it.\n2. Dry it.", ["1. Wash it.\n", "2. Dry it."]),
        ("はい。三日です。", ["はい。", "三日です。"]),
    ],
    ids=["marks", "quotation", "list", "numbered list", "Japanese"],
)
def test_sentences_end_at_their_marks_and_at_line_ends(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_sentence_is_given_up_as_soon_as_the_next_begins() -> None:
    stream = SentenceStream()

    assert stream.feed("Within 30 days") == []
    assert stream.feed(". ") == ["Within 30 days. "]
    assert not stream.holds_words
