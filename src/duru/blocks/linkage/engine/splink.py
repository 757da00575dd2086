"""Models in the JSON settings of Splink 5 (DuckDB dialect): written for it, and read back after it has trained them.

Splink knows no caps, limits and costs: they are not written, and come from a template when a model is read.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from duru.blocks.linkage.engine.catalogue import NAME_DISTANCE, TESTS
from duru.blocks.linkage.engine.model import (
    BlockingRule,
    Comparison,
    Level,
    ModelError,
    ModelSpec,
    model_from_json,
    shipped_model,
)

UNCAPPED = 1_000_000_000
_SIDE = re.compile(r"\b([lr])_([a-z_]+)\b")
_EQUAL = re.compile(r'l\."?([a-z_]+)"?\s*=\s*r\."?([a-z_]+)"?')


def to_splink(model: ModelSpec, *, n_right: int, unique_id: str = "record_id") -> dict[str, Any]:
    """Write a model as Splink settings.

    Args:
        n_right: Rows of the register: Splink's prior is the chance of a random pair, ours the share of the mentions registered.
        unique_id: Column of the frames that names a row.
    """
    return {
        "link_type": "link_only",
        "probability_two_random_records_match": model.in_register / n_right,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "unique_id_column_name": unique_id,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": _rule(rule), "sql_dialect": "duckdb"} for rule in model.blocking
        ],
        "comparisons": [_comparison(comparison) for comparison in model.comparisons],
        "sql_dialect": "duckdb",
    }


def _rule(rule: BlockingRule) -> str:
    equal = [f'l."{left}" = r."{right}"' for left, right in zip(rule.left, rule.right, strict=True)]
    # Our texts are '' where nothing is known, and nothing equals nothing.
    known = [f"l.\"{left}\" <> ''" for left in rule.left if left in _TEXTS]
    return " AND ".join([*equal, *known])


_TEXTS = frozenset(
    ("name_jamo", "surname", "given", "roman_key", "birth_text", "month_day", "sex", "phone", "unit", "dong_code")
)


def _condition(test: str) -> str:
    text = re.sub(r"\bname_d\b", f"({NAME_DISTANCE})", TESTS[test])
    return _SIDE.sub(lambda found: f'"{found[2]}_{found[1]}"', text)


_TEST_OF = {re.sub(r"\s+", " ", _condition(test)): test for test in TESTS}


def _comparison(comparison: Comparison) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": _condition(comparison.missing), "label_for_charts": "missing", "is_null_level": True}
    ]
    for level in comparison.levels:
        written: dict[str, Any] = {
            "sql_condition": "ELSE" if level.test == "else" else _condition(level.test), "label_for_charts": level.key,
            "m_probability": level.m, "u_probability": level.u,
        }  # fmt: skip
        if level.tf:
            # The frequency replaces this level's own u, whatever other levels there are.
            written |= {
                "tf_adjustment_column": level.tf,
                "tf_adjustment_weight": 1.0,
                "disable_tf_exact_match_detection": True,
            }
        levels.append(written)
    return {
        "output_column_name": comparison.key,
        "comparison_description": comparison.label,
        "comparison_levels": levels,
    }


def read_model(text: str, *, template: ModelSpec | None = None) -> ModelSpec:
    """Read a model in our own format or in Splink's.

    Args:
        template: Where caps, limits, costs and words come from when it is Splink's; the shipped model if None.

    Raises:
        ModelError: Neither of the two, or a condition, rule or probability that has no place in ours.
    """
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise ModelError(f"모형 파일이 JSON이 아닙니다: {error}") from error
    if isinstance(raw, dict) and "blocking_rules_to_generate_predictions" in raw:
        return _from_splink(raw, template or shipped_model())
    return model_from_json(text)


def _from_splink(raw: dict[str, Any], template: ModelSpec) -> ModelSpec:
    words = {comparison.key: comparison for comparison in template.comparisons}
    try:
        comparisons = tuple(_read_comparison(one, words.get(one["output_column_name"])) for one in raw["comparisons"])
        rules = tuple(
            _read_rule(one["blocking_rule"], template) for one in raw["blocking_rules_to_generate_predictions"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"Splink 모형 파일에 빠지거나 잘못된 값이 있습니다: {error}") from error
    model = replace(
        template, name="Splink에서 읽은 모형", comparisons=comparisons, blocking=rules,
        provenance={"source": "Splink settings", "linker_uid": raw.get("linker_uid") or ""},
    )  # fmt: skip
    return model_from_json(model.to_json())  # which also checks it


def _read_comparison(raw: dict[str, Any], known: Comparison | None) -> Comparison:
    missing, levels = "", []
    for one in raw["comparison_levels"]:
        condition = re.sub(r"\s+", " ", one["sql_condition"].strip())
        test = "else" if condition.upper() == "ELSE" else _TEST_OF.get(condition, "")
        if not test:
            raise ModelError(f"Splink 모형의 비교 조건을 모릅니다: {condition[:120]}")
        if one.get("is_null_level"):
            missing = test
            continue
        like = next((level for level in known.levels if level.test == test), None) if known else None
        levels.append(
            Level(
                like.key if like else test, test, like.label if like else one.get("label_for_charts", test),
                float(one["m_probability"]), float(one["u_probability"]), one.get("tf_adjustment_column", ""),
            )
        )  # fmt: skip
    return Comparison(
        raw["output_column_name"], known.label if known else raw["output_column_name"], missing, tuple(levels)
    )


def _read_rule(text: str, template: ModelSpec) -> BlockingRule:
    pairs = _EQUAL.findall(text)
    if not pairs:
        raise ModelError(f"Splink 모형의 후보 규칙을 읽지 못했습니다: {text[:120]}")
    left, right = (tuple(column) for column in zip(*pairs, strict=True))
    like = next((rule for rule in template.blocking if (rule.left, rule.right) == (left, right)), None)
    return like or BlockingRule("_".join(left), left, right, UNCAPPED)
