"""Take the files of many agencies, several agencies at once; the files of one agency go one after another."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from duru.blocks.access.api import Actor
from duru.blocks.exchange.api import FileRefused, MappingIncomplete, take_file
from duru.site.cli.django_ready import start_django

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file of one agency, with the data set it holds."""

    path: Path
    organisation_id: int
    dataset: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be taken at all, and why; it never stops the others."""

    path: Path
    reason: str


def take_deliveries(
    *,
    tenant_id: int,
    deliveries: Sequence[Delivery],
    by: Actor,
    now: datetime,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[Refusal]:
    """Take files in, and return those that could not be taken, in the order in which they were given. Safe to repeat.

    Reading a file is work for one processor, so agencies are shared out to processes; two files of one agency would only wait
    for each other. A process that dies stops the job; the next run takes up what it left half-way.

    Args:
        deliveries: those of one agency are taken in this order.
        workers: processes; with 1 everything happens in this one (and in its transaction, where it has one).
        progress: called with the name of a file and the share of all bytes done, 0–1.

    Raises:
        BrokenProcessPool: a process was killed.
    """
    say = progress or (lambda word, share: None)
    of_agency = [list(group) for _, group in groupby(sorted(deliveries, key=_agency), key=_agency)]
    of_agency.sort(key=_size, reverse=True)  # the largest first, so that none is left over at the end
    done, total = 0, max(_size(deliveries), 1)
    refusals: list[Refusal] = []
    if workers == 1:
        for files in of_agency:
            for file in files:
                say(file.path.name, done / total)
                refusals += _take(tenant_id, [file], by, now)
                done += _size([file])
    else:
        # Spawned and not forked: a forked process would share our database connections.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(workers, len(of_agency) or 1), spawn, initializer=start_django) as pool:
            running = {pool.submit(_take, tenant_id, files, by, now): files for files in of_agency}
            try:
                say(f"{len(deliveries)}개", 0.0)
                for finished in as_completed(running):
                    refusals += finished.result()
                    done += _size(running[finished])
                    say(running[finished][-1].path.name, done / total)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    order = [delivery.path for delivery in deliveries]
    return sorted(refusals, key=lambda refusal: order.index(refusal.path))


def _take(tenant_id: int, files: Sequence[Delivery], by: Actor, now: datetime) -> list[Refusal]:
    refusals = []
    for file in files:
        try:
            take_file(
                path=file.path,
                tenant_id=tenant_id,
                organisation_id=file.organisation_id,
                dataset=file.dataset,
                by=by,
                now=now,
            )
        except (FileRefused, MappingIncomplete) as refused:
            refusals.append(Refusal(file.path, str(refused)))
    return refusals


def _agency(file: Delivery) -> int:
    return file.organisation_id


def _size(files: Sequence[Delivery]) -> int:
    return sum(file.path.stat().st_size for file in files)
