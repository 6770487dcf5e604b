"""The knowledge room's store, embedder and index serve the orders' tests too."""

from tests.knowledge.conftest import hashing, other_shop, shop, vectors

__all__ = ["hashing", "other_shop", "shop", "vectors"]
