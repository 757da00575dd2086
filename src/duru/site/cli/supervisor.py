"""Keep what `duru up` started alive: restart a crashed child with back-off, and the database; stop them all together."""

import ctypes
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from duru.conf.postgres import ClusterError

__all__ = ["Child", "DatabaseKeeper", "Supervisor", "last_error"]

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
CALM_SECONDS = 60.0  # a child that lived this long starts again without waiting
STOP_PATIENCE_SECONDS = 15.0
PR_SET_PDEATHSIG = 1
DATABASE_LOOK_SECONDS = 0.5
LOG_TAIL_BYTES = 8192
ERROR_LINE = re.compile(r"^[\w.]+: ")  # "duru.blocks.tenancy.errors.TooMuchPower: …"


@dataclass(slots=True)
class Child:
    """One process to keep alive: its Korean name, command and log file."""

    name: str
    command: list[str]
    log: Path
    environ: dict[str, str]
    process: subprocess.Popen | None = None
    started_at: float = 0.0  # monotonic seconds
    wait_seconds: float = field(default_factory=lambda: FIRST_WAIT_SECONDS)
    due_at: float = 0.0
    n_restarts: int = 0


@dataclass(slots=True)
class DatabaseKeeper:
    """The embedded database: started again when it is gone. PostgreSQL itself mends the death of a backend."""

    is_gone: Callable[[], bool]
    start: Callable[[], object]  # raises ClusterError
    wait_seconds: float = field(default_factory=lambda: FIRST_WAIT_SECONDS)
    due_at: float = 0.0
    n_restarts: int = 0

    def look_after(self, now: float, say: Callable[[str], None]) -> None:
        """Look whether it runs; start it when it does not. Takes as long as its recovery does."""
        if now < self.due_at:
            return
        self.due_at = now + DATABASE_LOOK_SECONDS
        if not self.is_gone():
            return
        say("데이터베이스가 멈췄습니다. 다시 켭니다.")
        try:
            self.start()
        except ClusterError as error:
            self.due_at = time.monotonic() + self.wait_seconds
            say(f"{error} {self.wait_seconds:.0f}초 뒤 다시 켭니다.")
            self.wait_seconds = min(self.wait_seconds * 2, LONGEST_WAIT_SECONDS)
        else:
            self.wait_seconds = FIRST_WAIT_SECONDS
            self.n_restarts += 1
            say("데이터베이스가 다시 켜졌습니다.")


@dataclass(slots=True)
class Supervisor:
    """Start children, watch them until told to stop, and stop whatever still runs."""

    children: list[Child]
    say: Callable[[str], None]
    database: DatabaseKeeper | None = None
    _stopping: bool = field(default=False, init=False)

    def start(self) -> None:
        """Start every child."""
        for child in self.children:
            self._launch(child)

    def watch(self, while_starting: Callable[[], bool] | None = None) -> None:
        """Return when SIGTERM or SIGINT asked to stop; until then restart what dies.

        Args:
            while_starting: called about twice a second until it returns True, e.g. "does the first page answer yet".
        """
        while not self._stopping:
            now = time.monotonic()
            if self.database is not None:
                self.database.look_after(now, self.say)
            for child in self.children:
                self._look_after(child, now)
            if while_starting is not None and while_starting():
                while_starting = None
            time.sleep(0.2)

    def ask_to_stop(self, *_signal: object) -> None:
        """Make `watch` return; fit for use as a signal handler."""
        self._stopping = True

    def stop(self) -> None:
        """Stop all children: SIGTERM, then SIGKILL for those that do not listen."""
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_PATIENCE_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _launch(self, child: Child) -> None:
        child.log.parent.mkdir(parents=True, exist_ok=True)
        with child.log.open("ab") as log:
            child.process = subprocess.Popen(
                child.command,
                env=child.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Its own session: Ctrl-C reaches the supervisor alone, which then stops the children in order.
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        child.started_at = time.monotonic()

    def _look_after(self, child: Child, now: float) -> None:
        if child.process is not None:
            code = child.process.poll()
            if code is None:
                return
            _end_group(child.process)
            if now - child.started_at >= CALM_SECONDS:
                child.wait_seconds = FIRST_WAIT_SECONDS
            child.process = None
            child.due_at = now + child.wait_seconds
            self.say(
                f"{child.name} 프로세스가 멈췄습니다(종료 코드 {code}). {child.wait_seconds:.0f}초 뒤 다시 켭니다. "
                f"{last_error(child.log)} 기록: {child.log}"
            )
            child.wait_seconds = min(child.wait_seconds * 2, LONGEST_WAIT_SECONDS)
        elif now >= child.due_at:
            child.n_restarts += 1
            self._launch(child)


def _end_group(process: subprocess.Popen) -> None:
    """Kill what a dead child left running, e.g. the web server's own worker: it would go on serving beside the new one."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def last_error(log: Path) -> str:
    """Return the last line of a traceback in the end of a log, or nothing: usually it says what to mend."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LOG_TAIL_BYTES))
        lines = file.read().decode(errors="replace").splitlines()
    return next((line for line in reversed(lines) if ERROR_LINE.match(line)), "")


def _die_with_parent() -> None:
    """Ask the kernel to end this child when the supervisor is killed with -9; else the port would stay taken."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
