"""Destroy what may not be kept: the rows, the lines they were typed in, the people of whom nothing is left.

What is over is gathered by SQL over the tables of the blocks below, as the check of the district reads them; each block erases its
own rows, what refers before what is referred to. Deleted is deleted (영 §16①1); the log and its chain hold references without meaning and stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.benefits.api import benefits_of_records, erase_benefits
from duru.blocks.casework.api import erase_closed_cases
from duru.blocks.consent.api import erase_consents
from duru.blocks.exchange.api import SourceRecord, erase_records, erase_rows
from duru.blocks.linkage.api import erase_compared, persons_left_empty, persons_of_records
from duru.blocks.registry.api import delete_persons_without_records
from duru.services.rights.enums import Subject
from duru.services.rights.models import Destruction
from duru.services.rights.operations.replaying import remember
from duru.services.rights.permissions import DESTROY
from duru.services.rights.queries.expired import gather_expired
from duru.services.rights.rules import retention_on

Doomed = Sequence[tuple[str, int, int | None]]  # subject, id of the row, line of a file behind it


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
        counts = _erase(_gathered(cursor))
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
    with transaction.atomic():
        ids = [record.id for record in records]
        doomed: Doomed = [("records", record.id, record.first_row_id or None) for record in records]
        counts = _erase([*doomed, *benefits_of_records(ids)])
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


def _gathered(cursor) -> Doomed:
    cursor.execute("SELECT subject, id, row_id FROM doomed")
    return cursor.fetchall()


def _erase(doomed: Doomed) -> dict[str, int]:
    """Let each block erase its own, in the order of references; people of whom nothing is left go last."""
    ids: dict[str, list[int]] = defaultdict(list)
    for subject, id_, _ in doomed:
        ids[subject].append(id_)
    records = sorted(ids["records"])
    touched = sorted(set(persons_of_records(records).values()))
    counts = {kind: erase_benefits(kind, ids[kind]) for kind in ("handouts", "grants", "needs")}
    counts["consents"] = erase_consents(ids["consents"])
    counts[Subject.ROWS] = erase_rows([row_id for _, _, row_id in doomed if row_id is not None])
    erase_compared(records)
    counts[Subject.RECORDS] = erase_records(records)
    counts[Subject.PERSONS] = delete_persons_without_records(persons_left_empty(touched))
    return counts


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
