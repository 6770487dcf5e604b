"""Shopify's signatures: its published vectors, and what must never pass."""

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.shopify.signatures import (
    InvalidProxySignature,
    WebhookDigest,
    sign_proxy_query,
    sign_webhook,
    verify_proxy_query,
    webhook_is_authentic,
)

SECRET = "hush"
BODY = b'{"id":788032119674292922,"title":"Example T-Shirt"}'
SIGNATURE = "PChQV/s9qVvLuYZx4s3CvtPkNn5M2k1OrvTkc0qHHSM="
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TIMESTAMP = str(int(NOW.timestamp()))


def proxied(**changes: str) -> dict[str, str]:
    return {
        "shop": "shop-name.myshopify.com",
        "logged_in_customer_id": "",
        "path_prefix": "/apps/tote",
        "timestamp": TIMESTAMP,
        **changes,
    }


def query(parameters: dict[str, str], secret: str = SECRET) -> bytes:
    return urlencode({**parameters, "signature": sign_proxy_query(parameters, secret)}).encode()


# --- webhooks ------------------------------------------------------------------------------------


def test_the_published_webhook_vectors_hold() -> None:
    assert sign_webhook(BODY, SECRET) == SIGNATURE
    assert sign_webhook(BODY + b"\n", SECRET) == "0/CaCkXeqnasHcZkQSrRBOlPOoZpsiOuQ+ma2T13vSQ="


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(None, id="none at all"),
        pytest.param("", id="empty"),
        pytest.param(SIGNATURE + " ", id="with a space behind"),
        pytest.param(SIGNATURE[:-1], id="cut short"),
        pytest.param("3c2850", id="hex instead of base64"),
        pytest.param("é" * 44, id="not ASCII"),
        pytest.param("\udce9", id="a lone surrogate, as odd header bytes arrive"),
        pytest.param(b"\xff" * 44, id="odd bytes"),
        pytest.param(sign_webhook(BODY, "another"), id="of another app's secret"),
        pytest.param(sign_webhook(BODY + b"\n", SECRET), id="of the body with a line end"),
        pytest.param(sign_webhook(BODY.replace(b":", b": "), SECRET), id="of the body re-written"),
    ],
)
def test_a_wrong_webhook_signature_is_refused(signature: str | bytes | None) -> None:
    assert not webhook_is_authentic(BODY, signature, [SECRET])


def test_while_secrets_rotate_both_are_accepted_and_no_other() -> None:
    secrets = ["new", "old"]

    assert webhook_is_authentic(BODY, sign_webhook(BODY, "new"), secrets)
    assert webhook_is_authentic(BODY, sign_webhook(BODY, "old"), secrets)
    assert not webhook_is_authentic(BODY, sign_webhook(BODY, "retired"), secrets)


@given(st.lists(st.binary(max_size=50), max_size=20))
def test_a_body_in_pieces_has_the_signature_of_the_whole(pieces: list[bytes]) -> None:
    digest = WebhookDigest([SECRET])
    for piece in pieces:
        digest.update(piece)

    assert digest.matches(sign_webhook(b"".join(pieces), SECRET))


@given(st.binary(min_size=1, max_size=200), st.integers(0, 199), st.integers(1, 255))
def test_any_changed_byte_is_noticed(body: bytes, place: int, change: int) -> None:
    changed = bytearray(body)
    changed[place % len(body)] ^= change

    assert not webhook_is_authentic(bytes(changed), sign_webhook(body, SECRET), [SECRET])


# --- the app proxy -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("customer", "signature"),
    [
        ("1", "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb"),
        ("", "e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb"),
    ],
)
def test_the_published_proxy_vectors_hold(customer: str, signature: str) -> None:
    parameters = {
        "extra": "1,2",
        "logged_in_customer_id": customer,
        "path_prefix": "/apps/awesome_reviews",
        "shop": "shop-name.myshopify.com",
        "timestamp": "1317327555",
    }

    assert sign_proxy_query(parameters, SECRET) == signature


def test_a_signed_request_names_the_shop_and_the_customer() -> None:
    visit = verify_proxy_query(query(proxied(logged_in_customer_id="42")), [SECRET], now=NOW)

    assert (visit.shop, visit.customer_id) == ("shop-name.myshopify.com", "42")


def test_an_anonymous_visitor_has_no_customer() -> None:
    assert verify_proxy_query(query(proxied()), [SECRET], now=NOW).customer_id is None


def test_a_doors_own_parameter_is_handed_on() -> None:
    signed = query(proxied(conversation="abc"))

    visit = verify_proxy_query(signed, [SECRET], now=NOW, allowed={"conversation"})

    assert visit.parameters == {"conversation": "abc"}


