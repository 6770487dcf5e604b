"""How a store sounds: its settings, the `Voice` they make, the `instructions` to the model.

All but `versions`, `checks` and `adherence`, which keep things in the record, is pure.
"""

from shopify_app.voice.instructions import instructions
from shopify_app.voice.voices import Voice, default_voice

__all__ = ["Voice", "default_voice", "instructions"]
