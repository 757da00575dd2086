"""Nine o'clock: five hundred log in at once, while others are at work already.

Passwords are hashed two at a time (argon2id, 19 MiB, t=2, p=1); who is asked to press again does so after three seconds, as
the page says. Beside it eight officials open one person after another; their pages are measured before and during the storm.
"""

from __future__ import annotations

import queue
import shutil
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from bench import giving, ledger, load
from bench.figures import Figure
from bench.lookup import _web_server

N_LOGINS, N_AT_ONCE, N_WORKING = 500, 100, 8
QUIET_S, PAUSE_S, AGAIN_S = 20, 0.5, 3.0
PASSWORD = "아홉시에-모두-함께-2026"


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure in a fresh cluster; both sizes are the same storm."""
    ledger.SCRATCH.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-logins-", dir=ledger.SCRATCH))
    try:
        (folder / "home").mkdir()
        (folder / "home" / "assets").symlink_to(ledger.SCRATCH.parent / "assets")
        with ledger.fresh_cluster(folder / "home"):
            from django.core.management import call_command

            call_command("collectstatic", verbosity=0, interactive=False)
            tenant = giving._fill(20_000, 100_000)
            cookies = load._sit_down(tenant)[:N_WORKING]
            emails = _hire(tenant)
            people = giving._people(tenant, 20_000, 10_000)
            with _web_server() as port:
                quiet, stormy, took, n_again = _storm(port, cookies, emails, people)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    p = lambda spans, q: float(np.percentile(spans, q))  # noqa: E731 - one use, four times
    return [
        Figure("logins.s", took, "초", "", None, "<=120"),
        Figure("logins.page_p99_ratio", p(stormy, 99) / p(quiet, 99), "배", "조용할 때의 p99(ms)", p(quiet, 99), "<=1.5"),
    ], [
        f"{N_LOGINS}명이 {N_AT_ONCE}명씩 한꺼번에; 다시 누른 것 {n_again:,}번; 초당 {N_LOGINS / took:.1f}명",
        f"일하던 {N_WORKING}명의 화면: 조용할 때 절반 {p(quiet, 50):.0f}, 99% {p(quiet, 99):.0f} ms({len(quiet)}), 몰릴 때 절반 {p(stormy, 50):.0f}, 99% {p(stormy, 99):.0f} ms({len(stormy)})",
    ]  # fmt: skip


def _hire(tenant: int) -> list[str]:
    from django.contrib.auth.hashers import make_password

    from duru.blocks.access.api import Membership, Organisation, User
    from duru.blocks.tenancy.api import tenant_scope

    encoded = make_password(PASSWORD)  # one costly hash for all: only the checking is measured
    emails = [f"nine{at}@haeoreum.example" for at in range(N_LOGINS)]
    users = User.objects.bulk_create(User(email=email, name="김아홉", password=encoded) for email in emails)
    with tenant_scope(tenant):
        office = Organisation.objects.get(name="해오름구청 복지정책과")
        Membership.objects.bulk_create(Membership(user=user, organisation=office, role="caseworker") for user in users)
    return emails


def _storm(port: int, cookies: list, emails: list[str], people: list):
    told, stop = load.Told(), threading.Event()

    def official(at: int) -> None:
        ask = load._asker(port, cookies[at], told)
        for row in people[at::N_WORKING]:
            if stop.is_set():
                return
            load._person(ask, row, None)
            time.sleep(PAUSE_S)

    working = [threading.Thread(target=official, args=(at,), daemon=True) for at in range(N_WORKING)]
    for thread in working:
        thread.start()
    time.sleep(QUIET_S)
    waiting: queue.SimpleQueue = queue.SimpleQueue()
    for email in emails:
        waiting.put(email)
    again, began = [], time.monotonic()
    doors = [threading.Thread(target=_log_in, args=(port, waiting, again, told)) for _ in range(N_AT_ONCE)]
    for thread in doors:
        thread.start()
    for thread in doors:
        thread.join()
    ended = time.monotonic()
    stop.set()
    for thread in working:
        thread.join(timeout=30)
    if told.errors:
        raise RuntimeError(f"somebody was not answered: {told.errors[0]}")
    reads = [(at, ms) for at, _, is_write, ms in told.spans if not is_write]
    quiet = [ms for at, ms in reads if began - QUIET_S + 5 <= at < began]
    return quiet, [ms for at, ms in reads if began <= at < ended], ended - began, len(again)


def _log_in(port: int, waiting: queue.SimpleQueue, again: list, told: load.Told) -> None:
    token = "c" * 32
    heads = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={token}"}
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    while True:
        try:
            email = waiting.get_nowait()
        except queue.Empty:
            return
        body = urlencode({"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token})
        while True:
            line.request("POST", "/account/login/", body, heads)
            answer = line.getresponse()
            page = answer.read().decode(errors="replace")
            if answer.status == 302:
                break
            if "3초 뒤에 다시" not in page:
                told.errors.append(f"login: {answer.status} {page[-200:]}")
                return
            again.append(email)
            time.sleep(AGAIN_S)
