"""One running process: started or restored, moved on by a step, and dumped again in a few hundred bytes.

SpiffWorkflow's own serialiser writes the whole specification beside the state and 36 characters an id. Here the
specification stays with its version (plans.py), variables stay with the case, and of each task of the tree only number,
state and place are kept.
"""

import json
import logging
import zlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from duru.blocks.casework.engine.expressions import evaluate
from duru.blocks.casework.engine.plans import Plan, Step
from duru.blocks.casework.errors import ProcessRefused

FORMAT = 1  # of the dump; a new one must still open the older ones (tests/blocks/casework/states)

# The library puts together a record for every change of state, also when nobody listens.
logging.getLogger("spiff").setLevel(logging.WARNING)


class Run:
    """A process under way. `variables` are the case's own and are read by conditions; they are not part of the dump.

    `asked` are the conditions it met and how they were answered, in order: they alone decide which way it went.
    """

    def __init__(self, plan: Plan, variables: Mapping[str, Any]):
        self.plan, self.variables = plan, variables
        self.asked: list[tuple[str, bool]] = []
        self._numbers: dict[UUID, int] = {}
        self._next = 1
        self._workflow: Any = None

    @classmethod
    def start(cls, plan: Plan, variables: Mapping[str, Any]) -> "Run":
        """Begin a process and walk to its first steps.

        Raises:
            ProcessRefused: a condition cannot be answered with these variables.
        """
        from SpiffWorkflow.bpmn import BpmnWorkflow  # slow import: 0.5 s

        run = cls(plan, variables)
        run._workflow = BpmnWorkflow(plan.spec, script_engine=_engine(run))
        run._walk()
        return run

    @classmethod
    def load(cls, plan: Plan, variables: Mapping[str, Any], dump: bytes) -> "Run":
        """Go on where a dump was made.

        Raises:
            ProcessRefused: the dump is of a format this version does not know.
        """
        from SpiffWorkflow.bpmn import BpmnWorkflow  # slow import: 0.5 s
        from SpiffWorkflow.task import Task

        saved = json.loads(zlib.decompress(dump))
        if saved["format"] != FORMAT:
            raise ProcessRefused(
                f"진행 상태의 판 {saved['format']}을 읽을 수 없습니다. 두루를 새 판으로 올려 주십시오."
            )
        run = cls(plan, variables)
        workflow = BpmnWorkflow(plan.spec, deserializing=True, script_engine=_engine(run))
        specs, names = plan.spec.task_specs, saved["names"]
        for number, parent, name, state, inner in saved["tasks"]:
            above = workflow.tasks[UUID(int=parent)] if parent else None
            task = Task(workflow, specs[names[name]], above, state, UUID(int=number))
            task.triggered, task.internal_data = bool(inner.pop("\0triggered", False)) if inner else False, inner or {}
            run._numbers[task.id] = number
            if above is None:
                workflow.task_tree = task
        run._workflow, run._next = workflow, saved["next"]
        return run

    def dump(self) -> bytes:
        """Write the state down: the tree in the order of its branches, compressed."""
        names: dict[str, int] = {}
        tasks = []
        for task in self._workflow.task_tree:
            inner = dict(task.internal_data)
            if task.triggered:
                inner["\0triggered"] = True
            above = self._number(task._parent) if task._parent else 0
            name = names.setdefault(task.task_spec.name, len(names))
            tasks.append((self._number(task.id), above, name, task.state, inner))
        saved = {"format": FORMAT, "next": self._next, "names": list(names), "tasks": tasks}
        return zlib.compress(json.dumps(saved, ensure_ascii=False, separators=(",", ":")).encode(), 6)

    def open_steps(self) -> dict[int, Step]:
        """Give the steps that wait for a person now, by their number within this run."""
        from SpiffWorkflow.util.task import TaskState

        ready = self._workflow.get_tasks(state=TaskState.READY, manual=True)
        return {self._number(task.id): self.plan.steps[task.task_spec.bpmn_id] for task in ready}

    def complete(self, number: int) -> None:
        """End a step and walk on to the next ones; the variables must hold what the step found out already.

        Raises:
            KeyError: there is no such step, or it does not wait.
            ProcessRefused: a condition cannot be answered.
        """
        if number not in self.open_steps():
            raise KeyError(number)
        ids = {each: id for id, each in self._numbers.items()}
        self._workflow.tasks[ids[number]].run()
        self._walk()

    @property
    def is_over(self) -> bool:
        """Whether the process has come to its end."""
        return self._workflow.is_completed()

    def _walk(self) -> None:
        from SpiffWorkflow.exceptions import SpiffWorkflowException

        try:
            self._workflow.do_engine_steps()
        except SpiffWorkflowException as error:
            raise ProcessRefused(f"절차를 이어 갈 수 없습니다: {error}") from error

    def _number(self, id: UUID) -> int:
        if id not in self._numbers:
            self._numbers[id] = self._next
            self._next += 1
        return self._numbers[id]


def _engine(run: Run) -> Any:
    """Make the library ask our interpreter, and nothing else."""
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine

    class Conditions:
        """Answers conditions out of the case's variables; runs nothing."""

        def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Any:
            answer = bool(evaluate(expression, run.variables))
            run.asked.append((expression, answer))
            return answer

        def execute(self, script: str, context: Any, external_context: Any = None) -> None:
            raise ProcessRefused("절차 안의 스크립트는 실행하지 않습니다.")

        def call_service(self, context: Any, **kwargs: Any) -> None:
            raise ProcessRefused("절차 안의 서비스 호출은 실행하지 않습니다.")

    return PythonScriptEngine(environment=Conditions())
