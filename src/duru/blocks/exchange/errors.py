"""Errors of intake that callers may catch. The text is Korean and says what the sender should do."""

from duru.blocks.workbooks.api import FileRefused

__all__ = ["FileRefused", "MappingIncomplete", "WrongState"]


class WrongState(RuntimeError):
    """What was asked does not fit where the file stands (accept before the check has ended, cancel what is in)."""


class MappingIncomplete(ValueError):
    """A field that the data set cannot do without has no column; the text names the missing ones."""
