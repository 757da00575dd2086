"""Errors of welfare that callers may catch; each carries a sentence for the screen."""


class MarkRefused(ValueError):
    """The decision about an overlap cannot be taken as given; `str(error)` says in Korean what to change."""
