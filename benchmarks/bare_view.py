"""The least a webhook door can do, to measure ours against: verify the signature and answer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from flask import Flask, request

app = Flask(__name__)
secret = os.environ.get("SHOPIFY_API_SECRET", "").encode()


@app.post("/webhooks/<path:topic>")
def receive(topic: str) -> tuple[str, int]:
    digest = base64.b64encode(hmac.new(secret, request.get_data(), hashlib.sha256).digest())
    given = request.headers.get("X-Shopify-Hmac-Sha256", "").encode()
    return "", 200 if hmac.compare_digest(digest, given) else 401
