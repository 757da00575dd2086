"""Errors of access that callers may catch."""

from django.core.exceptions import PermissionDenied

from duru.kernel.errors import Refused


class NotAllowed(PermissionDenied):
    """The acting person may not do this; the text is a Korean sentence for that person."""


class GlassRefused(Refused):
    """An emergency opening or its review is not possible as asked; the sentence says what to change."""
