"""What hangs on links, told by the floors above without linkage knowing them.

Benefits and services register in `AppConfig.ready`: what stands behind a record (for the order of the review queue), and what is
concluded about persons from the links of now (to say what a decision started and stopped).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Expression, F, FloatField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Greatest

from duru.blocks.linkage.models import Link
from duru.blocks.linkage.rules import LEAST_DOUBT, POINTS_PER_OVERLAP, WON_PER_POINT, Finding
from duru.blocks.registry.api import Person, PersonStatus

STAKES = ("n_benefits", "won", "n_overlaps")


@dataclass(frozen=True, slots=True)
class FindingSource:
    """One floor above that concludes things about persons.

    `find(person ids, day)` returns what it concludes about these persons and those who live with them from the links as they
    stand inside the running transaction; it may use temporary tables. `settled_at()` is when it last concluded anew for the
    whole district, None when it never has.
    """

    key: str
    label: str
    find: Callable[[Collection[int], date], list[Finding]]
    settled_at: Callable[[], datetime | None]


_sources: dict[str, FindingSource] = {}
_stakes: dict[str, Callable[[], Expression]] = {}


def register_findings(source: FindingSource) -> None:
    """Add a floor that concludes from links; call it in `AppConfig.ready`. The same key again replaces it."""
    _sources[source.key] = source


def register_stake(key: str, behind: Callable[[], Expression]) -> None:
    """Say what stands behind a record; call it in `AppConfig.ready`.

    Args:
        key: One of `STAKES`: n_benefits, won (whole won), n_overlaps.
        behind: Makes an expression over `OuterRef("record_id")` that is a whole number and never NULL.

    Raises:
        KeyError: another key (a programming error).
    """
    if key not in STAKES:
        raise KeyError(key)
    _stakes[key] = behind


def find_all(person_ids: Collection[int], *, on: date) -> list[Finding]:
    """Return everything concluded about some persons from the links of now: their status, and what the floors above say."""
    found = [
        Finding(
            f"status|{public_id}|{status}", f"상태 ‘{PersonStatus(status).label}’", status != PersonStatus.SUSPECTED
        )
        for public_id, status in Person.objects.filter(id__in=person_ids)
        .exclude(status=PersonStatus.LIVING)
        .order_by("id")
        .values_list("public_id", "status")
    ]
    for key in sorted(_sources):
        found += _sources[key].find(person_ids, on)
    return found


def list_settled() -> list[tuple[str, datetime | None]]:
    """Return (label, when it last concluded for the whole district) of every floor above that listens."""
    return [(_sources[key].label, _sources[key].settled_at()) for key in sorted(_sources)]


def with_stakes(links: QuerySet[Link]) -> QuerySet[Link]:
    """Add to each link what stands behind its record: `.n_benefits`, `.won`, `.n_overlaps`."""
    return links.annotate(**_behind())


def worth_expression() -> Expression:
    """Make an expression over links: what an answer is worth, as `rules.answer_value`; a test compares the two."""
    behind = _behind()
    depends = (
        Value(1.0)
        + Cast(behind["n_benefits"], FloatField())
        + Cast(behind["won"], FloatField()) / float(WON_PER_POINT)
        + Cast(behind["n_overlaps"], FloatField()) * float(POINTS_PER_OVERLAP)
    )
    doubt = Greatest(Value(LEAST_DOUBT), 4.0 * F("probability") * (1.0 - F("probability")))
    return Cast(doubt, FloatField()) * depends


def _behind() -> dict[str, Expression]:
    return {key: _stakes[key]() if key in _stakes else Value(0, output_field=IntegerField()) for key in STAKES}
