"""Errors of the register that callers may catch."""

from duru.kernel.errors import Refused


class SearchTooWide(Refused):
    """A search would list strangers: the name is too short to mean somebody."""


class AlreadyAlive(Refused):
    """A decision that a person lives was asked for somebody who is not held to be dead or moved."""
