"""What a few persons hold, for an answer at the counter: one statement for one person or for a thousand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from duru.blocks.benefits.enums import Side


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
    rows = connection.fetch_prepared(_HELD, [list(person_ids), since])
    found = [
        Held(*columns, start, end or start + ONE_DAY if columns[0] == Side.PRIVATE else end)
        for *columns, start, end in rows
    ]
    return sorted(found, key=lambda each: (each.from_on, each.side, each.benefit), reverse=True)


ONE_DAY = timedelta(days=1)
# One statement planned once: at the counter each further one costs more than the rules do.
_HELD = b"""
SELECT 'private', h.id, l.person_id, h.organisation_id, o.name, o.is_public, l.band = 'review', h.category, h.programme,
  h.item, h.campaign_key, h.per, h.value_won, h.given_on, h.until_on
FROM linkage_link l JOIN benefits_handout h ON h.record_id = l.record_id JOIN access_organisation o ON o.id = h.organisation_id
WHERE l.person_id = ANY($1::bigint[]) AND (h.given_on >= $2 OR h.until_on > $2)
UNION ALL
SELECT 'public', g.id, l.person_id, g.organisation_id, o.name, true, l.band = 'review', g.category, g.programme,
  g.programme, '', g.per, g.amount_won, g.from_on, g.until_on
FROM linkage_link l JOIN benefits_grant g ON g.record_id = l.record_id JOIN access_organisation o ON o.id = g.organisation_id
WHERE l.person_id = ANY($1::bigint[]) AND (g.until_on IS NULL AND g.state = 'active' OR g.until_on > $2)
"""
