"""Visitors are told apart and not known."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.conversations.chat_tokens import (
    LIFETIME,
    InvalidChatToken,
    sign_chat_token,
    verify_chat_token,
)
from shopify_app.conversations.visits import Visit, visitor_hash

SECRET = "hush"
ANNA = Visit("woolmere.myshopify.com", "a" * 64, "7001")


def hashed(forwarded_for: str, *, remote: str = "10.0.0.1", shop: str = "a.shop") -> str:
    return visitor_hash(shop, forwarded_for=forwarded_for, remote_address=remote, secret=SECRET)


def test_a_visitor_is_the_first_hop_of_the_way_or_who_knocks() -> None:
    assert hashed("203.0.113.7, 23.227.38.1") == hashed("203.0.113.7")
    assert hashed("203.0.113.7") != hashed("203.0.113.8")
    assert hashed("", remote="203.0.113.7") == hashed("203.0.113.7")


def test_a_visitor_of_another_shop_is_another_visitor() -> None:
    assert hashed("203.0.113.7", shop="a.shop") != hashed("203.0.113.7", shop="b.shop")


def test_all_addresses_of_one_ipv6_network_are_one_visitor() -> None:
    assert hashed("2001:db8:1:2::1") == hashed("2001:db8:1:2:ffff::9")
    assert hashed("2001:db8:1:2::1") != hashed("2001:db8:1:3::1")
    assert hashed("::ffff:203.0.113.7") == hashed("203.0.113.7")


@given(st.text(max_size=100))
def test_any_header_is_hashed_and_cannot_be_read_back(forwarded_for: str) -> None:
    digest = hashed(forwarded_for)

    assert len(digest) == 64
    assert len(forwarded_for) < 3 or forwarded_for not in digest


def test_a_token_brings_the_visit_back(now: datetime) -> None:
    for visit in (ANNA, Visit(ANNA.shop, ANNA.visitor)):
        token = sign_chat_token(visit, secret=SECRET, now=now)

        assert verify_chat_token(token, secrets=["new", SECRET], now=now) == visit


def test_a_token_ends(now: datetime) -> None:
    token = sign_chat_token(ANNA, secret=SECRET, now=now)

    assert verify_chat_token(token, secrets=[SECRET], now=now + LIFETIME - timedelta(seconds=1))
    with pytest.raises(InvalidChatToken, match="old"):
        verify_chat_token(token, secrets=[SECRET], now=now + LIFETIME)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: "",
        lambda token: ".",
        lambda token: token[:-1],
        lambda token: token + "0",
        lambda token: "x" + token,
        lambda token: token.partition(".")[0],
        lambda token: token.partition(".")[0] + ".",
        lambda token: "é" * 3000,
        lambda token: "\ud800" + token,
    ],
    ids=[
        "nothing", "a dot", "cut", "longer", "changed", "unsigned", "empty signature", "long",
        "surrogate",
    ],
)  # fmt: skip
def test_a_spoilt_token_is_refused(now: datetime, spoil: object) -> None:
    token = sign_chat_token(ANNA, secret=SECRET, now=now)

    with pytest.raises(InvalidChatToken):
        verify_chat_token(spoil(token), secrets=[SECRET], now=now)  # type: ignore[operator]


def test_a_token_of_another_secret_is_refused(now: datetime) -> None:
    token = sign_chat_token(ANNA, secret="other", now=now)

    with pytest.raises(InvalidChatToken):
        verify_chat_token(token, secrets=[SECRET], now=now)
