"""Read an answer and say how well it keeps the voice. Pure; the same answer has the same score.

Each rule that applies keeps a share of its weight, from 0 (broken) to 1 (kept); the score is the
kept weight of all weight that applies, 0 to 100. `docs/voice.md` has the rules and their reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shopify_app.voice.enforcing import breaks_address
from shopify_app.voice.patterns import (
    CONTRACTIBLE,
    CONTRACTION,
    EMOJI,
    EXCLAMATION,
    SINGULAR,
    SPEAKS_AS_WE,
    WORD,
    avoided_pattern,
    claim_pattern,
    language_of,
    masked,
    sentences_of,
)
from shopify_app.voice.settings import AvoidedWord, Courtesy, VoiceSettings
from shopify_app.voice.spelling import foreign_pattern

WEIGHTS = {
    "words_to_avoid": 18,
    "replacements": 8,
    "claims_to_avoid": 12,
    "emoji": 10,
    "exclamation_marks": 8,
    "address": 12,
    "person": 6,
    "contractions": 6,
    "sentence_length": 6,
    "reading_level": 4,
    "spelling": 6,
    "greeting": 2,
    "sign_off": 2,
}
OFF_BELOW = 80
"""An answer with fewer points is off."""
MEAN_WORDS = (12, 16, 20, 25, 30)
MOST_SENTENCES = (3, 5, 7, 10, 16)
"""By verbosity. The model is asked for fewer: what it was asked for it may miss by a little."""
HARDEST = {"plain": 40, "standard": 50, "expert": 60}
"""LIX: words a sentence and the share of words with more than six letters, in hundredths."""
FEWEST_WORDS_TO_GRADE = 20
LONG_WORD = 6


@dataclass(frozen=True)
class Finding:
    """One rule that applies to an answer."""

    rule: str
    kept: float
    """0 to 1."""
    detail: str = ""
    """What broke it, for the merchant."""


@dataclass(frozen=True)
class Score:
    points: int
    """0 to 100; 100 when no rule applies."""
    findings: tuple[Finding, ...]

    @property
    def off(self) -> tuple[Finding, ...]:
        """The rules that were not wholly kept, the heaviest loss first."""
        broken = (each for each in self.findings if each.kept < 1)
        return tuple(sorted(broken, key=lambda each: WEIGHTS[each.rule] * (each.kept - 1)))


@dataclass(frozen=True)
class Read:
    """An answer as the rules see it: without links and titles, in sentences and words."""

    text: str
    sentences: Sequence[str]
    words: Sequence[str]
    language: str
    settings: VoiceSettings


def score(
    answer: str,
    settings: VoiceSettings,
    *,
    titles: Sequence[str] = (),
    greeting_due: bool = False,
    sign_off_due: bool = False,
) -> Score:
    """`titles` of products and pages are the store's own words and break no rule."""
    text = masked(answer, tuple(titles))
    language = language_of(text, (*settings.languages, "en")[0])
    read = Read(text, sentences_of(text), WORD.findall(text), language, settings)
    findings = [found for rule in RULES for found in [rule(read)] if found is not None]
    if greeting_due:
        findings.append(courtesy("greeting", settings.greeting, answer.startswith))
    if sign_off_due:
        findings.append(courtesy("sign_off", settings.sign_off, answer.rstrip().endswith))
    possible = sum(WEIGHTS[each.rule] for each in findings)
    kept = sum(WEIGHTS[each.rule] * each.kept for each in findings)
    return Score(round(100 * kept / possible) if possible else 100, tuple(findings))


def avoided_words(read: Read) -> Finding | None:
    return words_found(
        "words_to_avoid",
        tuple(each for each in read.settings.words_to_avoid if not each.replacement),
        read,
    )


def replacements(read: Read) -> Finding | None:
    return words_found(
        "replacements",
        tuple(each for each in read.settings.words_to_avoid if each.replacement),
        read,
    )


def words_found(rule: str, words: tuple[AvoidedWord, ...], read: Read) -> Finding | None:
    pattern = avoided_pattern(words)
    if pattern is None:
        return None
    found = [match["word"] for match in pattern.finditer(read.text)]
    return Finding(rule, 0.0 if found else 1.0, ", ".join(dict.fromkeys(found)))


