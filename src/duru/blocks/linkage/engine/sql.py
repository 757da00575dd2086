"""Write the SQL of a model: prepared tables, candidate pairs, and the code of outcomes of each pair."""

from __future__ import annotations

from duru.blocks.linkage.engine.catalogue import NAME_DISTANCE, SIDE, TESTS, TEXTS
from duru.blocks.linkage.engine.model import BlockingRule, ModelSpec


def level_sql(model: ModelSpec, key: str) -> str:
    """Write the CASE that names the level of one comparison: 0 missing, 1 the first level, and so on."""
    comparison = model.comparison(key)
    whens = [f"WHEN {TESTS[comparison.missing]} THEN 0"]
    whens += [f"WHEN {TESTS[level.test]} THEN {at}" for at, level in enumerate(comparison.levels[:-1], 1)]
    return f"(CASE {' '.join(whens)} ELSE {len(comparison.levels)} END)"


def code_sql(model: ModelSpec) -> str:
    """Write the sum that makes one number of all outcomes of a pair (see `ModelSpec.outcome`)."""
    return " + ".join(
        f"{step} * {level_sql(model, comparison.key)}"
        for comparison, step in zip(model.comparisons, model.strides, strict=True)
    )


def sides_sql() -> str:
    """Write the select list that gives both sides their `l_` and `r_` names."""
    return ", ".join(f"{side}.{column} AS {side}_{column}" for side in "lr" for column in SIDE)


def scored_sql(model: ModelSpec, pairs: str, keep: str) -> str:
    """Write a select over a pair query (made with `sides_sql`) that yields `keep` and `code`."""
    return (
        f"SELECT {keep}, {code_sql(model)} AS code FROM (SELECT *, {NAME_DISTANCE} AS name_d FROM ({pairs}) AS p) AS q"
    )


def key_sql(rule: BlockingRule, side: str) -> str:
    """Write the blocking key of a rule for one side (DuckDB): 64 bits, NULL where a part is not known.

    A collision of two keys only adds a candidate, which the tests then refuse.
    """
    columns = rule.left if side == "l" else rule.right
    known = " AND ".join(f"{name} <> ''" if name in TEXTS else f"{name} IS NOT NULL" for name in columns)
    return f"CASE WHEN {known} THEN hash({', '.join(columns)}) END"


def pairs_sql(model: ModelSpec, *, left: str, right: str, rules: tuple[str, ...] = ()) -> str:
    """Write the union of all blocking rules, each pair once, with code (DuckDB).

    Tables `left` and `right` are made by `session.load`. A pair found by an earlier rule is left out by the later ones. Of two
    rows that both stand on both sides only the one with the smaller left id is a pair.

    Returns:
        A query with columns lid, rid, anchor_id, code, l_name_bits, l_roman_bits.
    """
    keep = "lid, rid, anchor_id, l_name_bits, l_roman_bits"
    branches = []
    chosen = [(at, rule) for at, rule in enumerate(model.blocking) if not rules or rule.key in rules]
    for position, (at, _) in enumerate(chosen):
        earlier = [f"coalesce(l.k{other} = r.k{other}, FALSE)" for other, _ in chosen[:position]]
        seen = f" AND NOT ({' OR '.join(earlier)})" if earlier else ""
        pairs = (
            "SELECT l.record_id AS lid, r.record_id AS rid, l.anchor_id, l.name_bits AS l_name_bits, "
            f"l.roman_bits AS l_roman_bits, {sides_sql()} FROM {left} AS l JOIN {right} AS r ON l.k{at} = r.k{at} "
            f"WHERE (NOT l.is_rest OR l.record_id < r.record_id) AND l.record_id <> r.record_id{seen}"
        )
        branches.append(scored_sql(model, pairs, keep))
    return "\nUNION ALL\n".join(branches)
