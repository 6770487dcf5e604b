"""What Shopify says and wants: signatures, session tokens, payload shapes, the Admin API.

Nothing here knows of our database or of any other room. Values that come in are proven and cleaned
here, once; every other room may trust them.
"""
