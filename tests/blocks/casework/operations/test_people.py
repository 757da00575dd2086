"""Who has a task: taken, given, handed on, stood in for, handed over in bulk; comments call on people."""

from datetime import date, timedelta

import pytest

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.casework.api import (
    Case,
    CaseState,
    CaseworkRefused,
    EventKind,
    Task,
    approve_bulk,
    assign_task,
    claim_task,
    comment,
    complete_task,
    delegate_task,
    merge_case,
    run_bulk,
    transfer_case,
    withdraw_case,
)
from duru.blocks.casework.models import BulkDeed, BulkItem, CaseEvent, Mention
from duru.blocks.casework.operations.talking import mark_mentions_seen
from duru.blocks.documents.api import record_absence
from tests.blocks.casework.conftest import MONDAY, open_keys, open_task, receive

DAY = timedelta(days=1)


@pytest.fixture
def case(office, two_steps):
    return receive(office, kind=two_steps.key)


def test_a_free_task_is_taken_by_one_of_its_department(office, case):
    task = open_task(case, "check").public_id
    claim_task(by=office.actor("김접수"), task_id=task, at=MONDAY)
    assert open_task(case, "check").assignee_id == office.made["김접수"].id
    claim_task(by=office.actor("김접수"), task_id=task, at=MONDAY)  # again changes nothing
    assert CaseEvent.objects.filter(kind=EventKind.CLAIMED).count() == 1
    with pytest.raises(CaseworkRefused, match="이미 다른 사람"):
        claim_task(by=office.actor("이과장"), task_id=task, at=MONDAY)
    with pytest.raises(CaseworkRefused, match="김접수의 일"):
        complete_task(by=office.actor("이과장"), task_id=task, at=MONDAY)


def test_another_department_takes_nothing(office, case):
    with pytest.raises(CaseworkRefused, match="노인장애인과의 일"):
        claim_task(by=office.actor("산림과 담당", "산림과"), task_id=open_task(case, "check").public_id, at=MONDAY)


def test_a_task_given_to_another_department_moves_there(office, case):
    assign_task(
        by=office.actor("이과장"),
        task_id=open_task(case, "check").public_id,
        to=office.member("산림과 담당", "산림과"),
        at=MONDAY,
    )
    task = open_task(case, "check")
    assert (task.department, task.assignee_id) == ("산림과", office.made["산림과 담당"].id)
    with pytest.raises(NotAllowed):
        assign_task(
            by=office.actor("동 직원", "나루동", Role.CASEWORKER),
            task_id=task.public_id,
            to=office.member("이과장"),
            at=MONDAY,
        )


def test_one_hands_on_only_ones_own_and_only_to_a_colleague(office, case):
    task = open_task(case, "check").public_id
    claim_task(by=office.actor("김접수"), task_id=task, at=MONDAY)
    with pytest.raises(CaseworkRefused, match="자기가 맡은"):
        delegate_task(by=office.actor("이과장"), task_id=task, to=office.member("박동료"), at=MONDAY)
    with pytest.raises(CaseworkRefused, match="같은 부서"):
        delegate_task(by=office.actor("김접수"), task_id=task, to=office.member("산림과 담당", "산림과"), at=MONDAY)
    delegate_task(by=office.actor("김접수"), task_id=task, to=office.member("박동료"), at=MONDAY)
    complete_task(by=office.actor("박동료"), task_id=task, at=MONDAY)
    assert open_keys(case) == ["decide"]


def test_a_deputy_works_in_the_stead_of_who_is_away_and_only_then(office, case):
    task = open_task(case, "check").public_id
    claim_task(by=office.actor("김접수"), task_id=task, at=MONDAY)
    record_absence(
        by=office.actor("김접수"), member=office.made["김접수"], deputy=office.member("박동료"), from_on=date(2026, 11, 3),
        until_on=date(2026, 11, 5), reason="휴가", at=MONDAY,
    )  # fmt: skip
    for day in (MONDAY, MONDAY + 3 * DAY):
        with pytest.raises(CaseworkRefused, match="김접수의 일"):
            complete_task(by=office.actor("박동료"), task_id=task, at=day)
    complete_task(by=office.actor("박동료"), task_id=task, at=MONDAY + DAY)
    assert Task.objects.get(public_id=task).done_by_id == office.made["박동료"].id


