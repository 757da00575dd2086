"""Keep in the database what it links with by itself: the counts of a full run, and every record as it is compared."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from django.db import connection
from django.utils import timezone

from duru.blocks.linkage.engine.columns import prepare
from duru.blocks.linkage.engine.measures import Measures, hold_measures
from duru.blocks.linkage.engine.model import ModelSpec
from duru.blocks.linkage.engine.postgres import ROW
from duru.blocks.linkage.engine.session import measured_sql, open_session
from duru.blocks.linkage.enums import Measured, Via
from duru.blocks.linkage.models import ComparedRecord, CountedValue, LinkRun
from duru.blocks.linkage.operations.decided import read_decisions
from duru.blocks.linkage.operations.lock import lock_runs
from duru.blocks.linkage.operations.records import read_records
from duru.blocks.linkage.queries.runs import model_of_run
from duru.blocks.tenancy.api import arriving, column_types, refresh_statistics

COMPARED = ("id", "is_register", "anchor_id", *ROW)
COMPARED_TYPES = column_types(ComparedRecord, COMPARED)
_COUNTED_TYPES = {"kind": "text", "value": "text", "n": "integer"}


def store_measures(measures: Measures) -> None:
    """Hold the counts of a full run; only values whose count changed are written."""
    with (
        arriving("counted_new", _COUNTED_TYPES, csv=csv_blocks(_counted_frame(measures))),
        connection.cursor() as cursor,
    ):
        cursor.execute("ANALYZE counted_new")
        cursor.execute(
            "DELETE FROM linkage_countedvalue AS c WHERE NOT EXISTS "
            "(SELECT FROM counted_new AS n WHERE n.kind = c.kind AND n.value = c.value)"
        )
        cursor.execute(
            "UPDATE linkage_countedvalue AS c SET n = n.n FROM counted_new AS n "
            "WHERE n.kind = c.kind AND n.value = c.value AND c.n <> n.n"
        )
        cursor.execute(
            "INSERT INTO linkage_countedvalue (kind, value, n) SELECT kind, value, n FROM counted_new AS n "
            "WHERE NOT EXISTS (SELECT FROM linkage_countedvalue AS c WHERE c.kind = n.kind AND c.value = n.value)"
        )
    refresh_statistics(CountedValue)


def read_measures_of(run: LinkRun, *, only: pa.Table | None = None) -> Measures:
    """Return the counts a full run held still.

    Args:
        only: A frame of `columns.prepare`: just the counts of values that stand in it.
    """
    rows: dict[str, list[tuple[str, int]]] = {kind: [] for kind in Measured.values}
    counted = (
        CountedValue.objects.order_by("kind", "value").values_list("kind", "value", "n").iterator()
        if only is None
        else _counted_among(only)
    )
    for kind, value, n in counted:
        rows[kind].append((value, n))
    units = [value.split("|", 1) for value, _ in rows[Measured.UNIT]]
    return Measures(
        n_base=run.counts["base"],
        n_anchors=run.counts["anchors"],
        n_people=run.counts["people"],
        names=_count_frame(rows[Measured.NAME]),
        roman_keys=_count_frame(rows[Measured.ROMAN]),
        shared_phones=pa.table({"value": pa.array([value for value, _ in rows[Measured.PHONE]], pa.string())}),
        shared_units=pa.table(
            {
                "building_id": pa.array([int(building) for building, _ in units], pa.int64()),
                "unit": pa.array([unit for _, unit in units], pa.string()),
            }
        ),
        small_buildings=pa.table(
            {"building_id": pa.array([int(value) for value, _ in rows[Measured.SMALL]], pa.int64())}
        ),
    )


def _counted_among(frame: pa.Table) -> list[tuple[str, str, int]]:
    """Return kind, value and count of the values that stand in a frame of `columns.prepare`, ordered by kind and value."""
    buildings = [str(building) for building in pc.unique(frame["building_id"]).to_pylist() if building is not None]
    units = pc.unique(
        pc.drop_null(pc.binary_join_element_wise(frame["building_id"].cast(pa.string()), frame["unit"], "|"))
    )
    wanted = {
        Measured.NAME: pc.unique(frame["name_jamo"]).to_pylist(),
        Measured.ROMAN: pc.unique(frame["roman_key"]).to_pylist(),
        Measured.PHONE: pc.unique(frame["phone"]).to_pylist(),
        Measured.UNIT: units.to_pylist(),
        Measured.SMALL: buildings,
    }
    kinds = [str(kind) for kind, values in wanted.items() for _ in values]
    with connection.cursor() as cursor:
        # Joined: as conditions of one query they would be tried on every value there is.
        cursor.execute(
            "SELECT c.kind, c.value, c.n FROM unnest(%s::text[], %s::text[]) AS a (kind, value) "
            "JOIN linkage_countedvalue AS c ON c.kind = a.kind AND c.value = a.value ORDER BY c.kind, c.value",
            [kinds, [value for values in wanted.values() for value in values]],
        )
        return cursor.fetchall()


def prepare_comparing(run: LinkRun) -> int:
    """Bring `ComparedRecord` to the linked records of now, measured as a full run measured; returns how many rows differed.

    Inside a tenant scope; waits for the runs at work. Repeatable. A first time writes every record (900,000 in about half a
    minute), later ones only what differs.
    """
    lock_runs()
    model, measures = model_of_run(run.id), read_measures_of(run)
    records = read_records()
    linked = records.all.filter(pc.is_valid(records.all["person_id"]))
    compared = compared_frame(model, measures, prepare(linked))
    with arriving("compared_new", COMPARED_TYPES, csv=csv_blocks(compared)), connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON compared_new (id)")
        cursor.execute("ANALYZE compared_new")
        # Where a mention stands by itself is in its link: the resident of the person it was compared to.
        cursor.execute(
            "UPDATE compared_new AS c SET anchor_id = a.anchor_id FROM linkage_link AS l JOIN (SELECT l.person_id, "
            "min(c.anchor_id) AS anchor_id FROM compared_new AS c JOIN linkage_link AS l ON l.record_id = c.id "
            "WHERE c.is_register GROUP BY l.person_id) AS a ON a.person_id = l.person_id "
            "WHERE l.record_id = c.id AND NOT c.is_register AND l.via = %s",
            [Via.ANCHOR],
        )
        by_hand = read_decisions(records).for_engine.to_anchor
        if by_hand:
            cursor.execute(
                "UPDATE compared_new AS c SET anchor_id = h.anchor_id FROM unnest(%s::bigint[], %s::bigint[]) "
                "AS h (id, anchor_id) WHERE h.id = c.id",
                [list(by_hand), list(by_hand.values())],
            )
        changed = write_compared(cursor, "compared_new", only_these=False)
    LinkRun.objects.filter(id=run.id).update(compared_at=timezone.now())
    refresh_statistics(ComparedRecord)
    return changed


def write_compared(cursor, table: str, *, only_these: bool) -> int:
    """Bring `ComparedRecord` to what a temporary table of its columns says; unless `only_these`, other rows go. Returns the changes."""
    names = ", ".join(COMPARED)
    values = ", ".join(f"{name} = n.{name}" for name in COMPARED[1:])
    old, new = (", ".join(f"{side}.{name}" for name in COMPARED[1:]) for side in "cn")
    changed = 0
    if not only_these:
        cursor.execute(
            f"DELETE FROM linkage_comparedrecord AS c WHERE NOT EXISTS (SELECT FROM {table} AS n WHERE n.id = c.id)"
        )
        changed += cursor.rowcount
    cursor.execute(
        f"UPDATE linkage_comparedrecord AS c SET {values} FROM {table} AS n "
        f"WHERE n.id = c.id AND ({old}) IS DISTINCT FROM ({new})"
    )
    changed += cursor.rowcount
    cursor.execute(
        f"INSERT INTO linkage_comparedrecord ({names}) SELECT {names} FROM {table} AS n "
        "WHERE NOT EXISTS (SELECT FROM linkage_comparedrecord AS c WHERE c.id = n.id) ORDER BY id"
    )
    return changed + cursor.rowcount


def compared_frame(model: ModelSpec, measures: Measures, prepared: pa.Table) -> pa.Table:
    """Return a frame of `columns.prepare` as it is compared: columns `COMPARED`; mentions without anchor."""
    with open_session() as engine:
        engine.register("compared_view", prepared)
        hold_measures(engine, measures)
        return engine.sql(
            f"SELECT record_id AS id, anchor_id IS NOT NULL AS is_register, anchor_id, {', '.join(ROW)} "
            f"FROM ({measured_sql(model, 'compared_view')}) ORDER BY record_id"
        ).to_arrow_table()


def csv_blocks(table: pa.Table) -> Iterator[bytes]:
    """Yield a frame as CSV of whole lines, some tens of thousands each, for `arriving`."""
    for batch in table.to_batches(max_chunksize=50_000):
        sink = io.BytesIO()
        pa_csv.write_csv(batch, sink, pa_csv.WriteOptions(include_header=False))
        yield sink.getvalue()


def _counted_frame(measures: Measures) -> pa.Table:
    def rows(kind: str, values: pa.Array, n: pa.Array | None = None) -> pa.Table:
        values = values.cast(pa.string())
        return pa.table(
            {
                "kind": pa.array([kind] * len(values), pa.string()),
                "value": values,
                "n": pa.array([0] * len(values), pa.int64()) if n is None else n.cast(pa.int64()),
            }
        )

    units = measures.shared_units
    return pa.concat_tables(
        [
            rows(Measured.NAME, measures.names["value"], measures.names["n"]),
            rows(Measured.ROMAN, measures.roman_keys["value"], measures.roman_keys["n"]),
            rows(Measured.PHONE, measures.shared_phones["value"]),
            rows(
                Measured.UNIT,
                pc.binary_join_element_wise(units["building_id"].cast(pa.string()), units["unit"], "|"),
            ),
            rows(Measured.SMALL, measures.small_buildings["building_id"]),
        ]
    )


def _count_frame(rows: list[tuple[str, int]]) -> pa.Table:
    return pa.table(
        {
            "value": pa.array([value for value, _ in rows], pa.string()),
            "n": pa.array([n for _, n in rows], pa.int64()),
        }
    )
