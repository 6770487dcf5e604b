"""The inbox: every webhook as received, until it has done its work.

`inbox.accept` commits a delivery before Shopify is told 200. `leasing` hands deliveries to workers
(shops in turn, attempts counted first, fenced by a token) and keeps what became of each. `doorbell`
wakes the workers; losing a ring loses nothing.
"""
