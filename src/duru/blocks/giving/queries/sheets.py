"""An agency's hand-outs as other systems want them: one line a hand-out, to whom as the agency itself wrote them."""

from __future__ import annotations

from datetime import date

from duru.blocks.access.api import Actor
from duru.blocks.benefits.api import Category, Funding
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.giving.enums import EntryKind
from duru.blocks.giving.queries.ledger import list_entries
from duru.kernel.masking import mask_name
from duru.kernel.phones import format_phone


def sheet_lines(actor: Actor, *, since: date, until: date) -> list[dict]:
    """Return what the actor's agency gave to named people in [since, until] and what stayed given, oldest first, as field → value.

    A 비공개 대상 is left out for everybody but the named officer.
    """
    entries = list_entries(actor).filter(kind=EntryKind.GIVEN, record__isnull=False, on__gte=since, on__lte=until)
    shown = entries.select_related("item", "record", "lot").order_by("on", "id")
    return [
        _whom(entry.record, is_own=entry.record.organisation_id == actor.organisation_id)
        | {
            "given_on": entry.on,
            "item": entry.item.name,
            "category": Category(entry.item.category).label,
            "quantity": int(entry.quantity) if entry.quantity == int(entry.quantity) else float(entry.quantity),
            "unit": entry.item.unit,
            "value_won": None if entry.item.value_won is None else int(entry.item.value_won * entry.quantity),
            "funding": Funding(entry.lot.funding).label if entry.lot else "",
            "donor": entry.lot.donor if entry.lot else "",
        }
        for entry in shown
        if not entry.is_followed and (actor.named_officer or not entry.is_protected)
    ]


def _whom(record: SourceRecord, *, is_own: bool) -> dict:
    """Return who got it; of a card another agency issued the masked name alone, as at the door."""
    if not is_own:
        return {"name": mask_name(record.name)} | dict.fromkeys(("birth", "sex", "phone", "address"), "")
    return {
        "name": record.name_typed or record.name,
        "birth": record.birth_on or record.birth_typed,
        "sex": {"M": "남", "F": "여"}.get(record.sex, ""),
        "phone": format_phone(record.phone) if record.phone else "",
        "address": record.address_typed,
    }
