"""Who holds which post and who decides what: kept by the administrator."""

from datetime import date, datetime

from django.db import transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.documents.enums import Rank
from duru.blocks.documents.errors import DocumentRefused
from duru.blocks.documents.models import DelegationRule, Signatory
from duru.blocks.documents.permissions import MANAGE


def appoint_signatory(
    *, by: Actor, membership_id: int, rank: int, from_on: date, at: datetime, department: str = ""
) -> Signatory:
    """Write in which rank a member signs from a day on; an open earlier row of theirs ends that day. Repeatable.

    Raises:
        NotAllowed: the actor may not manage posts.
        DocumentRefused: they hold another rank from the same day.
    """
    check_may(by, MANAGE)
    with transaction.atomic():
        Signatory.objects.filter(membership_id=membership_id, from_on__lt=from_on, until_on__isnull=True).update(
            until_on=from_on
        )
        row, is_new = Signatory.objects.get_or_create(
            membership_id=membership_id,
            from_on=from_on,
            defaults={"rank": Rank(rank), "department": department.strip()},
        )
        if (row.rank, row.department) != (rank, department.strip()):
            raise DocumentRefused("같은 날부터 다른 직위가 적혀 있습니다.")
        if is_new:
            _log(by, "결재 직위 정함", at, membership=membership_id, rank=rank)
    return row


def set_delegation(
    *,
    by: Actor,
    rank: int,
    basis: str,
    effective_from: date,
    at: datetime,
    kind: str = "",
    variant: str = "",
    department: str = "",
) -> DelegationRule:
    """Write who decides a kind of document from a day on (전결); the earlier row for the same ends that day. Repeatable.

    Raises:
        NotAllowed: the actor may not manage rules.
        DocumentRefused: no basis is named.
    """
    check_may(by, MANAGE)
    if not basis.strip():
        raise DocumentRefused("전결의 근거(사무전결처리규칙의 항목)를 적어 주세요.")
    what = {"kind": kind, "variant": variant, "department": department.strip()}
    with transaction.atomic():
        DelegationRule.objects.filter(**what, effective_from__lt=effective_from, effective_until__isnull=True).update(
            effective_until=effective_from
        )
        row, is_new = DelegationRule.objects.update_or_create(
            **what, effective_from=effective_from, defaults={"rank": Rank(rank), "basis": basis.strip()[:200]}
        )
        if is_new:
            _log(by, "전결 규칙 정함", at, kind=kind, department=department, rank=rank)
    return row


def _log(by: Actor, action: str, at: datetime, **detail) -> None:
    record_deed(actor=by.audit, action=action, detail=detail, at=at)
