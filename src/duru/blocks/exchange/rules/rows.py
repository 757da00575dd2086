"""One row under one plan: does it count, and if not, what should the sender do?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duru.blocks.exchange.datasets import Dataset
from duru.blocks.exchange.enums import RowState
from duru.blocks.exchange.fields import CellContext, Field
from duru.blocks.exchange.persons import PERSON_KEYS
from duru.blocks.exchange.rules.headers import is_total, word_of
from duru.blocks.exchange.rules.plans import SheetPlan
from duru.kernel.errors import Refused

MOST_CELLS = 1_000
LONGEST_CELL = 4_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a row: its state, and for a refused row the Korean reason (else "")."""

    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as understood: {field key: parsed value}, and the person fields as typed, blanks left out."""

    values: Mapping[str, Any]
    typed: Mapping[str, str]


TAKEN = Verdict(RowState.TAKEN)


class RowRules:
    """Judges and reads the rows of one sheet. Pure: the same cells give the same answer on every machine and day.

    `today` is the day of the upload, so that a check repeated later does not change its mind.
    """

    def __init__(self, dataset: Dataset, plan: SheetPlan, today: date):
        self.dataset = dataset
        self.plan = plan
        self._name_at = plan.columns.get("name")
        self._told_by = [plan.columns[key] for key in ("birth", "phone", "address") if key in plan.columns]
        self._fields: list[tuple[Field, int, CellContext]] = [
            (field, plan.columns[field.key], CellContext(today, plan.header[plan.columns[field.key]]))
            for field in dataset.all_fields
            if field.key in plan.columns and plan.columns[field.key] < plan.width
        ]
        self._missing = [f for f in dataset.all_fields if f.is_required and f.key not in plan.columns]
        self._header_words = [word_of(part) for part in plan.header]

    def judge(self, cells: Sequence[str]) -> Verdict:
        """Say what becomes of a row that is not blank."""
        if self._is_header_again(cells):
            return Verdict(RowState.LEFT_OUT, "머리글이 되풀이된 줄")
        if is_total(cells, self._name_at, self._told_by):
            return Verdict(RowState.LEFT_OUT, "합계 줄")
        if reason := self._shape(cells):
            return Verdict(RowState.REFUSED, reason)
        _, reasons = self._parse(cells)
        return Verdict(RowState.REFUSED, " / ".join(reasons)) if reasons else TAKEN

    def read(self, cells: Sequence[str]) -> ReadRow:
        """Read a row that `judge` took.

        Raises:
            Refused: the row would be refused (its rules have changed since it was judged).
        """
        values, reasons = self._parse(cells)
        if reasons:
            raise Refused(" / ".join(reasons))
        typed = {
            field.key: cells[at]
            for field, at, _ in self._fields
            if field.key in PERSON_KEYS and at < len(cells) and cells[at].strip()
        }
        return ReadRow(values, typed)

    def _parse(self, cells: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
        values: dict[str, Any] = {}
        reasons = [f"{field.label}: 열이 없습니다." for field in self._missing]
        for field, at, context in self._fields:
            cell = cells[at] if at < len(cells) else ""
            if not cell or cell.isspace():
                if field.is_required:
                    reasons.append(f"{field.label}: 비어 있습니다. 채워 주세요.")
                continue
            try:
                values[field.key] = field.parse(cell, context)
            except Refused as refused:
                reasons.append(f"{field.label}: {refused.message}")
            except (ValueError, TypeError, ArithmeticError, LookupError):
                # A parser that does not know this cell must not stop ten million other rows.
                reasons.append(f"{field.label}: 읽을 수 없는 값입니다. 다른 줄과 같은 모양으로 적어 주세요.")
        if not reasons and self.dataset.needs_contact and not _has_contact(values):
            reasons.append("생년월일, 전화번호, 주소 가운데 하나는 있어야 누구인지 알 수 있습니다. 하나를 채워 주세요.")
        if not reasons and self.dataset.refuse and (reason := self.dataset.refuse(values)):
            reasons.append(reason)
        return values, reasons

    def _shape(self, cells: Sequence[str]) -> str:
        width = self.plan.width
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            return f"칸이 {len(cells)}개로 머리글({width}개)보다 많습니다. 칸 안에 쉼표가 있으면 큰따옴표로 묶거나 XLSX로 저장해 주세요."
        if any(len(cell) > LONGEST_CELL for cell in cells):
            return f"한 칸의 글이 {LONGEST_CELL:,}자를 넘습니다. 줄이거나 따옴표가 닫혔는지 확인해 주세요."
        return ""

    def _is_header_again(self, cells: Sequence[str]) -> bool:
        if not self.plan.header_lines or self._name_at is None or self._name_at >= len(cells):
            return False
        if word_of(cells[self._name_at]) not in self._header_words[self._name_at :][:1]:
            return False
        return [word_of(cell) for cell in cells[: self.plan.width]] == self._header_words[: len(cells)]


def _has_contact(values: Mapping[str, Any]) -> bool:
    birth = values.get("birth")
    if birth is not None and birth.precision:
        return True
    phone = values.get("phone")
    return bool((phone is not None and phone.digits) or "address" in values)
