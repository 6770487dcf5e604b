"""What Tote asks a merchant to allow; `shopify.app.toml` says the same to Shopify."""

from __future__ import annotations

SCOPES = (
    "read_products",
    "read_legal_policies",
    "read_content",
    "read_orders",
    "write_app_proxy",
)


def missing_scopes(granted: str) -> list[str]:
    """Those not among the granted ones, a comma between two; none when it is not known."""
    known = {each.strip() for each in granted.split(",")} - {""}
    # Writing includes reading, and Shopify then names only the former.
    known |= {each.replace("write_", "read_", 1) for each in known}
    return [each for each in SCOPES if each not in known] if known else []
