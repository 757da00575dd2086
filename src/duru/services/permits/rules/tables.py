"""The tables that ship with the package, read and checked. Each is a CSV an official can open; a line is one dated rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeVar

from duru.kernel.dated_rows import DatedRow, read_table
from duru.kernel.dated_rows import rows_on as in_force
from duru.services.permits.enums import (
    Bound,
    ChargeKind,
    Facility,
    Measure,
    MeetingKind,
    Occasion,
    Owner,
    Procedure,
    RuleStatus,
    Severity,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(DatedRow):
    """A line of one of the tables, with the article it stands on."""

    TABLE: ClassVar[str]

    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Row):
    """One kind of private funeral facility: its procedure, and the certificate at the end."""

    TABLE = "kinds"

    code: str
    label: str
    facility: Facility
    owner: Owner | None
    procedure: Procedure
    certificate: str
    certificate_after_completion: bool
    form: str
    source: str
    status: RuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Row):
    """A size the law allows at most, or asks for at least."""

    TABLE = "limits"

    kinds: frozenset[str]
    measure: Measure
    bound: Bound
    amount: Decimal
    source: str
    status: RuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Row):
    """A paper the applicant brings; `when` is empty, own_land or land_of_others."""

    TABLE = "papers"

    kinds: frozenset[str]
    paper: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup(Row):
    """A record the office looks up itself and must not ask for (민원처리법 제10조)."""

    TABLE = "lookups"

    kinds: frozenset[str]
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deemed(Row):
    """An approval of another law that the permit or accepted report carries with it."""

    TABLE = "deemed"

    kinds: frozenset[str]
    only_woodland: bool
    area_below: Decimal
    approval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Row):
    """An approval of another law that such a facility may need; `land` is field, forest or any, `woodland` yes, no or empty.

    `period_days` is its own 처리기간: received together, it keeps its own clock.
    """

    TABLE = "approvals"

    code: str
    label: str
    land: str
    woodland: str
    facilities: frozenset[str]
    deemed_by: frozenset[str]
    department: str
    period_days: int
    source: str
    status: RuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone(Row):
    """A zone in which some facilities may not be built (장사법 제17조)."""

    TABLE = "zones"

    code: str
    label: str
    facilities: frozenset[str]
    severity: Severity
    sentence: str
    source: str
    status: RuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneException(Row):
    """Who may build in a zone nevertheless, on what condition."""

    TABLE = "zone_exceptions"

    zones: frozenset[str]
    kinds: frozenset[str]
    area_below: Decimal | None
    only_woodland: bool
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance(Row):
    """How far off something a kind must lie, in metres."""

    TABLE = "distances"

    kinds: frozenset[str]
    from_what: str
    metres: int
    source: str
    status: RuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Row):
    """A department that is asked; `when` is always, land_field, land_forest, building, large_or_zone, zone or decided."""

    TABLE = "departments"

    department: str
    asks: str
    when: str
    zones: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingPeriod(Row):
    """Within how many days the office decides, as published for the form."""

    TABLE = "periods"

    kinds: frozenset[str]
    period_days: int
    source: str
    status: RuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Row):
    """A letter an occasion calls for: its kind and wording, and to whom it goes (applicant, departments, department, lead).

    `procedure` is permit, report, other (an approval of another law) or any; `graves` marks wording for cemeteries alone.
    """

    TABLE = "letters"

    occasion: Occasion
    procedure: str
    graves: bool
    letter: str
    variant: str
    to: str
    source: str
    status: RuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRule(Row):
    """Of which kinds of cases a meeting may be held ("any", or codes of approvals), and how many days before it is made known."""

    TABLE = "meetings"

    meeting: MeetingKind
    cases: frozenset[str]
    notice_days: int
    source: str
    status: RuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRule(Row):
    """A fee or levy that comes with an approval of another law ("any" for every case); the amount is set by hand."""

    TABLE = "charges"

    approvals: frozenset[str]
    kind: ChargeKind
    name: str
    source: str
    status: RuleStatus


AnyRow = TypeVar("AnyRow", bound=Row)


def rows_on(row_type: type[AnyRow], day: date) -> list[AnyRow]:
    """Return the lines of a table in force on a day, in its order."""
    return in_force(rows(row_type), day)


def rows(row_type: type[AnyRow]) -> tuple[AnyRow, ...]:
    """Return all lines of a table, in its order.

    Raises:
        ValueError: the file has other columns than the type has fields, or a value its field cannot be.
    """
    return read_table(__package__, row_type.TABLE, row_type)
