"""What was held back, and why. Pure."""

from __future__ import annotations

from dataclasses import dataclass

PERSONAL = ("email", "phone", "order")
LONGEST_CODE = 16
"""Longer ones are no discount codes but tracking numbers, which are personal."""


@dataclass(frozen=True)
class Verdict:
    """A claim that was held back, and what the sources say instead."""

    claim: str
    kind: str
    says: tuple[str, ...] = ()

    def __str__(self) -> str:
        instead = f"the sources say {', '.join(self.says)}" if self.says else "no source says so"
        return f"held back: {self.claim}; {instead}"

    def note(self) -> dict[str, object]:
        """What the record keeps: nothing that could be a person's."""
        personal = self.kind in PERSONAL or (self.kind == "code" and len(self.claim) > LONGEST_CODE)
        return {
            "kind": self.kind,
            "claim": "" if personal else self.claim,
            "says": list(self.says),
        }
