"""Who uses the admin: every rule of a session token."""

import base64
import json
import warnings
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwt.api_jws import PyJWS

from shopify_app.shopify.session_tokens import (
    InvalidSessionToken,
    sign_session_token,
    verify_session_token,
)

KEY = "client-id-123"
SECRET = "a-client-secret-that-is-long-enough-for-any-of-the-algorithms-used"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SHOP = "demo-shop.myshopify.com"

VECTOR = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2RlbW8tc2hvcC5teXNob3BpZnkuY29tL2Fk"
    "bWluIiwiZGVzdCI6Imh0dHBzOi8vZGVtby1zaG9wLm15c2hvcGlmeS5jb20iLCJhdWQiOiJjbGllbnQtaWQtMTIzIiwic3"
    "ViIjoiNDIiLCJleHAiOjQxMDI0NDQ4MDAsIm5iZiI6MTcwMDAwMDAwMCwiaWF0IjoxNzAwMDAwMDAwLCJqdGkiOiJmODkx"
    "MjEyOS0xYWY2LTRjYWQtOWNhMy03NmIwZjc2MjEwODciLCJzaWQiOiJhYWVhMTgyZjI3MzJkNDRjMjMwNTdjMGZlYTU4ND"
    "AyMWE0NDg1YjJiZDI1ZDNlYjdmZDM0OTMxM2FkMjRjNjg1In0.whYY6YKrfKMoq9DHOc-HBSqsQ6EkvzzJzCUgtbiTz7c"
)


def claims(**changes: Any) -> dict[str, Any]:
    at = int(NOW.timestamp())
    made = {
        "iss": f"https://{SHOP}/admin",
        "dest": f"https://{SHOP}",
        "aud": KEY,
        "sub": "42",
        "exp": at + 60,
        "nbf": at,
        "iat": at,
        "jti": "one",
        "sid": "two",
        **changes,
    }
    return {name: value for name, value in made.items() if value is not None}


def encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def token(secret: str = SECRET, algorithm: str = "HS256", **changes: Any) -> str:
    return jwt.encode(claims(**changes), secret, algorithm=algorithm)


def verify(text: str, secrets: tuple[str, ...] = (SECRET,)) -> str:
    return verify_session_token(text, api_key=KEY, secrets=secrets, now=NOW).shop


def test_a_token_made_by_shopify_names_shop_and_user() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the published vector's secret is short
        verified = verify_session_token(VECTOR, api_key=KEY, secrets=["hush"], now=NOW)

    assert (verified.shop, verified.user_id) == (SHOP, "42")


def test_our_own_tokens_pass() -> None:
    made = sign_session_token(shop=SHOP, user_id="7", api_key=KEY, secret=SECRET, now=NOW)

    assert verify(made) == SHOP


def test_while_secrets_rotate_both_sign() -> None:
    old = "the-old-client-secret-still-long-enough-for-any-of-the-algorithms"

    assert verify(token(secret=old), (SECRET, old)) == SHOP


@pytest.mark.parametrize("seconds", [-10, 0, 69])
def test_ten_seconds_of_leeway(seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)

    assert verify_session_token(token(), api_key=KEY, secrets=[SECRET], now=now).shop == SHOP


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("a.b.c", id="not a token"),
        pytest.param("ü" * 40, id="not even ASCII"),
        pytest.param(
            token(secret="another-secret-that-is-long-enough-for-any-of-the-algorithms-too"),
            id="another secret",
        ),
        pytest.param(jwt.encode(claims(), None, algorithm="none"), id="unsigned"),
        pytest.param(token(algorithm="HS512"), id="another algorithm"),
        pytest.param(token(exp=int(NOW.timestamp()) - 11), id="expired eleven seconds ago"),
        pytest.param(token(nbf=int(NOW.timestamp()) + 11), id="valid only in eleven seconds"),
        pytest.param(token(aud="another-app"), id="for another app"),
        pytest.param(token(aud=[KEY, "another"]), id="for several apps"),
        pytest.param(token(iss="https://other.myshopify.com/admin"), id="issued by another shop"),
        pytest.param(
            token(iss="https://evil.com/admin", dest="https://evil.com"), id="no myshopify shop"
        ),
        pytest.param(token(iss=f"http://{SHOP}/admin", dest=f"http://{SHOP}"), id="not over https"),
        pytest.param(token(iss="https://[a", dest="https://[a"), id="an address that is none"),
        pytest.param(token(exp=10**30), id="valid until beyond all calendars"),
        pytest.param(token(exp="nan", nbf="nan"), id="times that are no numbers"),
        pytest.param(f"{encoded(b'[' * 6000)}.e30.e30", id="nested very deep"),
        *(
            pytest.param(token(**{name: None}), id=f"without {name}")
            for name in ("exp", "nbf", "iat", "iss", "dest", "aud", "sub", "jti", "sid")
        ),
    ],
)
def test_any_other_token_is_refused(text: str) -> None:
    with pytest.raises(InvalidSessionToken):
        verify(text)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(sorted(claims())), ANY_JSON, max_size=3))
def test_odd_claims_are_refused_even_when_they_are_signed(changes: dict[str, Any]) -> None:
    signed = PyJWS().encode(json.dumps({**claims(), **changes}).encode(), SECRET)

    try:
        verified = verify_session_token(signed, api_key=KEY, secrets=[SECRET], now=NOW)
    except InvalidSessionToken:
        return

    assert verified.shop == SHOP


@given(st.text(max_size=200))
def test_no_text_breaks_the_check(text: str) -> None:
    with pytest.raises(InvalidSessionToken):
        verify(text)
