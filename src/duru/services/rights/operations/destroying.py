"""Destroy what may not be kept: the rows, the lines they were typed in, the people of whom nothing is left.

Set-based SQL over the tables of the blocks below, as the check of the district reads them: a delete row by row would take a
night. Deleted is deleted (영 §16①1); the log and its chain hold references without meaning and stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.api import erase_closed_cases
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.registry.api import delete_persons_without_records
from duru.services.rights.enums import Subject
from duru.services.rights.models import Destruction
from duru.services.rights.operations.replaying import remember
from duru.services.rights.permissions import DESTROY
from duru.services.rights.queries.expired import DOOMED, gather_expired
from duru.services.rights.rules import retention_on

RECORDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Destroyed:
    """How many rows of each kind went."""

    counts: dict[str, int]

    @property
    def n(self) -> int:
        return sum(self.counts.values())


def destroy_expired(*, by: Actor, on: date, reason: str, at: datetime, is_replay: bool = False) -> Destroyed:
    """Destroy everything whose time is over on a day, by the rows in force that day. Safe to repeat: a second run finds nothing.

    One transaction: all of it and its entry in the log and the 파기대장, or nothing. A minute for some 100,000 rows.

    Args:
        is_replay: bring back what a restore undid; the file of what was destroyed knows it already.

    Raises:
        NotAllowed: the actor may not destroy.

    Source: 사회보장급여법 §34, 영 §19①; 개인정보보호법 §21①②, 영 §16①1.
    """
    check_may(by, DESTROY)
    with transaction.atomic(), connection.cursor() as cursor:
        gather_expired(cursor, on=on)
        touched = _persons_behind(cursor)
        counts = {subject: _delete(cursor, subject) for subject in ("handouts", "grants", "needs", "consents")}
        counts[Subject.ROWS] = _delete_rows(cursor)
        counts[Subject.RECORDS] = _delete_records(cursor)
        counts[Subject.PERSONS] = delete_persons_without_records(_emptied(cursor, touched))
        counts[Subject.CASES] = _erase_cases(by, on, reason, at)
        done = Destroyed({str(subject): n for subject, n in counts.items() if n})
        if done.n:
            _write_down(by, on, at, done, reason, {key: row.basis for key, row in retention_on(on).items()})
            if not is_replay:
                remember({"kind": "expired", "on": on.isoformat(), "at": at.isoformat(), "counts": done.counts})
    return done


def destroy_records(
    *, by: Actor, records: Sequence[SourceRecord], reason: str, basis: str, at: datetime, is_replay: bool = False
) -> Destroyed:
    """Destroy some records with all that hangs on them; the caller has checked who may.

    Runs in the caller's transaction. Unknown or destroyed ones are passed over.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        ids = [record.id for record in records]
        cursor.execute("DROP TABLE IF EXISTS doomed")
        cursor.execute(DOOMED)
        cursor.execute(
            "INSERT INTO doomed SELECT 'handouts', id, row_id FROM benefits_handout WHERE record_id = ANY(%(ids)s)"
            " UNION ALL SELECT 'grants', id, row_id FROM benefits_grant WHERE record_id = ANY(%(ids)s)"
            " UNION ALL SELECT 'needs', id, row_id FROM benefits_need WHERE record_id = ANY(%(ids)s)"
            " UNION ALL SELECT 'records', id, nullif(first_row_id, 0) FROM exchange_sourcerecord WHERE id = ANY(%(ids)s)",
            {"ids": ids},
        )
        touched = _persons_behind(cursor)
        counts = {subject: _delete(cursor, subject) for subject in ("handouts", "grants", "needs")}
        counts[Subject.ROWS] = _delete_rows(cursor)
        counts[Subject.RECORDS] = _delete_records(cursor)
        counts[Subject.PERSONS] = delete_persons_without_records(_emptied(cursor, touched))
        done = Destroyed({str(subject): n for subject, n in counts.items() if n})
        if done.n:
            _write_down(by, at.date(), at, done, reason, dict.fromkeys(done.counts, basis))
            if not is_replay:
                remember({"kind": "records", "at": at.isoformat(), "records": [record.public_id for record in records]})
    return done


