"""Closed cases whose time is over are erased, with all that hangs on them; the audit log keeps that they were."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q

from duru.blocks.access.api import Actor, check_may, system_actor
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.events import CaseErased
from duru.blocks.casework.kinds import list_kinds
from duru.blocks.casework.models import BulkItem, Case, CaseExtension, CasePause, Decision, Mention, Notice, Task, Timer
from duru.blocks.casework.operations.holidays import date_start
from duru.blocks.casework.permissions import ERASE
from duru.blocks.documents.api import attachments_of, destroy_attachment
from duru.blocks.tenancy.api import publish

_HANGING = (BulkItem, Timer, Decision, Task, CasePause, CaseExtension)


def erase_closed_cases(*, by: Actor, on: date, reason: str, at: datetime, most: int = 1_000) -> int:
    """Erase closed cases whose retention is over on a day, oldest first, with history and papers; returns how many.

    A case stays while one that was received with it or merged into it is kept. Issued documents are records of their own with a
    보존기간 of their own and stay; what services keep beside a case they erase when they hear `CaseErased`. One transaction;
    call again until it returns 0.

    Raises:
        NotAllowed: the actor may not erase.
        CaseworkRefused: no reason is given, or the day lies ahead.

    Source: 개인정보 보호법 제21조; 공공기록물 관리에 관한 법률 시행령 제26조; the kind's `kept` rows.
    """
    check_may(by, ERASE)
    if not reason.strip():
        raise CaseworkRefused("파기하는 까닭을 적어 주십시오.")
    if date_start(on.isoformat()) > at:
        raise CaseworkRefused("아직 오지 않은 날을 기준으로 파기할 수 없습니다.")
    with transaction.atomic():
        cases = list_expired(on=on, most=most)
        ids = [case.id for case in cases]
        if not ids:
            return 0
        for case in cases:
            for paper in list(attachments_of(f"case:{case.public_id}")):
                destroy_attachment(
                    by=system_actor("보존기간이 끝난 민원"), attachment=paper.public_id, reason=reason, at=at
                )
        for model in (Mention, Notice):  # they point at the history
            model.objects.filter(case_id__in=ids).delete()
        with connection.cursor() as cursor:  # history is append-only for us: a function of the owner deletes it
            cursor.execute("SELECT casework_erase_history(%s)", [ids])
        for model in _HANGING:
            model.objects.filter(case_id__in=ids).delete()
        Case.objects.filter(id__in=ids)._raw_delete("default")
        record_deed(
            actor=by.audit,
            action="끝난 민원 파기",
            purpose=reason.strip()[:200],
            subjects=[f"case:{case.public_id}" for case in cases],
            detail={"on": on.isoformat(), "cases": len(ids)},
            at=at,
        )
        for case in cases:
            publish(CaseErased(case.public_id, case.kind))
    return len(ids)


def list_expired(*, on: date, most: int = 1_000) -> list[Case]:
    """List closed cases whose retention is over on a day, oldest first; those of kinds nobody registers any more are kept."""
    over = Q(pk__in=())
    for kind in list_kinds():
        for row in kind.kept:
            until = row.closed_before(on)
            if row.from_on < until:
                first, end = (date_start(day.isoformat()) for day in (row.from_on, until))
                over |= Q(kind=kind.key, closed_at__gte=first, closed_at__lt=end)
    found = list(Case.objects.filter(over).only("public_id", "kind", "parent", "merged_into").order_by("id")[:most])
    ids = {case.id for case in found}
    while bound := set(_needed_by_others(ids)):
        ids -= bound
    return [case for case in found if case.id in ids]


def _needed_by_others(ids: set[int]) -> list[int]:
    others = Case.objects.exclude(id__in=ids).filter(Q(parent_id__in=ids) | Q(merged_into_id__in=ids))
    rows = others.values_list("parent_id", "merged_into_id")
    return [each for row in rows for each in row if each in ids]
