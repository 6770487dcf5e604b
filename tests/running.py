"""A Tote started by `./run` itself, with the demo store."""

from __future__ import annotations

import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from shopify_app.local.environment import read_env_file
from shopify_app.local.services import free_port
from tests.house import ROOT, eventually

READY = "Tote is ready: "


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    url: str
    data: Path
    said: Path

    def output(self) -> str:
        return self.said.read_text()

    def environ(self, name: str) -> str:
        return read_env_file(self.data / "env")[name]

    def stop(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


def start_run(data: Path, *options: str, expect_ready: bool = True) -> Running:
    port = free_port()
    said = Path(tempfile.mkstemp(suffix=".out")[1])
    with said.open("wb") as output:
        process = subprocess.Popen(
            [ROOT / "run", "--port", str(port), "--data", data, *options],
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    running = Running(process, f"http://127.0.0.1:{port}", data, said)
    if expect_ready:
        eventually(
            lambda: READY in running.output() or process.poll() is not None,
            what="the ready line",
            timeout_s=180,
        )
        assert READY in running.output(), running.output()
    return running
