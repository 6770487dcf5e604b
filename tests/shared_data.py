"""Where the real catalogues and Shopify's schema lie, when they are on this machine."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
