"""How a store sounds: a `Voice` (values) and the `instructions` to the model that follow from it.

Pure, and knows no other room.
"""

from shopify_app.voice.instructions import instructions
from shopify_app.voice.voices import Voice, default_voice

__all__ = ["Voice", "default_voice", "instructions"]
