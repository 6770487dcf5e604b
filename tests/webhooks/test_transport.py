"""Requests as no honest sender writes them, to the real server with its real settings."""

import socket

import pytest

from shopify_app.shopify.signatures import sign_webhook
from shopify_app.web.webhooks import MOST_BYTES
from tests.deliveries.arrivals import rows
from tests.webhooks.conftest import Served
from tests.webhooks.signing import PRODUCT, signed_headers


def chunked(body: bytes, size: int = 65_536) -> list[bytes]:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return [b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces] + [b"0\r\n\r\n"]


def kept(served: Served) -> int:
    return len(rows(served.record))


def test_an_honest_request_is_taken(served: Served) -> None:
    before = kept(served)

    assert served.say(served.head(), PRODUCT) == 200

    assert kept(served) == before + 1


def test_a_header_with_underscores_is_not_the_signature(served: Served) -> None:
    head = served.head().replace(b"X-Shopify-Hmac-Sha256", b"X_Shopify_Hmac_Sha256")

    assert served.say(head, PRODUCT) == 401


def test_a_forged_signature_cannot_hide_behind_a_true_one_with_underscores(served: Served) -> None:
    true = sign_webhook(PRODUCT, served.settings.api_secrets[0]).encode()
    head = served.head().replace(true, b"forged")
    head = head[:-2] + b"X_Shopify_Hmac_Sha256: " + true + b"\r\n\r\n"

    assert served.say(head, PRODUCT) == 401


@pytest.mark.parametrize("first_is_true", [True, False])
def test_of_two_signatures_none_counts(served: Served, first_is_true: bool) -> None:
    true = sign_webhook(PRODUCT, served.settings.api_secrets[0]).encode()
    pair = (true, b"forged") if first_is_true else (b"forged", true)
    lines = b"\r\nX-Shopify-Hmac-Sha256: ".join(pair)

    assert served.say(served.head().replace(true, lines), PRODUCT) == 401


@pytest.mark.parametrize(
    "header", [b"X-Shopify-Hmac-Sha256", b"X-Shopify-Shop-Domain", b"X-Shopify-Webhook-Id"]
)
@pytest.mark.parametrize("value", [b"\xff\xfe\xe9", "ключ".encode(), b"a\x00b", b"a\x7fb"])
def test_bytes_that_are_no_header_are_refused_and_break_nothing(
    served: Served, header: bytes, value: bytes
) -> None:
    lines = served.head().split(b"\r\n")
    head = b"\r\n".join(
        header + b": " + value if line.startswith(header) else line for line in lines
    )

    # An id may be any visible text; of the others nothing but the true value will do.
    assert served.say(head, PRODUCT) in ((200, 400) if header.endswith(b"Id") else (400, 401))


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        pytest.param(b"Transfer-Encoding: chunked\r\n", 400, id="a length and chunks"),
        pytest.param(b"Content-Length: 5\r\n", 400, id="two lengths"),
        pytest.param(b"X-Long: " + b"a" * 10_000 + b"\r\n", 431, id="a header of ten kilobytes"),
        pytest.param(
            b"".join(b"X-%d: a\r\n" % number for number in range(101)), 431, id="101 headers"
        ),
        pytest.param(b"X-Folded: a\r\n b\r\n", 400, id="a folded header"),
        pytest.param(b"No-Colon\r\n", 400, id="a header without a colon"),
        pytest.param(b"X-Space : a\r\n", 400, id="a space before the colon"),
    ],
)
def test_an_ambiguous_request_is_refused(served: Served, extra: bytes, status: int) -> None:
    before = kept(served)

    assert served.say(served.head(extra=extra), PRODUCT) == status

    assert kept(served) == before


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"+30", b"0x1e", b"\xb2"])
def test_a_length_that_is_none_is_refused(served: Served, length: bytes) -> None:
    head = served.head(length=0).replace(b"Content-Length: 0", b"Content-Length: " + length)

    assert served.say(head, PRODUCT) == 400


