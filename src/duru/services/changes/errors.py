"""What the desk of changes refuses."""

from duru.kernel.errors import Refused


class ChangeRefused(Refused):
    """The deed does not fit the state, the law or the proof; the message says what to do."""


class AddresseeIsDead(ChangeRefused):
    """A letter was to be addressed to the person said to have died."""
