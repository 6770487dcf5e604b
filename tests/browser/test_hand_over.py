"""A person takes over and hands back, and a guest looks up an order: both ends in real browsers."""

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from demo.reading import read_customers
from tests.browser.test_demo import ask, open_chat
from tests.running import Running

pytestmark = pytest.mark.browser

ANSWERED = "30 days"
ODETTES_ORDER = "#1041"


def admin_page(page: Page, running: Running, path: str) -> FrameLocator:
    """A page of the admin in a window of its own."""
    beside = page.context.new_page()
    beside.goto(f"{running.url}/demo/admin?page={path}")
    return beside.frame_locator("iframe")


def test_a_person_takes_over_and_hands_back(page: Page, running: Running) -> None:
    open_chat(page, f"{running.url}/demo/")
    ask(page, "Can I talk to a human about my kayak?")
    expect(page.get_by_role("article").last).to_contain_text("help@example.com")

    admin = admin_page(page, running, "/conversations")
    admin.locator("#waiting button", has_text="my kayak").click()
    admin.locator("#message").fill("Nora here. What about it?")
    admin.get_by_role("button", name="Send to the shopper").click()
    expect(admin.locator("#lines")).to_contain_text("Nora here.")
    page.bring_to_front()
    expect(page.get_by_role("article").last).to_contain_text("Nora here.", timeout=20_000)

    ask(page, "How long do I have to return something?")
    expect(admin.locator("#lines")).to_contain_text("How long do I have", timeout=20_000)
    expect(page.get_by_role("dialog")).not_to_contain_text(ANSWERED)

    admin.get_by_role("button", name=re.compile("^Close")).click()
    expect(admin.locator("#waiting")).not_to_contain_text("my kayak")
    ask(page, "And how long do I have to return something?")
    expect(page.get_by_role("article").last).to_contain_text(ANSWERED)


def let_guests_look_up(page: Page, running: Running, *, allowed: bool) -> None:
    settings = admin_page(page, running, "/settings")
    settings.get_by_label(re.compile("Guests may look up")).set_checked(allowed)
    settings.get_by_role("button", name="Save", exact=True).click()
    expect(settings.get_by_role("region", name="Unsaved changes")).to_be_hidden()
    page.bring_to_front()


def test_a_guest_looks_up_an_order_where_the_store_lets_them(page: Page, running: Running) -> None:
    open_chat(page, f"{running.url}/demo/")
    ask(page, "Where is my order?")
    expect(page.get_by_role("article").last).to_contain_text("signed in")
    form = page.get_by_role("dialog").locator(".guest")
    expect(form).to_have_count(0)

    let_guests_look_up(page, running, allowed=True)
    ask(page, "So where is my order?")
    odette = next(each for each in read_customers() if each.key == "odette")
    for email, told in (
        ("nobody@example.com", "can't find an order with this number"),
        (odette.email, "Harbor Post"),
    ):
        form.get_by_label("Order number").fill(ODETTES_ORDER)
        form.get_by_label("E-mail address").fill(email)
        form.get_by_role("button", name="Look it up").click()
        expect(page.get_by_role("article").last).to_contain_text(told)

    let_guests_look_up(page, running, allowed=False)
