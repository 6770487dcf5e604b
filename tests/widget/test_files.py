"""The widget's files: small, self-contained, and fit for Shopify's theme check."""

import gzip
import json
import re
import tomllib
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


def test_the_extension_is_within_shopifys_limits() -> None:
    """10 MB in all, 100 kB of Liquid, 30 blocks, 100 languages, and only these kinds of assets."""
    files = [path for path in CHAT.rglob("*") if path.is_file()]
    liquid = [path for path in files if path.suffix == ".liquid"]

    assert sum(path.stat().st_size for path in files) < 10_000_000
    assert sum(path.stat().st_size for path in liquid) < 100_000
    assert len(list((CHAT / "blocks").iterdir())) <= 30
    assert len(list((CHAT / "locales").iterdir())) <= 100
    kinds = {path.suffix for path in ASSETS}
    assert kinds <= {".jpg", ".jpeg", ".json", ".js", ".css", ".png", ".svg", ".wasm"}


def test_the_block_uses_no_tag_or_object_that_shopify_forbids() -> None:
    tags = set(re.findall(r"{%-?\s*(\w+)", BLOCK))

    assert tags <= {"schema", "endschema"}
    assert not re.findall(r"content_for_(?:header|index|layout)", BLOCK)


def test_the_block_calls_the_proxy_where_the_app_puts_it() -> None:
    """A merchant may move it, so it is a setting; at first, and when emptied, it is our place."""
    app = tomllib.loads((ROOT / "shopify.app.toml").read_text())["app_proxy"]
    [settings] = re.findall(r"{% schema %}(.*?){% endschema %}", BLOCK, re.S)
    [proxy] = [each for each in json.loads(settings)["settings"] if each["id"] == "proxy"]

    assert proxy["default"] == f"/{app['prefix']}/{app['subpath']}"
    chat = (CHAT / "assets" / "tote-chat.js").read_text()
    assert re.findall(r"[^\n]*/apps/[^\n]*", chat) == [
        f'  const proxy = (data.proxy || "{proxy["default"]}").replace(/\\/+$/, "");'
    ]


def test_a_shopper_sees_the_stores_name_and_not_the_apps() -> None:
    for path in (CHAT / "locales").iterdir():
        assert "tote" not in path.read_text().lower()


@pytest.mark.parametrize("path", ASSETS, ids=lambda path: path.name)
def test_nothing_is_kept_beyond_the_visit(path: Path) -> None:
    """What lasts longer than the tab would need the shopper's consent."""
    assert not re.findall(r"localStorage|indexedDB|document\.cookie|cookieStore", path.read_text())


@pytest.mark.parametrize("path", ASSETS, ids=lambda path: path.name)
def test_what_moves_stands_still_for_whom_motion_disturbs(path: Path) -> None:
    text = path.read_text()

    assert re.search(r"animation|transition", text)
    assert "prefers-reduced-motion: reduce" in text


def test_every_link_is_made_at_one_of_two_places_both_of_the_store_itself() -> None:
    chat = (CHAT / "assets" / "tote-chat.js").read_text()
    links = [line.strip() for line in chat.splitlines() if "href:" in line and "make(" in line]

    assert len(links) == 2
    assert re.findall(r"ownUrl\((?:address|product\.url), store\)", chat) == [
        "ownUrl(address, store)",
        "ownUrl(product.url, store)",
    ]
    assert not re.findall(r"target:|window\.open|location\.(?:href|assign|replace)\s*[=(]", chat)


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
    assert "tote" not in words["block"]["name"].lower()
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
