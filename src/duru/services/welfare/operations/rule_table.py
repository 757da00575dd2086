"""Load the rule table that ships with the package, and read the one in force."""

from datetime import date

from django.db.models import Q

from duru.services.welfare.models import OverlapRule
from duru.services.welfare.rules import Rule, Side, shipped_rules


def ensure_rules() -> int:
    """Load the shipped rules into the running tenant; returns how many were added. Edited rows stay; safe to repeat."""
    before = OverlapRule.objects.count()
    OverlapRule.objects.bulk_create([_row_of(rule) for rule in shipped_rules()], ignore_conflicts=True)
    return OverlapRule.objects.count() - before


def rules_in_force(on: date) -> list[tuple[int, Rule]]:
    """Return (row id, rule) of every rule in force on a day, in order of code; loads the shipped table first if there is none."""
    if not OverlapRule.objects.exists():
        ensure_rules()
    rows = OverlapRule.objects.filter(effective_from__lte=on).filter(
        Q(effective_until__isnull=True) | Q(effective_until__gt=on)
    )
    return [(row.id, rule_of_row(row)) for row in rows.order_by("code", "effective_from")]


def rule_of_row(row: OverlapRule) -> Rule:
    """Turn a row of the table into the value that `rules` decides with."""
    return Rule(
        code=row.code,
        title=row.title,
        unit=row.unit,
        left=Side(frozenset(row.left_programmes), frozenset(row.left_categories), row.left_side),
        right=Side(frozenset(row.right_programmes), frozenset(row.right_categories), row.right_side),
        same=row.same,
        provider=row.provider,
        window=row.window,
        days=row.days,
        verdict=row.verdict,
        basis=row.basis,
        sentence=row.sentence,
        what_to_do=row.what_to_do,
        source=row.source,
        status=row.status,
        effective_from=row.effective_from,
        effective_until=row.effective_until,
    )


def _row_of(rule: Rule) -> OverlapRule:
    return OverlapRule(
        code=rule.code,
        title=rule.title,
        unit=rule.unit,
        left_programmes=sorted(rule.left.programmes),
        left_categories=sorted(rule.left.categories),
        left_side=rule.left.side,
        right_programmes=sorted(rule.right.programmes),
        right_categories=sorted(rule.right.categories),
        right_side=rule.right.side,
        same=rule.same,
        provider=rule.provider,
        window=rule.window,
        days=rule.days,
        verdict=rule.verdict,
        basis=rule.basis,
        sentence=rule.sentence,
        what_to_do=rule.what_to_do,
        source=rule.source,
        status=rule.status,
        effective_from=rule.effective_from,
        effective_until=rule.effective_until,
    )
