"""Errors of linkage that callers may catch."""


class RecordNotLinked(LookupError):
    """The record has no link: it is unknown, of another tenant, or came in after the last run."""


class PersonUnknown(LookupError):
    """There is no such person in this tenant."""


class AlreadyApart(ValueError):
    """A record that is its person's only one cannot be taken off: there is nobody to part it from."""
