"""A whole installation for the journeys: `duru up --demo` in a home of its own, its web process, its worker."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import PHONE, WIDE, become, open_window
from tests.journeys.steps import HOME, ROOT

PEOPLE = 1500


@pytest.fixture(scope="session")
def installation():
    """The address of a freshly made demo district; everything it started is stopped at the end."""
    # ./check stops the journeys it runs beside other tests by this signal: what they started is to end with them.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    (HOME / "assets").symlink_to(ROOT / "var" / "assets")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("DURU_", "DJANGO_"))}
    command = [str(Path(sys.executable).parent / "duru"), "up", "--demo", "--people", str(PEOPLE), "--json"]
    with (HOME / "up.log").open("w") as log:
        server = subprocess.Popen(
            command,
            env=environ | {"DURU_HOME": str(HOME), "DURU_PORT": "0"},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            line = server.stdout.readline()
            assert line, f"duru up did not come up: {(HOME / 'up.log').read_text()[-2000:]}"
            yield json.loads(line)["url"].rstrip("/")
        finally:
            server.terminate()
            server.wait(timeout=60)
            server.stdout.close()


@pytest.fixture
def visit(chromium, installation):
    """Become one of the demo's people: `visit("dong")` returns a page that is logged in; at 390 px with `phone=True`; "" is nobody."""
    pages = []

    def enter(key: str, *, phone: bool = False):
        pages.append(open_window(chromium, installation, width=PHONE if phone else WIDE))
        return become(pages[-1], key) if key else pages[-1]

    yield enter
    for page in pages:
        page.context.close()
