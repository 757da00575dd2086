"""Rows of a file turned into lines for COPY: judged, cut, hashed. The hot loop of intake; no database."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from duru.blocks.exchange.datasets import Dataset
from duru.blocks.exchange.enums import RowState
from duru.blocks.exchange.readers.delimited import cells_of
from duru.blocks.exchange.rules.cutting import cut_cells, may_hold_parted, may_hold_rrn
from duru.blocks.exchange.rules.fastlane import clean_lines
from duru.blocks.exchange.rules.hashing import SEPARATOR, row_hash
from duru.blocks.exchange.rules.planning import exempt_columns
from duru.blocks.exchange.rules.plans import SheetPlan
from duru.blocks.exchange.rules.rows import RowRules

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
SLICE = 1_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(slots=True)
class Batch:
    """Lines for COPY (sheet, line, cells, hash, state, reason), what they add to the counts, and where reading goes on."""

    lines: list[str] = field(default_factory=list)
    offset: int = 0
    line: int = 0
    n_taken: int = 0
    n_refused: int = 0
    n_left_out: int = 0
    n_rrn_cut: int = 0

    def __len__(self) -> int:
        return len(self.lines)

    def as_bytes(self) -> bytes:
        """Return the lines in the text format of COPY. Lone surrogates become question marks: PostgreSQL refuses them."""
        return "".join(self.lines).encode("utf-8", "replace")


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
        self._clean = self._fast_lane()

    def _fast_lane(self) -> re.Pattern[str] | None:
        plan = self._plans.get(0)
        # A running number elsewhere than in front, or cells to be cut, need the exact way.
        if plan is None or not self._delimiter or plan.serial not in (None, 0) or (self._must_cut and plan.secret):
            return None
        return clean_lines(self._dataset, plan, self._delimiter)

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
        for at in range(bisect_left(lines, self._plans[0].first_line), len(records), SLICE):
            self._add_slice(records[at : at + SLICE], lines[at : at + SLICE])

    def _add_slice(self, records: Sequence[str], lines: Sequence[int]) -> None:
        text = "\n".join(records) + "\n"
        at = place = 0  # the record, and where it begins in the text
        while at < len(records):
            run = self._clean and self._clean.match(text, place)
            if run and (end := run.end()) > place:
                n_clean = text.count("\n", place, end)
                self._add_clean(records[at : at + n_clean], lines[at : at + n_clean])
                at, place = at + n_clean, end
            else:
                if (record := records[at]) and not record.isspace():
                    self._add(0, lines[at], cells_of(record, self._delimiter))
                at, place = at + 1, place + len(record) + 1

    def _add_clean(self, records: Sequence[str], lines: Sequence[int]) -> None:
        delimiter, text = self._delimiter, "\n".join(records)
        if self._must_cut and (may_hold_rrn(text) or may_hold_parted(text, delimiter)):
            if len(records) == 1:
                self._add(0, lines[0], cells_of(text, delimiter))
                return
            half = len(records) // 2
            self._add_clean(records[:half], lines[:half])
            self._add_clean(records[half:], lines[half:])
            return
        all_cells = text.replace(delimiter, '","').split("\n")
        if self._plans[0].serial is not None:
            text = "\n".join([record.partition(delimiter)[2] for record in records])
        rows = text.replace(delimiter, SEPARATOR).encode().split(b"\n")
        separator, copy_hasher, add = SEPARATOR.encode(), self._hasher.copy, self._batch.lines.append
        for line, cells, row in zip(lines, all_cells, rows, strict=True):
            hasher = copy_hasher()
            hasher.update(row.rstrip(separator))
            add(f'0\t{line}\t["{cells}"]\t\\\\x{hasher.hexdigest()}\ttaken\t\n')
        self._batch.n_taken += len(records)

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
        batch.lines.append(
            f"{sheet}\t{line}\t{_JSON(cells).translate(_ESCAPES)}\t\\\\x{hexed}\t{verdict.state}\t"
            f"{verdict.reason.translate(_ESCAPES)}\n"
        )
