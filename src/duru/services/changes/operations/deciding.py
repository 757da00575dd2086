"""What named people decide in a matter: visit, confirm, let goods wait, end, deny, start again. One deed, one transaction."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.registry.api import Person, PersonStatus, people_visible_to, person_ref, record_alive, record_gone
from duru.blocks.tenancy.api import bulk_insert
from duru.services.changes.enums import (
    DEATH_PROOFS,
    TRANSITIONS,
    ChangeKind,
    ChangeState,
    DecisionKind,
    EffectKind,
    Proof,
    RecoveryState,
    SignSource,
)
from duru.services.changes.errors import ChangeRefused
from duru.services.changes.models import Change, ChangeDecision, Effect, Recovery, Reopening, Sign, Stop
from duru.services.changes.operations.opening import look_at_effects, open_for
from duru.services.changes.operations.recovering import work_out_overpayments
from duru.services.changes.permissions import DECIDE, TELL
from duru.services.changes.queries.matters import stops_in_force
from duru.services.changes.rules import ends_on, terms_of

# What a confirmed matter makes of a person for everybody else: the counter, the lists, the map.
_STATUS = {ChangeKind.DEATH: PersonStatus.DEAD, ChangeKind.MOVE_OUT: PersonStatus.MOVED_OUT}


@transaction.atomic
def tell_sign(
    person_public_id: str, *, kind: str, source: str, happened_on: date, note: str, by: Actor, at: datetime
) -> Change:
    """Write down what somebody heard of a person; opens a matter at once, with a visit to be made. It stops nothing.

    Raises:
        NotAllowed: `by` may not.
        Person.DoesNotExist: no such person, or not to be known of.
        ChangeRefused: the day lies ahead.
    """
    check_may(by, TELL)
    today = timezone.localdate(at)
    if happened_on > today:
        raise ChangeRefused("일어난 날이 오늘보다 뒤입니다. 날짜를 확인해 주세요.", field="happened_on")
    person = people_visible_to(by).get(public_id=person_public_id)
    sign = Sign.objects.create(
        person_ref=person.public_id, kind=ChangeKind(kind), source=SignSource(source), happened_on=happened_on, told_on=today,
        note=note.strip()[:200], told_by=f"{by.organisation_name} {by.name}"[:80],
    )  # fmt: skip
    open_for([sign], now=at)
    sign.refresh_from_db()
    assert sign.change is not None
    record_deed(
        actor=by.audit, action="변동 단서 적기", subjects=[person_ref(person.public_id)], detail={"source": source}
    )
    return sign.change


@transaction.atomic
def start_checking(public_id: str, *, by: Actor, at: datetime) -> Change:
    """Take a suspicion up (확인중): the one who does becomes its officer. Again changes nothing.

    Raises:
        NotAllowed, ChangeRefused: no right; it is settled already.
    """
    change = _locked(public_id, by)
    if change.state != ChangeState.CHECKING:
        _move(change, ChangeState.CHECKING)
    change.officer_id = by.membership_id
    _save(change, by, "변동 확인 시작")
    return change


@transaction.atomic
def record_visit(public_id: str, *, visited_on: date, note: str, by: Actor, at: datetime) -> Change:
    """Write down a visit and what was found; what follows is decided apart.

    Raises:
        NotAllowed, ChangeRefused: no right; a day ahead; nothing written.
    """
    change = _locked(public_id, by)
    if visited_on > timezone.localdate(at):
        raise ChangeRefused("방문한 날이 오늘보다 뒤입니다.", field="visited_on")
    if not note.strip():
        raise ChangeRefused("방문에서 확인한 것을 적어 주세요.", field="note")
    if change.state == ChangeState.SUSPECTED:
        _move(change, ChangeState.CHECKING)
    change.visited_on, change.visit_note = visited_on, note.strip()[:300]
    _save(change, by, "방문 결과 적기")
    return change


@transaction.atomic
def confirm_change(public_id: str, *, proof: str, happened_on: date, reason: str, by: Actor, at: datetime) -> Change:
    """Confirm that it happened, on a proof, and let the register know of a death or move. It ends nothing yet: that is a decision of its own.

    Raises:
        NotAllowed: `by` may not; the machine never may.
        ChangeRefused: a death on another proof than 말소(사망), 실종선고 or 사망신고; a day ahead; no reason; settled already.

    Source: 주민등록법 §14; 민법 §27 (실종선고); 가족관계의 등록 등에 관한 법률 §84.
    """
    change = _locked(public_id, by)
    chosen = Proof(proof)
    if change.kind == ChangeKind.DEATH and chosen not in DEATH_PROOFS:
        raise ChangeRefused("사망은 주민등록 말소(사망), 실종선고, 사망신고로만 확정합니다.", field="proof")
    if happened_on > timezone.localdate(at):
        raise ChangeRefused("일어난 날이 오늘보다 뒤입니다.", field="happened_on")
    _decide(change, DecisionKind.CONFIRM, reason, by, at, basis=chosen.label, detail={"proof": chosen.value})
    _move(change, ChangeState.CONFIRMED)
    change.happened_on, change.is_certain_day, change.confirmed_at = happened_on, True, at
    _save(change, by, "변동 확정")
    person = Person.objects.filter(public_id=change.person_ref).first()
    if person is not None and change.kind in _STATUS:
        record_gone(person.id, status=_STATUS[change.kind], on=happened_on, by=by, reason=f"{chosen.label}: {reason}")
    _look_again(change, at)
    return change


@transaction.atomic
def hold_services(public_id: str, *, effect_ids: list[int], reason: str, by: Actor, at: datetime) -> int:
    """Let goods, visits and the 구's own services wait while a suspicion is looked into; returns how many. Statutory money never waits.

    Raises:
        NotAllowed, ChangeRefused: no right; one of them is a statutory benefit; no reason.

    Source: 사회보장급여법 §21 (a benefit ends by a decision with reasons, not by a suspicion).
    """
    change = _locked(public_id, by)
    effects = list(Effect.objects.select_for_update().filter(change=change, id__in=effect_ids))
    if any(each.kind == EffectKind.CASH for each in effects) or not effects:
        raise ChangeRefused("법정 급여는 의심만으로 미룰 수 없습니다. 물품과 방문만 고르세요.", field="effects")
    _decide(change, DecisionKind.HOLD, reason, by, at, detail={"effects": [each.label for each in effects]})
    for each in effects:
        each.held_at, each.held_by = at, by.name[:60]
        each.save(update_fields=["held_at", "held_by"])
    _save(change, by, "물품·방문 미룸")
    return len(effects)


@transaction.atomic
def end_services(public_id: str, *, reason: str, by: Actor, at: datetime) -> list[Stop]:
    """End, by one decision, all that hangs on the person of a confirmed matter: every agency reads "서비스 종료" and a day.

    Benefits that the change does not end by itself are left; overpayments are worked out. Again returns what is in force.

    Raises:
        NotAllowed: `by` may not; the machine never may.
        ChangeRefused: not confirmed yet; no reason.

    Source: 사회보장급여법 §21②③; benefits/months.csv.
    """
    change = _locked(public_id, by)
    if change.state == ChangeState.STOPPED:
        return list(stops_in_force(change))
    if change.state != ChangeState.CONFIRMED:
        raise ChangeRefused("확정된 뒤에만 서비스를 종료할 수 있습니다.")
    _look_again(change, at)
    decision = _decide(change, DecisionKind.STOP, reason, by, at)
    today, stops = timezone.localdate(at), []
    for each in Effect.objects.filter(change=change).order_by("id"):
        if each.kind == EffectKind.SERVICE:
            day, basis = today, "구 사업·민간 지원(서비스 종료 안내)"
            if change.kind not in (ChangeKind.DEATH, ChangeKind.MOVE_OUT):
                continue
        else:
            day = ends_on(change.kind, change.happened_on, programme=each.programme, others_left=change.others_left)
            basis = terms_of(each.programme, today).stop_basis
        if day is not None:
            stops.append(
                Stop(
                    change=change, decision=decision, person_ref=change.person_ref, organisation_id=each.organisation_id, side=each.side,
                    benefit_id=each.benefit_id, programme=each.programme, label=each.label, ends_on=day, basis=basis,
                )
            )  # fmt: skip
    Stop.objects.bulk_create(stops)
    work_out_overpayments(change, as_of=today)
    _move(change, ChangeState.STOPPED)
    change.stopped_at = change.closed_at = at
    _save(change, by, "서비스 종료")
    return stops


@transaction.atomic
def deny_change(public_id: str, *, reason: str, by: Actor, at: datetime) -> Change:
    """Record that it is not so (생존확인): everything ended by this matter starts again, what waited goes on, nothing is owed.

    Raises:
        NotAllowed: `by` may not; the machine never may.
        ChangeRefused: it was denied before; no reason.
    """
    change = _locked(public_id, by)
    _decide(change, DecisionKind.DENY, reason, by, at)
    _reopen(list(stops_in_force(change)), reason, by, at)
    Effect.objects.filter(change=change).update(held_at=None, held_by="")
    Recovery.objects.filter(change=change).update(state=RecoveryState.CANCELLED)
    person = Person.objects.filter(public_id=change.person_ref).first()
    is_gone = person is not None and person.status != PersonStatus.LIVING
    if is_gone and change.kind in (ChangeKind.DEATH, ChangeKind.MOVE_OUT):
        record_alive(person.id, by=by, reason=reason)
    _move(change, ChangeState.DENIED)
    change.closed_at = at
    _save(change, by, "생존확인·사실 아님")
    return change


@transaction.atomic
def reopen_benefit(public_id: str, *, stop_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Let one stopped benefit start again, by a named person's new decision: the only way besides `deny_change`. Repeatable.

    Raises:
        NotAllowed: `by` may not; the machine never may.
        ChangeRefused: no such stop; no reason.
    """
    change = _locked(public_id, by)
    stop = Stop.objects.filter(change=change, id=stop_id).first()
    if stop is None:
        raise ChangeRefused("이 변동에 그런 종료가 없습니다.")
    _decide(change, DecisionKind.REOPEN, reason, by, at, detail={"label": stop.label})
    _reopen([stop], reason, by, at)
    _save(change, by, "급여 다시 시작")


