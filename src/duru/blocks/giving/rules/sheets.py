"""How other systems want an agency's hand-outs as a spreadsheet: dated rows, all 확인 필요 until somebody saw the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duru.kernel.dated_rows import DatedRow, read_table, rows_on


class System(StrEnum):
    """A system that agencies must feed beside this one; by file, there is no link."""

    HEEMANGIUM = "heemangium"
    FMS = "fms"

    @property
    def label(self) -> str:
        return "희망이음(사회서비스정보시스템)" if self is System.HEEMANGIUM else "FMS(푸드뱅크 기부식품관리시스템)"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn(DatedRow):
    """One row is one column of a system's spreadsheet: where it stands, what is written above it, which of our fields fills it.

    The headings are words the intake knows too, so that a file of such a system comes in by the same table.
    """

    system: System
    place: int
    heading: str
    field: str
    width: int
    source: str
    status: str


def columns_of(system: str, on: date) -> list[SheetColumn]:
    """Return the columns of a system's spreadsheet on a day, in their order.

    Source: the systems' own forms, not seen yet (확인 필요).
    """
    rows = [row for row in rows_on(read_table(__package__, "sheets", SheetColumn), on) if row.system == system]
    return sorted(rows, key=lambda row: row.place)
