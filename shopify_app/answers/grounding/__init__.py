"""What an answer states must stand in a source of this answer: with its unit, of its subject."""

from shopify_app.answers.grounding.evidence import Context, Evidence, Source, Verdict, unsupported
from shopify_app.answers.grounding.reading import hosts_in, value

__all__ = ["Context", "Evidence", "Source", "Verdict", "hosts_in", "unsupported", "value"]
