"""Run the stand-in by itself: `python -m tests.fake_claude --port 9000 --act answer`."""

from __future__ import annotations

import argparse
import asyncio

from tests.fake_claude.acts import ACTS, Act
from tests.fake_claude.server import FakeClaude


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--act", choices=sorted(ACTS), default="answer")
    parser.add_argument("--text", help="say this instead of the first search result")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two pieces")
    parser.add_argument("--at-once", type=int, default=0, help="pieces without a pause")
    options = parser.parse_args()
    act = Act(options.act, text=options.text, pause_s=options.pause, at_once=options.at_once)
    asyncio.run(FakeClaude(port=options.port, act=act).run())


if __name__ == "__main__":
    main()
