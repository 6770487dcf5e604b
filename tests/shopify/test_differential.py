"""Our verdicts beside those of Shopify's own Python package, over thousands of odd requests.

Theirs lives in `.venv/shopifyapp` and answers from a process of its own (`theirs.py`). Never may we
take what they refuse; where we refuse what they take, the oddity is one of those named here.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import jwt
import pytest
from werkzeug.datastructures import Headers

from shopify_app.shopify.session_tokens import InvalidSessionToken, verify_session_token
from shopify_app.shopify.signatures import (
    InvalidProxySignature,
    sign_proxy_query,
    sign_webhook,
    verify_proxy_query,
    webhook_is_authentic,
)
from tests.house import ROOT

THEIRS = ROOT / ".venv" / "shopifyapp"
pytestmark = pytest.mark.skipif(
    not (THEIRS / "shopify_app").is_dir(), reason="`./test` installs Shopify's own package"
)

CLIENT_ID = "client"
SECRET, OLD_SECRET, FOREIGN = (name * 8 for name in ("today-is", "then-was", "somebody"))
SHOP = "woolmere.myshopify.com"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOW_S = int(NOW.timestamp())
REQUESTS = 2000
"""At each door."""

STRICTER = {
    "a parameter twice": "of two values one is not what was signed for whom reads the other",
    "a parameter unknown": "a shopper may have Shopify sign any: none is let in that no door reads",
    "an = in a value": "it could swallow the customer and the shop and spell out others",
    "a customer who is no number": "it is compared with orders' customers, which are",
    "a path prefix like no other": "it is written into links",
    "no shop": "nobody is not a shop",
    "a shop elsewhere": "every shop is named by its myshopify.com domain",
    "bytes that are no UTF-8": "they replace them, so two queries have one signature",
    "a time with ornaments": "Python reads +1 and 1_0 as numbers; Shopify writes digits",
    "a claim missing": "a token without an end is valid for ever",
    "an issuer of another shop": "whose admin made it is whose shop it is",
    "no https": "Shopify's are",
    "times that are no whole numbers": "Shopify's are",
    "several audiences": "Shopify's tokens have one",
}
"""Where we refuse what Shopify's package takes, and why."""


@dataclass
class Case:
    """A request, and what is odd about it."""

    request: dict[str, Any]
    oddities: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Verdict:
    ok: bool
    shop: str = ""
    who: str = ""


