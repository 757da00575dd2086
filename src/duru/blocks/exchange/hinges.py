"""What floors above still need of records of people, without exchange knowing them."""

from collections.abc import Callable, Collection

HeldSource = Callable[[Collection[int]], Collection[int]]
_sources: list[HeldSource] = []


def register_held_records(find: HeldSource) -> None:
    """Let a floor above keep records that something of its own hangs on: `find(record_ids)` returns those of them. Call it in `AppConfig.ready`."""
    if find not in _sources:
        _sources.append(find)


def held_records(record_ids: Collection[int]) -> set[int]:
    """Return which of some records a floor above still needs; they are not to be destroyed now."""
    return {held for find in _sources for held in find(record_ids)}
