"""Which months there are, and in which version."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from duru.blocks.statistics.errors import NoSnapshot
from duru.blocks.statistics.models import Snapshot
from duru.blocks.statistics.rules.months import Month, month_of


def list_snapshots() -> QuerySet[Snapshot]:
    """Return all snapshots, newest month and version first."""
    return Snapshot.objects.order_by("-month_on", "-version")


def list_months() -> list[Month]:
    """Return the months of which there is a snapshot, newest first."""
    days = Snapshot.objects.order_by("-month_on").values_list("month_on", flat=True).distinct()
    return [month_of(day) for day in days]


def find_latest() -> Snapshot | None:
    """Return the newest version of the newest month, None when there is none."""
    return list_snapshots().first()


def latest_snapshots(months: Sequence[Month]) -> list[Snapshot]:
    """Return the newest version of each month, oldest month first. One query.

    Raises:
        NoSnapshot: a month has none; says which.
    """
    days = [month.first for month in months]
    rows = Snapshot.objects.filter(month_on__in=days).order_by("month_on", "-version").distinct("month_on")
    found = {row.month_on: row for row in rows}
    missing = [month.words for month in months if month.first not in found]
    if missing:
        raise NoSnapshot(f"월말 자료가 없는 달입니다: {', '.join(missing)}")
    return [found[day] for day in sorted(days)]
