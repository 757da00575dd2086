"""The check of a file: every row kept as typed, judged, and counted once. Killed anywhere, it goes on where it stood.

Two threads: this one reads and judges, the writer sends whole batches to PostgreSQL, one transaction each, with the place in
the file where reading goes on.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection
from django.utils import timezone

from duru.blocks.exchange.datasets import get_dataset
from duru.blocks.exchange.enums import IntakeState
from duru.blocks.exchange.errors import FileRefused
from duru.blocks.exchange.faults import reach
from duru.blocks.exchange.models import Intake
from duru.blocks.exchange.operations.counting import count_once
from duru.blocks.exchange.operations.discarding import discard_rows
from duru.blocks.exchange.operations.uploading import drop_copy
from duru.blocks.exchange.readers.copies import read_rows
from duru.blocks.exchange.readers.delimited import read_blocks
from duru.blocks.exchange.rules.batching import Batch, Batcher
from duru.blocks.exchange.rules.hashing import salted
from duru.blocks.exchange.rules.plans import SheetPlan, plans_of
from duru.blocks.tenancy.api import arriving, tenant_scope

BATCH_ROWS = 20_000
# Of a line that `rules.batching` writes.
COLUMNS = {
    "sheet": "smallint",
    "line": "int",
    "cells": "text",
    "hash": "bytea",
    "state": "varchar(10)",
    "reason": "text",
}
Progress = Callable[[int, int], None]


class _Stopped(Exception):
    """The file is no longer being checked by us: cancelled, or another worker went ahead."""


def stage_rows(*, tenant_id: int, intake_id: int, progress: Progress | None = None) -> None:
    """Check a file from where the last worker stood to its end. Safe to call again at any time.

    Opens its own transactions (one per 20,000 rows). When called inside one (tests) everything happens in it.

    Args:
        progress: told the bytes read and their total.
    """
    with tenant_scope(tenant_id):
        intake = Intake.objects.select_related("organisation").filter(id=intake_id).first()
    if intake is None or intake.state != IntakeState.STAGING:
        return
    try:
        _write_rows(tenant_id, intake, progress)
        with tenant_scope(tenant_id):
            if _lock(intake) is not None:
                count_once(intake.id)
                reach("exchange.before_staged_commit")
        reach("exchange.after_staged")
    except _Stopped:
        return
    except FileRefused as refused:
        _fail(tenant_id, intake, refused.message)
    except FileNotFoundError:
        _fail(tenant_id, intake, "올린 파일을 찾을 수 없습니다. 다시 올려 주세요.")


def _write_rows(tenant_id: int, intake: Intake, progress: Progress | None) -> None:
    if connection.in_atomic_block:
        for batch in _batches(intake, progress):
            write_batch(tenant_id, intake, batch)
        return
    writer = _Writer(tenant_id, intake)
    try:
        for batch in _batches(intake, progress):
            writer.put(batch)
    finally:
        writer.close()
    writer.check()


def _batches(intake: Intake, progress: Progress | None) -> Iterator[Batch]:
    plans = plans_of(intake.plan)
    batcher = Batcher(
        get_dataset(intake.dataset),
        plans,
        hasher=salted(intake.organisation.public_id, intake.dataset),
        today=timezone.localtime(intake.uploaded_at).date(),
        must_cut=not intake.organisation.may_hold_rrn,
        delimiter=intake.delimiter,
    )
    offset = line = 0
    for offset, line in _read_into(batcher, intake, plans):
        if progress:
            progress(offset, intake.readable_size)
        if len(batcher) >= BATCH_ROWS:
            yield batcher.take(offset, line)
    if len(batcher):
        yield batcher.take(offset, line)


def _read_into(batcher: Batcher, intake: Intake, plans: list[SheetPlan]) -> Iterator[tuple[int, int]]:
    """Feed the file to the batcher block by block; yields where reading stands after each."""
    path = Path(intake.stored_path)
    if intake.kind == "xlsx":
        for block in read_rows(path, intake.staged_offset):
            batcher.add_rows(block.rows)
            yield block.end_offset, 0
        return
    how = intake.layout["read"]
    for block in read_blocks(
        path,
        encoding=how["encoding"],
        newline=how["newline"].encode(),
        delimiter=intake.delimiter,
        offset=intake.staged_offset or how["start"],
        line=intake.staged_line or 1,
        width=plans[0].width,
    ):
        batcher.add_records(block.records, block.lines)
        yield block.end_offset, block.end_line


def write_batch(tenant_id: int, intake: Intake, batch: Batch) -> None:
    """Write one batch and the progress in one transaction; `intake` is brought up to date.

    Raises:
        _Stopped: the progress is not what we left (cancelled, or another worker); nothing is written.
    """
    with tenant_scope(tenant_id), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        # What a power cut takes, it takes with its progress: the batch comes again. `count_once` waits for the disk.
        cursor.execute("SET LOCAL synchronous_commit = off")
        if _lock(intake) is None:
            raise _Stopped
        if intake.first_row is None:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('exchange_sourcerow', 'id'))")
            intake.first_row = cursor.fetchone()[0]
        reach("exchange.before_copy")
        with arriving("exchange_arriving", COLUMNS, text=[batch.as_bytes()]):
            reach("exchange.after_copy")
            cursor.execute(
                f"INSERT INTO exchange_sourcerow (intake_id, {', '.join(COLUMNS)}) "
                f"SELECT %s, {', '.join(COLUMNS)} FROM exchange_arriving",
                [intake.id],
            )
        cursor.execute(
            "UPDATE exchange_intake SET first_row = %s, staged_offset = %s, staged_line = %s, n_rows = n_rows + %s, "
            "n_taken = n_taken + %s, n_refused = n_refused + %s, n_left_out = n_left_out + %s, n_rrn_cut = n_rrn_cut + %s, "
            "last_row = currval(pg_get_serial_sequence('exchange_sourcerow', 'id')) WHERE id = %s RETURNING last_row",
            [intake.first_row, batch.offset, batch.line, len(batch), batch.n_taken, batch.n_refused, batch.n_left_out]
            + [batch.n_rrn_cut, intake.id],
        )
        intake.last_row = cursor.fetchone()[0]
        reach("exchange.before_batch_commit")
    intake.staged_offset, intake.staged_line = batch.offset, batch.line
    reach("exchange.after_batch")


def _lock(intake: Intake) -> tuple | None:
    """Lock the file's row and return it when it is still ours and where we left it, else None."""
    return (
        Intake.objects.select_for_update()
        .filter(id=intake.id, state=IntakeState.STAGING, staged_offset=intake.staged_offset)
        .values_list("id")
        .first()
    )


def _fail(tenant_id: int, intake: Intake, message: str) -> None:
    with tenant_scope(tenant_id):
        locked = Intake.objects.select_for_update().get(id=intake.id)
        if locked.state != IntakeState.STAGING:
            return
        discard_rows(locked)
        locked.state, locked.failure = IntakeState.FAILED, message
        locked.save()
    drop_copy(intake)


class _Writer:
    """The second thread. One batch waits while one is written; a failure there stops the reader at its next batch."""

    def __init__(self, tenant_id: int, intake: Intake):
        self._tenant_id = tenant_id
        self._intake = intake
        self._queue: queue.Queue[Batch | None] = queue.Queue(maxsize=1)
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="intake-writer", daemon=True)
        self._thread.start()

    def put(self, batch: Batch) -> None:
        self.check()
        self._queue.put(batch)

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()

    def check(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        try:
            while (batch := self._queue.get()) is not None:
                if self._failure is None:
                    try:
                        write_batch(self._tenant_id, self._intake, batch)
                    except BaseException as failure:  # told to the reader, whatever it is
                        self._failure = failure
        finally:
            connection.close()
