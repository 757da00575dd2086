"""What the two sides do together: referrals with a day to answer by, plans, visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, Membership, NotAllowed, Role, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.api import office_calendar
from duru.kernel.days import general_deadline
from duru.services.care.enums import PlanState, ReferralState, VisitState
from duru.services.care.errors import CareRefused
from duru.services.care.models import CareCase, CarePlan, PlanLine, Referral, Visit
from duru.services.care.operations.cases import get_visible
from duru.services.care.permissions import PLAN, WRITE
from duru.services.care.queries.wall import SIDE_OF_ROLE, case_subject, cases_visible_to, side_of
from duru.services.care.rules import NeedDomain, period_on, rows_on


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a plan: in which field of need, what, how, how much and how often, from whom, how it is linked."""

    domain: str
    content: str
    amount: str
    provider: str
    method: str = ""
    linked: str = ""


def deadline_on(key: str, *, event_on: date) -> date:
    """Return the last day for something that happened on a day, by the table of periods and the office calendar."""
    rule = period_on(key, event_on)
    return general_deadline(event_on, rule.length, office_calendar(), set_by=rule.source).last_on


@transaction.atomic
def ask_other_side(*, by: Actor, case_id: str, asked: str, at: datetime, due_on: date | None = None) -> Referral:
    """Hand a task or a question to the other side, to be answered by a day (by default that of the table).

    Raises:
        NotAllowed: the actor may not write, or stands on neither side.
        CareRefused: nothing was asked, the day is past, or the person has not agreed that the other side hears of the case.
    """
    check_may(by, WRITE)
    case, on = get_visible(by, case_id), timezone.localdate(at)
    side = side_of(by)
    if side is None:
        raise NotAllowed("복지나 보건 담당자만 의뢰합니다.")
    if not case.with_health:
        raise CareRefused("본인이 보건소와 나누는 데 동의한 뒤에 의뢰할 수 있습니다.")
    if not asked.strip():
        raise CareRefused("무엇을 부탁하는지 적어 주세요.", field="asked")
    due_on = due_on or deadline_on("referral", event_on=on)
    if due_on < on:
        raise CareRefused("회신 기한은 오늘이나 그 뒤여야 합니다.", field="due_on")
    referral = Referral.objects.create(
        case=case, to_side=side.other, asked=asked.strip(), asked_by_id=by.membership_id, asked_at=at, due_on=due_on
    )
    _deed(by, case, "의뢰", at, to=side.other.value, due_on=due_on.isoformat())
    return referral


@transaction.atomic
def reply_referral(*, by: Actor, public_id: str, reply: str, at: datetime) -> Referral:
    """Answer what the other side asked.

    Raises:
        NotAllowed: it was asked of the other side.
        CareRefused: no words, answered or cancelled already, or there is no such referral.
    """
    check_may(by, WRITE)
    referral = _open_referral(by, public_id)
    if side_of(by) != referral.to_side:
        raise NotAllowed("의뢰를 받은 쪽에서 회신합니다.")
    if not reply.strip():
        raise CareRefused("회신 내용을 적어 주세요.", field="reply")
    referral.state, referral.reply = ReferralState.REPLIED, reply.strip()
    referral.replied_by_id, referral.replied_at = by.membership_id, at
    referral.save(update_fields=["state", "reply", "replied_by", "replied_at"])
    _deed(by, referral.case, "의뢰 회신", at, referral=public_id)
    return referral


@transaction.atomic
def cancel_referral(*, by: Actor, public_id: str, at: datetime) -> Referral:
    """Take back what one's own side asked. Raises as `reply_referral`."""
    check_may(by, WRITE)
    referral = _open_referral(by, public_id)
    if side_of(by) == referral.to_side:
        raise NotAllowed("의뢰한 쪽에서 거둡니다.")
    referral.state = ReferralState.CANCELLED
    referral.save(update_fields=["state"])
    _deed(by, referral.case, "의뢰 거둠", at, referral=public_id)
    return referral


@transaction.atomic
def make_plan(
    *, by: Actor, case_id: str, goal: str, from_on: date, until_on: date, services: Sequence[Service], at: datetime
) -> CarePlan:
    """Write a new version of a person's plan for [from_on, until_on); it counts when the person has agreed to it.

    Raises:
        NotAllowed: the actor may not plan.
        CareRefused: no goal, no service, a service without content, amount or provider, or the span is empty.

    Source: 돌봄통합지원법 제13조 (세부 서식은 확인 필요); 사회보장급여법 제15조제1항.
    """
    check_may(by, PLAN)
    case = get_visible(by, case_id)
    if not goal.strip():
        raise CareRefused("목표를 적어 주세요.", field="goal")
    if until_on <= from_on:
        raise CareRefused("계획의 마지막 날은 시작일보다 뒤여야 합니다.", field="until_on")
    if not services:
        raise CareRefused("서비스를 한 줄 이상 적어 주세요.")
    known = {row.key for row in rows_on(NeedDomain, from_on)}
    for service in services:
        if service.domain not in known or not (service.content and service.amount and service.provider):
            raise CareRefused("서비스마다 영역, 내용, 양·주기, 제공기관을 적어 주세요(돌봄통합지원법 제13조).")
    CareCase.objects.select_for_update().get(id=case.id)  # two who write at once get two revisions
    last = CarePlan.objects.filter(case=case).order_by("-revision").values_list("revision", flat=True).first()
    plan = CarePlan.objects.create(
        case=case, revision=(last or 0) + 1, goal=goal.strip(), from_on=from_on, until_on=until_on,
        made_by_id=by.membership_id, made_at=at,
    )  # fmt: skip
    PlanLine.objects.bulk_create(
        PlanLine(
            plan=plan, position=n, domain=each.domain, content=each.content, amount=each.amount, method=each.method,
            provider=each.provider, linked=each.linked,
        )
        for n, each in enumerate(services, start=1)
    )  # fmt: skip
    _deed(by, case, "개인별지원계획 적기", at, revision=plan.revision, n_services=len(services))
    return plan


