"""Errors of access that callers may catch."""

from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """The acting person may not do this; the text is a Korean sentence for that person."""
