"""Shopify's own package, asked over a pipe: requests as JSON lines in, its verdicts out.

    python -I theirs.py DIRECTORY CLIENT_ID SECRET OLD_SECRET NOW

DIRECTORY is where `shopifyapp` is installed; its import name is ours, so it has a process of its
own. NOW, in seconds since 1970, is what its clocks say. Each line in is `{"door", "request"}`, each
line out `{"ok", "code", "shop", "who"}`.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime, tzinfo
from typing import Any

directory, client_id, secret, old_secret, now_s = sys.argv[1:]
sys.path.insert(0, directory)

# ruff: isort: off
import jwt.api_jwt  # noqa: E402
from shopify_app import ShopifyApp  # type: ignore[attr-defined]  # noqa: E402

NOW = float(now_s)


class Standing(datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Standing:
        return cls.fromtimestamp(NOW, tz)


time.time = lambda: NOW
jwt.api_jwt.datetime = Standing  # type: ignore[attr-defined]


def main() -> None:
    app: Any = ShopifyApp(client_id=client_id, client_secret=secret, old_client_secret=old_secret)
    doors = {
        "webhook": app.verify_webhook_req,
        "proxy": app.verify_app_proxy_req,
        "token": lambda request: app.verify_app_home_req(request, "/auth/patch-id-token"),
    }
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            verdict = told(doors[asked["door"]](asked["request"]))
        except Exception as error:  # an error of theirs is a verdict too: not taken
            verdict = {"ok": False, "code": f"raised {type(error).__name__}", "shop": "", "who": ""}
        print(json.dumps(verdict), flush=True)


def told(result: Any) -> dict[str, Any]:
    return {
        "ok": result.ok,
        "code": result.log.code,
        "shop": result.shop or "",
        "who": getattr(result, "logged_in_customer_id", None)
        or getattr(result, "user_id", None)
        or "",
    }


main()
