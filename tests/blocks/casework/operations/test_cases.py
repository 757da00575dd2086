"""A case from receipt to certificate; one deed is one transaction, and old pages are told so."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.audit.api import list_entries
from duru.blocks.casework.api import (
    Case,
    CaseChanged,
    CaseEvent,
    CaseState,
    CaseworkRefused,
    EventKind,
    FormRefused,
    Opinion,
    ProcessRefused,
    Task,
    TaskState,
    answer_opinion,
    approve_decision,
    complete_task,
    get_kind,
    open_child_case,
    propose_decision,
    register_kind,
    send_back_decision,
)
from duru.blocks.casework.models import ProcessSpec, Timer
from duru.blocks.casework.operations import changing
from duru.kernel.days import KST
from tests.blocks.casework.conftest import ANSWERS, MONDAY, open_keys, open_task, receive
from tests.blocks.casework.processes import LOOP, TWO_STEPS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DEPARTMENTS = {
    "farmland": "농지과", "forest": "산림과", "development": "도시계획과", "heritage": "문화유산과", "road": "건설과",
}  # fmt: skip


def reviewed(office, at=MONDAY):
    case = receive(office, at=at)
    complete_task(
        by=office.actor("김접수"),
        task_id=open_task(case, "review").public_id,
        answers={"is_complete": True},
        at=at + HOUR,
    )
    return case


def answered(office, at=MONDAY):
    case = reviewed(office, at)
    for key, department in DEPARTMENTS.items():
        answer_opinion(
            by=office.actor(f"{department} 담당", department),
            task_id=open_task(case, key).public_id,
            opinion=Opinion.POSSIBLE,
            at=at + DAY,
        )
    return case


def test_a_receipt_starts_the_clock_and_puts_the_first_task_on_the_board(office):
    case = receive(office)
    assert (case.receipt_no, case.state, case.applicant_phone) == ("2026-000001", CaseState.RUNNING, "01012345678")
    # 20일, the day of receipt counted, worked days only: 2 to 27 November.
    assert case.due_at.astimezone(KST).isoformat() == "2026-11-28T00:00:00+09:00"
    task = open_task(case, "review")
    assert (task.name, task.department, task.stage) == ("서류 검토", "노인장애인과", "서류 검토")
    assert sorted(Timer.objects.filter(case=case).values_list("kind", flat=True)) == [
        "case_due", "case_reminder", "task_due", "task_reminder",
    ]  # fmt: skip
    assert list(CaseEvent.objects.order_by("id").values_list("kind", flat=True)) == ["opened", "task_opened"]
    (entry,) = list_entries().filter(action="민원 접수")
    assert entry.subject_refs == [f"case:{case.public_id}"]


def test_number_and_moment_of_the_other_system_are_taken_over(office):
    case = receive(office, receipt_no="20265420123-00017", received_at=MONDAY - 3 * DAY)
    assert (case.receipt_no, case.received_at) == ("20265420123-00017", MONDAY - 3 * DAY)
    assert case.due_at.astimezone(KST).date().isoformat() == "2026-11-27"  # Friday, 30 October counts
    with pytest.raises(CaseworkRefused, match="이미 있습니다"):
        receive(office, receipt_no="20265420123-00017")


def test_receipt_numbers_follow_each_other_within_a_year(office, two_steps):
    cases = [receive(office, kind=two_steps.key, at=MONDAY + n * DAY) for n in (0, 1, 60)]
    assert [case.receipt_no for case in cases] == ["2026-000001", "2026-000002", "2027-000001"]


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"answers": {**ANSWERS, "area_m2": 0}}, FormRefused, "면적"),
        ({"answers": {}}, FormRefused, "시설 종류: 적어 주십시오"),
        ({"received_at": MONDAY + HOUR}, CaseworkRefused, "뒤일 수 없습니다"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused_whole(office, given, error, said):
    with pytest.raises(error, match=said):
        receive(office, **given)
    assert (Case.objects.count(), CaseEvent.objects.count()) == (0, 0)


def test_the_way_to_a_certificate(office):
    case = answered(office)
    assert open_keys(case) == ["decide"]
    propose_decision(
        by=office.actor("김접수"), task_id=open_task(case, "decide").public_id, outcome="accept", reason="요건에 맞음",
        conditions="진입로를 포장할 것", at=MONDAY + 2 * DAY,
    )  # fmt: skip
    assert open_keys(case) == ["decide"]
    approve_decision(by=office.actor("이과장"), public_id=case.public_id, at=MONDAY + 2 * DAY + HOUR)
    assert open_keys(case) == ["certificate"]
    complete_task(by=office.actor("김접수"), task_id=open_task(case, "certificate").public_id, at=MONDAY + 3 * DAY)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at) == (CaseState.DONE, "accept", MONDAY + 3 * DAY)
    assert case.dump is None
    assert not Timer.objects.filter(case=case).exists()
    kinds = list(CaseEvent.objects.filter(case=case).order_by("id").values_list("kind", flat=True))
    assert kinds[-4:] == ["decided", "task_opened", "task_done", "closed"]


def test_a_refusal_takes_the_other_way_and_needs_its_reason(office):
    case = answered(office)
    task = open_task(case, "decide")
    with pytest.raises(CaseworkRefused, match="행정절차법 제23조"):
        propose_decision(
            by=office.actor("김접수"), task_id=task.public_id, outcome="refuse", reason=" ", at=MONDAY + 2 * DAY
        )
    propose_decision(
        by=office.actor("김접수"),
        task_id=task.public_id,
        outcome="refuse",
        reason="도로에서 150m(영 별표 2)",
        at=MONDAY + 2 * DAY,
    )
    approve_decision(by=office.actor("이과장"), public_id=case.public_id, at=MONDAY + 2 * DAY)
    assert open_keys(case) == ["refusal"]


def test_nobody_approves_their_own_decision(office):
    case = answered(office)
    maker = office.actor("김접수")
    propose_decision(
        by=maker, task_id=open_task(case, "decide").public_id, outcome="accept", reason="", at=MONDAY + 2 * DAY
    )
    for deed in (approve_decision, lambda **how: send_back_decision(note="다시", **how)):
        with pytest.raises(CaseworkRefused, match="자기 결정안"):
            deed(by=maker, public_id=case.public_id, at=MONDAY + 2 * DAY)
    with pytest.raises(CaseworkRefused, match="이미 결재를 기다리는"):
        propose_decision(
            by=maker, task_id=open_task(case, "decide").public_id, outcome="accept", reason="", at=MONDAY + 2 * DAY
        )


def test_the_database_too_knows_that_two_people_decide(office):
    case = answered(office)
    maker = office.actor("김접수")
    decision = propose_decision(
        by=maker, task_id=open_task(case, "decide").public_id, outcome="accept", reason="", at=MONDAY + 2 * DAY
    )
    decision.state, decision.checked_at, decision.checked_by_id = "approved", MONDAY, maker.membership_id
    with pytest.raises(IntegrityError, match="decision_two_people"), transaction.atomic():
        decision.save()


def test_a_decision_sent_back_is_made_again(office):
    case = answered(office)
    maker, checker = office.actor("김접수"), office.actor("이과장")
    task = open_task(case, "decide").public_id
    propose_decision(by=maker, task_id=task, outcome="accept", reason="", at=MONDAY + 2 * DAY)
    send_back_decision(by=checker, public_id=case.public_id, note="조건을 적어 주세요", at=MONDAY + 2 * DAY)
    propose_decision(by=maker, task_id=task, outcome="accept", reason="", conditions="조건", at=MONDAY + 3 * DAY)
    approve_decision(by=checker, public_id=case.public_id, at=MONDAY + 3 * DAY)
    assert open_keys(case) == ["certificate"]
    with pytest.raises(CaseworkRefused, match="기다리는 결정안이 없습니다"):
        approve_decision(by=checker, public_id=case.public_id, at=MONDAY + 3 * DAY)


def test_one_person_decides_where_the_kind_says_so(office, two_steps):
    case = receive(office, kind=two_steps.key)
    by = office.actor("김접수")
    complete_task(by=by, task_id=open_task(case, "check").public_id, at=MONDAY + HOUR)
    propose_decision(
        by=by, task_id=open_task(case, "decide").public_id, outcome="accept", reason="", at=MONDAY + 2 * HOUR
    )
    case.refresh_from_db()
    assert (case.state, case.outcome) == (CaseState.DONE, "accept")


def test_who_writes_on_an_old_page_is_told_so(office, two_steps):
    case = receive(office, kind=two_steps.key)
    seen = Case.objects.get(id=case.id).version
    task = open_task(case, "check").public_id
    complete_task(by=office.actor("김접수"), task_id=task, at=MONDAY + HOUR, version=seen)
    with pytest.raises(CaseChanged):
        propose_decision(
            by=office.actor("김접수"), task_id=open_task(case, "decide").public_id, outcome="accept", reason="",
            at=MONDAY + HOUR, version=seen,
        )  # fmt: skip


def test_a_task_is_done_once(office, two_steps):
    case = receive(office, kind=two_steps.key)
    task = open_task(case, "check").public_id
    complete_task(by=office.actor("김접수"), task_id=task, at=MONDAY + HOUR)
    with pytest.raises(CaseworkRefused, match="이미 끝난 일"):
        complete_task(by=office.actor("김접수"), task_id=task, at=MONDAY + HOUR)
    assert open_keys(case) == ["decide"]


def test_only_officials_work_on_cases(office, two_steps):
    case = receive(office, kind=two_steps.key)
    for role in (Role.AGENCY_WORKER, Role.RECORDER, Role.ADMIN, Role.PRIVACY_OFFICER, Role.MAYOR):
        with pytest.raises(NotAllowed):
            complete_task(
                by=office.actor(f"{role} 사람", role=role), task_id=open_task(case, "check").public_id, at=MONDAY + HOUR
            )


def test_a_step_of_another_department_is_not_mine(office):
    case = reviewed(office)
    with pytest.raises(CaseworkRefused, match="산림과의 일"):
        answer_opinion(
            by=office.actor("농지과 담당", "농지과"),
            task_id=open_task(case, "forest").public_id,
            opinion="possible",
            at=MONDAY + DAY,
        )


def test_a_form_that_is_not_filled_in_moves_nothing(office):
    case = receive(office)
    version = Case.objects.get(id=case.id).version
    with pytest.raises(FormRefused) as refused:
        complete_task(
            by=office.actor("김접수"),
            task_id=open_task(case, "review").public_id,
            answers={"visited_on": "어제"},
            at=MONDAY + HOUR,
        )
    assert refused.value.problems == [
        ("is_complete", "구비서류를 모두 확인했습니다: 적어 주십시오."),
        ("visited_on", "현장 확인일: 2026-11-22처럼 날짜로 적어 주십시오."),
    ]
    assert (open_keys(case), Case.objects.get(id=case.id).version) == (["review"], version)


def test_a_deed_that_fails_at_its_end_leaves_nothing_behind(office, two_steps, monkeypatch):
    """Step, rows, history and audit entry: all or none."""
    case = receive(office, kind=two_steps.key)
    before = bytes(Case.objects.get(id=case.id).dump)

    def broken(place):
        if place == "casework.before_commit":
            raise OSError("disk full")

    monkeypatch.setattr(changing, "reach", broken)
    with pytest.raises(OSError, match="disk full"), transaction.atomic():
        complete_task(by=office.actor("김접수"), task_id=open_task(case, "check").public_id, at=MONDAY + HOUR)
    assert open_keys(case) == ["check"]
    assert bytes(Case.objects.get(id=case.id).dump) == before
    assert CaseEvent.objects.filter(kind=EventKind.TASK_DONE).count() == 0


def test_a_changed_process_never_moves_a_running_case(office, two_steps):
    old = receive(office, kind=two_steps.key)
    register_kind(type(two_steps)(**{**two_steps.__dict__, "bpmn": LOOP}))
    new = receive(office, kind=two_steps.key)
    assert list(ProcessSpec.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    complete_task(by=office.actor("김접수"), task_id=open_task(old, "check").public_id, at=MONDAY + HOUR)
    complete_task(by=office.actor("김접수"), task_id=open_task(new, "check").public_id, at=MONDAY + HOUR)
    new.refresh_from_db()
    assert (open_keys(old), new.state) == (["decide"], CaseState.DONE)
    register_kind(type(two_steps)(**{**two_steps.__dict__, "bpmn": TWO_STEPS}))
    receive(office, kind=two_steps.key)
    assert ProcessSpec.objects.count() == 2  # the same file is stored once


def test_a_stored_process_cannot_be_changed_by_the_serving_role(office):
    from django.db.utils import ProgrammingError

    receive(office)
    for change in (lambda: ProcessSpec.objects.update(bpmn=""), lambda: CaseEvent.objects.update(text="")):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_a_case_received_with_another_has_its_own_clock_and_decision(office, two_steps):
    parent = receive(office)
    child = open_child_case(
        by=office.actor("김접수"),
        parent_id=parent.public_id,
        kind=two_steps.key,
        title="산지전용신고",
        at=MONDAY + HOUR,
    )
    assert (child.parent_id, child.applicant_name, child.received_at) == (parent.id, "박말순", parent.received_at)
    assert child.due_at != parent.due_at
    assert CaseEvent.objects.filter(case=parent, kind=EventKind.CHILD_OPENED).count() == 1
    with pytest.raises(CaseworkRefused, match="다시 민원을 둘 수 없습니다"):
        open_child_case(by=office.actor("김접수"), parent_id=child.public_id, kind=two_steps.key, title="", at=MONDAY)
    by = office.actor("김접수")
    complete_task(by=by, task_id=open_task(child, "check").public_id, at=MONDAY + 2 * HOUR)
    propose_decision(
        by=by, task_id=open_task(child, "decide").public_id, outcome="refuse", reason="경사도", at=MONDAY + 2 * HOUR
    )
    parent.refresh_from_db()
    assert parent.state == CaseState.RUNNING


def test_a_process_that_cannot_go_on_refuses_the_step(office, two_steps):
    register_kind(type(two_steps)(**{**two_steps.__dict__, "bpmn": LOOP.replace("again == True", "again &lt; 3")}))
    case = receive(office, kind=two_steps.key, answers={"again": "글자"})
    with pytest.raises(ProcessRefused):
        complete_task(by=office.actor("김접수"), task_id=open_task(case, "check").public_id, at=MONDAY + HOUR)
    assert Task.objects.filter(case=case, state=TaskState.OPEN).count() == 1


def test_kinds_are_found_by_key():
    assert get_kind("sample.facility").label == "사설 장사시설 신고(연습)"
