"""How long what is kept, and whom the decree excepts: two tables of dated rows an official can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duru.kernel.dated_rows import DatedRow, read_table, rows_on
from duru.services.rights.enums import Subject

ACCESS_DAYS = 10


class Status(StrEnum):
    """Whether somebody checked a row against the text of the law."""

    CHECKED = "checked"
    UNCHECKED = "unchecked"

    @property
    def label(self) -> str:
        return "확인됨" if self is Status.CHECKED else "확인 필요"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention(DatedRow):
    """One row keeps one kind of rows for `years` counted from `counted_from` (Korean words for the page)."""

    subject: Subject
    years: int
    counted_from: str
    basis: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLonger(DatedRow):
    """One row lets some kinds of rows of some people stay beyond their time.

    `whom` is recipient (a public benefit runs), family (lives with a recipient) or history (once got a public benefit); `years` is how
    long after the end of the ordinary time, empty for as long as the ground lasts.
    """

    whom: str
    subjects: frozenset[str]
    years: int | None
    basis: str
    source: str
    status: Status

    @property
    def whom_label(self) -> str:
        return {
            "recipient": "지금 공적급여를 받는 사람",
            "family": "함께 사는 가족",
            "history": "공적급여를 받았던 사람",
        }[self.whom]


def retention_on(day: date) -> dict[str, Retention]:
    """Return the kind of rows → how long it is kept, by the rows in force on a day.

    Source: 사회보장급여법 §34; 개인정보보호법 §21①.
    """
    return {row.subject: row for row in rows_on(list_retention(), day)}


def kept_longer_on(day: date) -> list[KeptLonger]:
    """Return the exceptions in force on a day.

    Source: 사회보장급여법 시행령 §19①.
    """
    return rows_on(list_kept_longer(), day)


def over_before(day: date, years: int) -> date:
    """Return the day before which something must have ended for its years to be over on `day`.

    Five years from 2021-11-22 are over on 2026-11-22; 29 February counts as 1 March in other years.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def list_retention() -> tuple[Retention, ...]:
    """Return all terms of keeping, in the order of their table."""
    return read_table(__package__, "retention", Retention)


def list_kept_longer() -> tuple[KeptLonger, ...]:
    """Return all exceptions, in the order of their table."""
    return read_table(__package__, "kept_longer", KeptLonger)
