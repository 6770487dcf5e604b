"""What an answer states must stand in a source of this answer: with its unit, of its subject."""

from shopify_app.answers.grounding.amounts import value
from shopify_app.answers.grounding.claims import Context
from shopify_app.answers.grounding.evidence import Evidence, unsupported
from shopify_app.answers.grounding.reading import hosts_in
from shopify_app.answers.grounding.sources import Source
from shopify_app.answers.grounding.verdicts import Verdict

__all__ = ["Context", "Evidence", "Source", "Verdict", "hosts_in", "unsupported", "value"]