@transaction.atomic
def agree_plan(*, by: Actor, public_id: str, on: date, proof: str, at: datetime) -> CarePlan:
    """Write that the person agreed to a plan; the version before ends on that day. Agreeing again changes nothing.

    Raises:
        NotAllowed: the actor may not plan.
        CareRefused: no proof, the day lies ahead, the plan is ended, or there is none.
    """
    check_may(by, PLAN)
    plan = CarePlan.objects.select_for_update(of=("self",)).filter(
        public_id=public_id, case__in=cases_visible_to(by).values("id")
    ).first()  # fmt: skip
    if plan is None:
        raise CareRefused("그런 계획이 없습니다.")
    if plan.state == PlanState.AGREED:
        return plan
    if plan.state == PlanState.ENDED:
        raise CareRefused("끝난 계획입니다. 새 계획을 적어 주세요.")
    if not proof.strip():
        raise CareRefused("동의서 번호를 적어 주세요.", field="proof")
    if on > timezone.localdate(at):
        raise CareRefused("동의한 날이 오늘보다 뒤일 수 없습니다.", field="on")
    CarePlan.objects.filter(case_id=plan.case_id, state=PlanState.AGREED).update(state=PlanState.ENDED)
    plan.state, plan.agreed_on, plan.proof = PlanState.AGREED, on, proof.strip()
    plan.save(update_fields=["state", "agreed_on", "proof"])
    _deed(by, plan.case, "개인별지원계획 동의", at, revision=plan.revision)
    return plan


@transaction.atomic
def plan_visit(
    *, by: Actor, case_id: str, visit_at: datetime, purpose: str, at: datetime,
    welfare_by: Membership | None = None, health_by: Membership | None = None,
) -> Visit:  # fmt: skip
    """Put a visit into the calendar: of one side, or of both together.

    Raises:
        NotAllowed: the actor may not write.
        CareRefused: nobody goes, somebody stands on the wrong side or has another visit at that hour, or health would go
            to a person who has not agreed that it hears of the case.
    """
    check_may(by, WRITE)
    case = get_visible(by, case_id)
    if not purpose.strip():
        raise CareRefused("방문해서 할 일을 적어 주세요.", field="purpose")
    if welfare_by is None and health_by is None:
        raise CareRefused("누가 가는지 골라 주세요.", field="welfare_by")
    if health_by is not None and not case.with_health:
        raise CareRefused("본인이 보건소와 나누는 데 동의한 뒤에 함께 갈 수 있습니다.", field="health_by")
    for field, member in (("welfare_by", welfare_by), ("health_by", health_by)):
        if member is None:
            continue
        if not member.is_active or f"{SIDE_OF_ROLE.get(Role(member.role))}_by" != field:
            raise CareRefused("그쪽에서 지금 일하는 사람이 아닙니다.", field=field)
        busy = Visit.objects.filter(**{field: member}, at=visit_at, state=VisitState.PLANNED)
        if busy.exists():
            raise CareRefused(f"{member.user.name} 님은 그 시각에 다른 방문이 있습니다.", field=field)
    visit = Visit.objects.create(
        case=case, at=visit_at, purpose=purpose.strip(), welfare_by=welfare_by, health_by=health_by
    )
    _deed(by, case, "방문 잡기", at, joint=visit.is_joint)
    return visit


@transaction.atomic
def report_visit(*, by: Actor, public_id: str, state: VisitState, result: str, at: datetime) -> Visit:
    """Write what became of a visit; both sides read it.

    Raises:
        NotAllowed: the actor may not write.
        CareRefused: no words, it lies ahead, it was reported already, or there is none.
    """
    check_may(by, WRITE)
    visit = Visit.objects.select_for_update(of=("self",)).filter(
        public_id=public_id, case__in=cases_visible_to(by).values("id")
    ).first()  # fmt: skip
    if visit is None:
        raise CareRefused("그런 방문이 없습니다.")
    if visit.state != VisitState.PLANNED:
        raise CareRefused("결과를 이미 적은 방문입니다.")
    if state in (VisitState.DONE, VisitState.MISSED):
        if timezone.localdate(visit.at) > timezone.localdate(at):
            raise CareRefused("아직 오지 않은 날의 방문입니다.")
        if not result.strip():
            raise CareRefused("방문 결과를 적어 주세요.", field="result")
    visit.state, visit.result = state, result.strip()
    visit.save(update_fields=["state", "result"])
    _deed(by, visit.case, "방문 결과 적기", at, state=state.value)
    return visit


def _open_referral(by: Actor, public_id: str) -> Referral:
    referral = Referral.objects.select_for_update(of=("self",)).filter(
        public_id=public_id, case__in=cases_visible_to(by).values("id")
    ).first()  # fmt: skip
    if referral is None:
        raise CareRefused("그런 의뢰가 없습니다.")
    if referral.state != ReferralState.OPEN:
        raise CareRefused("이미 끝난 의뢰입니다.")
    return referral


def _deed(by: Actor, case: CareCase, action: str, at: datetime, **detail) -> None:
    record_deed(
        actor=by.audit, action=action, purpose="통합사례관리", subjects=[case_subject(case)], detail=detail, at=at
    )
