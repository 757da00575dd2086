"""What a hand-over refuses."""

from duru.kernel.errors import Refused


class HandoverRefused(Refused):
    """It cannot be sent, read or answered; the message says why."""
