"""Decisions of two persons: proposed by one, settled by another, and the dated rule that asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.linkage.enums import DecisionKind, ProposalState
from duru.blocks.linkage.errors import AlreadyApart, ChangedMeanwhile
from duru.blocks.linkage.models import HumanDecision, Link, LinkProposal, ReviewRule
from duru.blocks.linkage.operations.decisions import join, locked_link, reject
from duru.blocks.linkage.operations.moves import Hands, check_stamp, stamp
from duru.blocks.linkage.permissions import DECIDE, SET_RULE
from duru.blocks.linkage.rules import Consequence
from duru.blocks.registry.api import Person, people_visible_to, person_ref
from duru.kernel.errors import Refused


def propose(
    link: Link,
    person: Person,
    kind: str,
    *,
    by: Actor,
    reason: str,
    consequences: Sequence[Consequence],
    now: datetime,
) -> LinkProposal:
    """Write down a decision that waits for a second person; the link, locked by the caller, stays as it is.

    Raises:
        ChangedMeanwhile: somebody else has proposed something about this record.
    """
    check_nobody_waits(link)
    proposal = LinkProposal.objects.create(
        record_id=link.record_id,
        person_ref=person.public_id,
        kind=kind,
        stamp=stamp(link),
        reason=reason.strip()[:200],
        consequences=[each.to_dict() for each in consequences],
        by_ref=by.ref,
        by_name=by.name,
        proposed_at=now,
    )
    _log(proposal, by, f"제안: {DecisionKind(kind).label}", reason.strip()[:200])
    return proposal


def check_nobody_waits(link: Link) -> None:
    """Refuse a decision about a record that waits for a second person.

    Raises:
        ChangedMeanwhile: it does; the message names who proposed it.
    """
    waiting = LinkProposal.objects.filter(record_id=link.record_id, state=ProposalState.WAITING).first()
    if waiting is not None:
        raise ChangedMeanwhile(
            f"{waiting.by_name} 님이 이 기록을 ‘{DecisionKind(waiting.kind).label}’(으)로 제안해 두 번째 확인을 기다립니다.",
            field="seen",
        )


@transaction.atomic
def confirm_proposal(public_id: str, *, by: Actor, note: str = "", now: datetime) -> HumanDecision | None:
    """Confirm what somebody else proposed: it becomes a decision of both names. None where the link already stands so.

    Raises:
        NotAllowed: `by` may not decide.
        ChangedMeanwhile: it was settled meanwhile, or the link is no longer as it was proposed about.
        Refused: it is one's own proposal, or the record cannot be decided so any more.
    """
    proposal, link = _open(public_id, by)
    check_stamp(link, proposal.stamp)
    person = people_visible_to(by).filter(public_id=proposal.person_ref).first()
    if person is None:
        raise ChangedMeanwhile("제안한 사람 정보가 그 사이에 없어졌습니다. 이 제안은 받아들이지 않음으로 끝내 주세요.")
    hands = Hands(proposal.by_ref, proposal.by_name, by.audit, by.ref, by.name)
    decide = join if proposal.kind == DecisionKind.JOIN else reject
    try:
        decision = decide(link, person.id, hands, reason=proposal.reason, now=now)
    except AlreadyApart as refusal:
        raise Refused(str(refusal)) from refusal
    _settle(proposal, ProposalState.CONFIRMED, by, note, now)
    return decision


@transaction.atomic
def refuse_proposal(public_id: str, *, by: Actor, note: str, now: datetime) -> LinkProposal:
    """Refuse what somebody else proposed, with a reason; the record goes back into the queue.

    Raises:
        NotAllowed, ChangedMeanwhile, Refused: as `confirm_proposal`; also without a reason.
    """
    proposal, _ = _open(public_id, by)
    if not note.strip():
        raise Refused("받아들이지 않는 까닭을 적어 주세요.", field="note")
    _settle(proposal, ProposalState.REFUSED, by, note, now)
    _log(proposal, by, "제안을 받아들이지 않음", note.strip()[:200])
    return proposal


def withdraw(public_id: str, *, by: Actor, now: datetime) -> LinkProposal:
    """Take one's own proposal back.

    Raises:
        ChangedMeanwhile: it was settled meanwhile.
        Refused: it is somebody else's.
    """
    proposal = LinkProposal.objects.select_for_update().get(public_id=public_id)
    if proposal.by_ref != by.ref:
        raise Refused("자기가 한 제안만 거둘 수 있습니다.", field="by")
    _check_waits(proposal)
    _settle(proposal, ProposalState.WITHDRAWN, by, "", now)
    _log(proposal, by, "제안 거두기", "")
    return proposal


@transaction.atomic
def set_review_rule(*, needs_second: bool, effective_from: date, by: Actor, reason: str, now: datetime) -> ReviewRule:
    """Say from which day on decisions with consequences for benefits need two persons, or do no longer. A new row, never a change.

    Raises:
        NotAllowed: `by` may not set it.
        Refused: no reason, or a day that has passed.
    """
    check_may(by, SET_RULE)
    if not reason.strip():
        raise Refused("바꾸는 까닭을 적어 주세요.", field="reason")
    if effective_from < timezone.localtime(now).date():
        raise Refused("지난 날짜로는 바꿀 수 없습니다. 오늘이나 그 뒤를 적어 주세요.", field="effective_from")
    rule = ReviewRule.objects.create(
        effective_from=effective_from,
        needs_second=needs_second,
        reason=reason.strip()[:200],
        set_ref=by.ref,
        set_name=by.name,
        set_at=now,
    )
    record_deed(
        actor=by.audit,
        action="확인 방식 바꾸기",
        purpose=rule.reason,
        detail={"needs_second": needs_second, "from": effective_from.isoformat()},
    )
    return rule


def _open(public_id: str, by: Actor) -> tuple[LinkProposal, Link]:
    """Return a waiting proposal that `by` may settle, and its link, both locked; the link first, as every deed does."""
    check_may(by, DECIDE)
    record_id = LinkProposal.objects.values_list("record_id", flat=True).get(public_id=public_id)
    link = locked_link(record_id, by)
    proposal = LinkProposal.objects.select_for_update().get(public_id=public_id)
    _check_waits(proposal)
    if proposal.by_ref == by.ref:
        raise Refused("자기가 제안한 것은 자기가 확인할 수 없습니다. 다른 담당자가 확인해야 합니다.", field="by")
    return proposal, link


def _check_waits(proposal: LinkProposal) -> None:
    if proposal.state != ProposalState.WAITING:
        raise ChangedMeanwhile(
            f"이 제안은 이미 {proposal.settled_name} 님이 ‘{proposal.get_state_display()}’(으)로 끝냈습니다.",
            field="seen",
        )


def _settle(proposal: LinkProposal, state: str, by: Actor, note: str, now: datetime) -> None:
    proposal.state, proposal.settled_ref, proposal.settled_name = state, by.ref, by.name
    proposal.settled_at, proposal.note = now, note.strip()[:200]
    proposal.save(update_fields=["state", "settled_ref", "settled_name", "settled_at", "note"])


def _log(proposal: LinkProposal, by: Actor, action: str, purpose: str) -> None:
    record_deed(
        actor=by.audit,
        action=action,
        purpose=purpose,
        subjects=[person_ref(proposal.person_ref), f"record:{proposal.record.public_id}"],
        detail={"proposal": proposal.public_id, "proposed_by": proposal.by_ref},
    )
