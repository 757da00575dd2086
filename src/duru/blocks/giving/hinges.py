"""What floors above show at the door, without the door knowing them."""

from collections.abc import Callable

from django.http import HttpRequest

DoorNote = Callable[[HttpRequest, int], str]
_notes: list[DoorNote] = []


def register_door_note(render: DoorNote) -> None:
    """Show something above the buttons when a person stands at the door: `render(request, person_id)` returns safe HTML or "".

    Call it in `AppConfig.ready`; the last one registered is shown. Never called for those who only record.
    """
    _notes[:] = [render]


def door_note(request: HttpRequest, person_id: int | None) -> str:
    """Return what the floor above says about a person at the door, "" where nobody is known or nothing registered."""
    return _notes[0](request, person_id) if _notes and person_id is not None else ""
