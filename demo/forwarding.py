"""Shopify's app proxy: sign what the storefront asks of the app, and pass the answer through.

Rules: https://shopify.dev/docs/apps/build/online-store/app-proxies
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

import httpx
from flask import Blueprint, Response, request
from werkzeug.datastructures import Headers

from demo import SHOP
from demo.customers import signed_in_customer
from demo.parts import parts
from shopify_app.shopify.signatures import RESERVED, sign_proxy_query

doors = Blueprint("forwarding", __name__, url_prefix="/apps/tote")

PATH_PREFIX = "/apps/tote"
HOP_BY_HOP = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
    "transfer-encoding", "upgrade",
}  # fmt: skip
KEPT_FROM_THE_APP = HOP_BY_HOP | {"cookie", "host", "content-length", "x-forwarded-for"}
KEPT_FROM_THE_BROWSER = HOP_BY_HOP | {
    "accept-ranges", "cookie", "date", "p3p", "pragma", "server", "service-worker-allowed",
    "set-cookie", "warning", "x-powered-by",
}  # fmt: skip


@doors.route("/<path:path>", methods=["GET", "POST", "PUT", "DELETE"])
def forward(path: str) -> Response:
    """The app's answer at /proxy/<path>, streamed as it comes; 502 when there is none."""
    query = signed_query(
        request.query_string.decode("latin-1"),
        customer_id=signed_in_customer(),
        secret=parts().secret,
        now_s=time.time(),
    )
    asked = parts().http.build_request(
        request.method,
        f"{parts().app_url}/proxy/{path}?{query}",
        content=request.get_data(),
        headers=forwarded_headers(request.headers, client=request.remote_addr or ""),
    )
    try:
        answer = parts().http.send(asked, stream=True)
    except httpx.HTTPError:
        return Response("The app did not answer.", status=502, content_type="text/plain")
    kept = [
        (name, value)
        for name, value in answer.headers.multi_items()
        if name not in KEPT_FROM_THE_BROWSER
    ]
    return Response(_pieces(answer), status=answer.status_code, headers=Headers(kept))


def signed_query(query: str, *, customer_id: str, secret: str, now_s: float) -> str:
    """The query as it reaches the app: the caller's own parameters, then Shopify's, signed.

    What the caller sends under a reserved name is dropped. `customer_id` is empty for a visitor
    who is not signed in.
    """
    own = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] not in RESERVED]
    reserved = {
        "shop": SHOP,
        "logged_in_customer_id": customer_id,
        "path_prefix": PATH_PREFIX,
        "timestamp": str(int(now_s)),
    }
    values: dict[str, list[str]] = {}
    for name, value in own:
        values.setdefault(name, []).append(value)
    joined = {name: ",".join(several) for name, several in values.items()}
    signature = sign_proxy_query({**joined, **reserved}, secret)
    return urlencode([*own, *reserved.items(), ("signature", signature)])


def forwarded_headers(headers: Headers, *, client: str) -> dict[str, str]:
    kept = {name: value for name, value in headers.items() if name.lower() not in KEPT_FROM_THE_APP}
    return {**kept, "X-Forwarded-For": client, "X-Forwarded-Host": headers.get("Host", "")}


def _pieces(answer: httpx.Response) -> Iterator[bytes]:
    """As they arrive and as they were encoded. A shopper who leaves closes the way to the app."""
    try:
        yield from answer.iter_raw()
    except httpx.HTTPError:
        return
    finally:
        answer.close()
