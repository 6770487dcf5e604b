"""The parts a process stands on, each opened when first used and closed with the process."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shopify_app.config import Settings
from shopify_app.db import Record, open_record

# The imports below are made when a part is first used: a command that only lists shops should not
# pay for loading an embedder and a model client.
if TYPE_CHECKING:
    from shopify_app.answers.admission import OpenStreams
    from shopify_app.answers.claude import Claude
    from shopify_app.deliveries.doorbell import Doorbell
    from shopify_app.deliveries.group_commit import GroupCommitter
    from shopify_app.knowledge.embedder import Embedder
    from shopify_app.knowledge.vectors import VectorIndex
    from shopify_app.replies.routing import Matchers
    from shopify_app.shopify.admin import AdminClient
    from shopify_app.shops.refreshing import TokenKeeper
    from shopify_app.tally import Tally


class Parts:
    """What `web` and `workers` pass to the rooms, one instance per process, never across a fork."""

    def __init__(self, settings: Settings, *, embedding_threads: int = 1) -> None:
        """One thread is right for single questions; a process that embeds documents takes more."""
        self.settings = settings
        self._embedding_threads = embedding_threads

    @cached_property
    def record(self) -> Record:
        return open_record(self.settings.database_url)

    @cached_property
    def inbox(self) -> GroupCommitter:
        from shopify_app.deliveries.group_commit import GroupCommitter

        return GroupCommitter(self.record)

    @cached_property
    def doorbell(self) -> Doorbell:
        from shopify_app.deliveries.doorbell import Doorbell

        return Doorbell(self.settings.redis_url)

    @cached_property
    def tally(self) -> Tally:
        from shopify_app.tally import Tally

        return Tally(self.settings.redis_url)

    @cached_property
    def admin(self) -> AdminClient:
        from shopify_app.shopify.admin import AdminClient

        return AdminClient(self.settings.admin_url, self.settings.api_version)

    @cached_property
    def tokens(self) -> TokenKeeper:
        import redis

        from shopify_app.shopify.token_exchange import TokenEndpoint
        from shopify_app.shops.refreshing import TokenKeeper

        settings = self.settings
        return TokenKeeper(
            self.record,
            TokenEndpoint(
                settings.admin_url, api_key=settings.api_key, secret=settings.api_secrets[0]
            ),
            redis.Redis.from_url(
                settings.redis_url, socket_timeout=2, socket_connect_timeout=1, retry=None
            ),
            settings.encryption_keys,
            self.tally,
        )

    @cached_property
    def vectors(self) -> VectorIndex:
        from shopify_app.knowledge.vectors import VectorIndex

        return VectorIndex(self.settings.chroma_url)

    @cached_property
    def embedder(self) -> Embedder:
        """Built from the installed weights when the data directory has none yet (seconds)."""
        from shopify_app.knowledge.embedder import open_embedder
        from shopify_app.knowledge.weights import build_model

        model = build_model(self.settings.data_dir / "model")
        return open_embedder(model, threads=self._embedding_threads)

    @cached_property
    def claude(self) -> Claude | None:
        """None without a key: then answers are extracts."""
        from shopify_app.answers.claude import open_claude

        return open_claude(self.settings)

    @cached_property
    def matchers(self) -> Matchers:
        """The shops' response templates, ready to be compared with messages."""
        from shopify_app.replies.routing import Matchers

        return Matchers()

    @cached_property
    def streams(self) -> OpenStreams:
        """The answers on their way in this process."""
        from shopify_app.answers.admission import OpenStreams

        return OpenStreams()


def open_parts(settings: Settings, *, embedding_threads: int = 1) -> Parts:
    return Parts(settings, embedding_threads=embedding_threads)
