"""A whole installation for the journeys: `duru up --demo` in a home of its own, its web process, its worker."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "test-journeys"
PEOPLE = 1500
START_S = 240


@pytest.fixture(scope="session")
def installation():
    """The address of a freshly made demo district; everything it started is stopped at the end."""
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


@pytest.fixture
def visit(chromium, installation):
    """Become one of the demo's people: `visit("dong")` returns a page that is logged in; at 390 px with `phone=True`."""
    contexts = []

    def become(key: str, *, phone: bool = False):
        context = chromium.new_context(
            viewport={"width": 390 if phone else 1280, "height": 900}, locale="ko-KR", base_url=installation
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto("/try/")
        page.locator(f"form[action$='/try/{key}'] button").click()
        page.wait_for_url("**/")
        return page

    yield become
    for context in contexts:
        context.close()
