"""Processes are kept running, and none is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from shopify_app.local.supervision import end_leftovers
from tests.house import ROOT, eventually

PID = os.getpid()
"""In the seconds slept, so that no other run of these tests is met."""

SUPERVISE = """
import os, sys
from pathlib import Path
from shopify_app.local.supervision import supervise
directory = Path(sys.argv[1])
with (directory / "log").open("w") as log:
    sys.exit(supervise(dict(a.split("=", 1) for a in sys.argv[2:]), environ=os.environ,
                       directory=directory, log=log))
"""


def start_supervisor(directory: Path, *commands: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, str(directory), *commands],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def processes_with(word: str) -> list[str]:
    listing = subprocess.run(
        ["ps", "-ww", "-eo", "command="], capture_output=True, text=True, check=True
    )
    return [line for line in listing.stdout.splitlines() if line == f"sleep {word}"]


def test_a_process_that_ends_is_started_again(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    supervisor = start_supervisor(tmp_path, f"short=echo ran >> {runs}; sleep 0.2; false")

    eventually(lambda: runs.exists() and runs.read_text().count("ran") >= 2, what="a second run")

    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(60) == 143


def test_a_crash_loop_ends_the_whole_with_a_message(tmp_path: Path) -> None:
    supervisor = start_supervisor(tmp_path, "broken=false", f"well=sleep 1117.{PID}")

    assert supervisor.wait(60) == 1
    assert "giving up" in (tmp_path / "log").read_text()
    assert processes_with(f"1117.{PID}") == []


def test_ctrl_c_leaves_no_process_behind(tmp_path: Path) -> None:
    supervisor = start_supervisor(tmp_path, f"one=sleep 1118.{PID}", f"two=sleep 1118.{PID}")
    eventually(lambda: len(processes_with(f"1118.{PID}")) == 2, what="both to run")

    supervisor.send_signal(signal.SIGINT)

    assert supervisor.wait(60) == 130
    assert processes_with(f"1118.{PID}") == []


def test_what_a_killed_run_left_behind_is_ended_by_the_next(tmp_path: Path) -> None:
    supervisor = start_supervisor(tmp_path, f"one=sleep 1119.{PID}")
    eventually(lambda: len(processes_with(f"1119.{PID}")) == 1, what="it to run")
    supervisor.kill()
    supervisor.wait()
    time.sleep(0.2)
    assert len(processes_with(f"1119.{PID}")) == 1

    assert end_leftovers(tmp_path) == 1

    eventually(lambda: processes_with(f"1119.{PID}") == [], what="the leftover to end")


def test_a_reused_process_id_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen(["sleep", "1120"], start_new_session=True)
    (tmp_path / "one.pid").write_text(f"{stranger.pid}\n")

    assert end_leftovers(tmp_path) == 0

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
