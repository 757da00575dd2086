"""Decide whether two benefits of one unit may stand together: values in, verdict out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duru.services.welfare.enums import Counts, Provider, RuleStatus, Same, Unit, Verdict, Window
from duru.services.welfare.rules.facts import PUBLIC, Fact, Rule, days_between, end_of, is_service, spans_share_a_day

# A statute wins over an explicit "may combine", which wins over guidelines and soft rules.
STRENGTH: tuple[Verdict, ...] = (
    Verdict.PROHIBITED,
    Verdict.ALLOWED,
    Verdict.RESTRICTED,
    Verdict.CAUTION,
    Verdict.INFO,
)

ASK_THE_OFFICE = "확인 불가, 구청 문의"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rule table says about a pair of benefits.

    `stake_won` is what could have gone to somebody else, in whole won; benefits of unknown value count 0.
    """

    verdict: Verdict
    code: str
    title: str
    basis: str
    sentence: str
    what_to_do: str
    status: RuleStatus
    stake_won: int


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to see a finding: an official of the district, or one agency."""

    organisation: str
    is_official: bool


def judge(left: Fact, right: Fact, rules: Iterable[Rule], *, on: date) -> Finding | None:
    """Return the verdict of the strongest rule in force that fits two benefits; None when no rule speaks.

    The order of the two does not matter. Strength: 금지, 허용, 제한, 주의, 정보; within one verdict the lower code wins.

    Source: 사회보장급여법 §9① for public benefits; a private gift is never unlawful, so its rules end at 주의.
    """
    fitting = [rule for rule in rules if rule.is_in_force(on) and fits(rule, left, right)]
    return _finding(fitting, stake_of_pair(left, right, on=on))


def judge_count(gift: Fact, earlier: Iterable[Fact], rules: Iterable[Rule], *, on: date) -> Finding | None:
    """Return the verdict of the strongest counting rule that a benefit would exceed together with earlier ones, or None.

    Counted is what fits the rule's left side, serves the same unit, and began less than `days` days before the gift (at any
    time where the rule names none). A benefit counts once, or the calendar months it touches; one without an end until `on`.

    Source: 긴급복지지원법 §10 (기간과 횟수).
    """
    known, exceeded = list(earlier), []
    for rule in rules:
        if rule.counts and rule.is_in_force(on) and rule.left.fits(gift):
            counted = [each for each in known if _counts_with(rule, gift, each)]
            if sum(uses(each, rule.counts, on=on) for each in (*counted, gift)) > (rule.most or 0):
                exceeded.append(rule)
    return _finding(exceeded, gift.won or 0)


def uses(fact: Fact, counts: Counts, *, on: date) -> int:
    """Return what one benefit adds to a count: one time, or the calendar months it touches (at least one)."""
    if counts == Counts.TIMES:
        return 1
    return max(1, months_touched(fact.from_on, fact.until_on or date.fromordinal(on.toordinal() + 1)))


def _counts_with(rule: Rule, gift: Fact, earlier: Fact) -> bool:
    return (
        rule.left.fits(earlier)
        and share_unit(rule.unit, gift, earlier)
        and _same(rule.same, gift, earlier)
        and earlier.from_on <= gift.from_on
        and (rule.days is None or days_between(gift, earlier) < rule.days)
    )


def _finding(fitting: list[Rule], stake_won: int) -> Finding | None:
    if not fitting:
        return None
    rule = min(fitting, key=lambda row: (STRENGTH.index(row.verdict), row.code))
    return Finding(
        verdict=rule.verdict,
        code=rule.code,
        title=rule.title,
        basis=rule.basis,
        sentence=rule.sentence,
        what_to_do=rule.what_to_do,
        status=rule.status,
        stake_won=stake_won,
    )


def fits(rule: Rule, left: Fact, right: Fact) -> bool:
    """Tell whether a rule speaks about two benefits: its unit, its two sides in either order, agency and window."""
    if rule.counts:
        return False
    sides = (rule.left.fits(left) and rule.right.fits(right)) or (rule.left.fits(right) and rule.right.fits(left))
    return (
        sides
        and share_unit(rule.unit, left, right)
        and _same(rule.same, left, right)
        and _providers_fit(rule.provider, left, right)
        and _in_window(rule, left, right)
    )


def share_unit(unit: Unit, left: Fact, right: Fact) -> bool:
    """Tell whether two benefits serve one unit.

    Under a household rule two benefits of different members meet only when at least one was given to the household: two
    coats for two members are two coats, one box of kimchi for the house is everybody's.
    """
    if left.person == right.person:
        return True
    if unit != Unit.HOUSEHOLD or not left.household or left.household != right.household:
        return False
    return left.unit_per_household or right.unit_per_household


def stake_of_pair(left: Fact, right: Fact, *, on: date) -> int:
    """Return the won at stake in a pair, up to and including day `on`.

    Two grants: the smaller monthly amount for every month both were running. Otherwise the smaller value.
    """
    if left.side == PUBLIC and right.side == PUBLIC:
        start = max(left.from_on, right.from_on)
        last = min(end_of(left), end_of(right))
        months = months_touched(start, min(last, date.fromordinal(on.toordinal() + 1)))
        return months * min(left.won or 0, right.won or 0)
    return min(left.won or 0, right.won or 0)


def months_touched(from_on: date, until_on: date) -> int:
    """Count the calendar months that a half-open span [from_on, until_on) touches; 0 when it is empty."""
    if until_on <= from_on:
        return 0
    last = date.fromordinal(until_on.toordinal() - 1)
    return (last.year - from_on.year) * 12 + last.month - from_on.month + 1


def other_side(fact: Fact, asker: Asker) -> str:
    """Return what an asker may read about a benefit: officials and the giver all of it, everybody else one sentence.

    The sentence is the same whether or not there is something to tell, so that its absence tells nothing either.

    Source: 개인정보보호법 §17 (even the light is a provision), 사회보장급여법 §12④⑤, §31.5.
    """
    if asker.is_official or asker.organisation == fact.organisation:
        return fact.label
    return ASK_THE_OFFICE


def _same(same: Same, left: Fact, right: Fact) -> bool:
    if same == Same.CATEGORY:
        return left.category == right.category
    if same == Same.PROGRAMME:
        return left.programme != "" and left.programme == right.programme
    return True


def _providers_fit(provider: Provider, left: Fact, right: Fact) -> bool:
    if provider == Provider.DIFFERENT:
        return left.organisation != right.organisation
    if provider == Provider.SAME:
        return left.organisation == right.organisation
    return True


def _in_window(rule: Rule, left: Fact, right: Fact) -> bool:
    match rule.window:
        case Window.SAME_PERIOD:
            return spans_share_a_day(left, right)
        case Window.SERVICE_PERIOD:
            return is_service(left) and is_service(right) and spans_share_a_day(left, right)
        case Window.SAME_CAMPAIGN:
            return left.campaign != "" and left.campaign == right.campaign
        case Window.SAME_MONTH:
            return (left.from_on.year, left.from_on.month) == (right.from_on.year, right.from_on.month)
        case Window.WITHIN_DAYS:
            return days_between(left, right) < (rule.days or 0)
        case Window.SINCE_END:
            earlier, later = sorted((left, right), key=lambda fact: fact.from_on)
            return 0 < (later.from_on - end_of(earlier)).days < (rule.days or 0)
    raise ValueError(f"unknown window {rule.window!r}")
