"""The watchman: a small process beside web and worker that looks twice a minute and tells people until somebody answers.

It needs neither Django nor the database. What tells is a child process with a time limit, so that a mail server that
never answers holds nothing up.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from duru.conf import env
from duru.site.watch.alarms import AlarmBook, Alarms, Page, advance
from duru.site.watch.findings import look
from duru.site.watch.nightly import Nightly

LOOK_S = 30.0
TELL_S = 60.0


def main() -> None:
    """Look, tell and start the nightly backup, until ended."""
    kept: Alarms | None = None
    nightly = Nightly()
    time.sleep(LOOK_S)  # web and worker start beside it: what is not there yet is not missing
    while True:
        started = time.monotonic()
        kept, pages = look_once(kept)
        if pages:
            tell(pages)
        nightly.look(datetime.now(UTC))
        time.sleep(max(1.0, LOOK_S - (time.monotonic() - started)))


def look_once(kept: Alarms | None) -> tuple[Alarms | None, list[Page]]:
    """Look once; returns what could not be written (a full disk must not silence the alarm about itself) and the pages."""
    now = datetime.now(UTC)
    findings = look(env.database_url(), now=now)
    book = AlarmBook()
    try:
        with book.turn():
            alarms, pages = advance(kept or book.read(), findings, now=now)
            book.write(alarms)
    except OSError:
        alarms, pages = advance(kept or book.read(), findings, now=now)
        return alarms, pages
    return None, pages


def tell(pages: Sequence[Page]) -> None:
    """Hand pages to a process of their own and wait for it, but not for ever."""
    told = json.dumps([asdict(page) for page in pages], ensure_ascii=False)
    command = [sys.executable, "-W", "ignore", "-m", "duru.site.watch.telling"]
    try:
        subprocess.run(command, input=told, text=True, timeout=TELL_S, check=False, env=dict(os.environ))
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"경보를 {TELL_S:.0f}초 안에 보내지 못했습니다.\n")


if __name__ == "__main__":
    main()
