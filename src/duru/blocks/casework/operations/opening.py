"""Receiving a case, and the child cases of a joint receipt."""

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, Membership, check_may
from duru.blocks.casework.engine.moves import begin
from duru.blocks.casework.enums import EventKind
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.events import CaseOpened
from duru.blocks.casework.faults import reach
from duru.blocks.casework.kinds import CaseKind, get_kind
from duru.blocks.casework.models import Case
from duru.blocks.casework.operations.changing import Change, changing, write
from duru.blocks.casework.operations.clock import reset_case_alarms
from duru.blocks.casework.operations.receipts import next_receipt_no, store_case
from duru.blocks.casework.operations.stepping import open_steps
from duru.blocks.casework.permissions import WORK
from duru.blocks.casework.rules.due import case_deadline
from duru.blocks.casework.rules.forms import check_form
from duru.kernel.days import civil_rule, parse_period
from duru.kernel.phones import parse_phone


def open_case(
    *,
    by: Actor,
    kind: str,
    title: str,
    applicant_name: str,
    at: datetime,
    applicant_phone: str = "",
    applicant_email: str = "",
    answers: Mapping[str, Any] | None = None,
    received_at: datetime | None = None,
    receipt_no: str = "",
    department: str = "",
    period: str = "",
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
        period: 처리기간 where the law sets another for this case than for its kind ("10일"); empty for the kind's.
        officer: who handles it; gets the steps of the responsible department.
        parent: the case it was received together with (일괄접수): a 처분 of its own, with own clock and decision.

    Raises:
        NotAllowed: the actor may not work on cases.
        KeyError: nobody registered this kind.
        FormRefused: the form is not filled in rightly.
        CaseworkRefused: the name is missing, the telephone, the e-mail or the receipt number cannot be, or the moment lies ahead.
        ProcessRefused: the process cannot be begun with these answers.

    Source: 민원 처리에 관한 법률 제9조 (no receipt is refused), 시행령 제6조.
    """
    check_may(by, WORK)
    kind_of_case, received_at = get_kind(kind), received_at or at
    _check_receipt(kind_of_case, applicant_name, answers or {}, received_at, at)
    # Nothing is written before the number is taken, and that stays taken: the next try must not get it again.
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        case = Case(
            kind=kind,
            parent=parent,
            title=title.strip() or kind_of_case.label,
            receipt_no=receipt_no.strip(),
            received_at=received_at,
            department=department or kind_of_case.department,
            officer=officer,
            applicant_name=applicant_name.strip(),
            applicant_phone=_phone(applicant_phone),
            applicant_email=_email(applicant_email),
            answers=dict(answers or {}),
        )
        change = Change(case, by, at, "민원 접수")
        _begin(change, period)
        reach("casework.received")
        write(change)
    reach("casework.after_commit")
    return case


def open_child_case(*, by: Actor, parent_id: str, at: datetime, **given: Any) -> Case:
    """Receive a further application together with one that is open (일괄접수): same applicant, same moment of receipt.

    `given` as for `open_case`; name, telephone, e-mail and 접수시각 are the parent's unless given.

    Raises:
        CaseworkRefused: the parent has ended or is itself a child.
        As `open_case`.

    Source: 민원 처리에 관한 법률 제31조 (복합민원), 시행령 제35조.
    """
    with changing(parent_id, by=by, at=at, action="함께 접수", lead_only=True) as change:
        parent = change.case
        if parent.parent_id is not None:
            raise CaseworkRefused("함께 접수한 민원 아래에 다시 민원을 둘 수 없습니다.")
        same = {name: getattr(parent, name) for name in ("applicant_name", "applicant_phone", "applicant_email")}
        child = open_case(by=by, at=at, parent=parent, **{**same, "received_at": parent.received_at, **given})
        change.note(EventKind.CHILD_OPENED, child.title, case=child.public_id, receipt_no=child.receipt_no)
    return child


def _check_receipt(
    kind: CaseKind, applicant_name: str, answers: Mapping[str, Any], received_at: datetime, at: datetime
) -> None:
    if not applicant_name.strip():
        raise CaseworkRefused("신청인 이름을 적어 주십시오.")
    if received_at > at:
        raise CaseworkRefused("접수 시각이 지금보다 뒤일 수 없습니다.")
    if "application" in kind.forms:
        check_form(kind.forms["application"], answers)


def _begin(change: Change, period: str) -> None:
    """Set the clock of a new case, let its process begin, and store it; its tasks and history wait in the change."""
    case, kind = change.case, change.kind
    case.period, case.rule = period or kind.period, kind.counting_rule
    if period:
        case.rule = kind.rule or civil_rule(parse_period(period))
    case.matter, case.set_by = kind.matter, kind.set_by
    case.due_at = case_deadline(
        received_at=case.received_at, period=case.period, rule=case.rule, set_by=case.set_by, calendar=change.calendar
    ).due_at
    case.variables = {name: value for name, value in case.answers.items() if is_plain(value)}
    move = begin(kind.plan, case.variables)
    case.dump = move.dump
    # Last of all, so that a case that cannot begin takes no number.
    case.receipt_no = case.receipt_no or next_receipt_no(timezone.localdate(case.received_at).year)
    store_case(case, kind.plan, at=change.at)
    reach("casework.case_stored")
    change.note(EventKind.OPENED, receipt_no=case.receipt_no, due_at=case.due_at.isoformat())
    open_steps(change, move.opened)
    reset_case_alarms(change, is_new=True)
    change.to_publish.append(CaseOpened(case.public_id, case.kind))


def is_plain(value: Any) -> bool:
    """Say whether an answer can be asked for in a condition: a word, a number, yes or no."""
    return value is None or isinstance(value, str | int | float | bool)


def _phone(typed: str) -> str:
    if not typed.strip():
        return ""
    phone = parse_phone(typed)
    if phone.kind in ("", "unknown"):
        raise CaseworkRefused("전화번호를 010-1234-5678처럼 적어 주십시오.")
    return phone.digits


def _email(typed: str) -> str:
    if typed.strip():
        try:
            validate_email(typed.strip())
        except ValidationError:
            raise CaseworkRefused("전자우편 주소를 name@example.com처럼 적어 주십시오.") from None
    return typed.strip()
