"""A process under way is written down in a few hundred bytes and goes on where it stood."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duru.blocks.casework.engine.plans import read_plan
from duru.blocks.casework.engine.runs import Run
from duru.blocks.casework.errors import ProcessRefused
from duru.blocks.casework.sample import SAMPLE
from tests.blocks.casework.processes import BRANCHES, LOOP, TWO_STEPS

pytestmark = pytest.mark.unit
STATES = Path(__file__).resolve().parents[1] / "states"


def keys(run: Run) -> list[str]:
    return sorted(step.key for step in run.open_steps().values())


def number(run: Run, key: str) -> int:
    return next(number for number, step in run.open_steps().items() if step.key == key)


def again(run: Run) -> Run:
    return Run.load(run.plan, run.variables, run.dump())


def test_a_run_walks_from_step_to_step_and_ends():
    run = Run.start(read_plan(TWO_STEPS), {})
    assert (keys(run), run.is_over) == (["check"], False)
    run.complete(number(run, "check"))
    assert keys(run) == ["decide"]
    run.complete(number(run, "decide"))
    assert (keys(run), run.is_over) == ([], True)


def test_branches_run_side_by_side_and_meet():
    run = again(Run.start(read_plan(BRANCHES), {}))
    assert keys(run) == ["a", "b"]
    run.complete(number(run, "b"))
    run = again(run)
    assert keys(run) == ["a"]
    run.complete(number(run, "a"))
    assert keys(again(run)) == ["c"]


def test_a_choice_asks_the_variables_of_the_case():
    for answer, expected in (("accept", ["certificate"]), ("refuse", ["refusal"]), (None, ["refusal"])):
        variables = {}
        run = Run.start(SAMPLE.plan, variables)
        while keys(run) not in (["certificate"], ["refusal"]):
            step = keys(run)[0]
            if step == "decide":
                variables["decision"] = answer
            run = again(run)
            run.complete(number(run, step))
        assert keys(run) == expected


def test_a_loop_comes_back_to_its_step_under_a_new_number():
    variables = {"again": True}
    run = Run.start(read_plan(LOOP), variables)
    first = number(run, "check")
    run.complete(first)
    run = again(run)
    second = number(run, "check")
    assert second != first
    variables["again"] = False
    run.complete(second)
    assert run.is_over


def test_numbers_of_steps_stay_the_same_through_a_dump():
    run = Run.start(read_plan(BRANCHES), {})
    assert again(again(run)).open_steps() == run.open_steps()


def test_a_step_that_does_not_wait_cannot_be_completed():
    run = Run.start(read_plan(BRANCHES), {})
    done = number(run, "a")
    run.complete(done)
    for wrong in (done, 0, 999):
        with pytest.raises(KeyError):
            run.complete(wrong)


def test_a_condition_that_cannot_be_answered_stops_the_step_with_a_sentence():
    plan = read_plan(LOOP.replace("again == True", "again &lt; 3"))
    run = Run.start(plan, {"again": "text"})
    with pytest.raises(ProcessRefused):
        run.complete(number(run, "check"))


def test_a_dump_is_small_and_grows_with_the_tree_only():
    run = Run.start(SAMPLE.plan, {"name": "가" * 10_000})
    assert len(run.dump()) < 1_000


def test_a_dump_of_a_newer_format_is_refused_and_not_misread():
    import json
    import zlib

    run = Run.start(read_plan(TWO_STEPS), {})
    saved = json.loads(zlib.decompress(run.dump()))
    saved["format"] += 1
    with pytest.raises(ProcessRefused, match="새 판"):
        Run.load(run.plan, {}, zlib.compress(json.dumps(saved).encode()))


@pytest.mark.parametrize("folder", sorted(path.name for path in STATES.iterdir() if path.is_dir()))
def test_state_written_by_an_earlier_release_is_opened_and_goes_on(folder):
    """Each folder was written by the release it is named after (process.bpmn, state.bin, open.txt) and is never changed."""
    plan = read_plan((STATES / folder / "process.bpmn").read_text(encoding="utf-8"))
    run = Run.load(plan, {"decision": "accept"}, (STATES / folder / "state.bin").read_bytes())
    assert keys(run) == (STATES / folder / "open.txt").read_text(encoding="utf-8").split()
    while not run.is_over:
        run.complete(min(run.open_steps()))
        run = again(run) if not run.is_over else run


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_run_that_is_dumped_after_every_step_ends_as_one_that_never_is(data):
    variables = {"decision": data.draw(st.sampled_from(["accept", "refuse", ""]))}
    kept, dumped = Run.start(SAMPLE.plan, variables), Run.start(SAMPLE.plan, variables)
    while not kept.is_over:
        key = data.draw(st.sampled_from(keys(kept)))
        kept.complete(number(kept, key))
        dumped = again(dumped)
        dumped.complete(number(dumped, key))
        assert keys(dumped) == keys(kept)
    assert dumped.is_over
