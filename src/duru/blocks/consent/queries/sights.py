"""What agencies would be told of one person: what the counter shows before and after a consent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from duru.blocks.access.api import Actor, list_organisations
from duru.blocks.consent.enums import Item, Recipient, Refusal
from duru.blocks.consent.models import SharingBody
from duru.blocks.consent.queries.consents import consents_in_force
from duru.blocks.consent.queries.effective import recipient_of
from duru.blocks.consent.rules import Asker, decide, lawful_items
from duru.blocks.registry.api import Person

SHOWN_ITEMS = (Item.PRIVATE_HANDOUTS, Item.DISTRICT_GIFTS, Item.PUBLIC_GRANTS, Item.NEEDS)


@dataclass(frozen=True, slots=True)
class Sight:
    """What the agencies of one class may be told of a person for one purpose on a day."""

    recipient: str
    is_sharing_body: bool
    agencies: tuple[str, ...]
    shown: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    basis: str

    @property
    def label(self) -> str:
        return str(Recipient(self.recipient).label)

    @property
    def shown_labels(self) -> str:
        return ", ".join(str(Item(item).label) for item in self.shown)

    @property
    def left_out_labels(self) -> list[tuple[str, str]]:
        """Reason → the items it keeps out, in words."""
        by_reason: dict[str, list[str]] = defaultdict(list)
        for item, reason in self.left_out:
            by_reason[reason].append(str(Item(item).label))
        return [(str(Refusal(reason).label), ", ".join(items)) for reason, items in by_reason.items()]


def list_sights(actor: Actor, person: Person, *, purpose: str, on: date, without: Collection[int] = ()) -> list[Sight]:
    """Return what each class of agencies may be told of a person, in the order of the classes; an agency sees its own row.

    No answer with facts, hence nothing is logged here; the page that shows it logs the look.

    Args:
        without: ids of consents to leave out, to show what a withdrawal would change.
    """
    consented: dict[str, set[str]] = defaultdict(set)
    for consent in _counting(person, purpose, on).exclude(id__in=list(without)):
        consented[consent.recipient] |= set(consent.items)
    sights = []
    for (recipient, is_body), names in sorted(_classes(actor, on).items(), key=lambda pair: _order(pair[0])):
        lawful = lawful_items(Asker(recipient, is_body), purpose=purpose, on=on)
        found = decide(SHOWN_ITEMS, consented=consented[recipient], lawful=lawful, is_protected=person.is_protected)
        shown = tuple(item for item in SHOWN_ITEMS if item in found.items)
        bases = dict.fromkeys(lawful[item].basis for item in shown)
        sights.append(Sight(recipient, is_body, tuple(names), shown, tuple(found.refused.items()), "; ".join(bases)))
    return sights


def list_changes(before: list[Sight], after: list[Sight]) -> list[str]:
    """Say in Korean what a deed changed for whom, one sentence a class of agencies; empty where nothing did."""
    sentences = []
    for old, new in zip(before, after, strict=True):
        if old.shown == new.shown:
            continue
        now = f"{new.shown_labels}을(를) 볼 수 있습니다" if new.shown else "아무것도 볼 수 없습니다"
        sentences.append(f"{new.label}({len(new.agencies)}곳): {old.shown_labels or '확인 불가'} → 이제 {now}.")
    return sentences


def _counting(person: Person, purpose: str, on: date):
    return consents_in_force(on).filter(
        Q(purpose=purpose, record__links__person_id=person.id) & ~Q(record__links__band="review")
    )


def _classes(actor: Actor, on: date) -> dict[tuple[str, bool], list[str]]:
    bodies = set(
        SharingBody.objects.filter(from_on__lte=on)
        .filter(Q(until_on__isnull=True) | Q(until_on__gt=on))
        .values_list("organisation_id", flat=True)
    )
    organisations = list_organisations()
    if not actor.is_official:
        organisations = organisations.filter(id=actor.organisation_id)
    found: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for organisation in organisations:
        found[(recipient_of(organisation), organisation.id in bodies)].append(organisation.name)
    return found


def _order(key: tuple[str, bool]) -> tuple[int, bool]:
    return list(Recipient.values).index(key[0]), key[1]
