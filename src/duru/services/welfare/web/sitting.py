"""A sitting at the counter: the purpose is chosen once and holds for half an hour, for everybody who is asked about in it."""

from datetime import datetime, timedelta

from duru.blocks.registry.api import Purpose

KEPT = timedelta(minutes=30)
_KEY = "duru_counter_purpose"


def choose_purpose(session, purpose: str, *, now: datetime) -> None:
    """Begin a sitting for one of the six purposes.

    Raises:
        ValueError: there is no such purpose.
    """
    session[_KEY] = [Purpose(purpose).value, (now + KEPT).isoformat()]


def chosen_purpose(session, *, now: datetime) -> str:
    """Return the label of the sitting's purpose, as the log shall have it; "" when none is running."""
    value = session.get(_KEY)
    if value is None or datetime.fromisoformat(value[1]) <= now:
        return ""
    return str(Purpose(value[0]).label)


def end_sitting(session) -> None:
    """Forget the purpose: the next task has its own."""
    session.pop(_KEY, None)
