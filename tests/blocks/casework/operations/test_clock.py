"""Pauses and extensions by law; timers that act once; due dates that move when a holiday is named."""

import threading
from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from django.db import connection

from duru.blocks.access.api import NotAllowed, OrganisationKind, Role, add_organisation
from duru.blocks.casework.api import (
    Case,
    CaseState,
    CaseworkRefused,
    EventKind,
    Task,
    add_holiday,
    ask_opinion,
    complete_task,
    extend_case,
    fire_timers,
    list_holidays,
    move_due_dates,
    pause_case,
    remove_holiday,
    resume_case,
    return_case,
    set_office_hours,
    withdraw_case,
)
from duru.blocks.casework.models import CaseEvent, Timer
from duru.blocks.casework.operations import timing
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.kernel.days import KST
from tests.blocks.casework.conftest import MACHINE, MONDAY, Office, open_task, receive

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def last_on(case) -> str:
    return (Case.objects.get(id=case.id).due_at.astimezone(KST) - timedelta(minutes=1)).date().isoformat()


def test_the_days_of_보완_are_left_out_both_ends_included(office):
    case = receive(office)
    by = office.actor("김접수")
    pause_case(by=by, public_id=case.public_id, reason="supplement", note="위치도", at=MONDAY + DAY)
    paused = Case.objects.get(id=case.id)
    assert (paused.state, paused.due_at) == (CaseState.PAUSED, None)
    assert Timer.objects.filter(case=case, task__isnull=True).count() == 0
    resume_case(by=by, public_id=case.public_id, at=MONDAY + 3 * DAY)
    # Tuesday to Thursday are out: three worked days more than 27 November.
    assert last_on(case) == "2026-12-02"
    assert Timer.objects.filter(case=case, kind="case_due").get().at == Case.objects.get(id=case.id).due_at


@pytest.mark.parametrize(
    ("reason", "note", "said"),
    [
        ("supplement", "", "무엇을 보완"),
        ("consultation", "협의", "빼지 않습니다"),
        ("opinion", "의견", "빼지 않습니다"),
    ],
)
def test_a_pause_the_law_does_not_know_is_refused(office, reason, note, said):
    case = receive(office)
    with pytest.raises(CaseworkRefused, match=said):
        pause_case(by=office.actor("김접수"), public_id=case.public_id, reason=reason, note=note, at=MONDAY + DAY)
    assert Case.objects.get(id=case.id).state == CaseState.RUNNING


def test_a_clock_stands_once_and_runs_once(office):
    case = receive(office)
    how = {"by": office.actor("김접수"), "public_id": case.public_id}
    with pytest.raises(CaseworkRefused, match="멈춰 있지 않은"):
        resume_case(at=MONDAY, **how)
    pause_case(reason="hearing", at=MONDAY, **how)
    with pytest.raises(CaseworkRefused, match="이미"):
        pause_case(reason="hearing", at=MONDAY, **how)
    with pytest.raises(CaseworkRefused, match="멈춰 있는 동안"):
        extend_case(period="5일", reason="cooperation", at=MONDAY, **how)


def test_an_extension_needs_a_listed_reason_and_the_second_one_consent(office):
    case = receive(office)
    how = {"by": office.actor("김접수"), "public_id": case.public_id, "at": MONDAY + DAY}
    for reason in ("workload", "late_assignment", "absence"):
        with pytest.raises(CaseworkRefused, match="제21조제2항"):
            extend_case(period="5일", reason=reason, **how)
    extend_case(period="5일", reason="fact_finding", **how)
    assert last_on(case) == "2026-12-04"
    with pytest.raises(CaseworkRefused, match="동의"):
        extend_case(period="5일", reason="fact_finding", **how)
    extend_case(period="5일", reason="fact_finding", consented=True, **how)
    with pytest.raises(CaseworkRefused, match="이미 2차례"):
        extend_case(period="5일", reason="fact_finding", consented=True, **how)


def test_an_application_is_given_back_only_after_보완_was_asked_for(office):
    case = receive(office)
    how = {"by": office.actor("김접수"), "public_id": case.public_id, "reason": "위치도를 내지 않음"}
    with pytest.raises(CaseworkRefused, match="보완을 요구한 적이 없어"):
        return_case(at=MONDAY + DAY, **how)
    pause_case(by=how["by"], public_id=case.public_id, reason="supplement", note="위치도", at=MONDAY + DAY)
    return_case(at=MONDAY + 20 * DAY, **how)
    case.refresh_from_db()
    assert (case.state, case.pauses.filter(until_at__isnull=True).count()) == (CaseState.RETURNED, 0)


