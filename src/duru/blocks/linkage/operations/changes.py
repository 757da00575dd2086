"""What a day's changes stir up: which mentions are to be compared again, found by what they share, inside PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import pyarrow as pa
from django.db import connection

from duru.blocks.linkage.engine.columns import prepare
from duru.blocks.linkage.engine.model import ModelSpec
from duru.blocks.linkage.engine.postgres import (
    ROW,
    candidates_sql,
    pairs_sql,
    reached_sql,
    rest_reached_sql,
    telling_cells,
)
from duru.blocks.linkage.enums import Measured, Via
from duru.blocks.linkage.models import LinkRun
from duru.blocks.linkage.operations.comparing import (
    COMPARED,
    COMPARED_TYPES,
    compared_frame,
    csv_blocks,
    read_measures_of,
    write_compared,
)
from duru.blocks.linkage.operations.records import read_records, rows_of_residents
from duru.blocks.tenancy.api import arriving

_ROW = ", ".join(ROW)
PAIRS = pa.schema(
    [
        ("rid", pa.int64()), ("lid", pa.int64()), ("anchor_id", pa.int64()), ("code", pa.int32()), ("n_name", pa.int64()),
        ("n_roman", pa.int64()),
    ]
)  # fmt: skip


@dataclass
class Stirred:
    """What has changed since records were last compared.

    Attributes:
        mentions: Mentions that came in, changed, or were decided about: to be placed anew.
        gone: Ids of records that are no more.
        reached: Further mentions whose candidates in the register may be others now.
        register: Register rows that came in or changed.
    """

    mentions: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    reached: set[int] = field(default_factory=set)
    register: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.mentions or self.gone or self.register)


def take_changes(run: LinkRun, model: ModelSpec, touched: Collection[int]) -> Stirred:
    """Bring `ComparedRecord` to the ledger of now, and say what that stirs up.

    Leaves two temporary tables until `forget_changes`: `stirred`, the changed mentions as they were (step -1) and as they are (+1),
    and `fresh`, the new mentions until `set_anchors` writes them.

    Args:
        run: The full run whose counts hold.
        touched: Records that may have changed or were decided about; new and vanished ones are found without.
    """
    new, gone = _new_and_gone()
    arrived = read_records(rows_of_residents(new | _orphans(gone) | set(touched)))
    prepared = prepare(arrived.all)
    frame = compared_frame(model, read_measures_of(run, only=prepared), prepared)
    stirred = Stirred(gone=gone)
    with arriving("arrived", COMPARED_TYPES, csv=csv_blocks(frame)), connection.cursor() as cursor:
        cursor.execute("ANALYZE arrived")
        _keep_changes(cursor, gone)
        cursor.execute(
            "SELECT id, is_register, id IN (SELECT record_id FROM changes WHERE step > 0) FROM arrived "
            "UNION ALL SELECT id, FALSE, TRUE FROM fresh"
        )
        for record, is_register, is_changed in cursor.fetchall():
            if is_register and is_changed:
                stirred.register.add(record)
            elif not is_register and (is_changed or record in touched):
                stirred.mentions.add(record)
        for name, which in (("register_changes", "is_register"), ("stirred", "NOT is_register")):
            cursor.execute(
                f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS SELECT record_id, {_ROW}, step FROM changes WHERE {which}"
            )
        stirred.reached = _reached_by_register(model) - stirred.mentions
        cursor.execute("DROP TABLE changes, register_changes")
    return stirred


def _new_and_gone() -> tuple[set[int], set[int]]:
    """Return the records of the ledger that have not been compared yet, and the compared ones that are no more.

    Both in one walk over two indexes: nothing in the ledger tells what came in since.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, c.id FROM exchange_sourcerecord AS s FULL JOIN linkage_comparedrecord AS c ON c.id = s.id "
            "WHERE s.id IS NULL OR c.id IS NULL"
        )
        rows = cursor.fetchall()
    return {new for new, _ in rows if new is not None}, {gone for _, gone in rows if gone is not None}


def _orphans(gone: set[int]) -> set[int]:
    """Return the other rows of residents whose first row is gone: they get another anchor and so change."""
    if not gone:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM linkage_comparedrecord WHERE is_register AND anchor_id = ANY(%s) AND NOT id = ANY(%s)",
            [sorted(gone), sorted(gone)],
        )
        return {row[0] for row in cursor.fetchall()}


