"""The leak ledger: what left after people were gone, won a day of delay, how soon each source told, and what early signs saved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.utils import timezone

from duru.services.changes.enums import ChangeKind, ChangeState, EffectKind, SignSource
from duru.services.changes.models import Change, Effect, Sign
from duru.services.changes.operations.recovering import holding_of
from duru.services.changes.rules import overpaid, source_of


@dataclass(frozen=True, slots=True)
class SourceSpeed:
    """How soon a source told: signs, the median of days from the event to being told, and how many were not so (생존확인)."""

    source: str
    label: str
    is_early: bool
    n_signs: int
    median_days: float
    n_denied: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The district's deaths and moves of a span: won that leaked, days of delay, and what early signs saved or could have.

    `leaked_won` counts payments after the month of the event up to the decision (or `as_of`); `delay_days` from the event to the
    decision. `saved_won` is what would have left between the first sign and the register's own notice. `months` are (first day,
    leaked won, matters), oldest first.
    """

    as_of: date
    n_changes: int
    leaked_won: int
    estimated_won: int
    delay_days: int
    saved_won: int
    months: tuple[tuple[date, int, int], ...]
    sources: tuple[SourceSpeed, ...]

    @property
    def won_per_day(self) -> int:
        """Return won lost a day of delay, over all matters; 0 without any."""
        return (self.leaked_won + self.estimated_won) // self.delay_days if self.delay_days else 0


def leak_ledger(*, since: date, as_of: date) -> Ledger:
    """Work the ledger out for deaths and moves that happened since a day. Three queries; protected people count and are never named."""
    changes = list(
        Change.objects.filter(
            kind__in=[ChangeKind.DEATH, ChangeKind.MOVE_OUT],
            state__in=[ChangeState.CONFIRMED, ChangeState.STOPPED],
            happened_on__gte=since,
        ).order_by("id")
    )
    effects = defaultdict(list)
    for effect in Effect.objects.filter(change__in=changes, kind=EffectKind.CASH).order_by("id"):
        effects[effect.change_id].append(effect)
    registered: dict[int, date] = {}
    for sign in Sign.objects.filter(change__in=changes, source=SignSource.REGISTER).order_by("-told_on"):
        registered[sign.change_id] = sign.told_on
    leaked = estimated = delay = saved = 0
    months: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for change in changes:
        until = timezone.localdate(change.stopped_at) if change.stopped_at else as_of
        sure, guessed = _over(change, effects[change.id], until)
        leaked, estimated = leaked + sure, estimated + guessed
        # Who received no money loses none by waiting: their days would only make a day look cheap.
        delay += max((until - change.happened_on).days, 0) if effects[change.id] else 0
        told = registered.get(change.id, as_of)
        if told > change.told_on:
            saved += sum(_over(change, effects[change.id], told)) - sum(
                _over(change, effects[change.id], change.told_on)
            )
        month = months[change.happened_on.replace(day=1)]
        month[0], month[1] = month[0] + sure + guessed, month[1] + 1
    return Ledger(
        as_of=as_of, n_changes=len(changes), leaked_won=leaked, estimated_won=estimated, delay_days=delay, saved_won=saved,
        months=tuple((day, won, n) for day, (won, n) in sorted(months.items())),
        sources=tuple(_speeds(since, as_of)),
    )  # fmt: skip


def _over(change: Change, effects: list[Effect], as_of: date) -> tuple[int, int]:
    found = [
        overpaid(
            holding_of(effect), kind=change.kind, on=change.happened_on, others_left=change.others_left, as_of=as_of,
            is_certain=change.is_certain_day and not effect.is_doubtful,
        )
        for effect in effects
    ]  # fmt: skip
    return sum(each.confirmed_won for each in found), sum(each.estimated_won for each in found)


def _speeds(since: date, as_of: date) -> list[SourceSpeed]:
    days, denied = defaultdict(list), defaultdict(int)
    signs = Sign.objects.filter(kind=ChangeKind.DEATH, change__isnull=False, change__told_on__gte=since).order_by()
    for source, state, told, happened in signs.values_list("source", "change__state", "told_on", "change__happened_on"):
        if state == ChangeState.DENIED:
            denied[source] += 1
        elif state in (ChangeState.CONFIRMED, ChangeState.STOPPED):  # what is only suspected has no day to count from
            days[source].append(max((told - happened).days, 0))
    found = [
        SourceSpeed(
            source, SignSource(source).label, source_of(source, as_of).is_early, len(days[source]) + denied[source],
            median(days[source]) if days[source] else 0, denied[source],
        )
        for source in {*days, *denied}
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.median_days, each.source))
