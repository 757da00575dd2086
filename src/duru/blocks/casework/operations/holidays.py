"""Days and hours entered by the administrator, and the due dates that move with them."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from duru.blocks.access.api import Actor, check_may, system_actor
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.enums import CaseState, EventKind, HolidayKind, TaskState
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.events import CalendarChanged
from duru.blocks.casework.models import Case, CounterHours, NamedHoliday, Task, Timer
from duru.blocks.casework.operations.changing import Change, write
from duru.blocks.casework.operations.clock import deadline_of, pauses_of, reset_case_alarms
from duru.blocks.casework.operations.stepping import due_at_of, set_task_alarms
from duru.blocks.casework.permissions import CALENDAR
from duru.blocks.casework.queries.calendar import office_calendar
from duru.blocks.tenancy.api import publish, tenant_scope
from duru.kernel.days import KST, OfficeHours
from duru.kernel.holidays_kr import FIRST_YEAR, LAST_YEAR

_CLOCK = system_actor("근무 달력")


def add_holiday(
    *, by: Actor, on: date, name: str, source: str, at: datetime, kind: str = HolidayKind.EXTRA
) -> NamedHoliday:
    """Enter a 임시공휴일 or election day; open cases whose period reaches it are counted anew in the background.

    Raises:
        NotAllowed: the actor does not keep the calendar.
        CaseworkRefused: the day is a day off already, or name or source are missing.

    Source: 관공서의 공휴일에 관한 규정 제2조 제10호의2·제11호.
    """
    check_may(by, CALENDAR)
    if not name.strip() or not source.strip():
        raise CaseworkRefused("이름과 근거(공고)를 적어 주십시오.")
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise CaseworkRefused(f"{FIRST_YEAR}년부터 {LAST_YEAR}년까지의 날만 넣을 수 있습니다.")
    with transaction.atomic():
        calendar = office_calendar()
        if not calendar.is_working(on):
            raise CaseworkRefused(f"{on:%Y-%m-%d}은 이미 쉬는 날입니다{_named(calendar.name_of(on))}.")
        holiday = NamedHoliday.objects.create(on=on, name=name.strip(), kind=kind, source=source.strip(), added_at=at)
        record_deed(actor=by.audit, action="공휴일 등록", detail={"on": on.isoformat(), "kind": kind}, at=at)
        publish(CalendarChanged(on.isoformat(), f"{holiday.name}({on:%Y-%m-%d})을 공휴일로 등록"))
    return holiday


def remove_holiday(*, by: Actor, on: date, at: datetime) -> None:
    """Take back a day entered by mistake or called off; due dates move back. None there changes nothing.

    Raises:
        NotAllowed: the actor does not keep the calendar.
    """
    check_may(by, CALENDAR)
    with transaction.atomic():
        removed, _ = NamedHoliday.objects.filter(on=on).delete()
        if removed:
            record_deed(actor=by.audit, action="공휴일 등록 취소", detail={"on": on.isoformat()}, at=at)
            publish(CalendarChanged(on.isoformat(), f"{on:%Y-%m-%d}의 공휴일 등록을 취소"))


def set_office_hours(*, by: Actor, at: datetime, from_on: date, source: str, **hours) -> CounterHours:
    """Enter office hours that hold from a day on, or correct the row of that day.

    Args:
        hours: opens, closes, lunch_from, lunch_until; both lunch times None for none.

    Raises:
        NotAllowed: the actor does not keep the calendar.
        CaseworkRefused: the times are not in order, or the source (조례) is missing.

    Source: 민원 처리에 관한 법률 시행령 제8조의3.
    """
    check_may(by, CALENDAR)
    if not source.strip():
        raise CaseworkRefused("근거(조례나 규칙)를 적어 주십시오.")
    try:
        OfficeHours(from_on, **hours)
    except ValueError as error:
        raise CaseworkRefused("시작, 점심, 끝 시각이 차례대로여야 합니다.") from error
    with transaction.atomic():
        row, _ = CounterHours.objects.update_or_create(from_on=from_on, defaults={**hours, "source": source.strip()})
        record_deed(actor=by.audit, action="근무시간 등록", detail={"from_on": from_on.isoformat()}, at=at)
        publish(CalendarChanged(from_on.isoformat(), "근무시간을 바꿈"))
    return row


def move_due_dates(*, tenant_id: int, from_on: str, why: str, now: Callable[[], datetime]) -> int:
    """Count the due dates of running cases and their tasks anew; each that moved gets a line of history. Repeatable.

    Args:
        from_on: ISO day; cases due before it cannot have moved.
        why: what the history says.

    Returns:
        How many cases moved.
    """
    with tenant_scope(tenant_id):
        ids = list(
            Case.objects.filter(state=CaseState.RUNNING, due_at__gte=date_start(from_on))
            .order_by("id")
            .values_list("id", flat=True)
        )
    n_moved = 0
    for case_id in ids:
        with tenant_scope(tenant_id):
            n_moved += _move(case_id, why, now())
    return n_moved


def date_start(iso: str) -> datetime:
    """Midnight at the beginning of a Korean day given as 2026-11-22."""
    return datetime.combine(date.fromisoformat(iso), datetime.min.time(), tzinfo=KST)


def _move(case_id: int, why: str, at: datetime) -> int:
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(id=case_id, state=CaseState.RUNNING).first()
        if case is None:
            return 0
        change = Change(case, _CLOCK, at, "처리기한 다시 계산")
        before, after = case.due_at, deadline_of(case).due_at
        if after != before:
            change.set(due_at=after)
            reset_case_alarms(change)
            change.note(EventKind.DUE_MOVED, why, before=before.isoformat(), due_at=after.isoformat())
        for task in Task.objects.filter(case=case, state=TaskState.OPEN).exclude(period=""):
            _move_task(change, task, why)
        if not change.news:
            return 0
        write(change)
    return 1


def _move_task(change: Change, task: Task, why: str) -> None:
    task.case = change.case
    due_at = due_at_of(task, calendar=change.calendar, pauses=pauses_of(change.case))
    if due_at == task.due_at:
        return
    change.note(EventKind.DUE_MOVED, why, task=task, before=task.due_at.isoformat(), due_at=due_at.isoformat())
    task.due_at = due_at
    task.save(update_fields=["due_at"])
    Timer.objects.filter(task=task).delete()
    set_task_alarms(change, task)


def _named(name: str) -> str:
    return f"({name})" if name else ""
