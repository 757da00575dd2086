"""Pure decisions: which marks a survey sets, how urgent the needs are, and which sides somebody sees."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from duru.services.care.enums import RiskLevel, Side, Through
from duru.services.care.rules.tables import FlagRule, NeedDomain, RiskRule, rows_on


@dataclass(frozen=True, slots=True)
class Risk:
    """A level of risk with the reasons for it, in words a person can check; never a bare number."""

    level: RiskLevel
    reasons: tuple[str, ...]


def flags_from(answers: Mapping[str, str], *, on: date) -> list[str]:
    """Return the keys of the marks that answers of the survey set by themselves, in the table's order."""
    return [row.key for row in rows_on(FlagRule, on) if row.item and answers.get(row.item) in row.answers]


def risk_of(levels: Mapping[str, int], *, on: date) -> Risk:
    """Find the first level of risk whose rule is met, with the fields of life that met it.

    Args:
        levels: Field of need → level (0 to 3); a field nobody asked about is left out and raises nothing.
    """
    labels = {row.key: row.label for row in rows_on(NeedDomain, on)}
    for rule in rows_on(RiskRule, on):
        met = [
            key for key in labels
            if (key in rule.domains or "any" in rule.domains) and levels.get(key, 0) >= rule.at_least
        ]  # fmt: skip
        if len(met) >= rule.n_domains:
            return Risk(rule.level, (f"{rule.because}: {', '.join(labels[key] for key in met)}",))
    asked = [key for key in labels if key in levels]
    return Risk(
        RiskLevel.LOW, (f"물어본 {len(asked)}개 영역에 큰 욕구가 없습니다",) if asked else ("아직 묻지 않았습니다",)
    )


def sides_seen(own: Side | None, *, consented: Collection[Side], is_glass_open: bool) -> dict[Side, Through]:
    """Return which sides of a case somebody sees, and by what right.

    Args:
        own: The side of the role; None sees nothing, whatever was agreed to.
        consented: Sides that the person agreed to show to this one.

    Source: 개인정보보호법 제23조제1항제1호 (health data by separate consent); 사회보장급여법 제15조제4항.
    """
    if own is None:
        return {}
    seen = {own: Through.OWN}
    if own.other in consented:
        seen[own.other] = Through.CONSENT
    elif is_glass_open:
        seen[own.other] = Through.GLASS
    return seen
