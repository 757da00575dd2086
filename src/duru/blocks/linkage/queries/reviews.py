"""The queue of doubtful links, what was answered, and what waits for a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from duru.blocks.access.api import Actor, may
from duru.blocks.linkage.enums import Answer, Band, ProposalState
from duru.blocks.linkage.hinges import with_stakes
from duru.blocks.linkage.models import AccuracyItem, HumanDecision, Link, LinkProposal, ReviewAnswer
from duru.blocks.linkage.permissions import DECIDE
from duru.blocks.registry.api import people_visible_to

# Who could not tell is not asked again for so long; once so many could not, nobody is.
UNSURE_DAYS = 30
UNSURE_ENOUGH = 2


def list_reviews(by: Actor, *, today: date, include_later: bool = False) -> QuerySet[Link]:
    """List the links somebody should look at, the most valuable answers (`.worth`) first, each with what stands behind it.

    Those the machine doubts, and those where a sample's answer contradicts it. Links of persons `by` may not know of are absent;
    so are reviews put off until their day, those `by` could not decide lately, those two people could not, and those that wait
    for a second person.
    """
    return with_stakes(_waiting(by, today=today, include_later=include_later)).order_by("-worth", "id")


def count_reviews(by: Actor) -> int:
    """Count the links that wait for this actor today."""
    return _waiting(by, today=timezone.localdate()).count()


def reviewable() -> QuerySet[Link]:
    """Return the links somebody has to look at, whoever asks: those in review, and those a blind answer contradicts."""
    contradicted = AccuracyItem.objects.filter(
        Q(is_linked=True, answer=Answer.OTHER) | Q(is_linked=False, answer=Answer.SAME), record__links__decision_id=None
    )
    # As numbers and not as a subquery: "in review or one of these few" is two looks into indexes, an EXISTS a walk over all links.
    few = list(contradicted.order_by().values_list("record_id", flat=True))
    return Link.objects.filter(Q(band=Band.REVIEW) | Q(record_id__in=few, decision_id=None))


def _waiting(by: Actor, *, today: date, include_later: bool = False) -> QuerySet[Link]:
    visible = people_visible_to(by).values("id")
    found = (
        reviewable()
        .filter(person_id__in=visible)
        .filter(Q(rival=None) | Q(rival_id__in=visible))
        .exclude(Exists(LinkProposal.objects.filter(record_id=OuterRef("record_id"), state=ProposalState.WAITING)))
    )
    if not include_later:
        lately = timezone.make_aware(datetime.combine(today - timedelta(days=UNSURE_DAYS), time()))
        unsure = ReviewAnswer.objects.filter(
            answer=Answer.UNSURE, is_blind=False, undone_at=None, at__gte=lately
        ).order_by()
        given_up = unsure.values("record_id").annotate(people=Count("by_ref", distinct=True))
        found = (
            found.filter(Q(later_until=None) | Q(later_until__lte=today))
            .exclude(record_id__in=unsure.filter(by_ref=by.ref).values("record_id"))
            .exclude(record_id__in=given_up.filter(people__gte=UNSURE_ENOUGH).values("record_id"))
        )
    return found.select_related("record__organisation", "person", "rival")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody's work of today is: answers given, reviews left, decisions that wait for a second person."""

    n_today: int
    n_left: int
    n_proposals: int


def review_progress(by: Actor, *, today: date) -> Progress:
    """Return how far `by` is today; undone answers do not count."""
    since = timezone.make_aware(datetime.combine(today, time()))
    n_today = ReviewAnswer.objects.filter(by_ref=by.ref, at__gte=since, undone_at=None).count()
    return Progress(n_today, _waiting(by, today=today).count(), count_waiting_for(by))


def last_answer(by: Actor, *, today: date) -> ReviewAnswer | None:
    """Return the last answer `by` gave today and has not undone."""
    since = timezone.make_aware(datetime.combine(today, time()))
    return (
        ReviewAnswer.objects.filter(by_ref=by.ref, at__gte=since, undone_at=None)
        .select_related("record")
        .order_by("-at", "-id")
        .first()
    )


def list_proposals(by: Actor, *, include_settled: bool = False) -> QuerySet[LinkProposal]:
    """List the decisions that wait for a second person, oldest first; of records `by` may know of only."""
    visible = Link.objects.filter(record_id=OuterRef("record_id"), person_id__in=people_visible_to(by).values("id"))
    found = LinkProposal.objects.filter(Exists(visible)).select_related("record__organisation")
    if not include_settled:
        found = found.filter(state=ProposalState.WAITING)
    return found.order_by("proposed_at", "id")


def count_waiting_for(by: Actor) -> int:
    """Count the decisions that `by` could confirm: others proposed them."""
    return list_proposals(by).exclude(by_ref=by.ref).count() if may(by, DECIDE) else 0


def get_proposal(by: Actor, public_id: str) -> LinkProposal:
    """Return one proposal `by` may know of.

    Raises:
        LinkProposal.DoesNotExist: there is none, or it is about somebody `by` may not know of.
    """
    return list_proposals(by, include_settled=True).get(public_id=public_id)


def list_decisions(by: Actor) -> QuerySet[HumanDecision]:
    """List all human decisions about records `by` may know of, newest first."""
    visible = people_visible_to(by).values("id")
    standing = Link.objects.filter(record_id=OuterRef("record_id"), person_id__in=visible)
    return (
        HumanDecision.objects.filter(Exists(standing), person_id__in=visible)
        .select_related("record__organisation", "person")
        .order_by("-decided_at", "-id")
    )
