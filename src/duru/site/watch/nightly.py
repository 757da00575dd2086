"""Start the nightly backup and its proof, in a process of their own, when a folder for backups is given."""

import os
import subprocess
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

from duru.conf import env, paths

AT_HOUR, UNTIL_HOUR = 2, 6  # Korean time; a machine that was off at two does it later in the night


class Nightly:
    """Remembers the night in which it was started last."""

    def __init__(self):
        """Nothing was started yet."""
        self._night: date | None = None
        self._running: subprocess.Popen | None = None

    def look(self, now: datetime) -> bool:
        """Start it when it is time; returns whether it did."""
        if self._running is not None and self._running.poll() is not None:
            self._running = None
        local = now.astimezone(ZoneInfo("Asia/Seoul"))
        due = AT_HOUR <= local.hour < UNTIL_HOUR and local.date() != self._night
        if env.backup_folder() is None or self._running is not None or not due:
            return False
        self._night = local.date()
        with (paths.log() / "backup.log").open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-c", "from duru.site.cli import main; main()", "backup-nightly"],
                env=dict(os.environ), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        return True
