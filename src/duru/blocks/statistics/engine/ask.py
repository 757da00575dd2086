"""A question over Parquet files → cells, each counted for itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duru.blocks.statistics.catalogue import Measure, Subject
from duru.blocks.statistics.engine.distinct import count_distinct
from duru.blocks.statistics.enums import MeasureKind
from duru.blocks.statistics.rules.grid import Place
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

    Every cell and every total is counted for itself: what adds up is summed from the smallest cells, distinct units are not.

    Args:
        conn: a DuckDB connection.
        files: for each table of `tables_in` its files, one a month.

    Returns: the cells in the order of their values, totals last. Ratios are computed from the two measures of their own cell.
    """
    picked = _picked(question, subject)
    units = list(dict.fromkeys([subject.unit_sql, *(m.sql for m in picked if m.kind == MeasureKind.DISTINCT)]))
    units = [unit for unit in units if unit]
    source, parameters = _source(question, subject, files, picked, units)
    if subject.spans_months:  # rows that had to be gathered first, gathered once
        conn.execute(f"CREATE OR REPLACE TEMP TABLE asked AS SELECT * FROM {source}", parameters)
        source, parameters = "asked", {}
    added = [(at, measure) for at, measure in enumerate(picked) if measure.kind != MeasureKind.DISTINCT]
    sums_of = [f", {_aggregate(measure, f'v{at}')}" for at, measure in added]
    finest = conn.execute(
        f"SELECT s0, s1, count(*){''.join(sums_of)} FROM {source} GROUP BY s0, s1", parameters
    ).fetchall()
    sets = _sets(question, subject)
    sums: dict[Place, list] = {(None, None): [0] * (1 + len(added))} if (False, False) in sets else {}
    for row, column, *values in finest:
        for has_row, has_column in sets:
            place = (row if has_row else None, column if has_column else None)
            sums[place] = [a + b for a, b in zip(sums.get(place, [0] * len(values)), values, strict=True)]
    distinct = {
        unit: _distinct(conn, source, parameters, f"u{at}", [(row, column) for row, column, *_ in finest])
        for at, unit in enumerate(units)
    }
    ordered = sorted(sums, key=lambda place: (place[0] is None, place[1] is None, place[0] or "", place[1] or ""))
    cells = []
    for place in ordered:
        n_rows, *values = sums[place]
        counted = {measure.key: _plain(value) for (_, measure), value in zip(added, values, strict=True)}
        counted |= {m.key: distinct[m.sql].get(place, 0) for m in picked if m.kind == MeasureKind.DISTINCT}
        shown = tuple(_value(subject.measure(key), counted) for key in question.measures)
        n_units = distinct[subject.unit_sql].get(place, 0) if subject.unit_sql else n_rows
        cells.append(Cell(*place, shown, n_rows, n_units))
    return cells


def _source(
    question: Question,
    subject: Subject,
    files: Mapping[str, Sequence[Path]],
    picked: Sequence[Measure],
    units: Sequence[str],
) -> tuple[str, dict[str, Any]]:
    """Return the rows of a question as (s0, s1, v0…, u0…) and its parameters; names come from the catalogue only, values as parameters."""
    rows, parameters = _rows(subject, files)
    conditions = []
    for number, (key, values) in enumerate(sorted(question.filters.items())):
        if values:
            parameters[f"filter_{number}"] = list(values)
            conditions.append(f"{_text(subject.dimension(key).sql)} IN (SELECT unnest($filter_{number}::VARCHAR[]))")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    splits = [_text(subject.dimension(key).sql) if key else "''" for key in (question.rows, question.columns)]
    columns = [f"{split} AS s{at}" for at, split in enumerate(splits)]
    columns += [f"({m.sql}) AS v{at}" for at, m in enumerate(picked) if m.sql and m.kind != MeasureKind.DISTINCT]
    columns += [f"({unit}) AS u{at}" for at, unit in enumerate(units)]
    return f"(SELECT {', '.join(columns)} FROM ({rows}){where})", parameters


def _rows(subject: Subject, files: Mapping[str, Sequence[Path]]) -> tuple[str, dict[str, Any]]:
    parameters: dict[str, Any] = {}

    def table(match: re.Match) -> str:
        key = match.group(1)
        parameters[f"files_{key}"] = [str(path) for path in files[key]]
        return f"(SELECT * FROM read_parquet($files_{key}))"

    return _NAME.sub(table, subject.rows), parameters


def _distinct(conn: Any, source: str, parameters: dict[str, Any], unit: str, places: list[Place]) -> dict[Place, int]:
    if not places:
        return {}
    found = count_distinct(conn, source, parameters, unit, places)
    if found is None:
        rows = conn.execute(
            f"SELECT grouping(s0), grouping(s1), s0, s1, count(DISTINCT {unit}) FROM {source} "
            "GROUP BY GROUPING SETS ((s0, s1), (s0), (s1), ())",
            parameters,
        ).fetchall()
        found = {(None if down else row, None if across else column): n for down, across, row, column, n in rows}
    return found


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
    rows, parameters = _rows(subject, files)
    parameters["months"] = [each.first for each in months]
    conditions = ["month IN (SELECT unnest($months::DATE[]))"]
    for number, (key, values) in enumerate(sorted(filters.items())):
        parameters[f"filter_{number}"] = list(values)
        conditions.append(f"{_text(subject.dimension(key).sql)} IN (SELECT unnest($filter_{number}::VARCHAR[]))")
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


def _aggregate(measure: Measure, column: str) -> str:
    if measure.kind == MeasureKind.SUM:
        return f"coalesce(sum({column}), 0)"
    return f"count(*) FILTER (WHERE {column})" if measure.sql else "count(*)"


def _sets(question: Question, subject: Subject) -> list[tuple[bool, bool]]:
    """List every combination of splits that is shown, as (down, across); of a stock none that would add months."""
    splits = (question.rows, question.columns)
    sets = [
        (down, across) for down in (True, False) for across in (True, False)
        if (splits[0] or not down) and (splits[1] or not across)
    ]  # fmt: skip
    if subject.is_stock and len(question.months) > 1:
        sets = [each for each in sets if each[splits.index("month")]]
    return sets


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
