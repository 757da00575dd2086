"""Reads of shared cases as their pages show them. All rows of one side come through `wall`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from duru.blocks.access.api import Actor, Membership, Role
from duru.blocks.casework.api import Case, Task
from duru.services.care.enums import NoticeState, PlanState, ReferralState, RiskLevel, Side, VisitState
from duru.services.care.kinds import JOINT
from duru.services.care.models import CareCase, CarePlan, DischargeNotice, NeedFinding, PlanLine, Referral, Visit
from duru.services.care.queries.wall import cases_visible_to, notices_visible_to, side_of
from duru.services.care.rules import FlagRule, NeedDomain, Risk, risk_of, rows_on


@dataclass(frozen=True, slots=True)
class FoundNeed:
    """One field of need with what was found in it; `level` None where nobody has asked yet."""

    domain: NeedDomain
    level: int | None
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Shared cases in numbers: how many are open, at which step, and what is late."""

    n_open: int
    by_step: list[tuple[str, int]]
    n_referrals_late: int
    n_notices_waiting: int
    n_notices_late: int


def case_of(care: CareCase) -> Case:
    """Return the case of casework behind a shared case, with its steps and clock."""
    return Case.objects.get(public_id=care.case_ref)


def open_steps(cares: list[CareCase]) -> dict[str, list[Task]]:
    """Return case_ref → the steps that are open now, in one query."""
    found: dict[str, list[Task]] = {each.case_ref: [] for each in cares}
    for task in Task.objects.filter(case__public_id__in=found, state="open").select_related("case").order_by("id"):
        found[task.case.public_id].append(task)
    return found


def needs_of(care: CareCase, *, on: date) -> list[FoundNeed]:
    """Return all ten fields of need in the table's order."""
    found = {each.domain: each for each in NeedFinding.objects.filter(case=care)}
    return [
        FoundNeed(row, f.level, f.get_level_display(), f.words) if (f := found.get(row.key)) else FoundNeed(row, None, "아직", "")
        for row in rows_on(NeedDomain, on)
    ]  # fmt: skip


def risk_of_case(care: CareCase, *, on: date) -> Risk:
    """Return the level of risk that follows from what was found, with its reasons."""
    return risk_of(dict(NeedFinding.objects.filter(case=care).values_list("domain", "level")), on=on)


def risks_of(cares: list[CareCase], *, on: date) -> dict[int, RiskLevel]:
    """Return case id → level of risk, in one query."""
    levels: dict[int, dict[str, int]] = {each.id: {} for each in cares}
    for case_id, domain, level in NeedFinding.objects.filter(case_id__in=levels).values_list(
        "case_id", "domain", "level"
    ):
        levels[case_id][domain] = level
    return {case_id: risk_of(found, on=on).level for case_id, found in levels.items()}


def referrals_of(care: CareCase) -> QuerySet[Referral]:
    """Return what the sides asked each other: what waits first, by its day, then what was answered."""
    return (
        Referral.objects.filter(case=care)
        .select_related("asked_by__user", "replied_by__user")
        .order_by(F("replied_at").asc(nulls_first=True), "due_on", "id")
    )


def plan_in_force(care: CareCase) -> CarePlan | None:
    """Return the agreed plan, else the newest draft, None before any was written."""
    plans = CarePlan.objects.filter(case=care)
    return plans.filter(state=PlanState.AGREED).first() or plans.order_by("-revision").first()


def lines_of(plan: CarePlan) -> list[tuple[str, PlanLine]]:
    """Return the services of a plan with the Korean word of their field of need."""
    labels = {row.key: row.label for row in rows_on(NeedDomain, plan.from_on)}
    return [(labels.get(line.domain, line.domain), line) for line in plan.lines.order_by("position")]


def flag_words(keys: list[str], *, on: date) -> list[FlagRule]:
    """Return marks with what to do, in the table's order."""
    return [row for row in rows_on(FlagRule, on) if row.key in keys]


def visits_of(care: CareCase) -> QuerySet[Visit]:
    """Return the visits of a case, the latest first."""
    return Visit.objects.filter(case=care).select_related("welfare_by__user", "health_by__user").order_by("-at", "-id")


def visits_between(actor: Actor, *, from_on: date, until_on: date, mine: bool = False) -> QuerySet[Visit]:
    """Return the visits of the cases an actor may know of over [from_on, until_on), in order of time."""
    start = timezone.make_aware(datetime.combine(from_on, datetime.min.time()))
    visits = Visit.objects.filter(
        case__in=cases_visible_to(actor).values("id"), at__gte=start, at__lt=start + (until_on - from_on)
    ).exclude(state=VisitState.CANCELLED)
    if mine:
        visits = visits.filter(**{f"{side_of(actor)}_by": actor.membership_id}) if side_of(actor) else visits.none()
    return visits.select_related("case__record", "welfare_by__user", "health_by__user").order_by("at", "id")


def members_of(side: Side) -> QuerySet[Membership]:
    """Return who works on a side now."""
    roles = [Role.HEALTH_WORKER] if side == Side.HEALTH else [Role.WELFARE_LEAD, Role.CASEWORKER]
    return (
        Membership.objects.filter(role__in=roles, is_active=True)
        .select_related("user", "organisation")
        .order_by("organisation__name", "user__name", "id")
    )


def count_referrals_for(actor: Actor) -> int:
    """Count the referrals that wait for this actor's side."""
    side = side_of(actor)
    if side is None:
        return 0
    return Referral.objects.filter(
        to_side=side, state=ReferralState.OPEN, case__in=cases_visible_to(actor).values("id")
    ).count()


def count_notices_for(actor: Actor) -> int:
    """Count the hospitals' notices that wait."""
    return notices_visible_to(actor).filter(state="waiting").count()


def count_visits_due(actor: Actor) -> int:
    """Count the actor's own visits of today and those past that have no result yet."""
    side = side_of(actor)
    if side is None:
        return 0
    tomorrow = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), datetime.min.time()))
    mine = Visit.objects.filter(**{f"{side}_by": actor.membership_id})
    return mine.filter(state=VisitState.PLANNED, at__lt=tomorrow).count()


def care_numbers(*, on: date) -> Numbers:
    """Return the desk in numbers, of all offices; no person in it."""
    steps: dict[str, int] = {}
    for name in Task.objects.filter(case__kind=JOINT, state="open").order_by("id").values_list("name", flat=True):
        steps[name] = steps.get(name, 0) + 1
    late = Referral.objects.filter(state=ReferralState.OPEN, due_on__lt=on).count()
    waiting = DischargeNotice.objects.filter(state=NoticeState.WAITING)
    return Numbers(
        Case.objects.filter(kind=JOINT, closed_at__isnull=True).count(), list(steps.items()), late,
        waiting.count(), waiting.filter(due_on__lt=on).count(),
    )  # fmt: skip


def records_of_cases(record_ids: Collection[int]) -> list[int]:
    """Return which of some records a shared case hangs on: they stay as long as the case does."""
    return list(CareCase.objects.filter(record_id__in=record_ids).order_by().values_list("record_id", flat=True))
