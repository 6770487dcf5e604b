"""Keep processes running with honcho: a crash is restarted, a crash loop ends the whole."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from honcho import manager as honcho_manager
from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer

STOP_WAIT_S = 20
"""How long processes may finish what they are doing; then they are killed."""

KEEP_RUNNING = """\
echo $$ > {pid_file}
trap 'stopping=1' TERM INT
crashes=0
until [ "$stopping" ]; do
  started=$(date +%s)
  {command}
  code=$?
  [ "$stopping" ] && break
  if [ $(($(date +%s) - started)) -lt 10 ]; then crashes=$((crashes + 1)); else crashes=1; fi
  if [ $crashes -ge 5 ]; then
    echo "ended $crashes times in a row within seconds, the last time with code $code: giving up"
    exit 1
  fi
  echo "ended with code $code: starting it again"
  sleep 1
done
"""
"""The trap runs only once the command has ended, so its group is never left without a parent."""


def procfile_commands(procfile: Path) -> dict[str, str]:
    """The long-running processes of a Procfile; `release` runs once, before them."""
    processes = parse_procfile(procfile.read_text()).processes
    return {name: command for name, command in processes.items() if name != "release"}


def supervise(
    commands: Mapping[str, str], *, environ: Mapping[str, str], directory: Path, log: IO[str]
) -> int:
    """Run all commands until SIGINT, SIGTERM or a crash loop; returns the exit code.

    Their output goes to `log`, a line each with time and name. `directory` holds a file per
    process with the id of its group, so that `end_leftovers` can find them.
    """
    directory.mkdir(parents=True, exist_ok=True)
    honcho_manager.KILL_WAIT = STOP_WAIT_S
    manager = Manager(Printer(log, colour=False))
    for name, command in commands.items():
        script = KEEP_RUNNING.format(
            pid_file=shlex.quote(str(directory / f"{name}.pid")), command=command
        )
        manager.add_process(name, script, env=dict(environ))
    manager.loop()
    for name in commands:
        (directory / f"{name}.pid").unlink(missing_ok=True)
    return int(manager.returncode or 0)


def end_leftovers(directory: Path) -> int:
    """End the processes of an earlier run that was killed itself; returns how many."""
    ended = 0
    for pid_file in directory.glob("*.pid"):
        group = int(pid_file.read_text().strip() or 0)
        if group and _is_ours(group, pid_file):
            _end_group(group)
            ended += 1
        pid_file.unlink(missing_ok=True)
    return ended


def _is_ours(pid: int, pid_file: Path) -> bool:
    """Process ids are reused: ours is the shell whose script names its own file."""
    listing = subprocess.run(  # noqa: S603
        ["ps", "-ww", "-o", "command=", "-p", str(pid)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return str(pid_file) in listing.stdout


def _end_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGTERM)
        for _ in range(STOP_WAIT_S * 10):
            os.killpg(group, 0)
            time.sleep(0.1)
        os.killpg(group, signal.SIGKILL)
