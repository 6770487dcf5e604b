"""`./run`: a whole Tote on this machine, from an empty directory to the ready line."""

from __future__ import annotations

import argparse
import fcntl
import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from shopify_app.config import load_settings
from shopify_app.errors import ToteError
from shopify_app.local.environment import development_values, read_env_file, write_env_file
from shopify_app.local.services import (
    Service,
    chroma_service,
    free_port,
    http_answers,
    new_password,
    redis_service,
    wait_until,
)
from shopify_app.local.supervision import end_leftovers, procfile_commands, supervise

HOUSE = Path(__file__).resolve().parents[2]
DEMO_ADMIN_URL = "/demo/shopify/{shop}"
STARTS_WITHIN_S = 300
"""A slow or busy machine needs minutes; whoever crashes meanwhile ends the whole at once."""

ASKED_TO_STOP = (130, 143)
"""Exit codes after SIGINT and SIGTERM."""


def main() -> int:
    options = parse_options()
    data = options.data.resolve()
    try:
        return run(options, data)
    except ToteError as error:
        say(f"Tote cannot start: {error}")
        return 1


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run", description="Run Tote on this machine.")
    parser.add_argument("--port", type=port_number, default=os.environ.get("PORT") or 8000,
                        help="where the web listens ($PORT, or 8000)")  # fmt: skip
    parser.add_argument("--data", type=Path, default=HOUSE / "var", metavar="DIR",
                        help="where everything is kept (var/)")  # fmt: skip
    parser.add_argument("--catalog", type=Path, metavar="FILE.csv",
                        help="a Shopify product export for the demo store")  # fmt: skip
    parser.add_argument("--no-demo", action="store_true", help="without the demo store")
    options = parser.parse_args()
    if options.catalog and not options.catalog.is_file():
        parser.error(f"--catalog: there is no file {options.catalog}")
    if options.catalog and options.no_demo:
        parser.error("--catalog fills the demo store: leave --no-demo out")
    return options


def port_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text[:20]} is not a port: 1 to 65535")
    return int(text)


def run(options: argparse.Namespace, data: Path) -> int:
    os.umask(0o077)  # conversations and keys are nobody else's on this machine
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ToteError(f"{data} cannot be a directory: {error.strerror}") from error
    with (data / "lock").open("w") as lock:
        claim(lock, data)
        return run_alone(options, data)


def claim(lock: IO[str], data: Path) -> None:
    """One run a directory. The lock ends with this process, however it ends, and is not handed
    down to those it starts: what a killed run left behind does not hold it."""
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise ToteError(f"a Tote is running in {data} already") from error


def run_alone(options: argparse.Namespace, data: Path) -> int:
    if end_leftovers(data / "pids"):
        say("Ended what an earlier run, killed before it could stop, had left running.")
    if free_port(options.port) != options.port:
        raise ToteError(f"port {options.port} is in use; choose another with --port")
    if options.catalog:
        check_catalog(options.catalog)
    environ, services = prepare_environment(options, data)
    build_embedder(environ)
    migrate(environ)
    commands = {service.name: service.command for service in services}
    commands |= procfile_commands(HOUSE / "Procfile")
    log_path = data / "tote.log"
    if log_path.exists():
        log_path.replace(data / "tote.log.1")  # how the last run ended may yet be asked
    say(f"Starting {', '.join(commands)} (log: {log_path}) …")
    unready = threading.Event()
    with log_path.open("w") as log:
        story = (options, services, environ, unready)
        threading.Thread(target=open_the_doors, args=story, daemon=True).start()
        code = supervise(commands, environ=environ, directory=data / "pids", log=log)
    if unready.is_set() or code not in ASKED_TO_STOP:
        say(f"The log's end:\n{tail(log_path)}")
        return 1
    return code


def check_catalog(catalog: Path) -> None:
    """Whether it can be read is said before anything is started."""
    command = [sys.executable, "-m", "demo.catalog", str(catalog.resolve())]
    checked = subprocess.run(  # noqa: S603
        command, cwd=HOUSE, capture_output=True, text=True, check=False
    )
    if checked.returncode:
        raise ToteError(checked.stderr.strip())


