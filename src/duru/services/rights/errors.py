"""Errors of requests that callers may catch; each carries a sentence for the screen."""


class RequestRefused(ValueError):
    """The request cannot be written or answered so; `str(error)` says in Korean what to change."""
