"""The extension before Shopify's own theme check."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import ROOT

CHAT = ROOT / "extensions" / "chat"
INSTALLED = ROOT / ".venv" / "theme-check"
CHECK = ROOT / "tests" / "widget" / "theme_check" / "check.cjs"


@pytest.mark.skipif(
    not (INSTALLED / "node_modules").is_dir() or shutil.which("node") is None,
    reason="`./test` installs Shopify's theme check where there is npm",
)
def test_shopifys_theme_check_finds_nothing_here_and_what_is_wrong_elsewhere(
    tmp_path: Path,
) -> None:
    spoiled = tmp_path / "spoiled"
    shutil.copytree(CHAT, spoiled)
    block = spoiled / "blocks" / "chat.liquid"
    block.write_text("{% javascript %}{% endjavascript %}{{ nobody }}" + block.read_text())
    (spoiled / "assets" / "tote-chat-loader.js").write_text("//" + "x" * 10_000)

    ours, theirs = offences(CHAT, spoiled, cache=tmp_path)

    assert ours == []
    found = {offence.split()[1].rstrip(":") for offence in theirs}
    assert {"UndefinedObject", "AppBlockValidTags", "AssetSizeAppBlockJavaScript"} <= found


def offences(*directories: Path, cache: Path) -> list[list[str]]:
    """Of each extension, `file:line check: message`. Documentation kept from before is not read."""
    done = subprocess.run(
        ["node", CHECK, INSTALLED, *directories],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found
