"""Accepted rows become part of the ledger: chunk by chunk, each with the progress in its own transaction."""

import json
from collections.abc import Callable
from datetime import date

from django.db import connection
from django.utils import timezone

from duru.blocks.exchange.datasets import Batch, BatchRow, Dataset, get_dataset
from duru.blocks.exchange.enums import IntakeState, RowState
from duru.blocks.exchange.events import IntakeAccepted
from duru.blocks.exchange.faults import reach
from duru.blocks.exchange.models import DuplicateRow, Intake, SourceRow
from duru.blocks.exchange.operations.discarding import lock_organisation
from duru.blocks.exchange.operations.recording import records_of
from duru.blocks.exchange.operations.uploading import drop_copy
from duru.blocks.exchange.persons import PERSON_KEYS, PersonMention, read_mention
from duru.blocks.exchange.rules.plans import plans_of
from duru.blocks.exchange.rules.rows import RowRules
from duru.blocks.tenancy.api import publish, tenant_scope
from duru.kernel.errors import Refused

CHUNK_ROWS = 5_000


def settle_rows(*, tenant_id: int, intake_id: int, progress: Callable[[int, int], None] | None = None) -> None:
    """Settle all rows of an accepted file that are not settled yet. Safe to call again at any time.

    Args:
        progress: told the rows settled and their total.
    """
    while True:
        with tenant_scope(tenant_id):
            intake = (
                Intake.objects.select_for_update(of=("self",)).filter(id=intake_id, state=IntakeState.ACCEPTING).first()
            )
            if intake is None:
                return
            is_last = _settle_chunk(tenant_id, intake)
            if is_last:
                reach("exchange.before_last_commit")
        reach("exchange.after_chunk")
        if progress:
            progress(intake.n_settled, intake.n_taken)
        if is_last:
            drop_copy(intake)
            return


def _settle_chunk(tenant_id: int, intake: Intake) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")
    # Two files of one agency may mention the same person for the first time.
    lock_organisation(intake.organisation_id)
    # Tuples and not models: half a million of them are made for one 구.
    rows = list(
        SourceRow.objects.filter(
            intake_id=intake.id, state=RowState.TAKEN, id__gt=max(intake.settled_row, (intake.first_row or 1) - 1)
        )
        .filter(id__lte=intake.last_row or 0)
        .order_by("id")
        .values_list("id", "sheet", "cells", named=True)[:CHUNK_ROWS]
    )
    if rows:
        dataset = get_dataset(intake.dataset)
        again = DuplicateRow.objects.filter(intake_id=intake.id, row_id__gte=rows[0].id, row_id__lte=rows[-1].id)
        uncounted = set(again.values_list("row_id", flat=True))
        batch = _batch_of(tenant_id, intake, dataset, [row for row in rows if row.id not in uncounted])
        reach("exchange.after_records")
        if batch.rows:
            dataset.store(batch)
        intake.settled_row = rows[-1].id
        intake.n_settled += len(batch.rows)
    is_last = len(rows) < CHUNK_ROWS
    if is_last:
        intake.state = IntakeState.ACCEPTED
        intake.accepted_at = intake.accepted_at or timezone.now()
        publish(IntakeAccepted(tenant_id=tenant_id, intake_id=intake.id))
    intake.save(update_fields=["settled_row", "n_settled", "n_taken", "n_refused", "state", "accepted_at"])
    reach("exchange.before_chunk_commit")
    return is_last


def _batch_of(tenant_id: int, intake: Intake, dataset: Dataset, rows: list) -> Batch:
    today: date = timezone.localtime(intake.uploaded_at).date()
    plans = {plan.sheet: plan for plan in plans_of(intake.plan)}
    rules = {sheet: RowRules(dataset, plan, today) for sheet, plan in plans.items()}
    read: list[tuple[SourceRow, PersonMention, dict]] = []
    for row in rows:
        try:
            found = rules[row.sheet].read(json.loads(row.cells))
        except Refused as refused:  # a release between check and acceptance made the rules stricter
            SourceRow.objects.filter(id=row.id).update(state=RowState.REFUSED, reason=refused.message)
            intake.n_taken -= 1
            intake.n_refused += 1
            continue
        own = {key: value for key, value in found.values.items() if key not in PERSON_KEYS}
        read.append((row, read_mention(found.typed, found.values), own))
    records = records_of(intake, dataset, [(row, mention) for row, mention, _ in read])
    return Batch(
        tenant_id=tenant_id,
        intake_id=intake.id,
        organisation_id=intake.organisation_id,
        dataset=dataset.key,
        rows=[
            BatchRow(row_id=row.id, record_id=record_id, values=own, person=mention)
            for (row, mention, own), record_id in zip(read, records, strict=True)
        ],
        uploaded_at=intake.uploaded_at,
        title=" ".join([intake.file_name, *(plan.name for plan in plans.values() if plan.is_used and plan.name)]),
    )
