"""Where the real catalogues lie, when they are on this machine."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
FASHION = SHARED / "data" / "catalogues" / "Fashion.csv"
CATALOGUES = SHARED / "data" / "catalogues"
