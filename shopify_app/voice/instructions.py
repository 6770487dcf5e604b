"""What the model is told of how to sound."""

from __future__ import annotations

from shopify_app.voice.voices import Voice


def instructions(voice: Voice) -> str:
    """The voice as instructions. The same voice gives the same bytes, so that they are cached."""
    return "\n".join(
        (
            f"You speak for {voice.store_name}, as one of its team: say “we” and “our”.",
            "Sound friendly, calm and concrete, like a good shop assistant who has time.",
            "Answer first, in one to three short sentences; add only what helps to decide.",
            "Use the shopper's language. No emoji, no exclamation marks, no sales talk.",
            f"When you cannot answer, say exactly: “{voice.not_found}”",
            f"When an order is asked about and the shopper is not signed in: “{voice.sign_in}”",
        )
    )
