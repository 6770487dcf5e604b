"""The webhook topics we take. Shopify's list has none for policies, pages or articles."""

COMPLIANCE_TOPICS = frozenset(
    {"customers/data_request", "customers/redact", "shop/redact"},
)

OWN_TOPICS = frozenset({"policies/update", "pages/update", "articles/update"})
"""Put into the inbox by our reconciler; operators and stand-ins may send them signed as well."""

WEBHOOK_TOPICS = (
    frozenset(
        {
            "products/create",
            "products/update",
            "products/delete",
            "collections/create",
            "collections/update",
            "collections/delete",
            "orders/create",
            "orders/updated",
            "orders/edited",
            "orders/cancelled",
            "orders/fulfilled",
            "orders/partially_fulfilled",
            "orders/delete",
            "refunds/create",
            "shop/update",
            "app/uninstalled",
            "app/scopes_update",
            "bulk_operations/finish",
        }
    )
    | COMPLIANCE_TOPICS
    | OWN_TOPICS
)
