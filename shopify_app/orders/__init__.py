"""Orders: whose they are, and what may be said of them.

`finding` picks a verified customer's own orders for a question; `describing` says what the record
has of one, in words. Who the customer is comes from Shopify's signature, never from a question.
"""
