"""What the voice costs and what it is worth.

`python -m benchmarks.voice [--rounds 200] [--previews 20]`

One process on one core: instructions, the scorer and the enforcement over answers of a stand-in
that ignores the voice, under each starting point; and how well those answers keep the voice before
and after enforcement. Then a whole Tote with that stand-in: the time from the request of a preview
to its first text, both sides answered side by side, on a store of some twenty documents.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import Request, urlopen

from benchmarks.chat import listens
from benchmarks.table import percentile, report
from shopify_app.answers.sentences import sentences
from shopify_app.knowledge.embedder import open_embedder
from shopify_app.knowledge.vectors import VectorIndex
from shopify_app.knowledge.weights import build_model
from shopify_app.local.services import free_port, wait_until
from shopify_app.shopify.session_tokens import sign_session_token
from shopify_app.voice import instructions
from shopify_app.voice.enforcing import enforce
from shopify_app.voice.scoring import score
from shopify_app.voice.settings import AvoidedWord, VoiceSettings
from shopify_app.voice.starting_points import STARTING_POINTS
from shopify_app.voice.voices import make_voice
from tests.answers import woolmere
from tests.house import ROOT, House, open_house

SHOP = "bench-voice.myshopify.com"
TITLES = (
    "Fjord Rain Jacket", "Merino Base Layer", "Refund policy", "Shipping policy", "Care of wool",
    "Cheap & Cheerful Socks", "Linen Shirt", "About us", "Woolmere",
)  # fmt: skip
AVOIDED = (
    AvoidedWord("cheap", "affordable"),
    AvoidedWord("deal", "offer"),
    AvoidedWord("awesome", "lovely"),
    AvoidedWord("guys"),
    AvoidedWord("no-brainer"),
)
UNVOICED = (
    "OMG hi guys!! 🎉 The Fjord Rain Jacket is an awesome deal at $189! I'd totally buy it 😍.",
    "You can return unworn items within 30 days of delivery!!! It's a no-brainer 👍. We don't ask"
    " why, and I'll sort the refund out for you in 5 days :)",
    "Yes!! The Cheap & Cheerful Socks are cheap, 80% wool, and the color is gray 🧦🧦. Machine wash"
    " at 30 degrees! They're awesome!",
    "Shipping takes 2-4 days 🚚! Our team organizes everything, and you'll get a tracking link! It"
    " is a great deal, guys!",
    "Hmm, I don't know 🤷! Maybe ask the team? They're super nice, and they won't bite!!",
)
"""Five answers of some thirty words; each breaks several rules."""
DETAILED = " ".join(UNVOICED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--previews", type=int, default=20)
    arguments = parser.parse_args()
    report("voice_costs", list(costs(arguments.rounds)), words_short=words(UNVOICED[1]))
    report("voice_adherence", list(adherence()), answers=len(UNVOICED))
    with stand_in() as claude_url, talking_house(claude_url) as house:
        times = [first_text_ms(house) for _ in range(arguments.previews + 3)][3:]
    rows = [{"p50 ms": percentile(times, 0.5), "p95 ms": percentile(times, 0.95)}]
    report("voice_preview", rows, previews=len(times))


def words(text: str) -> int:
    return len(text.split())


# --- in one process ------------------------------------------------------------------------------


def costs(rounds: int) -> Iterator[dict[str, object]]:
    settings = strict(STARTING_POINTS[1].settings)
    voice = make_voice(settings, {"name": "Woolmere"})
    many = [replace(each, word=f"{each.word} {n}") for n in range(40) for each in AVOIDED]
    crowded = replace(settings, words_to_avoid=tuple(many))
    kinds: dict[str, Callable[[], object]] = {
        "instructions": lambda: instructions(voice),
        "score, 30 words": lambda: score(UNVOICED[1], settings, titles=TITLES),
        f"score, {words(DETAILED)} words": lambda: score(DETAILED, settings, titles=TITLES),
        "score, 200 avoided words": lambda: score(UNVOICED[1], crowded, titles=TITLES),
        "enforce, 30 words": lambda: enforced(UNVOICED[1], settings),
        "enforce, 200 avoided words": lambda: enforced(UNVOICED[1], crowded),
    }
    for name, run in kinds.items():
        run()  # builds its patterns, once a process
        times = [timed(run) for _ in range(rounds)]
        yield {"what": name, "p50 ms": percentile(times, 0.5), "p95 ms": percentile(times, 0.95)}


def timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def adherence() -> Iterator[dict[str, object]]:
    for point in STARTING_POINTS:
        settings = strict(point.settings)
        before = [score(each, settings, titles=TITLES).points for each in UNVOICED]
        kept = [enforced(each, settings) for each in UNVOICED]
        after = [score(each, settings, titles=TITLES).points for each in kept if each]
        said = sum(len(sentences(each)) for each in kept)
        yield {
            "voice": point.name,
            "before": sum(before) / len(before),
            "after": sum(after) / len(after),
            "sentences": sum(len(sentences(each)) for each in UNVOICED),
            "said": said,
        }


def strict(settings: VoiceSettings) -> VoiceSettings:
    spelling = "UK" if settings.spelling == "any" else settings.spelling
    return replace(settings, words_to_avoid=AVOIDED, spelling=spelling)


def enforced(answer: str, settings: VoiceSettings) -> str:
    said = (enforce(each, settings, titles=TITLES).text for each in sentences(answer))
    return "".join(said).strip()


# --- a whole Tote --------------------------------------------------------------------------------


@contextmanager
def stand_in() -> Iterator[str]:
    """A Claude that ignores the voice; its address."""
    port = free_port()
    command = [sys.executable, "-m", "tests.fake_claude", "--port", str(port)]
    with subprocess.Popen([*command, "--text", UNVOICED[4]], cwd=ROOT) as process:
        try:
            wait_until(lambda: listens(port), what="the stand-in", timeout_s=20)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@contextmanager
def talking_house(claude_url: str) -> Iterator[House]:
    model = build_model(ROOT / "var" / "model")
    with tempfile.TemporaryDirectory() as directory:
        extra = {"ANTHROPIC_API_KEY": "a-key", "ANTHROPIC_BASE_URL": claude_url}
        house = open_house(Path(directory) / "house", model_dir=model, extra=extra)
        try:
            house.register(SHOP)
            vectors, embedder = VectorIndex(house.settings.chroma_url), open_embedder(model)
            woolmere.stock(house.record, vectors, embedder, SHOP)
            yield house
        finally:
            house.stop()


def first_text_ms(house: House) -> float:
    """From the request to the first text of either side; the stream is read to its end."""
    settings = house.settings
    token = sign_session_token(
        shop=SHOP,
        user_id="7",
        api_key=settings.api_key,
        secret=settings.api_secrets[0],
        now=datetime.now(UTC),
    )
    body = {"questions": ["What is your return policy?"], "settings": {"humour": 5}}
    request = Request(
        f"{house.url}/api/voice/preview",
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Accept": "text/event-stream",
        },
    )
    began = time.perf_counter()
    first = 0.0
    with urlopen(request) as response:
        for line in response:
            if line.startswith(b"event: text") and not first:
                first = (time.perf_counter() - began) * 1000
    assert first, "the preview said nothing"
    return first


if __name__ == "__main__":
    main()
