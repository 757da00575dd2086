"""Errors of the consent ledger that callers may catch; each carries a sentence for the screen."""


class ConsentRefused(ValueError):
    """The consent as given cannot be recorded or withdrawn; `str(error)` says in Korean what to change."""
