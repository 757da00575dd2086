"""Mentions of people become source records: one row per distinct mention of a person by one organisation."""

from django.db import connection

from duru.blocks.exchange.datasets import Dataset
from duru.blocks.exchange.models import Intake, SourceRecord, SourceRow
from duru.blocks.exchange.persons import PersonMention, mention_hash
from duru.blocks.places.api import resolve_buildings
from duru.blocks.tenancy.api import arriving, column_types
from duru.kernel.ids import new_public_id

_COLUMNS = (
    "public_id", "organisation_id", "dataset", "is_register", "source_id", "household_no", "name_typed", "birth_typed",
    "sex_typed", "phone_typed", "address_typed", "name", "name_jamo", "birth_on", "birth_year", "birth_is_lunar", "sex",
    "phone", "building_id", "unit", "dong_code", "mention_hash", "first_row_id", "first_seen_at",
)  # fmt: skip


def records_of(intake: Intake, dataset: Dataset, mentions: list[tuple[SourceRow, PersonMention]]) -> list[int]:
    """Return the record id of each mention, making the records that are new.

    The organisation must be locked: two of its files may mention the same person for the first time.
    """
    hashes = [mention_hash(mention.typed, is_register=dataset.is_register) for _, mention in mentions]
    known = _find(intake.organisation_id, set(hashes))
    fresh: dict[bytes, tuple[SourceRow, PersonMention]] = {}
    for key, pair in zip(hashes, mentions, strict=True):
        if key not in known:
            fresh.setdefault(key, pair)
    places = _places_of([mention for _, mention in fresh.values()])
    known |= _insert(
        [
            _values(intake, dataset, key, row, mention, place)
            for (key, (row, mention)), place in zip(fresh.items(), places, strict=True)
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


def _values(intake: Intake, dataset: Dataset, key: bytes, row: SourceRow, mention: PersonMention, place) -> tuple:
    typed, birth = mention.typed, mention.birth
    return (
        new_public_id(),
        intake.organisation_id,
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
        row.id,
        intake.uploaded_at,
    )
