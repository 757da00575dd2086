"""Ask, compute, publish: from a question to cells that never change."""

from __future__ import annotations

import logging
import time
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from duru.blocks.statistics.catalogue import Subject, list_standards
from duru.blocks.statistics.engine.ask import Cell, ask, cell_of, tables_in
from duru.blocks.statistics.engine.session import session
from duru.blocks.statistics.enums import MeasureKind, RollupState
from duru.blocks.statistics.errors import NoSnapshot, SnapshotDamaged
from duru.blocks.statistics.models import Rollup, Snapshot
from duru.blocks.statistics.operations.files import file_of
from duru.blocks.statistics.queries.rollups import check_question, hash_of_sources
from duru.blocks.statistics.queries.snapshots import latest_snapshots
from duru.blocks.statistics.rules.months import Month, months_until
from duru.blocks.statistics.rules.question import Question, question_of
from duru.blocks.statistics.rules.suppression import Shape, mask_of
from duru.blocks.statistics.rules.threshold import threshold_on
from duru.blocks.tenancy.api import Tenant, tenant_scope

_log = logging.getLogger(__name__)


def ask_for(question: Question, *, now: datetime) -> tuple[Rollup, bool]:
    """Return the answer from the newest snapshots, and whether it must still be computed. Asking twice is asking once.

    Raises:
        AskRefused: the question has no honest answer.
        NoSnapshot: a month has no snapshot, or its snapshot lacks a table the question reads.
    """
    subject = check_question(question)
    sources = latest_snapshots(question.months)
    for snapshot in sources:
        if missing := [key for key in tables_in(subject) if key not in snapshot.manifest["tables"]]:
            raise NoSnapshot(
                f"{snapshot} 자료에는 이 표가 읽을 자료가 없습니다({', '.join(missing)}). 새 판을 만들어 주세요."
            )
    rollup, _ = Rollup.objects.get_or_create(
        question_hash=question.hash,
        sources_hash=hash_of_sources(sources),
        defaults={
            "question": question.as_dict(), "sources": [each.public_id for each in sources], "subject": subject.key,
            "asked_at": now,
        },
    )  # fmt: skip
    return rollup, rollup.state != RollupState.DONE


def compute_rollup(*, tenant: Tenant, rollup_id: int, now: datetime) -> Rollup:
    """Compute an answer that waits, outside any transaction; one that is done is left as it is. Safe to repeat."""
    with tenant_scope(tenant.id):
        rollup = Rollup.objects.get(id=rollup_id)
        if rollup.state == RollupState.DONE:
            return rollup
        question, subject, files = _prepare(tenant, rollup)
    began = time.monotonic()
    try:
        with session() as duckdb:
            cells = ask(duckdb, question, subject, files)
    except Exception:
        with tenant_scope(tenant.id):
            Rollup.objects.filter(id=rollup_id).exclude(state=RollupState.DONE).update(state=RollupState.FAILED)
        _log.exception("rollup %s failed", rollup.public_id)
        raise
    return _keep(tenant, rollup, cells, time.monotonic() - began, now)


def compute_standards(*, tenant: Tenant, month: Month, now: datetime) -> int:
    """Compute every standard table of a month whose months are there; returns how many were computed. Safe to repeat."""
    n = 0
    with session() as duckdb:
        for standard in list_standards():
            with tenant_scope(tenant.id):
                try:
                    rollup, is_open = ask_for(standard.question.over(months_until(month, standard.n_months)), now=now)
                except NoSnapshot:
                    continue  # the first year of a tenant has no year to look back on
                if not is_open:
                    continue
                question, subject, files = _prepare(tenant, rollup)
            began = time.monotonic()
            _keep(tenant, rollup, ask(duckdb, question, subject, files), time.monotonic() - began, now)
            n += 1
    return n


def publish(rollup: Rollup, *, now: datetime) -> Rollup:
    """Fix which cells are hidden outside the office, once and for all; a published answer is returned as it is.

    What other published answers from any of the same snapshots show or hide at the same places (counts of the same rows) is taken into
    account: nothing shown there serves as a cover here, and what is hidden there stays hidden.
    """
    with transaction.atomic():
        rollup = Rollup.objects.select_for_update().get(id=rollup.id)
        if rollup.published_at is not None:
            return rollup
        question = question_of(rollup.question)
        subject = check_question(question)
        cells = [cell_of(each) for each in rollup.cells]
        rollup.mask = sorted(
            map(list, _mask(cells, rollup, question, subject, on=now.date())),
            key=lambda place: [each or "" for each in place],
        )
        rollup.published_at = now
        rollup.save(update_fields=["mask", "published_at"])
    return rollup


