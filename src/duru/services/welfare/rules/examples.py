"""The examples of the rule table: for every rule one that it speaks about and one that it does not, as an official reads them.

The same lines are run by tests/spec, printed under each rule of the rule book and shown on the page of the rules.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from duru.blocks.benefits.enums import Category, Per
from duru.services.welfare.enums import Verdict
from duru.services.welfare.rules.facts import PRIVATE, PUBLIC, Fact, Rule
from duru.services.welfare.rules.verdicts import STRENGTH, Finding, judge, judge_count

NOBODY_SPEAKS = "없음"
_CATEGORIES = {label: value for value, label in Category.choices}


@dataclass(frozen=True, slots=True)
class Example:
    """A few benefits, oldest first, and what the table must say when the last one is given; `verdict` is its Korean word."""

    code: str
    title: str
    verdict: str
    facts: tuple[Fact, ...]

    @property
    def lines(self) -> list[str]:
        """Each benefit in one line of words."""
        return [_line(fact) for fact in self.facts]


@cache
def shipped_examples() -> tuple[Example, ...]:
    """Return the examples of `rules/overlap_examples.csv`, in its order; the lines of one example stand together."""
    text = resources.files("duru.services.welfare.rules").joinpath("overlap_examples.csv").read_text(encoding="utf-8")
    found: dict[tuple[str, str, str], list[Fact]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault((row["규칙"], row["예"], row["판정"]), []).append(_fact(row))
    return tuple(Example(code, title, verdict, tuple(facts)) for (code, title, verdict), facts in found.items())


def judge_example(example: Example, rules: Sequence[Rule], *, on: date) -> Finding | None:
    """Return what the rules say about an example: two benefits are compared, and the last is counted with all before it."""
    *earlier, last = example.facts
    found = [judge(earlier[0], last, rules, on=on)] if len(earlier) == 1 else []
    found.append(judge_count(last, earlier, rules, on=on))
    return strongest(found)


def strongest(found: Sequence[Finding | None]) -> Finding | None:
    """Return the finding of the strongest verdict, the lower code among equals; None when nothing was found."""
    known = [each for each in found if each is not None]
    return min(known, key=lambda each: (STRENGTH.index(each.verdict), each.code), default=None)


def word_of(finding: Finding | None) -> str:
    """Return the Korean word of a verdict, "없음" where no rule speaks."""
    return str(Verdict(finding.verdict).label) if finding else NOBODY_SPEAKS


def _fact(row: dict[str, str]) -> Fact:
    return Fact(
        person=row["누구"],
        household=row["가구"],
        organisation=row["기관"],
        side=PUBLIC if row["구분"] == "공적" else PRIVATE,
        programme=row["급여·품목"],
        category=_CATEGORIES[row["분류"]],
        from_on=date.fromisoformat(row["시작"]),
        until_on=date.fromisoformat(row["끝"]) if row["끝"] else None,
        campaign=row["캠페인"],
        per=Per.HOUSEHOLD if row["단위"] == "가구" else Per.PERSON,
        won=int(row["금액"]) if row["금액"] else None,
    )


def _line(fact: Fact) -> str:
    last = "계속" if fact.until_on is None else date.fromordinal(fact.until_on.toordinal() - 1).isoformat()
    span = fact.from_on.isoformat() if last == fact.from_on.isoformat() else f"{fact.from_on.isoformat()}~{last}"
    what = fact.programme or str(Category(fact.category).label)
    return " ".join(part for part in (f"{fact.person}({fact.household}가구)", fact.organisation, what, span) if part)
