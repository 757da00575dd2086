"""Seeking the household of a lead: given to a 동 and a worker, tried, ended with a result, looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, Membership, Organisation, OrganisationKind, Role, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.api import list_kinds, open_case
from duru.blocks.exchange.api import SourceRecord
from duru.kernel.days import Unit, add_months
from duru.kernel.phones import known_number
from duru.services.outreach.datasets import deadline_on
from duru.services.outreach.enums import LeadState, TryKind, TryOutcome
from duru.services.outreach.errors import OutreachRefused
from duru.services.outreach.models import ContactTry, Lead, OutreachRound
from duru.services.outreach.permissions import ARRANGE, WORK
from duru.services.outreach.queries import leads_visible_to, signal_label
from duru.services.outreach.rules import Result, SignalKind, check_close, round_of, rows_on

CARE_KIND = "care.joint"  # the kind of case of integrated care, where that service is there
CARE_RESULT = "care"


@transaction.atomic
def assign_round(*, by: Actor, public_id: str, at: datetime) -> tuple[int, int]:
    """Give the new leads of a round to the 동 they live in and to its workers in turn; returns (given, without a 동).

    Who has fewer open leads comes first. Safe to repeat: what is given stays.

    Raises:
        NotAllowed: the actor may not arrange.
        OutreachRefused: there is no such round.
    """
    check_may(by, ARRANGE)
    found = OutreachRound.objects.filter(public_id=public_id).first()
    if found is None:
        raise OutreachRefused("그런 회차가 없습니다.")
    offices = {
        office.dong_code: office.id
        for office in Organisation.objects.filter(kind=OrganisationKind.DONG_OFFICE, is_active=True).exclude(
            dong_code=""
        )
    }
    workers: dict[int, list[int]] = defaultdict(list)
    for member in Membership.objects.filter(role=Role.CASEWORKER, is_active=True).order_by("id"):
        workers[member.organisation_id].append(member.id)
    load: dict[int, int] = defaultdict(int)
    for assignee_id in (
        Lead.objects.exclude(state=LeadState.CLOSED).exclude(assignee=None).values_list("assignee_id", flat=True)
    ):
        load[assignee_id] += 1
    given, homeless = [], 0
    new = Lead.objects.select_for_update(of=("self",)).filter(round=found, state=LeadState.NEW).select_related("record")
    for lead in new.order_by("id"):
        office_id = offices.get(lead.record.dong_code) if lead.record else None
        if office_id is None:
            homeless += 1
            continue
        lead.organisation_id, lead.state = office_id, LeadState.GIVEN
        if workers[office_id]:
            lead.assignee_id = min(workers[office_id], key=lambda each: (load[each], each))
            load[lead.assignee_id] += 1
        given.append(lead)
    Lead.objects.bulk_update(given, ["organisation", "assignee", "state"], batch_size=1_000)
    record_deed(
        actor=by.audit, action="발굴 대상 배정", subjects=[f"outreach:{public_id}"], at=at,
        detail={"given": len(given), "without_dong": homeless},
    )  # fmt: skip
    return len(given), homeless


@transaction.atomic
def add_lead(
    *,
    by: Actor,
    record: SourceRecord,
    signals: Collection[str],
    words: str,
    at: datetime,
    of: tuple[int, int] | None = None,
) -> Lead:
    """Put a household on the list by hand (구의 자체 발굴); one that is on the round's list is returned with what is new.

    A 동 puts it on its own list, the lead office leaves it to be given out.

    Args:
        signals: Keys of the table.
        words: What else was noticed, without names and amounts.
        of: (year, round), by default those of the day.

    Raises:
        NotAllowed: the actor may not work on leads.
        OutreachRefused: nothing was noticed, or a signal is not in the table.
    """
    check_may(by, WORK)
    on, words = timezone.localdate(at), " ".join(words.split())[:200]
    if unknown := set(signals) - {row.key for row in rows_on(SignalKind, on)}:
        raise OutreachRefused(f"신호의 표에 없는 것입니다: {', '.join(sorted(unknown))}", field="signals")
    if not signals and not words:
        raise OutreachRefused("왜 살펴야 하는지 한 가지는 적어 주세요.", field="signals")
    year, number = of or round_of(on)
    found, _ = OutreachRound.objects.get_or_create(year=year, number=number, defaults={"begun_at": at})
    is_dong = by.role == Role.CASEWORKER
    lead, is_new = Lead.objects.get_or_create(
        round=found, record=record,
        defaults={
            "signals": list(signals), "other_words": words, "received_at": at, "due_on": deadline_on("lead", on),
            "organisation_id": by.organisation_id if is_dong else None,
            "assignee_id": by.membership_id if is_dong else None, "state": LeadState.GIVEN if is_dong else LeadState.NEW,
        },
    )  # fmt: skip
    if not is_new:
        lead.signals = [*lead.signals, *(key for key in signals if key not in lead.signals)]
        lead.other_words = lead.other_words or words
        lead.save(update_fields=["signals", "other_words"])
    _deed(by, lead, "발굴 대상 올리기", at, n_signals=len(signals))
    return lead


@transaction.atomic
def give_lead(*, by: Actor, public_id: str, to: Organisation, at: datetime, worker: Membership | None = None) -> Lead:
    """Give one lead to a 동 office, and to a worker of it.

    Raises:
        NotAllowed: the actor may not arrange.
        OutreachRefused: it is closed, or the worker works elsewhere.
    """
    check_may(by, ARRANGE)
    lead = _locked(by, public_id)
    if lead.state == LeadState.CLOSED:
        raise OutreachRefused("이미 마친 대상입니다.")
    if worker is not None and (worker.organisation_id != to.id or not worker.is_active):
        raise OutreachRefused("그 동에서 지금 일하는 사람이 아닙니다.", field="worker")
    lead.organisation, lead.assignee = to, worker
    if lead.state == LeadState.NEW:
        lead.state = LeadState.GIVEN
    lead.save(update_fields=["organisation", "assignee", "state"])
    _deed(by, lead, "발굴 대상 넘기기", at)
    return lead


@transaction.atomic
def record_try(
    *, by: Actor, public_id: str, kind: TryKind, outcome: TryOutcome, at: datetime, note: str = "", tried_at: datetime | None = None
) -> ContactTry:  # fmt: skip
    """Write one try to reach a household; a closed lead that is looked at again opens with it.

    Raises:
        NotAllowed: the actor may not work on leads.
        OutreachRefused: a note was "met", a call left something on the door, or the moment lies ahead.
    """
    check_may(by, WORK)
    lead, tried_at = _locked(by, public_id), tried_at or at
    if tried_at > at:
        raise OutreachRefused("연락한 시각이 지금보다 뒤일 수 없습니다.", field="tried_at")
    fits = {
        TryKind.NOTE: {TryOutcome.LEFT},
        TryKind.MESSAGE: {TryOutcome.LEFT, TryOutcome.WRONG_NUMBER, TryOutcome.MET},
    }
    if outcome not in fits.get(kind, set(TryOutcome) - {TryOutcome.LEFT}):
        raise OutreachRefused(f"{kind.label}의 결과로 ‘{outcome.label}’은 맞지 않습니다.", field="outcome")
    if lead.state == LeadState.CLOSED:
        _reopen(lead, timezone.localdate(at))
    made = ContactTry.objects.create(
        lead=lead, kind=kind, outcome=outcome, note=note.strip(), at=tried_at, by_id=by.membership_id
    )
    lead.state = LeadState.TRYING
    lead.save()
    _deed(by, lead, "발굴 대상 연락", at, kind=kind.value, outcome=outcome.value)
    return made


@transaction.atomic
def close_lead(
    *, by: Actor, public_id: str, result: str, at: datetime, note: str = "", recheck_on: date | None = None
) -> Lead:
    """End a lead with a result a person found; never by itself, and nobody is lost: who was absent is looked at again.

    Args:
        recheck_on: When to look again; by default after the result's period.

    Raises:
        NotAllowed: the actor may not work on leads.
        OutreachRefused: not enough was tried for this result (results.csv), it is closed, or the day is past.

    Source: 사회보장급여법 제9조의2, 제12조의2; 개인정보보호법 제37조의2 (no decision by machine alone).
    """
    check_may(by, WORK)
    lead, on = _locked(by, public_id), timezone.localdate(at)
    row = next((each for each in rows_on(Result, on) if each.key == result), None)
    if row is None:
        raise OutreachRefused("결과 목록에 없는 것입니다.", field="result")
    if lead.state == LeadState.CLOSED:
        raise OutreachRefused("이미 마친 대상입니다. 다시 연락하면 열립니다.")
    check_close(row, lead.tries.values_list("kind", "outcome"))
    if recheck_on is not None and recheck_on <= on:
        raise OutreachRefused("다시 볼 날은 오늘보다 뒤여야 합니다.", field="recheck_on")
    if recheck_on is None and (period := row.recheck_period) is not None:
        assert period.unit == Unit.MONTH  # the table counts in months; a test reads it
        recheck_on = add_months(on, period.n)
    lead.state, lead.result, lead.result_note = LeadState.CLOSED, result, note.strip()
    lead.closed_at, lead.recheck_on = at, recheck_on
    lead.save()
    _deed(by, lead, "발굴 결과", at, result=result)
    return lead


@transaction.atomic
def hand_to_care(*, by: Actor, public_id: str, reason: str, at: datetime) -> Lead:
    """End a lead by opening a shared case of integrated care for its person.

    Raises:
        NotAllowed: the actor may not work on leads or open cases.
        OutreachRefused: nobody is known by name yet, that service is not there, or the lead is closed.
    """
    check_may(by, WORK)
    lead = _locked(by, public_id)
    if lead.record is None:
        raise OutreachRefused("누구인지 아직 모릅니다. 주민의 화면에서 통합사례를 열어 주세요.")
    if CARE_KIND not in {kind.key for kind in list_kinds()}:
        raise OutreachRefused("이 자치단체에는 통합사례 서비스가 없습니다.")
    if not reason.strip():
        raise OutreachRefused("사례로 넘기는 까닭을 적어 주세요.", field="reason")
    case = open_case(
        by=by, kind=CARE_KIND, title="통합사례관리", applicant_name=lead.record.name, applicant_phone=known_number(lead.record.phone), at=at,
        department=by.department or by.organisation_name,
        officer=Membership.objects.filter(id=by.membership_id).first() if by.membership_id else None,
        answers={"record": lead.record.public_id, "origin": "outreach", "reason": reason.strip()},
    )  # fmt: skip
    lead.care_ref = case.public_id
    lead.save(update_fields=["care_ref"])
    return close_lead(by=by, public_id=public_id, result=CARE_RESULT, note=reason, at=at)


def reasons_of(lead: Lead) -> list[str]:
    """Return why this household is on the list, in words; there is no score behind them."""
    return [signal_label(key) for key in lead.signals] + [word for word in lead.other_words.split(", ") if word]


def _reopen(lead: Lead, on: date) -> None:
    if lead.care_ref:
        raise OutreachRefused("통합사례로 넘긴 대상입니다. 그 사례에서 이어 가 주세요.")
    lead.result, lead.closed_at, lead.recheck_on = "", None, None
    lead.due_on = max(lead.due_on, on)


def _locked(by: Actor, public_id: str) -> Lead:
    visible = leads_visible_to(by).filter(public_id=public_id).order_by().values("id")
    lead = Lead.objects.select_for_update(of=("self",)).filter(id__in=visible).select_related("record").first()
    if lead is None:
        raise OutreachRefused("그런 발굴 대상이 없습니다.")
    return lead


def _deed(by: Actor, lead: Lead, action: str, at: datetime, **detail) -> None:
    record_deed(
        actor=by.audit,
        action=action,
        purpose="위기가구 발굴",
        subjects=[f"lead:{lead.public_id}"],
        detail=detail,
        at=at,
    )
