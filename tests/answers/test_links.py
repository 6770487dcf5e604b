"""A link in an answer leads to the store, to a page its own texts name, or it is not said."""

from __future__ import annotations

import pytest

from shopify_app.answers.grounding import Evidence

HOSTS = ("woolmere.example", "woolmere.myshopify.com")
OWN = "https://woolmere.example/pages/care"
SOURCES = (
    f"Read about care at {OWN} or at https://woolmere.example/pages/care?part=wool."
    " Our friends are at https://evil.example/woolmere.",
)
EVIDENCE = Evidence(SOURCES, HOSTS)

ZWSP, ZWJ, RLO, SOFT = "\u200b", "\u200d", "\u202e", "\u00ad"
TRICKS = (
    "https://evil.example/woolmere",  # a source names it, and yet it is another's
    "http://evil.example",
    "HTTPS://EVIL.EXAMPLE/",
    "www.evil.example",
    "evil.example/login",
    "//evil.example/login",
    "https:evil.example",
    "https:\\\\evil.example",
    "https:/evil.example",
    "https://evil.example.",
    "[care](https://evil.example/care)",
    "[https://woolmere.example](https://evil.example)",
    f"[{OWN}](https://evil.example)",
    "[care]( https://evil.example )",
    "[care]: https://evil.example",
    "<https://evil.example>",
    "<a href='https://evil.example'>care</a>",
    "![care](https://evil.example/x.png)",
    "https://woolmere.example@evil.example/",
    "https://woolmere.example:pass@evil.example/",
    "https://woolmere.example%40evil.example/",
    "https://woolmere.example.evil.example/pages/care",
    "https://woolmere-example.com/pages/care",
    "https://woolmere.examp1e/pages/care",
    "https://xn--wolmere-n1a.example/pages/care",
    "https://w\u043e\u043elmere.example/pages/care",  # Cyrillic о
    "https://\uff45vil.example/x",  # a full-width e
    "https://evil\u3002example/x",  # an ideographic full stop
    "https://evil\uff0eexample/x",  # a full-width full stop
    "https:\u2215\u2215evil.example/x",  # division slashes
    "https:\uff0f\uff0fevil.example/x",  # full-width slashes
    f"https://ev{ZWSP}il.example/x",
    f"https://ev{ZWJ}il.example/x",
    f"h{ZWSP}ttps://evil.example/x",
    f"https://ev{SOFT}il.example/x",
    f"{RLO}https://evil.example/x",
    "https&colon;//evil.example",
    "https&#58;&#47;&#47;evil.example",
    "&#104;ttps://evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html,hello",
    "data:text/html;base64,PHN2Zz4=",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://evil.example/x",
    "intent://evil.example#Intent;end",
    "mailto:attacker@evil.example",
    "https://192.0.2.7/login",
    "http://3221226247/",
    "http://0xC0000207/",
    "https://[2001:db8::1]/",
    "https://localhost:8000/admin",
    "bit.ly/2woolmere",
    "evil.shop",
    "evil(.)example",
    "evil[.]example/login",
    "evil dot example slash login",
    "hxxps://evil.example",
    "https://woolmere.example/account/login?return=https://evil.example",
    "https://woolmere.example/pages/secret",  # the store's, and no text of it names it
    "https://woolmere.example/pages/care?session=1",
    "https://woolmere.example/pages/care#token=1",
)
HONEST = (
    f"Read more at {OWN}.",
    f"Read more: {OWN}",
    f"[Care]({OWN}) tells you more.",
    f"See {OWN}, please.",
    "See woolmere.example/pages/care.",
    "See https://woolmere.example/pages/care?part=wool.",
    "It is easy to care for.",
    "Ask me e.g. about wool.Thank you.",
)


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_makes_a_link_pass(trick: str) -> None:
    assert EVIDENCE.unsupported(f"Have a look at {trick} for more.")


@pytest.mark.parametrize("sentence", HONEST)
def test_the_stores_own_pages_may_be_named(sentence: str) -> None:
    assert not EVIDENCE.unsupported(sentence)
