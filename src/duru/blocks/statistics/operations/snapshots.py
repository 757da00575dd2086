"""Make a month's snapshot in one consistent read, and compare one with what the database says now."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.statistics.catalogue import SnapshotTable, list_tables
from duru.blocks.statistics.engine.session import session
from duru.blocks.statistics.engine.write import write_table
from duru.blocks.statistics.errors import AskRefused
from duru.blocks.statistics.models import Snapshot
from duru.blocks.statistics.operations.files import folder_of
from duru.blocks.statistics.operations.keys import destroy_key, key_of
from duru.blocks.statistics.permissions import MANAGE
from duru.blocks.statistics.rules.months import Month, month_of
from duru.blocks.tenancy.api import Tenant, tenant_scope

_MAKING = 4_719_202  # advisory lock: one maker a tenant

Progress = Callable[[str, float], None]


@contextmanager
def one_moment(tenant_id: int) -> Iterator[None]:
    """Read as of one moment, whatever others commit meanwhile (repeatable read, read only).

    Inside a transaction that is open already its own rules hold: only tests do that.
    """
    if connection.in_atomic_block:
        with tenant_scope(tenant_id):
            yield
        return
    with transaction.atomic():
        # Before the first statement, which fixes the moment.
        connection.begin_with(b"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SELECT 1")
        with tenant_scope(tenant_id):
            yield


def make_snapshot(
    *, tenant: Tenant, month: Month, by: Actor, now: datetime, reason: str = "", progress: Progress | None = None
) -> Snapshot:
    """Read every registered table as of one moment into files and note them; returns the new version.

    Nothing is ever overwritten. A kill leaves a scratch folder and no row; the next run starts anew.

    Raises:
        NotAllowed: the actor may not.
        AskRefused: the month has not ended, or another run is making one.
    """
    check_may(by, MANAGE)
    if month.last >= now.date():
        raise AskRefused(f"{month.words}은 아직 끝나지 않았습니다. 지난달까지만 만들 수 있습니다.", field="month")
    began = time.monotonic()
    root = Path(settings.MEDIA_ROOT) / "statistics" / tenant.public_id
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=root, prefix=".new-"))
    try:
        tables = _read_all(tenant, month, scratch, progress or (lambda word, share: None))
        with tenant_scope(tenant.id):
            _one_at_a_time(tenant)
            last = Snapshot.objects.filter(month_on=month.first).aggregate(last=Max("version"))["last"] or 0
            if last and not reason:
                reason = "다시 만듦"
            target = folder_of(tenant, month, last + 1)
            shutil.rmtree(target, ignore_errors=True)  # of a run that died before its row
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            manifest = {"month": str(month), "version": last + 1, "read_at": now.isoformat(), "tables": tables}
            (scratch / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
            scratch.rename(target)
            _sync(target.parent)
            snapshot = Snapshot.objects.create(
                month_on=month.first, version=last + 1, read_at=now, seconds=round(time.monotonic() - began, 3),
                reason=reason, manifest=manifest, by_id=by.membership_id,
            )  # fmt: skip
            record_deed(
                actor=by.audit, action="월말 자료 만듦", subjects=[], at=now,
                detail={"snapshot": snapshot.public_id, "month": str(month), "version": snapshot.version},
            )  # fmt: skip
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return snapshot


def compare_with_now(*, tenant: Tenant, snapshot: Snapshot, now: datetime) -> dict[str, tuple[int, int, bool]]:
    """Rebuild a snapshot aside and compare: table → (rows then, rows now, whether the same rows). Keeps nothing.

    A difference is no fault: it is what came or was mended after the snapshot, and the reason to make a new version.
    """
    with tempfile.TemporaryDirectory(prefix="duru-statistics-") as folder:
        fresh = _read_all(tenant, month_of(snapshot.month_on), Path(folder), lambda word, share: None)
    then = snapshot.manifest["tables"]
    nothing = {"rows": 0, "content": ""}
    return {
        key: (
            then.get(key, nothing)["rows"],
            fresh.get(key, nothing)["rows"],
            then.get(key, nothing)["content"] == fresh.get(key, nothing)["content"],
        )
        for key in sorted({*then, *fresh})
    }


def forget_key(*, tenant: Tenant, by: Actor, now: datetime) -> bool:
    """Destroy the tenant's key: nobody behind any pseudonym of its snapshots is found again. Returns whether there was one.

    Raises:
        NotAllowed: the actor may not.
    """
    check_may(by, MANAGE)
    gone = destroy_key(tenant)
    with tenant_scope(tenant.id):
        record_deed(actor=by.audit, action="통계 가명 열쇠 파기", subjects=[], at=now, detail={"was_there": gone})
    return gone


def _read_all(tenant: Tenant, month: Month, folder: Path, say: Progress) -> dict[str, dict]:
    key, known = key_of(tenant), list_tables()
    sources: list[tuple[SnapshotTable, Path]] = []
    with one_moment(tenant.id):
        for number, table in enumerate(known):
            say(table.label, 0.6 * number / len(known))
            sources.append((table, _copy_out(table, month, folder)))
    written = {}
    with session() as duckdb:
        for number, (table, source) in enumerate(sources):
            say(table.label, 0.6 + 0.4 * number / len(known))
            target = folder / f"{table.key}.parquet"
            done = write_table(
                duckdb, source, target, columns=[(each.key, each.kind) for each in table.columns],
                month_on=month.first, last_on=month.last, key=key,
            )  # fmt: skip
            source.unlink()
            target.chmod(0o600)
            _sync(target)
            written[table.key] = {
                "rows": done.rows, "size": done.size, "sha256": done.sha256, "content": done.content,
                "columns": {each.key: str(each.kind) for each in table.columns},
            }  # fmt: skip
    return written


def _copy_out(table: SnapshotTable, month: Month, folder: Path) -> Path:
    sql, params = table.read(month).query.sql_with_params()
    path = folder / f"{table.key}.csv"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(descriptor, "wb") as file,
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", params) as copy,
    ):
        for block in copy:
            file.write(block)
    return path


def _one_at_a_time(tenant: Tenant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_MAKING, tenant.id])
        if not cursor.fetchone()[0]:
            raise AskRefused("다른 작업이 월말 자료를 만들고 있습니다. 끝난 뒤에 다시 해 주세요.")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
