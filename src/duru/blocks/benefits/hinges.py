"""What floors above know of benefits somebody ended by name, without the ledger knowing them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Ended:
    """One benefit or service of a person that a named person ended and nobody started again; `ends_on` is the first day not given any more.

    `has_left` tells that it ended because the person died or moved away: then nothing else is to be given either.
    """

    person: int
    organisation: int
    label: str
    programme: str
    ends_on: date
    has_left: bool


EndedSource = Callable[[Collection[int]], Iterable[Ended]]
_sources: list[EndedSource] = []


def register_ended(find: EndedSource) -> None:
    """Let whoever gives ask a floor above what was ended: `find(person_ids)` answers in one statement. Call it in `AppConfig.ready`."""
    if find not in _sources:
        _sources.append(find)


def ended_of_persons(person_ids: Collection[int]) -> dict[int, list[Ended]]:
    """Return person → what was ended for them and not started again, newest first; persons without are left out."""
    found: dict[int, list[Ended]] = {}
    for each in sorted(
        (each for find in _sources for each in find(person_ids)), key=lambda one: one.ends_on, reverse=True
    ):
        found.setdefault(each.person, []).append(each)
    return found
