"""What shoppers and the store said to each other, and who they are to us.

`visits` tells one shopper from another without keeping who they are, `transcripts` keeps what was
said, `chat_tokens` lets the widget come back without Shopify's signature for a few minutes.
"""
