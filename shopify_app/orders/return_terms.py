"""What a store's return policy says, as far as a rule can be read from its words. Pure.

English only. Of what cannot be read nothing is guessed: it is left out here, and `returning` asks
a person where it would matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from shopify_app.knowledge.chunking import split_sentences
from shopify_app.knowledge.words import TERM, plain, stem

Start = Literal["delivery", "shipping", "purchase", "unknown"]
Unit = Literal["day", "business day", "month", "year"]

NUMBERS = {
    word: number
    for number, words in {
        1: "one a", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight",
        10: "ten", 12: "twelve", 14: "fourteen", 15: "fifteen", 20: "twenty", 21: "twenty-one",
        28: "twenty-eight", 30: "thirty", 45: "forty-five", 60: "sixty", 90: "ninety",
        100: "hundred",
    }.items()
    for word in words.split()
}  # fmt: skip
WINDOW = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})(?: ?\(\d{{1,3}}\))?"
    r"[ -](?:(calendar|business|working|full) )?(day|night|week|month|year)s?\b",
    re.I,
)
RETURNS = re.compile(
    r"\breturn(?:s|ed|ing|able)?\b|\b(?:come|comes|send|sent|bring|give|take)\b.{0,40}\bback\b"
    r"|\bpolicy lasts\b|\btrial\b|\bstore credit\b|\bchange your mind\b|\bmoney[- ]back\b",
    re.I,
)
OF_SOMETHING_ELSE = re.compile(
    r"\bfault|\bdefect|\bdamag|\bbroken\b|(?<!back )\bguarantee"
    r"|\byour refund\b|\bwarrant|\blabel\b|\bnotic(?:e|ing)\b"
    r"|\bwe (?:will )?(?:refund|look|process|inspect|credit|reply|answer)|\bprocess(?:ed|ing)?\b"
    r"|\brefund(?:s|ed)? (?:is|are|will|you|takes?|to)\b|\bcredited\b|\bappear|\bcancel"
    r"|\bpassed\b|\bapproved\b"
    r"|\bof (?:its|their|the) arrival\b|\breplaced\b|\brepair|\bwrong (?:item|size|product)\b",
    re.I,
)
"""Periods that are not the time to return what one no longer wants."""
MAY_NOT = re.compile(
    r"\b(?:can ?not|can['’]t|may not|are not|is not|aren['’]t|isn['’]t|not be|never be)\b.{0,30}"
    r"\b(?:return|come back|be sent back|refund|eligible|accepted|taken back)"
    r"|\b(?:do not|don['’]t|not) (?:accept|take|offer)\b|\bnon-?(?:returnable|refundable)\b"
    r"|\b(?:final sale|all sales (?:are )?final)\b|\b(?:exclu(?:ded|sions?)|exempt(?:ed)?)\b"
    r"|\bno returns? (?:on|for)\b",
    re.I,
)
HEADS_EXCEPTIONS = re.compile(
    rf"{MAY_NOT.pattern}|\bexceptions?\b|\bnot returnable\b|\bfinal sale\b", re.I
)
EXCEPTED = re.compile(
    r"\b(?:except(?:ing)?(?: for)?|excluding|with the exception of|but not|other than|apart from)"
    r"\b(.*)",
    re.I,
)
LENIENT = re.compile(
    r"\b(?:after|beyond|later than|past|older than|outside)\b.*"
    r"\b(?:store credit|gift card|credit note"
    r"|exchange|discretion|case[- ]by[- ]case|ask us|contact us|talk to us|fee)\b",
    re.I,
)
"""Something may still be done when the time is over."""
TALK = re.compile(r"(?:please|if|when|you|we|our|contact|write|ask|see|those|they)\b", re.I)
"""Beginnings of sentences that stand among exceptions and are none."""
ACTIVE = re.compile(
    r"(?:not|n['’]t) (?:accept|take|offer|give|allow)\b.*?\b(?:on|for|of)\b(.*)"
    r"|\bno returns? (?:on|for)\b(.*)|\ball sales? (?:of|on)\b(.*?)\b(?:are|is)\b",
    re.I,
)
"""“We do not accept returns of …”: what cannot come back stands behind."""
LISTING = re.compile(r"(?:\blike\b|\bsuch as\b|\bincluding\b|\be\.g\.)(.*)", re.I)
ALL_FINAL = re.compile(r"all sales (?:are )?final\W*", re.I)
LIFTS = re.compile(r"\bnone of this\b|\bdoes not apply\b|\bdo not apply\b", re.I)
ON_SALE = re.compile(
    r"\b(?:final sale|on sale|sale items?|clearance|outlet|reduced|discounted|marked down)\b", re.I
)
SHARE = re.compile(r"\b(\d{1,2}) ?(?:%|percent|per cent)")
MADE_TO_ORDER = re.compile(
    r"\bmade for you\b|\bmade[- ]to[- ](?:order|measure)\b|\bpersonali[sz]|\bcustom|\bbespoke\b"
    r"|\bengrav|\bmonogram|\bembroider|\bsewn\b|\bhem(?:med)?\b|\baltered\b",
    re.I,
)
OF_SOME_SHOPPERS = re.compile(
    r"\b(?:customers?|members?|residents?|international|overseas|abroad|domestic|eu|uk|us|usa"
    r"|europe\w*|canada|canadian|countr(?:y|ies)|wholesale|subscri\w+)\b",
    re.I,
)
MONTHS = (
    "january february march april may june july august september october november december".split()
)
DAY = re.compile(
    rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})\b|\b(\d{{1,2}}) ({'|'.join(MONTHS)})\b", re.I
)
SEASON = re.compile(
    rf"\b(?:{'|'.join(each for each in MONTHS if each != 'may')}|christmas|holidays?|black friday"
    r"|presents?|gifts?(?! cards?))\b",
    re.I,
)
OTHER_DAY = re.compile(rf"\buntil\b|\bextended\b|\blonger\b|{DAY.pattern}|{WINDOW.pattern}", re.I)
COUNTS_FROM = re.compile(
    r"\b(?:of|from|after|since|following|upon|starting|when|once)\b[^.;]{0,40}?"
    r"\b(deliver|receiv|receipt|arriv|getting|you get|ship|dispatch|sent|purchas|order|buying"
    r"|bought|payment)",
    re.I,
)
REFUND_OF = re.compile(r"\brefund of\b[^,.;]*", re.I)
OF_NOTHING = re.compile(
    r"\W*(?:\d|(?:we|you|if|our|please|should|there|it|as|to|in|for|within)\b)", re.I
)
"""Subjects of sentences that are no kind of thing."""
SUBJECT_ENDS = re.compile(
    r":|\b(?:can|cannot|may|must|are|is|have|has|which|that|within|get|gets|come|comes|return)\b",
    re.I,
)
CONDITION = re.compile(
    r"\b(?:without|that|which|unless|if|with|marked|reduced|when|once|after|whose|where|not)\b",
    re.I,
)
STATES = frozenset(
    map(
        stem,
        "opened unsealed used worn washed lit broken damaged personalised personalized customised "
        "customized custom engraved sewn shortened hemmed altered discounted reduced clearance "
        "outlet sale final perishable unboxed activated".split(),
    )
)
"""What happened to a thing, rather than what it is."""
GENERAL = frozenset(
    map(
        stem,
        "a an all any anything and certain each every everything following for from goods in item "
        "items it its kinds merchandise most must my new no of on only or order orders other our "
        "product products purchase purchases return returned returns some something such the "
        "their them these they thing things this those to types undamaged unopened unused unwashed "
        "unworn us we what you your please note longer get also including e.g etc "
        "day week month year hygiene reasons health eligible be are is cannot accept do not "
        "sent back "
        "unfortunately however sorry but so like as except".split(),
    )
)
LONGEST_LISTED = 200
"""Characters of a line that may belong to a list of exceptions."""


@dataclass(frozen=True)
class Clause:
    """The policy's own words, and the chunk they stand in."""

    text: str
    chunk_id: str


