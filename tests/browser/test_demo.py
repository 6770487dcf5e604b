"""The demo store in a real browser: a shopper asks, a merchant tries, and both see the facts."""

import re

import httpx
import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser


def open_chat(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Open the chat").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Your question").fill(text)
    page.keyboard.press("Enter")


def test_a_shopper_gets_a_grounded_answer_with_its_source(page: Page, running: Running) -> None:
    open_chat(page, f"{running.url}/demo/")

    ask(page, "How long do I have to return something?")

    answer = page.get_by_role("article").last
    expect(answer).to_contain_text("30 days")
    answer.get_by_role("link", name=re.compile("Return")).click()
    expect(page.locator("body")).to_contain_text("30 days")


def test_a_shopper_sees_the_product_with_its_price(page: Page, running: Running) -> None:
    open_chat(page, f"{running.url}/demo/")

    ask(page, "How much is the Bothy Waxed Jacket?")

    card = page.get_by_role("dialog").locator(".cards li").first
    expect(card).to_contain_text("Bothy Waxed Jacket")
    expect(card).to_contain_text("$210.00")
    card.get_by_role("link", name="Bothy Waxed Jacket").click()
    expect(page).to_have_url(re.compile("/demo/products/bothy-waxed-jacket"))


def test_a_shopper_asks_on_the_page_of_a_product(page: Page, running: Running) -> None:
    open_chat(page, f"{running.url}/demo/products/bothy-waxed-jacket")

    with page.expect_request(lambda request: request.url.endswith("/chat")) as asked:
        ask(page, "How much is it?")

    expect(page.get_by_role("button", name="This helped")).to_be_visible()
    assert asked.value.post_data_json["page"] == {"product": "bothy-waxed-jacket"}
    assert asked.value.response().status == 200


def test_an_anonymous_shopper_is_told_nothing_of_orders(page: Page, running: Running) -> None:
    open_chat(page, f"{running.url}/demo/")

    ask(page, "Where is my order?")

    expect(page.get_by_role("article").last).to_contain_text("sign")
    expect(page.get_by_role("article").last).not_to_contain_text("#")


def test_the_conversation_goes_on_from_page_to_page(page: Page, running: Running) -> None:
    open_chat(page, f"{running.url}/demo/")
    ask(page, "How much is shipping to Canada?")
    expect(page.get_by_role("article").last).to_contain_text("$18.00")

    open_chat(page, f"{running.url}/demo/collections/rainwear")

    expect(page.locator(".mine")).to_contain_text("How much is shipping to Canada?")
    expect(page.get_by_role("article").last).to_contain_text("$18.00")


def admin_frame(page: Page, running: Running) -> FrameLocator:
    page.goto(f"{running.url}/demo/admin")
    return page.frame_locator("iframe")


def test_the_merchant_sees_what_is_known_and_how_fresh(page: Page, running: Running) -> None:
    frame = admin_frame(page, running)

    row = frame.get_by_role("row", name=re.compile("Product"))
    expect(row).to_contain_text("Up to date")
    # By its cell: the page's script redraws the row, without the spaces between the cells.
    expect(row.get_by_role("cell").first).to_have_text(re.compile(r"^[89]\d$"))
    expect(frame.locator("#last_indexed_at")).to_contain_text("ago")


def test_the_merchant_tries_a_question(page: Page, running: Running) -> None:
    frame = admin_frame(page, running)

    frame.get_by_label("Your question").fill("How much is shipping to Canada?")
    frame.get_by_role("button", name="Ask").click()

    expect(frame.locator(".answer-text")).to_contain_text("$18.00")
    expect(frame.locator(".answer-sources a").first).to_be_visible()
    expect(frame.locator(".answer-note")).to_contain_text("word for word")


def test_the_admin_stores_nothing_in_the_browser(page: Page, running: Running) -> None:
    frame = admin_frame(page, running)
    expect(frame.locator("s-page")).to_be_visible()

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


def test_the_admin_opened_outside_its_frame_asks_for_a_token(running: Running) -> None:
    response = httpx.get(f"{running.url}/?shop=tote-demo.myshopify.com")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/auth/patch-id-token?")
