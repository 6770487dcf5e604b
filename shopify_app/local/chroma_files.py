"""What Chroma leaves of deleted collections in its directory, where that directory is ours."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from shopify_app.config import Settings
from shopify_app.errors import Unavailable


def own_directory(settings: Settings) -> Path | None:
    """Where the Chroma that is in use keeps its files; None when it is not one `./run` started."""
    directory = settings.data_dir / "chroma"
    try:
        config = (directory / "chroma.yaml").read_text()
    except OSError:
        return None
    address = urlsplit(settings.chroma_url)
    port = re.search(r"^port: (\d+)$", config, re.MULTILINE)
    is_ours = port and int(port[1]) == address.port and address.hostname == "127.0.0.1"
    return directory if is_ours else None


def remove_leftovers(directory: Path) -> int:
    """Delete the vectors of collections that are no more; returns how many directories.

    Chroma 1.5 forgets a deleted collection and leaves its files. Raises Unavailable when Chroma's
    own list cannot be read.
    """
    # The directories first: one that is made afterwards is not taken for a leftover.
    found = [each for each in directory.iterdir() if each.is_dir() and is_segment(each.name)]
    known = _known_segments(directory / "chroma.sqlite3") if found else set()
    leftovers = [each for each in found if each.name not in known]
    for each in leftovers:
        shutil.rmtree(each, ignore_errors=True)
    return len(leftovers)


def is_segment(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _known_segments(path: Path) -> set[str]:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as listing:
            return {name for (name,) in listing.execute("SELECT id FROM segments")}
    except sqlite3.Error as error:
        raise Unavailable("Chroma's list of segments cannot be read") from error
