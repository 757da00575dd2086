"""What runs of a cluster: its server, whether that answers, and what a killed one left behind."""

import os
import time
from contextlib import suppress
from pathlib import Path

import psutil
from psycopg.pq import PGconn, Ping

from duru.conf.postgres.errors import ClusterError
from duru.conf.postgres.layout import ADMIN, Layout

__all__ = ["clear_stale_locks", "end_orphans", "postmaster", "takes_connections"]

ANSWER_SECONDS = 10  # a server that says nothing at all for so long is frozen; one that recovers or stops says so


def postmaster(layout: Layout) -> psutil.Process | None:
    """Return the process of the server that wrote the lock file, None when it is gone."""
    try:
        pid = int((layout.data / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        alive = process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == layout.data
    except (OSError, ValueError, psutil.Error):
        return None
    return process if alive else None


def takes_connections(layout: Layout, *, patience_s: float) -> bool:
    """Say whether the server runs and takes connections; False when there is none.

    A process alone proves nothing: one killed a moment ago is still listed, one that stops is still there. So it must
    answer. While it says that it starts, recovers or stops, it is waited for.

    Raises:
        ClusterError: it is there but frozen. A second server beside it would destroy the data, so none is started.
    """
    address = layout.url(ADMIN, "postgres") + "&connect_timeout=2"
    silent_since = refused_since = time.monotonic()
    while (server := postmaster(layout)) is not None:
        answer = PGconn.ping(os.fsencode(address))
        if answer == Ping.OK:
            return True
        now = time.monotonic()
        if answer == Ping.REJECT:
            silent_since = now
        if now - silent_since > ANSWER_SECONDS or now - refused_since > patience_s:
            raise ClusterError(
                f"PostgreSQL(프로세스 {server.pid})이 켜져 있지만 답하지 않습니다. 서버가 멈춘 듯합니다. "
                f"잠시 뒤 다시 하고, 그래도 같으면 그 프로세스를 끝낸 뒤 다시 하십시오. 기록: {layout.log}"
            )
        time.sleep(0.02)
    return False


def clear_stale_locks(layout: Layout) -> None:
    """Remove lock files whose server is certainly gone, so that a recycled or zombie process id does not block.

    PostgreSQL itself removes a lock of a dead id, but takes any living process of the same user for a server. Every
    server process works inside the data directory; while one lives the lock must stay, or two servers could write.
    """
    if not (layout.data / "postmaster.pid").exists() or _processes_inside(layout.data):
        return
    for lock in (layout.data / "postmaster.pid", *layout.sockets.glob(".s.PGSQL.*.lock")):
        lock.unlink(missing_ok=True)


def end_orphans(layout: Layout) -> None:
    """Ask the backends of a killed postmaster to roll back and go: nobody can read their answer any more.

    Only busy ones are still there; an idle backend leaves by itself. The caller holds the start lock and PostgreSQL
    has just said that their postmaster is gone, so no living server is hit.
    """
    for process in _processes_inside(layout.data):
        with suppress(psutil.Error):
            if process.name() == "postgres":  # and not the shell of somebody who looks around
                process.terminate()


def _processes_inside(folder: Path) -> list[psutil.Process]:
    inside = []
    for process in psutil.process_iter(["status"]):
        if process.info["status"] == psutil.STATUS_ZOMBIE:
            continue
        try:
            if Path(process.cwd()) == folder:
                inside.append(process)
        except (psutil.Error, OSError):
            continue  # gone meanwhile, or another user's process, which cannot be our server
    return inside
