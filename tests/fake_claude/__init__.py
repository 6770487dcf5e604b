"""A stand-in for Anthropic's Messages API: a real HTTP server that streams as theirs does.

`FakeClaude` runs one in this process; `python -m tests.fake_claude` runs one by itself. It answers
from the search results it is sent, or plays a failure when told to (`Act`).
"""

from tests.fake_claude.acts import Act
from tests.fake_claude.server import FakeClaude

__all__ = ["Act", "FakeClaude"]
