"""The merchant's other pages in a real browser, inside the demo's frame."""

import re

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser


def open_page(page: Page, running: Running, path: str) -> FrameLocator:
    page.goto(f"{running.url}/demo/admin?page={path}")
    return page.frame_locator("iframe")


def test_the_merchant_goes_from_page_to_page_in_the_frame(page: Page, running: Running) -> None:
    frame = open_page(page, running, "/")
    menu = page.get_by_role("navigation", name="Tote")

    for name, path in (("Knowledge", "/knowledge"), ("Conversations", "/conversations")):
        menu.get_by_role("link", name=name).click()
        expect(frame.locator("s-page")).to_have_attribute("heading", name)
        inside = page.frame(url=re.compile(path))
        assert inside is not None
        assert "shop=" in inside.url
        assert "host=" in inside.url


def test_a_document_is_found_and_opened(page: Page, running: Running) -> None:
    frame = open_page(page, running, "/knowledge")

    frame.get_by_label("Search titles").fill("bothy waxed")
    expect(frame.locator("#documents tr")).to_have_count(1)
    expect(frame.locator("#documents tr")).to_contain_text("Ready")
    frame.get_by_role("button", name="Bothy Waxed Jacket").click()

    expect(frame.locator("#passages li").first).to_contain_text(re.compile("wax", re.IGNORECASE))
    expect(frame.locator("#opened-title")).to_be_focused()


def test_a_person_replies_to_a_shopper(page: Page, running: Running) -> None:
    page.goto(f"{running.url}/demo/")
    page.get_by_role("button", name="Open the chat").click()
    page.get_by_role("textbox", name="Your question").fill("Do you ship to Canada, please?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="This helped")).to_be_visible()

    frame = open_page(page, running, "/conversations")
    frame.get_by_role("button", name="Do you ship to Canada, please?").first.click()
    frame.get_by_label("Your reply").fill("   ")
    frame.get_by_role("button", name="Send to the shopper").click()
    expect(frame.get_by_role("alert")).not_to_be_empty()
    expect(frame.get_by_label("Your reply")).to_be_focused()
    frame.get_by_label("Your reply").fill("Greetings from Moira of the store.")
    frame.get_by_role("button", name="Send to the shopper").click()

    expect(frame.locator(".line.person")).to_contain_text("Greetings from Moira")
    expect(frame.get_by_role("alert")).to_be_empty()


def test_a_reply_that_was_not_sent_waits_in_its_conversation(page: Page, running: Running) -> None:
    for question in ("Do you ship to Norway, please?", "Is the kettle heavy, please?"):
        page.context.clear_cookies()
        page.goto(f"{running.url}/demo/")
        page.evaluate("sessionStorage.clear()")
        page.reload()
        page.get_by_role("button", name="Open the chat").click()
        page.get_by_role("textbox", name="Your question").fill(question)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="This helped")).to_be_visible()
    page.get_by_role("button", name="This did not help").click()
    page.get_by_role("textbox", name="What was wrong or missing?").fill("Its weight.")
    with page.expect_response("**/feedback"):
        page.keyboard.press("Enter")

    frame = open_page(page, running, "/conversations")
    frame.get_by_role("button", name="Do you ship to Norway, please?").first.click()
    expect(frame.locator("#lines")).to_contain_text("Norway")
    frame.get_by_label("Your reply").fill("We do not, I am")
    frame.get_by_role("button", name="Is the kettle heavy, please?").first.click()
    expect(frame.locator("#lines")).to_contain_text("did not find it helpful: “Its weight.”")
    expect(frame.get_by_label("Your reply")).to_have_value("")
    frame.get_by_role("button", name="Do you ship to Norway, please?").first.click()

    expect(frame.get_by_label("Your reply")).to_have_value("We do not, I am")


PAGES = ("/", "/knowledge", "/voice", "/templates", "/conversations", "/settings")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_headings_in_order_and_names_for_all_one_can_use(
    page: Page, running: Running, path: str
) -> None:
    """As a screen reader has them, also where Shopify's components did not load."""
    frame = open_page(page, running, path)
    expect(frame.get_by_role("main").get_by_role("heading", level=1)).to_have_count(1)

    levels = frame.locator("h1, h2, h3, h4").evaluate_all("all => all.map((h) => +h.tagName[1])")
    nameless = frame.locator("body").evaluate(NAMELESS)

    assert all(level <= before + 1 for before, level in zip([0, *levels], levels, strict=False))
    assert nameless == []


NAMELESS = """(body) => [...body.querySelectorAll("input, select, textarea, button")]
  .filter((each) => !each.labels?.length && !each.textContent.trim() && !each.ariaLabel)
  .map((each) => each.outerHTML)"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone(browser: Browser, running: Running, path: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    frame = open_page(page, running, path)
    page.wait_for_load_state("networkidle")

    wide = frame.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")
    context.close()

    assert wide <= 0
