"""Mentions of people become source records: one row per distinct mention of a person by one organisation."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from duru.blocks.exchange.datasets import Dataset, get_dataset
from duru.blocks.exchange.fields import CellContext
from duru.blocks.exchange.models import Intake, SourceRecord, SourceRow
from duru.blocks.exchange.operations.discarding import lock_organisation
from duru.blocks.exchange.persons import PERSON_FIELDS, PersonMention, mention_hash, read_mention
from duru.blocks.places.api import resolve_buildings
from duru.blocks.tenancy.api import arriving, column_types
from duru.kernel.ids import new_public_id

_COLUMNS = (
    "public_id", "organisation_id", "dataset", "is_register", "source_id", "household_no", "name_typed", "birth_typed",
    "sex_typed", "phone_typed", "address_typed", "name", "name_jamo", "birth_on", "birth_year", "birth_is_lunar", "sex",
    "phone", "building_id", "unit", "dong_code", "mention_hash", "first_row_id", "first_seen_at",
)  # fmt: skip


TYPED_ON_SCREEN = 0  # no line of a file: `first_row_id` of records somebody typed


def record_mention(*, organisation_id: int, dataset: str, typed: Mapping[str, str], at: datetime) -> int:
    """Return the id of the source record of a person typed on screen, made when nobody of this agency wrote them so before.

    Read as a line of a file is; the caller checks who may, and lets the links follow. Safe to repeat.

    Args:
        typed: person field key (`name birth sex phone address unit source_id`) → as typed; blanks may be left out.

    Raises:
        Refused: a value cannot be read, or there is no name; its `field` says which.
    """
    kept = {key: value for key, value in typed.items() if value.strip()}
    cell = CellContext(today=timezone.localdate(at))
    parsed = {
        field.key: field.parse(kept.get(field.key, ""), cell)
        for field in PERSON_FIELDS
        if field.key in kept or field.is_required
    }
    mention = read_mention(kept, parsed)
    with transaction.atomic():
        lock_organisation(organisation_id)
        return _records(organisation_id, at, get_dataset(dataset), [(TYPED_ON_SCREEN, mention)])[0]


def records_of(intake: Intake, dataset: Dataset, mentions: list[tuple[SourceRow, PersonMention]]) -> list[int]:
    """Return the record id of each mention, making the records that are new.

    The organisation must be locked: two of its files may mention the same person for the first time.
    """
    return _records(
        intake.organisation_id, intake.uploaded_at, dataset, [(row.id, mention) for row, mention in mentions]
    )


def _records(
    organisation_id: int, seen_at: datetime, dataset: Dataset, mentions: list[tuple[int, PersonMention]]
) -> list[int]:
    hashes = [mention_hash(mention.typed, is_register=dataset.is_register) for _, mention in mentions]
    known = _find(organisation_id, set(hashes))
    fresh: dict[bytes, tuple[int, PersonMention]] = {}
    for key, pair in zip(hashes, mentions, strict=True):
        if key not in known:
            fresh.setdefault(key, pair)
    places = _places_of([mention for _, mention in fresh.values()])
    known |= _insert(
        [
            _values(organisation_id, seen_at, dataset, key, row_id, mention, place)
            for (key, (row_id, mention)), place in zip(fresh.items(), places, strict=True)
        ]
    )
    return [known[key] for key in hashes]


def _find(organisation_id: int, hashes: set[bytes]) -> dict[bytes, int]:
    with connection.cursor() as cursor:
        # One array: the ORM would prepare every hash of the chunk by itself.
        cursor.execute(
            "SELECT mention_hash, id FROM exchange_sourcerecord WHERE organisation_id = %s AND mention_hash = ANY(%s)",
            [organisation_id, list(hashes)],
        )
        return {bytes(key): record_id for key, record_id in cursor.fetchall()}


def _insert(rows: list[tuple]) -> dict[bytes, int]:
    if not rows:
        return {}
    names = ", ".join(_COLUMNS)
    with arriving("mentioned", column_types(SourceRecord, _COLUMNS), rows), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO exchange_sourcerecord ({names}) SELECT {names} FROM mentioned RETURNING mention_hash, id"
        )
        return {bytes(key): record_id for key, record_id in cursor.fetchall()}


def _places_of(mentions: list[PersonMention]) -> list:
    with_address = [mention.address for mention in mentions if mention.address is not None]
    found = iter(resolve_buildings(with_address) if with_address else ())
    return [next(found) if mention.address is not None else None for mention in mentions]


def _values(
    organisation_id: int, seen_at: datetime, dataset: Dataset, key: bytes, row_id: int, mention: PersonMention, place
) -> tuple:
    typed, birth = mention.typed, mention.birth
    return (
        new_public_id(),
        organisation_id,
        dataset.key,
        dataset.is_register,
        mention.source_id,
        mention.household_no,
        typed.get("name", ""),
        typed.get("birth", ""),
        typed.get("sex", ""),
        typed.get("phone", ""),
        " ".join(part for part in (typed.get("address", ""), typed.get("unit", "")) if part),
        mention.name.name,
        mention.name_jamo,
        birth.on if birth else None,
        birth.year if birth else None,
        birth.is_lunar if birth else False,
        mention.sex,
        mention.phone.digits[:20] if mention.phone else "",
        place.building_id if place else None,
        (mention.unit or (mention.address.unit if mention.address else ""))[:60],
        place.dong_code if place else "",
        key,
        row_id,
        seen_at,
    )
