"""Without a model, the store's own sentences are the answer, word for word.

`extracting` is the verb. What could be said (`candidates`) is read from the passages (`quoting`)
and ranked (`ranking`). Then a policy or page is quoted (`choosing`), a product described
(`describing`), some products are offered (`offering`), or a shopper's orders told (`orders`).
"""

from shopify_app.answers.extraction.candidates import LONGEST_EXTRACT, Extract, Likeness
from shopify_app.answers.extraction.extracting import extract_answer

__all__ = ["LONGEST_EXTRACT", "Extract", "Likeness", "extract_answer"]
