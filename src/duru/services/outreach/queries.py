"""Reads of outreach: which leads somebody knows of, and what rounds and signals came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from duru.blocks.access.api import Actor, Role, may
from duru.services.outreach.enums import LeadState, TipState
from duru.services.outreach.models import ContactTry, Lead, OutreachRound, Tip
from duru.services.outreach.permissions import SEE
from duru.services.outreach.rules import Rate, Result, SignalKind, all_rows, hit_rates


@dataclass(frozen=True, slots=True)
class RoundNumbers:
    """One round in numbers: how many came, wait, are tried, are closed, were helped, and are late."""

    round: OutreachRound
    n: int
    n_new: int
    n_open: int
    n_closed: int
    n_hits: int
    n_late: int


def leads_visible_to(actor: Actor) -> QuerySet[Lead]:
    """Return the leads an actor may know of: the lead office all, a 동 its own. 비공개 대상 for named officers only."""
    leads = Lead.objects.select_related("record", "tip", "organisation", "assignee__user", "round")
    if actor.is_system:
        return leads
    if not may(actor, SEE):
        return leads.none()
    if actor.role == Role.CASEWORKER:
        leads = leads.filter(organisation_id=actor.organisation_id)
    return leads if actor.named_officer else leads.exclude(record__links__person__is_protected=True)


def tips_visible_to(actor: Actor) -> QuerySet[Tip]:
    """Return what people told: the lead office all, a 동 what was handed to it."""
    if actor.is_system or actor.role == Role.WELFARE_LEAD:
        return Tip.objects.all()
    if not may(actor, SEE):
        return Tip.objects.none()
    return Tip.objects.filter(leads__organisation_id=actor.organisation_id)


def tries_of(lead: Lead) -> QuerySet[ContactTry]:
    """Return the tries to reach a household, oldest first."""
    return ContactTry.objects.filter(lead=lead).select_related("by__user").order_by("at", "id")


def waiting_for(actor: Actor, *, on: date) -> QuerySet[Lead]:
    """Return what an actor must do: leads given to them, or to nobody in their office, and those to be looked at again."""
    mine = Q(assignee_id=actor.membership_id) | Q(assignee__isnull=True)
    return leads_visible_to(actor).filter(mine).filter(~Q(state=LeadState.CLOSED) | Q(recheck_on__lte=on))


def list_rounds(*, on: date) -> list[RoundNumbers]:
    """Return the rounds in numbers, the latest first; of all offices, no person in it."""
    hits = hit_keys()
    rows = OutreachRound.objects.annotate(
        n=Count("leads"),
        n_new=Count("leads", filter=Q(leads__state=LeadState.NEW)),
        n_closed=Count("leads", filter=Q(leads__state=LeadState.CLOSED)),
        n_hits=Count("leads", filter=Q(leads__result__in=hits)),
        n_late=Count("leads", filter=Q(leads__due_on__lt=on) & ~Q(leads__state=LeadState.CLOSED)),
    ).order_by("-year", "-number")
    return [
        RoundNumbers(row, row.n, row.n_new, row.n - row.n_closed, row.n_closed, row.n_hits, row.n_late) for row in rows
    ]


def rates_of_signals(round_id: int | None = None) -> list[tuple[str, Rate]]:
    """Return (Korean word, rate) of each signal that came, the most frequent first; of one round or of all."""
    leads = Lead.objects.filter(record__isnull=False)
    if round_id is not None:
        leads = leads.filter(round_id=round_id)
    found = hit_rates(list(leads.order_by().values_list("signals", "result")), hits=hit_keys())
    return [(signal_label(rate.key), rate) for rate in found]


def hit_keys() -> list[str]:
    """Return the results that count as help."""
    return [row.key for row in all_rows(Result) if row.is_hit]


def signal_label(key: str) -> str:
    """Return the Korean word of a signal; the key itself where the table lost it."""
    return next((row.label for row in all_rows(SignalKind) if row.key == key), key)


def result_label(key: str) -> str:
    """Return the Korean word of a result, "" for none."""
    return next((row.label for row in all_rows(Result) if row.key == key), key)


def count_waiting(actor: Actor, *, on: date) -> int:
    """Count what waits for an actor."""
    return waiting_for(actor, on=on).count()


def count_tips(actor: Actor) -> int:
    """Count what people told and nobody has looked at."""
    return tips_visible_to(actor).filter(state=TipState.NEW).count()


def count_from(sender_mark: str, *, since: datetime) -> int:
    """Count the tips of one sender since a moment."""
    return Tip.objects.filter(sender_mark=sender_mark, at__gte=since).count()
