"""A shop's name is the whole of a myshopify.com domain, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.shopify.domains import InvalidShopDomain, parse_shop_domain


def test_a_domain_is_taken_in_lower_case() -> None:
    assert parse_shop_domain("Wool-Mere2.myshopify.com") == "wool-mere2.myshopify.com"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "evil.com",
        "myshopify.com",
        ".myshopify.com",
        "-a.myshopify.com",
        "a.myshopify.com.evil.com",
        "a.myshopify.com@evil.com",
        "evil.com#a.myshopify.com",
        "evil.com?.myshopify.com",
        "https://a.myshopify.com",
        "a.myshopify.com/",
        "a.myshopify.com\n",
        "a\r\nb.myshopify.com",
        "a\x00.myshopify.com",
        "ａ.myshopify.com",
        "a.ｍyshopify.com",
        "a" * 300 + ".myshopify.com",
        "127.0.0.1",
        "a b.myshopify.com",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidShopDomain):
        parse_shop_domain(text)


@given(st.text(max_size=80))
def test_what_is_accepted_is_always_safe_in_an_address(text: str) -> None:
    try:
        domain = parse_shop_domain(text + ".myshopify.com")
    except InvalidShopDomain:
        return

    assert domain.isascii()
    assert set(domain) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert domain.count(".") == 2
