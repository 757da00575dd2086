"""Third step of a run: what is still given to people who are confirmed dead or moved out.

A few thousand rows even in a large 구, so the decision itself is `rules.gone`, the same that the spec tests run.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from hashlib import md5

from duru.blocks.benefits.api import months_paid_after, next_payment, pay_day
from duru.services.welfare.enums import Certainty, GoneKind
from duru.services.welfare.operations.gather import fetch
from duru.services.welfare.rules import month_of_event

_FAR = date(9999, 12, 31)


@dataclass(slots=True)
class GoneCase:
    """One person who is gone, with everything that goes on: the columns of `Gone`, and its items."""

    person_ref: str
    dong_code: str
    is_protected: bool
    kind: GoneKind
    event_on: date
    certainty: str = Certainty.CERTAIN
    n_grants: int = 0
    n_handouts: int = 0
    n_household: int = 0
    leaked_won: int = 0
    month_won: int = 0
    next_pay_on: date | None = None
    next_pay_won: int = 0
    items: list[tuple] = field(
        default_factory=list
    )  # (handout id, grant id, organisation id, won, month_won, is_household)

    @property
    def fingerprint(self) -> str:
        return md5(f"gone|{self.person_ref}|{self.kind}".encode(), usedforsecurity=False).hexdigest()

    @property
    def digest(self) -> str:
        content = f"{self.event_on}|" + ",".join(f"{h or ''}/{g or ''}" for h, g, *_ in sorted(self.items, key=str))
        return md5(content.encode(), usedforsecurity=False).hexdigest()


def find_gone(*, as_of: date) -> list[GoneCase]:
    """Return every person who is gone and still gets something, in order of their reference.

    A grant counts when it runs beyond the month of the event, a handout when it was given after the event; both up to
    and including `as_of`. Suspected deaths are not asked for at all.

    Source: 기초연금법 §14①, §17; 국민기초생활 보장법 시행규칙 §6③④; 사회보장급여법 §21②, §22②.
    """
    cases: dict[str, GoneCase] = {}
    due: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for row in fetch(_STILL_GIVEN, {"as_of": as_of}):
        (ref, dong, is_protected, status, event_on, side, benefit, organisation, programme, per, won, from_on, until_on,
         pays_on, band, others_left) = row  # fmt: skip
        kind = GoneKind(status)
        case = cases.setdefault(ref, GoneCase(ref, dong, is_protected, kind, event_on))
        if band == Certainty.REVIEW:
            case.certainty = Certainty.REVIEW
        until = None if until_on >= _FAR else until_on
        if side == "private":
            case.n_handouts += 1
            case.leaked_won += won or 0
            case.items.append((benefit, None, organisation, won or 0, 0, False))
            continue
        is_household = per == "household" and others_left
        months = months_paid_after(event_on=event_on, from_on=from_on, until_on=until, pays_on=pays_on, on=as_of)
        leaked = 0 if is_household else months * (won or 0)
        month = _month_of_event_won(kind, programme, event_on, others_left, won, from_on, pays_on, as_of)
        case.n_grants += 1
        case.n_household += is_household
        case.leaked_won += leaked
        case.month_won += month
        case.items.append((None, benefit, organisation, leaked, month, is_household))
        if not is_household and (day := next_payment(until_on=until, pays_on=pays_on, on=as_of)):
            due[ref][day] += won or 0
    for ref, days in due.items():
        cases[ref].next_pay_on = min(days)
        cases[ref].next_pay_won = days[cases[ref].next_pay_on]
    return [cases[ref] for ref in sorted(cases)]


def _month_of_event_won(kind, programme, event_on, others_left, won, from_on, pays_on, as_of) -> int:
    """Return the amount of the event's own month when it was paid although the law says it is not due here."""
    rule = month_of_event(kind=kind, programme=programme, event_on=event_on, others_left=others_left)
    was_paid = from_on <= event_on and event_on < pay_day(event_on.year, event_on.month, pays_on) <= as_of
    return (won or 0) if was_paid and not rule.is_due else 0


# A benefit that ended with the month of the event is as it should be and not asked for.
_STILL_GIVEN = """
SELECT p.ref, p.dong, p.is_protected, p.status, p.status_on, f.side, f.benefit, f.organisation, f.programme, f.per, f.won,
       f.from_on, CASE WHEN f.until_on = 'infinity' THEN date '9999-12-31' ELSE f.until_on END, f.pays_on, f.band,
       left_behind.home IS NOT NULL AS others_left
FROM wf_person p JOIN wf_fact f USING (person)
LEFT JOIN (SELECT DISTINCT h.home FROM wf_home h JOIN wf_person o USING (person)
           WHERE o.status IN ('living', 'suspected')) AS left_behind ON left_behind.home = f.home
WHERE p.status IN ('dead', 'moved_out')
  AND CASE WHEN f.side = 'public' THEN f.until_on > (date_trunc('month', p.status_on) + interval '1 month')::date
           ELSE f.from_on > p.status_on AND f.from_on <= %(as_of)s END
ORDER BY p.ref, f.side, f.benefit
"""
