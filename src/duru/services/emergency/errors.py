"""What a caller of emergency may meet."""

from duru.kernel.errors import Refused


class IncidentRefused(Refused):
    """Something about an incident that cannot be done; the text says what to do."""


class GlassClosed(Exception):
    """The people of an incident may be seen only after breaking the glass."""


class CopyRefused(Refused):
    """A copy that cannot be made, or check-offs that cannot be taken; the text says what to do."""
