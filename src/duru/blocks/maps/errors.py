"""What a caller of maps may meet."""

from duru.kernel.errors import Refused


class AreaRefused(Refused):
    """A shape that cannot be asked about: too large, broken, or nothing of that name; the text says what to do."""
