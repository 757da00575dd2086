"""Two hundred officials at work: people, searches, checks before giving, tables; every look written, nothing put off to memory.

Each official reads before the next page (5 to 15 seconds), every person is asked for once, and half-way a spike makes
everybody five times as fast. Beside it the same server serves a plain Django page of the same rows (`plain_site`).
"""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import psutil

from bench import giving, ledger
from bench.figures import Figure
from bench.lookup import _web_server
from bench.statistics import PAGES as TABLES

N_OFFICIALS = 200
# people, hand-outs; seconds of the steady day, of the spike, and after it
SIZES = {"small": (100_000, 500_000, (60, 15, 45)), "full": (1_000_000, 5_000_000, (1_200, 60, 540))}
THINK_S = (5.0, 15.0)
SPIKE = 5
SHARES = (("person", 0.70), ("search", 0.15), ("giving", 0.10), ("statistics", 0.05))
N_PRESSED, PRESSED_S = 8, 12
N_PAGES = 160  # pressed, each of them again and again
# Nobody sits down at the same moment.
WARM_S = 15
MONTH = "2026-10"


@dataclass
class Told:
    """What the officials saw: (moment, kind, is_write, milliseconds) and every answer that was none."""

    spans: list[tuple[float, str, bool, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def millis(self, *, write: bool, since: float, until: float) -> np.ndarray:
        return np.array(
            [ms for at, _, is_write, ms in self.spans if is_write == write and since <= at < until] or [0.0]
        )


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure in a fresh cluster: the day with its spike, then both pages pressed without a pause."""
    n_persons, n_handouts, spans = SIZES[size]
    ledger.SCRATCH.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-load-", dir=ledger.SCRATCH))
    try:
        (folder / "home").mkdir()
        (folder / "home" / "assets").symlink_to(ledger.SCRATCH.parent / "assets")
        with ledger.fresh_cluster(folder / "home") as owner_url:
            from django.core.management import call_command

            call_command("collectstatic", verbosity=0, interactive=False)
            tenant = giving._fill(n_persons, n_handouts)
            _prepare(tenant, owner_url)
            cookies = _sit_down(tenant)
            people = giving._people(tenant, n_persons, n_persons // 2)
            with _web_server() as port:
                told, memory, marks = _day(port, cookies, people, spans)
                ours, cpu_ours = _press(port, [f"/people/{row[0]:026d}/" for row in people[-N_PAGES:]], cookies)
            with _web_server("bench.plain_site:application") as port:
                plain, cpu_plain = _press(port, [f"/{row[0]:026d}" for row in people[-N_PAGES:]], None)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    begun, spike, after, ended = marks
    reads, writes = (told.millis(write=write, since=begun, until=spike) for write in (False, True))
    p = lambda spans, q: float(np.percentile(spans, q))  # noqa: E731 - one use, six times
    recovery = _recovery(told, p(reads, 95), after, ended)
    slope = float(np.polyfit([at / 60 for at, _ in memory], [mib for _, mib in memory], 1)[0])
    kinds = {
        kind: [
            ms for at, each, write, ms in told.spans if each == kind and (kind == "giving" or not write) and at < spike
        ]
        for kind, _ in SHARES
    }
    return [
        Figure("load.read_p99_ms", p(reads, 99), "ms", "", None, "<=150"),
        Figure("load.write_p99_ms", p(writes, 99), "ms", "", None, "<=500"),
        Figure("load.errors", len(told.errors), "번", "", None, "<=0"),
        Figure("load.ratio_plain_django", ours / plain, "배", "꾸밈없는 Django의 초당 쪽", plain, ">=0.6"),
        Figure("load.spike_recovery_s", recovery, "초", "", None, "<=60"),
        Figure("load.memory_mib_per_min", slope, "MiB", "", None, "<=1"),
    ], [
        f"공무원 {N_OFFICIALS}명, 생각하는 시간 {THINK_S[0]:.0f}~{THINK_S[1]:.0f} 초, 읽기 {len(reads):,}쪽(절반 {p(reads, 50):.0f}, 95% {p(reads, 95):.0f} ms), 쓰기 {len(writes):,}번(절반 {p(writes, 50):.0f} ms)",
        "화면마다 99%: " + ", ".join(f"{kind} {p(ms or [0], 99):.0f} ms({len(ms)})" for kind, ms in kinds.items()),
        f"다섯 배로 몰릴 때 읽기의 절반 {p(told.millis(write=False, since=spike, until=after), 50):.0f}, 99% {p(told.millis(write=False, since=spike, until=after), 99):.0f} ms",
        f"쉬지 않고 여덟 명: 두루 초당 {ours:.0f}쪽(서버 CPU {cpu_ours:.1f} ms), 꾸밈없는 Django {plain:.0f}쪽({cpu_plain:.1f} ms); 묻는 쪽도 같은 두 코어를 쓴다",
        f"메모리 {memory[0][1]:.0f} → {memory[-1][1]:.0f} MiB; fsync={giving._setting('fsync')}, synchronous_commit={giving._setting('synchronous_commit')}",
        *(f"실패: {each}" for each in told.errors[:3]),
    ]  # fmt: skip


def _prepare(tenant: int, owner_url: str) -> None:
    """Make last month's tables, and the copies that the plain page reads."""
    import psycopg

    from bench.plain_tables import TABLES as PLAIN
    from duru.blocks.access.api import system_actor
    from duru.blocks.statistics.api import compute_standards, make_snapshot, parse_month
    from duru.blocks.tenancy.api import Tenant

    month, found = parse_month(MONTH), Tenant.objects.get(id=tenant)
    make_snapshot(tenant=found, month=month, by=system_actor(), now=ledger.NOW)
    compute_standards(tenant=found, month=month, now=ledger.NOW)
    with psycopg.connect(owner_url, autocommit=True) as conn:
        conn.execute("SELECT set_config('duru.tenant', %s, false)", [str(tenant)])
        for statement in PLAIN:
            conn.execute(statement)


def _sit_down(tenant: int) -> list[dict[str, str]]:
    """Log everybody in by a session of their own; returns the heads each sends."""
    from duru.blocks.access.api import Organisation, actor_of, add_member, system_actor
    from duru.blocks.tenancy.api import tenant_scope

    with tenant_scope(tenant):
        office = Organisation.objects.get(name="해오름구청 복지정책과")
        actors = [
            actor_of(add_member(by=system_actor(), email=f"o{at}@haeoreum.example", name="김담당", role="caseworker", organisation=office))
            for at in range(N_OFFICIALS)
        ]  # fmt: skip
    return [{"Content-Type": "application/x-www-form-urlencoded", **giving._session(tenant, actor)} for actor in actors]


def _day(port: int, cookies: list, people: list, spans: tuple[int, int, int]):
    """Let everybody work; returns what they saw, (moment, MiB) of the server, and the moments between the parts."""
    told, start = Told(), time.monotonic()
    marks = np.cumsum([start + WARM_S, *spans])
    people_left = iter(people)
    guard = threading.Lock()

    def next_person():
        with guard:
            return next(people_left)

    def pause(dice: random.Random) -> float:
        think = dice.uniform(*THINK_S)
        return think / SPIKE if marks[1] <= time.monotonic() < marks[2] else think

    def official(at: int) -> None:
        dice, ask = random.Random(at), _asker(port, cookies[at], told)
        time.sleep(dice.uniform(0, WARM_S))
        while time.monotonic() < marks[3]:
            kind = dice.choices([kind for kind, _ in SHARES], [share for _, share in SHARES])[0]
            _WORK[kind](ask, next_person(), dice)
            time.sleep(max(0.0, min(pause(dice), marks[3] - time.monotonic())))

    threads = [threading.Thread(target=official, args=(at,), daemon=True) for at in range(N_OFFICIALS)]
    for thread in threads:
        thread.start()
    memory = []
    while time.monotonic() < marks[3]:
        time.sleep(2)
        if time.monotonic() > marks[0]:
            memory.append((time.monotonic(), _memory_mib(port)))
    for thread in threads:
        thread.join(timeout=30)
    return told, memory, marks


def _asker(port: int, headers: dict[str, str], told: Told) -> Callable:
    """Return what asks for a page on a line of one's own and writes down how long it took."""
    line = HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(
        kind: str,
        method: str,
        path: str,
        body: dict | None = None,
        *,
        write: bool = False,
        wanted: int = 200,
        holds: str = "",
    ):
        text = urlencode({**body, "csrfmiddlewaretoken": "c" * 32}) if body is not None else None
        began = time.monotonic()
        try:
            line.request(method, path, text, headers)
            answer = line.getresponse()
            page = answer.read()
        except (OSError, HTTPException) as error:
            line.close()
            told.errors.append(f"{kind}: {type(error).__name__}")
            return
        told.spans.append((began, kind, write, (time.monotonic() - began) * 1000))
        if answer.status != wanted or holds.encode() not in page:
            told.errors.append(
                f"{kind}: {answer.status} {page[-300:].decode(errors='replace') if answer.status >= 500 else ''}"
            )

    return ask


def _person(ask, row, dice) -> None:
    path = f"/people/{row[0]:026d}/"
    ask("person", "POST", f"{path}purpose/", {"purpose": "counselling", "note": ""}, write=True, wanted=302)
    ask("person", "GET", path, holds=row[1])


def _search(ask, row, dice) -> None:
    ask(
        "search",
        "POST",
        "/people/",
        {"name": row[1], "birth_year": row[2], "phone_tail": "", "dong_code": ""},
        holds="<table",
    )


def _giving(ask, row, dice) -> None:
    ask(
        "giving",
        "POST",
        "/welfare/giving",
        {"who": giving._words(row), "gift": giving.GIFT},
        write=True,
        holds="duru-callout",
    )


def _statistics(ask, row, dice) -> None:
    ask("statistics", "GET", f"/statistics/table/{dice.choice(TABLES)}?month={MONTH}")


_WORK = {"person": _person, "search": _search, "giving": _giving, "statistics": _statistics}


def _recovery(told: Told, usual_p95: float, after: float, ended: float) -> float:
    """Return the seconds after the spike until five of them in a row are as quick as a fifth above the usual p95."""
    at = after
    while at < ended:
        found = told.millis(write=False, since=at, until=at + 5)
        if float(np.percentile(found, 95)) <= 1.2 * max(usual_p95, 25):
            return at - after
        at += 1
    return ended - after


def _press(port: int, paths: list[str], cookies: list | None) -> tuple[float, float]:
    """Ask for pages without any pause; returns pages a second, and the milliseconds of the server's CPU a page."""
    told, lines = Told(), []
    for at in range(N_PRESSED):
        ask, own = _asker(port, cookies[at] if cookies else {}, told), paths[at::N_PRESSED]
        for path in own if cookies else []:
            ask("purpose", "POST", f"{path}purpose/", {"purpose": "counselling", "note": ""}, write=True, wanted=302)
        lines.append((ask, own))
    told.spans.clear()
    began, before = time.monotonic(), _cpu_s(port)

    def press(ask, own: list[str]) -> None:
        n = 0
        while time.monotonic() < began + PRESSED_S:
            ask("page", "GET", own[n % len(own)])
            n += 1

    threads = [threading.Thread(target=press, args=line) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    if told.errors:
        raise RuntimeError(f"a pressed page was not answered: {told.errors[0]}")
    return len(told.spans) / took, (_cpu_s(port) - before) * 1000 / len(told.spans)


def _server(port: int) -> list[psutil.Process]:
    """Return the server's processes: what listens on the port and its children."""
    found = []
    for process in psutil.Process().children(recursive=True):
        if "granian" in " ".join(process.cmdline()) or any(
            "granian" in " ".join(each.cmdline()) for each in process.parents()[:2]
        ):
            found.append(process)
    return found


def _memory_mib(port: int) -> float:
    return sum(process.memory_info().rss for process in _server(port)) / 2**20


def _cpu_s(port: int) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in _server(port))
