"""Reads: what the rules say of a case, and the graves whose time ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from duru.blocks.casework.api import Case, Task, TaskKind
from duru.blocks.places.api import find_ground
from duru.kernel.days import add_months
from duru.kernel.errors import Refused
from duru.services.permits.enums import Facility, LegalForm, Measure
from duru.services.permits.errors import NoPermitCase
from duru.services.permits.kinds import PRIOR, facility_of
from duru.services.permits.models import Charge, Grave, Meeting
from duru.services.permits.queries.parcel import Surroundings, look_around
from duru.services.permits.rules import (
    Answers,
    Department,
    Kind,
    Outcome,
    SiteFinding,
    check_distances,
    check_zones,
    departments_to_ask,
    guide,
    rows,
)


def get_facility(case: Case) -> Kind:
    """Return the kind of facility a case is about.

    Raises:
        NoPermitCase: it is about something else.
    """
    kind = facility_of(case.kind)
    if case.kind == PRIOR:
        kind = next((row for row in rows(Kind) if row.code == case.answers.get("facility_code")), None)
    if kind is None:
        raise NoPermitCase("장사시설 민원이 아닙니다.")
    return kind


def answers_of(case: Case) -> Answers:
    """Return what the applicant said, as the rules take it."""
    kind, form = get_facility(case), case.answers
    names = {measure: "area_m2" if measure == Measure.AREA else measure.value for measure in Measure}
    return Answers(
        facility=kind.facility,
        owner=kind.owner,
        legal_form=LegalForm(form.get("legal_form", LegalForm.OTHER)),
        sizes={measure: Decimal(str(form[name])) for measure, name in names.items() if form.get(name) is not None},
        remains=form.get("remains"),
        is_woodland=form.get("is_woodland", False),
        is_own_land=form.get("is_own_land", True),
        land=form.get("land", "other"),
        alters_land=form.get("alters_land", False),
    )


def outcome_of(case: Case) -> Outcome:
    """Return what the rules of the day of receipt say of a case."""
    return guide(answers_of(case), on=timezone.localdate(case.received_at))


def around_case(case: Case) -> Surroundings | None:
    """Return what lies over and around the lot of a case, None where the lot is not found in what is loaded."""
    try:
        ground = find_ground(case.answers.get("lot", ""))
    except Refused:  # somebody wrote two numbers that are no place
        return None
    return look_around(ground, on=timezone.localdate(case.received_at)) if ground else None


def site_of(case: Case, around: Surroundings | None) -> list[SiteFinding]:
    """Return what zones and distances mean for it ("참고"): the zones ticked at receipt, and those the map finds."""
    answers, kind, on = answers_of(case), get_facility(case), timezone.localdate(case.received_at)
    found = check_zones(
        kind,
        _zones_of(case, around),
        area=answers.sizes.get(Measure.AREA),
        is_woodland=answers.is_woodland,
        on=on,
    )
    return [*found, *check_distances(kind, around.metres, on=on)] if around else found


def departments_of(case: Case, around: Surroundings | None) -> list[Department]:
    """Return the departments a case concerns."""
    kind, answers = get_facility(case), answers_of(case)
    return departments_to_ask(
        kind,
        _zones_of(case, around),
        land=answers.land,
        area=answers.sizes.get(Measure.AREA),
        has_building=kind.facility in (Facility.COLUMBARIUM_HALL, Facility.CREMATORIUM),
        on=timezone.localdate(case.received_at),
    )


def _zones_of(case: Case, around: Surroundings | None) -> set[str]:
    return {*case.answers.get("zones", []), *(around.zone_codes if around else [])}


def departments_to_invite(case: Case) -> list[str]:
    """Return the departments that were asked about a case or those received with it; the lead's own first."""
    together = Q(case=case) | Q(case__parent=case) | Q(case=case.parent_id) | Q(case__parent=case.parent_id or 0)
    asked = (
        Task.objects.filter(together, kind=TaskKind.CONSULTATION).order_by("id").values_list("department", flat=True)
    )
    return list(dict.fromkeys([case.department, *asked]))


def meetings_about(cases: Collection[Case]) -> list[Meeting]:
    """Return the meetings about some cases, the next one first."""
    return list(Meeting.objects.filter(case_ref__in=[each.public_id for each in cases]).order_by("-held_at", "id"))


def charges_by_case(cases: Collection[Case]) -> dict[str, list[Charge]]:
    """Return what is to be paid with each of some cases, by their public id."""
    found: dict[str, list[Charge]] = {}
    for charge in Charge.objects.filter(case_ref__in=[each.public_id for each in cases]).order_by("id"):
        found.setdefault(charge.case_ref, []).append(charge)
    return found


def list_graves() -> QuerySet[Grave]:
    """Return the graves that stand, the first to end first."""
    return Grave.objects.filter(removed_on__isnull=True).order_by("ends_on", "id")


def count_ending(on: date, *, months: int = 6) -> int:
    """Count the graves whose term ends within some months and was not extended: their keepers are to be written to."""
    return Grave.objects.filter(
        removed_on__isnull=True, extended_years__isnull=True, ends_on__lt=add_months(on, months), ends_on__gte=on
    ).count()