def destroy_again(*, by: Actor, record_refs: Sequence[str], on: date | None, at: datetime) -> int:
    """Destroy what a restored backup brought back, as the file outside the database says; returns how many rows went.

    Everything that was over on the last day somebody destroyed goes by the rules of that day, and the records that were destroyed one
    by one. Safe to repeat.

    Args:
        record_refs: public ids of records, those that are not there any more passed over.
        on: the last day of a regular destruction; None when there was none.
    """
    check_may(by, DESTROY)
    reason = "백업을 되살린 뒤 다시 파기"
    records = list(SourceRecord.objects.filter(public_id__in=record_refs))
    one_by_one = destroy_records(
        by=by, records=records, reason=reason, basis="개인정보보호법 §36③", at=at, is_replay=True
    )
    regular = destroy_expired(by=by, on=on, reason=reason, at=at, is_replay=True).n if on is not None else 0
    return one_by_one.n + regular


def _erase_cases(by: Actor, on: date, reason: str, at: datetime) -> int:
    """Let casework erase what its kinds say is over, some at a time; services hear of it and erase what they keep beside."""
    erased = 0
    while n := erase_closed_cases(by=by, on=on, reason=reason, at=at):
        erased += n
    return erased


_TABLES = {
    "handouts": "benefits_handout",
    "grants": "benefits_grant",
    "needs": "benefits_need",
    "consents": "consent_consent",
}


def _delete(cursor, subject: str) -> int:
    if subject == "consents":
        cursor.execute(
            "DELETE FROM consent_consentsheet WHERE consent_id IN (SELECT id FROM doomed WHERE subject = 'consents')"
        )
    cursor.execute(
        f"DELETE FROM {_TABLES[subject]} WHERE id IN (SELECT id FROM doomed WHERE subject = %s)",
        [subject],
    )
    return cursor.rowcount


def _delete_rows(cursor) -> int:
    """Delete the lines behind what was deleted, and every equal line of the agency, with their hashes."""
    cursor.execute(
        "WITH hit AS (SELECT hash FROM exchange_sourcerow WHERE id IN (SELECT row_id FROM doomed WHERE row_id IS NOT NULL)),"
        " twin AS (DELETE FROM exchange_duplicaterow WHERE hash IN (SELECT hash FROM hit) RETURNING row_id),"
        " key AS (DELETE FROM exchange_rowkey WHERE hash IN (SELECT hash FROM hit) RETURNING row_id)"
        " DELETE FROM exchange_sourcerow WHERE id IN (SELECT row_id FROM doomed WHERE row_id IS NOT NULL"
        " UNION SELECT row_id FROM twin UNION SELECT row_id FROM key)"
    )
    return cursor.rowcount


def _delete_records(cursor) -> int:
    cursor.execute("SELECT id FROM doomed WHERE subject = 'records' ORDER BY id")
    ids = [record_id for (record_id,) in cursor.fetchall()]
    for start in range(0, len(ids), RECORDS_AT_ONCE):
        some = ids[start : start + RECORDS_AT_ONCE]
        # What linkage compares by is the same personal data once more, and is no reference that would go along.
        cursor.execute("DELETE FROM linkage_comparedrecord WHERE id = ANY(%s)", [some])
        SourceRecord.objects.filter(id__in=some).delete()
    return len(ids)


def _persons_behind(cursor) -> list[int]:
    cursor.execute(
        "SELECT DISTINCT person_id FROM linkage_link WHERE record_id IN (SELECT id FROM doomed WHERE subject = 'records')"
    )
    return [person_id for (person_id,) in cursor.fetchall()]


def _emptied(cursor, persons: list[int]) -> list[int]:
    cursor.execute(
        "SELECT id FROM unnest(%s::bigint[]) AS p (id) WHERE NOT EXISTS (SELECT 1 FROM linkage_link l WHERE l.person_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM linkage_humandecision d WHERE d.person_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM linkage_link l WHERE l.rival_id = p.id)",
        [persons],
    )
    return [person_id for (person_id,) in cursor.fetchall()]


def _write_down(by: Actor, on: date, at: datetime, done: Destroyed, reason: str, bases: dict[str, str]) -> None:
    Destruction.objects.bulk_create(
        Destruction(
            on=on,
            at=at,
            subject=subject,
            n_rows=n,
            reason=reason[:200],
            basis=bases.get(subject, "개인정보보호법 §21①")[:200],
            by_ref=by.ref,
            by_name=by.name,
        )
        for subject, n in done.counts.items()
    )
    record_deed(
        actor=by.audit,
        action="개인정보 파기",
        purpose=reason[:200],
        detail={"on": on.isoformat(), "counts": done.counts},
        at=at,
    )
