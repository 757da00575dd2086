"""A person says which column is which field, and the check of the rows begins."""

from collections.abc import Mapping as MappingType
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from duru.blocks.access.api import Actor
from duru.blocks.audit.api import record_deed
from duru.blocks.exchange.datasets import get_dataset
from duru.blocks.exchange.enums import IntakeState
from duru.blocks.exchange.errors import MappingIncomplete, WrongState
from duru.blocks.exchange.faults import reach
from duru.blocks.exchange.models import Intake, Mapping
from duru.blocks.exchange.operations.discarding import discard_rows
from duru.blocks.exchange.permissions import check_may_for_intake
from duru.blocks.exchange.rules.guessing import missing_fields
from duru.blocks.exchange.rules.headers import left_out_signature, signature_of
from duru.blocks.exchange.rules.plans import SheetPlan, plan_json, plans_of
from duru.blocks.exchange.tasks import stage_intake

CORRECTABLE = frozenset({IntakeState.UPLOADED, IntakeState.MAPPED, IntakeState.STAGED})


def confirm_mapping(
    *,
    by: Actor,
    intake_id: int,
    now: datetime,
    columns: MappingType[int, MappingType[str, int]] | None = None,
    unused: frozenset[int] = frozenset(),
    count_each: bool | None = None,
    remember: bool = True,
    start: bool = True,
) -> Intake:
    """Settle which column is which field, remember it for the agency, and start the check of the rows.

    Args:
        columns: {sheet number: {field key: column from 0}}; sheets not named keep what was guessed. None: all as guessed.
        unused: sheets to leave out.
        count_each: 각각 셈: equal rows of this file are as many deeds. None keeps what is remembered.
        remember: keep the mapping for the agency's next file of the same shape.
        start: also promise the check to the worker.

    Raises:
        NotAllowed: the actor may not upload for this organisation.
        WrongState: the check is running, or the rows are in already.
        MappingIncomplete: no sheet is used, or one lacks a field that the data set cannot do without.
    """
    with transaction.atomic():
        intake = Intake.objects.select_for_update(of=("self",)).get(id=intake_id)
        check_may_for_intake(by, "exchange.upload", intake)
        if intake.state not in CORRECTABLE:
            raise WrongState(f"'{intake.get_state_display()}' 상태인 파일의 열은 바꿀 수 없습니다.")
        plans = [_corrected(plan, (columns or {}).get(plan.sheet), unused) for plan in plans_of(intake.plan)]
        _check_complete(plans, intake.dataset)
        if intake.state == IntakeState.STAGED:
            discard_rows(intake)
        intake.plan = plan_json(plans)
        if count_each is not None:
            intake.count_each = count_each
        intake.state = IntakeState.STAGING if start else IntakeState.MAPPED
        intake.save()
        if remember:
            for plan in plans:
                _remember(intake, plan, by, now)
        record_deed(actor=by.audit, action="열 맞춤 확인", subjects=[f"intake:{intake.public_id}"], at=now)
        if start:
            stage_intake.defer(intake_id=intake.id)
        reach("exchange.before_mapping_commit")
        transaction.on_commit(lambda: reach("exchange.after_mapping"))
    return intake


def _corrected(plan: SheetPlan, columns: MappingType[str, int] | None, unused: frozenset[int]) -> SheetPlan:
    if plan.sheet in unused:
        return replace(plan, is_used=False)
    if columns is None:
        return plan
    serial = None if plan.serial in columns.values() else plan.serial
    return replace(plan, columns=dict(columns), is_used=True, serial=serial)


def _check_complete(plans: list[SheetPlan], dataset_key: str) -> None:
    used = [plan for plan in plans if plan.is_used]
    if not used:
        raise MappingIncomplete(
            "받을 표를 고르지 않았습니다. 성명과 생년월일(또는 전화번호·주소)이 있는 표를 골라 주세요."
        )
    for plan in used:
        if missing := missing_fields(plan.columns, get_dataset(dataset_key)):
            where = f"'{plan.name}' 시트에 " if plan.name else ""
            raise MappingIncomplete(f"{where}필요한 열이 없습니다: {', '.join(missing)}. 어느 열인지 골라 주세요.")
        if len(set(plan.columns.values())) != len(plan.columns):
            raise MappingIncomplete("한 열을 두 항목에 맞출 수 없습니다. 겹친 열을 고쳐 주세요.")
        if any(not 0 <= at < plan.width for at in plan.columns.values()):
            raise MappingIncomplete("파일에 없는 열이 골라졌습니다. 다시 골라 주세요.")


def _remember(intake: Intake, plan: SheetPlan, by: Actor, now: datetime) -> None:
    """Keep the columns of a sheet that is used; of one that is left out among several, that it is."""
    signature = plan.signature or signature_of(plan.header)
    out = left_out_signature(signature, plan.name)
    if plan.is_used:
        Mapping.objects.filter(organisation=intake.organisation, dataset=intake.dataset, signature=out).delete()
    Mapping.objects.update_or_create(
        organisation=intake.organisation,
        dataset=intake.dataset,
        signature=signature if plan.is_used else out,
        defaults={
            "header": list(plan.header) if plan.header_lines else [],
            "columns": dict(plan.columns) if plan.is_used else {},
            "count_each": intake.count_each,
            "confirmed_by": by.name[:60],
            "confirmed_at": now,
        },
    )