def avoided_claims(read: Read) -> Finding | None:
    pattern = claim_pattern(read.settings.claims_to_avoid)
    if pattern is None:
        return None
    found = pattern.findall(read.text)
    return Finding("claims_to_avoid", 0.0 if found else 1.0, ", ".join(dict.fromkeys(found)))


def emoji(read: Read) -> Finding | None:
    return amount("emoji", read.settings.emoji, EMOJI.findall(read.text))


def exclamation_marks(read: Read) -> Finding | None:
    marks = EXCLAMATION.findall(read.text)
    return amount("exclamation_marks", read.settings.exclamation_marks, marks)


def amount(rule: str, allowed: str, found: Sequence[str]) -> Finding | None:
    """Never, or at most one; each beyond that costs a half."""
    if allowed == "freely":
        return None
    most = 0 if allowed == "never" else 1
    beyond = max(0, len(found) - most)
    kept = max(0.0, 1 - 0.5 * beyond) if most else float(not beyond)
    return Finding(rule, kept, f"{len(found)} in the answer" if beyond else "")


def address(read: Read) -> Finding | None:
    """Applies where the language tells the two forms apart; each sentence counts alike."""
    if read.settings.address == "any" or read.language == "en" or not read.sentences:
        return None
    wrong = [each for each in read.sentences if breaks_address(each, read.settings)]
    kept = 0.0 if wrong else 1.0
    return Finding("address", kept, wrong[0][:80].replace("\0", "…") if wrong else "")


def person(read: Read) -> Finding | None:
    if read.settings.person == "either" or read.language not in SINGULAR:
        return None
    singular = SINGULAR[read.language].findall(read.text)
    plural = SPEAKS_AS_WE[read.language].findall(read.text)
    if read.settings.person == "we":
        return Finding("person", float(not singular), ", ".join(dict.fromkeys(singular)))
    only_plural = bool(plural) and not singular
    return Finding("person", float(not only_plural), plural[0] if only_plural else "")


def contractions(read: Read) -> Finding | None:
    """The share of places where one could be that are as the store wants them."""
    if read.settings.contractions == "either" or read.language != "en":
        return None
    short, long = CONTRACTION.findall(read.text), CONTRACTIBLE.findall(read.text)
    if not short and not long:
        return None
    wrong = long if read.settings.contractions == "prefer" else short
    kept = 1 - len(wrong) / (len(short) + len(long))
    return Finding("contractions", kept, ", ".join(dict.fromkeys(wrong)))


def sentence_length(read: Read) -> Finding | None:
    if not read.sentences or not read.words:
        return None
    step = read.settings.verbosity - 1
    mean, number = len(read.words) / len(read.sentences), len(read.sentences)
    kept = min(1.0, MEAN_WORDS[step] / mean) * min(1.0, MOST_SENTENCES[step] / number)
    detail = "" if kept == 1 else f"{number} sentences of {mean:.0f} words"
    return Finding("sentence_length", kept, detail)


def reading_level(read: Read) -> Finding | None:
    """Too short an answer says nothing of its level."""
    hardest = HARDEST.get(read.settings.reading_level)
    if hardest is None or len(read.words) < FEWEST_WORDS_TO_GRADE:
        return None
    long = sum(len(word) > LONG_WORD for word in read.words)
    lix = len(read.words) / len(read.sentences) + 100 * long / len(read.words)
    kept = max(0.0, min(1.0, 1 - (lix - hardest) / 20))
    return Finding("reading_level", kept, "" if kept == 1 else f"LIX {lix:.0f} of {hardest}")


def spelling(read: Read) -> Finding | None:
    if read.settings.spelling == "any" or read.language != "en":
        return None
    found = foreign_pattern(read.settings.spelling).findall(read.text)
    return Finding("spelling", float(not found), ", ".join(dict.fromkeys(found)))


def courtesy(rule: str, asked: Courtesy, is_there: Callable[[str], bool]) -> Finding:
    kept = is_there(asked.text)
    return Finding(rule, float(kept), "" if kept else "is not there")


RULES: tuple[Callable[[Read], Finding | None], ...] = (
    avoided_words,
    replacements,
    avoided_claims,
    emoji,
    exclamation_marks,
    address,
    person,
    contractions,
    sentence_length,
    reading_level,
    spelling,
)
