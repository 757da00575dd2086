"""Answers of clerical review: one deed per answer, which its giver can take back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.linkage.enums import Answer, DecisionKind
from duru.blocks.linkage.errors import PersonUnknown, SecondPersonNeeded
from duru.blocks.linkage.models import HumanDecision, Link, LinkProposal, ReviewAnswer
from duru.blocks.linkage.operations.decisions import LATER_DAYS, join_record, locked_link, reject_rival
from duru.blocks.linkage.operations.moves import Hands, check_stamp, follow, log
from duru.blocks.linkage.operations.proposals import check_nobody_waits, propose, withdraw
from duru.blocks.linkage.operations.samples import clear_item
from duru.blocks.linkage.permissions import DECIDE
from duru.blocks.linkage.rules import Consequence
from duru.blocks.registry.api import Person, delete_persons_without_records, people_visible_to
from duru.kernel.errors import Refused

_KEPT = (
    "person_id",
    "rival_id",
    "evidence_id",
    "probability",
    "bits",
    "margin",
    "band",
    "via",
    "reasons",
    "decision_id",
)


@dataclass(frozen=True)
class Answered:
    """What came of an answer: the row of it, what it started and stopped, and the proposal where a second person is needed."""

    answer: ReviewAnswer
    consequences: list[Consequence] = field(default_factory=list)
    proposal: LinkProposal | None = None


@transaction.atomic
def answer_review(
    record_id: int,
    person: Person,
    *,
    answer: str,
    by: Actor,
    now: datetime,
    seen: str = "",
    note: str = "",
    unsure_reason: str = "",
) -> Answered:
    """Take an answer to "is this record this person?" and do what it says.

    Same joins, other rejects or splits, each for ever; where that needs a second person it becomes a proposal. Unsure keeps the
    link and asks somebody else; later asks again in a week.

    Args:
        seen: `stamp` of the link as it was on the screen.
        unsure_reason: An `UnsureReason`, exactly with unsure.

    Raises:
        NotAllowed, RecordNotLinked, PersonUnknown, ChangedMeanwhile, AlreadyApart, Refused: as `split_record` and `join_record`.
    """
    check_may(by, DECIDE)
    link = locked_link(record_id, by)
    check_stamp(link, seen)
    check_nobody_waits(link)
    if not people_visible_to(by).filter(id=person.id).exists():
        raise PersonUnknown("그런 사람이 없습니다.")
    if (answer == Answer.UNSURE) != bool(unsure_reason):
        raise Refused("‘모르겠음’에는 까닭을 골라 주세요.", field="unsure_reason")
    before = {name: getattr(link, name) for name in _KEPT}
    before["later_until"] = link.later_until.isoformat() if link.later_until else None
    row = ReviewAnswer(
        record_id=record_id, person_ref=person.public_id, answer=answer, unsure_reason=unsure_reason,
        note=note.strip()[:200], by_ref=by.ref, by_name=by.name, at=now, before=before,
    )  # fmt: skip
    proposal, consequences = None, []
    if answer == Answer.LATER:
        link.later_until = timezone.localtime(now).date() + timedelta(days=LATER_DAYS)
        link.save(update_fields=["later_until"])
    elif answer in (Answer.SAME, Answer.OTHER):
        decide = join_record if answer == Answer.SAME else reject_rival
        try:
            decide(record_id, person, by=by, reason=note, now=now)
        except SecondPersonNeeded as needed:
            consequences = needed.consequences
            kind = DecisionKind.JOIN if answer == Answer.SAME else DecisionKind.SPLIT
            proposal = propose(link, person, kind, by=by, reason=note, consequences=consequences, now=now)
            row.before = {**before, "proposal": proposal.public_id}
        else:
            link.refresh_from_db(fields=["decision_id"])  # a row of the register joined to its own resident has none
            decision = HumanDecision.objects.filter(id=link.decision_id).first()
            row.decision_id = link.decision_id
            consequences = [Consequence(**each) for each in decision.consequences] if decision else []
    row.save()
    return Answered(row, consequences, proposal)


@transaction.atomic
def undo_answer(public_id: str, *, by: Actor, now: datetime) -> ReviewAnswer:
    """Take one's own answer back: the link stands as before, and what followed from it is concluded again.

    The decision itself stays in the book, with a later one above it that says it was undone. Repeating it changes nothing.

    Raises:
        NotAllowed: `by` may not decide.
        Refused: it is somebody else's answer, the link has changed since, or a second person has confirmed it.
    """
    check_may(by, DECIDE)
    answer = ReviewAnswer.objects.select_for_update().filter(public_id=public_id).first()
    if answer is None or answer.by_ref != by.ref:
        raise Refused(
            "자기가 한 답만 되돌릴 수 있습니다. 다른 사람의 결정은 그 기록에서 새로 정해 주세요.", field="answer"
        )
    if answer.undone_at is not None:
        return answer
    link = locked_link(answer.record_id, by)
    before = dict(answer.before or {})
    if answer.is_blind:
        clear_item(before["item"])
        answer.undone_at = now
        answer.save(update_fields=["undone_at"])
        return answer
    if proposal := before.pop("proposal", None):
        withdraw(proposal, by=by, now=now)
    elif answer.decision_id is not None:
        _undo_decision(link, answer, before, by, now)
    link.later_until = before["later_until"]
    link.save(update_fields=["later_until"])
    answer.undone_at = now
    answer.save(update_fields=["undone_at"])
    return answer


def _undo_decision(link: Link, answer: ReviewAnswer, before: dict, by: Actor, now: datetime) -> None:
    decision = HumanDecision.objects.get(id=answer.decision_id)
    if link.decision_id != decision.id:
        raise Refused(
            "그 뒤에 이 기록을 다시 정한 사람이 있어 되돌릴 수 없습니다. 기록을 열어 확인해 주세요.", field="answer"
        )
    if decision.second_ref:
        raise Refused("두 사람이 확인한 결정은 되돌리지 않고 새로 정합니다.", field="answer")
    earlier = (
        HumanDecision.objects.filter(record_id=link.record_id, person_id=decision.person_id, id__lt=decision.id)
        .order_by("-id")
        .first()
    )
    undone = HumanDecision.objects.create(
        record_id=link.record_id,
        person_id=decision.person_id,
        # An earlier word about the same two persons counts again; without one the machine decides again.
        kind=earlier.kind if earlier else DecisionKind.UNDO,
        by_ref=by.ref,
        by_name=by.name,
        reason=f"되돌림: {decision.get_kind_display()}",
        decided_at=now,
        consequences=[{**each, "is_new": not each["is_new"]} for each in decision.consequences],
    )
    left = link.person_id
    if not Person.objects.filter(id=before["person_id"]).exists():
        raise Refused("그 사이에 다시 이으면서 앞의 사람이 없어졌습니다. 기록을 열어 새로 정해 주세요.", field="answer")
    for name in _KEPT:
        setattr(link, name, before[name])
    for name in ("rival_id", "evidence_id"):
        # What a run has cleared meanwhile stays cleared.
        if before[name] is not None and not _exists(name, before[name]):
            setattr(link, name, None)
    link.decision_id = undone.id
    link.save()
    if left != link.person_id:
        follow(link, {left, link.person_id})
        if (
            not Link.objects.filter(person_id=left).exists()
            and not HumanDecision.objects.filter(person_id=left).exists()
        ):
            delete_persons_without_records([left])
    log(link, {link.person_id, decision.person_id}, Hands.of(by), "결정 되돌리기", undone.reason)


def _exists(name: str, pk: int) -> bool:
    if name == "rival_id":
        return Person.objects.filter(id=pk).exists()
    return Link.objects.filter(record_id=pk).exists()
