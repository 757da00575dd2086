"""Where a step leads: asked of the engine once a version of a process and place in it, remembered after that.

A process walks the same way from the same place whenever its conditions are answered the same. So each way that was walked
is kept with the conditions asked on it and their answers; a later case that answers them alike is not walked again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from duru.blocks.casework.engine.expressions import evaluate
from duru.blocks.casework.engine.plans import Plan, Step
from duru.blocks.casework.engine.runs import Run


@dataclass(frozen=True, slots=True)
class Move:
    """What a step brought about: the state to keep, the steps that opened and those that fell away, and whether it is over."""

    dump: bytes
    opened: Mapping[int, Step]
    gone: frozenset[int]
    is_over: bool


def begin(plan: Plan, variables: Mapping[str, Any]) -> Move:
    """Walk from the start of a process to its first steps.

    Raises:
        ProcessRefused: a condition cannot be answered with these variables.
    """
    return _move(plan, b"", 0, variables)


def go_on(plan: Plan, dump: bytes, number: int, variables: Mapping[str, Any]) -> Move:
    """End a step and walk on; the variables must hold what the step found out already.

    Raises:
        KeyError: there is no such step, or it does not wait.
        ProcessRefused: a condition cannot be answered, or the dump is of a format this version does not know.
    """
    return _move(plan, dump, number, variables)


@lru_cache(maxsize=10_000)  # some 2 kB each; thirteen opinions side by side are 8,192 places
def _ways(digest: str, dump: bytes, number: int) -> dict[tuple[bool, ...], str | Move]:
    """The ways on from one place: answers so far → the condition asked next, or where they lead."""
    return {}


def _move(plan: Plan, dump: bytes, number: int, variables: Mapping[str, Any]) -> Move:
    ways = _ways(plan.digest, dump, number)
    answers: tuple[bool, ...] = ()
    while isinstance(met := ways.get(answers), str):
        answers += (bool(evaluate(met, variables)),)
    if met is None:
        met = _walk(plan, dump, number, variables, ways)
    return met


def _walk(
    plan: Plan, dump: bytes, number: int, variables: Mapping[str, Any], ways: dict[tuple[bool, ...], str | Move]
) -> Move:
    before: dict[int, Step] = {}
    if dump:
        run = Run.load(plan, variables, dump)
        before = run.open_steps()
        run.complete(number)
    else:
        run = Run.start(plan, variables)
    after = run.open_steps()
    move = Move(
        dump=run.dump(),
        opened={each: after[each] for each in sorted(after.keys() - before.keys())},
        gone=frozenset(before.keys() - after.keys() - {number}),
        is_over=run.is_over,
    )
    answers: tuple[bool, ...] = ()
    for condition, answer in run.asked:
        ways[answers] = condition
        answers += (answer,)
    ways[answers] = move
    return move