def _reopen(stops: list[Stop], reason: str, by: Actor, at: datetime) -> None:
    bulk_insert(
        Reopening,
        ("stop_id",),
        [(stop.id,) for stop in stops],
        same={"member_id": by.membership_id, "by_name": by.name[:60], "reason": reason.strip()[:500], "at": at},
        unless_known=("tenant_id", "stop_id"),
    )


def _locked(public_id: str, by: Actor) -> Change:
    check_may(by, DECIDE)
    if by.membership_id is None:
        raise ChangeRefused("변동은 담당자의 이름으로만 결정할 수 있습니다.", field="by")
    found = Change.objects.select_for_update().filter(public_id=public_id).first()
    if found is None or (found.is_protected and not by.named_officer):
        raise ChangeRefused("그런 변동이 없습니다.")
    return found


def _decide(change, kind, reason, by, at, *, basis: str = "", detail: dict | None = None) -> ChangeDecision:
    if not reason.strip():
        raise ChangeRefused("까닭을 적어 주세요.", field="reason")
    return ChangeDecision.objects.create(
        change=change, kind=kind, member_id=by.membership_id, by_name=by.name[:60], reason=reason.strip()[:500],
        basis=basis[:200], detail=detail or {}, at=at,
    )  # fmt: skip


def _move(change: Change, state: ChangeState) -> None:
    if state not in TRANSITIONS[change.state]:
        raise ChangeRefused(f"‘{change.state_label}’에서는 ‘{ChangeState(state).label}’(으)로 바꿀 수 없습니다.")
    change.state = state


def _look_again(change: Change, at: datetime) -> None:
    people = {p.public_id: p for p in Person.objects.filter(public_id=change.person_ref)}
    look_at_effects([change], people, on=timezone.localdate(at))


def _save(change: Change, by: Actor, action: str) -> None:
    change.revision += 1
    change.save()
    record_deed(
        actor=by.audit,
        action=action,
        purpose="사망·전출 확인",
        subjects=[person_ref(change.person_ref)],
        detail={"change": change.public_id, "state": change.state},
    )
