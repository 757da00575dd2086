"""What this service refuses."""

from duru.kernel.errors import Refused


class OutreachRefused(Refused):
    """The deed is not possible as asked; the sentence says what to change."""
