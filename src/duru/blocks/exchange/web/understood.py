"""How rows are shown: beside what was typed, what was understood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duru.blocks.exchange.datasets import Dataset
from duru.blocks.exchange.fields import Field
from duru.blocks.exchange.queries import ShownRow
from duru.blocks.exchange.rules.plans import SheetPlan
from duru.blocks.exchange.rules.rows import RowRules
from duru.kernel.addresses import ParsedAddress
from duru.kernel.births import Birth
from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text
from duru.kernel.masking import mask_address, mask_birth, mask_name, mask_phone
from duru.kernel.names import ParsedName
from duru.kernel.phones import Phone

SEXES = {"M": "남", "F": "여"}


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell: as typed, and what was understood where that says more ("" otherwise)."""

    typed: str
    understood: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One row for the screen."""

    line: int
    sheet: str
    cells: list[ShownCell]
    reason: str = ""


def lines_as_understood(
    rows: Sequence[ShownRow], plans: Sequence[SheetPlan], dataset: Dataset, today: date, *, masked: bool = False
) -> tuple[list[str], list[ShownLine]]:
    """Lay out taken rows by field: column heads, and per row what was typed and understood.

    Args:
        masked: for a reader of another office: what was understood, persons masked, free text left out.
    """
    by_sheet = {plan.sheet: plan for plan in plans}
    rules = {plan.sheet: RowRules(dataset, plan, today) for plan in plans}
    fields = [f for f in dataset.all_fields if any(f.key in plan.columns for plan in plans if plan.is_used)]
    lines = []
    for row in rows:
        plan = by_sheet[row.sheet]
        try:
            values: Any = rules[row.sheet].read(row.cells).values
        except Refused:
            values = {}
        cells = []
        for field in fields:
            at = plan.columns.get(field.key)
            typed = row.cells[at] if at is not None and at < len(row.cells) else ""
            if masked:
                cells.append(ShownCell(masked_text(field, values.get(field.key), typed)))
                continue
            understood = text_of(values.get(field.key))
            cells.append(ShownCell(typed, understood if understood != clean_text(typed) else ""))
        lines.append(ShownLine(row.line, plan.name, cells, row.reason))
    return [field.label for field in fields], lines


def lines_as_typed(rows: Sequence[ShownRow], plans: Sequence[SheetPlan]) -> tuple[list[str], list[ShownLine]]:
    """Lay out rows as they stood in the file: the header's words and the cells."""
    by_sheet = {plan.sheet: plan for plan in plans}
    widest = max((plan for plan in plans if plan.is_used), key=lambda plan: plan.width, default=None)
    heads = [head.replace("\n", " ") or f"{at}열" for at, head in enumerate(widest.header, start=1)] if widest else []
    lines = [
        ShownLine(
            row.line,
            by_sheet[row.sheet].name,
            [ShownCell(row.cells[at] if at < len(row.cells) else "") for at in range(len(heads))],
            row.reason,
        )
        for row in rows
    ]
    return heads, lines


def masked_text(field: Field, value: Any, typed: str) -> str:
    """Write what was understood so that no person is told by it."""
    if isinstance(value, ParsedName):
        return mask_name(value.name)
    if isinstance(value, Birth):
        return mask_birth(value.on or value.year)
    if isinstance(value, Phone):
        return mask_phone(value.digits)
    if isinstance(value, ParsedAddress):
        return mask_address(typed)
    if field.takes_any_text or isinstance(value, str) and not hasattr(value, "label") and value not in SEXES:
        return "○○○" if typed.strip() else ""
    return text_of(value)


def text_of(value: Any) -> str:
    """Write a parsed value in Korean, short."""
    if value is None:
        return ""
    if isinstance(value, ParsedName):
        return value.name
    if isinstance(value, Birth):
        lunar = " (음력)" if value.is_lunar else ""
        return f"{value.on}{lunar}" if value.on else f"{value.year}년{lunar}" if value.year else ""
    if isinstance(value, Phone):
        digits = value.digits
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}" if len(digits) == 11 else digits
    if isinstance(value, ParsedAddress):
        road = (
            f"{value.road} {value.road_main}"
            if value.road_main
            else f"{value.emd} {value.lot_main}"
            if value.lot_main
            else ""
        )
        sub = value.road_sub or value.lot_sub
        return f"{road}{f'-{sub}' if sub else ''} {value.unit}".strip()
    if isinstance(value, tuple):  # an amount and its unit
        amount, unit = value
        return f"{amount:,g}{unit}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    label = getattr(value, "label", None)  # a choice is a str too: its label goes before its code
    return str(label) if label else SEXES.get(value, value) if isinstance(value, str) else str(value)
