"""The widget in a real browser, against a chat that does what the test says."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.storefront import Storefront, event, whole

pytestmark = pytest.mark.browser

CITATION = {"title": "Refund policy", "url": "", "kind": "policy", "id": "1"}
CARD = {
    "handle": "harbour-jumper",
    "title": "Harbour Jumper",
    "url": "",
    "image": None,
    "price": "89.00",
    "compare_at_price": "120.00",
    "currency": "USD",
    "available": True,
    "variant_id": "1",
}


def open_chat(page: Page, storefront: Storefront) -> None:
    page.goto(storefront.url)
    page.get_by_role("button", name="Open the chat").click()
    expect(page.get_by_role("dialog", name="Questions?")).to_be_visible()


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Your question").fill(text)
    page.keyboard.press("Enter")


def test_the_chat_is_fetched_only_when_it_is_wanted(page: Page, storefront: Storefront) -> None:
    page.goto(storefront.url)
    page.wait_for_load_state("networkidle")

    assert [each for each in storefront.requests if "favicon" not in each] == [
        "/",
        "/ext/tote-chat-loader.js",
    ]

    page.get_by_role("button", name="Open the chat").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert "/ext/tote-chat.js" in storefront.requests
    assert "/apps/tote/session" not in storefront.requests


def test_a_question_is_answered(page: Page, storefront: Storefront) -> None:
    storefront.answers("You have **30 days**.")
    open_chat(page, storefront)

    ask(page, "How long may I return it?")

    expect(page.get_by_role("article")).to_contain_text("You have 30 days.")
    expect(page.get_by_role("article").locator("strong")).to_have_text("30 days")
    assert storefront.asked == [
        {
            "message": "How long may I return it?",
            "page": {"product": "harbour-jumper"},
            "locale": "en",
        }
    ]


def test_the_next_question_belongs_to_the_same_conversation_even_on_the_next_page(
    page: Page, storefront: Storefront
) -> None:
    storefront.answers("Yes.")
    open_chat(page, storefront)
    ask(page, "One?")
    expect(page.get_by_role("button", name="This helped")).to_be_visible()

    open_chat(page, storefront)
    ask(page, "Two?")
    expect(page.get_by_role("button", name="This helped")).to_be_visible()

    assert storefront.asked[1]["conversation"] == "c1"


def test_a_question_typed_while_the_past_is_fetched_is_asked_below_it(
    page: Page, storefront: Storefront
) -> None:
    storefront.answers("Yes.")
    open_chat(page, storefront)
    ask(page, "One?")
    expect(page.get_by_role("button", name="This helped")).to_be_visible()
    storefront.earlier = [
        {"id": "m0", "position": 1, "role": "shopper", "text": "One?"},
        {"id": "m1", "position": 2, "role": "store", "text": "Yes.", "rating": "up"},
    ]
    storefront.history_may_come.clear()
    open_chat(page, storefront)

    ask(page, "Two?")
    storefront.history_may_come.set()

    expect(page.get_by_role("button", name="This helped")).to_be_visible()
    expect(page.get_by_role("region", name="Questions?")).to_contain_text(
        re.compile("One.*Yes.*Two.*Yes", re.DOTALL)
    )


def test_text_arrives_whole_however_the_network_cuts_it(page: Page, storefront: Storefront) -> None:
    stream = b"".join(
        [
            b": still here\n\n",
            event("start", {"conversation": "c1", "message_id": "m1"}),
            event("text", {"text": "Größe „M“ – 12 € 👍 "}),
            event("text", {"text": "naïve"}),
            event("done", whole("Größe „M“ – 12 € 👍 naïve")),
        ]
    )
    storefront.pieces = [stream[at : at + 3] for at in range(0, len(stream), 3)]
    open_chat(page, storefront)

    ask(page, "Und?")

    expect(page.get_by_role("article")).to_contain_text("Größe „M“ – 12 € 👍 naïve")
    expect(page.get_by_role("article")).not_to_contain_text("\ufffd")


def test_sources_are_links_to_the_store_each_once(page: Page, storefront: Storefront) -> None:
    own = {**CITATION, "url": f"{storefront.url}/policies/refund-policy"}
    storefront.answers("Yes.", citations=[own, own])
    open_chat(page, storefront)

    ask(page, "Can I?")

    link = page.get_by_role("link", name="Refund policy")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", own["url"])
    expect(link).to_have_attribute("rel", "noopener")


def test_product_cards_show_price_discount_and_what_is_sold_out(
    page: Page, storefront: Storefront
) -> None:
    own = {**CARD, "url": f"{storefront.url}/products/harbour-jumper"}
    gone = {**CARD, "title": "Pier Hat", "available": False, "compare_at_price": None}
    storefront.answers("These.", products=[own, gone])
    open_chat(page, storefront)

    ask(page, "Which?")

    cards = page.locator(".cards li")
    expect(cards).to_have_count(2)
    expect(cards.nth(0)).to_contain_text("$89.00 $120.00")
    expect(cards.nth(0).get_by_role("link", name="Harbour Jumper")).to_be_visible()
    expect(cards.nth(1)).to_contain_text("Sold out")


def test_something_is_put_into_the_cart_only_by_a_click(page: Page, storefront: Storefront) -> None:
    page.add_init_script(
        "window.Shopify = {actions: {updateCart: async (c) => { window.cart = c; }}};"
    )
    storefront.answers("This.", products=[CARD])
    open_chat(page, storefront)
    ask(page, "Which?")
    button = page.get_by_role("button", name="Add to cart")
    expect(button).to_be_visible()
    assert page.evaluate("window.cart") is None

    button.click()

    expect(page.get_by_role("button", name="Added")).to_be_visible()
    assert page.evaluate("window.cart.lines[0].merchandiseId") == "gid://shopify/ProductVariant/1"


def test_an_answer_is_rated(page: Page, storefront: Storefront) -> None:
    storefront.answers("Yes.")
    open_chat(page, storefront)
    ask(page, "Is it?")

    # The thanks are said at once, before the thumb has arrived.
    with page.expect_response("**/apps/tote/feedback"):
        page.get_by_role("button", name="This helped").click()

    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert storefront.rated == [{"message_id": "m1", "rating": "up"}]


def test_who_was_not_helped_may_say_why(page: Page, storefront: Storefront) -> None:
    storefront.answers("Yes.")
    open_chat(page, storefront)
    ask(page, "Is it?")
    page.get_by_role("button", name="This did not help").press("Enter")
    why = page.get_by_role("textbox", name="What was wrong or missing?")
    expect(why).to_be_focused()

    page.keyboard.type("I asked for the red one.")
    with page.expect_response("**/apps/tote/feedback"):
        page.keyboard.press("Enter")

    expect(why).to_have_count(0)
    expect(page.get_by_text("Thank you.").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
    rated = {"message_id": "m1", "rating": "down"}
    assert storefront.rated == [rated, rated | {"comment": "I asked for the red one."}]


def test_a_form_that_failed_keeps_what_was_typed_and_the_keyboard(
    page: Page, storefront: Storefront
) -> None:
    storefront.answers("A colleague will look.", handover=True)
    storefront.handover = {"state": "waiting", "contact": True}
    open_chat(page, storefront)
    ask(page, "A person, please")
    address = page.get_by_label("E-mail address")
    address.fill("anna")

    page.get_by_role("button", name="Leave it").press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("Please check what you typed.")
    expect(address).to_be_focused()
    expect(address).to_have_value("anna")


HOSTILE = (
    '<img src=x onerror="window.hacked=1"> <script>window.hacked=1</script> '
    "[click](javascript:window.hacked=1) [here](data:text/html,x) "
    "![pixel](https://evil.example/p.png) https://evil.example/steal [shop](https://evil.example)"
)


def test_hostile_words_stay_words(page: Page, storefront: Storefront) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    storefront.answers(
        HOSTILE,
        citations=[{**CITATION, "title": "<b>x</b>", "url": "javascript:window.hacked=1"}],
        products=[
            {**CARD, "title": "<i>y</i>", "url": "https://evil.example/p", "image": "data:x"}
        ],
    )
    open_chat(page, storefront)

    ask(page, "<img src=x onerror=window.hacked=1>")

    article = page.get_by_role("article")
    expect(article).to_contain_text("<script>window.hacked=1</script>")
    expect(article).to_contain_text("<b>x</b>")
    expect(article.locator("a")).to_have_count(0)
    expect(article.locator("img, script")).to_have_count(0)
    assert page.evaluate("window.hacked") is None
    assert [url for url in requested if not url.startswith(storefront.url)] == []


def test_a_cut_connection_offers_to_try_again(page: Page, storefront: Storefront) -> None:
    storefront.pieces = [
        event("start", {"conversation": "c1", "message_id": "m1"}),
        event("text", {"text": "You have "}),
    ]
    open_chat(page, storefront)
    ask(page, "How long?")
    expect(page.get_by_role("alert")).to_contain_text("The connection was lost.")

    storefront.answers("You have 30 days.")
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("article")).to_contain_text("You have 30 days.")
    assert [each["message"] for each in storefront.asked] == ["How long?", "How long?"]


def test_an_error_event_offers_to_try_again(page: Page, storefront: Storefront) -> None:
    storefront.pieces = [
        event("start", {"conversation": "c1", "message_id": "m1"}),
        event("error", {"code": "internal", "message": "x"}),
    ]
    open_chat(page, storefront)

    ask(page, "How long?")

    expect(page.get_by_role("button", name="Try again")).to_be_visible()


@pytest.mark.parametrize("status", [429, 503])
def test_too_many_questions_are_told_when_to_come_back(
    page: Page, storefront: Storefront, status: int
) -> None:
    storefront.status = status
    open_chat(page, storefront)

    ask(page, "Hello?")

    expect(page.get_by_role("alert")).to_contain_text("try again in 7 seconds")


def test_an_incomplete_answer_says_so(page: Page, storefront: Storefront) -> None:
    storefront.answers("You have 30", complete=False)
    open_chat(page, storefront)

    ask(page, "How long?")

    expect(page.get_by_role("article")).to_contain_text("The answer broke off here.")


def test_an_expired_token_is_renewed_unnoticed(page: Page, storefront: Storefront) -> None:
    storefront.expired_tokens = 1
    storefront.answers("Yes.")
    open_chat(page, storefront)

    ask(page, "Is it?")

    expect(page.get_by_role("article")).to_contain_text("Yes.")
    assert storefront.requests.count("/apps/tote/session") == 2


def test_where_the_direct_door_is_shut_the_proxy_answers(
    page: Page, storefront: Storefront
) -> None:
    storefront.door_is_open = False
    open_chat(page, storefront)

    ask(page, "Is it?")

    expect(page.get_by_role("article")).to_contain_text("Answered through the proxy.")


def test_a_handover_is_announced_and_what_was_said_before_is_shown(
    page: Page, storefront: Storefront
) -> None:
    storefront.answers("A colleague will look.", handover=True)
    open_chat(page, storefront)
    ask(page, "A person, please")
    expect(page.get_by_role("article")).to_contain_text("Someone from our team will answer here.")
    storefront.earlier = [
        {"id": "a", "role": "shopper", "text": "A person, please"},
        {"id": "m1", "role": "store", "text": "A colleague will look.", "handover": True},
        {"id": "b", "role": "person", "text": "Hello, this is Nora."},
    ]

    open_chat(page, storefront)

    expect(page.get_by_role("article").last).to_contain_text("Hello, this is Nora.")
    expect(page.locator(".mine")).to_have_count(1)


def test_it_is_used_with_the_keyboard_alone(page: Page, storefront: Storefront) -> None:
    storefront.answers("Yes.")
    page.goto(storefront.url)
    bubble = page.get_by_role("button", name="Open the chat")
    bubble.focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
    page.keyboard.type("One line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("and another")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_contain_text("Yes.")
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(bubble).to_be_focused()
    expect(bubble).to_have_attribute("aria-expanded", "false")
    assert storefront.asked[0]["message"] == "One line\nand another"


def test_a_screen_reader_hears_the_whole_answer_once(page: Page, storefront: Storefront) -> None:
    storefront.answers("You have thirty days.")
    open_chat(page, storefront)

    ask(page, "How long?")

    expect(page.locator("[aria-live=polite]")).to_have_text("You have thirty days.")


def test_what_waits_and_what_is_a_list_is_read_out_as_such(
    page: Page, storefront: Storefront
) -> None:
    storefront.answers("These:\n\n- Pier Hat\n- Harbour Jumper", products=[CARD])
    storefront.may_end.clear()
    page.add_init_script("window.Shopify = {routes: {root: '/'}};")
    open_chat(page, storefront)
    heard = page.locator("[aria-live=polite].unseen")

    ask(page, "Which?")

    expect(heard).to_have_text(re.compile("Writing an answer|These"))
    storefront.may_end.set()
    expect(heard).to_contain_text("Hat Harbour")
    expect(page.get_by_role("button", name="Add to cart Harbour Jumper")).to_be_visible()
    expect(page.get_by_role("banner")).to_have_count(0)


def test_on_a_telephone_the_chat_fills_the_screen(page: Page, storefront: Storefront) -> None:
    page.set_viewport_size({"width": 390, "height": 760})
    open_chat(page, storefront)

    box = page.get_by_role("dialog").bounding_box()

    assert box == {"x": 0, "y": 0, "width": 390, "height": 760}


@pytest.mark.parametrize(("scheme", "colour"), [("light", 255), ("dark", 25)])
def test_it_follows_the_visitors_light_or_dark(
    page: Page, storefront: Storefront, scheme: str, colour: int
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    open_chat(page, storefront)

    background = page.get_by_role("dialog").evaluate("(e) => getComputedStyle(e).backgroundColor")

    assert int(re.findall(r"\d+", background)[0]) == colour


def test_steps_keep_their_numbers_and_a_half_written_link_is_not_shown(
    page: Page, storefront: Storefront
) -> None:
    steps = "Do this:\n\n1. Ask.\n2. Pack.\n\n- or stay\n\nSee **all of it**."
    storefront.answers(steps)
    open_chat(page, storefront)

    ask(page, "How?")

    article = page.get_by_role("article")
    expect(article.locator(".text ol li")).to_have_text(["Ask.", "Pack."])
    expect(article.locator(".text ul li")).to_have_text(["or stay"])
    expect(article.locator("strong")).to_have_text("all of it")


def test_what_turns_writing_around_is_taken_out(page: Page, storefront: Storefront) -> None:
    storefront.answers("Safe \u202etxt.exe\u2066 and \U000e0041hidden")
    open_chat(page, storefront)

    ask(page, "What?")

    expect(page.get_by_role("article")).to_contain_text("Safe txt.exe and hidden")


def test_a_conversation_that_is_gone_is_begun_anew(page: Page, storefront: Storefront) -> None:
    storefront.answers("Yes.")
    open_chat(page, storefront)
    ask(page, "One?")
    expect(page.get_by_role("button", name="This helped")).to_be_visible()
    storefront.gone = "c1"

    ask(page, "Two?")

    expect(page.get_by_role("button", name="This helped")).to_have_count(2)
    assert [each.get("conversation") for each in storefront.asked] == [None, "c1", None]


def test_a_store_that_cannot_be_asked_just_now_does_not_cost_the_conversation(
    page: Page, storefront: Storefront
) -> None:
    storefront.answers("Yes.")
    open_chat(page, storefront)
    ask(page, "One?")
    expect(page.get_by_role("button", name="This helped")).to_be_visible()
    storefront.history_status = 503
    open_chat(page, storefront)

    ask(page, "Two?")

    expect(page.get_by_role("button", name="This helped")).to_be_visible()
    assert storefront.asked[1]["conversation"] == "c1"


def test_a_chat_that_falls_silent_is_hung_up(page: Page, storefront: Storefront) -> None:
    page.clock.install()
    storefront.pieces = [
        event("start", {"conversation": "c1", "message_id": "m1"}),
        event("text", {"text": "You have "}),
    ]
    storefront.may_end.clear()
    open_chat(page, storefront)
    ask(page, "How long?")
    expect(page.get_by_role("article")).to_contain_text("You have")

    page.clock.fast_forward(21_000)

    expect(page.get_by_role("alert")).to_contain_text("The connection was lost.")
    expect(page.get_by_role("article")).to_contain_text("You have")


def test_a_person_is_heard_without_being_asked(page: Page, storefront: Storefront) -> None:
    page.clock.install()
    storefront.answers("A colleague will look.", handover=True)
    open_chat(page, storefront)
    ask(page, "A person, please")
    expect(page.get_by_role("article")).to_contain_text("Someone from our team")
    storefront.earlier = [{"id": "b", "position": 3, "role": "person", "text": "Nora here."}]

    page.clock.fast_forward(10_500)

    expect(page.get_by_role("article").last).to_contain_text("Our teamNora here.")
    expect(page.locator("[aria-live=polite]").last).to_contain_text("Our team: Nora here.")


def test_who_waits_for_a_person_may_leave_an_address_once(
    page: Page, storefront: Storefront
) -> None:
    storefront.answers("A colleague will look.", handover=True)
    storefront.handover = {"state": "waiting", "contact": True}
    open_chat(page, storefront)
    ask(page, "A person, please")
    address = page.get_by_label("E-mail address")

    address.fill("anna")
    page.get_by_role("button", name="Leave it").click()
    expect(page.get_by_role("alert")).to_contain_text("Please check what you typed.")
    address.fill("anna@example.com")
    page.get_by_role("button", name="Leave it").click()

    expect(page.get_by_role("status")).to_contain_text("Thank you.")
    expect(address).to_have_count(0)
    assert storefront.contacts[-1] == {"conversation": "c1", "email": "anna@example.com"}
    ask(page, "Are you there?")
    expect(page.get_by_role("article")).to_have_count(2)
    expect(address).to_have_count(0)


def test_a_guest_looks_an_order_up_without_saying_it_in_the_conversation(
    page: Page, storefront: Storefront
) -> None:
    storefront.answers("Please sign in.", offers=["order_form"])
    open_chat(page, storefront)
    ask(page, "Where is my order?")

    page.get_by_label("Order number").fill("#1001")
    page.get_by_label("E-mail address").fill("anna@example.com")
    page.get_by_role("button", name="Look it up").click()

    expect(page.get_by_role("article").last).to_contain_text("Order #1001 is on its way.")
    assert storefront.lookups == [{"number": "#1001", "email": "anna@example.com"}]
    assert [each["message"] for each in storefront.asked] == ["Where is my order?"]
    assert "anna" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")


@pytest.mark.parametrize(
    ("status", "told"), [(200, "We cannot find it."), (422, "Please check"), (429, "9 minutes")]
)
def test_what_a_look_up_cannot_tell_is_told_in_words(
    page: Page, storefront: Storefront, status: int, told: str
) -> None:
    storefront.answers("Please sign in.", offers=["order_form"])
    open_chat(page, storefront)
    missed = {"found": False, "text": "We cannot find it."}
    page.route(
        "**/apps/tote/order",
        lambda route: route.fulfill(status=status, json=missed, headers={"Retry-After": "540"}),
    )
    ask(page, "Where is my order?")

    page.get_by_label("Order number").fill("#1001")
    page.get_by_label("E-mail address").fill("anna@example.com")
    page.get_by_role("button", name="Look it up").click()

    where = page.get_by_role("article").last if status == 200 else page.get_by_role("alert")
    expect(where).to_contain_text(told)


@pytest.mark.parametrize("state", ["waiting", "answered"])
def test_a_conversation_with_a_person_is_followed_when_it_is_opened_again(
    page: Page, storefront: Storefront, state: str
) -> None:
    page.clock.install()
    storefront.answers("Yes.")
    open_chat(page, storefront)
    ask(page, "One?")
    expect(page.get_by_role("button", name="This helped")).to_be_visible()
    nora = {"id": "p", "position": 3, "role": "person", "text": "Nora here.", "handover": False}
    storefront.earlier = [{"id": "m0", "position": 1, "role": "shopper", "text": "One?"}, nora]
    storefront.handover = {"state": state, "contact": False}
    open_chat(page, storefront)
    expect(page.get_by_role("article").last).to_contain_text("Nora here.")
    storefront.earlier.append(nora | {"id": "q", "position": 4, "text": "Anything else?"})

    page.clock.fast_forward(10_500)

    expect(page.get_by_role("article").last).to_contain_text("Anything else?")


def test_where_a_person_is_present_nothing_empty_is_shown(
    page: Page, storefront: Storefront
) -> None:
    page.clock.install()
    storefront.pieces = [
        event("start", {"conversation": "c1", "message_id": "m1"}),
        event("done", whole("", origin="person", handover=True)),
    ]
    open_chat(page, storefront)
    ask(page, "And in red?")
    expect(page.get_by_role("article")).to_have_count(0)
    storefront.earlier = [{"id": "b", "position": 3, "role": "person", "text": "In red, too."}]

    page.clock.fast_forward(10_500)
    expect(page.get_by_role("article")).to_contain_text("In red, too.")
    storefront.handover = {"state": "closed", "contact": False}
    with page.expect_response("**/apps/tote/conversation*"):
        page.clock.fast_forward(10_500)
    storefront.answers("Yes.")
    ask(page, "Thanks, anything else new?")
    expect(page.get_by_role("button", name="This helped")).to_be_visible()
    asked = storefront.requests.count("/apps/tote/conversation")

    page.clock.fast_forward(60_000)
    ask(page, "Again?")

    expect(page.get_by_role("button", name="This helped")).to_have_count(2)
    assert storefront.requests.count("/apps/tote/conversation") == asked


def test_nobody_is_polled_for_unless_a_person_took_over(page: Page, storefront: Storefront) -> None:
    page.clock.install()
    storefront.answers("Yes.")
    open_chat(page, storefront)
    ask(page, "Is it?")
    expect(page.get_by_role("button", name="This helped")).to_be_visible()

    page.clock.fast_forward(60_000)
    ask(page, "Again?")

    expect(page.get_by_role("button", name="This helped")).to_have_count(2)
    assert "/apps/tote/conversation" not in storefront.requests


@pytest.mark.parametrize(("status", "asked"), [(200, 6), (429, 3)], ids=["nothing new", "too many"])
def test_a_person_who_says_nothing_is_asked_for_less_and_less(
    page: Page, storefront: Storefront, status: int, asked: int
) -> None:
    page.clock.install()
    storefront.answers("A colleague will look.", handover=True)
    storefront.handover = {"state": "waiting", "contact": False}
    open_chat(page, storefront)
    with page.expect_response("**/apps/tote/conversation*"):
        ask(page, "A person, please")
    expect(page.get_by_role("article")).to_contain_text("Someone from our team")
    storefront.history_status = status
    # From here on time passes as told, however long the machine takes.
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 5"))
    before = storefront.requests.count("/apps/tote/conversation")

    for _ in range(70):  # seconds, one by one: what comes of a timer may set the next
        page.clock.run_for(1000)
        page.evaluate("fetch('/').then(() => 0)")

    assert storefront.requests.count("/apps/tote/conversation") - before <= asked
    nora = {"id": "p", "position": 3, "role": "person", "text": "Nora here.", "handover": False}
    storefront.history_status, storefront.earlier = 200, [nora]
    page.clock.resume()
    page.clock.fast_forward(31_000)
    expect(page.get_by_role("article").last).to_contain_text("Nora here.")


@pytest.mark.parametrize("button", ["This helped", "Try again"])
def test_the_keyboard_is_not_lost_when_a_button_goes(
    page: Page, storefront: Storefront, button: str
) -> None:
    if button == "Try again":
        storefront.status = 500
    storefront.answers("Yes.")
    open_chat(page, storefront)
    ask(page, "Is it?")
    pressed = page.get_by_role("button", name=button)
    expect(pressed).to_be_visible()
    storefront.status = 200
    pressed.focus()

    page.keyboard.press("Enter")

    expect(pressed).to_have_count(0)
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()


def test_a_fault_of_ours_is_not_blamed_on_the_connection(
    page: Page, storefront: Storefront
) -> None:
    storefront.status = 500
    open_chat(page, storefront)

    ask(page, "Hello?")

    expect(page.get_by_role("alert")).to_contain_text("Something went wrong on our side.")


def test_a_long_wait_is_told_in_minutes(page: Page, storefront: Storefront) -> None:
    storefront.status, storefront.retry_after = 429, "540"
    open_chat(page, storefront)

    ask(page, "Hello?")

    expect(page.get_by_role("alert")).to_contain_text("try again in 9 minutes")


def test_tall_cards_are_in_sight_with_the_question(page: Page, storefront: Storefront) -> None:
    storefront.answers("Three.\n\n" * 12, products=[CARD, CARD, CARD])
    open_chat(page, storefront)
    ask(page, "One?")
    expect(page.get_by_role("button", name="This helped")).to_have_count(1)
    storefront.answers("These.", products=[CARD, CARD])

    ask(page, "Which?")

    expect(page.locator(".cards").last).to_be_in_viewport(ratio=0.9)
    expect(page.locator(".mine").last).to_be_in_viewport()


def test_the_answer_to_a_very_long_question_is_in_sight(page: Page, storefront: Storefront) -> None:
    storefront.answers("Yes.")
    open_chat(page, storefront)

    ask(page, "So long a story. " * 60)

    expect(page.get_by_role("article")).to_be_in_viewport(ratio=0.9)


def test_on_a_screen_that_is_magnified_four_times_there_is_room_to_read(
    page: Page, storefront: Storefront
) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    storefront.answers("Donaudampfschifffahrtsgesellschaft" * 3)
    open_chat(page, storefront)
    ask(page, "Is it?")
    expect(page.get_by_role("button", name="This helped")).to_have_count(1)

    log = page.get_by_role("region", name="Questions?")
    high, wide = log.evaluate("(e) => [e.clientHeight, e.scrollWidth - e.clientWidth]")

    assert high >= 100
    assert wide <= 0


def test_a_chat_that_could_not_be_fetched_is_fetched_by_the_next_click(
    page: Page, storefront: Storefront
) -> None:
    names: list[str] = []
    page.on("request", lambda request: names.append(request.url))
    page.route("**/ext/tote-chat.js", lambda route: route.abort())
    page.goto(storefront.url)
    bubble = page.get_by_role("button", name="Open the chat")
    bubble.click()
    expect(bubble).not_to_have_attribute("aria-busy", "true")
    page.unroute("**/ext/tote-chat.js")
    failed = set(names)

    bubble.click()

    expect(page.get_by_role("dialog")).to_be_visible()
    assert names[-1] not in failed  # a browser may remember that the other failed


def test_on_a_telephone_the_focus_stays_in_the_chat(page: Page, storefront: Storefront) -> None:
    page.set_viewport_size({"width": 390, "height": 760})
    open_chat(page, storefront)

    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.querySelector('#tote-chat-root').shadowRoot.activeElement"
            "?.closest('[aria-modal=true]') !== null"
        )


@pytest.mark.parametrize("accent", ["#0f5c4d", "#f2b134", "#808080", "#ffffff", "#000000"])
def test_words_on_the_merchants_colour_can_be_read(
    page: Page, storefront: Storefront, accent: str
) -> None:
    storefront.accent = accent
    storefront.answers("Yes.")
    open_chat(page, storefront)
    ask(page, "Is it?")

    mine = page.locator(".mine").evaluate(
        "(e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    )

    assert contrast(*mine) >= 4.5


def contrast(one: str, other: str) -> float:
    """Of two `rgb(…)` colours, as WCAG 2 reckons it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