@dataclass(frozen=True)
class Window:
    """So long after its start something may come back."""

    number: int
    unit: Unit
    start: Start
    clause: Clause
    kinds: tuple[tuple[str, ...], ...] = ()
    """What it is for, each as stems; none: for everything."""


@dataclass(frozen=True)
class Season:
    """Another last day, for what was bought at some time of the year or for some other return; it
    is not worked out."""

    clause: Clause
    first: tuple[int, int] | None = None
    """Month and day, as the next; None: the policy's words do not tell."""
    last: tuple[int, int] | None = None

    def may_hold(self, day: date) -> bool:
        if self.first is None or self.last is None:
            return True
        bought = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= bought <= self.last
        return bought >= self.first or bought <= self.last


@dataclass(frozen=True)
class Exclusion:
    """What cannot come back."""

    kind: tuple[str, ...]
    """As stems."""
    clause: Clause
    conditional: bool
    """Only in some state, of which the record knows nothing."""


@dataclass(frozen=True)
class SaleRule:
    """What was reduced cannot come back."""

    clause: Clause
    share: int | None
    """From so many percent on; None: the policy does not say from where on."""


@dataclass(frozen=True)
class ReturnTerms:
    windows: tuple[Window, ...] = ()
    """For everything; more than one when the policy names several and not for which."""
    kinds: tuple[Window, ...] = ()
    seasons: tuple[Season, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    sale: SaleRule | None = None
    made_to_order: Clause | None = None
    all_final: Clause | None = None


@dataclass(frozen=True)
class PolicyChunk:
    chunk_id: str
    heading: str
    text: str


@dataclass(frozen=True)
class Sentence:
    text: str
    line: str
    heading: str
    chunk_id: str
    listed: bool
    """Below a line such as “These cannot be returned:”."""

    @property
    def clause(self) -> Clause:
        return Clause(self.text, self.chunk_id)


def read_terms(chunks: Sequence[PolicyChunk]) -> ReturnTerms:
    """The rules of a return policy, from its chunks in reading order."""
    sentences = [each for each in sentences_of(chunks) if not LIFTS.search(each.text)]
    excluding = [each for each in sentences if excludes(each)]
    others = [each for each in sentences if each not in excluding]
    windows = [window for each in others for window in windows_in(each)]
    general = known_starts([each for each in windows if not each.kinds])
    final = [each.clause for each in sentences if ALL_FINAL.fullmatch(each.text)]
    on_sale = [each for each in excluding if ON_SALE.search(each.text)]
    to_order = [each.clause for each in excluding if MADE_TO_ORDER.search(each.text)]
    return ReturnTerms(
        windows=tuple(general),
        kinds=tuple(like_the_general(each, general) for each in windows if each.kinds),
        seasons=tuple(
            [season_in(each) for each in others if is_of_a_season(each)]
            + [Season(each.clause) for each in others if LENIENT.search(each.text)]
        ),
        exclusions=tuple(exclusion for each in sentences for exclusion in exclusions_in(each)),
        sale=sale_rule(on_sale[0]) if on_sale else None,
        made_to_order=to_order[0] if to_order else None,
        all_final=final[0] if final and not windows else None,
    )


def known_starts(windows: Sequence[Window]) -> list[Window]:
    """Without those that say again, but for their start, what another says."""
    told = {(each.number, each.unit) for each in windows if each.start != "unknown"}
    return [
        each for each in windows if each.start != "unknown" or (each.number, each.unit) not in told
    ]


def like_the_general(window: Window, general: Sequence[Window]) -> Window:
    """“Rainwear: 60 days” counts from where the policy's other time does."""
    starts = {each.start for each in general}
    if window.start != "unknown" or len(starts) != 1:
        return window
    return replace(window, start=starts.pop())


def sentences_of(chunks: Sequence[PolicyChunk]) -> Iterator[Sentence]:
    listing = False
    heading = ""
    for chunk in chunks:
        listing = listing and chunk.heading == heading
        heading = chunk.heading
        for line in map(str.strip, chunk.text.splitlines()):
            line = line.lstrip("-–•* ")
            listed = listing and len(line) <= LONGEST_LISTED and not MAY_NOT.search(line)
            for text in split_sentences(line):
                yield Sentence(text.strip(), line, chunk.heading, chunk.chunk_id, listed)
            listing = listed or (line.endswith(":") and bool(MAY_NOT.search(line)))


def excludes(sentence: Sentence) -> bool:
    if MAY_NOT.search(sentence.text) or sentence.listed:
        return True
    is_listed = HEADS_EXCEPTIONS.search(sentence.heading) and not RETURNS.search(sentence.text)
    return bool(is_listed) and not TALK.match(sentence.text)


def windows_in(sentence: Sentence) -> Iterator[Window]:
    text = sentence.text
    if OF_SOMETHING_ELSE.search(text) or LENIENT.search(text):
        return
    if not (RETURNS.search(text) or names_a_kind_first(text)):
        return
    kinds = kinds_of_subject(text)
    for found in WINDOW.finditer(text):
        number, unit = length_of(found)
        yield Window(number, unit, start_of(text[found.end() :]), sentence.clause, kinds)


def names_a_kind_first(text: str) -> bool:
    """“Rainwear: 60 days, worn.”"""
    name, colon, rest = text.partition(":")
    return bool(colon) and len(name.split()) <= 4 and bool(WINDOW.match(rest.strip()))


def length_of(found: re.Match[str]) -> tuple[int, Unit]:
    number = int(found[1]) if found[1].isdigit() else NUMBERS[found[1].lower()]
    unit = found[3].lower()
    if unit == "week":
        return number * 7, "day"
    if unit == "month":
        return number, "month"
    if unit == "year":
        return number, "year"
    is_business = (found[2] or "").lower() in ("business", "working")
    return number, "business day" if is_business else "day"


def start_of(after: str) -> Start:
    """From what the period counts, by the words that follow it."""
    found = COUNTS_FROM.search(REFUND_OF.sub("", after[:90]))
    if found is None:
        return "unknown"
    word = found[1].lower()
    if word.startswith(("deliver", "recei", "arriv", "get", "you get")):
        return "delivery"
    return "shipping" if word.startswith(("ship", "dispatch", "sent")) else "purchase"


def kinds_of_subject(text: str) -> tuple[tuple[str, ...], ...]:
    """Of which things a sentence speaks; none when it is of all, or of some shoppers' things."""
    ends = SUBJECT_ENDS.search(text)
    subject = text[: ends.start()] if ends else ""
    if OF_SOME_SHOPPERS.search(subject) or OF_NOTHING.match(subject):
        return ()
    named = (kind_of(part) for part in re.split(r",|\band\b|\bor\b|/|&", subject))
    return tuple(kind for kind in named if kind)


def is_of_a_season(sentence: Sentence) -> bool:
    """It has a day of the year in it, or a feast, and speaks of returns."""
    if not SEASON.search(sentence.text) or OF_SOMETHING_ELSE.search(sentence.text):
        return False
    if not OTHER_DAY.search(sentence.text) or names_a_kind_first(sentence.text):
        return False
    return bool(RETURNS.search(sentence.text))


def season_in(sentence: Sentence) -> Season:
    days = [day_of(each) for each in DAY.finditer(sentence.text)]
    between = re.search(r"\b(?:between|from)\b", sentence.text, re.I)
    if between and len(days) >= 2:
        return Season(Clause(sentence.text, sentence.chunk_id), days[0], days[1])
    return Season(sentence.clause)


def day_of(found: re.Match[str]) -> tuple[int, int]:
    month, day = (found[1], found[2]) if found[1] else (found[4], found[3])
    return MONTHS.index(month.lower()) + 1, int(day)


def exclusions_in(sentence: Sentence) -> Iterator[Exclusion]:
    """One that has a period in it holds only before or after that, so it is conditional."""
    excepted = EXCEPTED.search(sentence.text)
    has_period = bool(WINDOW.search(sentence.text)) and excludes(sentence)
    for group in groups_in(sentence, excepted):
        if MADE_TO_ORDER.search(group):
            continue
        cut = CONDITION.search(group)
        named = group[: cut.start()] if cut else group
        parts = re.split(r"\band\b|\bor\b|/|&", named)
        stated = any(kind_of(part) and STATES & set(stems(part)) for part in parts)
        for kind in filter(None, map(kind_of, parts)):
            yield Exclusion(kind, sentence.clause, bool(cut) or stated or has_period)


def groups_in(sentence: Sentence, excepted: re.Match[str] | None) -> list[str]:
    """The things that are named, those under one condition together."""
    text = sentence.text.rstrip(".!")
    barred = next(reversed([*MAY_NOT.finditer(text)]), None)
    if excepted and not barred:
        return re.split(r"[,;]", excepted[1])
    if not excludes(sentence) or (ON_SALE.search(text) and SHARE.search(text)):
        return []
    if not barred:
        return re.split(r"[,;:]", text)
    behind = ACTIVE.search(text)
    if behind:
        return re.split(r"[,;()]", next(filter(None, behind.groups()), ""))
    subject, rest = text[: barred.start()], text[barred.end() :]
    listing = LISTING.search(rest)
    _, colon, after = rest.partition(":")
    listed = listing[1] if listing else after if colon else ""
    return re.split(r"[,;()]", f"{subject},{listed}")


def sale_rule(sentence: Sentence) -> SaleRule:
    share = SHARE.search(sentence.text)
    return SaleRule(sentence.clause, int(share[1]) if share else None)


def kind_of(text: str) -> tuple[str, ...]:
    """The stems that say what a thing is: `gift cards` and `Opened gift card` are alike."""
    return tuple(each for each in stems(text) if each not in GENERAL and each not in STATES)


def stems(text: str) -> list[str]:
    return [stem(word) for word in TERM.findall(plain(text))]
