"""What the words of a question tell of what it is for. Pure."""

import re

OF_ONE = re.compile(r"\b(?:the|this|that|its?|is|are|does|do|how|my|can|i)\b", re.I)
"""Words of questions about a product that is known already; “black dress in size M” has none."""
ABOUT_TERMS = re.compile(
    r"\b(?:return\w*|refund\w*|exchang\w+|sen[dt] (?:\w+ ){0,3}back|ship\w*|deliver\w*"
    r"|customs|dut(?:y|ies)|pay|payments?|warrant\w+|guarantee\w*|cancel\w*|privacy|contact|phone"
    r"|e-?mail|open(?:ing)?|hours|visit|showroom|polic(?:y|ies)|terms|damaged|broken|faulty"
    r"|defective|lost|missing)\b",
    re.I,
)
"""What a store says in its policies and pages rather than with a product."""
FOR_A_PRESENT = re.compile(
    r"\b(?:gifts?|presents?)\b(?! (?:cards?|wrap\w*|receipts?|box\w*|notes?|messages?|bags?)\b)"
    r".{0,40}\b(?:for|under|ideas?)\b|\b(?:gift|present) (?:ideas?|for)\b",
    re.I,
)
