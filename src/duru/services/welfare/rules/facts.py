"""What a rule compares: two benefits of one unit, and one row of the rule table."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from duru.blocks.benefits.enums import Per
from duru.services.welfare.enums import Counts, GivesWay, Provider, RuleStatus, Same, Unit, Verdict, Window

PUBLIC, PRIVATE = "public", "private"


@dataclass(frozen=True, slots=True)
class Fact:
    """One benefit as rules see it: who got what, from whom, when, and what it is worth.

    Span [from_on, until_on), Korean calendar days; `until_on` None goes on, a thing given on one day ends the next day.
    `side` is "public" for a grant (won a month) and "private" for a handout (won in all); `won` None is unknown.
    `programme` is the catalogue's name of a grant or the kind of a handout (쌀, 푸드마켓), "" when unknown. `benefit` is the
    id of the row behind it, 0 for one that is only meant to be given.
    """

    person: str
    household: str
    organisation: str
    side: str
    category: str
    from_on: date
    until_on: date | None
    programme: str = ""
    campaign: str = ""
    per: str = Per.PERSON
    won: int | None = None
    label: str = ""
    benefit: int = 0

    @property
    def unit_per_household(self) -> bool:
        return self.per == Per.HOUSEHOLD


@dataclass(frozen=True, slots=True)
class Side:
    """Which benefits one side of a rule fits; an empty filter fits everything."""

    programmes: frozenset[str] = field(default_factory=frozenset)
    categories: frozenset[str] = field(default_factory=frozenset)
    side: str = ""

    def fits(self, fact: Fact) -> bool:
        return (
            (not self.programmes or fact.programme in self.programmes)
            and (not self.categories or fact.category in self.categories)
            and (not self.side or fact.side == self.side)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated row of the rule table, as `OverlapRule` keeps it; in force [effective_from, effective_until).

    With `counts` the rule counts what fits its left side, of one unit, over `days` days (over all time without): more than
    `most` times or months is too many. `gives_way` tells which side yields where one law goes before another.
    """

    code: str
    title: str
    unit: Unit
    left: Side
    right: Side
    same: Same
    provider: Provider
    window: Window
    days: int | None
    verdict: Verdict
    basis: str
    sentence: str
    what_to_do: str
    source: str
    status: RuleStatus
    effective_from: date
    effective_until: date | None = None
    counts: Counts = Counts.NOTHING
    most: int | None = None
    gives_way: GivesWay = GivesWay.NEITHER

    def is_in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_until is None or on < self.effective_until)


def end_of(fact: Fact) -> date:
    """Return the first day after a benefit; the far future when it goes on."""
    return fact.until_on or date.max


def spans_share_a_day(left: Fact, right: Fact) -> bool:
    """Tell whether two half-open spans share a calendar day; [1, 5) and [5, 9) do not."""
    return left.from_on < end_of(right) and right.from_on < end_of(left)


def is_service(fact: Fact) -> bool:
    """Tell whether a benefit lasts longer than one day."""
    return end_of(fact) > fact.from_on + timedelta(days=1)


def days_between(left: Fact, right: Fact) -> int:
    """Return how many days lie between the first days of two benefits."""
    return abs((left.from_on - right.from_on) // timedelta(days=1))
