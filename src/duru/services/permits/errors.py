"""What this service refuses."""

from duru.kernel.errors import Refused


class NoPermitCase(Refused):
    """The case is not one of a funeral facility."""


class MeetingRefused(Refused):
    """The law does not let a meeting be called, or its minutes be written, as asked."""


class ChargeRefused(Refused):
    """A fee or levy cannot be as it was written."""


class GraveRefused(Refused):
    """A line of the 묘적부 cannot be as it was written."""
