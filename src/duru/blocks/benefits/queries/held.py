"""What a few persons hold, for an answer at the counter: two statements for one person or for a thousand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from duru.blocks.benefits.enums import GrantState
from duru.blocks.benefits.models import Grant, Handout

_PERSON = "record__links__person_id"


@dataclass(frozen=True, slots=True)
class Held:
    """One benefit of one person; span [from_on, until_on), None goes on; `won` a month for a grant, in all for a handout.

    `is_district` tells that the 구 or a 동 gave it, `is_doubtful` that it hangs on a link somebody must still look at.
    """

    side: str
    benefit: int
    person: int
    organisation: int
    organisation_name: str
    is_district: bool
    is_doubtful: bool
    category: str
    programme: str
    item: str
    campaign: str
    per: str
    won: int | None
    from_on: date
    until_on: date | None


def held_by_persons(person_ids: Collection[int], *, since: date) -> list[Held]:
    """Return what persons received or are entitled to since a day, newest first: handouts, and grants not yet ended.

    A grant that a list calls ended or suspended without saying since when is left out, as in `grant_facts`.
    """
    ids = list(person_ids)
    band, person = "record__links__band", F(_PERSON)
    handouts = (
        Handout.objects.filter(record__links__person_id__in=ids)
        .filter(Q(given_on__gte=since) | Q(until_on__gt=since))
        .values_list(
            "id", person, "organisation_id", "organisation__name", "organisation__is_public", band, "category", "programme",
            "item", "campaign_key", "per", "value_won", "given_on", "until_on",
        )
    )  # fmt: skip
    grants = (
        Grant.objects.filter(record__links__person_id__in=ids)
        .filter(Q(until_on__isnull=True, state=GrantState.ACTIVE) | Q(until_on__gt=since))
        .values_list(
            "id", person, "organisation_id", "organisation__name", band, "category", "programme", "per", "amount_won",
            "from_on", "until_on",
        )
    )  # fmt: skip
    found = [
        Held("private", id_, who, org, name, public, kind == "review", category, programme, item, campaign, per, won,
             start, end or start + timedelta(days=1))
        for id_, who, org, name, public, kind, category, programme, item, campaign, per, won, start, end in handouts
    ] + [
        Held("public", id_, who, org, name, True, kind == "review", category, programme, programme, "", per, won, start, end)
        for id_, who, org, name, kind, category, programme, per, won, start, end in grants
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.from_on, each.side, each.benefit), reverse=True)
