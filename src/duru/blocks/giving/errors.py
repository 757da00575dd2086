"""Errors of the door that callers may catch; each carries a sentence for the screen."""


class DoorRefused(ValueError):
    """What was asked for cannot be written; `str(error)` says in Korean what to do."""


class LinkSpent(Exception):
    """A one-time link was used already, is too old, was taken back, or never existed: the four look alike."""