def theirs(door: str, cases: Sequence[Case]) -> list[Verdict]:
    arguments = [THEIRS, CLIENT_ID, SECRET, OLD_SECRET, str(NOW_S)]
    done = subprocess.run(
        [sys.executable, "-I", ROOT / "tests" / "shopify" / "theirs.py", *arguments],
        input="".join(json.dumps({"door": door, "request": c.request}) + "\n" for c in cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return [Verdict(each["ok"], each["shop"], each["who"]) for each in told]


def compare(
    door: str, cases: Sequence[Case], ours: Callable[[dict[str, Any]], Verdict]
) -> Counter[str]:
    """Hold each of our verdicts to theirs; how often each oddity made us the stricter one."""
    stricter: Counter[str] = Counter()
    taken = 0
    for case, their in zip(cases, theirs(door, cases), strict=True):
        our = ours(case.request)
        if our.ok == their.ok:
            taken += our.ok
            assert not our.ok or (our.shop, our.who) == (their.shop, their.who), case
            continue
        reasons = case.oddities & STRICTER.keys()
        assert their.ok, f"we take what they refuse: {case}"
        assert reasons, f"they take what we refuse, and we have not said why: {case}"
        if len(reasons) == 1:
            stricter.update(reasons)
    assert 0.1 < taken / len(cases) < 0.9  # neither door is always open or always shut
    return stricter


def some(chance: random.Random, choices: Sequence[Any]) -> Any:
    return chance.choice(choices)


# --- webhooks ------------------------------------------------------------------------------------


def webhook(chance: random.Random) -> Case:
    texts = ['{"id":1}', "", "[]", '{"title":"Café – Größe"}', "\u2028", "\x00", "a" * 5000, "😀"]
    body = some(chance, texts) + some(chance, ["", "\n", " ", "\r\n"])
    secret = some(chance, [SECRET, SECRET, OLD_SECRET, FOREIGN])
    signature = sign_webhook(body.encode(), secret)
    signature = some(
        chance,
        [
            *[signature] * 6,
            *(signature[:-1], signature + "=", signature + " ", signature.lower(), ""),
            *(signature.replace("=", "%3D"), sign_webhook(b"other", secret), "é" * 44, "0" * 64),
        ],
    )
    name = some(chance, ["X-Shopify-Hmac-Sha256", "x-shopify-hmac-sha256", "X-SHOPIFY-HMAC-SHA256"])
    headers = {name: signature, "X-Shopify-Shop-Domain": SHOP}
    if chance.random() < 0.05:
        del headers[name]
    sent = body + some(chance, ["", "", "", "", "x"])
    return Case({"method": "POST", "headers": headers, "body": sent, "url": "https://a.test/w"})


def our_webhook(request: dict[str, Any]) -> Verdict:
    headers = Headers(request["headers"])
    ok = webhook_is_authentic(
        request["body"].encode(), headers.get("X-Shopify-Hmac-Sha256"), [SECRET, OLD_SECRET]
    )
    return Verdict(ok, SHOP.partition(".")[0])


def test_a_webhook_is_taken_and_refused_as_shopifys_package_does() -> None:
    chance = random.Random(1)

    assert compare("webhook", [webhook(chance) for _ in range(REQUESTS)], our_webhook) == Counter()


# --- the app proxy -------------------------------------------------------------------------------


def proxied(chance: random.Random) -> Case:
    case = Case({"method": "GET", "headers": {}, "body": ""})
    parameters = {
        "shop": SHOP,
        "logged_in_customer_id": some(chance, ["", "42", "7700123"]),
        "path_prefix": some(chance, ["/apps/tote", "/tools/help-me", ""]),
        "timestamp": str(NOW_S + some(chance, [0, 0, 0, 1, -1, 89, 90, 91, -89, -90, -91, 5000])),
    }
    if chance.random() < 0.3:
        parameters["conversation"] = some(chance, ["abc", "", "a b", "é", "a+b", "1,2", "a&b", "%"])
    for odd, chosen, value in (
        ("a parameter unknown", "tab", "1"),
        ("an = in a value", "conversation", "x=1"),
        ("a customer who is no number", "logged_in_customer_id", some(chance, ["me", "-1", "1.0"])),
        (
            "a path prefix like no other",
            "path_prefix",
            some(chance, ["//evil.test", "apps", "/a?"]),
        ),
        ("a shop elsewhere", "shop", some(chance, ["evil.test", f"{SHOP}.evil.test", "a b"])),
        ("a time with ornaments", "timestamp", some(chance, [f"+{NOW_S}", f" {NOW_S}"])),
        ("no number at all", "timestamp", some(chance, ["", "now", "1e9", "0x1"])),
    ):
        if chance.random() < 0.06:
            parameters[chosen] = value
            case.oddities.add(odd)
    for odd, chosen in (("no shop", "shop"), ("no time", "timestamp")):
        if chance.random() < 0.04:
            del parameters[chosen]
            case.oddities.add(odd)
    secret = some(chance, [SECRET, SECRET, SECRET, OLD_SECRET, FOREIGN])
    query = spelled(chance, case, parameters, sign_proxy_query(parameters, secret))
    case.request["url"] = f"https://a.test/proxy/chat?{query}"
    return case


def spelled(chance: random.Random, case: Case, parameters: dict[str, str], signature: str) -> str:
    """The query, sometimes with something in it that was not signed, or signed twice."""
    pairs = [*parameters.items()]
    if chance.random() < 0.06:  # as Shopify signs a repeated one: its values joined by a comma
        case.oddities.add("a parameter twice")
        name = some(chance, ["conversation", "logged_in_customer_id", "path_prefix"])
        pairs = [pair for pair in pairs if pair[0] != name] + [(name, "1"), (name, "2")]
        signature = sign_proxy_query({**parameters, name: "1,2"}, SECRET)
    if chance.random() < 0.03:
        case.oddities.add("bytes that are no UTF-8")
        signature = sign_proxy_query({**parameters, "conversation": "\ufffd"}, SECRET)
        pairs = [pair for pair in pairs if pair[0] != "conversation"]
        return f"{urlencode(pairs)}&conversation=%ff&signature={signature}"
    signature = some(
        chance,
        [*[signature] * 12, signature.upper(), signature[:-1], "", "é", signature + "0"],
    )
    pairs += [("signature", signature)] * some(chance, [*[1] * 18, 0, 2])
    if chance.random() < 0.05:  # put in on the way
        pairs.append(("logged_in_customer_id", "999"))
    chance.shuffle(pairs)
    return urlencode(pairs)


def our_proxy(request: dict[str, Any]) -> Verdict:
    query = request["url"].partition("?")[2].encode()
    try:
        visit = verify_proxy_query(query, [SECRET, OLD_SECRET], now=NOW, allowed={"conversation"})
    except InvalidProxySignature:
        return Verdict(ok=False)
    return Verdict(True, visit.shop.partition(".")[0], visit.customer_id or "")


def test_a_proxied_request_is_taken_and_refused_as_shopifys_package_does() -> None:
    chance = random.Random(2)

    stricter = compare("proxy", [proxied(chance) for _ in range(REQUESTS)], our_proxy)

    assert set(stricter) == {
        *("a parameter twice", "a parameter unknown", "an = in a value", "no shop"),
        *("a customer who is no number", "a path prefix like no other", "a shop elsewhere"),
        *("bytes that are no UTF-8", "a time with ornaments"),
    }


# --- id tokens -----------------------------------------------------------------------------------


def tokened(chance: random.Random) -> Case:
    case = Case({"method": "GET", "body": "", "url": "https://a.test/api/voice"})
    claims: dict[str, Any] = {
        "iss": f"https://{SHOP}/admin",
        "dest": f"https://{SHOP}",
        "aud": CLIENT_ID,
        "sub": "1001",
        "exp": NOW_S + some(chance, [*[50] * 12, 0, -9, -10, -11, -5000]),
        "nbf": NOW_S + some(chance, [*[-10] * 16, 0, 9, 10, 11, 5000]),
        "iat": NOW_S + some(chance, [*[-10] * 16, 0, 9, 10, 11, 5000]),
        "jti": "a-jti",
        "sid": "a-sid",
    }
    for odd, chosen, value in (
        ("another audience", "aud", some(chance, ["other", "", None, 7])),
        ("several audiences", "aud", [CLIENT_ID]),
        ("an issuer of another shop", "iss", "https://other.myshopify.com/admin"),
        ("a shop elsewhere", "dest", some(chance, ["https://evil.test", "", "x"])),
        ("no https", "dest", f"http://{SHOP}"),
        ("times that are no whole numbers", "exp", some(chance, [NOW_S + 50.5, str(NOW_S + 50)])),
        ("times that are none", some(chance, ["exp", "nbf", "iat"]), some(chance, ["soon", []])),
        ("a user who is no text", "sub", some(chance, [1001, None])),
    ):
        if chance.random() < 0.05:
            claims[chosen] = value
            case.oddities.add(odd)
    if chance.random() < 0.1:
        del claims[some(chance, [*claims])]
        case.oddities.add("a claim missing")
    case.request["headers"] = {"Authorization": carried(chance, sealed(chance, claims))}
    return case


def sealed(chance: random.Random, claims: dict[str, Any]) -> str:
    secret = some(chance, [SECRET, SECRET, SECRET, OLD_SECRET, FOREIGN])
    if chance.random() < 0.05:
        return jwt.encode(claims, None, algorithm="none")
    algorithm = some(chance, [*["HS256"] * 12, "HS384", "HS512"])
    return jwt.encode(claims, secret, algorithm)


def carried(chance: random.Random, token: str) -> str:
    head, payload, signature = token.split(".")
    return str(
        some(
            chance,
            [
                *[f"Bearer {token}"] * 15,
                *(f"bearer {token}", token, "Bearer ", f"Bearer {token}x", f"Bearer {token[:-2]}"),
                *(f"Bearer {head}.{payload}.", f"Bearer {head}..{signature}", "Bearer a.b.c"),
            ],
        )
    )


def our_token(request: dict[str, Any]) -> Verdict:
    scheme, _, token = request["headers"]["Authorization"].partition(" ")
    if scheme != "Bearer":
        return Verdict(ok=False)
    try:
        found = verify_session_token(
            token, api_key=CLIENT_ID, secrets=[SECRET, OLD_SECRET], now=NOW
        )
    except InvalidSessionToken:
        return Verdict(ok=False)
    return Verdict(True, found.shop.partition(".")[0], found.user_id)


def test_an_id_token_is_taken_and_refused_as_shopifys_package_does() -> None:
    chance = random.Random(3)

    stricter = compare("token", [tokened(chance) for _ in range(REQUESTS)], our_token)

    assert set(stricter) == {
        *("an issuer of another shop", "a shop elsewhere", "no https"),
        *("times that are no whole numbers", "a claim missing"),
    }
