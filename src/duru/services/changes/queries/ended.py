"""Stops as those who give something read them: one statement for one person or for a thousand."""

from collections.abc import Collection

from django.db import connection

from duru.blocks.benefits.api import Ended

# Asked at every counter: one statement planned once.
_ENDED = b"""
SELECT p.id, s.organisation_id, s.label, s.programme, s.ends_on, c.kind IN ('death', 'move_out')
FROM registry_person p JOIN changes_stop s ON s.person_ref = p.public_id JOIN changes_change c ON c.id = s.change_id
WHERE p.id = ANY($1::bigint[]) AND NOT EXISTS (SELECT FROM changes_reopening r WHERE r.stop_id = s.id)
"""


def ended_by_stops(person_ids: Collection[int]) -> list[Ended]:
    """Return the stops in force of some persons."""
    return [Ended(*row) for row in connection.fetch_prepared(_ENDED, [list(person_ids)])]
