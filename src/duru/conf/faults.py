"""Named places at which a test lets this process die as if the power had gone.

`DURU_FAULT=place` or `place:3` (the third time) is for one process. `DURU_FAULT=/a/file` is for a whole installation: the
file lists places, one a line, in the order in which somebody shall die there; whoever dies strikes his line out, so
that the process started in his stead goes on.
"""

import os
import signal
from pathlib import Path

from duru.conf import env

_armed = env.fault()
_order = Path(_armed) if _armed.startswith("/") else None
_times_reached: dict[str, int] = {}


def reach(place: str) -> None:
    """Die here when this is the wanted place, the n-th time it is reached; does nothing in ordinary life."""
    if not _armed:
        return
    orders = _order.read_text().split() if _order else [_armed]
    wanted, _, nth = (orders or [""])[0].partition(":")
    if place != wanted:
        return
    _times_reached[place] = _times_reached.get(place, 0) + 1
    if _times_reached[place] == int(nth or 1):
        if _order is not None:
            rest = _order.with_suffix(".rest")
            rest.write_text("\n".join(orders[1:]))
            rest.replace(_order)
        os.kill(os.getpid(), signal.SIGKILL)
