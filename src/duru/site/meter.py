"""What a long job costs: seconds of each of its phases, and the memory of Python and PostgreSQL together."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psutil

SAMPLE_SECONDS = 1.0
_MIB = 1024 * 1024


@dataclass(slots=True)
class Phase:
    """One stretch of the job: wall seconds, CPU seconds and highest memory (MiB) of Python and PostgreSQL.

    CPU seconds say what the job costs where other work shares the machine. `database_mib` is None where the server is not ours to look at (`DURU_DATABASE_URL`); `peak_mib` is the highest sum of both
    at one moment, so it may be less than the two peaks together.
    """

    name: str
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    python_mib: int = 0
    database_mib: int | None = None
    peak_mib: int = 0

    def see(self, python: int, database: int | None) -> None:
        """Take one look at the memory, in MiB."""
        self.python_mib = max(self.python_mib, python)
        if database is not None:
            self.database_mib = max(self.database_mib or 0, database)
        self.peak_mib = max(self.peak_mib, python + (database or 0))


@dataclass(slots=True)
class Meter:
    """Measures while its `running` block is open; `tell` says which phase the job is in.

    Memory is the proportional set size (PSS) of this process, all its children and all processes of the PostgreSQL server, so
    that what they share counts once; looked at every second. CPU seconds are those of the same processes.

    Args:
        postmaster: process id of the PostgreSQL server, None when it is not ours.
    """

    postmaster: int | None = None
    phases: list[Phase] = field(default_factory=list)
    _began: tuple[float, float] = (0.0, 0.0)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def running(self) -> Iterator["Meter"]:
        """Look at the memory in a thread of its own until the block ends."""
        done = threading.Event()
        thread = threading.Thread(target=self._watch, args=(done,), name="meter", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._look()
            done.set()
            thread.join()
            self._close()

    def tell(self, word: str) -> None:
        """Say what the job does now; what stands before a colon names the phase ("파일 받기: 주민.csv")."""
        name = word.split(":", 1)[0]
        if self.phases and self.phases[-1].name == name:
            return
        self._look()
        self._close()
        with self._turn:
            self.phases.append(Phase(name))
            self._began = self._now()

    def total(self) -> Phase:
        """Return the whole job as one phase."""
        whole = Phase("모두")
        for each in self.phases:
            whole.seconds += each.seconds
            whole.cpu_seconds += each.cpu_seconds
            whole.see(each.python_mib, each.database_mib)
            whole.peak_mib = max(each.peak_mib for each in self.phases)
        return whole

    def _close(self) -> None:
        if self.phases:
            wall, cpu = self._now()
            self.phases[-1].seconds = wall - self._began[0]
            self.phases[-1].cpu_seconds = cpu - self._began[1]

    def _now(self) -> tuple[float, float]:
        roots = [os.getpid()] if self.postmaster is None else [os.getpid(), self.postmaster]
        return time.monotonic(), sum(_cpu(root) for root in roots)

    def _watch(self, done: threading.Event) -> None:
        while not done.wait(SAMPLE_SECONDS):
            self._look()

    def _look(self) -> None:
        with self._turn:
            if self.phases:
                database = None if self.postmaster is None else _pss(self.postmaster)
                self.phases[-1].see(_pss(os.getpid()), database)


def _pss(root: int) -> int:
    """Return the MiB of a process and all its children."""
    return _sum(root, lambda process: process.memory_full_info().pss) // _MIB


def _cpu(root: int) -> float:
    """Return the CPU seconds of a process, its children, and those of their children that have ended."""
    return _sum(root, lambda process: sum(process.cpu_times()[:4]))


def _sum(root: int, look: Callable[[psutil.Process], Any]) -> Any:
    """Sum over a process and all its children; those that end meanwhile count nothing."""
    total = 0
    try:
        family = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
    except psutil.Error:
        return 0
    for process in family:
        with suppress(psutil.Error):
            total += look(process)
    return total
