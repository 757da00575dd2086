"""Errors of places that callers may catch."""

from duru.kernel.errors import Refused


class UnreadableFile(Refused):
    """A file of places could not be read at all; the text says what it should be and how to make it so."""


class UnknownColumns(Refused):
    """A table lacks columns that its kind needs; the text names them and what was found instead."""
