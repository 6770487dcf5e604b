"""The templates page in a real browser, and the merchant's words in the shopper's chat."""

import pytest
from playwright.sync_api import Dialog, FrameLocator, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser

WORDS = "Careful, please: stop using it and write to help@example.com. A person answers today."


def templates_page(page: Page, running: Running) -> FrameLocator:
    page.goto(f"{running.url}/demo/admin?page=/templates")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("button", name="New template")).to_be_visible()
    return frame


def write(frame: FrameLocator, name: str) -> None:
    frame.get_by_role("button", name="New template").click()
    frame.get_by_label("Name").fill(name)
    frame.get_by_label("Text", exact=True).fill(WORDS)
    frame.get_by_label("Words that always set it off").fill(name)
    save(frame)
    expect(frame.get_by_role("row", name=name)).to_contain_text("In use")


def save(frame: FrameLocator) -> None:
    frame.get_by_role("button", name="Save", exact=True).click()


def delete(page: Page, frame: FrameLocator, name: str) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    frame.get_by_role("button", name="Delete this template").click()
    expect(frame.get_by_role("row", name=name)).to_have_count(0)


def test_who_saves_second_is_told_and_loses_nothing_that_was_typed(
    page: Page, running: Running
) -> None:
    frame = templates_page(page, running)
    write(frame, "Zeppelins")
    another = page.context.new_page()
    theirs = templates_page(another, running)
    theirs.get_by_role("button", name="Change Zeppelins").click()
    frame.get_by_label("Priority").fill("70")
    save(frame)
    expect(frame.get_by_role("region", name="Unsaved changes")).to_be_hidden()

    theirs.get_by_label("Priority").fill("80")
    save(theirs)
    fault = theirs.locator("form .fault")
    expect(fault).to_contain_text("Somebody else changed this template")
    expect(fault).to_be_focused()
    expect(theirs.get_by_label("Priority")).to_have_value("80")

    another.once("dialog", lambda dialog: dialog.accept())
    theirs.get_by_role("button", name="Change Zeppelins").click()
    expect(theirs.get_by_label("Priority")).to_have_value("70")
    delete(another, theirs, "Zeppelins")
    frame.get_by_label("Priority").fill("75")
    save(frame)
    expect(frame.locator("form .fault")).to_contain_text("Somebody else deleted this template")
    save(frame)
    expect(frame.get_by_role("row", name="Zeppelins")).to_have_count(1)
    delete(page, frame, "Zeppelins")


def test_nothing_typed_is_left_without_a_question(page: Page, running: Running) -> None:
    frame = templates_page(page, running)
    asked: list[str] = []
    answers = iter([False, True])

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        if next(answers):
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    frame.get_by_role("button", name="New template").click()
    frame.get_by_label("Name").fill("Half written")

    frame.get_by_role("button", name="Close").click()
    expect(frame.get_by_label("Name")).to_have_value("Half written")
    page.reload()

    expect(frame.get_by_role("button", name="New template")).to_be_visible()
    assert asked == ["confirm", "beforeunload"]


def test_a_language_that_is_there_twice_is_named_and_its_hours_are_named_where_they_are(
    page: Page, running: Running
) -> None:
    frame = templates_page(page, running)
    page.on("dialog", lambda dialog: dialog.accept())
    frame.get_by_role("button", name="New template").click()
    frame.get_by_label("Name").fill("Twice")
    frame.get_by_label("Text", exact=True).fill("One.")
    frame.get_by_role("button", name="Add a language").click()
    second = frame.get_by_label("Language", exact=True).last
    second.fill("en")
    frame.get_by_label("Text", exact=True).last.fill("Two.")
    save(frame)
    expect(second).to_have_attribute("aria-invalid", "true")
    expect(second).to_have_accessible_description("Is there twice.")

    second.fill("fr")
    frame.get_by_label("Words that always set it off").fill("twice over")
    frame.get_by_text("Conditions", exact=True).click()
    frame.get_by_label("Time of day").select_option("open")
    closes = frame.get_by_label("To", exact=True)
    closes.fill("09:00")
    save(frame)

    expect(closes).to_have_accessible_description("It closes when it opens.")
    expect(closes).to_be_focused()


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
    frame.get_by_role("button", name="Change Battery recall").click()
    delete(page, frame, "Battery recall")
