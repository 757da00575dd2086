"""Errors of welfare that callers may catch; each carries a sentence for the screen."""

from duru.kernel.errors import Refused


class MarkRefused(ValueError):
    """The decision about an overlap cannot be taken as given; `str(error)` says in Korean what to change."""


class RuleRefused(Refused):
    """A rule cannot be put into force as given; `field` names what to change where it is one column."""


class GiftRefused(Refused):
    """Somebody wants to give in spite of a warning and may not, or said not why."""


class TurnRefused(Refused):
    """An order of turns cannot be made, drawn or decided about as given."""
