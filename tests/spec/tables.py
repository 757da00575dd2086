"""Small ASCII tables that an official can read: each line of a spec is a row of values between bars."""

from datetime import date


def read_table(text: str) -> list[dict[str, str]]:
    """Return the rows of a table as dictionaries; the first line names the columns, lines of dashes are skipped."""
    lines = [line.strip() for line in text.strip().splitlines()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if line and not set(line) <= set("-+| ")]
    header, *rows = cells
    assert all(len(row) == len(header) for row in rows), f"a row has another number of cells: {rows}"
    return [dict(zip(header, row, strict=True)) for row in rows]


def day(text: str) -> date | None:
    """Return a day written 2026-03-05, None for an empty cell."""
    return date.fromisoformat(text) if text else None
