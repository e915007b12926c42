"""Numbered changes to the data of a registry, each applied once.

One module a migration, `m<number>_<what>.py`, with a docstring that says what it does and
`async def migrate(store)`, which must be safe to run again after a crash in the middle.
"""
