"""Reads: ideas alike, and what came of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from duru.blocks.casework.api import Case, Decision, DecisionState, Task
from duru.services.participation.enums import Axis
from duru.services.participation.models import Proposal, Score
from duru.services.participation.rules import ALIKE_FROM, kept_until, likeness, pieces, total_points

_MOST_ALIKE = 5
_LOOK_BACK = 3_000  # the latest; ten years of a 구


@dataclass(frozen=True, slots=True)
class Alike:
    """An earlier proposal that says something like it, and how much (0 to 1)."""

    proposal: Proposal
    share: float


def find_alike(text: str, *, but: Proposal | None = None) -> list[Alike]:
    """Find earlier proposals like a text, the most alike first, at most five.

    Source: 국민제안규정 제6조제3항 (the one received first comes first), 제2조제1호나목.
    """
    asked = pieces(text)
    found = []
    for proposal in Proposal.objects.order_by("-received_at", "-id")[:_LOOK_BACK]:
        share = likeness(asked, frozenset(proposal.pieces))
        if share >= ALIKE_FROM and (but is None or proposal.id != but.id):
            found.append(Alike(proposal, share))
    return sorted(found, key=lambda each: (-each.share, each.proposal.received_at))[:_MOST_ALIKE]


def list_proposals() -> QuerySet[Proposal]:
    """Return all proposals, the latest first."""
    return Proposal.objects.prefetch_related("authors").order_by("-received_at", "-id")


def cases_of(proposals: list[Proposal]) -> dict[str, Case]:
    """Return the cases of some proposals by their reference."""
    found = Case.objects.filter(public_id__in=[each.case_ref for each in proposals])
    return {case.public_id: case for case in found}


def points_of(proposal: Proposal, *, on: date) -> Decimal | None:
    """Return the mean of the points of all who marked all five axes; None before anybody did."""
    marks: dict[str, dict[Axis, int]] = defaultdict(dict)
    for score in Score.objects.filter(proposal=proposal):
        marks[score.reviewer_ref][Axis(score.axis)] = score.mark
    return total_points([each for each in marks.values() if len(each) == len(Axis)], on=on)


def keep_until(case: Case) -> date | None:
    """Return the first day on which a decided proposal need not be kept any longer, None before the decision."""
    decided = Decision.objects.filter(case=case, state=DecisionState.APPROVED).first()
    if decided is None or decided.checked_at is None:
        return None
    return kept_until(timezone.localdate(decided.checked_at), is_adopted=decided.outcome == "adopt")


def notified_on(case: Case) -> date | None:
    """Return the day on which the proposer was told that the proposal was not adopted, None before."""
    task = Task.objects.filter(case=case, key="tell", state="done").first()
    return date.fromisoformat(task.answers["notified_on"]) if task else None
