"""What an applicant is shown: the stages of the process as lights."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from duru.blocks.casework.enums import TaskState


@dataclass(frozen=True, slots=True)
class Light:
    """One stage: its name and done, now, late or waiting."""

    label: str
    state: str

    @property
    def word(self) -> str:
        """The state in one word, because colour never stands alone."""
        return {"done": "마침", "now": "하는 중", "late": "늦어지는 중", "waiting": "아직"}[self.state]


def stage_lights(
    stages: Sequence[str], tasks: Iterable[tuple[str, str, datetime | None]], *, is_open: bool, now: datetime
) -> list[Light]:
    """Turn the stages of a process into lights, from receipt to the end.

    Args:
        stages: in the order of the process.
        tasks: (stage, state, due_at) of the case's tasks.
        is_open: whether the case goes on; a stage never reached of an ended case is left out.
        now: for what is late.
    """
    known: dict[str, list[tuple[str, datetime | None]]] = {}
    for stage, state, due_at in tasks:
        known.setdefault(stage, []).append((state, due_at))
    lights = [Light("접수", "done")]
    for stage in stages:
        here = known.get(stage, [])
        waiting = [due_at for state, due_at in here if state == TaskState.OPEN]
        if waiting:
            is_late = any(due_at is not None and due_at <= now for due_at in waiting)
            lights.append(Light(stage, "late" if is_late else "now"))
        elif any(state == TaskState.DONE for state, _ in here):
            lights.append(Light(stage, "done"))
        elif is_open:
            lights.append(Light(stage, "waiting"))
    return [*lights, Light("처리완료", "waiting" if is_open else "done")]
