"""A stand-in for Shopify's servers: tokens, and the Admin GraphQL API over the demo shop's state.

`schema.graphql` holds only the types and fields our queries need, each as in Shopify's own schema
of 2026-10. `tokens` keeps and checks access, `buckets` the call budget, `querying` runs a query,
`bulk` runs one over everything,
`nodes` turns webhook bodies into its objects, `doors` is the HTTP side.
"""
