"""Deeds: send, withdraw, accept, refuse; and what goes by itself when its time is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may, system_actor
from duru.blocks.audit.api import record_deed
from duru.blocks.benefits.api import record_need
from duru.blocks.consent.api import Purpose, consents_in_force
from duru.blocks.exchange.api import record_mention
from duru.blocks.linkage.api import records_of_person
from duru.blocks.registry.api import Person, PersonStatus, people_visible_to, person_ref
from duru.blocks.tenancy.api import Tenant, current_tenant_id
from duru.kernel.ids import new_public_id
from duru.services.handover.enums import HandoverState
from duru.services.handover.errors import HandoverRefused
from duru.services.handover.models import Handover
from duru.services.handover.permissions import RECEIVE, SEND
from duru.services.handover.queries import list_arrived, list_others, list_sent, open_package, what_may_be_said
from duru.services.handover.rules import ANSWER_WITHIN, KEPT_AFTER_ACCEPTED, seal

_MACHINE = system_actor("전출지 인계 정리")
_KEPT_ROWS = timedelta(days=5 * 365 + 2)
PURPOSE = "전출지 인계"


@transaction.atomic
def send_handover(person_public_id: str, *, to_code: str, note: str, address: str, by: Actor, at: datetime) -> Handover:
    """Send what a person who moved agreed to be told to the 구 they moved to. One letter waits at a time.

    Args:
        to_code: 행정표준코드 of the receiving local government, one of `list_others`.
        address: their new address as they said, "" when unknown.

    Raises:
        NotAllowed: `by` may not.
        Person.DoesNotExist: no such person, or not to be known of.
        HandoverRefused: no move-out in the register; no consent to be named; no such 구; one waits already.

    Source: 개인정보보호법 §17①1.
    """
    check_may(by, SEND)
    person = people_visible_to(by).get(public_id=person_public_id)
    if person.status != PersonStatus.MOVED_OUT:
        raise HandoverRefused(
            "전출이 확정된 사람만 새 주소지에 인계할 수 있습니다. 먼저 변동 관리에서 전출을 확정하세요."
        )
    receiver = next((tenant for tenant in list_others() if tenant.code == to_code), None)
    if receiver is None:
        raise HandoverRefused("두루를 함께 쓰는 자치단체 가운데서 골라 주세요.", field="to_code")
    said = what_may_be_said(
        by, person, on=timezone.localdate(at), note=note.strip()[:300], address=address.strip()[:200]
    )
    if not said.is_agreed:
        raise HandoverRefused(
            "‘전출지 인계’에 대한 동의(성명·생년월일·성별, 주소·연락처)가 없습니다. 먼저 동의를 받아 기록하세요."
        )
    if list_sent(by).filter(person_ref=person.public_id, state=HandoverState.SENT).exists():
        raise HandoverRefused("이미 보낸 인계가 답을 기다리고 있습니다.")
    public_id = new_public_id()
    sealed = seal(
        said.package, secret=settings.SECRET_KEY, sender=_code_of_here(), receiver=receiver.code, public_id=public_id
    )
    found = Handover.objects.create(
        public_id=public_id, receiver=receiver, person_ref=person.public_id, items=sorted(said.allowed.items), sealed=sealed,
        sent_at=at, sent_by=_signature(by),
    )  # fmt: skip
    record_deed(
        actor=by.audit, action="전출지 인계 보냄", purpose=PURPOSE, subjects=[person_ref(person.public_id), _ref(found)],
        detail={"to": receiver.code, "items": found.items}, at=at,
    )  # fmt: skip
    return found


@transaction.atomic
def withdraw_handover(public_id: str, *, reason: str, by: Actor, at: datetime) -> Handover:
    """Take a letter back that nobody answered: what it says is gone at once.

    Raises:
        NotAllowed, HandoverRefused: no right; there is none, it was answered, no reason.
    """
    check_may(by, SEND)
    found = _locked(list_sent(by), public_id)
    return _close(found, HandoverState.WITHDRAWN, reason, by, at, action="전출지 인계 거둠")


@transaction.atomic
def refuse_handover(public_id: str, *, reason: str, by: Actor, at: datetime) -> Handover:
    """Answer that the person is not taken over here (never moved in, does not want it): what it says is gone at once.

    Raises:
        NotAllowed, HandoverRefused: as `withdraw_handover`.
    """
    check_may(by, RECEIVE)
    found = _locked(list_arrived(by), public_id)
    return _close(found, HandoverState.REFUSED, reason, by, at, action="전출지 인계 받지 않음")


@transaction.atomic
def accept_handover(public_id: str, *, address: str, by: Actor, at: datetime) -> Handover:
    """Take the person over: a record of the answering office with the needs that were told. Links follow in a job.

    Args:
        address: where they live here; that of the letter when left empty.

    Raises:
        NotAllowed, HandoverRefused: no right; there is none, it was answered, it waited too long, it cannot be read.
        Refused: the address or another value cannot be read.
    """
    check_may(by, RECEIVE)
    if by.organisation_id is None:
        raise HandoverRefused("담당자의 이름으로만 받을 수 있습니다.")
    found = _locked(list_arrived(by), public_id)
    if at - found.sent_at >= ANSWER_WITHIN:
        raise HandoverRefused("보낸 지 30일이 지나 받을 수 없습니다. 보낸 곳에 다시 보내 달라고 하세요.")
    package = open_package(found)
    if package is None:
        raise HandoverRefused("내용을 읽을 수 없습니다. 보낸 곳에 다시 보내 달라고 하세요.")
    typed = package.typed | ({"address": address.strip()} if address.strip() else {})
    record_id = record_mention(organisation_id=by.organisation_id, dataset="needs", typed=typed, at=at)
    for kind, since in package.needs:
        record_need(
            record_id=record_id, organisation_id=by.organisation_id, kind=kind, since_on=date.fromisoformat(since)
        )
    found.record_id, found.state = record_id, HandoverState.ACCEPTED
    found.answered_at, found.answered_by = at, _signature(by)
    found.save(update_fields=["record_id", "state", "answered_at", "answered_by"])
    record_deed(
        actor=by.audit, action="전출지 인계 받음", purpose=PURPOSE, subjects=[_ref(found)],
        detail={"from": found.sender.code, "needs": len(package.needs)}, at=at,
    )  # fmt: skip
    from duru.services.handover.tasks import link_arrived  # leaf: tasks import operations

    link_arrived.defer()
    return found


def tidy_handovers(*, at: datetime) -> int:
    """Let go what is over in the running tenant: unanswered too long, no longer agreed to, accepted long ago; returns how many. Safe to repeat."""
    here, n = current_tenant_id(), 0
    own = Handover.objects.filter(sender_id=here)
    n += own.filter(state=HandoverState.SENT, sent_at__lte=at - ANSWER_WITHIN).update(
        state=HandoverState.EXPIRED, sealed=None, answered_at=at
    )
    for found in own.filter(state=HandoverState.SENT).order_by("id"):
        if not _is_still_agreed(found, on=timezone.localdate(at)):
            _close(found, HandoverState.WITHDRAWN, "동의를 거둠", _MACHINE, at, action="전출지 인계 거둠")
            n += 1
    old = Q(state=HandoverState.ACCEPTED, answered_at__lte=at - KEPT_AFTER_ACCEPTED, sealed__isnull=False)
    n += Handover.objects.filter(old).update(sealed=None)
    return n + own.filter(sent_at__lte=at - _KEPT_ROWS, sealed__isnull=True).delete()[0]


def _is_still_agreed(found: Handover, *, on: date) -> bool:
    person = Person.objects.filter(public_id=found.person_ref).first()
    if person is None:
        return False
    records = [record.id for record in records_of_person(person.id)]
    return consents_in_force(on).filter(record_id__in=records, purpose=Purpose.MOVE_HANDOVER).exists()


def _locked(visible, public_id: str) -> Handover:
    found = visible.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if found is None:
        raise HandoverRefused("그런 전출지 인계가 없습니다.")
    if found.state != HandoverState.SENT:
        raise HandoverRefused(f"이미 ‘{found.get_state_display()}’인 인계입니다.")
    return found


def _close(found: Handover, state: HandoverState, reason: str, by: Actor, at: datetime, *, action: str) -> Handover:
    if not reason.strip():
        raise HandoverRefused("까닭을 적어 주세요.", field="reason")
    found.state, found.sealed, found.answer = state, None, reason.strip()[:200]
    found.answered_at, found.answered_by = at, _signature(by)
    found.save(update_fields=["state", "sealed", "answer", "answered_at", "answered_by"])
    record_deed(actor=by.audit, action=action, purpose=PURPOSE, subjects=[_ref(found)], at=at)
    return found


def _ref(found: Handover) -> str:
    return f"handover:{found.public_id}"


def _signature(by: Actor) -> str:
    return f"{by.organisation_name} {by.department} {by.name}".replace("  ", " ").strip()[:120]


def _code_of_here() -> str:
    return Tenant.objects.values_list("code", flat=True).get(id=current_tenant_id())
