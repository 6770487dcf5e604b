"""`./run`, as a newcomer types it: to the ready line, again, and stopped."""

import json
import os
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from shopify_app.local.services import free_port
from tests.house import ROOT, eventually
from tests.running import Running, start_run

CSV = """Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,\
Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price
brass-otter,Brass Otter,<p>A small otter cast in brass.</p>,Zoo,Ornament,brass,true,Title,\
Default Title,OTT-1,shopify,3,deny,41.00
tin-heron,Tin Heron,<p>A heron cut from tin.</p>,Zoo,Ornament,tin,true,Title,Default Title,HER-1,\
shopify,0,deny,23.50
"""


def processes_of(directory: Path) -> list[str]:
    listing = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,command="], capture_output=True, text=True, check=True
    )
    return [line for line in listing.stdout.splitlines() if str(directory) in line]


def ask(url: str, message: str) -> dict[str, object]:
    response = httpx.post(f"{url}/demo/apps/tote/chat", json={"message": message}, timeout=60)
    assert response.status_code == 200
    answer: dict[str, object] = response.json()
    return answer


def test_the_demo_answers_as_soon_as_it_is_ready(running: Running) -> None:
    answer = ask(running.url, "How long do I have to return something?")

    assert "30 days" in str(answer["text"])
    assert answer["citations"]


def test_its_ready_line_is_the_only_thing_it_says_of_its_address(running: Running) -> None:
    lines = running.output().splitlines()

    assert lines.count(f"Tote is ready: {running.url}") == 1
    for secret in (running.environ("SHOPIFY_API_SECRET"), running.environ("ENCRYPTION_KEYS")):
        assert secret not in running.output()


def test_a_process_that_is_killed_is_back_within_seconds(running: Running) -> None:
    [pid_file] = (running.data / "pids").glob("indexing.pid")
    shell = pid_file.read_text().strip()
    children = subprocess.run(["pgrep", "-P", shell], capture_output=True, text=True, check=True)

    os.kill(int(children.stdout.split()[0]), signal.SIGKILL)

    eventually(
        lambda: (
            subprocess.run(
                ["pgrep", "-P", shell, "-f", "workers indexing"], capture_output=True, check=False
            ).returncode
            == 0
        ),
        what="the worker to be started again",
    )


def test_a_catalogue_of_ones_own_replaces_the_products_and_nothing_else(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "zoo.csv").write_text(CSV)

    started = start_run(data, "--catalog", str(tmp_path / "zoo.csv"))
    otter = ask(started.url, "How much is the brass otter?")
    returns = ask(started.url, "How long do I have to return something?")
    gone = ask(started.url, "Tell me about the Bothy Waxed Jacket")
    started.stop()

    assert "41.00" in str(otter["text"])
    assert "30 days" in str(returns["text"])
    assert "210" not in str(gone["text"])
    eventually(lambda: processes_of(data) == [], what="every process to be gone")


def test_a_catalogue_that_cannot_be_read_is_named_and_nothing_stays_behind(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("Name,Price\nOtter,12\n")
    data = tmp_path / "data"

    failed = start_run(data, "--catalog", str(broken), expect_ready=False)

    assert failed.process.wait(180) == 1
    assert "broken.csv" in failed.output()
    eventually(lambda: processes_of(data) == [], what="every process to be gone")


def test_a_port_in_use_is_named(running: Running, tmp_path: Path) -> None:
    port = running.url.rpartition(":")[2]

    refused = subprocess.run(
        [ROOT / "run", "--port", port, "--data", tmp_path / "other"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert f"port {port} is in use" in refused.stdout


@pytest.mark.parametrize("port", ["0", "-5", "65536", "eighty", "9" * 5000])
def test_what_is_no_port_is_named(tmp_path: Path, port: str) -> None:
    refused = subprocess.run(
        [ROOT / "run", f"--port={port}", "--data", tmp_path / "data"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 2
    assert "is not a port" in refused.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("below", ["", "below"])
def test_a_directory_that_cannot_be_one_is_named(tmp_path: Path, below: str) -> None:
    taken = tmp_path / "a-file"
    taken.write_text("mine")

    refused = subprocess.run(
        [ROOT / "run", "--port", str(free_port()), "--data", taken / below],
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert f"Tote cannot start: {taken / below} cannot be a directory" in refused.stdout
    assert taken.read_text() == "mine"


def test_a_database_that_does_not_answer_is_named_in_a_line(tmp_path: Path) -> None:
    refused = subprocess.run(
        [ROOT / "run", "--no-demo", "--port", str(free_port()), "--data", tmp_path / "data"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DATABASE_URL": "postgresql://127.0.0.1:1/none"},
    )

    assert refused.returncode == 1
    assert "Tote cannot start: `-m flask --app shopify_app db upgrade` failed" in refused.stdout
    assert "Connection refused" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_second_run_in_the_same_directory_is_refused_and_does_no_harm(running: Running) -> None:
    refused = subprocess.run(
        [ROOT / "run", "--port", str(free_port()), "--data", running.data],
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert "is running in" in refused.stdout
    assert httpx.get(f"{running.url}/readyz").status_code == 200


def test_what_it_keeps_is_for_its_own_user_alone(running: Running) -> None:
    kept = [path for path in running.data.rglob("*") if path.is_file()]
    open_to_others = [path for path in kept if path.stat().st_mode & 0o077]

    # The model's files come from a package that anybody may have.
    assert {path.parent.name for path in open_to_others} <= {"model"}
    assert {"env", "tote.db", "tote.log"} <= {path.name for path in kept}


def test_operators_commands_read_the_same_environment(running: Running) -> None:
    listed = subprocess.run(
        [ROOT / ".venv/bin/flask", "--app", "shopify_app", "shops", "list", "--data", running.data],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )

    assert "tote-demo.myshopify.com\tactive" in listed.stdout


def test_nothing_of_the_demo_is_reachable_without_it(tmp_path: Path) -> None:
    plain = start_run(tmp_path / "data", "--no-demo")

    paths = ("/demo/", "/demo/admin", "/demo/apps/tote/chat", "/demo/shopify/x/admin")
    found = [httpx.get(plain.url + path).status_code for path in paths]
    plain.stop()

    assert found == [404] * len(paths)


@pytest.mark.parametrize("part", ["redis", "chroma"])
def test_what_is_started_is_on_loopback_only(running: Running, part: str) -> None:
    url = running.environ("REDIS_URL" if part == "redis" else "CHROMA_URL")

    assert "127.0.0.1:" in url


def test_answers_in_both_forms_agree(running: Running) -> None:
    question = {"message": "How much is shipping to Canada?"}
    address = f"{running.url}/demo/apps/tote/chat"

    whole = httpx.post(address, json=question, timeout=60).json()
    streamed = httpx.post(
        address, json=question, timeout=60, headers={"Accept": "text/event-stream"}
    ).text

    done = json.loads(streamed.split("event: done\ndata: ")[1].split("\n\n")[0])
    assert set(done) == set(whole)
    assert done["text"] == whole["text"]
