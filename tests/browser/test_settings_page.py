"""The settings page and the guide in a real browser, inside an admin's frame."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.running import Running

pytestmark = pytest.mark.browser

KEEP_A_COOKIE = """() => {
  try { document.cookie = "a=b; SameSite=None; Secure"; return document.cookie; }
  catch { return "refused"; }
}"""


def test_settings_are_saved_and_a_fault_is_named_beside_its_field(
    page: Page, running: Running
) -> None:
    page.goto(f"{running.url}/demo/admin?page=/settings")
    frame = page.frame_locator("iframe")
    days = frame.get_by_label("Days a conversation is kept")
    expect(days).to_have_value("90")

    days.fill("900")
    frame.get_by_role("button", name="Save", exact=True).click()
    expect(days).to_have_attribute("aria-invalid", "true")
    days.fill("30")
    frame.get_by_label(re.compile("Guests may look up")).check()
    frame.get_by_role("button", name="Save", exact=True).click()
    expect(frame.get_by_role("region", name="Unsaved changes")).to_be_hidden()

    page.reload()
    expect(days).to_have_value("30")
    expect(frame.get_by_label(re.compile("Guests may look up"))).to_be_checked()
    days.fill("90")
    frame.get_by_label(re.compile("Guests may look up")).uncheck()
    frame.get_by_role("button", name="Save", exact=True).click()
    expect(frame.get_by_role("region", name="Unsaved changes")).to_be_hidden()


def test_nothing_can_be_changed_before_what_is_stored_has_come(
    page: Page, running: Running
) -> None:
    """Else it would be written over what the merchant had just chosen."""
    held: list[Route] = []
    page.route("**/api/hours", lambda route: held.append(route))
    page.goto(f"{running.url}/demo/admin?page=/settings")
    frame = page.frame_locator("iframe")
    days = frame.get_by_label("Days a conversation is kept")
    expect(frame.locator("#settings")).to_have_attribute("aria-busy", "true")
    expect(days).to_be_disabled()

    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()

    expect(days).to_be_enabled()
    expect(days).to_have_value("90")


def test_hours_that_are_half_set_are_named_beside_them_and_nothing_is_saved(
    page: Page, running: Running
) -> None:
    page.goto(f"{running.url}/demo/admin?page=/settings")
    frame = page.frame_locator("iframe")
    days = frame.get_by_label("Days a conversation is kept")
    expect(days).to_have_value("90")
    frame.get_by_label("Monday from").fill("09:00")
    frame.get_by_role("button", name="Save", exact=True).click()
    closes = frame.get_by_label("Monday to")
    expect(closes).to_have_accessible_description("Must be a time such as 09:30.")

    closes.fill("17:00")
    days.fill("")
    frame.get_by_role("button", name="Save", exact=True).click()

    expect(days).to_have_accessible_description(re.compile("^From 1 to 730 days. Then it is"))
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(days).to_have_value("90")
    expect(frame.get_by_label("Monday from")).to_have_value("")


def test_the_guide_leads_on_and_ticks_off_what_was_done(page: Page, running: Running) -> None:
    page.goto(f"{running.url}/demo/admin")
    frame = page.frame_locator("iframe")
    expect(frame.locator("#step-widget s-badge")).to_be_hidden()  # only Shopify's admin knows

    frame.get_by_role("button", name="Shipping").click()
    expect(frame.locator("#step-question s-badge")).to_have_text("Done")
    frame.get_by_role("link", name="Write a template").click()

    expect(frame.locator("s-page")).to_have_attribute("heading", "Response templates")


@pytest.mark.parametrize(("status", "says"), [("active", "Done"), ("available", "To do")])
def test_the_guide_says_whether_the_chat_is_on_in_the_theme(
    page: Page, running: Running, status: str, says: str
) -> None:
    """As Shopify's admin tells the app, whose scripts are not loaded here."""
    chat = {"handle": "chat", "name": "Chat", "target": "body", "status": status, "activations": []}
    block = {**chat, "handle": "another", "status": "unavailable"}
    extension = {"handle": "e", "type": "theme_app_extension", "activations": [block, chat]}
    told = json.dumps([{"handle": "a", "type": "ui_extension"}, extension])
    page.add_init_script(f"window.shopify = {{ app: {{ extensions: async () => {told} }} }};")

    page.goto(f"{running.url}/demo/admin")

    mark = page.frame_locator("iframe").locator("#step-widget s-badge")
    expect(mark).to_have_text(says)
    expect(mark).to_be_visible()


def test_it_works_where_cookies_of_third_parties_are_blocked(page: Page, running: Running) -> None:
    """A frame on another site than the page around it, as in Shopify's admin."""
    page.goto(f"{running.url}/demo/admin")
    inside = page.frame(url=re.compile("id_token="))
    assert inside is not None
    address = inside.url
    [token] = parse_qs(urlsplit(address).query)["id_token"]
    page.context.add_init_script(f"window.shopify = {{ idToken: async () => '{token}' }};")
    admin = f"<!doctype html><iframe src='{address.replace('&', '&amp;')}'></iframe>"
    page.route("https://admin.shopify.com/**", lambda route: show(route, admin))

    page.goto("https://admin.shopify.com/store/tote-demo")

    frame = page.frame_locator("iframe")
    expect(frame.locator("s-page")).to_be_visible()
    assert frame.locator("html").evaluate(KEEP_A_COOKIE) in ("", "refused")
    frame.get_by_role("button", name="Return policy").click()
    expect(frame.locator(".answer-text")).to_contain_text("30 days")


def show(route: Route, page: str) -> None:
    route.fulfill(content_type="text/html", body=page)
