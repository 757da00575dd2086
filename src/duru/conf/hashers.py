"""Password hashing: argon2id with 19 MiB, t=2, p=1 (OWASP's setting; about 5 logins per CPU second here), two at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = 2
# Each that waits holds a thread of the web server back from the pages of those who work already.
MOST_WAITING = 1


class TooManyLogins(RuntimeError):
    """Others are hashing and waiting already; to be tried again after some seconds."""


class Gate:
    """Lets `at_once` in and `most_waiting` wait before it; whoever comes then is turned away at once."""

    def __init__(self, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING):
        self._inside = threading.BoundedSemaphore(at_once)
        self._here = threading.BoundedSemaphore(at_once + most_waiting)

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Wait for one's turn.

        Raises:
            TooManyLogins: too many wait already.
        """
        if not self._here.acquire(blocking=False):
            raise TooManyLogins
        try:
            with self._inside:
                yield
        finally:
            self._here.release()


_gate = Gate()


class Argon2(Argon2PasswordHasher):
    """Django's argon2id with the cost stated above; a changed cost re-hashes at the next login."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def verify(self, password, encoded):
        with _gate.passed():
            return super().verify(password, encoded)
