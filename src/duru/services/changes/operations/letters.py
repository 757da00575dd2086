"""Letters of a matter: the request before a payment, prior notice, recovery, waiver. Never one to the person said to be dead."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, Organisation, check_may, system_actor
from duru.blocks.documents.api import Recipient, documents_of, draft_letter
from duru.blocks.documents.enums import LetterKind
from duru.blocks.registry.api import Person
from duru.kernel.masking import mask_name
from duru.services.changes.enums import ChangeKind, DecisionKind, EffectKind, RecoveryState
from duru.services.changes.errors import AddresseeIsDead, ChangeRefused
from duru.services.changes.models import Change, ChangeDecision, Effect, Recovery
from duru.services.changes.operations.recovering import LEAST_OPINION_DAYS
from duru.services.changes.permissions import DECIDE
from duru.services.changes.rules import terms_of

_MACHINE = system_actor("지급 전 확인 요청")
PAY_CHECK = "changes_pay_check"


def subject_of(change: Change) -> str:
    """Return the opaque word under which papers of a matter are kept."""
    return f"change:{change.public_id}"


def ask_before_payment(change: Change, *, at: datetime, by: Actor | None = None) -> str | None:
    """Draft the 지급 전 확인 요청 to the officer who pays, once a matter; returns its public id, None when no payment is near.

    It asks; it stops nothing. 행복e음 pays, not we.
    """
    cash = list(
        Effect.objects.filter(change=change, kind=EffectKind.CASH).select_related("organisation").order_by("id")
    )
    if change.next_pay_on is None or not cash:
        return None
    subject = subject_of(change)
    if known := documents_of(subject).filter(variant=PAY_CHECK).first():
        return known.public_id
    person = Person.objects.get(public_id=change.person_ref)
    signs = [f"{s.told_on:%Y. %-m. %-d.} {s.get_source_display()}" for s in change.signs.order_by("told_on", "id")]
    payer = cash[0].organisation.name
    letter = draft_letter(
        by=by or _MACHINE, subject=subject, kind=LetterKind.CONSULTATION, variant=PAY_CHECK,
        fields={
            "person": f"{mask_name(person.name)} ({person.birth_year}년생)",
            "told": "\n".join(signs),
            "benefits": [_benefit(each) for each in cash],
            "pays_on": change.next_pay_on,
            "visit_by_on": change.visit_by_on or change.next_pay_on,
        },
        to=Recipient(f"{payer} 급여 지급 담당", title=""), on=timezone.localdate(at), at=at, organisation_id=_office(by).id,
    )  # fmt: skip
    return letter.public_id


@transaction.atomic
def give_notice(
    recovery_id: str, *, payee_name: str, payee_address: str, by: Actor, at: datetime, opinion_days: int = 14
) -> str:
    """Draft the 사전통지 of a recovery to whoever is to pay it; returns the public id of the letter.

    Raises:
        NotAllowed: `by` may not.
        AddresseeIsDead: it would go to the person who died: heirs or family are to be found out first.
        ChangeRefused: fewer than ten days, or decided already.

    Source: 행정절차법 §21①③.
    """
    row = _open(recovery_id, by)
    check_addressee(row.change, payee_name)
    if opinion_days < LEAST_OPINION_DAYS:
        raise ChangeRefused("의견제출 기간은 10일 이상이어야 합니다(행정절차법 제21조제3항).", field="opinion_days")
    on = timezone.localdate(at)
    row.payee_name, row.opinion_until_on = payee_name.strip()[:80], on + timedelta(days=opinion_days)
    row.state = RecoveryState.NOTICED
    row.save(update_fields=["payee_name", "opinion_until_on", "state"])
    letter = draft_letter(
        by=by, subject=subject_of(row.change), kind=LetterKind.PRIOR_NOTICE, variant="changes",
        fields={
            "disposition": f"{row.programme} 과오지급분 환수",
            "party": f"{payee_name} {payee_address}".strip(),
            "facts": _facts(row),
            "content": f"확정 {row.confirmed_won:,}원, 추정 {row.estimated_won:,}원의 환수(반환)",
            "formula": row.formula,
            "basis": row.basis,
            "opinion_to": f"{by.organisation_name} {by.department}".strip(),
            "opinion_until_on": row.opinion_until_on,
        },
        to=Recipient(payee_name, address=payee_address), on=on, at=at,
    )  # fmt: skip
    return letter.public_id


def write_decision(recovery_id: str, *, payee_name: str, payee_address: str, by: Actor, at: datetime) -> str:
    """Draft the letter of a decision about an overpayment: 환수·반환 or 면제; returns its public id.

    Raises:
        NotAllowed, AddresseeIsDead: as `give_notice`.
        ChangeRefused: nothing was decided yet, or it is a decision nobody is written about.
    """
    row = _decided(recovery_id, by)
    check_addressee(row.change, payee_name)
    on, own = timezone.localdate(at), terms_of(row.programme, timezone.localdate(at))
    decision = ChangeDecision.objects.filter(change=row.change, kind=row.outcome).order_by("-at", "-id").first()
    to = Recipient(payee_name, address=payee_address)
    facts = {"programme": row.programme, "facts": _facts(row), "amount": f"{row.decided_won:,}원"}
    if row.outcome == DecisionKind.WAIVE:
        variant, more = "changes_waiver", {"basis": own.waive_basis, "reason": decision.reason if decision else ""}
    elif row.outcome == DecisionKind.RECOVER:
        variant = "changes_recovery"
        more = {
            "deed": "환수" if row.duty == "must" else "반환",
            "formula": row.formula,
            "basis": f"{own.recover_basis}; {own.interest}",
            "pay_by_on": max(row.pay_by_on, on + timedelta(days=own.pay_days)),
            "pay_to": f"{by.organisation_name} 세입 담당",
            "no_notice": row.no_notice_reason,
            "objection": own.objection,
        }
    else:
        raise ChangeRefused("이 결정은 편지로 알리지 않습니다.")
    letter = draft_letter(
        by=by, subject=subject_of(row.change), kind=LetterKind.RESULT, variant=variant, fields=facts | more, to=to, on=on, at=at,
    )  # fmt: skip
    return letter.public_id


def check_addressee(change: Change, name: str) -> None:
    """Refuse a letter to the person said to be dead, or to nobody.

    Raises:
        AddresseeIsDead: the name is that person's.
        ChangeRefused: no name.
    """
    if not name.strip():
        raise ChangeRefused("수신자 확인 필요: 상속인이나 부양의무자의 이름을 적어 주세요.", field="payee_name")
    person = Person.objects.filter(public_id=change.person_ref).first()
    if change.kind == ChangeKind.DEATH and person is not None and person.name in name.replace(" ", ""):
        raise AddresseeIsDead("돌아가신 분께는 편지를 보낼 수 없습니다. 수신자를 확인해 주세요.", field="payee_name")


def _facts(row: Recovery) -> str:
    change = row.change
    return "\n".join(
        [
            f"{change.get_kind_display()}: {change.happened_on:%Y. %-m. %-d.}",
            *(f"{day} 지급 {paid:,}원, 지급할 금액 {due:,}원. {said}" for day, paid, due, said in row.lines),
        ]
    )


def _benefit(effect: Effect) -> str:
    won = f"월 {effect.monthly_won:,}원" if effect.monthly_won else "금액 모름"
    return f"{effect.label}: {won}, {f'매월 {effect.pays_on}일' if effect.pays_on else '지급일 모름'}"


def _open(recovery_id: str, by: Actor) -> Recovery:
    row = _row(recovery_id, by)
    if row.state not in (RecoveryState.COMPUTED, RecoveryState.NOTICED):
        raise ChangeRefused(f"이미 ‘{row.get_state_display()}’인 과오지급입니다.")
    return row


def _decided(recovery_id: str, by: Actor) -> Recovery:
    row = _row(recovery_id, by)
    if row.state != RecoveryState.DECIDED:
        raise ChangeRefused("먼저 환수나 면제를 결정해 주세요.")
    return row


def _row(recovery_id: str, by: Actor) -> Recovery:
    check_may(by, DECIDE)
    row = Recovery.objects.select_related("change").filter(public_id=recovery_id).first()
    if row is None or (row.change.is_protected and not by.named_officer):
        raise ChangeRefused("그런 과오지급이 없습니다.")
    return row


def _office(by: Actor | None) -> Organisation:
    if by is not None and by.organisation_id:
        return Organisation.objects.get(id=by.organisation_id)
    return Organisation.objects.filter(is_public=True).order_by("id")[0]
