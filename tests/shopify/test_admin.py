"""One call to the Admin API: what is sent, what can come back, and when it ends."""

import gzip
import json
import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.errors import ToteError
from shopify_app.shopify.admin import (
    LONGEST_WAIT_S,
    AdminClient,
    AdminMisunderstood,
    AdminRefused,
    AdminThrottled,
    AdminUnavailable,
    Budget,
    read_answer,
    read_budget,
    wait_for_half,
)
from shopify_app.shopify.calling import MOST_BYTES, Answer
from tests.shopify.speaking import Reply, Speaker, speaking

SHOP, OTHER_SHOP = "woolmere.myshopify.com", "stranger.myshopify.com"
TOKEN = "shpat_canary"
DATA = {"data": {"pages": {"nodes": []}}}


@pytest.fixture
def shopify() -> Iterator[Speaker]:
    with speaking() as speaker:
        yield speaker


@pytest.fixture
def admin(shopify: Speaker) -> Iterator[AdminClient]:
    admin = AdminClient(f"{shopify.url}/{{shop}}", "2026-10")
    yield admin
    admin.close()


def throttled(*, requested: Any = 100, available: Any = 0, rate: Any = 1000) -> Reply:
    status = {"maximumAvailable": 2000, "currentlyAvailable": available, "restoreRate": rate}
    cost = {"requestedQueryCost": requested, "actualQueryCost": None, "throttleStatus": status}
    errors = [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]
    return Reply({"errors": errors, "extensions": {"cost": cost}})


def coded(code: str) -> Reply:
    return Reply({"data": None, "errors": [{"message": "no", "extensions": {"code": code}}]})


# --- what is sent --------------------------------------------------------------------------------


def test_a_call_names_its_shop_its_version_and_its_token(
    shopify: Speaker, admin: AdminClient
) -> None:
    shopify.replies = [Reply(DATA)]

    data = admin.execute(SHOP, TOKEN, "pages", {"after": "here"})

    [(path, headers, sent)] = shopify.asked
    assert data == DATA["data"]
    assert path == f"/{SHOP}/admin/api/2026-10/graphql.json"
    assert headers["X-Shopify-Access-Token"] == TOKEN
    assert sent["query"].startswith("query Pages")
    assert sent["variables"] == {"after": "here"}


def test_after_a_failure_nothing_of_one_shop_is_left_for_the_next(
    shopify: Speaker, admin: AdminClient
) -> None:
    shopify.replies = [Reply(DATA, status=500), Reply(DATA)]
    with pytest.raises(AdminUnavailable):
        admin.execute(SHOP, TOKEN, "pages")

    admin.execute(OTHER_SHOP, "another", "pages")

    path, headers, _ = shopify.asked[1]
    assert path.startswith(f"/{OTHER_SHOP}/")
    assert headers["X-Shopify-Access-Token"] == "another"


def test_a_redirection_is_not_followed_with_the_token(shopify: Speaker, admin: AdminClient) -> None:
    shopify.replies = [Reply(DATA, status=307, headers={"Location": f"{shopify.url}/elsewhere"})]

    with pytest.raises(AdminUnavailable):
        admin.execute(SHOP, TOKEN, "pages")

    assert len(shopify.asked) == 1


