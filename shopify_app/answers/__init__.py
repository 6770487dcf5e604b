"""A question becomes an answer, told while it comes about.

The way of a question, from door to door, begins at `asking.answer`:

- let in: `admission` (limits), `questions` (cleaning), `moods` and `persons` (who wants a person),
  `following` (what it leans on)
- looked up: `translating`, `finding`; `templates` (the merchant's exact words)
- asked of Claude: `prompt`, `masking`, `claude` and its `breaker`; `rounds` with `tools`,
  `speaking`
- held to what is known: `gate`, over `sentences`, `echoes` and `grounding`; `repeating`
- said as the store would: `voicing`, `rewording`
- without Claude: `extraction`
- told and kept: `events`, `draft`, `keeping`, `expecting`, `counting`

Beside that way, keeping nothing: `again`, `previewing`, `voice_checks`, `teaching`.
"""