def _keep_changes(cursor, gone: set[int]) -> None:
    """Bring `ComparedRecord` to the table `arrived`, without those gone; the table `changes` keeps what differed, before and after."""
    # Where a mention stands is decided later; what it stood with so far is not part of the comparison.
    cursor.execute(
        "UPDATE arrived AS n SET anchor_id = c.anchor_id FROM linkage_comparedrecord AS c "
        "WHERE c.id = n.id AND NOT n.is_register"
    )
    old, fresh = (", ".join(f"{side}.{name}" for name in COMPARED[1:]) for side in "cn")
    same = (
        f"EXISTS (SELECT FROM linkage_comparedrecord AS c WHERE c.id = n.id AND ({old}) IS NOT DISTINCT FROM ({fresh}))"
    )
    cursor.execute(
        f"CREATE TEMPORARY TABLE changes ON COMMIT DROP AS SELECT n.id AS record_id, {_ROW}, n.is_register, 1 AS step "
        f"FROM arrived AS n WHERE NOT {same}"
    )
    cursor.execute(
        f"INSERT INTO changes SELECT c.id, {_ROW}, c.is_register, -1 FROM linkage_comparedrecord AS c WHERE c.id IN "
        "(SELECT unnest(%s::bigint[]) UNION SELECT record_id FROM changes)",  # not OR: every record would be tried
        [sorted(gone)],
    )
    cursor.execute("DELETE FROM linkage_comparedrecord WHERE id = ANY(%s)", [sorted(gone)])
    # New mentions are written once it is known where they stand (`set_anchors`): a row has a dozen entries in indexes.
    cursor.execute(
        "CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS SELECT n.* FROM arrived AS n WHERE NOT n.is_register "
        "AND NOT EXISTS (SELECT FROM linkage_comparedrecord AS c WHERE c.id = n.id)"
    )
    cursor.execute("DELETE FROM arrived WHERE id IN (SELECT id FROM fresh)")
    write_compared(cursor, "arrived", only_these=True)
    cursor.execute("ANALYZE changes")


def _reached_by_register(model: ModelSpec) -> set[int]:
    """Return the mentions whose candidates may be others now that rows of the register changed."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE register_changes")
        cursor.execute("SELECT EXISTS (SELECT FROM register_changes)")
        if not cursor.fetchone()[0]:
            return set()
        cursor.execute(reached_sql(model, "register_changes", is_register=True))
        return {row[0] for row in cursor.fetchall()}


def stir(records: Iterable[int]) -> None:
    """Count mentions among the changed ones whose columns are as they were: they stand with somebody else now."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO stirred SELECT id, {_ROW}, 0 FROM linkage_comparedrecord "
            "WHERE id = ANY(%s) AND NOT is_register AND id NOT IN (SELECT record_id FROM stirred)",
            [sorted(records)],
        )


def forget_changes() -> None:
    """Drop what `take_changes` left for this update: the transaction may go on to another one."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE stirred, fresh")


def rest_reached_by(model: ModelSpec, run: LinkRun, table: str) -> set[int]:
    """Return the mentions without anchor whose edges may be others because of the mentions of a table of changes.

    Args:
        run: The full run whose counts hold.
    """
    telling = telling_cells(model, n_base=run.counts["base"], n_people=run.counts["people"])
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")
        # All sides are in memory, but the planner takes keys of two columns for rare: it would walk the rest once per key.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(rest_reached_sql(model, table), telling)
        found = {row[0] for row in cursor.fetchall()}
        cursor.execute("SET LOCAL enable_nestloop = on")
        return found


def rest_reached_from(model: ModelSpec, run: LinkRun, records: Collection[int]) -> set[int]:
    """Return the mentions without anchor that may have an edge to some mentions as they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE reaching ON COMMIT DROP AS SELECT id AS record_id, {_ROW}, 0 AS step "
            "FROM linkage_comparedrecord WHERE id = ANY(%s)",
            [sorted(records)],
        )
        found = rest_reached_by(model, run, "reaching")
        cursor.execute("DROP TABLE reaching")
    return found


