"""The documents keep up with the code."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import shopify_app
from shopify_app.errors import ToteError
from shopify_app.tally import COUNTERS, HISTOGRAMS
from tests.house import ROOT
from tests.test_cli import LEAVES

README = (ROOT / "README.md").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


def test_every_setting_is_in_the_readme() -> None:
    source = (ROOT / "shopify_app" / "config.py").read_text()
    settings = re.findall(r'read(?:_optional)?\(\s*"([A-Z_]+)"', source)

    assert len(settings) > 12
    assert [name for name in settings if f"`{name}`" not in README] == []


def test_every_error_code_is_explained() -> None:
    for module in pkgutil.walk_packages(shopify_app.__path__, "shopify_app."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    codes = {error.code for error in subclasses(ToteError)}

    assert sorted(code for code in codes if f"`{code}`" not in OPERATIONS) == []


def test_every_process_of_the_procfile_is_in_the_readme() -> None:
    names = re.findall(r"^(\w+):", (ROOT / "Procfile").read_text(), re.M)

    assert [name for name in names if f"`{name}`" not in README] == []


def test_metrics_of_the_code_and_of_the_document_are_the_same() -> None:
    told = (ROOT / "shopify_app" / "web" / "metrics.py").read_text()
    states = set(re.findall(r'"(tote_\w+)"', told))
    counted = {f"{name}_total" for name in COUNTERS}

    assert len(states) > 7
    assert set(re.findall(r"`(tote_\w+)", OPERATIONS)) == states | counted | set(HISTOGRAMS)


def test_commands_of_the_code_and_of_the_document_are_the_same() -> None:
    section = OPERATIONS.partition("## Commands")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.M)
    documented = {phrase for cell in cells for phrase in re.findall(r"`([^`]+)`", cell)}
    words = {re.match(r"[a-z -]*[a-z]", phrase).group().partition(" -")[0] for phrase in documented}  # type: ignore[union-attr]

    assert words == {" ".join(command) for command in LEAVES}


def test_settings_named_in_the_document_exist() -> None:
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)[`=]", OPERATIONS))
    read = "".join(
        (ROOT / path).read_text() for path in ("shopify_app/config.py", "gunicorn.conf.py")
    )

    assert len(named) > 8
    assert sorted(name for name in named if f'"{name}"' not in read) == []


def test_settings_of_the_server_are_in_the_readme() -> None:
    read = re.findall(r'environ\.get\("([A-Z_]+)"', (ROOT / "gunicorn.conf.py").read_text())

    assert [name for name in read if f"`{name}`" not in README] == []


@pytest.mark.parametrize(
    "path",
    ["README.md", *(f"docs/{n}" for n in ("architecture.md", "operations.md", "privacy.md"))],
)
def test_links_lead_to_files(path: str) -> None:
    text = (ROOT / path).read_text()
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)

    assert [link for link in links if not ((ROOT / path).parent / Path(link)).exists()] == []


def subclasses(error: type[ToteError]) -> Iterator[type[ToteError]]:
    for each in error.__subclasses__():
        if each.__module__.startswith("shopify_app"):
            yield each
            yield from subclasses(each)
