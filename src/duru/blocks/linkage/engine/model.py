"""The linkage model as data: which pairs are looked at, how fields are compared, and what each outcome is worth.

A model is one JSON file, written and read here, never code: level tests are names out of `catalogue`, so a model
file from elsewhere can be wrong but not harmful. Weights are bits: log2(m / u).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from duru.blocks.linkage.engine.catalogue import COLUMNS, TESTS

FORMAT = "duru-linkage/1"
SHIPPED = Path(__file__).with_name("model_shipped.json")
# No probability of the model is taken for impossible: one outcome never seen in training must not decide alone.
SMALLEST = 1e-7
# A list of twelve people is never all there are: frequencies and the prior are those of a district of at least this many.
SMALLEST_DISTRICT = 2000
HARMLESS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


class ModelError(ValueError):
    """A model file is not one of ours or contradicts itself; the message names the place."""


@dataclass(frozen=True)
class Level:
    """One outcome of comparing a field.

    `m` is its probability among pairs of the same person, `u` among pairs of different persons, both given that the field is
    known on both sides. With `tf` (a column of the frame) the chance of agreeing is the frequency of that very value in the
    register instead of `u`.
    """

    key: str
    test: str
    label: str
    m: float
    u: float
    tf: str = ""

    @property
    def weight(self) -> float:
        """Bits this outcome speaks for the same person, before the frequency of the value."""
        return math.log2(max(self.m, SMALLEST) / max(self.u, SMALLEST))


@dataclass(frozen=True)
class Comparison:
    """How one field is compared: levels in order, the first whose test holds counts; a missing field weighs nothing."""

    key: str
    label: str
    missing: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class BlockingRule:
    """Pairs that agree on these columns are looked at; a value shared by more than `cap` left rows is no key at all."""

    key: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    cap: int


@dataclass(frozen=True)
class Limit:
    """A combination of outcomes that the sum of weights may not overrule: at most `band` (review or new)."""

    when: dict[str, tuple[str, ...]]
    band: str
    reason: str


@dataclass(frozen=True)
class Costs:
    """What errors cost, in minutes of an official's work; thresholds follow from them.

    A link is certain where a wrong one is expected to cost less than looking (p ≥ 1 - review / false_link), and apart where
    a missed one is expected to cost less than looking (p < review / missed_link).
    """

    effective_from: str
    review: float
    false_link: float
    missed_link: float
    margin_bits: float
    source: str

    @property
    def certain_from(self) -> float:
        """Probability from which a link is made without looking."""
        return 1 - self.review / self.false_link

    @property
    def review_from(self) -> float:
        """Probability from which somebody looks."""
        return self.review / self.missed_link


@dataclass(frozen=True)
class Cell:
    """One combination of outcomes: its code, its bits, which frequencies still have to be added, and its limit."""

    code: int
    bits: float
    tf: str
    limit: str


@dataclass(frozen=True)
class ModelSpec:
    """A whole model: blocking, comparisons, prior, limits, costs, and where its numbers come from."""

    name: str
    provenance: dict[str, Any]
    in_register: float
    blocking: tuple[BlockingRule, ...]
    comparisons: tuple[Comparison, ...]
    limits: tuple[Limit, ...]
    costs: tuple[Costs, ...]
    shared_phone_names: int
    shared_unit_names: int
    small_building: int
    cluster_edge_bits: float
    cluster_size: int
    format: str = field(default=FORMAT)

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """Step of each comparison in the code of a combination; level 0 is 'missing'."""
        steps, step = [], 1
        for comparison in self.comparisons:
            steps.append(step)
            step *= len(comparison.levels) + 1
        return tuple(steps)

    @property
    def n_codes(self) -> int:
        """How many combinations there are."""
        return math.prod(len(comparison.levels) + 1 for comparison in self.comparisons)

    def comparison(self, key: str) -> Comparison:
        """Return one comparison by its key."""
        return next(comparison for comparison in self.comparisons if comparison.key == key)

    def outcome(self, code: int) -> dict[str, Level | None]:
        """Name the level of every comparison in a code; None where a side is missing."""
        found: dict[str, Level | None] = {}
        for comparison, step in zip(self.comparisons, self.strides, strict=True):
            index = code // step % (len(comparison.levels) + 1)
            found[comparison.key] = comparison.levels[index - 1] if index else None
        return found

    def code(self, **levels: str) -> int:
        """Write outcomes (comparison=level key, others missing) as a code; the inverse of `outcome`."""
        total = 0
        for comparison, step in zip(self.comparisons, self.strides, strict=True):
            if comparison.key in levels:
                total += step * ([level.key for level in comparison.levels].index(levels[comparison.key]) + 1)
        return total

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """List every combination with its bits.

        Where a level depends on the frequency of the value, `bits` holds log2(m) only and `tf` names the column whose log2
        frequency is still to be subtracted.
        """
        return tuple(self._cells())

    def _cells(self) -> Iterator[Cell]:
        for indexes in product(*(range(len(comparison.levels) + 1) for comparison in self.comparisons)):
            code, bits, tf = 0, 0.0, ""
            outcome: dict[str, str] = {}
            for comparison, step, index in zip(self.comparisons, self.strides, indexes, strict=True):
                code += step * index
                if not index:
                    outcome[comparison.key] = "missing"
                    continue
                level = comparison.levels[index - 1]
                outcome[comparison.key] = level.key
                bits += math.log2(max(level.m, SMALLEST)) if level.tf else level.weight
                tf = level.tf or tf
            yield Cell(code, bits, tf, self._limit(outcome))

    def _limit(self, outcome: dict[str, str]) -> str:
        bands = {limit.band for limit in self.limits if all(outcome[key] in keys for key, keys in limit.when.items())}
        return "new" if "new" in bands else "review" if "review" in bands else ""

    def costs_on(self, day: str) -> Costs:
        """Return the costs in force on a day (ISO date).

        Raises:
            ModelError: none is in force yet.
        """
        valid = [costs for costs in self.costs if costs.effective_from <= day]
        if not valid:
            raise ModelError(f"{day}에 쓰는 판정 기준이 모형 '{self.name}'에 없습니다.")
        return max(valid, key=lambda costs: costs.effective_from)

    def with_levels(self, probabilities: dict[str, list[tuple[float, float]]]) -> ModelSpec:
        """Return the model with new (m, u) for the levels of some comparisons."""
        comparisons = tuple(
            replace(
                comparison,
                levels=tuple(
                    replace(level, m=round(m, 8), u=round(u, 10))
                    for level, (m, u) in zip(comparison.levels, probabilities[comparison.key], strict=True)
                ),
            )
            if comparison.key in probabilities
            else comparison
            for comparison in self.comparisons
        )
        return replace(self, comparisons=comparisons)

    def to_json(self) -> str:
        """Write the model as JSON, the same text for the same model."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def model_from_json(text: str) -> ModelSpec:
    """Read a model.

    Raises:
        ModelError: not JSON, another format, a level whose test nobody knows, probabilities outside 0–1 or not adding to 1.
    """
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise ModelError(f"모형 파일이 JSON이 아닙니다: {error}") from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ModelError(f"모형 파일의 형식이 {FORMAT}이(가) 아닙니다.")
    try:
        model = ModelSpec(
            name=raw["name"], provenance=raw["provenance"], in_register=float(raw["in_register"]),
            blocking=tuple(
                BlockingRule(rule["key"], tuple(rule["left"]), tuple(rule["right"]), int(rule["cap"]))
                for rule in raw["blocking"]
            ),
            comparisons=tuple(
                Comparison(one["key"], one["label"], one["missing"], tuple(Level(**level) for level in one["levels"]))
                for one in raw["comparisons"]
            ),
            limits=tuple(
                Limit({key: tuple(keys) for key, keys in limit["when"].items()}, limit["band"], limit["reason"])
                for limit in raw["limits"]
            ),
            costs=tuple(Costs(**costs) for costs in raw["costs"]),
            shared_phone_names=int(raw["shared_phone_names"]), shared_unit_names=int(raw["shared_unit_names"]),
            small_building=int(raw["small_building"]), cluster_edge_bits=float(raw["cluster_edge_bits"]),
            cluster_size=int(raw["cluster_size"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"모형 파일에 빠지거나 잘못된 값이 있습니다: {error}") from error
    _check(model)
    return model


def _check(model: ModelSpec) -> None:
    if not 0 < model.in_register < 1:
        raise ModelError("in_register는 0과 1 사이여야 합니다.")
    for rule in model.blocking:
        if len(rule.left) != len(rule.right) or not {*rule.left, *rule.right} <= COLUMNS:
            raise ModelError(f"후보 규칙 '{rule.key}'의 항목이 잘못되었습니다.")
    for comparison in model.comparisons:
        if comparison.missing not in TESTS or comparison.levels[-1].test != "else":
            raise ModelError(f"비교 '{comparison.key}'에는 빠진 값의 검사와 마지막 단계 else가 있어야 합니다.")
        for level in comparison.levels:
            if level.test not in TESTS or level.tf not in ("", "name_jamo", "roman_key"):
                raise ModelError(f"비교 '{comparison.key}'의 단계 '{level.key}'에 모르는 검사가 있습니다.")
            if not (0 <= level.m <= 1 and 0 <= level.u <= 1):
                raise ModelError(f"비교 '{comparison.key}'의 단계 '{level.key}'의 확률이 0과 1 사이가 아닙니다.")
        for name in ("m", "u"):
            total = math.fsum(getattr(level, name) for level in comparison.levels)
            if abs(total - 1) > 0.01:
                raise ModelError(f"비교 '{comparison.key}'의 {name} 합이 1이 아닙니다: {total:.4f}")
    keys = {one.key: {level.key for level in one.levels} | {"missing"} for one in model.comparisons}
    if any(not HARMLESS.issuperset(word) for one, levels in keys.items() for word in (one, *levels)):
        raise ModelError("비교와 단계의 열쇠말에는 영문 소문자, 숫자, 밑줄만 씁니다.")
    for limit in model.limits:
        if limit.band not in ("review", "new") or any(
            not set(when) <= keys.get(key, set()) for key, when in limit.when.items()
        ):
            raise ModelError(f"한계 규칙이 모르는 비교나 단계를 가리킵니다: {limit.when}")


@lru_cache(maxsize=1)
def shipped_model() -> ModelSpec:
    """Return the model that comes with the product: the cold start of every tenant. Its provenance says how it was trained."""
    return model_from_json(SHIPPED.read_text(encoding="utf-8"))
