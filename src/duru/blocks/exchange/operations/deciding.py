"""The person looks at the preview and decides: in, or away with it."""

from datetime import datetime

from django.db import transaction

from duru.blocks.access.api import Actor
from duru.blocks.audit.api import record_deed
from duru.blocks.exchange.enums import IntakeState
from duru.blocks.exchange.errors import WrongState
from duru.blocks.exchange.faults import reach
from duru.blocks.exchange.models import Intake
from duru.blocks.exchange.operations.discarding import discard_rows
from duru.blocks.exchange.operations.uploading import drop_copy
from duru.blocks.exchange.permissions import check_may_for_intake
from duru.blocks.exchange.tasks import accept_intake as accept_job

CANCELLABLE = frozenset(
    {IntakeState.UPLOADED, IntakeState.MAPPED, IntakeState.STAGING, IntakeState.STAGED, IntakeState.FAILED}
)


def accept_intake(*, by: Actor, intake_id: int, now: datetime, start: bool = True) -> Intake:
    """Let the taken rows of a checked file in. From here on the file cannot be cancelled; repeating it does nothing.

    Raises:
        NotAllowed: the actor may not accept for this organisation.
        WrongState: the check has not ended, or the file was cancelled.
    """
    with transaction.atomic():
        intake = Intake.objects.select_for_update(of=("self",)).get(id=intake_id)
        check_may_for_intake(by, "exchange.accept", intake)
        if intake.state in (IntakeState.ACCEPTING, IntakeState.ACCEPTED):
            return intake
        if intake.state != IntakeState.STAGED:
            raise WrongState(
                f"'{intake.get_state_display()}' 상태인 파일은 반영할 수 없습니다. 검사가 끝난 뒤에 눌러 주세요."
            )
        intake.state = IntakeState.ACCEPTING
        intake.save(update_fields=["state"])
        record_deed(
            actor=by.audit,
            action="자료 반영",
            subjects=[f"intake:{intake.public_id}"],
            detail={"taken": intake.n_taken, "refused": intake.n_refused, "duplicate": intake.n_duplicate},
            at=now,
        )
        if start:
            accept_job.defer(intake_id=intake.id)
        reach("exchange.before_accept_commit")
        transaction.on_commit(lambda: reach("exchange.after_accept"))
    return intake


def cancel_intake(*, by: Actor, intake_id: int, now: datetime) -> Intake:
    """Take a file that was not accepted away again, rows and copy. Rows of other files that were its duplicates come back.

    Raises:
        NotAllowed: the actor may not cancel for this organisation.
        WrongState: the file was accepted.
    """
    with transaction.atomic():
        intake = Intake.objects.select_for_update(of=("self",)).get(id=intake_id)
        check_may_for_intake(by, "exchange.cancel", intake)
        if intake.state == IntakeState.CANCELLED:
            return intake
        if intake.state not in CANCELLABLE:
            raise WrongState("이미 반영한 파일은 취소할 수 없습니다. 잘못된 줄은 기록 화면에서 바로잡아 주세요.")
        had = {"taken": intake.n_taken, "refused": intake.n_refused}
        revived = discard_rows(intake)
        intake.state, intake.cancelled_at = IntakeState.CANCELLED, now
        intake.save()
        record_deed(
            actor=by.audit, action="올린 자료 취소", subjects=[f"intake:{intake.public_id}"], detail=had, at=now
        )
        for other in revived:
            accept_job.defer(intake_id=other)
        transaction.on_commit(lambda: drop_copy(intake))
    return intake
