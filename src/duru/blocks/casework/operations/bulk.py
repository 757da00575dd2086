"""One approval for many cases, then one transaction a case: what is done stays done, the rest goes on after a kill."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from duru.blocks.access.api import Actor, Membership, NotAllowed, actor_of, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.enums import BulkState, EventKind, TaskState
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.events import BulkApproved
from duru.blocks.casework.faults import reach
from duru.blocks.casework.models import BulkDeed, BulkItem, Case, Task
from duru.blocks.casework.operations.changing import changing
from duru.blocks.casework.operations.talking import comment
from duru.blocks.casework.permissions import ARRANGE
from duru.blocks.casework.queries.people import get_member
from duru.blocks.tenancy.api import bulk_insert, publish, tenant_scope

MOST_CASES = 100_000


def hand_over(*, by: Actor, public_id: str, from_id: int, to_id: int, at: datetime, note: str = "") -> int:
    """Hand a member's open tasks of one case, and the case if it is theirs, to a successor (인사이동); returns how many.

    Raises:
        CaseworkRefused: the successor works no longer.
        As `changing`, with the permission to arrange work.
    """
    to = get_member(to_id)
    if not to.is_active:
        raise CaseworkRefused("지금 근무하지 않는 사람에게는 넘길 수 없습니다.")
    with changing(public_id, by=by, at=at, action="인수인계", permission=ARRANGE) as change:
        n_tasks = Task.objects.filter(case=change.case, state=TaskState.OPEN, assignee_id=from_id).update(
            assignee_id=to_id
        )
        if change.case.officer_id == from_id:
            change.set(officer_id=to_id)
        change.note(EventKind.HANDED_OVER, note, before=from_id, after=to_id, name=to.user.name, n_tasks=n_tasks)
    return n_tasks


def _assign_officer(*, by: Actor, public_id: str, at: datetime, to_id: int, note: str = "") -> None:
    to = get_member(to_id)
    with changing(public_id, by=by, at=at, action="담당자 지정", permission=ARRANGE) as change:
        open_here = Task.objects.filter(case=change.case, state=TaskState.OPEN, department=change.case.department)
        open_here.update(assignee_id=to_id)
        change.set(officer_id=to_id)
        change.note(EventKind.ASSIGNED, note, after=to_id, name=to.user.name)


def _comment(*, by: Actor, public_id: str, at: datetime, text: str) -> None:
    comment(by=by, public_id=public_id, text=text, at=at)


# What may be done to many cases: key → (Korean word, deed for one case).
ACTIONS: Mapping[str, tuple[str, Callable[..., Any]]] = {
    "hand_over": ("인수인계", hand_over),
    "assign": ("담당자 지정", _assign_officer),
    "comment": ("의견 적기", _comment),
}


def approve_bulk(
    *, by: Actor, action: str, case_ids: Iterable[str], arguments: Mapping[str, Any], at: datetime
) -> BulkDeed:
    """Approve a deed over many cases once; the background does it case by case.

    Args:
        action: key of ACTIONS.
        case_ids: public ids; those of no case here are left out.
        arguments: of the deed, as it is called for one case.

    Raises:
        NotAllowed: the actor may not arrange work.
        CaseworkRefused: an unknown action, no case, or more than MOST_CASES.
    """
    check_may(by, ARRANGE)
    if action not in ACTIONS:
        raise CaseworkRefused("할 일을 골라 주십시오.")
    if by.membership_id is None:
        raise CaseworkRefused("일괄 처리는 사람이 승인합니다.")
    with transaction.atomic():
        cases = list(Case.objects.filter(public_id__in=list(case_ids)).order_by("id").values_list("id", flat=True))
        if not cases or len(cases) > MOST_CASES:
            raise CaseworkRefused(f"민원을 한 건에서 {MOST_CASES:,}건까지 골라 주십시오.")
        deed = BulkDeed.objects.create(
            action=action,
            arguments=dict(arguments),
            approved_at=at,
            approved_by_id=by.membership_id,
            n_cases=len(cases),
        )
        bulk_insert(
            BulkItem,
            ["case_id"],
            ((each,) for each in cases),
            same={"deed_id": deed.id, "state": BulkState.WAITING, "message": ""},
        )
        record_deed(
            actor=by.audit,
            action="일괄 처리 승인",
            detail={"action": action, "cases": len(cases), "deed": deed.public_id},
            at=at,
        )
        publish(BulkApproved(deed.public_id))
    return deed


def run_bulk(*, tenant_id: int, deed_id: str, now: Callable[[], datetime]) -> int:
    """Go on with a bulk deed until no case waits; returns how many cases this run did or found impossible.

    Each case and its item are one transaction. Two workers at once share the cases between them.
    """
    n_items = 0
    while True:
        with tenant_scope(tenant_id):
            deed = BulkDeed.objects.select_related("approved_by__user", "approved_by__organisation").get(
                public_id=deed_id
            )
            item = (
                BulkItem.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("case")
                .filter(deed=deed, state=BulkState.WAITING)
                .order_by("id")
                .first()
            )
            if item is None:
                break
            _do(deed, item, now())
            reach("casework.bulk_item_done")
        n_items += 1
    with tenant_scope(tenant_id):
        _count(deed_id)
    return n_items


def _do(deed: BulkDeed, item: BulkItem, at: datetime) -> None:
    _, act = ACTIONS[deed.action]
    try:
        with transaction.atomic():
            act(by=actor_of(deed.approved_by), public_id=item.case.public_id, at=at, **deed.arguments)
        item.state = BulkState.DONE
    except (CaseworkRefused, NotAllowed, Membership.DoesNotExist) as refused:
        item.state, item.message = BulkState.REFUSED, str(refused)
    item.save(update_fields=["state", "message"])


def _count(deed_id: str) -> None:
    deed = BulkDeed.objects.select_for_update().get(public_id=deed_id)
    items = BulkItem.objects.filter(deed=deed)
    if items.filter(state=BulkState.WAITING).exists():
        return  # the other worker is still at it and will count
    deed.n_done, deed.n_refused = (items.filter(state=state).count() for state in (BulkState.DONE, BulkState.REFUSED))
    deed.state = BulkState.DONE
    deed.save(update_fields=["n_done", "n_refused", "state"])
