"""The steps of a run: read, resolve, make persons, bring the links to what the engine says, let the register follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from duru.blocks.linkage.engine.assign import Assigned, assign
from duru.blocks.linkage.engine.columns import prepare
from duru.blocks.linkage.engine.measures import Measures
from duru.blocks.linkage.engine.model import ModelSpec
from duru.blocks.linkage.engine.profile import choose_profiles
from duru.blocks.linkage.engine.resolve import resolve
from duru.blocks.linkage.engine.session import open_session
from duru.blocks.linkage.enums import RunState
from duru.blocks.linkage.models import HumanDecision, Link, LinkRun
from duru.blocks.linkage.operations.comparing import csv_blocks, store_measures
from duru.blocks.linkage.operations.decided import Decided, read_decisions
from duru.blocks.linkage.operations.lock import lock_runs
from duru.blocks.linkage.operations.records import Records, read_records
from duru.blocks.registry.api import (
    Person,
    Profile,
    apply_life_events,
    attach_records,
    delete_persons_without_records,
    ensure_persons,
    refresh_profiles,
)
from duru.blocks.tenancy.api import arriving, column_types, refresh_statistics


def carry_out(
    run: LinkRun, model: ModelSpec, now: datetime, step: Callable[[str], None], *, measures: Measures | None = None
) -> None:
    """Do one full run inside the caller's tenant scope and transaction; `step` is told the key of each step as it begins.

    Args:
        measures: Counts to hold to, instead of counting anew.
    """
    day = timezone.localtime(now).date().isoformat()
    lock_runs()
    abort_dead_runs(run)
    step("read")
    records = read_records()
    decided = read_decisions(records)
    resolved = resolve(
        model, register=prepare(records.register), mentions=prepare(records.mentions), day=day,
        decisions=decided.for_engine, measures=measures, report=step,
    )  # fmt: skip
    assigned = assign(model, model.costs_on(day), records=records.all, resolved=resolved, pins=decided.pins)
    counts = put_in_force(run, records, assigned, decided, step=step)
    refresh_statistics(Link, Person)  # a first run fills them: what follows must not be planned for empty tables
    run.state, run.finished_at = RunState.DONE, timezone.now()
    if measures is None:
        store_measures(resolved.measures)
    run.counts = {
        **resolved.counts,
        "base": resolved.measures.n_base,
        "people": resolved.measures.n_people,
        "records": records.all.num_rows,
        **counts,
    }
    run.save(update_fields=["state", "finished_at", "counts"])


def abort_dead_runs(run: LinkRun) -> None:
    """Say of earlier runs that their process died: nobody but this run holds the lock. One that only waits says it again itself."""
    LinkRun.objects.filter(state=RunState.RUNNING, id__lt=run.id).update(
        state=RunState.ABORTED, finished_at=timezone.now()
    )


def put_in_force(
    run: LinkRun,
    records: Records,
    assigned: Assigned,
    decided: Decided,
    *,
    step: Callable[[str], None],
    only: frozenset[int] | None = None,
) -> dict[str, int]:
    """Make persons, bring the links to what was assigned, let the register follow; returns the counts.

    Args:
        only: Of these records alone the whole link is written (an update); of the others only a changed person.
    """
    step("persons")
    profiles = choose_profiles(records=records.all, links=assigned.links)
    person_of, refreshed = _persons(profiles)
    step("links")
    moved = list(_moved(records, assigned, person_of))
    counts = _write(run, records, assigned, person_of, decided, only)
    if only is not None:
        counts["links_changed"] += _move_others(run, [each for each in moved if each[0] not in only])
    step("profiles")
    counts["profiles_changed"] = refresh_profiles(refreshed)
    if counts["links_added"] or counts["links_changed"]:
        attach_records(moved)
        counts["statuses_changed"] = apply_life_events(None if only is None else _whose(records, moved))
        counts["persons_emptied"] = _clear_emptied(records, assigned)
    return {"persons_new": len(assigned.new_heads), **counts}


def _persons(profiles: pa.Table) -> tuple[dict[int, int], dict[int, Profile]]:
    """Make the new persons; returns head → person of these, and the profiles of the old ones to refresh."""
    heads: list[int] = []
    fresh: list[Profile] = []
    refreshed: dict[int, Profile] = {}
    for batch in profiles.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            head, person_id = row.pop("head"), row.pop("person_id")
            profile = Profile(**row)
            if person_id is None:
                heads.append(head)
                fresh.append(profile)
            else:
                refreshed[person_id] = profile
    return dict(zip(heads, ensure_persons(fresh), strict=True)), refreshed


_COLUMNS = ("person_id", "probability", "bits", "margin", "band", "via", "reasons", "evidence_id", "rival_id")
_NEW = column_types(Link, ("record_id", *_COLUMNS, "decision_id"))


def _write(
    run: LinkRun,
    records: Records,
    assigned: Assigned,
    person_of: dict[int, int],
    decided: Decided,
    only: frozenset[int] | None,
) -> dict[str, int]:
    """Bring the link table to what the engine says, touching only rows that differ."""
    links = _final_links(records, assigned, person_of)
    if only is not None:
        links = links.filter(pc.is_in(links["record_id"], pa.array(sorted(only), pa.int64())))
    with arriving("link_new", _NEW, csv=csv_blocks(links)), connection.cursor() as cursor:
        cursor.execute("ANALYZE link_new")
        values = ", ".join(f"{name} = n.{name}" for name in _COLUMNS)
        old = ", ".join(f"l.{name}" for name in _COLUMNS)
        new = ", ".join(f"n.{name}" for name in _COLUMNS)
        cursor.execute(
            f"UPDATE linkage_link AS l SET {values}, run_id = %s, decision_id = n.decision_id, "
            "later_until = CASE WHEN l.person_id = n.person_id THEN l.later_until END FROM link_new AS n "
            "WHERE l.record_id = n.record_id AND l.decision_id IS NOT DISTINCT FROM n.decision_id "
            f"AND ({old}) IS DISTINCT FROM ({new})",
            [run.id],
        )
        changed = cursor.rowcount
        cursor.execute(
            f"INSERT INTO linkage_link (record_id, {', '.join(_COLUMNS)}, run_id, decision_id) "
            f"SELECT n.record_id, {new}, %s, n.decision_id FROM link_new AS n "
            "WHERE NOT EXISTS (SELECT FROM linkage_link AS l WHERE l.record_id = n.record_id) ORDER BY n.record_id "
            "ON CONFLICT (tenant_id, record_id) DO NOTHING",
            [run.id],
        )
        inserted = cursor.rowcount
        cursor.execute("SELECT band, count(*) FROM link_new GROUP BY band ORDER BY band")
        bands = dict(cursor.fetchall())
    return {
        "links_added": inserted,
        "links_changed": changed,
        "decisions": decided.n_decisions,
        **{f"links_{band}": n for band, n in bands.items()},
    }


def _final_links(records: Records, assigned: Assigned, person_of: dict[int, int]) -> pa.Table:
    """Replace heads by persons; columns in the order of `link_new`."""
    fresh = pa.table(
        {"head": pa.array(person_of.keys(), pa.int64()), "new_id": pa.array(person_of.values(), pa.int64())}
    )
    with open_session() as engine:
        engine.register("links_frame", assigned.links)
        engine.register("fresh_frame", fresh)
        engine.register("records_frame", records.all.select(["record_id", "decision_id"]))
        return engine.sql("""
            WITH person AS (
                SELECT DISTINCT n.head, coalesce(n.person_id, f.new_id) AS person_id
                FROM links_frame AS n LEFT JOIN fresh_frame AS f ON f.head = n.head
            )
            SELECT n.record_id, p.person_id, n.probability, n.bits, n.margin, n.band, n.via, n.reasons, n.evidence_id,
                   v.person_id AS rival_id, r.decision_id
            FROM links_frame AS n JOIN person AS p ON p.head = n.head JOIN records_frame AS r ON r.record_id = n.record_id
            LEFT JOIN person AS v ON v.head = n.rival_head ORDER BY n.record_id
        """).to_arrow_table()


def _moved(records: Records, assigned: Assigned, person_of: dict[int, int]):
    """Yield (record, person) of every record whose person is new or another."""
    before = dict(zip(records.all["record_id"].to_pylist(), records.all["person_id"].to_pylist(), strict=True))
    columns = (assigned.links[name].to_pylist() for name in ("record_id", "head", "person_id"))
    for record, head, person in zip(*columns, strict=True):
        now = person if person is not None else person_of[head]
        if before[record] != now:
            yield record, now


def _move_others(run: LinkRun, moved: list[tuple[int, int]]) -> int:
    """Let records whose group stays as it is follow their group to another person."""
    if not moved:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE linkage_link AS l SET person_id = n.person_id, run_id = %s, later_until = NULL "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS n (record_id, person_id) WHERE l.record_id = n.record_id",
            [run.id, [record for record, _ in moved], [person for _, person in moved]],
        )
        return cursor.rowcount


def _whose(records: Records, moved: list[tuple[int, int]]) -> set[int]:
    before = dict(zip(records.all["record_id"].to_pylist(), records.all["person_id"].to_pylist(), strict=True))
    return {person for record, now in moved for person in (before[record], now) if person is not None}


def _clear_emptied(records: Records, assigned: Assigned) -> int:
    """Delete the persons that lost their last record, except where a human decision names them."""
    had = set(records.all["person_id"].to_pylist()) - {None}
    have = set(assigned.links["person_id"].to_pylist())
    emptied = had - have
    if not emptied:
        return 0
    emptied -= set(Link.objects.filter(person_id__in=emptied).values_list("person_id", flat=True))
    emptied -= set(HumanDecision.objects.filter(person_id__in=emptied).values_list("person_id", flat=True))
    try:
        with transaction.atomic():
            return delete_persons_without_records(sorted(emptied))
    except ProtectedError:
        return 0  # somebody above still points at one of them; the next run tries again
