"""What gunicorn serves in demo mode: Tote's own doors, and the demo beside them at /demo.

It needs `TOTE_DEMO=1` (set by ./run): the demo signs with the app's secret for whoever asks.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from demo.app import create_demo_app
from demo.parts import open_parts
from shopify_app import create_app
from shopify_app.config import load_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOUNT = "/demo"
BOUNCE = "/auth/patch-id-token"


def create_demo() -> WSGIApplication:
    """Tote and its demo. Raises RuntimeError outside demo mode."""
    if os.environ.get("TOTE_DEMO") != "1":
        raise RuntimeError("the demo is served only with TOTE_DEMO=1, as ./run sets it")
    tote = create_app()
    tote.config["TOTE_DEMO"] = True
    demo = create_demo_app(open_parts(load_settings(os.environ)))

    def bounce(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """App Bridge is not to be had here; the demo has its own page in its place."""
        there = {**environ, "SCRIPT_NAME": MOUNT, "PATH_INFO": "/admin/bounce"}
        return demo(there, start_response)

    return DispatcherMiddleware(tote, {MOUNT: demo, BOUNCE: bounce})


app = create_demo()
