"""One measured figure beside its peer and its goal."""

import os
import platform
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Figure:
    """A value, the best peer's value of the same run (None when it is missing, named all the same), and the goal.

    `goal` is written "<=180" or ">=0.6".
    """

    figure: str
    value: float
    unit: str
    peer: str
    peer_value: float | None
    goal: str

    @property
    def ratio(self) -> float | None:
        """Our value over the peer's."""
        return round(self.value / self.peer_value, 3) if self.peer_value else None

    @property
    def met(self) -> bool:
        """Whether the value reaches the goal."""
        bound = float(self.goal[2:])
        return self.value <= bound if self.goal.startswith("<=") else self.value >= bound

    def as_dict(self, where: str) -> dict:
        """Return the line that is printed with --json."""
        return {
            "figure": self.figure,
            "value": round(self.value, 4),
            "unit": self.unit,
            "peer": self.peer,
            "peer_value": None if self.peer_value is None else round(self.peer_value, 4),
            "ratio": self.ratio,
            "goal": self.goal,
            "met": self.met,
            "machine": where,
        }


def machine() -> str:
    """Describe the machine in one line; the load tells how far absolute times can be trusted."""
    memory = psutil.virtual_memory().total >> 20
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {memory:,} MiB, Python {platform.python_version()}, load {load:.1f}"
