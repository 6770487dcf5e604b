"""Send webhooks as fast as they are answered, over kept-open connections; print what happened.

Lean on purpose: it shares the machine with the server it measures.
`python -m benchmarks.webhook_load PORT SHOP SECONDS CONNECTIONS` prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
import uuid
from dataclasses import dataclass, field

from shopify_app.shopify.signatures import sign_webhook

VARIANTS = [
    {
        "id": 1070325019 + place,
        "title": f"Size {place}",
        "price": "19.99",
        "sku": f"EX-{place}",
        "inventory_quantity": 75,
        "option1": str(place),
    }
    for place in range(8)
]
BODY = json.dumps(
    {
        "id": 788032119674292922,
        "title": "A shirt for all days",
        "body_html": "<p>" + "Soft, plain and made to be worn. " * 40 + "</p>",
        "vendor": "Example",
        "product_type": "Shirts",
        "handle": "a-shirt-for-all-days",
        "status": "active",
        "published_at": "2026-10-01T10:00:00-04:00",
        "updated_at": "2026-10-01T10:00:00-04:00",
        "tags": "shirts, plain",
        "variants": VARIANTS,
    }
).encode()


@dataclass
class Run:
    """What one run of the load sends and sees."""

    shop: str
    secret: str
    ends_at: float
    sent: int = 0
    seconds: list[float] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.name = uuid.uuid4().hex[:12]
        head = (
            "POST /webhooks/products/update HTTP/1.1\r\n"
            "Host: 127.0.0.1\r\n"
            "Content-Type: application/json\r\n"
            f"Content-Length: {len(BODY)}\r\n"
            "X-Shopify-Topic: products/update\r\n"
            f"X-Shopify-Hmac-Sha256: {sign_webhook(BODY, self.secret)}\r\n"
            f"X-Shopify-Shop-Domain: {self.shop}\r\n"
            "X-Shopify-API-Version: 2026-10\r\n"
            "X-Shopify-Triggered-At: 2026-10-01T14:00:00.123456789Z\r\n"
            "X-Shopify-Event-Id: 98880550-7158-44d4-b7cd-2c97c8a091b5\r\n"
            "X-Shopify-Webhook-Id: "
        )
        self.before, self.after = head.encode(), b"\r\n\r\n" + BODY

    def next_id(self) -> str:
        self.sent += 1
        return f"{self.name}-{self.sent}"


class Sender(asyncio.Protocol):
    """One connection: the next webhook goes out when the last was answered."""

    def __init__(self, run: Run, closed: asyncio.Future[None]) -> None:
        self._run = run
        self._closed = closed
        self._answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if not found or len(body) < _content_length(head):
            return
        self._run.seconds.append(time.perf_counter() - self._sent_at)
        status = head[9:12].decode()
        if status == "200":
            self._run.acknowledged.append(self._id)
        else:
            self._run.others[status] = self._run.others.get(status, 0) + 1
        self._answer = b""
        self._send()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self._closed.done():
            self._closed.set_result(None)

    def _send(self) -> None:
        self._sent_at = time.perf_counter()
        if self._sent_at >= self._run.ends_at:
            self._transport.close()
            return
        self._id = self._run.next_id()
        self._transport.write(self._run.before + self._id.encode() + self._run.after)


def _content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


async def send(*, port: int, shop: str, secret: str, seconds: float, connections: int) -> Run:
    loop = asyncio.get_running_loop()
    run = Run(shop, secret, time.perf_counter() + seconds)
    closed = [loop.create_future() for _ in range(connections)]
    for each in closed:
        await loop.create_connection(lambda each=each: Sender(run, each), "127.0.0.1", port)
    await asyncio.gather(*closed)
    return run


def main() -> None:
    port, shop, seconds, connections = sys.argv[1:]
    secret = os.environ["SHOPIFY_API_SECRET"]
    started = time.perf_counter()
    run = asyncio.run(
        send(
            port=int(port),
            shop=shop,
            secret=secret,
            seconds=float(seconds),
            connections=int(connections),
        )
    )
    print(
        json.dumps(
            {
                "elapsed_s": time.perf_counter() - started,
                "seconds": run.seconds,
                "acknowledged": run.acknowledged,
                "others": run.others,
            }
        )
    )


if __name__ == "__main__":
    main()
