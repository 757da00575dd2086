"""Who shares a home with whom, for a few persons: the same homes as `operations.gather` finds for the whole district."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db import connection

# A 세대 of more members is an institution: a nursing home's residents share an address, not a kitchen.
LARGEST_HOME = 12

_CURRENT = "(m.until_on IS NULL OR m.until_on > $2)"
_NEWEST = "ORDER BY m.person_id, m.from_on DESC NULLS LAST, m.id DESC"
# One statement planned once: at the counter each further one costs more than the whole of this.
_CIRCLES = f"""
WITH registered AS (
  SELECT DISTINCT ON (m.person_id) m.person_id, m.household_id FROM registry_householdmember m
  WHERE m.person_id = ANY($1::bigint[]) AND {_CURRENT} {_NEWEST}
), home AS (
  SELECT person_id, household_id FROM registered
  UNION ALL
  SELECT p.id, min(h.id) FROM registry_person p JOIN registry_household h ON h.building_id = p.building_id AND h.unit = p.unit
  WHERE p.id = ANY($1::bigint[]) AND p.unit <> '' AND NOT EXISTS (SELECT FROM registered r WHERE r.person_id = p.id)
  GROUP BY p.id HAVING count(*) = 1
), house AS (SELECT DISTINCT household_id FROM home), member AS (
  SELECT s.household_id, m.person_id FROM house s
  JOIN registry_householdmember m ON m.household_id = s.household_id AND m.person_id IS NOT NULL AND {_CURRENT}
  CROSS JOIN LATERAL (
    SELECT n.household_id FROM registry_householdmember n
    WHERE n.person_id = m.person_id AND (n.until_on IS NULL OR n.until_on > $2)
    ORDER BY n.from_on DESC NULLS LAST, n.id DESC LIMIT 1) AS newest
  WHERE newest.household_id = s.household_id
  UNION
  SELECT s.household_id, p.id FROM house s JOIN registry_household h ON h.id = s.household_id AND h.unit <> ''
  JOIN registry_person p ON p.building_id = h.building_id AND p.unit = h.unit
  WHERE NOT EXISTS (SELECT FROM registry_householdmember m WHERE m.person_id = p.id AND {_CURRENT})
  AND NOT EXISTS (SELECT FROM registry_household o WHERE o.building_id = h.building_id AND o.unit = h.unit AND o.id <> h.id)
)
SELECT home.person_id, member.person_id FROM home JOIN member USING (household_id)
""".encode()


def circles_of(person_ids: Collection[int], *, on: date) -> dict[int, set[int]]:
    """Return person id → the ids of all who live in the same home, the person included. One query.

    Home is the 세대 of the register, or for somebody only agencies know the one 세대 of the same dwelling; where several
    share the dwelling, or more than 12 people the home, everybody is alone.
    """
    circles: dict[int, set[int]] = defaultdict(set)
    for person, member in connection.fetch_prepared(_CIRCLES, [list(person_ids), on]):
        circles[person].add(member)
    return {id_: circles[id_] | {id_} if len(circles[id_]) <= LARGEST_HOME else {id_} for id_ in person_ids}
