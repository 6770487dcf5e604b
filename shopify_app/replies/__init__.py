"""Response templates: the merchant's exact words, when they apply and how they are rendered.

`routing` is asked for every question: which template applies, if any. `keeping` is asked by the
merchant's API: list, save, delete, and what a template gets in the way of. What can be decided from
values (`rendering`, `matching`, `conditions`, `conflicts`) is pure.
"""
