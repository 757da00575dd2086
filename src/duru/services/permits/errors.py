"""What this service refuses."""

from duru.kernel.errors import Refused


class NoPermitCase(Refused):
    """The case is not one of a funeral facility."""


class GraveRefused(Refused):
    """A line of the 묘적부 cannot be as it was written."""