def test_a_body_that_ends_too_soon_is_no_webhook(served: Served) -> None:
    before = kept(served)

    with socket.create_connection(("127.0.0.1", served.port), 10) as connection:
        connection.sendall(served.head(length=len(PRODUCT) + 10) + PRODUCT)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(4096)

    assert answer.startswith(b"HTTP/1.1 400")
    assert kept(served) == before


def test_a_chunked_body_is_read_like_any_other(served: Served) -> None:
    body = b'{"id":77,"title":"' + b"x" * 5_000_000 + b'"}'
    head = served.head(body, length=-1, extra=b"Transfer-Encoding: chunked\r\n")

    assert served.say(head, *chunked(body)) == 200

    newest = rows(served.record)[-1]
    assert (newest.oversized, newest.resource_id, newest.body) == (True, "77", None)


def test_twenty_megabytes_are_proven_without_keeping_them_in_memory(served: Served) -> None:
    body = b'{"id":78,"title":"' + b"x" * 20_000_000 + b'"}'
    before = served.memory_kb()

    assert served.say(served.head(body), body) == 200

    assert rows(served.record)[-1].resource_id == "78"
    assert served.memory_kb() - before < 20_000


@pytest.mark.parametrize("way", ["declared", "in chunks"])
def test_forty_megabytes_are_too_many(served: Served, way: str) -> None:
    body = bytes(MOST_BYTES + 8_000_000)
    before = kept(served)
    if way == "declared":
        status = served.say(served.head(body), body)
    else:
        head = served.head(body, length=-1, extra=b"Transfer-Encoding: chunked\r\n")
        status = served.say(head, *chunked(body))

    # A sender that goes on sending may see the closed connection before it sees the answer.
    assert status in (413, 0)
    assert kept(served) == before
    assert served.say(served.head(), PRODUCT) == 200


def test_a_body_that_trickles_in_is_given_up_on_and_holds_up_nobody(served: Served) -> None:

    with socket.create_connection(("127.0.0.1", served.port), 30) as trickle:
        trickle.sendall(served.head())
        for byte in PRODUCT[:5]:
            trickle.sendall(bytes([byte]))
            assert served.say(served.head(), PRODUCT) == 200
        answer = trickle.recv(4096)

    assert answer.startswith(b"HTTP/1.1 408")


def test_a_hundred_connections_that_say_nothing_hold_up_nobody(served: Served) -> None:

    silent = [socket.create_connection(("127.0.0.1", served.port), 10) for _ in range(100)]
    half = [socket.create_connection(("127.0.0.1", served.port), 10) for _ in range(100)]
    for connection in half:
        connection.sendall(b"POST /webhooks/products/update HTTP/1.1\r\nHost: t")

    status = served.say(served.head(), PRODUCT, timeout_s=9)
    for connection in (*silent, *half):
        connection.close()

    assert status == 200


@pytest.mark.parametrize(
    "request_line",
    [
        b"POST /webhooks/products/update HTTP/9.9",
        b"post /webhooks/products/update HTTP/1.1",
        b"POST http://[::1/webhooks/products/update HTTP/1.1",
        b"POST /webhooks/" + b"a" * 5000 + b" HTTP/1.1",
        b"POST /webhooks/../../etc/passwd HTTP/1.1",
        b"POST /webhooks/%ff%fe HTTP/1.1",
        b"\x16\x03\x01\x02\x00\x01",
    ],
)
def test_a_strange_request_line_is_refused(served: Served, request_line: bytes) -> None:
    headers = signed_headers(PRODUCT, served.settings.api_secrets[0])
    lines = b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())

    status = served.say(request_line + b"\r\nHost: t\r\nContent-Length: 2\r\n" + lines + b"\r\n{}")

    assert status == 0 or 400 <= status < 500 or status == 505
