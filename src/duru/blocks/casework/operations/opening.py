"""Receiving a case, and the child cases of a joint receipt."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from duru.blocks.access.api import Actor, Membership, check_may
from duru.blocks.casework.engine.runs import Run
from duru.blocks.casework.enums import EventKind
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.events import CaseOpened
from duru.blocks.casework.faults import reach
from duru.blocks.casework.kinds import CaseKind, get_kind
from duru.blocks.casework.models import Case, EngineState, ProcessSpec, ReceiptCounter
from duru.blocks.casework.operations.changing import Change, changing, write
from duru.blocks.casework.operations.clock import reset_case_alarms
from duru.blocks.casework.operations.stepping import open_steps
from duru.blocks.casework.permissions import WORK
from duru.blocks.casework.queries.calendar import office_calendar
from duru.blocks.casework.queries.specs import plan_of
from duru.blocks.casework.rules.due import case_deadline
from duru.blocks.casework.rules.forms import check_form
from duru.kernel.days import OfficeCalendar
from duru.kernel.phones import parse_phone


def open_case(
    *,
    by: Actor,
    kind: str,
    title: str,
    applicant_name: str,
    at: datetime,
    applicant_phone: str = "",
    answers: Mapping[str, Any] | None = None,
    received_at: datetime | None = None,
    receipt_no: str = "",
    department: str = "",
    officer: Membership | None = None,
    parent: Case | None = None,
) -> Case:
    """Receive an application: its clock starts, its process begins, its first tasks stand on the board.

    Args:
        kind: key of a registered kind.
        at: the moment of writing; `received_at` is the 접수시각 and starts the clock (from 새올, or `at`).
        answers: the form "application" of the kind.
        receipt_no: the number 새올 gave; empty for one of our own (2026-000123).
        department: responsible one, when not the kind's own.
        officer: who handles it; gets the steps of the responsible department.
        parent: the case it was received together with (일괄접수): a 처분 of its own, with own clock and decision.

    Raises:
        NotAllowed: the actor may not work on cases.
        KeyError: nobody registered this kind.
        FormRefused: the form is not filled in rightly.
        CaseworkRefused: the name is missing, the telephone or the receipt number cannot be, or the moment lies ahead.
        ProcessRefused: the process cannot be begun with these answers.

    Source: 민원 처리에 관한 법률 제9조 (no receipt is refused), 시행령 제6조.
    """
    check_may(by, WORK)
    kind_of_case, received_at = get_kind(kind), received_at or at
    if not applicant_name.strip():
        raise CaseworkRefused("신청인 이름을 적어 주십시오.")
    if received_at > at:
        raise CaseworkRefused("접수 시각이 지금보다 뒤일 수 없습니다.")
    if "application" in kind_of_case.forms:
        check_form(kind_of_case.forms["application"], answers or {})
    with transaction.atomic():
        calendar = office_calendar()
        case = _new_case(
            kind_of_case,
            calendar,
            title=title.strip() or kind_of_case.label,
            applicant_name=applicant_name.strip(),
            applicant_phone=_phone(applicant_phone),
            answers=dict(answers or {}),
            received_at=received_at,
            receipt_no=receipt_no.strip() or _next_receipt_no(timezone.localdate(received_at).year),
            department=department or kind_of_case.department,
            officer=officer,
            parent=parent,
            at=at,
        )
        reach("casework.received")
        change = Change(case, by, at, "민원 접수")
        change.calendar = calendar
        change.note(EventKind.OPENED, receipt_no=case.receipt_no, due_at=case.due_at.isoformat())
        run = Run.start(plan_of(case.spec), case.variables)
        open_steps(change, dict(sorted(run.open_steps().items())))
        EngineState.objects.create(case=case, dump=run.dump())
        reset_case_alarms(change, is_new=True)
        change.to_publish.append(CaseOpened(case.public_id, case.kind))
        write(change)
    reach("casework.after_commit")
    return case


def open_child_case(*, by: Actor, parent_id: str, at: datetime, **given: Any) -> Case:
    """Receive a further application together with one that is open (일괄접수): same applicant, same moment of receipt.

    `given` as for `open_case`; name, telephone and 접수시각 are the parent's unless given.

    Raises:
        CaseworkRefused: the parent has ended or is itself a child.
        As `open_case`.

    Source: 민원 처리에 관한 법률 제31조 (복합민원), 시행령 제35조.
    """
    with changing(parent_id, by=by, at=at, action="함께 접수", lead_only=True) as change:
        parent = change.case
        if parent.parent_id is not None:
            raise CaseworkRefused("함께 접수한 민원 아래에 다시 민원을 둘 수 없습니다.")
        same = {"applicant_name": parent.applicant_name, "applicant_phone": parent.applicant_phone}
        child = open_case(by=by, at=at, parent=parent, **{**same, "received_at": parent.received_at, **given})
        change.note(EventKind.CHILD_OPENED, child.title, case=child.public_id, receipt_no=child.receipt_no)
    return child


def _new_case(kind: CaseKind, calendar: OfficeCalendar, *, at: datetime, **columns: Any) -> Case:
    rule = kind.counting_rule
    deadline = case_deadline(
        received_at=columns["received_at"], period=kind.period, rule=rule, set_by=kind.set_by, calendar=calendar
    )
    # Also our own: another system may have given this very number before.
    if Case.objects.filter(receipt_no=columns["receipt_no"]).exists():
        raise CaseworkRefused(f"접수번호 {columns['receipt_no']}의 민원이 이미 있습니다.")
    return Case.objects.create(
        kind=kind.key,
        spec=_spec(kind, at),
        variables={name: value for name, value in columns["answers"].items() if is_plain(value)},
        period=kind.period,
        rule=rule,
        matter=kind.matter,
        set_by=kind.set_by,
        due_at=deadline.due_at,
        **columns,
    )


def is_plain(value: Any) -> bool:
    """Say whether an answer can be asked for in a condition: a word, a number, yes or no."""
    return value is None or isinstance(value, str | int | float | bool)


def _spec(kind: CaseKind, at: datetime) -> ProcessSpec:
    """Find the stored version of a kind's process; a file not seen before becomes the next one."""
    digest = kind.plan.digest
    stored = ProcessSpec.objects.filter(kind=kind.key)
    if found := stored.filter(digest=digest).defer("bpmn").first():
        return found
    with connection.cursor() as cursor:  # two first cases at once must not store two versions
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('casework spec'), hashtext(%s))", [kind.key])
    if found := stored.filter(digest=digest).defer("bpmn").first():
        return found
    last = stored.aggregate(last=Max("version"))["last"] or 0
    return ProcessSpec.objects.create(kind=kind.key, version=last + 1, digest=digest, bpmn=kind.bpmn, stored_at=at)


_TAKE = """
UPDATE casework_receiptcounter SET last = last + 1 WHERE id = (
    SELECT id FROM casework_receiptcounter WHERE year = %s ORDER BY last, slot LIMIT 1 FOR UPDATE {}
) RETURNING slot, last
"""


def _next_receipt_no(year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE.format("SKIP LOCKED"), [year])
        taken = cursor.fetchone()
        if taken is None:  # the first of the year, or sixteen others are receiving at this moment
            cursor.execute(
                "INSERT INTO casework_receiptcounter (year, slot, last) SELECT %s, generate_series(0, %s), 0 "
                "ON CONFLICT (tenant_id, year, slot) DO NOTHING",
                [year, ReceiptCounter.SLOTS - 1],
            )
            cursor.execute(_TAKE.format(""), [year])
            taken = cursor.fetchone()
    slot, n_given = taken
    return f"{year}-{(n_given - 1) * ReceiptCounter.SLOTS + slot + 1:06d}"


def _phone(typed: str) -> str:
    if not typed.strip():
        return ""
    phone = parse_phone(typed)
    if phone.kind in ("", "unknown"):
        raise CaseworkRefused("전화번호를 010-1234-5678처럼 적어 주십시오.")
    return phone.digits
