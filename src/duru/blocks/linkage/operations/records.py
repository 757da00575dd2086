"""Source records of the tenant as the engine's columns, streamed out of the database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from django.db import connection
from django.db.models import Case, F, Min, Q, Value, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.engine.columns import INPUT

# What one block of text may hold before it becomes columns: bounds memory, whatever the size of the tenant.
BLOCK_BYTES = 8 * 1024 * 1024
# address as typed, for the profile shown; person and decision of the link of now, NULL for a record not linked yet.
_EXTRA = [("address", pa.string()), ("person_id", pa.int64()), ("decision_id", pa.int64())]
SCHEMA = pa.schema([*INPUT, *_EXTRA])


@dataclass(frozen=True)
class Records:
    """All records of the tenant as one frame of `SCHEMA`, and the same split for the engine (not yet prepared)."""

    all: pa.Table

    @property
    def register(self) -> pa.Table:
        return self.all.filter(pc.is_valid(self.all["anchor_id"]))

    @property
    def mentions(self) -> pa.Table:
        return self.all.filter(pc.is_null(self.all["anchor_id"]))


def read_records(ids: Collection[int] | None = None) -> Records:
    """Read source records with their current links, in one statement and so in one consistent view of the ledger.

    Register rows get the id of their first row as anchor: rows of one organisation are one resident when its own number is the
    same, or, where the list has no numbers, when household, name and birth date are.

    Args:
        ids: Only these; of a resident's rows all must be among them (see `rows_of_residents`).
    """
    chosen = SourceRecord.objects.all()
    if ids is not None:
        chosen = chosen.filter(id__in=RawSQL("SELECT unnest(%s::bigint[])", [sorted(ids)]))
    queryset = (
        chosen.annotate(
            first_by_number=Window(Min("id"), partition_by=[F("is_register"), F("organisation_id"), F("source_id")]),
            first_by_household=Window(
                Min("id"),
                partition_by=[
                    F("is_register"), F("organisation_id"), F("source_id"), F("household_no"), F("name"),
                    Coalesce("birth_on", Value(None)),
                ],
            ),
        )
        .annotate(
            anchor=Case(
                When(is_register=False, then=Value(None)),
                When(~Q(source_id=""), then=F("first_by_number")),
                When(~Q(household_no=""), then=F("first_by_household")),
                default=F("id"),
            ),
        )
        .order_by()
        .values_list(
            "id", "anchor", "name", "birth_on", "birth_year", "sex", "phone", "building_id", "unit", "dong_code",
            "address_typed", "links__person_id", "links__decision_id",
        )
    )  # fmt: skip
    text, parameters = queryset.query.sql_with_params()
    return Records(copy_out(text, parameters, SCHEMA))


def rows_of_residents(ids: Collection[int]) -> set[int]:
    """Return the ids of all register rows that are one resident with any of these records, these included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id FROM exchange_sourcerecord AS r JOIN exchange_sourcerecord AS s ON s.organisation_id = r.organisation_id "
            "AND s.source_id = r.source_id AND s.is_register WHERE r.id = ANY(%(ids)s) AND r.is_register AND r.source_id <> '' "
            "UNION SELECT s.id FROM exchange_sourcerecord AS r JOIN exchange_sourcerecord AS s ON s.name = r.name "
            "AND s.organisation_id = r.organisation_id AND s.household_no = r.household_no AND s.source_id = '' AND s.is_register "
            "AND s.birth_on IS NOT DISTINCT FROM r.birth_on WHERE r.id = ANY(%(ids)s) AND r.is_register AND r.source_id = '' "
            "AND r.household_no <> ''",
            {"ids": sorted(ids)},
        )
        return {row[0] for row in cursor.fetchall()} | set(ids)


def copy_out(text: str, parameters: Sequence, schema: pa.Schema) -> pa.Table:
    """Stream the rows of a query into a frame; texts are never NULL in it, other columns may be."""
    options = pa_csv.ConvertOptions(
        column_types={field.name: field.type for field in schema}, strings_can_be_null=False
    )
    batches: list[pa.Table] = []
    buffer = bytearray()

    def flush() -> None:
        if buffer:
            batches.append(
                pa_csv.read_csv(
                    pa.py_buffer(bytes(buffer)),
                    read_options=pa_csv.ReadOptions(column_names=schema.names),
                    parse_options=pa_csv.ParseOptions(newlines_in_values=True),
                    convert_options=options,
                )
            )
            buffer.clear()

    with connection.cursor() as cursor, cursor.copy(f"COPY ({text}) TO STDOUT (FORMAT csv)", parameters) as copy:
        for block in copy:
            buffer += block
            if len(buffer) > BLOCK_BYTES and block[-1:] == b"\n":
                flush()
        flush()
    return pa.concat_tables(batches) if batches else schema.empty_table()
