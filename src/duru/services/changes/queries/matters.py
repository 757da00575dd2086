"""Matters as officials see them, and what agencies may read of them: a service of theirs, and the day it ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from duru.blocks.access.api import Actor, may
from duru.blocks.benefits.api import held_by_persons
from duru.blocks.registry.api import Person
from duru.services.changes.enums import ChangeState, RecoveryState
from duru.services.changes.models import Change, Recovery, Reopening, Stop
from duru.services.changes.permissions import SEE, SEE_ENDED

OPEN = (ChangeState.SUSPECTED, ChangeState.CHECKING, ChangeState.CONFIRMED)


def list_changes(actor: Actor) -> QuerySet[Change]:
    """Return the matters an official may see: what is paid next first. 비공개 대상 only for named officers."""
    found = Change.objects.select_related("officer__user").order_by("next_pay_on", "-n_effects", "-told_on", "id")
    if not may(actor, SEE):
        return found.none()
    return found if actor.named_officer or actor.is_system else found.filter(is_protected=False)


def waiting(found: QuerySet[Change]) -> QuerySet[Change]:
    """Keep the matters that wait for somebody: open ones, but of the confirmed only those on which something hangs."""
    return found.filter(state__in=OPEN).exclude(state=ChangeState.CONFIRMED, n_effects=0)


def owing(found: QuerySet[Change]) -> QuerySet[Change]:
    """Keep the matters with something paid too much about which nobody has decided yet."""
    undecided = Recovery.objects.filter(
        change=OuterRef("pk"), state__in=[RecoveryState.COMPUTED, RecoveryState.NOTICED]
    )
    return found.filter(Exists(undecided))


def count_owing(actor: Actor) -> int:
    """Count the visible matters with an undecided overpayment."""
    return owing(list_changes(actor)).count()


def find_change(actor: Actor, public_id: str) -> Change | None:
    """Return one visible matter; None when there is none or the actor may not know of it: the two look alike."""
    return list_changes(actor).filter(public_id=public_id).first()


def changes_of_person(actor: Actor, person_ref: str) -> list[Change]:
    """Return the matters of one person, newest first."""
    return list(list_changes(actor).filter(person_ref=person_ref).order_by("-opened_at", "-id"))


def count_before_payment(actor: Actor, *, on: date, days: int = 7) -> int:
    """Count the open matters with a payment within some days, that day included."""
    soon = list_changes(actor).filter(state__in=OPEN, next_pay_on__gte=on, next_pay_on__lt=on + timedelta(days=days))
    return soon.count()


def stops_in_force(change: Change | None = None) -> QuerySet[Stop]:
    """Return the stops no named person has taken back, of one matter or of all."""
    found = Stop.objects.filter(~Exists(Reopening.objects.filter(stop=OuterRef("pk")))).order_by("id")
    return found if change is None else found.filter(change=change)


@dataclass(frozen=True, slots=True)
class Returned:
    """A benefit that a newer list names although it was stopped: it stays stopped, and somebody asks the paying office."""

    label: str
    organisation: str
    from_on: date
    ends_on: date


def list_returned(change: Change) -> list[Returned]:
    """Return what lists name again after it was stopped: the same benefit running under another row. Nothing starts by it."""
    stops = {stop.programme: stop for stop in stops_in_force(change) if stop.programme}
    person = Person.objects.filter(public_id=change.person_ref).first()
    if person is None or not stops:
        return []
    own = {(stop.side, stop.benefit_id) for stop in stops_in_force(change)}
    return [
        Returned(each.item, each.organisation_name, each.from_on, stops[each.programme].ends_on)
        for each in held_by_persons([person.id], since=change.happened_on)
        if each.side == "public"
        and each.programme in stops
        and (each.side, each.benefit) not in own
        and (each.until_on is None or each.until_on > stops[each.programme].ends_on)
    ]


@dataclass(frozen=True, slots=True)
class Ended:
    """What an agency reads: whom of its own records, which of its services, and the day. Never why."""

    name: str
    label: str
    ends_on: date


def list_ended(actor: Actor) -> list[Ended]:
    """Return the services of the actor's own agency that end, newest first; at most 500."""
    if not may(actor, SEE_ENDED) or actor.organisation_id is None:
        return []
    stops = list(stops_in_force().filter(organisation_id=actor.organisation_id).order_by("-ends_on", "-id")[:500])
    names = names_of(stop.person_ref for stop in stops)
    return [Ended(names.get(stop.person_ref, ""), stop.label, stop.ends_on) for stop in stops]


def count_ended(actor: Actor, *, on: date) -> int:
    """Count the services of the actor's agency that ended within the last fortnight or will."""
    since = on - timedelta(days=14)
    return stops_in_force().filter(organisation_id=actor.organisation_id, ends_on__gte=since).count()


def names_of(person_refs: Iterable[str]) -> dict[str, str]:
    """Return person reference → name, one query; pages mask it."""
    return dict(Person.objects.filter(public_id__in=set(person_refs)).order_by().values_list("public_id", "name"))


def household_pension_won(person: Person, members: Iterable[Person]) -> int | None:
    """Return what another member of the household gets of 기초연금 a month, None when nobody does."""
    ids = [each.id for each in members if each.id != person.id]
    won = [h.won for h in held_by_persons(ids, since=date.min) if h.programme == "기초연금" and h.until_on is None]
    return next((each for each in won if each), None)