def test_timers_remind_and_tell_what_is_overdue_once(office, tenant, two_steps):
    case = receive(office, kind=two_steps.key)  # 6일: Monday to Monday, 9 November
    assert fire_timers(tenant_id=tenant.id, now=MONDAY + HOUR) == 0
    assert fire_timers(tenant_id=tenant.id, now=MONDAY + 30 * DAY) == 4
    assert fire_timers(tenant_id=tenant.id, now=MONDAY + 30 * DAY) == 0
    kinds = list(CaseEvent.objects.filter(case=case).order_by("id").values_list("kind", "detail__timer"))[2:]
    assert kinds == [
        (EventKind.REMINDED, "task_reminder"),
        (EventKind.OVERDUE, "task_due"),
        (EventKind.REMINDED, "case_reminder"),
        (EventKind.OVERDUE, "case_due"),
    ]


def test_timers_of_what_is_done_never_fire(office, tenant, two_steps):
    case = receive(office, kind=two_steps.key)
    complete_task(by=office.actor("김접수"), task_id=open_task(case, "check").public_id, at=MONDAY + HOUR)
    assert set(Timer.objects.filter(case=case).values_list("kind", flat=True)) == {"case_due", "case_reminder"}


def test_a_named_holiday_moves_due_dates_with_notice_and_back(office, tenant, two_steps):
    case = receive(office, kind=two_steps.key)
    admin = office.actor("관리자", "정보통신과", Role.ADMIN)
    before = last_on(case)
    add_holiday(by=admin, on=date(2026, 11, 6), name="임시공휴일", source="관보 2026-11-02", at=MONDAY)
    assert [day.name for day in list_holidays(2026) if day.on == date(2026, 11, 6)] == ["임시공휴일"]
    assert move_due_dates(tenant_id=tenant.id, from_on="2026-11-06", why="임시공휴일", now=lambda: MONDAY + HOUR) == 1
    assert (before, last_on(case)) == ("2026-11-09", "2026-11-10")
    assert Timer.objects.get(case=case, kind="case_due").at == Case.objects.get(id=case.id).due_at
    (event,) = CaseEvent.objects.filter(case=case, kind=EventKind.DUE_MOVED)
    assert (event.text, event.detail["before"][:10]) == ("임시공휴일", "2026-11-09")
    assert move_due_dates(tenant_id=tenant.id, from_on="2026-11-06", why="또", now=lambda: MONDAY + HOUR) == 0
    remove_holiday(by=admin, on=date(2026, 11, 6), at=MONDAY + HOUR)
    assert move_due_dates(tenant_id=tenant.id, from_on="2026-11-06", why="취소", now=lambda: MONDAY + HOUR) == 1
    assert last_on(case) == "2026-11-09"


def test_tasks_move_along_and_so_do_their_timers(office, tenant, two_steps):
    case = receive(office, kind=two_steps.key)
    add_holiday(
        by=office.actor("관리자", "정보통신과", Role.ADMIN),
        on=date(2026, 11, 3),
        name="임시공휴일",
        source="관보",
        at=MONDAY,
    )
    before = open_task(case, "check").due_at
    move_due_dates(tenant_id=tenant.id, from_on="2026-11-03", why="임시공휴일", now=lambda: MONDAY)
    task = open_task(case, "check")
    assert task.due_at - before == DAY
    assert Timer.objects.get(task=task, kind="task_due").at == task.due_at


@pytest.mark.parametrize(
    ("on", "name", "said"),
    [
        (date(2026, 12, 25), "임시공휴일", "기독탄신일"),
        (date(2026, 11, 7), "임시공휴일", "이미 쉬는 날"),
        (date(2026, 11, 6), " ", "이름과 근거"),
        (date(1999, 1, 4), "옛날", "2014년부터"),
    ],
)
def test_a_day_that_cannot_be_named_is_refused(office, on, name, said):
    with pytest.raises(CaseworkRefused, match=said):
        add_holiday(by=office.actor("관리자", "정보통신과", Role.ADMIN), on=on, name=name, source="관보", at=MONDAY)


def test_only_the_administrator_keeps_the_calendar(office):
    for role in (Role.PERMIT_OFFICER, Role.WELFARE_LEAD, Role.MAYOR):
        with pytest.raises(NotAllowed):
            add_holiday(by=office.actor(f"{role}", role=role), on=date(2026, 11, 6), name="x", source="y", at=MONDAY)


