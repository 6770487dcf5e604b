"""The documents keep up with the code."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import shopify_app
from shopify_app.errors import ToteError
from tests.house import ROOT

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
