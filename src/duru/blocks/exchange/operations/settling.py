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
from duru.blocks.exchange.models import Intake, SourceRecord, SourceRow
from duru.blocks.exchange.operations.discarding import lock_organisation
from duru.blocks.exchange.operations.uploading import drop_copy
from duru.blocks.exchange.persons import PERSON_KEYS, PersonMention, mention_hash, read_mention
from duru.blocks.exchange.rules.plans import plans_of
from duru.blocks.exchange.rules.rows import RowRules
from duru.blocks.places.api import resolve_buildings
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
    rows = list(
        SourceRow.objects.filter(
            intake_id=intake.id, state=RowState.TAKEN, id__gt=max(intake.settled_row, (intake.first_row or 1) - 1)
        )
        .filter(id__lte=intake.last_row or 0)
        .order_by("id")[:CHUNK_ROWS]
    )
    if rows:
        dataset = get_dataset(intake.dataset)
        batch = _batch_of(tenant_id, intake, dataset, rows)
        reach("exchange.after_records")
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


def _batch_of(tenant_id: int, intake: Intake, dataset: Dataset, rows: list[SourceRow]) -> Batch:
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
    records = _records_of(intake, dataset, [(row, mention) for row, mention, _ in read])
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


def _records_of(intake: Intake, dataset: Dataset, mentions: list[tuple[SourceRow, PersonMention]]) -> list[int]:
    """Return the record id of each mention, making the records that are new."""
    hashes = [mention_hash(mention.typed, is_register=dataset.is_register) for _, mention in mentions]
    known = {
        bytes(found): record_id
        for found, record_id in SourceRecord.objects.filter(
            organisation_id=intake.organisation_id, mention_hash__in=set(hashes)
        ).values_list("mention_hash", "id")
    }
    fresh: dict[bytes, tuple[SourceRow, PersonMention]] = {}
    for key, pair in zip(hashes, mentions, strict=True):
        if key not in known:
            fresh.setdefault(key, pair)
    places = _places_of([mention for _, mention in fresh.values()])
    made = SourceRecord.objects.bulk_create(
        [
            _record(intake, dataset, key, row, mention, place)
            for (key, (row, mention)), place in zip(fresh.items(), places, strict=True)
        ],
        batch_size=1_000,
    )
    known |= {bytes(record.mention_hash): record.id for record in made}
    return [known[key] for key in hashes]


def _places_of(mentions: list[PersonMention]) -> list:
    with_address = [mention.address for mention in mentions if mention.address is not None]
    found = iter(resolve_buildings(with_address) if with_address else ())
    return [next(found) if mention.address is not None else None for mention in mentions]


def _record(
    intake: Intake, dataset: Dataset, key: bytes, row: SourceRow, mention: PersonMention, place
) -> SourceRecord:
    typed, birth = mention.typed, mention.birth
    return SourceRecord(
        organisation_id=intake.organisation_id,
        dataset=dataset.key,
        is_register=dataset.is_register,
        source_id=mention.source_id,
        household_no=mention.household_no,
        name_typed=typed.get("name", ""),
        birth_typed=typed.get("birth", ""),
        sex_typed=typed.get("sex", ""),
        phone_typed=typed.get("phone", ""),
        address_typed=" ".join(part for part in (typed.get("address", ""), typed.get("unit", "")) if part),
        name=mention.name.name,
        name_jamo=mention.name_jamo,
        birth_on=birth.on if birth else None,
        birth_year=birth.year if birth else None,
        birth_is_lunar=birth.is_lunar if birth else False,
        sex=mention.sex,
        phone=mention.phone.digits[:20] if mention.phone else "",
        building_id=place.building_id if place else None,
        unit=(mention.unit or (mention.address.unit if mention.address else ""))[:60],
        dong_code=place.dong_code if place else "",
        mention_hash=key,
        first_row_id=row.id,
        first_seen_at=intake.uploaded_at,
    )