def _prepare(tenant: Tenant, rollup: Rollup) -> tuple[Question, Subject, dict[str, list[Path]]]:
    question = question_of(rollup.question)
    subject = check_question(question)
    sources = list(Snapshot.objects.filter(public_id__in=rollup.sources).order_by("month_on"))
    if len(sources) != len(rollup.sources):
        raise SnapshotDamaged("이 표가 쓴 월말 자료가 없습니다.")
    return question, subject, {key: [file_of(tenant, each, key) for each in sources] for key in tables_in(subject)}


def _keep(tenant: Tenant, rollup: Rollup, cells: list[Cell], seconds: float, now: datetime) -> Rollup:
    with tenant_scope(tenant.id):
        rollup = Rollup.objects.select_for_update().get(id=rollup.id)
        if rollup.state != RollupState.DONE:
            rollup.cells = [cell.as_list() for cell in cells]
            rollup.state, rollup.computed_at, rollup.seconds = RollupState.DONE, now, round(seconds, 4)
            rollup.save(update_fields=["cells", "state", "computed_at", "seconds"])
    return rollup


def _mask(
    cells: list[Cell], rollup: Rollup, question: Question, subject: Subject, *, on: date
) -> frozenset[tuple[str | None, str | None]]:
    if not subject.unit_sql:
        return frozenset()  # rows about things, not about persons
    threshold = threshold_on(on)
    measures = [subject.measure(key) for key in question.measures]
    counted = [at for at, each in enumerate(measures) if each.kind == MeasureKind.COUNT]
    people = [at for at, each in enumerate(measures) if each.kind in (MeasureKind.COUNT, MeasureKind.DISTINCT)]
    sums = [at for at, each in enumerate(measures) if each.kind == MeasureKind.SUM]

    def is_small(cell: Cell) -> bool:
        counts = [cell.n_units, *(cell.values[at] or 0 for at in people)]
        return any(0 < each < threshold for each in counts)

    # Where nothing additive but money is counted, the rows behind stand in: they bind the cells to their sums.
    rows = [] if counted else [-1]
    shapes = [
        Shape(
            (cell.row, cell.column),
            is_small(cell),
            (
                *(cell.n_rows for _ in rows),
                *(cell.values[at] or 0 for at in counted),
                *(abs(cell.values[at] or 0) for at in sums),
            ),
        )
        for cell in cells
    ]
    shown, hidden = _elsewhere(rollup, question, subject)
    return mask_of(shapes, threshold=threshold, n_counts=len(rows) + len(counted), shown=shown, hidden=hidden)


def _elsewhere(rollup: Rollup, question: Question, subject: Subject) -> tuple[set, set]:
    """Return which places of this answer other published answers show, and which they hide.

    Others are those from any of the same snapshots that share a measure: the comparison of two months prints the cells of both.
    """
    own = {_place(rollup, question, row, column): (row, column) for row, column, *_ in rollup.cells}
    measures = _measures(question, subject)
    shown: set = set()
    hidden: set = set()
    shares = Q()
    for source in rollup.sources:
        shares |= Q(sources__contains=[source])
    others = Rollup.objects.filter(shares, subject=rollup.subject, published_at__isnull=False).exclude(id=rollup.id)
    for other in others:
        asked = question_of(other.question)
        if not measures & _measures(asked, subject):
            continue
        masked = {tuple(place) for place in other.mask}
        for row, column, *_ in other.cells:
            place = own.get(_place(other, asked, row, column))
            if place is not None:
                (hidden if (row, column) in masked else shown).add(place)
    return shown - hidden, hidden


def _measures(question: Question, subject: Subject) -> set[str]:
    """Return what a question counts, those behind its ratios too."""
    return {
        part
        for each in map(subject.measure, question.measures)
        for part in (each.key, *(each.sql.split("/") if each.kind == MeasureKind.RATIO else ()))
    }


def _place(rollup: Rollup, question: Question, row: str | None, column: str | None) -> frozenset:
    """Name the rows behind a cell, whichever table they stand in: which split has which values, from which snapshots."""
    named: dict[str, frozenset] = {key: frozenset(values) for key, values in question.filters.items() if values}
    named["month"] = frozenset(rollup.sources)
    for key, value in ((question.rows, row), (question.columns, column)):
        if key == "month" and value is not None:
            at = [str(month) for month in question.months].index(value)
            named[key] = frozenset({rollup.sources[at]})
        elif key and value is not None:
            named[key] = frozenset({value})
    return frozenset(named.items())
