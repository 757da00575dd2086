"""Kinds of cases. Each is registered downward by the service whose cases they are, in its `AppConfig.ready`.

register_kind(CaseKind(
    key="permits.grave", label="가족묘지 설치허가", bpmn=(FOLDER / "process.bpmn").read_text(encoding="utf-8"),
    period="10일", set_by="장사 등에 관한 법률 시행규칙 별지 제3호서식", department="노인장애인과",
    outcomes={"permit": "허가", "refuse": "불허"}, forms={"application": {…JSON Schema…}},
    deemed=(DeemedRule(date(2021, 3, 23), Period(20, Unit.DAY), "행정기본법 제24조제4항", when="area_m2 < 100"),),
))
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duru.blocks.casework.engine.expressions import check_expression, evaluate
from duru.blocks.casework.engine.plans import Plan, read_plan
from duru.blocks.casework.enums import EventKind
from duru.blocks.casework.rules.retention import FIVE_YEARS, KeptRule
from duru.kernel.days import CountingRule, Extendable, Matter, Period, Span, civil_rule, parse_period


@dataclass(frozen=True, slots=True)
class DeemedRule:
    """A dated row: where the law takes silence of a consulted department for consent (협의 간주).

    Without a row that holds, silence means nothing: 민원처리법 제20조 knows no deemed consent.

    Attributes:
        from_on: First day of receipt it holds for.
        period: After what time, counted as a general period (first day left out).
        basis: Law and article; shown with every consent it makes.
        steps: Keys of the steps (or departments asked by hand) it is for; empty for every consultation of the kind.
        when: Condition over the case's variables, in the language of processes; empty for always.
        until_on: First day it does not hold for any more.
    """

    from_on: date
    period: Period
    basis: str
    steps: frozenset[str] = frozenset()
    when: str = ""
    until_on: date | None = None

    def __post_init__(self) -> None:
        if not self.basis.strip():
            raise ValueError("deemed consent needs its article")
        if self.when:
            check_expression(self.when)

    def holds(self, *, received_on: date, step: str, department: str, variables: Mapping[str, Any]) -> bool:
        """Tell whether silence of this department about this step is consent."""
        return (
            received_on in Span(self.from_on, self.until_on)
            and (not self.steps or step in self.steps or department in self.steps)
            and (not self.when or bool(evaluate(self.when, variables)))
        )


@dataclass(frozen=True)
class CaseKind:
    """What a kind of case is: its process, its clock, its forms, its outcomes.

    Attributes:
        key: Stored in rows, "service.noun"; never changed.
        label: Korean name.
        bpmn: Text of the process file as it is now. Running cases keep the version they began with.
        period: 처리기간 as published ("20일"); None of the rows moves when it changes later.
        set_by: Law, notice or handbook that sets the period.
        department: Responsible one, unless the case is opened for another.
        rule: How the period is counted; by default as 민원처리법 §19 counts a period so written.
        matter: What kind of period it is, for what may stop it.
        extendable: Which rule lengthens it.
        outcomes: What may be decided: key → Korean word.
        refusals: Outcomes that refuse; they need reason and article.
        forms: JSON Schema by key; "application" is filled in at receipt.
        deemed: Dated rows of deemed consent.
        tells: What of its history is announced line by line (`CaseHappened`), for the letters a service writes then.
        notices: Whether its applicants are told in short, by text and e-mail (rules/notices.py). False where the matter is not to be
            hinted at, or nobody applied.
        kept: Dated rows of how long a closed case is kept.
        two_people: Whether a decision needs a second person (결재); False where 전결 lies with the one who decides.
        is_sample: For looking and learning only; offered in demo tenants.
        entrance: Where the service itself receives it: (Korean label, name of the address, permission it asks for), the same
            for kinds that share a page. None for the general counter page.
        page: The service's own page over such a case: (Korean label, name of the address that takes the public id, permission it asks
            for). Linked from the page of the case; None when there is none.
    """

    key: str
    label: str
    bpmn: str = field(repr=False)
    period: str
    set_by: str
    department: str
    rule: CountingRule | None = None
    matter: Matter = Matter.CIVIL
    extendable: Extendable = Extendable.CIVIL
    outcomes: Mapping[str, str] = field(default_factory=dict)
    refusals: frozenset[str] = frozenset()
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    deemed: tuple[DeemedRule, ...] = ()
    tells: frozenset[EventKind] = frozenset()
    notices: bool = False
    kept: tuple[KeptRule, ...] = FIVE_YEARS
    two_people: bool = True
    is_sample: bool = False
    entrance: tuple[str, str, str] | None = None
    page: tuple[str, str, str] | None = None

    @property
    def plan(self) -> Plan:
        """The process, read (once a process of the operating system)."""
        return read_plan(self.bpmn)

    @property
    def counting_rule(self) -> CountingRule:
        """How the period is counted."""
        return self.rule or civil_rule(parse_period(self.period))

    def deemed_rule(
        self, *, received_on: date, step: str, department: str, variables: Mapping[str, Any]
    ) -> DeemedRule | None:
        """Find the row by which silence is consent, None where the law says nothing."""
        for row in self.deemed:
            if row.holds(received_on=received_on, step=step, department=department, variables=variables):
                return row
        return None


_kinds: dict[str, CaseKind] = {}


def register_kind(kind: CaseKind) -> None:
    """Make a kind of case known; call it in `AppConfig.ready`. Registering the same key again replaces it.

    The process file is read when the first case opens, so that a web process starts light; a test of the service reads it.
    """
    _kinds[kind.key] = kind


def get_kind(key: str) -> CaseKind:
    """Return a registered kind.

    Raises:
        KeyError: nobody registered it.
    """
    return _kinds[key]


def list_kinds(*, with_samples: bool = True) -> list[CaseKind]:
    """Return all kinds in the order of their labels."""
    return sorted((each for each in _kinds.values() if with_samples or not each.is_sample), key=lambda each: each.label)
