"""Signs become matters: who is meant, what hangs on them, who goes and looks. Set by set, safe to repeat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Membership, OrganisationKind, Role
from duru.blocks.benefits.api import Held, get_received, held_by_persons, next_payment
from duru.blocks.linkage.api import persons_of_records
from duru.blocks.registry.api import (
    HouseholdMember,
    LifeEvent,
    Person,
    PersonStatus,
    StatusDecision,
    household_ids_of_persons,
)
from duru.blocks.tenancy.api import bulk_insert, bulk_update, publish, tenant_scope
from duru.kernel.ids import new_public_id
from duru.services.changes.datasets import kind_of_event
from duru.services.changes.enums import ChangeKind, ChangeState, EffectKind, SignSource
from duru.services.changes.events import ChangesOpened
from duru.services.changes.models import Change, Effect, Sign
from duru.services.changes.rules import ends_on, source_of

LOOK_BACK_DAYS = 400
RECENT_DAYS = 92  # a gift that came lately is likely to come again
_CHUNK = 2000


def gather_changes(*, tenant_id: int, now: datetime) -> int:
    """Turn what came in since the last time into matters, with effects and officer; returns how many were opened.

    Reads life events of the register and signs of files whose record is linked. An event a named person refuted opens nothing; a matter
    that was denied is opened anew only by a new sign; one that was stopped only gathers further signs. A confirming event of the
    register makes a suspicion confirmed, and nothing else: every end is a named person's decision. Repeatable.
    """
    today, n_opened = timezone.localdate(now), 0
    with tenant_scope(tenant_id):
        _take_life_events(today)
        _name_the_people()
        waiting = list(Sign.objects.filter(change__isnull=True).exclude(person_ref="").order_by("told_on", "id"))
        refs = sorted({sign.person_ref for sign in waiting})
        for start in range(0, len(refs), _CHUNK):
            chosen = set(refs[start : start + _CHUNK])
            n_opened += open_for([sign for sign in waiting if sign.person_ref in chosen], now=now)
    return n_opened


@transaction.atomic
def open_for(signs: Iterable[Sign], *, now: datetime) -> int:
    """Attach signs to the matters they belong to, opening those that are new; returns how many were opened."""
    groups: dict[tuple[str, str], list[Sign]] = defaultdict(list)
    for sign in signs:
        groups[sign.person_ref, sign.kind].append(sign)
    refs = {ref for ref, _ in groups}
    people = {p.public_id: p for p in Person.objects.filter(public_id__in=refs)}
    standing = {
        (each.person_ref, each.kind): each
        for each in Change.objects.select_for_update()
        .filter(person_ref__in=refs)
        .exclude(state=ChangeState.DENIED)
        .order_by("id")
    }
    today, new = timezone.localdate(now), []
    officers = _officers({p.dong_code for p in people.values()})
    attached = []
    for (ref, kind), told in groups.items():
        if ref not in people:
            continue
        first = min(told, key=lambda sign: (sign.told_on, sign.id))
        sure = [sign for sign in told if sign.is_confirming]
        change = standing.get((ref, kind))
        if change is None:
            person = people[ref]
            change = Change(
                public_id=new_public_id(), person_ref=ref, kind=kind, happened_on=(sure or [first])[0].happened_on,
                told_on=first.told_on, dong_code=person.dong_code, is_protected=person.is_protected, opened_at=now,
                officer_id=officers.get(person.dong_code, officers.get("")),
                visit_by_on=None if sure else today + timedelta(days=source_of(first.source, today).visit_days),
            )  # fmt: skip
            new.append(change)
        if sure and change.state in (ChangeState.SUSPECTED, ChangeState.CHECKING):
            change.state, change.confirmed_at = ChangeState.CONFIRMED, now
            change.happened_on, change.is_certain_day = sure[0].happened_on, True
        if change.pk:
            change.told_on = min(change.told_on, first.told_on)  # a file may bring an earlier word after a later one
            change.revision += 1
            change.save()
        attached += [(sign, change) for sign in told]
    Change.objects.bulk_create(new)
    bulk_update(Sign, ("id", "change_id"), ((sign.id, change.id) for sign, change in attached))
    look_at_effects(new, people, on=today)
    if new:
        publish(ChangesOpened(tuple(change.id for change in new)))
    return len(new)


def look_at_effects(changes: Collection[Change], people: dict[str, Person], *, on: date) -> None:
    """Write down what hangs on the people of matters now: running benefits, services, and what came lately. Five queries.

    What is there already stays, with who let it wait; sums and the next pay day of the matter are brought up to date.
    """
    ids = {people[change.person_ref].id: change for change in changes if change.person_ref in people}
    held = _once(held_by_persons(list(ids), since=on - timedelta(days=LOOK_BACK_DAYS)), on)
    received = get_received(handout_ids=[], grant_ids=[h.benefit for h in held if h.side == "public"], as_of=on)
    pay_days = {row.id: row.pays_on for row in received}
    at_home = _with_others(ids)
    rows, by_change = [], defaultdict(list)
    for each in held:
        change = ids[each.person]
        is_cash = each.side == "public"
        until = each.until_on if is_cash or (each.until_on and each.until_on > on) else None
        pays_on = pay_days.get(each.benefit) if is_cash else None
        by_change[change].append((each, pays_on))
        rows.append(
            (change.id, each.organisation, EffectKind.CASH if is_cash else EffectKind.SERVICE, each.side, each.benefit, each.item[:120],
             each.programme[:60], each.per, each.won, each.from_on, until, pays_on, each.is_doubtful)
        )  # fmt: skip
    bulk_insert(
        Effect,
        ("change_id", "organisation_id", "kind", "side", "benefit_id", "label", "programme", "per", "monthly_won", "from_on", "until_on",
         "pays_on", "is_doubtful"),
        rows, same={"held_by": ""}, unless_known=("tenant_id", "change_id", "side", "benefit_id"),
    )  # fmt: skip
    sums = []
    for person_id, change in ids.items():
        own = by_change.get(change, [])
        change.others_left = person_id in at_home
        ending = [(each, day) for each, day in own if each.side == "public" and _ends(change, each)]
        days = [
            day for each, pays_on in ending if (day := next_payment(until_on=each.until_on, pays_on=pays_on, on=on))
        ]
        change.n_effects, change.monthly_won = len(own), sum(each.won or 0 for each, _ in ending)
        change.next_pay_on = min(days, default=None)
        sums.append((change.id, change.n_effects, change.monthly_won, change.next_pay_on, change.others_left))
    bulk_update(Change, ("id", "n_effects", "monthly_won", "next_pay_on", "others_left"), sums)


def _ends(change: Change, held: Held) -> bool:
    return (
        ends_on(change.kind, change.happened_on, programme=held.programme, others_left=change.others_left) is not None
    )


def _once(held: list[Held], on: date) -> list[Held]:
    """Keep benefits that run, services that go on, and of things given lately one per agency and item: the newest."""
    kept: dict[tuple, Held] = {}
    for each in held:  # newest first
        if each.side == "public":
            if each.until_on is None or each.until_on > on - timedelta(days=RECENT_DAYS):
                kept["public", each.benefit] = each
        elif (each.until_on or each.from_on) > on - timedelta(days=RECENT_DAYS):
            kept.setdefault((each.person, each.organisation, each.programme or each.item), each)
    return list(kept.values())


def _with_others(person_ids: Collection[int]) -> set[int]:
    """Return who of some persons lives with somebody who is alive: another may be left who receives the same."""
    homes = household_ids_of_persons(person_ids)
    members = HouseholdMember.objects.filter(
        household_id__in=set(homes.values()),
        until_on__isnull=True,
        person__status__in=[PersonStatus.LIVING, PersonStatus.SUSPECTED],
    ).order_by()
    living = defaultdict(set)
    for home, person in members.values_list("household_id", "person_id"):
        living[home].add(person)
    return {person for person, home in homes.items() if living[home] - {person}}


def _officers(dongs: Collection[str]) -> dict[str, int]:
    """Return 행정동 → who takes a matter of it: its 동 복지팀, else ("") the 복지정책과."""
    found: dict[str, int] = {}
    members = Membership.objects.filter(is_active=True, role__in=[Role.CASEWORKER, Role.WELFARE_LEAD])
    for id_, role, dong, kind in members.order_by("-id").values_list(
        "id", "role", "organisation__dong_code", "organisation__kind"
    ):
        if role == Role.WELFARE_LEAD:
            found[""] = id_
        elif dong in dongs and kind == OrganisationKind.DONG_OFFICE:
            found[dong] = id_
    return found


def _take_life_events(today: date) -> None:
    """Make a sign of each life event that tells a change and has a person; what a named person refuted is left out."""
    known = set(Sign.objects.filter(event_id__isnull=False).values_list("event_id", flat=True))
    refuted = set(StatusDecision.objects.values_list("person_id", "event_id").order_by())
    events = LifeEvent.objects.filter(person__isnull=False, on__gte=today - timedelta(days=LOOK_BACK_DAYS))
    events = events.select_related("person", "record__organisation").order_by("id")
    rows = []
    for event in events.iterator(_CHUNK):
        kind = kind_of_event(event)
        if kind is None or event.id in known or (event.person_id, event.id) in refuted:
            continue
        if kind == ChangeKind.MOVE_OUT and event.person.status == PersonStatus.LIVING:
            continue  # came back since (전입)
        office = event.record.organisation
        is_register = office.kind in (OrganisationKind.GU_OFFICE, OrganisationKind.DONG_OFFICE)
        told = event.reported_on or timezone.localdate(event.created_at)
        rows.append(
            (event.person.public_id, event.record_id, event.id, kind,
             SignSource.REGISTER if is_register and event.state == "confirmed" else SignSource.AGENCY, event.on, told,
             event.state == "confirmed", event.reason[:200], office.name)
        )  # fmt: skip
    bulk_insert(
        Sign,
        ("person_ref", "record_id", "event_id", "kind", "source", "happened_on", "told_on", "is_confirming", "note", "told_by"),
        rows, same={}, unless_known=("tenant_id", "event_id"),
    )  # fmt: skip


def _name_the_people() -> None:
    """Tell the signs of files whom they speak of now, by the current link of their record."""
    waiting = list(Sign.objects.filter(change__isnull=True, person_ref="", record_id__isnull=False))
    links = persons_of_records([sign.record_id for sign in waiting])
    refs = dict(Person.objects.filter(id__in=set(links.values())).order_by().values_list("id", "public_id"))
    rows = [(sign.id, refs[links[sign.record_id]]) for sign in waiting if links.get(sign.record_id) in refs]
    bulk_update(Sign, ("id", "person_ref"), rows)
