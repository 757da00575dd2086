"""A question over Parquet files → cells, each counted for itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duru.blocks.statistics.catalogue import Measure, Subject
from duru.blocks.statistics.enums import MeasureKind
from duru.blocks.statistics.rules.question import Question

_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the value of the split down and across (None is the total, "" unknown), the measures, rows and units behind."""

    row: str | None
    column: str | None
    values: tuple[int | float | None, ...]
    n_rows: int
    n_units: int

    def as_list(self) -> list:
        """Return it as plain values for JSON."""
        return [self.row, self.column, list(self.values), self.n_rows, self.n_units]


def cell_of(value: Sequence[Any]) -> Cell:
    """Read what `as_list` wrote."""
    row, column, values, n_rows, n_units = value
    return Cell(row, column, tuple(values), n_rows, n_units)


def tables_in(subject: Subject) -> list[str]:
    """Return the keys of the snapshot tables a subject reads."""
    return sorted(set(_NAME.findall(subject.rows)))


def ask(conn: Any, question: Question, subject: Subject, files: Mapping[str, Sequence[Path]]) -> list[Cell]:
    """Answer a question.

    Args:
        conn: a DuckDB connection.
        files: for each table of `tables_in` its files, one a month.

    Returns: the cells in the order of their values, totals last. Ratios are computed from the two measures of their own cell.
    """
    sql, parameters = sql_of(question, subject, files)
    return [_cell(row, question, subject) for row in conn.execute(sql, parameters).fetchall()]


def sql_of(question: Question, subject: Subject, files: Mapping[str, Sequence[Path]]) -> tuple[str, dict[str, Any]]:
    """Return the statement of a question and its parameters; names come from the catalogue only, values as parameters."""
    parameters: dict[str, Any] = {}

    def table(match: re.Match) -> str:
        key = match.group(1)
        parameters[f"files_{key}"] = [str(path) for path in files[key]]
        return f"(SELECT * FROM read_parquet($files_{key}))"

    rows = _NAME.sub(table, subject.rows)
    splits = [key for key in (question.rows, question.columns) if key]
    named = {key: _text(subject.dimension(key).sql) for key in {*splits, *question.filters}}
    conditions = []
    for number, (key, values) in enumerate(sorted(question.filters.items())):
        if values:
            parameters[f"filter_{number}"] = list(values)
            conditions.append(f"{named[key]} IN (SELECT unnest($filter_{number}::VARCHAR[]))")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    picked = _picked(question, subject)
    counted = ", ".join(f"{_aggregate(each)} AS m{at}" for at, each in enumerate(picked))
    split = [f"{named[key]} AS s{at}" for at, key in enumerate(splits)]
    unit = f"count(DISTINCT {subject.unit_sql})" if subject.unit_sql else "count(*)"
    marks = [f"grouping(s{at})" for at in range(len(splits))] + ["0"] * (2 - len(splits))
    shown = [f"s{at}" for at in range(len(splits))] + ["''"] * (2 - len(splits))
    inner = f"SELECT {', '.join([*split, '*'])} FROM ({rows}){where}"
    grouped = f" GROUP BY GROUPING SETS ({', '.join(_sets(question, subject, splits))})" if splits else ""
    sql = (
        f"SELECT {', '.join(marks)}, {', '.join(shown)}, count(*), {unit}, {counted} FROM ({inner}){grouped} "
        "ORDER BY 1, 2, 3, 4"
    )
    return sql, parameters


def people_sql(
    question: Question, subject: Subject, files: Mapping[str, Sequence[Path]], cell: tuple[str | None, str | None]
) -> tuple[str, dict[str, Any]]:
    """Return the statement that lists the pseudonyms behind one cell."""
    filters = {key: tuple(values) for key, values in question.filters.items() if values}
    months = question.months
    for key, value in zip((question.rows, question.columns), cell, strict=True):
        if key == "month" and value is not None:
            months = tuple(each for each in months if str(each) == value)
        elif key and value is not None:
            # A filter on the same split has let the value through already.
            filters[key] = (value,)
    parameters: dict[str, Any] = {"months": [each.first for each in months]}

    def table(match: re.Match) -> str:
        key = match.group(1)
        parameters[f"files_{key}"] = [str(path) for path in files[key]]
        return f"(SELECT * FROM read_parquet($files_{key}))"

    conditions = ["month IN (SELECT unnest($months::DATE[]))"]
    for number, (key, values) in enumerate(sorted(filters.items())):
        parameters[f"filter_{number}"] = list(values)
        conditions.append(f"{_text(subject.dimension(key).sql)} IN (SELECT unnest($filter_{number}::VARCHAR[]))")
    rows = _NAME.sub(table, subject.rows)
    return (
        f"SELECT DISTINCT {subject.unit_sql} FROM ({rows}) WHERE {' AND '.join(conditions)} "
        f"AND {subject.unit_sql} IS NOT NULL",
        parameters,
    )


def _text(sql: str) -> str:
    """A value as text, unknown as ""; so NULL stays free to mean the total."""
    return f"coalesce(CAST({sql} AS VARCHAR), '')"


def _picked(question: Question, subject: Subject) -> list[Measure]:
    """Return the measures a question needs, those of ratios behind those asked for."""
    asked = [subject.measure(key) for key in question.measures]
    parts = [part for each in asked if each.kind == MeasureKind.RATIO for part in each.sql.split("/")]
    return list(
        {
            each.key: each
            for each in [*(m for m in asked if m.kind != MeasureKind.RATIO), *map(subject.measure, parts)]
        }.values()
    )


def _aggregate(measure: Measure) -> str:
    if measure.kind == MeasureKind.COUNT:
        return f"count(*) FILTER (WHERE {measure.sql})" if measure.sql else "count(*)"
    if measure.kind == MeasureKind.SUM:
        return f"coalesce(sum({measure.sql}), 0)"
    return f"count(DISTINCT {measure.sql})"


def _sets(question: Question, subject: Subject, splits: list[str]) -> list[str]:
    """Name every combination that is shown; of a stock none that would add months."""
    sets = [["s0", "s1"], ["s0"], ["s1"], []] if len(splits) == 2 else [["s0"], []]
    if subject.is_stock and len(question.months) > 1:
        kept = f"s{splits.index('month')}"
        sets = [each for each in sets if kept in each]
    return [f"({', '.join(each)})" for each in sets]


def _cell(found: Sequence[Any], question: Question, subject: Subject) -> Cell:
    row_total, column_total, row, column, n_rows, n_units, *values = found
    counted = {measure.key: _plain(value) for measure, value in zip(_picked(question, subject), values, strict=True)}
    return Cell(
        row=None if row_total or not question.rows else row,
        column=None if column_total or not question.columns else column,
        values=tuple(_value(subject.measure(key), counted) for key in question.measures),
        n_rows=n_rows,
        n_units=n_units,
    )


def _value(measure: Measure, counted: Mapping[str, int | float | None]) -> int | float | None:
    if measure.kind != MeasureKind.RATIO:
        return counted[measure.key]
    above, below = (counted[part] for part in measure.sql.split("/"))
    return round(above / below, 4) if above is not None and below else None


def _plain(value: Any) -> int | float | None:
    """Whole numbers as such: DuckDB sums BIGINT to HUGEINT and NUMERIC to Decimal."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
