"""Groups of people that may lack places: registered downward by the floors above, so that maps knows no benefit and no risk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from duru.blocks.registry.api import Person


@dataclass(frozen=True, slots=True)
class Demand:
    """One group: `person_ids(day)` gives a QuerySet of the ids of its members, for work in SQL.

    `key` stands in addresses and is never changed; `label` and `source` are what the page prints. Only what is `is_public` stands on
    the map for everybody: age does, a need never.
    """

    key: str
    label: str
    source: str
    person_ids: Callable[[date], QuerySet]
    is_public: bool = False


_demands: dict[str, Demand] = {}


def register_demand(demand: Demand) -> None:
    """Make a group known to the gap map and the map by 동. Registering the same key again replaces it."""
    _demands[demand.key] = demand


def list_demands() -> list[Demand]:
    """Return all groups in the order they were registered; everybody, the old and children first."""
    return list(_demands.values())


def find_demand(key: str) -> Demand | None:
    """Return the group of a key, None when nobody registered it."""
    return _demands.get(key)


def _everybody(day: date) -> QuerySet:
    return Person.objects.order_by().values("id")


def _old(day: date) -> QuerySet:
    return _everybody(day).filter(birth_year__lte=day.year - 65)


def _children(day: date) -> QuerySet:
    return _everybody(day).filter(birth_year__gt=day.year - 13)


def register_own() -> None:
    """Register the groups the register itself knows."""
    register_demand(Demand("old", "65세 이상", "주민 명단", _old, is_public=True))
    register_demand(Demand("children", "13세 미만", "주민 명단", _children, is_public=True))
    register_demand(Demand("everybody", "모든 주민", "주민 명단", _everybody, is_public=True))
