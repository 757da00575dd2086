"""The 묘적부: entering a grave, extending its term once, noting that it is gone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.kernel.phones import parse_phone
from duru.services.permits.errors import GraveRefused
from duru.services.permits.models import Grave
from duru.services.permits.permissions import KEEP_GRAVES
from duru.services.permits.rules import grave_term


@transaction.atomic
def enter_grave(
    *,
    kind: str,
    lot: str,
    deceased_name: str,
    buried_on: date,
    keeper_name: str,
    by: Actor,
    at: datetime,
    keeper_phone: str = "",
    joined_on: date | None = None,
    area_m2: Decimal | None = None,
    case_ref: str = "",
) -> Grave:
    """Write a grave into the register; its term is counted from the burial, in a joint grave from the later one.

    Raises:
        NotAllowed: `by` may not keep the register.
        GraveRefused: a burial in the future, or a telephone that is none.
        Refused: the second burial is before the first.

    Source: 장사 등에 관한 법률 제19조, 제22조; 시행규칙 제8조, 제9조.
    """
    check_may(by, KEEP_GRAVES)
    if buried_on > timezone.localdate(at) or (joined_on or buried_on) > timezone.localdate(at):
        raise GraveRefused("매장한 날이 오늘보다 뒤입니다. 날짜를 확인해 주세요.", field="buried_on")
    term = grave_term(buried_on, joined_on=joined_on)
    grave = Grave.objects.create(
        kind=kind, lot=lot.strip(), area_m2=area_m2, deceased_name=deceased_name.strip(), buried_on=buried_on,
        joined_on=joined_on, keeper_name=keeper_name.strip(), keeper_phone=_digits(keeper_phone),
        ends_on=term.span.until_on, case_ref=case_ref, entered_at=at,
    )  # fmt: skip
    record_deed(actor=by.audit, action="묘적부 적기", subjects=[f"grave:{grave.public_id}"])
    return grave


@transaction.atomic
def extend_grave(public_id: str, *, by: Actor, at: datetime, years: int = 30) -> Grave:
    """Extend the term of a grave, once, as whoever looks after it asked. Asking for the same years again changes nothing.

    Args:
        years: 30, or fewer where an ordinance says so (at least 5).

    Raises:
        NotAllowed: `by` may not keep the register.
        GraveRefused: there is no such grave, it is gone, or it was extended before.
        Refused: more or fewer years than the law allows.

    Source: 장사 등에 관한 법률 제19조제2항, 제4항.
    """
    check_may(by, KEEP_GRAVES)
    grave = _standing(public_id)
    if grave.extended_years == years:
        return grave
    if grave.extended_years is not None:
        raise GraveRefused("설치기간은 한 번만 연장할 수 있습니다(장사법 제19조제2항).", field="years")
    term = grave_term(grave.buried_on, joined_on=grave.joined_on, extended_years=years)
    grave.extended_years, grave.ends_on = years, term.span.until_on
    grave.save(update_fields=["extended_years", "ends_on"])
    record_deed(
        actor=by.audit, action="분묘 설치기간 연장", subjects=[f"grave:{grave.public_id}"], detail={"years": years}
    )
    return grave


@transaction.atomic
def remove_grave(public_id: str, *, removed_on: date, by: Actor, at: datetime) -> Grave:
    """Note that stones and remains are gone.

    Raises:
        NotAllowed: `by` may not keep the register.
        GraveRefused: there is no such grave, it is gone already, or the day lies ahead.

    Source: 장사 등에 관한 법률 제20조.
    """
    check_may(by, KEEP_GRAVES)
    grave = _standing(public_id)
    if not grave.buried_on <= removed_on <= timezone.localdate(at):
        raise GraveRefused("정리한 날은 매장한 날과 오늘 사이여야 합니다.", field="removed_on")
    grave.removed_on = removed_on
    grave.save(update_fields=["removed_on"])
    record_deed(actor=by.audit, action="분묘 정리 적기", subjects=[f"grave:{grave.public_id}"])
    return grave


def _standing(public_id: str) -> Grave:
    grave = Grave.objects.select_for_update().filter(public_id=public_id).first()
    if grave is None:
        raise GraveRefused("묘적부에 그런 분묘가 없습니다.")
    if grave.removed_on is not None:
        raise GraveRefused("이미 정리한 분묘입니다.")
    return grave


def _digits(typed: str) -> str:
    if not typed.strip():
        return ""
    phone = parse_phone(typed)
    if phone.kind in ("", "unknown"):
        raise GraveRefused("전화번호를 010-1234-5678처럼 적어 주세요.", field="keeper_phone")
    return phone.digits
