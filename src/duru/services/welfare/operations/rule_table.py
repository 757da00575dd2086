"""Load the rule table that ships with the package, read the one in force, and revise it by dated rows."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.tenancy.api import keep_while_unchanged
from duru.services.welfare.enums import Window
from duru.services.welfare.errors import RuleRefused
from duru.services.welfare.models import OverlapRule
from duru.services.welfare.permissions import EDIT_RULES
from duru.services.welfare.rules import Rule, Side, shipped_rules


def ensure_rules() -> int:
    """Load the shipped rules whose code the running tenant does not know; returns how many rows. Safe to repeat.

    A rule the tenant knows is its own from then on: a newer release changes none of its dated rows.
    """
    known = set(OverlapRule.objects.values_list("code", flat=True))
    rows = [_row_of(rule) for rule in shipped_rules() if rule.code not in known]
    OverlapRule.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def rules_in_force(on: date) -> list[tuple[int, Rule]]:
    """Return (row id, rule) of every rule in force on a day, in order of code; loads the shipped table first if there is none."""
    if not OverlapRule.objects.exists():
        ensure_rules()
    rows = OverlapRule.objects.filter(effective_from__lte=on).filter(
        Q(effective_until__isnull=True) | Q(effective_until__gt=on)
    )
    return [(row.id, rule_of_row(row)) for row in rows.order_by("code", "effective_from")]


def judging_rules(on: date) -> list[Rule]:
    """Return the rules in force on a day without writing anything: the shipped ones where the tenant has no table yet.

    The table is read anew only when a row of it has changed: at a counter the same forty rules are asked for all day.
    """
    return keep_while_unchanged(OverlapRule, on, lambda: _read(on))


def _read(on: date) -> list[Rule]:
    if not OverlapRule.objects.exists():
        return [rule for rule in shipped_rules() if rule.is_in_force(on)]
    return [rule for _, rule in rules_in_force(on)]


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
        counts=row.counts,
        most=row.most,
        gives_way=row.gives_way,
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
        counts=rule.counts,
        most=rule.most,
        gives_way=rule.gives_way,
    )


def revise_rule(*, by: Actor, code: str, from_on: date, values: dict, at: datetime) -> OverlapRule:
    """Put a rule into force from a day on: a new row, and the row it replaces ends the day before. Past verdicts stay as they were.

    Args:
        code: of the rule to revise, or a new one.
        values: the columns of the rule from then on; code and dates excepted.

    Raises:
        NotAllowed: the actor may not edit rules.
        RuleRefused: the day is past, a later row is there already, or the columns contradict each other.
    """
    check_may(by, EDIT_RULES)
    if from_on < _day_of(at):
        raise RuleRefused("지난 날로는 바꿀 수 없습니다. 오늘이나 뒤의 날을 적어 주세요.", field="from_on")
    with transaction.atomic():
        rows = list(OverlapRule.objects.select_for_update().filter(code=code).order_by("effective_from"))
        if rows and rows[-1].effective_from > from_on:
            raise RuleRefused(
                "이 규칙에는 더 뒤에 시작하는 줄이 이미 있습니다. 그 줄을 먼저 고쳐 주세요.", field="from_on"
            )
        if rows and rows[-1].effective_from == from_on:
            revised = rows[-1]
            for name, value in values.items():
                setattr(revised, name, value)
        else:
            revised = OverlapRule(code=code, effective_from=from_on, **values)
        try:
            revised.full_clean(exclude=["tenant_id"], validate_unique=False)
        except ValidationError as error:
            raise RuleRefused(" ".join(error.messages)) from error
        # A check constraint lets an unknown through; these two pairs belong together.
        if (revised.window in (Window.WITHIN_DAYS, Window.SINCE_END)) != bool(revised.days):
            raise RuleRefused("‘며칠 안’을 고르면 날수를 적고, 아니면 비워 주세요.", field="days")
        if bool(revised.counts) != bool(revised.most):
            raise RuleRefused("셀 때는 많아야 얼마인지 적고, 아니면 비워 주세요.", field="most")
        if rows and rows[-1].effective_from < from_on:
            _end(rows[-1], from_on)
        revised.save()
        record_deed(
            actor=by.audit, action="중복 규칙 고침", detail={"rule": code, "from": from_on.isoformat(), "verdict": revised.verdict}, at=at,
        )  # fmt: skip
    return revised


def end_rule(*, by: Actor, code: str, until_on: date, at: datetime) -> OverlapRule:
    """Let a rule end: `until_on` is the first day on which it no longer holds. Safe to repeat.

    Raises:
        NotAllowed: the actor may not edit rules.
        OverlapRule.DoesNotExist: no rule of this code is in force or to come.
        RuleRefused: the day is past, or not after the rule's first day.
    """
    check_may(by, EDIT_RULES)
    if until_on < _day_of(at):
        raise RuleRefused("지난 날로는 끝낼 수 없습니다. 오늘이나 뒤의 날을 적어 주세요.", field="until_on")
    with transaction.atomic():
        row = OverlapRule.objects.select_for_update().filter(code=code).order_by("effective_from").last()
        if row is None:
            raise OverlapRule.DoesNotExist
        if row.effective_from >= until_on:
            raise RuleRefused("끝나는 날은 시작하는 날보다 뒤여야 합니다.", field="until_on")
        if row.effective_until != until_on:
            _end(row, until_on)
            record_deed(
                actor=by.audit, action="중복 규칙 끝냄", detail={"rule": code, "until": until_on.isoformat()}, at=at
            )
    return row


def _end(row: OverlapRule, until_on: date) -> None:
    row.effective_until = until_on
    row.save(update_fields=["effective_until"])


def _day_of(at: datetime) -> date:
    return timezone.localtime(at).date()
