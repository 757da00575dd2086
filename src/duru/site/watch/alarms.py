"""Alarms: opened by what is wrong, told again and again until a person says "seen", closed by what is right again.

They are kept in a file and not in the database, because the database is the first thing that may be missing.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from duru.conf import paths
from duru.site.watch.findings import Finding, State

__all__ = ["Alarm", "AlarmBook", "Page", "acknowledge", "advance"]

SETTLE = timedelta(seconds=45)  # what a restart mends by itself wakes nobody
AGAIN_AFTER = timedelta(minutes=5)
QUIET = timedelta(hours=24)  # somebody knows, but a day later it is still wrong
MOST_PAST = 100


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that has been wrong since `since`. Times are ISO texts with their zone, "" for never."""

    number: int
    name: str
    seen: str
    remedy: str
    since: str
    n_pages: int = 0
    paged_at: str = ""
    seen_by: str = ""
    seen_at: str = ""
    ended_at: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Something to tell: the alarm, and whether it is over. From the second time on the second channel is used too."""

    alarm: Alarm
    is_over: bool = False

    @property
    def is_urgent(self) -> bool:
        """Whether nobody answered the first time."""
        return self.alarm.n_pages > 1


@dataclass(frozen=True, slots=True)
class Alarms:
    """All open alarms and the last closed ones, newest first."""

    open: tuple[Alarm, ...] = ()
    past: tuple[Alarm, ...] = ()
    last_number: int = 0

    @property
    def unanswered(self) -> list[Alarm]:
        """Return those that were told and that nobody has seen yet."""
        return [alarm for alarm in self.open if alarm.n_pages and not alarm.seen_at]


def advance(alarms: Alarms, findings: Sequence[Finding], *, now: datetime) -> tuple[Alarms, list[Page]]:
    """Return the alarms after a look, and what is to be told now."""
    bad = {each.name: each for each in findings if each.state is State.BAD}
    number, still, past, pages = alarms.last_number, [], list(alarms.past), []
    for alarm in alarms.open:
        finding = bad.pop(alarm.name, None)
        if finding is None:
            ended = replace(alarm, ended_at=now.isoformat())
            if alarm.n_pages:
                past.insert(0, ended)
                pages.append(Page(ended, is_over=True))
            continue
        alarm = replace(alarm, seen=finding.seen, remedy=finding.remedy)
        if alarm.seen_at and now - datetime.fromisoformat(alarm.seen_at) >= QUIET:
            alarm = replace(alarm, seen_at="", seen_by="")
        if _is_due(alarm, now):
            alarm = replace(alarm, n_pages=alarm.n_pages + 1, paged_at=now.isoformat())
            pages.append(Page(alarm))
        still.append(alarm)
    for finding in bad.values():
        number += 1
        still.append(Alarm(number, finding.name, finding.seen, finding.remedy, now.isoformat()))
    return Alarms(tuple(still), tuple(past[:MOST_PAST]), number), pages


def acknowledge(alarms: Alarms, number: int, *, by: str, now: datetime) -> Alarms:
    """Return the alarms after a person said that one was seen; the first who says so stays.

    Raises:
        KeyError: there is no open alarm of that number.
    """
    if number not in {alarm.number for alarm in alarms.open}:
        raise KeyError(number)
    return replace(
        alarms,
        open=tuple(
            replace(alarm, seen_by=by, seen_at=now.isoformat()) if alarm.number == number and not alarm.seen_at else alarm
            for alarm in alarms.open
        ),
    )  # fmt: skip


def _is_due(alarm: Alarm, now: datetime) -> bool:
    if alarm.seen_at:
        return False
    if alarm.paged_at:
        return now - datetime.fromisoformat(alarm.paged_at) >= AGAIN_AFTER
    return now - datetime.fromisoformat(alarm.since) >= SETTLE


class AlarmBook:
    """The file of the alarms. Watchman, page and command change it one after the other; a kill leaves it whole."""

    def __init__(self, path: Path | None = None):
        """Use the installation's own book."""
        self._path = path or paths.home() / "alarms.json"

    def read(self) -> Alarms:
        """Return what is written; nothing when there is no book yet or it cannot be read."""
        try:
            kept = json.loads(self._path.read_text())
            return Alarms(
                tuple(Alarm(**each) for each in kept["open"]), tuple(Alarm(**each) for each in kept["past"]), kept["last_number"]
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError):
            return Alarms()

    def write(self, alarms: Alarms) -> None:
        """Keep them, whole or not at all."""
        unfinished = self._path.with_suffix(".unfinished")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as out:
            json.dump(asdict(alarms), out, ensure_ascii=False)
        unfinished.replace(self._path)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the book for reading and writing; others wait."""
        with self._path.with_suffix(".lock").open("a") as claim:
            fcntl.flock(claim, fcntl.LOCK_EX)
            yield
