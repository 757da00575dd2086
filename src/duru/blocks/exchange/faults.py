"""Named places at which a test lets this process die as if the power had gone (`DURU_FAULT=place` or `place:3`)."""

import os
import signal

from duru.conf import env

PLACES = (
    "exchange.copy_written",
    "exchange.after_upload",
    "exchange.before_copy",
    "exchange.after_copy",
    "exchange.before_batch_commit",
    "exchange.after_batch",
    "exchange.before_keys",
    "exchange.before_staged_commit",
    "exchange.after_staged",
    "exchange.after_records",
    "exchange.before_chunk_commit",
    "exchange.after_chunk",
    "exchange.before_last_commit",
)

_wanted, _, _nth = env.fault().partition(":")
_left = int(_nth or 1)


def reach(place: str) -> None:
    """Die here when this is the wanted place, the n-th time it is reached; does nothing in ordinary life."""
    global _left
    if place != _wanted:
        return
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
