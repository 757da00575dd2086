"""Departments are asked side by side; silence is consent only where a dated row with its article says so."""

from datetime import date, timedelta

import pytest

from duru.blocks.casework.api import (
    CaseworkRefused,
    DeemedRule,
    EventKind,
    Opinion,
    Task,
    TaskState,
    answer_opinion,
    ask_opinion,
    extend_reply,
    fire_timers,
    propose_decision,
)
from duru.blocks.casework.models import CaseEvent, Timer
from duru.kernel.days import KST, Period, Unit
from tests.blocks.casework.conftest import ANSWERS, MONDAY, open_keys, open_task, receive
from tests.blocks.casework.operations.test_cases import reviewed

DAY = timedelta(days=1)


def due_on(task: Task) -> str:
    return (task.due_at.astimezone(KST) - timedelta(minutes=1)).date().isoformat()


def test_five_departments_are_asked_at_once_each_with_its_date(office):
    case = reviewed(office)
    assert open_keys(case) == ["development", "farmland", "forest", "heritage", "road"]
    # 10일 with the day of asking left out: to 12 November; the law's 20 days for 산림과: 22 November is a Sunday.
    assert {task.key: due_on(task) for task in Task.objects.filter(case=case, state=TaskState.OPEN)} == {
        "development": "2026-11-12", "farmland": "2026-11-12", "heritage": "2026-11-12", "road": "2026-11-12",
        "forest": "2026-11-23",
    }  # fmt: skip


def test_silence_is_consent_where_the_law_says_so_and_nowhere_else(office, tenant):
    case = reviewed(office)
    fire_timers(tenant_id=tenant.id, now=MONDAY + 25 * DAY)
    assert open_keys(case) == ["development", "farmland", "heritage", "road"]
    forest = Task.objects.get(case=case, key="forest")
    assert (forest.opinion, forest.done_by_id) == (Opinion.DEEMED, None)
    (event,) = CaseEvent.objects.filter(case=case, kind=EventKind.DEEMED)
    assert "행정기본법 제24조제4항" in event.text


@pytest.mark.parametrize(
    "answers", [{**ANSWERS, "area_m2": 100}, {**ANSWERS, "facility": "urn_grave"}], ids=["100㎡", "not a grave"]
)
def test_the_condition_of_the_row_is_asked(office, tenant, answers):
    case = receive(office, answers=answers)
    from duru.blocks.casework.api import complete_task

    complete_task(
        by=office.actor("김접수"), task_id=open_task(case, "review").public_id, answers={"is_complete": True}, at=MONDAY
    )
    assert open_task(case, "forest").deemed_basis == ""
    fire_timers(tenant_id=tenant.id, now=MONDAY + 60 * DAY)
    assert open_task(case, "forest").opinion == ""


@pytest.mark.parametrize(
    ("received_on", "step", "department", "holds"),
    [
        (date(2026, 1, 1), "forest", "산림과", True),
        (date(2025, 12, 31), "forest", "산림과", False),
        (date(2027, 1, 1), "forest", "산림과", False),
        (date(2026, 6, 1), "opinion", "산림과", True),
        (date(2026, 6, 1), "road", "건설과", False),
    ],
)
def test_a_row_holds_for_its_days_and_steps(received_on, step, department, holds):
    row = DeemedRule(
        date(2026, 1, 1),
        Period(20, Unit.DAY),
        "행정기본법 제24조제4항",
        frozenset({"forest", "산림과"}),
        until_on=date(2027, 1, 1),
    )
    assert row.holds(received_on=received_on, step=step, department=department, variables={}) is holds


def test_a_row_without_its_article_cannot_be_written():
    with pytest.raises(ValueError, match="article"):
        DeemedRule(date(2026, 1, 1), Period(20, Unit.DAY), " ")


def test_opinions_are_asked_by_hand_and_hold_up_the_decision(office, two_steps):
    from duru.blocks.casework.api import complete_task

    case = receive(office, kind=two_steps.key)
    by = office.actor("김접수")
    asked = ask_opinion(
        by=by,
        public_id=case.public_id,
        departments=["산림과", "건설과", "산림과"],
        question="입목 벌채가 필요한가요?",
        period="3일",
        at=MONDAY,
    )
    assert [task.department for task in asked] == ["산림과", "건설과"]
    complete_task(by=by, task_id=open_task(case, "check").public_id, at=MONDAY)
    decide = open_task(case, "decide").public_id
    with pytest.raises(CaseworkRefused, match="협의가 2건"):
        propose_decision(by=by, task_id=decide, outcome="accept", reason="", at=MONDAY)
    for task in asked:
        answer_opinion(
            by=office.actor(f"{task.department} 사람", task.department), task_id=task.public_id, opinion="conditional",
            note="배수로를 낼 것", at=MONDAY + DAY,
        )  # fmt: skip
    propose_decision(by=by, task_id=decide, outcome="accept", reason="", at=MONDAY + DAY)
    case.refresh_from_db()
    assert case.outcome == "accept"


def test_nobody_is_asked_twice_nor_beyond_the_processing_time(office, two_steps):
    case = receive(office, kind=two_steps.key)
    how = {"by": office.actor("김접수"), "public_id": case.public_id, "question": "의견을 주십시오.", "at": MONDAY}
    ask_opinion(departments=["산림과"], period="3일", **how)
    with pytest.raises(CaseworkRefused, match="이미 회신을 기다리고"):
        ask_opinion(departments=["산림과", "건설과"], period="3일", **how)
    with pytest.raises(CaseworkRefused, match="제20조제1항"):
        ask_opinion(departments=["건설과"], period="30일", **how)
    assert Task.objects.filter(case=case, department="건설과").count() == 0


@pytest.mark.parametrize(
    ("opinion", "note", "said"),
    [
        ("conditional", "", "조건이나 이유"),
        ("impossible", "  ", "조건이나 이유"),
        ("deemed", "x", "골라"),
        ("whatever", "x", "골라"),
    ],
)
def test_an_opinion_says_what_it_means(office, opinion, note, said):
    case = reviewed(office)
    with pytest.raises(CaseworkRefused, match=said):
        answer_opinion(
            by=office.actor("산림과 담당", "산림과"),
            task_id=open_task(case, "forest").public_id,
            opinion=opinion,
            note=note,
            at=MONDAY + DAY,
        )


def test_a_reply_date_is_moved_once_before_it_ends_by_at_most_its_length(office):
    case = reviewed(office)
    task, by = open_task(case, "road"), office.actor("건설과 담당", "건설과")
    with pytest.raises(CaseworkRefused, match="길게"):
        extend_reply(by=by, task_id=task.public_id, period="11일", note="현장 확인", at=MONDAY + DAY)
    moved = extend_reply(by=by, task_id=task.public_id, period="5일", note="현장 확인", at=MONDAY + DAY)
    assert due_on(moved) == "2026-11-17"
    assert Timer.objects.get(task=moved, kind="task_due").at == moved.due_at
    with pytest.raises(CaseworkRefused, match="이미 1차례"):
        extend_reply(by=by, task_id=task.public_id, period="1일", note="현장 확인", at=MONDAY + DAY)
    late = open_task(case, "farmland")
    with pytest.raises(CaseworkRefused, match="이미 끝나"):
        extend_reply(
            by=office.actor("농지과 담당", "농지과"),
            task_id=late.public_id,
            period="1일",
            note="늦음",
            at=MONDAY + 20 * DAY,
        )
