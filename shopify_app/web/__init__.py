"""The doors: every way into Tote from outside. No room uses them.

Each module is one blueprint whose views guard, parse, make one call into a room, and render.
"""

from __future__ import annotations

from typing import cast

from flask import current_app

from shopify_app.parts import Parts


def parts() -> Parts:
    """The parts this process stands on, as `create_app` opened them."""
    return cast(Parts, current_app.extensions["tote"])
