"""Reads: what was sent and came, and what a letter may say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from duru.blocks.access.api import Actor, may
from duru.blocks.benefits.api import held_by_persons, list_needs
from duru.blocks.consent.api import Effective, Item, Purpose, effective_items, never_shown
from duru.blocks.linkage.api import records_of_person
from duru.blocks.registry.api import Person
from duru.blocks.tenancy.api import Tenant, current_tenant_id, list_tenants
from duru.services.handover.enums import HandoverState
from duru.services.handover.models import Handover
from duru.services.handover.permissions import RECEIVE, SEND
from duru.services.handover.rules import ANSWER_WITHIN, LOOKED_BACK, Package, unseal

ASKED = (Item.IDENTITY, Item.CONTACT, Item.NEEDS, Item.PRIVATE_HANDOUTS, Item.DISTRICT_GIFTS, Item.PUBLIC_GRANTS)
MUST = frozenset({Item.IDENTITY, Item.CONTACT})


def list_sent(actor: Actor) -> QuerySet[Handover]:
    """Return what the running tenant sent, newest first."""
    found = (
        Handover.objects.filter(sender_id=current_tenant_id()).select_related("receiver").order_by("-sent_at", "-id")
    )
    return found if may(actor, SEND) else found.none()


def list_arrived(actor: Actor) -> QuerySet[Handover]:
    """Return what came to the running tenant, what waits first and of that the oldest."""
    found = Handover.objects.filter(receiver_id=current_tenant_id()).select_related("sender")
    return found.order_by("-state", "sent_at", "id") if may(actor, RECEIVE) else found.none()


def count_waiting(actor: Actor) -> int:
    """Count the letters that wait for the running tenant's answer."""
    return list_arrived(actor).filter(state=HandoverState.SENT).count()


def sent_of_person(actor: Actor, person: Person) -> list[Handover]:
    """Return what was sent about one person, newest first."""
    return list(list_sent(actor).filter(person_ref=person.public_id))


def list_others() -> list[Tenant]:
    """Return the local governments on this installation to which one can send."""
    here = current_tenant_id()
    return [tenant for tenant in list_tenants() if tenant.id != here]


def is_overdue(found: Handover, *, at: datetime) -> bool:
    """Say whether a letter waited longer than it may be kept unanswered."""
    return found.state == HandoverState.SENT and at - found.sent_at >= ANSWER_WITHIN


@dataclass(frozen=True, slots=True)
class Sayable:
    """What may be told of one person today, and why the rest may not."""

    package: Package
    allowed: Effective

    @property
    def is_agreed(self) -> bool:
        """Whether the person agreed at least to be named."""
        return self.allowed.items >= MUST


def what_may_be_said(actor: Actor, person: Person, *, on: date, note: str = "", address: str = "") -> Sayable:
    """Build the package of one person from what was agreed to for 전출지 인계; every refusal is in the log.

    What `consent.never_shown` keeps from agencies (의료·정신건강·법률·폭력피해) is kept out here too.

    Args:
        address: where they live now, as they said; empty when unknown.

    Source: 개인정보보호법 §17①1, §23①.
    """
    allowed = effective_items(
        actor=actor, person_ids=[person.id], purpose=Purpose.MOVE_HANDOVER, asked=[str(item) for item in ASKED], on=on
    )[person.id]
    hidden = never_shown(on)
    needs, received = [], []
    if Item.NEEDS in allowed.items:
        sure = [record.id for record in records_of_person(person.id) if record.link_band != "review"]
        for each in list_needs(record_ids=sure):
            if not hidden.hides(each.category, each.kind):
                needs.append([each.kind, each.since_on.isoformat()])
    for each in held_by_persons([person.id], since=on - LOOKED_BACK):
        item = (
            Item.PUBLIC_GRANTS
            if each.side == "public"
            else Item.DISTRICT_GIFTS
            if each.is_district
            else Item.PRIVATE_HANDOUTS
        )
        if (
            item in allowed.items
            and not each.is_doubtful
            and not hidden.hides(each.category, each.item, each.programme)
        ):
            received.append([each.item, each.organisation_name, each.from_on.isoformat()])
    birth = person.birth_on.isoformat() if person.birth_on else str(person.birth_year or "")
    typed = {
        "name": person.name,
        "birth": birth,
        "sex": person.get_sex_display() if person.sex else "",
        "phone": person.phone,
        "address": address,
    }
    return Sayable(Package(typed, needs, received[:50], note), allowed)


def open_package(found: Handover) -> Package | None:
    """Return what a letter says; None when it is over or cannot be read. The caller logs the look."""
    if found.sealed is None:
        return None
    return unseal(
        bytes(found.sealed),
        secret=settings.SECRET_KEY,
        sender=found.sender.code,
        receiver=found.receiver.code,
        public_id=found.public_id,
    )


def answer_by(found: Handover) -> date:
    """Return the day on which an unanswered letter goes."""
    return timezone.localdate(found.sent_at + ANSWER_WITHIN)
