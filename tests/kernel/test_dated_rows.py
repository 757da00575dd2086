"""Tables an official can open, as typed rows asked for by day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from duru.kernel.dated_rows import DatedRow, Tables, rows_from_csv, rows_on

pytestmark = pytest.mark.unit


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(DatedRow):
    name: str
    amount: Decimal | None
    n: int
    is_on: bool
    kinds: frozenset[str]
    colour: Colour


HEAD = "name,amount,n,is_on,kinds,colour,effective_from,effective_until\n"


def test_cells_become_what_their_fields_are():
    (row,) = rows_from_csv(HEAD + '"하나, 둘",1.50,3,yes,a|b,red,2026-01-01,\n', Row)
    assert row == Row(
        name="하나, 둘", amount=Decimal("1.50"), n=3, is_on=True, kinds=frozenset("ab"), colour=Colour.RED, effective_from=date(2026, 1, 1)
    )  # fmt: skip


def test_empty_cells_are_none_false_nothing_and_open_dates():
    (row,) = rows_from_csv(HEAD + "하나,,0,,,red,,\n", Row)
    assert (row.amount, row.is_on, row.kinds) == (None, False, frozenset())
    assert row.holds_on(date(1900, 1, 1))
    assert row.holds_on(date(2999, 1, 1))


def test_last_day_is_not_in_the_span():
    rows = rows_from_csv(HEAD + "옛,,0,,,red,2020-01-01,2026-01-01\n새,,0,,,red,2026-01-01,\n", Row)
    assert [row.name for row in rows_on(rows, date(2025, 12, 31))] == ["옛"]
    assert [row.name for row in rows_on(rows, date(2026, 1, 1))] == ["새"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("하나,x,0,,,red,,", "line 2"),
        ("하나,,x,,,red,,", "line 2"),
        ("하나,,0,no,,red,,", "line 2"),
        ("하나,,0,,,blue,,", "blue"),
        ("하나,,0,,,red,2026-13-01,", "line 2"),
        ("하나,,0", "fewer cells"),
    ],
)
def test_bad_cell_names_its_line(line, says):
    with pytest.raises(ValueError, match=says):
        rows_from_csv(HEAD + line, Row)


def test_missing_and_unknown_columns_are_named():
    with pytest.raises(ValueError, match="amount, extra"):
        rows_from_csv("name,n,is_on,kinds,colour,extra\n", Row)


def test_a_package_ships_its_tables_and_each_is_read_once(tmp_path, monkeypatch):
    package = tmp_path / "shipped_tables"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "rows.csv").write_text(HEAD + "하나,,0,,,red,,2026-01-01\n둘,,0,,,red,2026-01-01,\n")
    monkeypatch.syspath_prepend(tmp_path)
    tables = Tables("shipped_tables", {Row: "rows"})
    assert [row.name for row in tables.rows_on(Row, date(2026, 1, 1))] == ["둘"]
    (package / "rows.csv").unlink()
    assert len(tables.all_rows(Row)) == 2
