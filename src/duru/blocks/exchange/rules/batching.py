"""Rows of a file turned into lines for COPY: judged, cut, hashed. The hot loop of intake; no database."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from duru.blocks.exchange.datasets import Dataset
from duru.blocks.exchange.enums import RowState
from duru.blocks.exchange.readers.delimited import cells_of
from duru.blocks.exchange.rules.cutting import cut_cells, may_hold_parted, may_hold_rrn
from duru.blocks.exchange.rules.fastlane import clean_line
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
        self._is_clean = self._fast_lane()

    def _fast_lane(self):
        plan = self._plans.get(0)
        # A running number elsewhere than in front, or cells to be cut, need the exact way.
        if plan is None or not self._delimiter or plan.serial not in (None, 0) or (self._must_cut and plan.secret):
            return _never
        return clean_line(self._dataset, plan, self._delimiter) or _never

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
        for at in range(0, len(records), SLICE):
            self._add_slice(records[at : at + SLICE], lines[at : at + SLICE])

    def _add_slice(self, records: Sequence[str], lines: Sequence[int], is_suspect: Callable[[str], bool] | None = None):
        plan, delimiter = self._plans[0], self._delimiter
        first, serial, is_clean, copy_hasher = plan.first_line, plan.serial, self._is_clean, self._hasher.copy
        made: list[str] = []
        free: list[str] = []  # what no pattern vouches for; a resident number can only hide there
        slow: list[tuple[int, int]] = []
        for record, line in zip(records, lines, strict=True):
            match = is_clean(record)
            if match is None or line < first or (is_suspect is not None and is_suspect(record)):
                slow.append((len(made), line))
                made.append(record)
                continue
            free += match.groups("")
            row = copy_hasher()
            kept = record if serial is None else record[record.index(delimiter) + 1 :]
            row.update(kept.replace(delimiter, SEPARATOR).rstrip(SEPARATOR).encode())
            cells = record.replace(delimiter, '","')
            made.append(f'0\t{line}\t["{cells}"]\t\\\\x{row.hexdigest()}\ttaken\t\n')
        if (
            self._must_cut
            and is_suspect is None
            and (may_hold_rrn("|".join(free)) or may_hold_parted("\n".join(records), delimiter))
        ):
            self._add_slice(records, lines, lambda one: may_hold_rrn(one) or may_hold_parted(one, delimiter))
            return
        batch, n_slow, at = self._batch, len(slow), 0
        for place, line in slow:
            batch.lines += made[at:place]
            at = place + 1
            record = made[place]
            if line >= first and record and not record.isspace():
                self._add(0, line, cells_of(record, delimiter))
        batch.lines += made[at:]
        batch.n_taken += len(made) - n_slow

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


def _never(record: str) -> None:
    return None
