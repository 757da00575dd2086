"""Reads of files, rows and mentions."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db.models import Exists, OuterRef, QuerySet

from duru.blocks.access.api import Actor, NotAllowed
from duru.blocks.exchange.enums import IntakeState, RowState
from duru.blocks.exchange.models import DuplicateRow, Intake, SourceRecord, SourceRow
from duru.blocks.exchange.permissions import check_may_for_intake
from duru.blocks.exchange.readers.copies import read_rows
from duru.blocks.exchange.readers.delimited import cells_of, read_blocks
from duru.blocks.exchange.rules.cutting import cut_cells
from duru.blocks.exchange.rules.planning import HEAD_ROWS, exempt_columns
from duru.blocks.exchange.rules.plans import SheetPlan, plans_of


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row for the screen: where it stood, its cells as typed, its state and reason."""

    id: int
    sheet: int
    line: int
    cells: list[str]
    state: str
    reason: str


def list_intakes(actor: Actor) -> QuerySet[Intake]:
    """Return the files an actor may see, newest first: officials all, others those of their organisation."""
    found = Intake.objects.select_related("organisation").order_by("-uploaded_at", "-id")
    if actor.is_system or actor.is_official:
        return found
    return found.filter(organisation_id=actor.organisation_id)


WAITING = (IntakeState.UPLOADED, IntakeState.MAPPED, IntakeState.STAGED)


def count_waiting(actor: Actor) -> int:
    """Count the files that wait for a person: for their columns, or to be accepted."""
    return list_intakes(actor).filter(state__in=WAITING).count()


def get_intake(actor: Actor, public_id: str) -> Intake:
    """Return one file an actor may see.

    Raises:
        Intake.DoesNotExist: no such file, or another agency's: the answer is the same.
        NotAllowed: the actor may see no files at all.
    """
    intake = Intake.objects.select_related("organisation").get(public_id=public_id)
    try:
        check_may_for_intake(actor, "exchange.see", intake)
    except NotAllowed:
        if actor is None or not actor.may("exchange.see"):
            raise
        raise Intake.DoesNotExist from None
    return intake


def rows_of(intake: Intake) -> QuerySet[SourceRow]:
    """Return all rows of a file in the order they came; those that came before are `taken` too (see `DuplicateRow`)."""
    return SourceRow.objects.filter(
        intake_id=intake.id, id__gte=intake.first_row or 0, id__lte=intake.last_row or 0
    ).order_by("id")


def list_rows(intake: Intake, state: str, *, limit: int | None = None, offset: int = 0) -> list[ShownRow]:
    """Return rows of one state, in the order of the file. Personal data: the caller records the look."""
    again = DuplicateRow.objects.filter(intake_id=intake.id)
    span = slice(offset, None if limit is None else offset + limit)
    if state == RowState.DUPLICATE:
        found = rows_of(intake).filter(id__in=list(again.order_by("row_id").values_list("row_id", flat=True)[span]))
    elif state == RowState.TAKEN:
        found = rows_of(intake).filter(~Exists(again.filter(row_id=OuterRef("id"))), state=state)[span]
    else:
        found = rows_of(intake).filter(state=state)[span]
    return [ShownRow(r.id, r.sheet, r.line, json.loads(r.cells), state, r.reason) for r in found]


def sheets_of(intake: Intake) -> list[SheetPlan]:
    """Return the plans of a file's sheets."""
    return plans_of(intake.plan)


def list_records(*, intake_id: int | None = None, organisation_id: int | None = None) -> QuerySet[SourceRecord]:
    """Return mentions, oldest first; of one organisation, or first seen in one file."""
    found = SourceRecord.objects.order_by("id")
    if organisation_id is not None:
        found = found.filter(organisation_id=organisation_id)
    if intake_id is not None:
        intake = Intake.objects.get(id=intake_id)
        found = found.filter(organisation_id=intake.organisation_id, dataset=intake.dataset)
        found = found.filter(first_row_id__gte=intake.first_row or 0, first_row_id__lte=intake.last_row or 0)
    return found


def read_samples(intake: Intake, n_rows: int = 20) -> dict[int, list[list[str]]]:
    """Return the first rows of data of every sheet, from the kept copy, free of resident numbers where they must be.

    Personal data: the caller records the look. Empty when the copy is gone.
    """
    path = Path(intake.stored_path)
    if not intake.stored_path or not path.is_file():
        return {}
    plans = {plan.sheet: plan for plan in plans_of(intake.plan)}
    samples: dict[int, list[list[str]]] = {sheet: [] for sheet in plans}
    for sheet, line, cells in first_rows(path, intake):
        if line >= plans[sheet].first_line and len(samples[sheet]) < n_rows and any(cell.strip() for cell in cells):
            if not intake.organisation.may_hold_rrn:
                plan = plans[sheet]
                cells, _ = cut_cells(cells, secret=plan.secret, exempt=exempt_columns(plan.header, plan.columns))
            samples[sheet].append(cells)
    return samples


def head_rows(intake: Intake) -> dict[int, list[tuple[int, list[str]]]]:
    """Return the first rows (line, cells) of every sheet as the first look saw them, from the kept copy.

    Personal data: the caller records the look. Empty when the copy is gone.
    """
    path = Path(intake.stored_path)
    rows: dict[int, list[tuple[int, list[str]]]] = {plan.sheet: [] for plan in plans_of(intake.plan)}
    if intake.stored_path and path.is_file():
        for sheet, line, cells in first_rows(path, intake):
            if sheet in rows and len(rows[sheet]) < HEAD_ROWS:
                if not intake.organisation.may_hold_rrn:
                    cells, _ = cut_cells(cells, exempt=range(len(cells)))
                rows[sheet].append((line, list(cells)))
    return rows


def first_rows(path: Path, intake: Intake) -> Iterator[tuple[int, int, list[str]]]:
    """Walk the first rows (sheet, line, cells) of a kept file: one block of a text, all of a small workbook."""
    if intake.kind == "xlsx":
        for block in islice(read_rows(path, 0), 4):
            yield from block.rows
        return
    how = intake.layout["read"]
    blocks = read_blocks(
        path, encoding=how["encoding"], newline=how["newline"].encode(), delimiter=intake.delimiter,
        offset=how["start"], line=1, block_bytes=64 << 10,
    )  # fmt: skip
    for block in islice(blocks, 1):
        for record, line in zip(block.records, block.lines, strict=True):
            yield 0, line, cells_of(record, intake.delimiter)


def refused_rows(intake: Intake):
    """Walk the refused rows in flat memory, for the sheet that goes back to the sender."""
    for row in rows_of(intake).filter(state=RowState.REFUSED).iterator(chunk_size=2_000):
        yield ShownRow(row.id, row.sheet, row.line, json.loads(row.cells), row.state, row.reason)
