"""The clock of a case: pauses and extensions by law, and the date that follows from them."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from duru.blocks.access.api import Actor
from duru.blocks.casework.enums import CaseState, EventKind, TaskKind, TaskState, TimerKind
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.models import Case, CaseExtension, CasePause, Task, Timer
from duru.blocks.casework.operations.changing import Change, changing
from duru.blocks.casework.operations.stepping import due_at_of, set_task_alarms
from duru.blocks.casework.queries.calendar import office_calendar
from duru.blocks.casework.rules.due import case_deadline, reminder_at
from duru.kernel.days import (
    EXTENSION_REASON_LABELS,
    Deadline,
    Extension,
    ExtensionReason,
    Matter,
    Pause,
    PauseReason,
    check_extension,
    check_pause,
    extension_rule,
    parse_period,
)
from duru.kernel.errors import Refused


def pause_case(
    *, by: Actor, public_id: str, reason: str, at: datetime, note: str = "", version: int | None = None
) -> Case:
    """Stop a case's clock from now on, for a reason its law leaves out of the period (보완, 의견청취, 검사 …).

    Args:
        reason: a PauseReason.
        note: what exactly; for 보완 what the applicant is asked for.

    Raises:
        CaseworkRefused: the law does not leave this reason out of this period, the clock stands already, or 보완 does not
            say what is missing.
        As `changing`.

    Source: 민원 처리에 관한 법률 제22조, 시행령 제20조; 행정절차법 시행령 제11조; the row in kernel.days.PAUSE_RULES.
    """
    with changing(public_id, by=by, at=at, action="처리기간 정지", version=version, lead_only=True) as change:
        if change.case.state == CaseState.PAUSED:
            raise CaseworkRefused("이미 처리기간이 멈춰 있습니다.")
        pause = Pause(PauseReason(reason), at)
        _lawful(check_pause, pause, Matter(change.case.matter))
        if reason == PauseReason.SUPPLEMENT and not note.strip():
            raise CaseworkRefused("무엇을 보완해야 하는지 적어 주십시오.")
        CasePause.objects.create(case=change.case, reason=reason, from_at=at, note=note.strip())
        change.set(state=CaseState.PAUSED, due_at=None)
        reset_case_alarms(change)
        own = _own_steps(change.case)
        Timer.objects.filter(task__in=own).delete()
        own.update(due_at=None)
        change.note(EventKind.PAUSED, note.strip(), reason=reason, basis=pause.rule.basis)
    return change.case


def resume_case(*, by: Actor, public_id: str, at: datetime, note: str = "", version: int | None = None) -> Case:
    """Let a case's clock run again; the paused time is left out and the due date moves accordingly.

    Raises:
        CaseworkRefused: the clock runs already, or the law leaves out no more than so many days.
        As `changing`.
    """
    with changing(public_id, by=by, at=at, action="처리기간 재개", version=version, lead_only=True) as change:
        lasting = CasePause.objects.filter(case=change.case, until_at__isnull=True).first()
        if lasting is None:
            raise CaseworkRefused("멈춰 있지 않은 민원입니다.")
        _lawful(check_pause, Pause(PauseReason(lasting.reason), lasting.from_at, at), Matter(change.case.matter))
        lasting.until_at = max(at, lasting.from_at)
        lasting.save(update_fields=["until_at"])
        due_at = deadline_of(change.case).due_at
        change.set(state=CaseState.RUNNING, due_at=due_at)
        reset_case_alarms(change)
        pauses = pauses_of(change.case)
        for task in _own_steps(change.case):
            task.case = change.case
            task.due_at = due_at_of(task, calendar=change.calendar, pauses=pauses)
            task.save(update_fields=["due_at"])
            set_task_alarms(change, task)
        change.note(EventKind.RESUMED, note.strip(), reason=lasting.reason, due_at=due_at.isoformat())
    return change.case


def extend_case(
    *,
    by: Actor,
    public_id: str,
    period: str,
    reason: str,
    at: datetime,
    consented: bool = False,
    note: str = "",
    version: int | None = None,
) -> Case:
    """Lengthen a case's period, once by itself and a second time with the applicant's consent, for a listed reason only.

    Args:
        period: by how much ("5일"), at most the period itself.
        reason: an ExtensionReason; workload, late assignment and absence are refused by name.

    Raises:
        CaseworkRefused: a condition of the law is not met; the sentence names it and the article.
        As `changing`.

    Source: 민원 처리에 관한 법률 시행령 제21조 (2026-05-06), and the row in kernel.days.EXTENSION_RULES.
    """
    with changing(public_id, by=by, at=at, action="처리기간 연장", version=version, lead_only=True) as change:
        case = change.case
        if case.due_at is None:
            raise CaseworkRefused("처리기간이 멈춰 있는 동안에는 연장할 수 없습니다. 먼저 재개해 주십시오.")
        try:
            extension = Extension(parse_period(period), ExtensionReason(reason), at, consented, note.strip())
            check_extension(
                extension,
                rule=extension_rule(change.kind.extendable, timezone.localdate(case.received_at)),
                base=parse_period(case.period),
                earlier=extensions_of(case),
                due_at=case.due_at,
            )
        except Refused as refused:
            raise CaseworkRefused(refused.message) from refused
        CaseExtension.objects.create(
            case=case, period=period, reason=reason, decided_at=at, consented=consented, note=note.strip()
        )
        before, due_at = case.due_at, deadline_of(case).due_at
        change.set(due_at=due_at)
        reset_case_alarms(change)
        change.note(
            EventKind.EXTENDED,
            note.strip() or EXTENSION_REASON_LABELS[ExtensionReason(reason)],
            reason=reason,
            period=period,
            before=before.isoformat(),
            due_at=due_at.isoformat(),
        )
    return change.case


def deadline_of(case: Case) -> Deadline:
    """Calculate a case's due date with the way to it; a pause that lasts is counted as if it ended when it began."""
    return case_deadline(
        received_at=case.received_at,
        period=case.period,
        rule=case.rule,
        set_by=case.set_by,
        calendar=office_calendar(),
        pauses=pauses_of(case),
        extensions=extensions_of(case),
    )


