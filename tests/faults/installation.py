"""A real installation to do harm to: `duru up` with its web process, its worker and its PostgreSQL, and a person using it."""

import contextlib
import http.cookiejar
import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import psutil
import psycopg

from duru.conf import postgres
from duru.conf.postgres.layout import OWNER, layout_of
from tests.database import ROOT

EMAIL, PASSWORD = "worker@haeoreum.example", "나눔은-고루고루-2026"
# What a person meets while a process is dead: nobody listens, or the line breaks.
NO_ANSWER = (urllib.error.URLError, ConnectionError, TimeoutError, OSError)


class Installation:
    """`duru up` in a home of its own. `orders` is the file that `exchange.faults` reads."""

    def __init__(self, home: Path):
        self.home, self.orders = home, home / "orders"
        self.orders.write_text("")
        (home / "assets").symlink_to(ROOT / "var" / "assets")
        ours = {name for name in os.environ if name.startswith(("DURU_", "DJANGO_"))} - {"DURU_PG_BIN"}
        environ = {name: value for name, value in os.environ.items() if name not in ours}
        self._environ = environ | {
            "DURU_HOME": str(home),
            "DURU_PORT": "0",
            "DURU_SECOND_FACTOR": "0",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        self._up: subprocess.Popen | None = None

    def __enter__(self) -> "Installation":
        with (self.home / "up.log").open("w") as log:
            self._up = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.house"], env=self._environ | {"DURU_FAULT": str(self.orders)},
                cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        line = self._up.stdout.readline()
        assert line, f"duru up did not come up: {self.logs()}"
        self.url = json.loads(line)["url"].rstrip("/")
        subprocess.run(
            [sys.executable, "-m", "tests.faults.agency", EMAIL, PASSWORD], env=self._environ, cwd=ROOT, check=True
        )
        return self

    def __exit__(self, *_error) -> None:
        self._up.terminate()
        self._up.wait(timeout=60)
        self._up.stdout.close()

    def logs(self) -> str:
        """Return the ends of all logs, for a failure's message."""
        found = [self.home / "up.log", *sorted((self.home / "log").glob("*.log"))]
        return "\n".join(f"--- {each.name}\n{each.read_text(errors='replace')[-3000:]}" for each in found)

    def ask(self, query: str, *values) -> list[tuple]:
        """Ask the database as its owner, who sees past the wall; waits while it is away."""
        deadline = time.monotonic() + 60
        while True:
            try:
                with psycopg.connect(layout_of(self.home).url(OWNER), connect_timeout=3) as conn:
                    return conn.execute(query, values).fetchall()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, self.logs()
                time.sleep(0.1)

    def processes(self, kind: str) -> list[psutil.Process]:
        """Return the living processes of a kind: web, worker, postmaster or backend."""
        if kind in ("postmaster", "backend"):
            pid = postgres.status(self.home).pid
            if pid is None:
                return []
            with contextlib.suppress(psutil.Error):
                server = psutil.Process(pid)
                return [server] if kind == "postmaster" else [c for c in server.children() if _serves_us(c)]
            return []
        word = {"web": "granian", "worker": "duru.site.worker"}[kind]
        found = []
        for process in psutil.Process(self._up.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                line = " ".join(process.cmdline())
                # The web server's own worker is forked or spawned: it has its parent's words or those of multiprocessing.
                if word in line or (kind == "web" and "granian" in " ".join(process.parent().cmdline())):
                    found.append(process)
        return found


def _serves_us(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return "duru_app" in " ".join(process.cmdline())
    return False


class Person:
    """Somebody of the agency, with a browser's cookies, who tries again when no answer came."""

    def __init__(self, url: str):
        self.url, self.cookies = url, http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> tuple[int, str]:
        """Return (status, page)."""
        return self._open(urllib.request.Request(self.url + path))

    def press(
        self, page_path: str, fields: dict[str, str], file: Path | None = None, *, to: str = ""
    ) -> tuple[int, str]:
        """Open a page, change its form by `fields` and send it as the browser would."""
        status, page = self.get(page_path)
        if status != 200:
            return status, page
        form = _Form()
        form.feed(page)
        return self.send(to or page_path, form.values | fields, file)

    def send(self, path: str, fields: dict[str, str], file: Path | None = None) -> tuple[int, str]:
        """Send a form."""
        if file is None:
            body, kind = urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"
        else:
            body, kind = _multipart(fields, file)
        return self._open(urllib.request.Request(self.url + path, data=body, headers={"Content-Type": kind}))

    def log_in(self) -> None:
        """Log in with the password."""
        status, page = self.press("/account/login/", {"login": EMAIL, "password": PASSWORD})
        assert status == 200, page[-2000:]
        assert any(cookie.name == "sessionid" for cookie in self.cookies), page[-2000:]

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(errors="replace")


class _Form(HTMLParser):
    """What the forms of a page would send as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("name") and (given.get("type") != "checkbox" or "checked" in given):
            self.values[given["name"]] = given.get("value") or ""
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.values):
            self.values[self._select] = given.get("value") or ""  # the first one when none is selected

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""


def _multipart(fields: dict[str, str], file: Path) -> tuple[bytes, str]:
    edge = "duru-fault-test"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
    parts += [head.encode(), b"Content-Type: text/csv\r\n\r\n", file.read_bytes(), f"\r\n--{edge}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={edge}"


@dataclass
class Neighbour:
    """Another person who only looks at pages all the while; `answers` is [(status or None, page, seconds)]."""

    person: Person
    answers: list[tuple[int | None, str, float]] = field(default_factory=list)
    _done: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Neighbour":
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_error) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.2):
            started = time.monotonic()
            try:
                status, page = self.person.get("/intake/")
            except NO_ANSWER:
                status, page = None, ""
            self.answers.append((status, page, time.monotonic() - started))
