"""What the store knows: source records, documents, chunks, vectors, words, and finding them again.

`sources` keeps what Shopify has now and puts its document in step; `indexing` turns due documents
into chunks that can be found; `retrieval` finds passages for a question, with the price and stock
of this moment read from the record.
"""
