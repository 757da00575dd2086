"""Cases that end before their process does: 취하, 이송, 반려, 병합."""

from datetime import datetime

from duru.blocks.access.api import Actor
from duru.blocks.casework.enums import CaseState, EventKind
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.models import Case
from duru.blocks.casework.operations.changing import changing
from duru.blocks.casework.operations.stepping import close


def withdraw_case(*, by: Actor, public_id: str, at: datetime, note: str = "", version: int | None = None) -> Case:
    """End a case because the applicant takes it back, before the decision.

    Raises:
        CaseworkRefused: it is decided or has ended.
        As `changing`.

    Source: 민원 처리에 관한 법률 제22조제2항 (before the handling has ended).
    """
    return _end(by, public_id, at, CaseState.WITHDRAWN, note, version, "민원 취하")


def transfer_case(
    *, by: Actor, public_id: str, to: str, at: datetime, note: str = "", version: int | None = None
) -> Case:
    """Send a case on to the authority in charge (이송) and end it here; the applicant is to be told.

    Args:
        to: name of the other authority.

    Raises:
        CaseworkRefused: no authority is named, or it is decided or has ended.
        As `changing`.

    Source: 민원 처리에 관한 법률 제16조, 시행령 제13조 (within 8 working hours).
    """
    if not to.strip():
        raise CaseworkRefused("어느 기관으로 이송하는지 적어 주십시오.")
    return _end(by, public_id, at, CaseState.TRANSFERRED, note, version, "민원 이송", to=to.strip())


def return_case(*, by: Actor, public_id: str, reason: str, at: datetime, version: int | None = None) -> Case:
    """Give an application back (반려) because its papers were not mended in time, with the reason.

    Raises:
        CaseworkRefused: no reason, or 보완 was never asked for, or it is decided or has ended.
        As `changing`.

    Source: 민원 처리에 관한 법률 시행령 제25조제1항.
    """
    if not reason.strip():
        raise CaseworkRefused("반려하는 이유를 적어 주십시오.")
    return _end(by, public_id, at, CaseState.RETURNED, reason, version, "민원 반려")


def merge_case(
    *, by: Actor, public_id: str, into: str, at: datetime, note: str = "", version: int | None = None
) -> Case:
    """End a case because another one of the same kind handles it along (병합: 다수인관련민원, 중복).

    Args:
        into: public id of the case that goes on.

    Raises:
        CaseworkRefused: it is the same case, of another kind, has ended, or has cases merged into it.
        As `changing`.

    Source: 민원 처리에 관한 법률 시행령 제38조.
    """
    if public_id == into:
        raise CaseworkRefused("같은 민원끼리는 병합할 수 없습니다.")
    first, second = sorted((public_id, into))  # always in one order, so that two merges cannot wait for each other
    how = {"by": by, "at": at, "action": "민원 병합", "lead_only": True}
    with (
        changing(first, version=version if first == public_id else None, **how) as one,
        changing(second, version=version if second == public_id else None, **how) as other,
    ):
        ending, going_on = (one, other) if first == public_id else (other, one)
        if ending.case.kind != going_on.case.kind:
            raise CaseworkRefused("같은 종류의 민원만 병합할 수 있습니다.")
        if Case.objects.filter(merged_into=ending.case).exists():
            raise CaseworkRefused("다른 민원을 병합 받은 민원은 다시 병합할 수 없습니다.")
        going_on.note(EventKind.MERGED_IN, note.strip(), case=public_id, receipt_no=ending.case.receipt_no)
        ending.set(merged_into_id=going_on.case.id)
        close(ending, CaseState.MERGED, note.strip(), case=into, receipt_no=going_on.case.receipt_no)
    return ending.case


def _end(
    by: Actor, public_id: str, at: datetime, state: CaseState, text: str, version: int | None, action: str, **detail
) -> Case:
    with changing(public_id, by=by, at=at, action=action, version=version, lead_only=True) as change:
        if change.case.outcome:
            raise CaseworkRefused("이미 결정한 민원이라 이렇게 끝낼 수 없습니다.")
        if state == CaseState.RETURNED and not change.case.pauses.filter(reason="supplement").exists():
            raise CaseworkRefused("보완을 요구한 적이 없어 반려할 수 없습니다(민원처리법 시행령 제25조제1항).")
        change.case.pauses.filter(until_at__isnull=True).update(until_at=at)
        close(change, state, text.strip(), **detail)
    return change.case
