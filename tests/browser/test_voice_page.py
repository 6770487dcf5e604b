"""The voice page in a real browser, inside the demo's admin."""

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser


def voice_page(page: Page, running: Running) -> FrameLocator:
    page.goto(f"{running.url}/demo/admin?page=/voice")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("button", name="Plain and helpful")).to_be_visible()
    return frame


def save(frame: FrameLocator) -> None:
    frame.get_by_role("button", name="Save", exact=True).click()


def test_a_fault_is_named_beside_its_field_and_what_is_right_is_saved_and_can_be_taken_back(
    page: Page, running: Running
) -> None:
    frame = voice_page(page, running)
    bar = frame.get_by_role("region", name="Unsaved changes")
    expect(bar).to_be_hidden()

    frame.get_by_role("button", name="Quiet luxury").click()
    frame.get_by_label("Greet", exact=True).select_option("first")
    greeting = frame.get_by_label("Greeting", exact=True)
    greeting.fill("Welcome!")
    save(frame)

    expect(greeting).to_have_attribute("aria-invalid", "true")
    expect(frame.locator(".fault")).to_have_text("Has an exclamation mark, and these are off.")

    greeting.fill("Welcome.")
    save(frame)

    expect(frame.locator("#history li").first).to_contain_text("greeting")
    expect(bar).to_be_hidden()
    frame = voice_page(page, running)
    expect(frame.get_by_label("Greeting", exact=True)).to_have_value("Welcome.")
    expect(frame.get_by_label("Avoid", exact=True).first).to_have_value("cheap")

    frame.get_by_role("button", name="Plain and helpful").click()
    save(frame)
    expect(frame.locator("#history li")).to_have_count(2)
    expect(frame.get_by_label("Greet", exact=True)).to_have_value("never")


def test_changes_are_heard_before_they_are_saved_and_can_be_discarded(
    page: Page, running: Running
) -> None:
    frame = voice_page(page, running)
    frame.get_by_label("Sign off", exact=True).select_option("always")
    frame.get_by_label("Sign-off", exact=True).fill("Yours, the shop.")

    frame.get_by_label("A question to try").fill("How much is shipping to Canada?")
    frame.get_by_role("button", name="Compare").click()

    edited = frame.get_by_role("article", name="As edited")
    expect(edited).to_contain_text("Yours, the shop.")
    expect(edited).to_contain_text(re.compile(r"\d+ of 100"))
    in_use = frame.get_by_role("article", name="In use")
    expect(in_use).to_contain_text("$18.00")
    expect(in_use).not_to_contain_text("Yours, the shop.")
    expect(frame.locator("#differences")).to_contain_text("sign off")

    frame.get_by_role("button", name="Discard").click()
    expect(frame.get_by_label("Sign-off", exact=True)).to_have_value("")
    expect(frame.get_by_role("region", name="Unsaved changes")).to_be_hidden()


def test_who_saves_second_is_told_in_words_and_loses_nothing(page: Page, running: Running) -> None:
    frame = voice_page(page, running)
    another = page.context.new_page()
    theirs = voice_page(another, running)
    frame.get_by_label("Role", exact=True).fill("shop assistant")
    save(frame)
    expect(frame.get_by_role("region", name="Unsaved changes")).to_be_hidden()
    expect(frame.get_by_label("Role", exact=True)).to_be_focused()

    theirs.get_by_label("Role", exact=True).fill("helper")
    save(theirs)

    expect(theirs.locator("form .fault")).to_contain_text("Somebody else saved the voice")
    expect(theirs.get_by_label("Role", exact=True)).to_have_value("helper")
    frame.get_by_label("Role", exact=True).fill("")
    save(frame)
    expect(frame.get_by_role("region", name="Unsaved changes")).to_be_hidden()


def test_past_replies_propose_settings_with_their_evidence(page: Page, running: Running) -> None:
    frame = voice_page(page, running)
    replies = [
        "Hi there! We're so happy you asked 😊 It'll be with you soon!",
        "Thanks for writing! We'd love to help you out! 😊",
        "Oh no, we're sorry! Let's sort that out right away 😊",
    ]

    frame.get_by_label("Past replies").fill("\n\n".join(replies))
    frame.get_by_role("button", name="Propose settings").click()

    expect(frame.locator("#proposals")).to_contain_text("emoji")
    expect(frame.get_by_label("Emoji", exact=True)).not_to_have_value("never")
    expect(frame.get_by_role("region", name="Unsaved changes")).to_be_visible()
