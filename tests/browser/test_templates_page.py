"""The templates page in a real browser, and the merchant's words in the shopper's chat."""

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser

WORDS = "Careful, please: stop using it and write to help@example.com. A person answers today."


def templates_page(page: Page, running: Running) -> FrameLocator:
    page.goto(f"{running.url}/demo/admin?page=/templates")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("button", name="New template")).to_be_visible()
    return frame


def test_a_template_is_written_tried_said_to_a_shopper_and_deleted(
    page: Page, running: Running
) -> None:
    frame = templates_page(page, running)
    frame.get_by_role("button", name="New template").click()
    frame.get_by_label("Name").fill("Battery recall")
    text = frame.get_by_label("Text", exact=True)
    text.fill("Dear {{ customer.first_name }}, …")
    frame.get_by_label("Words that always set it off").fill("battery swelling")
    frame.get_by_role("button", name="Save", exact=True).click()

    expect(text).to_have_attribute("aria-invalid", "true")
    expect(frame.locator(".fault")).to_contain_text("customer.first_name")

    text.fill(WORDS)
    frame.get_by_role("button", name="Save", exact=True).click()
    row = frame.get_by_role("row", name="Battery recall")
    expect(row).to_contain_text("In use")

    frame.get_by_label("A shopper’s message").fill("my lamp has battery swelling")
    frame.get_by_role("button", name="Try").click()
    expect(frame.locator("#tried")).to_contain_text("battery swelling")
    expect(frame.locator("#tried blockquote")).to_have_text(WORDS)

    page.goto(f"{running.url}/demo/")
    page.get_by_role("button", name="Open the chat").click()
    page.get_by_role("textbox", name="Your question").fill("Help, battery swelling!")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").last).to_contain_text(WORDS)

    frame = templates_page(page, running)
    page.on("dialog", lambda dialog: dialog.accept())
    frame.get_by_role("button", name="Change Battery recall").click()
    frame.get_by_role("button", name="Delete this template").click()
    expect(frame.get_by_role("row", name="Battery recall")).to_have_count(0)
