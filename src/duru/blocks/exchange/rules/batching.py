"""Rows of a file turned into lines for COPY: judged, cut, hashed. The hot loop of intake; no database."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from duru.blocks.exchange.datasets import Dataset
from duru.blocks.exchange.enums import RowState
from duru.blocks.exchange.readers.delimited import cells_of
from duru.blocks.exchange.rules.cutting import cut_cells
from duru.blocks.exchange.rules.hashing import row_hash
from duru.blocks.exchange.rules.planning import exempt_columns
from duru.blocks.exchange.rules.plans import SheetPlan
from duru.blocks.exchange.rules.rows import RowRules

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(slots=True)
class Batch:
    """Lines for COPY (sheet, line, cells, hash, state, reason), what they add to the counts, and where reading goes on."""

    parts: list[bytes | memoryview] = field(default_factory=list)
    n_rows: int = 0
    offset: int = 0
    line: int = 0
    n_taken: int = 0
    n_refused: int = 0
    n_left_out: int = 0
    n_rrn_cut: int = 0

    def __len__(self) -> int:
        return self.n_rows

    def as_bytes(self) -> bytes:
        """Return the lines in the text format of COPY."""
        return b"".join(self.parts)


class Batcher:
    """Turns records of one file into batches.

    Args:
        hasher: from `hashing.salted`.
        must_cut: the organisation may not hold resident numbers.
        delimiter: of a text file; "" for rows that are cells already.
    """

    def __init__(
        self, dataset: Dataset, plans: Sequence[SheetPlan], *, hasher, today: date, must_cut: bool, delimiter: str = ""
    ):
        self._dataset = dataset
        self._plans = {plan.sheet: plan for plan in plans if plan.is_used}
        self._rules = {plan.sheet: RowRules(dataset, plan, today) for plan in self._plans.values()}
        self._exempt = {sheet: exempt_columns(plan.header, plan.columns) for sheet, plan in self._plans.items()}
        self._hasher = hasher
        self._must_cut = must_cut
        self._delimiter = delimiter
        self._batch = Batch()
        self._fast_lane = None
        if delimiter and 0 in self._plans:
            from duru.blocks.exchange.rules.fastlane import FastLane  # with Arrow: for who reads a file only

            self._fast_lane = FastLane(dataset, self._plans[0], delimiter, hasher=hasher, must_cut=must_cut)

    def __len__(self) -> int:
        return len(self._batch)

    def take(self, offset: int, line: int) -> Batch:
        """Hand over what has been gathered; reading stands at `offset`, line `line`."""
        batch, self._batch = self._batch, Batch()
        batch.offset, batch.line = offset, line
        return batch

    def add_rows(self, rows: Iterable[tuple[int, int, list[str]]]) -> None:
        """Add rows (sheet, line, cells) that are cells already."""
        for sheet, line, cells in rows:
            self._add(sheet, line, cells)

    def add_records(self, records: Sequence[str], lines: Sequence[int]) -> None:
        """Add records of a text file (its sheet 0) as typed. Clean lines take the fast lane."""
        if 0 not in self._plans:
            return
        at = bisect_left(lines, self._plans[0].first_line)
        records, lines = records[at:], lines[at:]
        at = 0
        for run in self._fast_lane.runs(records, lines) if self._fast_lane else ():
            self._add_exactly(records, lines, at, run.begin)
            self._batch.parts.append(run.copy)
            self._batch.n_rows += run.end - run.begin
            self._batch.n_taken += run.end - run.begin
            at = run.end
        self._add_exactly(records, lines, at, len(records))

    def _add_exactly(self, records: Sequence[str], lines: Sequence[int], begin: int, end: int) -> None:
        for at in range(begin, end):
            if (record := records[at]) and not record.isspace():
                self._add(0, lines[at], cells_of(record, self._delimiter))

    def _add(self, sheet: int, line: int, cells: list[str]) -> None:
        plan = self._plans.get(sheet)
        if plan is None or line < plan.first_line or not any(cell and not cell.isspace() for cell in cells):
            return
        batch = self._batch
        if self._must_cut:
            birth = plan.columns.get("birth")
            cells, n_cut = cut_cells(
                cells,
                secret=plan.secret,
                number_cells=() if birth is None else (birth,),
                exempt=self._exempt[sheet],
            )
            batch.n_rrn_cut += n_cut
        verdict = self._rules[sheet].judge(cells)
        if verdict.state == RowState.TAKEN:
            batch.n_taken += 1
        elif verdict.state == RowState.REFUSED:
            batch.n_refused += 1
        else:
            batch.n_left_out += 1
        hexed = row_hash(self._hasher, cells, plan.serial).hex()
        batch.n_rows += 1
        # Lone surrogates become question marks: PostgreSQL refuses them.
        batch.parts.append(
            f"{sheet}\t{line}\t{_JSON(cells).translate(_ESCAPES)}\t\\\\x{hexed}\t{verdict.state}\t"
            f"{verdict.reason.translate(_ESCAPES)}\n".encode("utf-8", "replace")
        )