def prepare_environment(
    options: argparse.Namespace, data: Path
) -> tuple[dict[str, str], list[Service]]:
    """What every process is started with; values we made up are kept in DIR/env."""
    kept = read_env_file(data / "env")
    made_up = {**development_values(), **kept}
    made_up["APP_URL"] = f"http://127.0.0.1:{options.port}"
    made_up["TOTE_DATA_DIR"] = str(data)
    if not options.no_demo:
        made_up["SHOPIFY_ADMIN_URL"] = made_up["APP_URL"] + DEMO_ADMIN_URL
    elif made_up.get("SHOPIFY_ADMIN_URL", "").endswith(DEMO_ADMIN_URL):
        del made_up["SHOPIFY_ADMIN_URL"]  # of a run with the demo, whose stand-in is not there now
    services = []
    if not os.environ.get("REDIS_URL"):
        password = kept.get("TOTE_REDIS_PASSWORD") or new_password()
        redis = redis_service(data / "redis", port=free_port(), password=password)
        made_up |= {"REDIS_URL": redis.url, "TOTE_REDIS_PASSWORD": password}
        services.append(redis)
    if not os.environ.get("CHROMA_URL"):
        chroma = chroma_service(data / "chroma", port=free_port())
        made_up["CHROMA_URL"] = chroma.url
        services.append(chroma)
    unset = {key: value for key, value in made_up.items() if not os.environ.get(key)}
    write_env_file(data / "env", unset)
    environ = {**os.environ, **unset, "PORT": str(options.port)}
    environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ.get('PATH', '')}"
    if not options.no_demo:
        environ |= {"TOTE_DEMO": "1", "TOTE_WEB_APP": "demo.wsgi:app"}
    load_settings(environ)  # names every fault before anything is started
    return environ, services


def build_embedder(environ: Mapping[str, str]) -> None:
    model = Path(environ["TOTE_DATA_DIR"]) / "model"
    if not model.exists():
        say("Building the embedder from its weights …")
    call([sys.executable, "-m", "shopify_app.knowledge.weights", str(model)], environ)


def migrate(environ: Mapping[str, str]) -> None:
    say("Bringing the database up to date …")
    call([sys.executable, "-m", "flask", "--app", "shopify_app", "db", "upgrade"], environ)


def open_the_doors(
    options: argparse.Namespace,
    services: list[Service],
    environ: Mapping[str, str],
    unready: threading.Event,
) -> None:
    """Wait until everything answers, load the demo store, say so. Runs beside the supervisor."""
    try:
        for service in services:
            wait_until(service.is_up, what=service.name, timeout_s=STARTS_WITHIN_S)
        url = f"http://127.0.0.1:{options.port}"
        wait_until(
            lambda: http_answers(f"{url}/healthz"), what="the web", timeout_s=STARTS_WITHIN_S
        )
        if not options.no_demo:
            load_demo(url, options.catalog, environ)
        wait_until(lambda: http_answers(f"{url}/readyz"), what="Tote", timeout_s=STARTS_WITHIN_S)
        print(f"Tote is ready: {url}", flush=True)  # noqa: T201
    except ToteError as error:
        say(f"Tote could not finish starting: {error}")
        unready.set()
        os.kill(os.getpid(), signal.SIGTERM)


def load_demo(url: str, catalog: Path | None, environ: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "demo.load", "--url", url]
    if catalog:
        command += ["--catalog", str(catalog.resolve())]
    call(command, environ)


def call(command: list[str], environ: Mapping[str, str]) -> None:
    """Run one step of the story; its words go where ours go. Raises ToteError when it fails."""
    done = subprocess.run(command, cwd=HOUSE, env=dict(environ), check=False)  # noqa: S603
    if done.returncode:
        raise ToteError(f"`{shlex.join(command[1:])}` failed, and said why above")


def tail(path: Path, lines: int = 20) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
