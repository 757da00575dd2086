"""A person says which line is the header, and the columns are guessed anew."""

from collections.abc import Mapping as MappingType
from datetime import datetime
from pathlib import Path

from django.db import transaction

from duru.blocks.access.api import Actor
from duru.blocks.audit.api import record_deed
from duru.blocks.exchange.datasets import get_dataset
from duru.blocks.exchange.enums import IntakeState
from duru.blocks.exchange.errors import WrongState
from duru.blocks.exchange.models import Intake
from duru.blocks.exchange.operations.discarding import discard_rows
from duru.blocks.exchange.operations.mapping import CORRECTABLE
from duru.blocks.exchange.operations.uploading import remembered_by
from duru.blocks.exchange.permissions import check_may_for_intake
from duru.blocks.exchange.queries import head_rows
from duru.blocks.exchange.rules.planning import guesses_json, look_at_sheet
from duru.blocks.exchange.rules.plans import plan_json, plans_of


def place_headers(*, by: Actor, intake_id: int, now: datetime, lines: MappingType[int, tuple[int, ...]]) -> Intake:
    """Put the header of some sheets where a person says it is; the columns of these sheets are guessed anew from there.

    Nothing is remembered yet: `confirm_mapping` keeps the header's words with the columns, and the next file of this agency that
    has a line of these words begins there. A table that has no header is not remembered as such. Safe to repeat.

    Args:
        lines: {sheet number: lines from 1 that are the header, one or two; () for a table without header}.

    Raises:
        NotAllowed: the actor may not upload for this organisation.
        WrongState: the check is running, the rows are in already, or the copy is gone.
    """
    with transaction.atomic():
        intake = Intake.objects.select_for_update(of=("self",)).get(id=intake_id)
        check_may_for_intake(by, "exchange.upload", intake)
        if intake.state not in CORRECTABLE or not Path(intake.stored_path).is_file():
            raise WrongState(f"'{intake.get_state_display()}' 상태인 파일의 머리글은 바꿀 수 없습니다.")
        dataset, rows = get_dataset(intake.dataset), head_rows(intake)
        remembered = remembered_by(intake.organisation, dataset)
        plans, guesses = plans_of(intake.plan), list(intake.layout.get("guesses", []))
        for at, plan in enumerate(plans):
            if plan.sheet in lines:
                look = look_at_sheet(
                    plan.sheet, plan.name, rows[plan.sheet], dataset, remembered, placed=lines[plan.sheet]
                )
                plans[at], guesses[at] = look.plan, guesses_json(look)
        if intake.state == IntakeState.STAGED:
            discard_rows(intake)
            intake.state = IntakeState.UPLOADED
        intake.plan, intake.layout = plan_json(plans), intake.layout | {"guesses": guesses}
        intake.save()
        record_deed(actor=by.audit, action="머리글 줄 바꿈", subjects=[f"intake:{intake.public_id}"], at=now)
    return intake
