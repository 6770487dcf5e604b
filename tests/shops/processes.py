"""Many processes that need the same token at one moment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from tests.house import ROOT

REFRESH = """
import os
import sys
from shopify_app.config import load_settings
from shopify_app.parts import open_parts
parts = open_parts(load_settings(os.environ))
_ = parts.tokens
print("ready", flush=True)
sys.stdin.readline()
print(parts.tokens.fresh_token(sys.argv[1]))
"""


def tokens_of_processes(environ: Mapping[str, str], shop: str, *, processes: int) -> set[str]:
    """What so many processes get that ask for the shop's token at one moment."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", REFRESH, shop],
            cwd=ROOT,
            env={**os.environ, **environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    try:
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in started:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        return {process.communicate(timeout=60)[0].strip() for process in started}
    finally:
        for process in started:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