def pairs_of(model: ModelSpec, records: Collection[int], *, is_register: bool) -> pa.Table:
    """Return the pairs of some mentions, as `PAIRS`: with rows of the register, or with mentions as the engine pairs the rest.

    Of two mentions without anchor only the one with the smaller id is on the left.
    """
    if not records:
        return PAIRS.empty_table()
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE asking ON COMMIT DROP AS SELECT id AS record_id, {_ROW} FROM linkage_comparedrecord "
            f"WHERE id = ANY(%(ids)s) UNION ALL SELECT id, {_ROW} FROM fresh WHERE id = ANY(%(ids)s)",
            {"ids": sorted(records)},
        )
        cursor.execute("ANALYZE asking")
        cursor.execute(
            f"CREATE TEMPORARY TABLE candidate ON COMMIT DROP AS {candidates_sql(model, 'asking', registers=(is_register,))}"
        )
        cursor.execute("ANALYZE candidate")
        # Fetched, not copied out: a COPY hands over every row by itself, which took longer than finding the pairs.
        cursor.execute(
            "SELECT p.rid, p.lid, p.anchor_id, p.code, coalesce(n.n, 0), coalesce(o.n, 0) "
            f"FROM ({pairs_sql(model, 'asking', found='candidate')}) AS p JOIN asking AS r ON r.record_id = p.rid "
            f"LEFT JOIN linkage_countedvalue AS n ON n.kind = '{Measured.NAME}' AND n.value = r.name_jamo "
            f"LEFT JOIN linkage_countedvalue AS o ON o.kind = '{Measured.ROMAN}' AND o.value = r.roman_key "
            "WHERE p.is_register OR p.anchor_id IS NOT NULL OR p.lid < p.rid"
        )
        columns = list(zip(*cursor.fetchall(), strict=True)) or [()] * len(PAIRS)
        frame = pa.table([pa.array(column, kind) for column, kind in zip(columns, PAIRS.types, strict=True)], PAIRS)
        cursor.execute("DROP TABLE asking, candidate")
    return frame


def anchors_of(records: Collection[int]) -> dict[int, int | None]:
    """Return mention → the resident it stands with by itself, None for the rest; records that are no more are absent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, anchor_id FROM linkage_comparedrecord WHERE id = ANY(%(ids)s) "
            "UNION ALL SELECT id, anchor_id FROM fresh WHERE id = ANY(%(ids)s)",
            {"ids": sorted(records)},
        )
        return dict(cursor.fetchall())


def set_anchors(anchors: dict[int, int | None]) -> None:
    """Write where mentions stand by themselves, the new ones among them for the first time."""
    names = ", ".join(COMPARED)
    values = ", ".join("n.anchor_id" if name == "anchor_id" else f"f.{name}" for name in COMPARED)
    new = "unnest(%s::bigint[], %s::bigint[]) AS n (id, anchor_id)"
    both = [list(anchors), list(anchors.values())]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE linkage_comparedrecord AS c SET anchor_id = n.anchor_id FROM {new} "
            "WHERE c.id = n.id AND c.anchor_id IS DISTINCT FROM n.anchor_id",
            both,
        )
        cursor.execute(
            f"INSERT INTO linkage_comparedrecord ({names}) SELECT {values} FROM fresh AS f LEFT JOIN {new} ON n.id = f.id "
            "ORDER BY f.id",
            both,
        )
        cursor.execute("TRUNCATE fresh")


def grouped_among(records: Collection[int]) -> set[int]:
    """Return those of some mentions that other mentions or a person's word brought to where they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_id FROM linkage_link WHERE record_id = ANY(%s) AND via = ANY(%s)",
            [sorted(records), [Via.CLUSTER.value, Via.HUMAN.value]],
        )
        return {row[0] for row in cursor.fetchall()}


def rest_mates(records: Collection[int]) -> set[int]:
    """Return the mentions without anchor that are linked to the same persons now as some mentions without anchor."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id FROM linkage_comparedrecord AS c JOIN linkage_link AS l ON l.record_id = c.id WHERE c.anchor_id IS NULL "
            "AND l.person_id IN (SELECT person_id FROM linkage_link AS k JOIN linkage_comparedrecord AS d ON d.id = k.record_id "
            "WHERE k.record_id = ANY(%s) AND d.anchor_id IS NULL)",
            [sorted(records)],
        )
        return {row[0] for row in cursor.fetchall()}