@pytest.mark.parametrize(
    "signed",
    [
        pytest.param(b"", id="an empty query"),
        pytest.param(urlencode(proxied()).encode(), id="no signature"),
        pytest.param(query(proxied(), "another"), id="another secret"),
        pytest.param(query(proxied()) + b"&logged_in_customer_id=999", id="a customer added"),
        pytest.param(b"logged_in_customer_id=999&" + query(proxied()), id="a customer put first"),
        pytest.param(query(proxied()) + b"&" + query(proxied()), id="everything twice"),
        pytest.param(
            query(proxied()).replace(b"logged_in_customer_id=", b"logged_in_customer_id=7"),
            id="a customer put in",
        ),
        pytest.param(query(proxied(extra="1")), id="a parameter nobody knows, though signed"),
        pytest.param(query(proxied(timestamp="abc")), id="a time that is none"),
        pytest.param(query(proxied(timestamp="١٢٣")), id="digits that are not ASCII"),
        pytest.param(query(proxied(timestamp=str(int(TIMESTAMP) - 91))), id="too old"),
        pytest.param(query(proxied(timestamp=str(int(TIMESTAMP) + 91))), id="from the future"),
        pytest.param(query(proxied(shop="evil.com")), id="a shop that is none"),
        pytest.param(query(proxied(logged_in_customer_id="a' OR 1")), id="an odd customer"),
        pytest.param(b"\xff\xfe=1", id="bytes that are not ASCII"),
        pytest.param(b"&".join(b"a%d=1" % n for n in range(50)), id="very many parameters"),
    ],
)
def test_a_request_that_did_not_come_through_the_proxy_is_refused(signed: bytes) -> None:
    with pytest.raises(InvalidProxySignature):
        verify_proxy_query(signed, [SECRET], now=NOW)


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("shop", "shop-name.myshopify.com"),
        ("logged_in_customer_id", "999"),
        ("path_prefix", "/apps/tote"),
        ("timestamp", TIMESTAMP),
        ("conversation", "abc"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_repeated_parameter_is_refused_even_as_shopify_signs_it(
    name: str, second: str, is_first: bool
) -> None:
    """Shopify signs the values joined by commas; whoever reads the first is told another's."""
    parameters = proxied(conversation="abc")
    values = [second, parameters[name]] if is_first else [parameters[name], second]
    signature = sign_proxy_query({**parameters, name: ",".join(values)}, SECRET)
    rest = [pair for pair in parameters.items() if pair[0] != name]
    pairs = [*((name, value) for value in values), *rest, ("signature", signature)]

    with pytest.raises(InvalidProxySignature, match="repeated"):
        verify_proxy_query(urlencode(pairs).encode(), [SECRET], now=NOW, allowed={"conversation"})


@pytest.mark.parametrize(
    "place", ["after", "conversation", "since", "zz"], ids=lambda name: f"hidden in {name}"
)
def test_what_shopify_signed_for_a_stranger_cannot_be_read_as_a_customers_request(
    place: str,
) -> None:
    """Shopify signs whatever parameters a visitor adds, and the signed text has no separators: the
    genuine ones hidden in one value, the rest of the text could spell out others."""
    genuine = proxied(shop="mine.myshopify.com")
    hidden = "".join(f"{key}={genuine[key]}" for key in sorted(genuine))
    stolen = proxied(shop="victim.myshopify.com", logged_in_customer_id="7")
    forged = {**stolen, place: "x"}
    text = "".join(f"{key}={forged[key]}" for key in sorted(forged))
    forged[place] = "x" + hidden
    begin, end = text.split(f"{place}=x")
    signed_text = f"{begin}{place}=x{hidden}{end}"
    signature = hmac.new(SECRET.encode(), signed_text.encode(), hashlib.sha256).hexdigest()
    assert sign_proxy_query(forged, SECRET) == signature

    with pytest.raises(InvalidProxySignature):
        verify_proxy_query(query(forged), [SECRET], now=NOW, allowed={place})


def test_the_window_is_ninety_seconds_both_ways() -> None:
    for seconds in (-90, 90):
        signed = query(proxied(timestamp=str(int(TIMESTAMP) + seconds)))
        assert verify_proxy_query(signed, [SECRET], now=NOW).shop == "shop-name.myshopify.com"


@given(st.from_regex(r"[0-9]{0,20}", fullmatch=True), st.integers(0, 90), st.booleans())
def test_whatever_shopify_signs_is_read_back(customer: str, age_s: int, old: bool) -> None:
    parameters = proxied(
        logged_in_customer_id=customer, timestamp=str(int(TIMESTAMP) - age_s), path_prefix="/a/b"
    )

    signed = query(parameters, "old" if old else SECRET)

    visit = verify_proxy_query(signed, [SECRET, "old"], now=NOW)
    assert (visit.customer_id or "", visit.path_prefix) == (customer, "/a/b")


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_no_changed_byte_of_a_query_passes_for_another_request(place: int, change: int) -> None:
    signed = bytearray(query(proxied(logged_in_customer_id="42")))
    signed[place % len(signed)] ^= change
    genuine = verify_proxy_query(query(proxied(logged_in_customer_id="42")), [SECRET], now=NOW)

    try:
        visit = verify_proxy_query(bytes(signed), [SECRET], now=NOW)
    except InvalidProxySignature:
        return

    assert visit == genuine  # %2f for %2F, and the like


@given(st.binary(max_size=300))
def test_no_query_string_breaks_the_check(noise: bytes) -> None:
    with pytest.raises(InvalidProxySignature):
        verify_proxy_query(noise, [SECRET], now=NOW)
