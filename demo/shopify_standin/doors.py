"""The HTTP side of the stand-in, at /demo/shopify/<shop>/…, as at https://<shop>/… of Shopify."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from threading import Thread
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    request,
    send_from_directory,
    url_for,
)

from demo import SHOP
from demo.parts import parts
from demo.sender import DeliveryFailed, send_webhook
from demo.shopify_standin.buckets import Bucket
from demo.shopify_standin.bulk import BulkOperations, BulkRules
from demo.shopify_standin.querying import run_query
from demo.shopify_standin.tokens import issue_pair, refresh_pair, token_is_valid
from shopify_app.shopify.session_tokens import InvalidSessionToken, verify_session_token

doors = Blueprint("shopify_standin", __name__, url_prefix="/shopify/<shop>/admin")

VERSION = re.compile(r"20\d\d-(01|04|07|10)|unstable")
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"


@doors.post("/oauth/access_token")
def access_token(shop: str) -> tuple[Response, int]:
    """Exchange a session token for an expiring pair, or refresh one."""
    _require_demo_shop(shop)
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not _client_is_known(body):
        return jsonify(error="invalid_client"), 400
    if body.get("grant_type") == TOKEN_EXCHANGE:
        return _exchange(body)
    if body.get("grant_type") == "refresh_token":
        pair = refresh_pair(parts().state, str(body.get("refresh_token")), now_s=time.time())
        return (jsonify(pair), 200) if pair else (jsonify(error="invalid_grant"), 400)
    return jsonify(error="unsupported_grant_type"), 400


@doors.post("/api/<version>/graphql.json")
def graphql(shop: str, version: str) -> tuple[Response, int]:
    _require_demo_shop(shop)
    if not VERSION.fullmatch(version):
        return jsonify(errors="Not Found"), 404
    token = request.headers.get("X-Shopify-Access-Token", "")
    if not token_is_valid(parts().state, token, secret=parts().secret, now_s=time.time()):
        return jsonify(errors="[API] Invalid API key or access token"), 401
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        return jsonify(errors="the body is not a JSON object"), 400
    answer = run_query(
        parts().state,
        body,
        storefront_url=parts().storefront_url,
        bucket=current_app.config.get("BUCKET", Bucket()),
        now_s=time.time(),
        roots=_bulk_operations(shop).roots(),
    )
    response = jsonify(answer)
    response.headers["X-Shopify-API-Version"] = version
    return response, 200


@doors.get("/bulk/<name>")
def bulk_file(shop: str, name: str) -> Response:
    """At Shopify an address of its own at a storage service: no token opens or closes it."""
    _require_demo_shop(shop)
    return send_from_directory(parts().settings.data_dir / "bulk", name)


def _bulk_operations(shop: str) -> BulkOperations:
    return BulkOperations(
        parts().state,
        directory=parts().settings.data_dir / "bulk",
        files_url=url_for("shopify_standin.bulk_file", shop=shop, name="", _external=True),
        storefront_url=parts().storefront_url,
        rules=current_app.config.get("BULK", BulkRules()),
        tell=partial(_tell_of_the_end, parts().app_url, parts().secret),
    )


def _tell_of_the_end(app_url: str, secret: str, payload: Mapping[str, Any]) -> None:
    """By webhook, which may get lost: Shopify does not promise it either."""

    def send() -> None:
        with suppress(DeliveryFailed):
            send_webhook(
                app_url,
                shop=SHOP,
                topic="bulk_operations/finish",
                payload=payload,
                secret=secret,
                retry_after_s=(),
            )

    Thread(target=send, daemon=True).start()


def _exchange(body: Mapping[str, Any]) -> tuple[Response, int]:
    settings = parts().settings
    try:
        if body.get("subject_token_type") != ID_TOKEN:
            raise InvalidSessionToken("not an id token")
        token = verify_session_token(
            str(body.get("subject_token")),
            api_key=settings.api_key,
            secrets=settings.api_secrets,
            now=datetime.now(UTC),
        )
    except InvalidSessionToken:
        return jsonify(error="invalid_subject_token"), 400
    if token.shop != SHOP:
        return jsonify(error="invalid_subject_token"), 400
    return jsonify(issue_pair(parts().state, now_s=time.time())), 200


def _require_demo_shop(shop: str) -> None:
    if shop != SHOP:
        abort(404)


def _client_is_known(body: Mapping[str, Any]) -> bool:
    settings = parts().settings
    secret = str(body.get("client_secret")).encode()
    known = any(hmac.compare_digest(secret, each.encode()) for each in settings.api_secrets)
    return known and body.get("client_id") == settings.api_key
