"""The work that follows a webhook: RQ jobs that say "look at the record", and the sweeper.

`python -m workers deliveries|indexing` works one queue; `python -m workers sweeper` rings again for
what was not rung for, and sends shops to be reconciled.
"""
