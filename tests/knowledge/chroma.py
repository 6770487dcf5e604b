"""A Chroma of a test's own, to be killed, stopped, emptied and damaged."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from shopify_app.local.services import chroma_service, free_port, wait_until


class OwnChroma:
    """The real server on a port of its own, with its data in `directory`."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        service = chroma_service(self.directory, port=self._port)
        self._process = subprocess.Popen(
            ["sh", "-c", service.command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until(service.is_up, what="chroma", timeout_s=120)

    def kill(self) -> None:
        if self._process is not None:
            self._signal(signal.SIGCONT)
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """It accepts connections and never answers."""
        self._signal(signal.SIGSTOP)
        # The signal takes its time: until then an answer may still come.
        wait_until(self._is_stopped, what="chroma to stand still", timeout_s=60)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def wipe(self) -> None:
        """Delete all its data and start it anew."""
        self.kill()
        shutil.rmtree(self.directory)
        self.start()

    def damage_indexes(self) -> int:
        """Overwrite the files of every index with nonsense and start anew; returns how many."""
        self.kill()
        files = [path for path in self.directory.rglob("*.bin") if path.stat().st_size]
        for path in files:
            path.write_bytes(b"\xff" * min(path.stat().st_size, 64))
        self.start()
        return len(files)

    def _is_stopped(self) -> bool:
        listing = subprocess.run(
            ["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True
        )
        rows = [line.split() for line in listing.stdout.splitlines()]
        assert self._process is not None
        own = [row[1] for row in rows if row[0] == str(self._process.pid)]
        return bool(own) and all(state.startswith("T") for state in own)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, number)
