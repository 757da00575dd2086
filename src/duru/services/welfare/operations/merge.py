"""Last step of a run: put new findings in the place of the old ones, touching only what differs."""

from collections.abc import Sequence

from duru.kernel.ids import new_public_id
from duru.services.welfare.operations.gather import fetch, run
from duru.services.welfare.operations.gone import GoneCase

_OVERLAP = (
    "fingerprint", "digest", "person_ref", "dong_code", "certainty", "is_protected", "unit", "household_ref", "rule_id",
    "verdict", "category", "campaign_key", "from_on", "until_on", "n_items", "n_organisations", "n_persons",
    "n_unvalued", "stake_won",
)  # fmt: skip
_SILENT = (
    "fingerprint", "digest", "person_ref", "dong_code", "certainty", "is_protected", "kind", "category", "since_on", "last_on",
)  # fmt: skip
_GONE = (
    ("fingerprint", "text"), ("digest", "text"), ("person_ref", "text"), ("dong_code", "text"), ("certainty", "text"),
    ("is_protected", "boolean"), ("kind", "text"), ("event_on", "date"), ("n_grants", "smallint"),
    ("n_handouts", "smallint"), ("n_household", "smallint"), ("leaked_won", "bigint"), ("month_won", "bigint"),
    ("next_pay_on", "date"), ("next_pay_won", "bigint"),
)  # fmt: skip


def merge_overlaps() -> int:
    """Make `welfare_overlap` and its items equal to wf_group and wf_item; returns how many rows differed."""
    n = _merge("welfare_overlap", "wf_group", _OVERLAP, items="welfare_overlapitem", parent="overlap_id")
    run(
        """
        CREATE TEMP TABLE wf_want ON COMMIT DROP AS
        SELECT o.id AS overlap_id, CASE f.side WHEN 'private' THEN f.benefit END AS handout_id,
               CASE f.side WHEN 'public' THEN f.benefit END AS grant_id, f.organisation AS organisation_id,
               p.ref AS person_ref
        FROM wf_item i JOIN wf_group g USING (gid) JOIN welfare_overlap o USING (fingerprint)
        JOIN wf_fact f USING (fact) JOIN wf_person p ON p.person = f.person
        """
    )
    return n + _merge_items("welfare_overlapitem", "overlap_id, handout_id, grant_id, organisation_id, person_ref")


def merge_silent() -> int:
    """Make `welfare_silent` equal to wf_silent; returns how many rows differed."""
    return _merge("welfare_silent", "wf_silent", _SILENT)


def merge_gone(cases: Sequence[GoneCase]) -> int:
    """Make `welfare_gone` and its items equal to the cases; returns how many rows differed."""
    names = [name for name, _ in _GONE]
    run(f"CREATE TEMP TABLE wf_gone ({', '.join(f'{name} {kind}' for name, kind in _GONE)}) ON COMMIT DROP")
    run(
        "CREATE TEMP TABLE wf_gone_item (fingerprint text, handout_id bigint, grant_id bigint, organisation_id bigint, "
        "won bigint, month_won bigint, is_household boolean) ON COMMIT DROP"
    )
    if cases:
        _load("wf_gone", [kind for _, kind in _GONE], [tuple(getattr(case, name) for name in names) for case in cases])
        kinds = ["text", "bigint", "bigint", "bigint", "bigint", "bigint", "boolean"]
        _load("wf_gone_item", kinds, [(case.fingerprint, *item) for case in cases for item in case.items])
    n = _merge("welfare_gone", "wf_gone", names, items="welfare_goneitem", parent="gone_id")
    run("DROP TABLE IF EXISTS wf_want")
    run(
        "CREATE TEMP TABLE wf_want ON COMMIT DROP AS SELECT g.id AS gone_id, i.handout_id, i.grant_id, "
        "i.organisation_id, i.won, i.month_won, i.is_household FROM wf_gone_item i JOIN welfare_gone g USING (fingerprint)"
    )
    columns = "gone_id, handout_id, grant_id, organisation_id, won, month_won, is_household"
    return n + _merge_items("welfare_goneitem", columns)


def _load(table: str, kinds: Sequence[str], rows: Sequence[tuple]) -> None:
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    run(f"INSERT INTO {table} SELECT * FROM unnest({arrays})", [list(column) for column in zip(*rows, strict=True)])


def _merge(table: str, source: str, columns: Sequence[str], *, items: str = "", parent: str = "") -> int:
    """Delete, update and insert so that `table` equals `source`, row by fingerprint; untouched rows keep even their ids."""
    old = f"NOT EXISTS (SELECT FROM {source} n WHERE n.fingerprint = o.fingerprint)"
    if items:
        run(f"DELETE FROM {items} i USING {table} o WHERE i.{parent} = o.id AND {old}")
    n = run(f"DELETE FROM {table} o WHERE {old}")
    rest = [name for name in columns if name != "fingerprint"]
    n += run(
        f"UPDATE {table} o SET ({', '.join(rest)}) = ROW({', '.join(f'n.{name}' for name in rest)}) FROM {source} n "
        f"WHERE n.fingerprint = o.fingerprint "
        f"AND ({', '.join(f'o.{name}' for name in rest)}) IS DISTINCT FROM ({', '.join(f'n.{name}' for name in rest)})"
    )
    new = fetch(
        f"SELECT fingerprint FROM {source} n WHERE NOT EXISTS "
        f"(SELECT FROM {table} o WHERE o.fingerprint = n.fingerprint) ORDER BY fingerprint"
    )
    if new:
        # Ids are drawn here and not by the database, which knows no ULID.
        names = ", ".join(columns)
        n += run(
            f"INSERT INTO {table} (public_id, {names}) SELECT t.public_id, {', '.join(f'n.{name}' for name in columns)} "
            f"FROM unnest(%s::text[], %s::text[]) AS t(fingerprint, public_id) JOIN {source} n USING (fingerprint)",
            [[fingerprint for (fingerprint,) in new], [new_public_id() for _ in new]],
        )
    return n


def _merge_items(table: str, columns: str) -> int:
    """Make the items of a table equal to wf_want, comparing whole rows (empty columns count as equal)."""
    names = columns.split(", ")
    # The parent is never empty: "=" lets the join use it, IS NOT DISTINCT FROM would compare every row with every row.
    equal = f"w.{names[0]} = i.{names[0]} AND " + " AND ".join(f"w.{n} IS NOT DISTINCT FROM i.{n}" for n in names[1:])
    run(f"CREATE INDEX ON wf_want ({names[0]})")
    run("ANALYZE wf_want")
    n = run(f"DELETE FROM {table} i WHERE NOT EXISTS (SELECT FROM wf_want w WHERE {equal})")
    return n + run(
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM wf_want w "
        f"WHERE NOT EXISTS (SELECT FROM {table} i WHERE {equal})"
    )