def test_a_comment_calls_on_people_until_they_have_seen_it(office, case):
    comment(
        by=office.actor("김접수"),
        public_id=case.public_id,
        text="위치도가 흐립니다.",
        at=MONDAY,
        mentions=[office.member("이과장")],
    )
    assert Mention.objects.filter(seen_at__isnull=True).count() == 1
    assert mark_mentions_seen(by=office.actor("박동료"), case_id=case.id, at=MONDAY) == 0
    assert mark_mentions_seen(by=office.actor("이과장"), case_id=case.id, at=MONDAY) == 1
    with pytest.raises(CaseworkRefused, match="적어 주십시오"):
        comment(by=office.actor("김접수"), public_id=case.public_id, text=" ", at=MONDAY)


@pytest.mark.parametrize("state", [CaseState.WITHDRAWN, CaseState.TRANSFERRED])
def test_a_case_that_ends_early_leaves_nothing_open_and_can_still_be_commented(office, case, state):
    by = office.actor("김접수")
    if state == CaseState.WITHDRAWN:
        withdraw_case(by=by, public_id=case.public_id, at=MONDAY, note="신청인이 거둠")
    else:
        transfer_case(by=by, public_id=case.public_id, to="달맞이구청", at=MONDAY)
    case.refresh_from_db()
    assert (case.state, open_keys(case), case.dump) == (state, [], None)
    with pytest.raises(CaseworkRefused, match="이미 끝난 민원"):
        withdraw_case(by=by, public_id=case.public_id, at=MONDAY)
    comment(by=by, public_id=case.public_id, text="서류는 우편으로 돌려보냄", at=MONDAY + DAY)


def test_cases_of_one_kind_are_merged_and_the_history_says_so_in_both(office, case, two_steps):
    other = receive(office, kind=two_steps.key)
    by = office.actor("김접수")
    with pytest.raises(CaseworkRefused, match="같은 종류"):
        merge_case(by=by, public_id=receive(office).public_id, into=case.public_id, at=MONDAY)
    merge_case(by=by, public_id=other.public_id, into=case.public_id, at=MONDAY)
    other.refresh_from_db()
    assert (other.state, other.merged_into_id) == (CaseState.MERGED, case.id)
    assert [
        CaseEvent.objects.filter(case=one, kind=kind).count()
        for one, kind in ((case, EventKind.MERGED_IN), (other, EventKind.MERGED))
    ] == [1, 1]
    with pytest.raises(CaseworkRefused, match="다시 병합"):
        merge_case(by=by, public_id=case.public_id, into=receive(office, kind=two_steps.key).public_id, at=MONDAY)


def test_a_hand_over_is_approved_once_and_done_case_by_case(office, tenant, two_steps):
    cases = [receive(office, kind=two_steps.key) for _ in range(5)]
    for case in cases:
        claim_task(by=office.actor("김접수"), task_id=open_task(case, "check").public_id, at=MONDAY)
    withdraw_case(by=office.actor("김접수"), public_id=cases[2].public_id, at=MONDAY)
    successor = office.member("최후임")
    deed = approve_bulk(
        by=office.actor("이과장"), action="hand_over", case_ids=[case.public_id for case in cases], at=MONDAY,
        arguments={"from_id": office.made["김접수"].id, "to_id": successor.id},
    )  # fmt: skip
    assert run_bulk(tenant_id=tenant.id, deed_id=deed.public_id, now=lambda: MONDAY) == 5
    deed.refresh_from_db()
    assert (deed.state, deed.n_done, deed.n_refused) == ("done", 4, 1)
    assert "이미 끝난 민원" in BulkItem.objects.get(deed=deed, case=cases[2]).message
    assert Task.objects.filter(assignee=successor).count() == 4
    assert CaseEvent.objects.filter(kind=EventKind.HANDED_OVER).count() == 4
    assert run_bulk(tenant_id=tenant.id, deed_id=deed.public_id, now=lambda: MONDAY) == 0  # again changes nothing


def test_a_bulk_deed_needs_the_right_an_action_and_a_case(office, case):
    with pytest.raises(NotAllowed):
        approve_bulk(
            by=office.actor("동 직원", "나루동", Role.CASEWORKER),
            action="comment",
            case_ids=[case.public_id],
            arguments={},
            at=MONDAY,
        )
    for action, ids in (("destroy", [case.public_id]), ("comment", ["01ARZ3NDEKTSV4RRFFQ69G5FAV"])):
        with pytest.raises(CaseworkRefused):
            approve_bulk(by=office.actor("이과장"), action=action, case_ids=ids, arguments={"text": "x"}, at=MONDAY)
    assert BulkDeed.objects.count() == 0
    assert Case.objects.get(id=case.id).version == case.version
