"""What was paid too much: worked out, told beforehand, decided: recovered, waived where the law has it, left as small, set off."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.registry.api import person_ref
from duru.services.changes.enums import DecisionKind, EffectKind, RecoveryState
from duru.services.changes.errors import ChangeRefused
from duru.services.changes.models import Change, ChangeDecision, Effect, Recovery
from duru.services.changes.permissions import DECIDE
from duru.services.changes.rules import Holding, Terms, overpaid, terms_of

LEAST_OPINION_DAYS = 10  # 행정절차법 §21③


def holding_of(effect: Effect) -> Holding:
    """Return a benefit of a matter as the rules take it."""
    return Holding(
        effect.programme,
        effect.monthly_won,
        effect.from_on,
        effect.until_on,
        effect.pays_on,
        effect.per in ("household", "benefit_unit"),
    )


def work_out_overpayments(change: Change, *, as_of: date) -> list[Recovery]:
    """Write one row for each benefit of a matter paid too much by a day. What was noticed or decided already stays."""
    found = []
    for effect in Effect.objects.filter(change=change, kind=EffectKind.CASH).order_by("id"):
        over = overpaid(
            holding_of(effect), kind=change.kind, on=change.happened_on, others_left=change.others_left, as_of=as_of,
            is_certain=change.is_certain_day and not effect.is_doubtful,
        )  # fmt: skip
        if not over.total_won:
            continue
        own = terms_of(effect.programme, as_of)
        values = {
            "programme": effect.programme, "confirmed_won": over.confirmed_won, "estimated_won": over.estimated_won,
            "formula": over.formula[:300], "duty": own.duty, "basis": own.recover_basis[:200],
            "lines": [[line.paid_on.isoformat(), line.paid_won, line.due_won, line.sentence] for line in over.lines],
        }  # fmt: skip
        row, made = Recovery.objects.get_or_create(change=change, benefit_id=effect.benefit_id, defaults=values)
        if not made and row.state == RecoveryState.COMPUTED:
            Recovery.objects.filter(id=row.id).update(**values)
        found.append(row)
    return found


@transaction.atomic
def decide_recovery(
    public_id: str,
    *,
    outcome: str,
    reason: str,
    by: Actor,
    at: datetime,
    won: int | None = None,
    no_notice_reason: str = "",
) -> Recovery:
    """Decide what becomes of an overpayment, after the party could say something or with a recorded exception.

    Args:
        won: how much; all of it when left out.
        no_notice_reason: the exception of 행정절차법 §21④ on which no prior notice was given.

    Raises:
        NotAllowed: `by` may not.
        ChangeRefused: the law knows no such outcome for this benefit; no notice, or its ten days run; decided already; no reason.

    Source: 기초연금법 §19; 국민기초생활 보장법 §47①; 사회보장급여법 §22②; 장애인연금법 §17; 행정절차법 §21, §22③.
    """
    check_may(by, DECIDE)
    if by.membership_id is None or not reason.strip():
        raise ChangeRefused("담당자의 이름과 까닭이 있어야 합니다.", field="reason")
    row = Recovery.objects.select_for_update(of=("self",)).select_related("change").filter(public_id=public_id).first()
    if row is None or (row.change.is_protected and not by.named_officer):
        raise ChangeRefused("그런 과오지급이 없습니다.")
    if row.state not in (RecoveryState.COMPUTED, RecoveryState.NOTICED):
        raise ChangeRefused(f"이미 ‘{row.get_state_display()}’인 과오지급입니다.")
    today, kind = timezone.localdate(at), DecisionKind(outcome)
    own = terms_of(row.programme, today)
    _check_lawful(row, kind, own, names_sum=won is not None)
    _check_heard(row, today, no_notice_reason)
    row.outcome, row.state = kind, RecoveryState.DECIDED
    row.decided_won = won if won is not None else (row.confirmed_won or row.total_won)
    row.no_notice_reason = no_notice_reason.strip()[:200]
    row.pay_by_on = today + timedelta(days=own.pay_days) if kind == DecisionKind.RECOVER else None
    row.save()
    bases = {
        DecisionKind.WAIVE: own.waive_basis,
        DecisionKind.SMALL: own.small_basis,
        DecisionKind.OFFSET: own.offset_basis,
    }
    ChangeDecision.objects.create(
        change=row.change, kind=kind, member_id=by.membership_id, by_name=by.name[:60], reason=reason.strip()[:500],
        basis=bases.get(kind, own.recover_basis)[:200], detail={"programme": row.programme, "won": row.decided_won}, at=at,
    )  # fmt: skip
    record_deed(
        actor=by.audit, action=f"과오지급 {kind.label}", purpose="사망·전출 확인", subjects=[person_ref(row.change.person_ref)],
        detail={"recovery": row.public_id, "won": row.decided_won},
    )  # fmt: skip
    return row


def _check_lawful(row: Recovery, kind: DecisionKind, own: Terms, *, names_sum: bool) -> None:
    """Refuse what the law of the benefit does not know."""
    if kind == DecisionKind.WAIVE and not own.waive_basis:
        raise ChangeRefused(
            f"{own.law}에는 면제 규정이 없습니다. 환수해야 합니다({own.recover_basis}).", field="outcome"
        )
    if kind == DecisionKind.SMALL and (own.small_won is None or row.total_won >= own.small_won):
        raise ChangeRefused("소액으로 남겨 둘 수 있는 금액이 아닙니다.", field="outcome")
    if kind == DecisionKind.OFFSET and not own.offset_basis:
        raise ChangeRefused(f"{own.law}에는 상계 규정이 없습니다.", field="outcome")
    if kind == DecisionKind.RECOVER and row.confirmed_won == 0 and not names_sum:
        raise ChangeRefused("추정 금액은 그대로 고지할 수 없습니다. 확인한 금액을 적어 주세요.", field="won")


def _check_heard(row: Recovery, today: date, no_notice_reason: str) -> None:
    """Refuse a decision before the party could say something (행정절차법 §21, §22③), but for a recorded exception."""
    if no_notice_reason.strip():
        return
    if row.opinion_until_on is None:
        raise ChangeRefused(
            "먼저 사전통지를 하거나, 하지 않는 까닭(행정절차법 제21조제4항)을 적어 주세요.", field="no_notice_reason"
        )
    if today <= row.opinion_until_on:
        raise ChangeRefused(f"의견제출 기한({row.opinion_until_on:%Y. %-m. %-d.})이 지난 뒤에 결정합니다.")
