"""What is kept at a month's end and what may be asked of it: registered downward by the apps that own the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from duru.blocks.statistics.enums import ColumnKind, MeasureKind
from duru.blocks.statistics.permissions import SEE
from duru.blocks.statistics.rules.months import Month
from duru.blocks.statistics.rules.question import Question


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a snapshot's table; `kind` decides what of the value goes into the file."""

    key: str
    kind: ColumnKind


@dataclass(frozen=True, slots=True)
class SnapshotTable:
    """What is kept of one kind of rows at a month's end.

    `read(month)` returns a QuerySet whose `values_list` stands in the order of the columns: ids for persons and households,
    the birth date for an age; nothing else may name anybody. `row_means` says in Korean what one row is.
    """

    key: str
    label: str
    row_means: str
    columns: Sequence[Column]
    read: Callable[[Month], QuerySet]


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something to split and filter by.

    `sql` is over the columns of the subject's rows. `labels` give the Korean word of each value, in the order shown; values
    not in it come after, as they are. `name_of` names the values when the words lie in the database (동). "" is unknown.
    """

    key: str
    label: str
    sql: str
    labels: Mapping[str, str] = field(default_factory=dict)
    name_of: Callable[[Sequence[str]], Mapping[str, str]] | None = None
    unknown: str = "모름"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to count.

    Args:
        kind: count (rows), sum (of `sql`), distinct (values of `sql`), ratio (`sql` names two measures "won/persons").
        definition: Korean, printed beside the number: what is counted, against what.
    """

    key: str
    label: str
    unit: str
    kind: MeasureKind
    sql: str
    definition: str

    @property
    def is_additive(self) -> bool:
        """Whether the cells of a split add up to their total."""
        return self.kind in (MeasureKind.COUNT, MeasureKind.SUM)


@dataclass(frozen=True, slots=True)
class Subject:
    """Something numbers can be asked about.

    `rows` is SQL that yields the rows, in which {handouts} stands for a snapshot table over the asked months; it must keep
    the column `month`. `unit_sql` names who stands behind a row (a person's pseudonym), so that small cells are known; empty
    where rows are not about persons. `is_stock`: rows tell how things stood on the last day, and are never added over months.
    `spans_months`: one row gathers all asked months, so that they cannot be split.
    """

    key: str
    label: str
    row_means: str
    source: str
    rows: str
    dimensions: Sequence[Dimension]
    measures: Sequence[Measure]
    is_stock: bool = False
    spans_months: bool = False
    unit_sql: str = ""
    needs: str = SEE

    def dimension(self, key: str) -> Dimension:
        """Return a dimension. Raises KeyError when there is none."""
        return {each.key: each for each in (*self.dimensions, MONTH)}[key]

    def measure(self, key: str) -> Measure:
        """Return a measure. Raises KeyError when there is none."""
        return {each.key: each for each in self.measures}[key]


@dataclass(frozen=True, slots=True)
class StandardTable:
    """A table a 구 is asked for again and again.

    `question` stands without months; `n_months` is how many, up to the month that is looked at. `note` adds to the
    definitions of its measures (denominator, what is left out). `chart` is hbar, bar, line or "" for none.
    `is_for_council`: one of the tables councils and the city ask for (요구자료). Who may see it: `needs`, else the subject's.
    """

    key: str
    title: str
    topic: str
    question: Question
    n_months: int = 1
    note: str = ""
    chart: str = "hbar"
    is_for_council: bool = False
    needs: str = ""
    order: int = 100


MONTH = Dimension("month", "달", "strftime(month, '%Y-%m')")

_tables: dict[str, SnapshotTable] = {}
_subjects: dict[str, Subject] = {}
_standards: dict[str, StandardTable] = {}


def register_table(table: SnapshotTable) -> None:
    """Add a table to what every snapshot keeps."""
    _tables[table.key] = table


def register_subject(subject: Subject) -> None:
    """Add something to ask about."""
    _subjects[subject.key] = subject


def register_standard(*tables: StandardTable) -> None:
    """Add standard tables.

    Raises:
        KeyError: the subject, a split or a measure is not known (a programming error).
    """
    for table in tables:
        subject = _subjects[table.question.subject]
        for key in (table.question.rows, table.question.columns, *table.question.filters):
            if key:
                subject.dimension(key)
        for key in table.question.measures:
            subject.measure(key)
        _standards[table.key] = table


def list_tables() -> list[SnapshotTable]:
    """Return all tables a snapshot keeps, in the order of their keys."""
    return [_tables[key] for key in sorted(_tables)]


def list_subjects() -> list[Subject]:
    """Return all subjects in the order of their registration: lower floors first."""
    return list(_subjects.values())


def find_subject(key: str) -> Subject | None:
    """Return a subject, None when nobody registered it."""
    return _subjects.get(key)


def list_standards() -> list[StandardTable]:
    """Return all standard tables, by topic and order."""
    return sorted(_standards.values(), key=lambda table: (table.order, table.key))


def find_standard(key: str) -> StandardTable | None:
    """Return a standard table, None when nobody registered it."""
    return _standards.get(key)
