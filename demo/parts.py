"""What the demo's pages stand on, opened once per process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import httpx
from flask import current_app

from demo.addresses import storefront_url
from demo.state import State, open_state
from shopify_app.config import Settings


@dataclass
class Parts:
    """The settings Tote has, the shop's state, and connections to Tote's own doors."""

    settings: Settings
    state: State
    app_url: str
    """Where Tote listens on this machine."""

    @property
    def storefront_url(self) -> str:
        return storefront_url(self.settings)

    @property
    def secret(self) -> str:
        return self.settings.api_secrets[0]

    @cached_property
    def http(self) -> httpx.Client:
        """For as many answers at once as shoppers ask for, each as long as it is written."""
        return httpx.Client(
            timeout=httpx.Timeout(60, connect=5),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=20),
            trust_env=False,
        )


def open_parts(settings: Settings) -> Parts:
    port = os.environ.get("PORT")
    own = f"http://127.0.0.1:{port}" if port else settings.app_url
    return Parts(settings, open_state(settings.data_dir), own)


def parts() -> Parts:
    return cast(Parts, current_app.extensions["demo"])