def pauses_of(case: Case) -> list[Pause]:
    """List the pauses of a case; one that lasts as if it ended when it began."""
    rows = CasePause.objects.filter(case=case).order_by("from_at").values_list("reason", "from_at", "until_at")
    return [Pause(PauseReason(reason), from_at, until_at or from_at) for reason, from_at, until_at in rows]


def extensions_of(case: Case) -> list[Extension]:
    """List the extensions of a case in the order they were decided."""
    rows = CaseExtension.objects.filter(case=case).order_by("decided_at", "id")
    return [
        Extension(parse_period(row.period), ExtensionReason(row.reason), row.decided_at, row.consented, row.note)
        for row in rows
    ]


def reset_case_alarms(change: Change, *, is_new: bool = False) -> None:
    """Set the timers of the case anew after its due date changed, none while it is paused or once it is decided; tasks without a period move along."""
    due_at = None if change.case.outcome else change.case.due_at
    if not is_new:
        Timer.objects.filter(case=change.case, task__isnull=True).delete()
        Task.objects.filter(case=change.case, state=TaskState.OPEN, period="").update(due_at=due_at)
    if due_at is None:
        return
    change.alarm(TimerKind.CASE_DUE, due_at)
    remind = reminder_at(due_at, change.calendar)
    if remind > change.at + timedelta(hours=1):
        change.alarm(TimerKind.CASE_REMINDER, remind)


def _own_steps(case: Case) -> QuerySet[Task]:
    """The open tasks whose clocks stand with the case's: all but opinions, which others go on writing meanwhile."""
    open_tasks = Task.objects.filter(case=case, state=TaskState.OPEN)
    return open_tasks.exclude(period="").exclude(kind=TaskKind.CONSULTATION)


def _lawful(check, *values) -> None:
    try:
        check(*values)
    except Refused as refused:
        raise CaseworkRefused(refused.message) from refused
