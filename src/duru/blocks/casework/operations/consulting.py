"""Opinions of other departments: asked side by side, with a date, a reminder, and silence as consent only by law."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from duru.blocks.access.api import Actor
from duru.blocks.casework.enums import EventKind, Opinion, TaskKind, TaskState
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.models import Task, Timer
from duru.blocks.casework.operations.changing import Change, changing
from duru.blocks.casework.operations.stepping import due_at_of, set_clock, set_task_alarms
from duru.blocks.casework.operations.working import changing_task, check_duty, finish_task
from duru.kernel.days import (
    Extendable,
    Extension,
    ExtensionReason,
    check_extension,
    extension_rule,
    parse_period,
)
from duru.kernel.errors import Refused

OPINION_KEY = "opinion"  # of tasks that no step of the process made


def ask_opinion(
    *,
    by: Actor,
    public_id: str,
    departments: Sequence[str],
    question: str,
    period: str,
    at: datetime,
    version: int | None = None,
) -> list[Task]:
    """Ask departments for their opinion, all at once; each gets a task with a reply date and a reminder.

    Where a row of the kind says that the law takes silence for consent, its period (20일) replaces the one given.

    Args:
        departments: each once; one that is being asked already is refused.
        period: until when, as a general period ("7일"); must lie inside the processing time unless the clock stands.

    Raises:
        CaseworkRefused: nobody or nothing is asked, one is asked already, or the reply date lies after the case's.
        As `changing`.

    Source: 민원 처리에 관한 법률 제20조제1항; 행정기본법 제24조제3항·제4항.
    """
    asked = list(dict.fromkeys(each.strip() for each in departments if each.strip()))
    if not asked or not question.strip():
        raise CaseworkRefused("어느 부서에 무엇을 묻는지 적어 주십시오.")
    with changing(public_id, by=by, at=at, action="협의 요청", version=version, lead_only=True) as change:
        waiting = set(
            Task.objects.filter(case=change.case, kind=TaskKind.CONSULTATION, state=TaskState.OPEN).values_list(
                "department", flat=True
            )
        )
        if twice := sorted(waiting.intersection(asked)):
            raise CaseworkRefused(f"이미 회신을 기다리고 있는 부서입니다: {', '.join(twice)}.")
        try:
            wanted = parse_period(period)
        except Refused as refused:
            raise CaseworkRefused(refused.message) from refused
        for department in asked:
            task = Task(
                case=change.case,
                case_kind=change.case.kind,
                key=OPINION_KEY,
                name=f"{department} 의견",
                kind=TaskKind.CONSULTATION,
                department=department,
                opened_at=at,
                question=question.strip(),
            )
            set_clock(change, task, wanted)
            if change.case.due_at and not task.deemed_basis and task.due_at and task.due_at > change.case.due_at:
                raise CaseworkRefused("회신기한은 이 민원의 처리기한 안이어야 합니다(민원처리법 제20조제1항).")
            change.new_tasks.append(task)
            change.note(
                EventKind.ASKED, question.strip(), task=task, department=department, due_at=task.due_at.isoformat()
            )
    return change.new_tasks


def answer_opinion(
    *, by: Actor, task_id: str, opinion: str, at: datetime, note: str = "", version: int | None = None
) -> Task:
    """Reply as a consulted department: 가능, 조건부 (with the conditions), 불가 or 보완 필요 (with the reasons).

    Raises:
        CaseworkRefused: nobody was asked, it is another department's, or conditions or reasons are missing.
        As `changing`.
    """
    with changing_task(task_id, by=by, at=at, action="협의 회신", version=version, writes_itself=False) as (
        change,
        task,
    ):
        if task.kind != TaskKind.CONSULTATION:
            raise CaseworkRefused("협의로 요청된 일이 아닙니다.")
        if opinion not in Opinion.values or opinion == Opinion.DEEMED:
            raise CaseworkRefused("의견을 가능, 조건부, 불가, 보완 필요 가운데에서 골라 주십시오.")
        if opinion != Opinion.POSSIBLE and not note.strip():
            raise CaseworkRefused("조건이나 이유, 근거 법조문을 적어 주십시오.")
        check_duty(by, task, timezone.localdate(at))
        _answer(change, task, opinion, note)
    return task


def deem_consent(change: Change, task: Task) -> None:
    """Write that a department said nothing in the time the law gave, and so agreed. Only the clock does this.

    Source: the row of the kind (`task.deemed_basis`), such as 행정기본법 제24조제4항.
    """
    if not task.deemed_basis:
        raise CaseworkRefused("회신이 없어도 협의로 보는 근거가 없습니다.")
    _answer(change, task, Opinion.DEEMED, f"기한까지 회신이 없어 협의가 된 것으로 봅니다({task.deemed_basis}).")


def extend_reply(*, by: Actor, task_id: str, period: str, note: str, at: datetime, version: int | None = None) -> Task:
    """Lengthen a reply period, once, before it ends, with a reason, as the asked department.

    Raises:
        CaseworkRefused: it was lengthened before, has ended, is longer than the first, or says no reason.
        As `changing`.

    Source: 민원 처리에 관한 법률 제20조제2항.
    """
    with changing_task(task_id, by=by, at=at, action="회신기간 연장", version=version) as (change, task):
        check_duty(by, task, timezone.localdate(at))
        if task.kind != TaskKind.CONSULTATION or not task.period or task.due_at is None:
            raise CaseworkRefused("기한이 정해진 협의만 연장할 수 있습니다.")
        if not note.strip():
            raise CaseworkRefused("연장하는 까닭을 적어 주십시오.")
        received_on = timezone.localdate(change.case.received_at)
        try:
            extension = Extension(parse_period(period), ExtensionReason.UNAVOIDABLE, at, note=note.strip())
            check_extension(
                extension,
                rule=extension_rule(Extendable.REPLY, received_on),
                base=parse_period(task.period),
                earlier=[extension] if task.reply_extension else [],
                due_at=task.due_at,
            )
        except Refused as refused:
            raise CaseworkRefused(refused.message) from refused
        task.reply_extension = str(extension.period)
        task.due_at = due_at_of(task, calendar=change.calendar)
        task.save(update_fields=["due_at", "reply_extension"])
        Timer.objects.filter(task=task).delete()
        set_task_alarms(change, task)
        change.note(EventKind.REPLY_EXTENDED, note.strip(), task=task, period=period, due_at=task.due_at.isoformat())
    return task


def _answer(change: Change, task: Task, opinion: str, note: str) -> None:
    kind = EventKind.DEEMED if opinion == Opinion.DEEMED else EventKind.ANSWERED
    change.note(kind, note.strip(), task=task, opinion=opinion, department=task.department)
    finish_task(
        change, task, answers={f"{task.key}_opinion": opinion} if task.number else {}, note=note, opinion=opinion
    )