def test_the_token_is_in_no_log_and_in_no_error(
    shopify: Speaker, admin: AdminClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx")  # the app keeps it quiet
    shopify.replies = [Reply(DATA), Reply(DATA, status=401)]
    admin.execute(SHOP, TOKEN, "pages")

    with pytest.raises(AdminRefused) as refused:
        admin.execute(SHOP, TOKEN, "pages")

    assert "HTTP Request" in caplog.text  # something was logged at all
    assert TOKEN not in caplog.text + repr(refused.value)


# --- what can come back --------------------------------------------------------------------------


@pytest.mark.parametrize("status", [401, 402, 403, 404, 423])
def test_a_refused_shop_needs_its_merchant(
    shopify: Speaker, admin: AdminClient, status: int
) -> None:
    shopify.replies = [Reply({"errors": "no"}, status=status)]

    with pytest.raises(AdminRefused) as refused:
        admin.execute(SHOP, TOKEN, "pages")

    assert (refused.value.code, refused.value.retryable) == ("needs_auth", False)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        pytest.param(coded("ACCESS_DENIED"), AdminRefused, id="a scope is missing"),
        pytest.param(coded("MAX_COST_EXCEEDED"), AdminMisunderstood, id="too costly"),
        pytest.param(Reply({"errors": "?"}, status=400), AdminMisunderstood, id="unreadable"),
        pytest.param(coded("INTERNAL_SERVER_ERROR"), AdminUnavailable, id="a fault of theirs"),
        pytest.param(Reply({"errors": "no"}), AdminUnavailable, id="errors as a text"),
        pytest.param(Reply({"errors": [None, 1]}), AdminUnavailable, id="errors of odd shape"),
        pytest.param(
            Reply({"errors": [{"extensions": "x"}]}), AdminUnavailable, id="odd extensions"
        ),
        pytest.param(Reply({}), AdminUnavailable, id="no data"),
        pytest.param(Reply({"data": None}), AdminUnavailable, id="null data"),
        pytest.param(Reply({"data": [1]}), AdminUnavailable, id="data that is no object"),
        pytest.param(Reply([]), AdminUnavailable, id="a list"),
        pytest.param(Reply(b"<html>busy</html>"), AdminUnavailable, id="a page"),
        pytest.param(Reply(b""), AdminUnavailable, id="nothing"),
        pytest.param(Reply(b'{"data":"\xff"}'), AdminUnavailable, id="not UTF-8"),
        pytest.param(
            Reply(b'{"data":' + b"[" * 600 + b"]" * 600 + b"}"), AdminUnavailable, id="nested"
        ),
        pytest.param(Reply({}, status=500), AdminUnavailable, id="500"),
        pytest.param(Reply({}, status=503), AdminUnavailable, id="503"),
        pytest.param(
            Reply(
                gzip.compress(b'{"data":{}}' + b" " * MOST_BYTES),
                headers={"Content-Encoding": "gzip"},
            ),
            AdminUnavailable,
            id="small on the way and very large here",
        ),
    ],
)
def test_whatever_comes_back_ends_in_an_error_of_ours(
    shopify: Speaker, admin: AdminClient, reply: Reply, error: type[ToteError]
) -> None:
    shopify.replies = [reply]

    with pytest.raises(error):
        admin.execute(SHOP, TOKEN, "pages")

    assert len(shopify.asked) == 1


def test_texts_come_back_clean(shopify: Speaker, admin: AdminClient) -> None:
    shopify.replies = [Reply(rb'{"data":{"title":"a\u0000b\ud800"}}')]

    assert admin.execute(SHOP, TOKEN, "pages") == {"title": "ab\ufffd"}


NAMES = st.sampled_from(
    "data errors extensions code cost throttleStatus requestedQueryCost currentlyAvailable"
    " restoreRate".split()
)


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    around = st.dictionaries(NAMES, inner | st.just("THROTTLED"), max_size=3)
    return st.lists(inner, max_size=3) | around


LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = LEAF | nested(LEAF | nested(LEAF | nested(LEAF)))


@given(st.sampled_from([200, 204, 301, 400, 401, 429, 500]), st.text(max_size=9), JSON)
def test_no_answer_breaks_the_reading(status: int, retry_after: str, said: Any) -> None:
    outcome = outcome_of(Answer(status, retry_after, json.dumps(said).encode()))

    assert isinstance(outcome, dict | ToteError)
    if isinstance(outcome, AdminThrottled):
        assert 0 < outcome.wait_s <= LONGEST_WAIT_S


def outcome_of(answer: Answer) -> object:
    try:
        return read_answer(answer)
    except ToteError as error:
        return error


# --- when it ends --------------------------------------------------------------------------------


