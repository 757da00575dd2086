"""The tables an official can open: sources, terms of each benefit's law, what becomes due."""

from dataclasses import dataclass
from datetime import date

from duru.kernel.dated_rows import DatedRow, read_table, rows_on
from duru.services.changes.enums import Duty, SignSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(DatedRow):
    """One row: a source of signs, whether it comes before the register, and within how many days somebody visits."""

    source: SignSource
    is_early: bool
    visit_days: int
    basis: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(DatedRow):
    """One row: what the law of some benefits says about stopping them and about what was paid too much.

    `programmes` empty is 사회보장급여법, for every benefit without a law of its own here. `waive_basis` empty: the law knows no waiver.
    Sums below `small_won` may be left (None: no such rule). `cut_won` is the unit below which won are cut off (끝수).
    """

    programmes: frozenset[str]
    law: str
    stop_basis: str
    duty: Duty
    recover_basis: str
    waive_basis: str
    small_won: int | None
    small_basis: str
    offset_basis: str
    interest: str
    pay_days: int
    pay_basis: str
    remind_days: int
    object_days: int
    object_to: str
    object_reply: str
    object_basis: str
    cut_won: int
    source: str
    status: str

    @property
    def objection(self) -> str:
        """Return the sentence a letter must carry about 이의신청."""
        return (
            f"이 처분에 이의가 있으면 처분을 안 날(통지를 받은 날)부터 {self.object_days}일 이내에 {self.object_to}에게 이의신청을 할 수 있습니다. "
            f"{self.object_reply} ({self.object_basis})"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule(DatedRow):
    """One row: something that becomes due when somebody dies."""

    due: str
    label: str
    programmes: frozenset[str]
    who: str
    how: str
    basis: str
    status: str


def sources() -> tuple[Source, ...]:
    """Return all rows of `sources.csv`, in its order."""
    return read_table(__package__, "sources", Source)


def terms() -> tuple[Terms, ...]:
    """Return all rows of `terms.csv`, in its order; the general one last."""
    return read_table(__package__, "terms", Terms)


def due_rules() -> tuple[DueRule, ...]:
    """Return all rows of `dues.csv`, in its order."""
    return read_table(__package__, "dues", DueRule)


def source_of(source: str, on: date) -> Source:
    """Return the row of a source in force on a day; StopIteration never: every source has one since 2010 or takes its first."""
    own = [row for row in sources() if row.source == source]
    return next((row for row in own if row.holds_on(on)), own[0])


def terms_of(programme: str, on: date) -> Terms:
    """Return the terms of a benefit on a day: its own law's, else 사회보장급여법's.

    Raises:
        LookupError: no row was in force that day.
    """
    held = rows_on(terms(), on)
    for row in (
        *[each for each in held if programme in each.programmes],
        *[each for each in held if not each.programmes],
    ):
        return row
    raise LookupError(f"no terms for {programme} on {on}")
