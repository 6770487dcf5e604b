"""The widget's files: small, self-contained, and fit for Shopify's theme check."""

import gzip
import json
import re
from pathlib import Path

import pytest

from tests.house import ROOT

CHAT = ROOT / "extensions" / "chat"
ASSETS = sorted((CHAT / "assets").iterdir())
BLOCK = (CHAT / "blocks" / "chat.liquid").read_text()


def zipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_the_loader_costs_a_storefront_next_to_nothing() -> None:
    assert zipped(CHAT / "assets" / "tote-chat-loader.js") < 4096


def test_the_whole_widget_is_small() -> None:
    assert sum(zipped(path) for path in ASSETS) < 15 * 1024


def test_the_script_the_block_loads_is_within_shopifys_limit() -> None:
    assert (CHAT / "assets" / "tote-chat-loader.js").stat().st_size < 10_000


@pytest.mark.parametrize("path", ASSETS, ids=lambda path: path.name)
def test_nothing_said_can_become_markup_or_code(path: Path) -> None:
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
        r"|setTimeout\(\s*[\"']|\.srcdoc|createContextualFragment|DOMParser"
    )

    assert re.findall(forbidden, path.read_text()) == []


@pytest.mark.parametrize("path", ASSETS, ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    addresses = set(re.findall(r"https?://[\w.-]+", path.read_text()))

    assert addresses <= {"http://www.w3.org"}  # the name of SVG, which nobody fetches


def test_only_folders_an_extension_may_have() -> None:
    assert {each.name for each in CHAT.iterdir() if each.is_dir()} <= {
        "assets",
        "blocks",
        "locales",
        "snippets",
    }


def test_the_blocks_schema_is_valid() -> None:
    [schema_text] = re.findall(r"{% schema %}(.*?){% endschema %}", BLOCK, re.S)
    schema = json.loads(schema_text)
    words = json.loads((CHAT / "locales" / "en.default.schema.json").read_text())

    assert schema["target"] == "body"
    assert (CHAT / "assets" / schema["javascript"]).exists()
    for key in re.findall(r"t:([\w.]+)", schema_text):
        section, name = key.split(".")
        assert words[section][name]
    assert len(words["block"]["name"]) < 25
    assert len({setting["id"] for setting in schema["settings"]}) == len(schema["settings"])


@pytest.mark.parametrize("locale", sorted(p.name for p in (CHAT / "locales").glob("*.json")))
def test_every_language_has_every_text(locale: str) -> None:
    if locale.endswith(".schema.json"):
        return
    texts = json.loads((CHAT / "locales" / locale).read_text())

    for key in re.findall(r"'chat\.(\w+)' \| t", BLOCK):
        assert texts["chat"][key].strip()
    assert (CHAT / "locales" / locale).stat().st_size < 15_000


def test_the_block_escapes_what_a_merchant_or_theme_puts_in() -> None:
    outputs = re.findall(r"{{(.*?)}}", BLOCK)

    for output in outputs:
        assert any(
            word in output for word in ("escape", "json", "asset_url", "shopify_attributes")
        ), output
