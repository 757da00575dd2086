"""What is to be paid with a case: written down, and noted as paid. Nothing is collected here."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.api import Case, get_case
from duru.services.permits.enums import ChargeKind
from duru.services.permits.errors import ChargeRefused
from duru.services.permits.models import Charge
from duru.services.permits.permissions import CHARGE


@transaction.atomic
def set_charge(
    case: Case,
    *,
    kind: ChargeKind,
    name: str,
    amount_won: int,
    basis: str,
    by: Actor,
    at: datetime,
    due_on: date | None = None,
) -> Charge:
    """Write what is to be paid; the same name again corrects the amount until it is paid.

    Raises:
        NotAllowed: `by` may not set charges.
        ChargeRefused: no amount, name or basis, or it is paid already.
    """
    check_may(by, CHARGE)
    if amount_won < 1 or not name.strip() or not basis.strip():
        raise ChargeRefused("이름, 금액, 근거를 적어 주세요.", field="amount_won")
    if Charge.objects.filter(case_ref=case.public_id, name=name.strip(), paid_on__isnull=False).exists():
        raise ChargeRefused("이미 낸 돈은 고칠 수 없습니다.", field="name")
    charge, _ = Charge.objects.update_or_create(
        case_ref=case.public_id,
        name=name.strip(),
        defaults={
            "kind": kind, "amount_won": amount_won, "basis": basis.strip(), "due_on": due_on, "set_at": at, "set_by": by.name[:60],
        },
    )  # fmt: skip
    record_deed(
        actor=by.audit,
        action="수수료·부담금 정함",
        subjects=[f"case:{case.public_id}"],
        detail={"name": charge.name, "won": amount_won},
        at=at,
    )
    return charge


@transaction.atomic
def note_paid(public_id: str, *, paid_on: date, by: Actor, at: datetime) -> Charge:
    """Note the day on which a charge came in; the same day again changes nothing.

    Raises:
        NotAllowed: `by` may not set charges, or the case is none of theirs.
        ChargeRefused: there is none such, another day is noted already, or the day lies ahead.
    """
    check_may(by, CHARGE)
    charge = Charge.objects.select_for_update().filter(public_id=public_id).first()
    if charge is None:
        raise ChargeRefused("그런 수수료나 부담금이 없습니다.")
    get_case(by, charge.case_ref)
    if charge.paid_on == paid_on:
        return charge
    if charge.paid_on is not None:
        raise ChargeRefused("낸 날이 이미 적혀 있습니다.")
    if paid_on > timezone.localdate(at):
        raise ChargeRefused("낸 날은 오늘보다 뒤일 수 없습니다.", field="paid_on")
    charge.paid_on = paid_on
    charge.save(update_fields=["paid_on"])
    record_deed(actor=by.audit, action="수수료·부담금 납부 적기", subjects=[f"case:{charge.case_ref}"], at=at)
    return charge
