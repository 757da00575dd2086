"""Receiving a proposal, marking it, and asking for it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.casework.api import Case, office_calendar, open_case
from duru.services.participation.enums import Axis, Ground
from duru.services.participation.errors import ProposalRefused
from duru.services.participation.kinds import AGAIN, PROPOSAL
from duru.services.participation.models import Proposal, ProposalAuthor, Score
from duru.services.participation.permissions import RECEIVE, SCORE
from duru.services.participation.queries import notified_on
from duru.services.participation.rules import check_shares, may_ask_again_until, pieces


@transaction.atomic
def receive_proposal(
    *,
    title: str,
    problem: str,
    idea: str,
    shares: Mapping[str, int],
    by: Actor,
    at: datetime,
    effect: str = "",
    phone: str = "",
    is_private: bool = False,
    received_at: datetime | None = None,
) -> Proposal:
    """Receive a proposal: its case begins, to be decided within 30 days.

    Args:
        shares: Name → per cent of all who propose together; one person has 100.
        phone: Of the leader, by which the progress is looked up.

    Raises:
        NotAllowed: `by` may not receive proposals.
        ProposalRefused: title, problem or idea is empty.
        Refused: the shares are not right, or the telephone is none.

    Source: 국민제안규정 제5조, 제6조제1항.
    """
    check_may(by, RECEIVE)
    if not (title.strip() and problem.strip() and idea.strip()):
        raise ProposalRefused(
            "제목, 현황과 문제점, 개선방안을 모두 적어 주세요(국민제안규정 제5조제2항).", field="idea"
        )
    leader = check_shares(shares)
    case = open_case(
        by=by, kind=PROPOSAL, title=title.strip(), applicant_name=leader, applicant_phone=phone, at=at,
        received_at=received_at,
    )  # fmt: skip
    proposal = Proposal.objects.create(
        case_ref=case.public_id, title=title.strip(), problem=problem.strip(), idea=idea.strip(), effect=effect.strip(),
        pieces=sorted(pieces(f"{title} {idea}")), is_private=is_private, received_at=received_at or at,
    )  # fmt: skip
    ProposalAuthor.objects.bulk_create(
        ProposalAuthor(
            proposal=proposal, name=name, share=share, leads=name == leader, phone=case.applicant_phone if name == leader else ""
        )
        for name, share in shares.items()
    )  # fmt: skip
    return proposal


@transaction.atomic
def score_proposal(public_id: str, marks: Mapping[Axis, int], *, by: Actor, at: datetime) -> list[Score]:
    """Write one reviewer's marks on the five axes; writing again replaces one's own.

    Raises:
        NotAllowed: `by` may not review.
        ProposalRefused: there is no such proposal, it is decided, its author is the reviewer, or marks are missing or
            outside 0 to 10.

    Source: 국민제안규정 제8조제1항.
    """
    check_may(by, SCORE)
    proposal = _get(public_id)
    if Case.objects.get(public_id=proposal.case_ref).outcome:
        raise ProposalRefused("이미 채택 여부를 결정한 제안입니다.")
    if proposal.authors.filter(name=by.name).exists():
        raise ProposalRefused(
            "자기가 낸 제안은 심사하지 않습니다. 이름이 같은 다른 분이면 다른 심사자에게 맡겨 주세요."
        )
    if set(marks) != set(Axis) or not all(0 <= mark <= 10 for mark in marks.values()):
        raise ProposalRefused("다섯 항목에 0점부터 10점까지 적어 주세요.", field="scores")
    Score.objects.filter(proposal=proposal, reviewer_ref=by.ref).delete()
    return Score.objects.bulk_create(
        Score(proposal=proposal, reviewer_ref=by.ref, reviewer_name=by.name, axis=axis, mark=mark, at=at)
        for axis, mark in marks.items()
    )


@transaction.atomic
def ask_again(public_id: str, ground: Ground, *, reason: str, by: Actor, at: datetime) -> Case:
    """Open the examination anew of a proposal that was not adopted, as its proposer asks.

    Raises:
        NotAllowed: `by` may not receive proposals.
        ProposalRefused: no reason, the proposal was not rejected and told, the time to ask is over, or it is being examined.

    Source: 국민제안규정 제12조제1항, 제14조제3항.
    """
    check_may(by, RECEIVE)
    proposal = _get(public_id)
    case = Case.objects.get(public_id=proposal.case_ref)
    told = notified_on(case) if case.outcome == "reject" else None
    if told is None:
        raise ProposalRefused("채택되지 않았다고 알린 제안만 다시 심사할 수 있습니다.")
    if not reason.strip():
        raise ProposalRefused("재심사를 요청하는 까닭을 적어 주세요.", field="reason")
    last_on = may_ask_again_until(ground, notified_on=told, calendar=office_calendar())
    if timezone.localdate(at) > last_on:
        raise ProposalRefused(f"{ground.label}의 기간이 {last_on:%Y. %-m. %-d.}에 끝났습니다.", field="ground")
    if Case.objects.filter(kind=AGAIN, answers__proposal=proposal.public_id, closed_at__isnull=True).exists():
        raise ProposalRefused("이미 다시 심사하고 있습니다.")
    return open_case(
        by=by, kind=AGAIN, title=f"재심사: {proposal.title}"[:120], applicant_name=case.applicant_name,
        applicant_phone=case.applicant_phone, at=at,
        answers={"proposal": proposal.public_id, "ground": ground.value, "reason": reason.strip()},
    )  # fmt: skip


def _get(public_id: str) -> Proposal:
    proposal = Proposal.objects.select_for_update().filter(public_id=public_id).first()
    if proposal is None:
        raise ProposalRefused("그런 제안이 없습니다.")
    return proposal
