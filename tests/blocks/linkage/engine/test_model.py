"""The model file: what it means, and what is refused."""

import json

import pytest

from duru.blocks.linkage.engine.model import ModelError, model_from_json, shipped_model

pytestmark = pytest.mark.unit


def changed(**values) -> str:
    raw = json.loads(shipped_model().to_json())
    return json.dumps({**raw, **values})


def test_reading_what_was_written_gives_the_same_model():
    text = shipped_model().to_json()
    assert model_from_json(text).to_json() == text


def test_code_and_outcome_are_inverse():
    model = shipped_model()
    levels = {"name": "one_jamo", "birth": "equal", "phone": "else"}
    outcome = model.outcome(model.code(**levels))
    assert {key: level.key for key, level in outcome.items() if level} == levels


def test_every_combination_has_one_cell():
    model = shipped_model()
    assert sorted(cell.code for cell in model.cells) == list(range(model.n_codes))


def test_weights_of_a_cell_are_the_sum_of_its_levels():
    model = shipped_model()
    code = model.code(birth="equal", sex="equal", phone="else")
    (cell,) = [cell for cell in model.cells if cell.code == code]
    levels = [level for level in model.outcome(code).values() if level]
    assert cell.bits == pytest.approx(sum(level.weight for level in levels))


def test_thresholds_follow_from_costs():
    costs = shipped_model().costs_on("2026-11-22")
    assert costs.certain_from == pytest.approx(1 - costs.review / costs.false_link)
    assert costs.review_from == pytest.approx(costs.review / costs.missed_link)


def test_costs_before_the_first_day_are_missing():
    with pytest.raises(ModelError, match="판정 기준"):
        shipped_model().costs_on("2020-01-01")


def test_shipped_model_says_where_it_comes_from():
    provenance = shipped_model().provenance
    assert provenance["n_register"] > 100_000
    assert provenance["method"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "JSON"),
        ("[]", "형식"),
        (changed(format="splink"), "형식"),
        (changed(in_register=1.5), "in_register"),
        (changed(blocking=[{"key": "x", "left": ["name; DROP TABLE"], "right": ["phone"], "cap": 9}]), "후보 규칙"),
        (changed(limits=[{"when": {"hair": ["red"]}, "band": "new", "reason": ""}]), "한계 규칙"),
        (changed(comparisons=None), "빠지거나"),
    ],
)
def test_wrong_files_are_refused_in_words(text, says):
    with pytest.raises(ModelError, match=says):
        model_from_json(text)


def test_unknown_test_and_broken_sums_are_refused():
    raw = json.loads(shipped_model().to_json())
    raw["comparisons"][0]["levels"][0]["test"] = "1=1; ATTACH 'x'"
    with pytest.raises(ModelError, match="모르는 검사"):
        model_from_json(json.dumps(raw))
    raw = json.loads(shipped_model().to_json())
    raw["comparisons"][1]["levels"][0]["m"] = 0.1
    with pytest.raises(ModelError, match="합이 1이 아닙니다"):
        model_from_json(json.dumps(raw))
