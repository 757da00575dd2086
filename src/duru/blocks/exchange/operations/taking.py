"""All steps at once, for the command line and the demo district: the guessed columns are taken as they are."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from duru.blocks.access.api import Actor
from duru.blocks.exchange.enums import IntakeState
from duru.blocks.exchange.errors import FileRefused
from duru.blocks.exchange.models import Intake
from duru.blocks.exchange.operations.deciding import accept_intake, cancel_intake
from duru.blocks.exchange.operations.mapping import confirm_mapping
from duru.blocks.exchange.operations.settling import settle_rows
from duru.blocks.exchange.operations.staging import stage_rows
from duru.blocks.exchange.operations.uploading import upload_file
from duru.blocks.tenancy.api import tenant_scope


def take_file(
    *,
    tenant_id: int,
    path: Path,
    organisation_id: int,
    dataset: str,
    by: Actor,
    now: datetime,
    accept: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> Intake:
    """Upload, check and accept one file here and now, without the worker. The file stays where it is.

    Call it outside a transaction for large files: every batch is one of its own. Taking the same file again is
    harmless: a file that a killed process left half-way is taken up where it stood; all rows of one that is in are
    duplicates.

    Args:
        accept: False stops at the preview.
        progress: told the step ("읽는 중", "검사 중", "반영 중"), how far and of how much.

    Returns:
        The intake with its counts, in state accepted (or staged).

    Raises:
        FileRefused: the file cannot be read, or its columns cannot be understood; says in Korean what to do.
        MappingIncomplete: the file lacks a column.
        NotAllowed: the actor may not upload or accept for this organisation.
    """

    def tell(step: str) -> Callable[[int, int], None] | None:
        return (lambda done, total: progress(step, done, total)) if progress else None

    size = path.stat().st_size
    reading = tell("읽는 중")
    with tenant_scope(tenant_id):
        intake = upload_file(
            by=by, organisation_id=organisation_id, dataset=dataset, path=path, file_name=path.name, now=now, keep_copy=False,
            progress=(lambda done: reading(done, size)) if reading else None,
        )  # fmt: skip
    _refuse_failed(intake)
    with tenant_scope(tenant_id):
        intake = _unfinished_twin(intake, by, now) or intake
        if intake.state == IntakeState.UPLOADED:
            confirm_mapping(by=by, intake_id=intake.id, now=now, start=False)
        Intake.objects.filter(id=intake.id, state=IntakeState.MAPPED).update(state=IntakeState.STAGING)
    stage_rows(tenant_id=tenant_id, intake_id=intake.id, progress=tell("검사 중"))
    if accept:
        with tenant_scope(tenant_id):
            intake.refresh_from_db()
            _refuse_failed(intake)
            accept_intake(by=by, intake_id=intake.id, now=now, start=False)
        settle_rows(tenant_id=tenant_id, intake_id=intake.id, progress=tell("반영 중"))
    with tenant_scope(tenant_id):
        intake.refresh_from_db()
    _refuse_failed(intake)
    return intake


def _unfinished_twin(intake: Intake, by: Actor, now: datetime) -> Intake | None:
    """Find what an earlier, killed run of the same actor left of the same file; then `intake` is cancelled."""
    twin, *later = (
        Intake.objects.select_for_update(of=("self",))
        .filter(
            organisation_id=intake.organisation_id,
            dataset=intake.dataset,
            sha256=intake.sha256,
            kind=intake.kind,
            uploaded_by=intake.uploaded_by,
            is_own_copy=intake.is_own_copy,
            state__in=HALF_WAY,
            id__lte=intake.id,
        )
        .order_by("id")
    )
    if not later:
        return None
    if not twin.is_own_copy and twin.stored_path != intake.stored_path:  # the same file, moved meanwhile
        twin.stored_path = intake.stored_path
        twin.save(update_fields=["stored_path"])
    for again in later:  # ours, and what runs left that were killed between taking the file and this line
        if again.state in (IntakeState.UPLOADED, IntakeState.MAPPED):
            cancel_intake(by=by, intake_id=again.id, now=now)
    return twin


HALF_WAY = (
    IntakeState.UPLOADED,
    IntakeState.MAPPED,
    IntakeState.STAGING,
    IntakeState.STAGED,
    IntakeState.ACCEPTING,
)


def resume_intake(*, tenant_id: int, intake_id: int, progress: Callable[[str, int, int], None] | None = None) -> None:
    """Go on with whatever a killed process left of one file: its check, or its acceptance. Safe at any time."""
    stage_rows(
        tenant_id=tenant_id,
        intake_id=intake_id,
        progress=(lambda d, t: progress("검사 중", d, t)) if progress else None,
    )
    settle_rows(
        tenant_id=tenant_id,
        intake_id=intake_id,
        progress=(lambda d, t: progress("반영 중", d, t)) if progress else None,
    )


def _refuse_failed(intake: Intake) -> None:
    if intake.state == IntakeState.FAILED:
        raise FileRefused(intake.failure)