def test_a_throttled_call_waits_and_is_made_again(shopify: Speaker, admin: AdminClient) -> None:
    shopify.replies = [throttled(), throttled(), Reply(DATA)]

    assert admin.execute(SHOP, TOKEN, "pages") == DATA["data"]

    assert len(shopify.asked) == 3


def test_a_wait_beyond_the_deadline_is_left_to_the_caller(
    shopify: Speaker, admin: AdminClient
) -> None:
    shopify.replies = [throttled(requested=900, available=100, rate=50)]

    with pytest.raises(AdminThrottled) as error:
        admin.execute(SHOP, TOKEN, "pages", timeout_s=5)

    assert error.value.wait_s == 16
    assert len(shopify.asked) == 1


@pytest.mark.parametrize(
    ("retry_after", "wait_s"),
    [("4", 4), ("0", 0.1), ("-1", 0.1), ("soon", 2), ("inf", 2), ("nan", 2), ("9e9", 3600)],
)
def test_a_wait_shopify_asks_for_is_kept_within_reason(retry_after: str, wait_s: float) -> None:
    with pytest.raises(AdminThrottled) as error:
        read_answer(Answer(429, retry_after, b""))

    assert error.value.wait_s == wait_s


@pytest.mark.parametrize("odd", [None, "many", [], -5])
def test_a_budget_that_cannot_be_read_still_gives_a_wait(odd: Any) -> None:
    said = throttled(requested=odd, available=odd, rate=odd).body

    with pytest.raises(AdminThrottled) as error:
        read_answer(Answer(200, None, json.dumps(said).encode()))

    assert 0 < error.value.wait_s <= LONGEST_WAIT_S


def test_an_answer_that_never_ends_is_given_up(shopify: Speaker, admin: AdminClient) -> None:
    """Each of its bytes comes in time; only a clock of our own notices."""
    shopify.replies = [Reply(DATA, drips=True)]

    with pytest.raises(AdminUnavailable, match="ReadTimeout"):
        admin.execute(SHOP, TOKEN, "pages", timeout_s=0.3)

    assert not shopify.silenced.is_set()


def test_a_server_that_takes_the_call_and_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        admin = AdminClient(f"http://127.0.0.1:{silent.getsockname()[1]}/{{shop}}", "2026-10")

        with pytest.raises(AdminUnavailable, match="ReadTimeout"):
            admin.execute(SHOP, TOKEN, "pages", timeout_s=0.3)


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    admin = AdminClient(f"http://127.0.0.1:{port}/{{shop}}", "2026-10")

    with pytest.raises(AdminUnavailable, match="ConnectError") as error:
        admin.execute(SHOP, TOKEN, "pages")

    assert error.value.retryable


# --- the budget ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("available", "passed_s", "wait_s"),
    [(2000, 0, 0), (1000, 0, 0), (500, 0, 5), (500, 2, 3), (500, 60, 0), (-9000, 0, 10)],
)
def test_work_that_can_wait_leaves_half_of_the_budget(
    available: float, passed_s: float, wait_s: float
) -> None:
    budget = Budget(available, maximum=2000, restore_per_s=100, at=50.0)

    assert wait_for_half(budget, now=50.0 + passed_s) == wait_s


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, b"{}"),
        (200, b"no json"),
        (200, b"{}"),
        (200, b'{"extensions": {"cost": null}}'),
        (200, b'{"extensions": {"cost": {"throttleStatus": []}}}'),
    ],
)
def test_an_answer_that_does_not_say_what_budget_is_left(status: int, body: bytes) -> None:
    assert read_budget(Answer(status, None, body), at=0) is None


def test_an_answer_says_what_budget_is_left() -> None:
    said = {"maximumAvailable": 4000, "currentlyAvailable": 3990, "restoreRate": 200}
    body = json.dumps({"data": {}, "extensions": {"cost": {"throttleStatus": said}}}).encode()

    assert read_budget(Answer(200, None, body), at=7) == Budget(3990, 4000, 200, 7)
