"""A client-side deadline: statement_timeout lives on the server and is no help when the server itself is frozen.

While statements are in flight, one thread per process looks every half second. When one has waited longer than `PATIENCE_S`,
it asks the server for a sign of life (the answer to an SSLRequest, one byte, no login). Without an answer all waiting
connections are shut down, and their threads get an ordinary OperationalError. A slow query on a living server goes on.

Source: docs/decisions/0010-database-watchdog.md; PostgreSQL protocol, "SSLRequest".
"""

import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

PATIENCE_S = 1.5
ANSWER_S = 1.0
LOOK_S = 0.5
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)


class Watchdog:
    """Watch the connections of one process that wait for an answer of one server."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._waiting: dict[int, tuple[float, psycopg.Connection]] = {}
        self._thread: threading.Thread | None = None
        self._pid = os.getpid()
        self._n = 0

    @contextmanager
    def watch(self, connection: psycopg.Connection | None) -> Iterator[None]:
        """Guard one round trip to the server."""
        if connection is None:
            yield
            return
        key = self._enter(connection)
        try:
            yield
        finally:
            with self._lock:
                self._waiting.pop(key, None)

    def _enter(self, connection: psycopg.Connection) -> int:
        if self._pid != os.getpid():  # after a fork the thread is gone and the lock may be held
            type(self).__init__(self)
        with self._lock:
            self._n += 1
            self._waiting[self._n] = (time.monotonic(), connection)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="duru-watchdog", daemon=True)
                self._thread.start()
            elif len(self._waiting) == 1:
                self._lock.notify()
            return self._n

    def _run(self) -> None:
        while True:
            with self._lock:
                while not self._waiting:
                    self._lock.wait()
            time.sleep(LOOK_S)
            overdue = self._overdue()
            if overdue and not is_alive(overdue[0]):
                for connection in self._overdue():
                    _shut_down(connection)

    def _overdue(self) -> list[psycopg.Connection]:
        limit = time.monotonic() - PATIENCE_S
        with self._lock:
            return [connection for started, connection in self._waiting.values() if started <= limit]


def is_alive(connection: psycopg.Connection) -> bool:
    """Say whether the server behind a connection answers a new caller within `ANSWER_S`."""
    try:
        with _call(connection) as caller:
            caller.settimeout(ANSWER_S)
            caller.sendall(_SSL_REQUEST)
            return len(caller.recv(1)) == 1
    except (OSError, psycopg.Error):
        return False


def _call(connection: psycopg.Connection) -> socket.socket:
    info = connection.info
    if info.host.startswith("/"):
        caller = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        caller.settimeout(ANSWER_S)
        try:
            caller.connect(f"{info.host}/.s.PGSQL.{info.port}")
        except OSError:
            caller.close()
            raise
        return caller
    return socket.create_connection((info.host, info.port), timeout=ANSWER_S)


def _shut_down(connection: psycopg.Connection) -> None:
    """End a connection from outside its thread: the descriptor stays open, the waiting read returns at once."""
    with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as handle:
        handle.shutdown(socket.SHUT_RDWR)


watchdog = Watchdog()


class WatchedConnection(psycopg.Connection):
    """What the pool hands out. The pool asks a connection whether it still works before Django sees it; that too is watched."""

    def wait(self, *args: Any, **kwargs: Any) -> Any:
        """Wait for an answer of the server, as every statement, commit and piece of a COPY does."""
        with watchdog.watch(self):
            return super().wait(*args, **kwargs)