def test_office_hours_hold_from_their_day_on(office, two_steps):
    admin = office.actor("관리자", "정보통신과", Role.ADMIN)
    short = {"opens": time(9), "closes": time(17), "lunch_from": time(12), "lunch_until": time(13)}
    set_office_hours(by=admin, at=MONDAY, from_on=date(2026, 11, 4), source="민원실 운영 조례", **short)
    case = receive(office, kind=two_steps.key)
    # 3일 = 24 working hours from Monday 10:00: 7 + 8, then 7 a day, so Thursday 11:00 instead of 10:00.
    assert open_task(case, "check").due_at.astimezone(KST).isoformat() == "2026-11-05T11:00:00+09:00"
    with pytest.raises(CaseworkRefused, match="차례대로"):
        set_office_hours(by=admin, at=MONDAY, from_on=date(2026, 11, 4), source="조례", **{**short, "closes": time(8)})


def side_by_side(work) -> None:
    """Let two workers do the same at once, each on a connection of its own."""

    def alone():
        try:
            work()
        finally:
            connection.close()

    workers = [threading.Thread(target=alone) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_each_timer_acts_once_and_each_task_is_finished_once(two_steps):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        office = Office(add_organisation(by=MACHINE, name="해오름구청", kind=OrganisationKind.GU_OFFICE), {})
        for _ in range(12):
            receive(office, kind=two_steps.key)
        n_timers, tasks = Timer.objects.count(), list(Task.objects.values_list("public_id", flat=True))
    fired, finished = [], []

    def fire():
        while n := timing.fire_timers(tenant_id=tenant.id, now=MONDAY + 40 * DAY):
            fired.append(n)

    def finish():
        for task_id in tasks:
            with suppress(CaseworkRefused), tenant_scope(tenant.id):
                complete_task(by=MACHINE, task_id=task_id, at=MONDAY + 40 * DAY)
                finished.append(task_id)

    side_by_side(fire)
    fired.append(timing.fire_timers(tenant_id=tenant.id, now=MONDAY + 40 * DAY))
    with tenant_scope(tenant.id):
        assert sum(fired) == n_timers
        assert Timer.objects.count() == 0
        assert CaseEvent.objects.filter(kind__in=[EventKind.REMINDED, EventKind.OVERDUE]).count() == n_timers
        assert Task.objects.count() == 12
    side_by_side(finish)
    with tenant_scope(tenant.id):
        assert sorted(finished) == sorted(tasks)
        assert (
            Task.objects.filter(key="decide").count()
            == CaseEvent.objects.filter(kind=EventKind.TASK_DONE).count()
            == 12
        )


def test_the_clocks_of_own_steps_stand_with_the_case_and_opinions_run_on(office, tenant):
    case = receive(office)
    by = office.actor("김접수")
    ask_opinion(by=by, public_id=case.public_id, departments=["산림과"], question="의견", period="5일", at=MONDAY)
    opinion_due = open_task(case, "opinion").due_at
    pause_case(by=by, public_id=case.public_id, reason="supplement", note="위치도", at=MONDAY + DAY)
    assert (open_task(case, "review").due_at, open_task(case, "opinion").due_at) == (None, opinion_due)
    fire_timers(tenant_id=tenant.id, now=MONDAY + 3 * DAY)
    assert CaseEvent.objects.filter(case=case, kind=EventKind.OVERDUE).count() == 0
    resume_case(by=by, public_id=case.public_id, at=MONDAY + 3 * DAY)
    # 3일 from Monday 10:00; Tuesday to Thursday are left out: 24 working hours end on Tuesday, 10 November, at 10:00.
    assert open_task(case, "review").due_at.astimezone(KST).isoformat() == "2026-11-10T10:00:00+09:00"


def test_only_the_responsible_department_steers_a_case(office):
    case = receive(office)
    ask_opinion(
        by=office.actor("김접수"),
        public_id=case.public_id,
        departments=["산림과"],
        question="의견",
        period="5일",
        at=MONDAY,
    )
    asked = {"by": office.actor("산림과 담당", "산림과"), "public_id": case.public_id, "at": MONDAY}
    for deed in (
        lambda: pause_case(reason="hearing", **asked),
        lambda: extend_case(period="5일", reason="cooperation", **asked),
        lambda: withdraw_case(**asked),
        lambda: ask_opinion(departments=["건설과"], question="의견", period="5일", **asked),
    ):
        with pytest.raises(NotAllowed, match="노인장애인과에서 정합니다"):
            deed()
    pause_case(**{**asked, "by": office.actor("국장", "복지국", Role.WELFARE_LEAD)}, reason="hearing")
