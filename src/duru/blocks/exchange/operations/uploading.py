"""A file comes in: looked at, copied clean, its columns guessed."""

import hashlib
from collections.abc import Callable
from collections.abc import Mapping as MappingType
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from duru.blocks.access.api import Actor, Organisation, get_organisation
from duru.blocks.audit.api import record_deed
from duru.blocks.exchange.datasets import Dataset, get_dataset
from duru.blocks.exchange.enums import IntakeState
from duru.blocks.exchange.errors import FileRefused
from duru.blocks.exchange.faults import reach
from duru.blocks.exchange.models import Intake, Mapping
from duru.blocks.exchange.permissions import check_may_for
from duru.blocks.exchange.readers.arriving import Arrived, look_at_file
from duru.blocks.exchange.rules.cutting import cut_cells
from duru.blocks.exchange.rules.planning import guesses_json, look_at_sheet
from duru.blocks.exchange.rules.plans import plan_json
from duru.blocks.tenancy.api import current_tenant_id
from duru.blocks.workbooks.api import kind_of_file
from duru.kernel.ids import new_public_id

LARGEST_UPLOAD = 2 << 30


def upload_file(
    *,
    by: Actor,
    organisation_id: int,
    dataset: str,
    path: Path,
    file_name: str,
    now: datetime,
    keep_copy: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Intake:
    """Take in a file: look at it, keep a copy free of resident numbers, guess its columns. Nothing counts yet.

    A file that cannot be read becomes an intake in state `failed`, whose `failure` says in Korean what to do; nothing of
    its content is kept. Runs inside a tenant scope; long for large files (1 GiB: some 20 s).

    Args:
        dataset: key of a registered data set.
        path: where the file lies now; not changed, not moved.
        keep_copy: False reads a text file in place later (command line: the file stays where its owner keeps it).
        progress: told the bytes read so far.

    Raises:
        NotAllowed: the actor may not upload for this organisation.
        KeyError: no such data set.
    """
    check_may_for(by, "exchange.upload", organisation_id)
    get_dataset(dataset)
    intake = Intake(
        public_id=new_public_id(),
        organisation=get_organisation(organisation_id),
        dataset=dataset,
        file_name=cut_cells([Path(file_name).name])[0][0][-200:] or "이름 없는 파일",
        size=path.stat().st_size,
        uploaded_by=by.name[:60],
        uploader_id=by.membership_id,
        uploaded_at=now,
    )
    sweep_copies(now)
    _look_into(intake, path, keep_copy=keep_copy, progress=progress)
    with transaction.atomic():
        intake.save()
        record_deed(
            actor=by.audit,
            action="자료 올림",
            at=now,
            subjects=[f"intake:{intake.public_id}"],
            detail={
                "dataset": dataset,
                "organisation": intake.organisation.public_id,
                "size": intake.size,
                "state": intake.state,
            },
        )
        transaction.on_commit(lambda: reach("exchange.after_upload"))
    return intake


def _look_into(intake: Intake, path: Path, *, keep_copy: bool, progress: Callable[[int], None] | None) -> None:
    """Look at the file, copy it where that is needed, and write into the intake what was seen, or why it cannot be read."""
    organisation, dataset = intake.organisation, get_dataset(intake.dataset)
    remembered = remembered_by(organisation, dataset)
    copy_to = folder_of_copies() / f"{intake.public_id}.copy" if keep_copy or _needs_copy(path) else None
    try:
        if intake.size > LARGEST_UPLOAD:
            raise FileRefused("파일이 2 GiB를 넘습니다. 나누어 올려 주세요.")
        arrived = look_at_file(
            path,
            look=lambda sheet, name, rows: look_at_sheet(sheet, name, rows, dataset, remembered),
            must_cut=not organisation.may_hold_rrn,
            copy_to=copy_to,
            progress=progress,
        )
    except FileRefused as refused:
        intake.state, intake.failure = IntakeState.FAILED, refused.message
    else:
        _fill(intake, arrived, path, copy_to)
        reach("exchange.copy_written")


def folder_of_copies() -> Path:
    """Return the folder of the tenant's kept copies."""
    return Path(settings.MEDIA_ROOT) / "intake" / str(current_tenant_id())


def sweep_copies(now: datetime) -> int:
    """Delete copies that no file refers to: left by a process killed between writing one and committing; returns how many.

    Only those older than a day, because a younger one may belong to an upload that is under way.
    """
    folder = folder_of_copies()
    old = (
        [each for each in folder.glob("*") if each.stat().st_mtime < now.timestamp() - 86_400]
        if folder.is_dir()
        else []
    )
    wanted = set(Intake.objects.filter(stored_path__in=map(str, old)).values_list("stored_path", flat=True))
    left = [each for each in old if str(each) not in wanted]
    for each in left:
        each.unlink(missing_ok=True)
    return len(left)


def drop_copy(intake: Intake) -> None:
    """Delete the kept copy of a file, if it is ours; call it after the deed has committed. Safe to repeat."""
    if intake.is_own_copy and intake.stored_path:
        Path(intake.stored_path).unlink(missing_ok=True)


def remembered_columns(organisation: Organisation, dataset: str, signature: str) -> Mapping | None:
    """Return what a person confirmed for a table of this shape from this agency, or None."""
    return Mapping.objects.filter(organisation=organisation, dataset=dataset, signature=signature).first()


def remembered_by(organisation: Organisation, dataset: Dataset) -> Callable[[str], MappingType[str, int] | None]:
    """Return a function from signature to the columns this agency's people confirmed, None for a new shape. One query."""
    known = dict(
        Mapping.objects.filter(organisation=organisation, dataset=dataset.key).values_list("signature", "columns")
    )
    return known.get


def _needs_copy(path: Path) -> bool:
    with path.open("rb") as file:
        is_utf16 = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
    try:
        return is_utf16 or kind_of_file(path) == "xlsx"
    except FileRefused:
        return False


def _fill(intake: Intake, arrived: Arrived, path: Path, copy_to: Path | None) -> None:
    plans = [each.plan for each in arrived.looks]
    intake.kind = arrived.kind
    intake.encoding = arrived.encoding
    intake.delimiter = arrived.delimiter
    intake.sha256 = arrived.sha256 or _sha256(path)
    intake.n_rrn_cut = arrived.n_rrn_cut
    intake.is_own_copy = copy_to is not None
    intake.stored_path = str(copy_to or path.resolve())
    intake.readable_size = arrived.copy_size or intake.size
    in_place = {"encoding": arrived.encoding, "newline": arrived.newline.decode(), "start": arrived.start}
    intake.layout = {
        "read": {"encoding": "utf-8", "newline": "\n", "start": 0} if copy_to is not None else in_place,
        "guesses": [guesses_json(each) for each in arrived.looks],
    }
    intake.plan = plan_json(plans)
    remembered = [
        found
        for plan in plans
        if plan.is_remembered and (found := remembered_columns(intake.organisation, intake.dataset, plan.signature))
    ]
    intake.count_each = any(each.count_each for each in remembered)
    if not any(plan.width for plan in plans):
        intake.state, intake.failure = (
            IntakeState.FAILED,
            "표를 찾지 못했습니다. 머리글과 자료가 있는 파일인지 확인해 주세요.",
        )
        drop_copy(intake)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
