"""Shopify's Admin API as far as the workers ask it, over HTTP, doing as it is told."""

from __future__ import annotations

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class ScriptedAdmin:
    """Answers by id from `records`, unless `mood` says otherwise: refused, down, throttled."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {}
        """GraphQL nodes by gid."""
        self.lists: dict[str, dict[str, Any]] = {}
        """What is asked for without an id, by field."""
        self.mood = "well"
        self.asked: list[tuple[str, str, str]] = []
        """Of each call: the path, the token, the id."""
        admin = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                token = self.headers["X-Shopify-Access-Token"]
                gid = sent["variables"].get("id", "")
                admin.asked.append((self.path, token, gid))
                status, answer = admin.answer(sent["query"], gid)
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/{{shop}}"

    def answer(self, query: str, gid: str) -> tuple[int, dict[str, Any]]:
        if self.mood == "refused":
            return 401, {"errors": "[API] Invalid API key or access token"}
        if self.mood == "down":
            return 503, {}
        if self.mood == "throttled":
            cost = {"requestedQueryCost": 1000, "throttleStatus": {"currentlyAvailable": 0}}
            extensions = {"cost": cost}
            throttled = [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]
            return 200, {"errors": throttled, "extensions": extensions}
        field = re.search(r"\{\s*(\w+)", query)
        assert field
        return 200, {"data": {field[1]: (self.records if gid else self.lists).get(gid or field[1])}}

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def product_node(
    number: int, *, title: str, updated_at: str, variants: int = 1, price: str = "10.00"
) -> dict[str, Any]:
    return {
        "legacyResourceId": str(number),
        "title": title,
        "handle": title.lower().replace(" ", "-"),
        "status": "ACTIVE",
        "vendor": "Woolmere",
        "productType": "Boots",
        "tags": [],
        "descriptionHtml": f"<p>{title} as Shopify has them.</p>",
        "publishedAt": updated_at,
        "updatedAt": updated_at,
        "options": [{"name": "Size", "optionValues": [{"name": "42"}]}],
        "media": {"nodes": []},
        "variants": {
            "pageInfo": {"hasNextPage": False, "endCursor": None},
            "nodes": [
                {
                    "legacyResourceId": str(number * 1000 + place),
                    "title": str(place),
                    "sku": f"S-{place}",
                    "price": price,
                    "compareAtPrice": None,
                    "availableForSale": True,
                    "inventoryQuantity": 3,
                    "inventoryItem": {"tracked": True},
                    "selectedOptions": [{"value": str(place)}],
                }
                for place in range(variants)
            ],
        },
    }


def order_node(number: int, *, name: str, updated_at: str, status: str) -> dict[str, Any]:
    return {
        "legacyResourceId": str(number),
        "name": name,
        "createdAt": updated_at,
        "updatedAt": updated_at,
        "cancelledAt": None,
        "cancelReason": None,
        "closedAt": None,
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": status,
        "currencyCode": "USD",
        "currentTotalPriceSet": {"shopMoney": {"amount": "20.00"}},
        "lineItems": {
            "nodes": [
                {
                    "title": "Fell boots",
                    "variantTitle": "42",
                    "quantity": 1,
                    "originalUnitPriceSet": {"shopMoney": {"amount": "20.00"}},
                    "product": None,
                },
            ]
        },
        "fulfillments": [],
    }
