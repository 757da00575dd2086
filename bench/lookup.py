"""One applicant at the counter against everybody the tenant knows, beside Splink asked the same.

Ours: from the words as typed to ranked candidates with reasons, through row-level security, in a request's own transaction.
Splink: `predict_between` of one prepared record against the prepared register, with the same model; it has no index.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection

import numpy as np
import psutil

from bench import ledger
from bench.figures import Figure

SIZES = {"small": (100_000, 100_000), "full": (1_000_000, 1_000_000)}
N_ASKED = 3000
N_WARM = 300
N_TIMES = 3  # each applicant: on a machine that others use the shortest says what the asking itself takes
N_HTTP = 500
N_SPLINK = 20


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure on the kept ledger; Splink right after on the same people."""
    n_register, n_records = SIZES[size]
    with ledger.kept_cluster(n_register, n_records) as filled:
        spans, notes = _ask(filled)
        over_http = _ask_over_http(filled)
        peer, peer_note = _ask_splink(filled)
    splink = "Splink predict_between, 1 명"
    return [
        Figure("lookup.p99_ms", float(np.percentile(spans[:, 0], 99)), "ms", splink, peer, "<=2"),
        Figure("lookup.p50_ms", float(np.percentile(spans[:, 0], 50)), "ms", splink, peer, "<=2"),
        Figure("lookup.p99_best_ms", float(np.percentile(spans.min(axis=1), 99)), "ms", splink, peer, "<=2"),
        Figure("lookup.http_p99_ms", float(np.percentile(over_http, 99)), "ms", splink, peer, "<=20"),
    ], [
        f"주민 {n_register:,}명 + 기관 기록 {n_records:,}건, 물어본 사람 {N_ASKED:,}명",
        *notes,
        f"POST /api/find-person(granian, 열람 기록까지): 절반은 {np.percentile(over_http, 50):.1f} ms ({len(over_http)}번)",
        peer_note,
    ]


def _ask(filled: ledger.Ledger) -> tuple[np.ndarray, list[str]]:
    """Return the milliseconds of every asking, one row per applicant with `N_TIMES` askings, and where they went."""
    from django.db import connection

    from duru.blocks.access.api import system_actor
    from duru.blocks.linkage.api import Applicant, find_person
    from duru.blocks.tenancy.api import tenant_scope
    from duru.kernel.errors import Refused

    by = system_actor()
    spans, candidates, certain, in_database = [], [], 0, 0.0
    fetch = connection.fetch_prepared

    def timed(*arguments):
        nonlocal in_database
        began = time.perf_counter()
        try:
            return fetch(*arguments)
        finally:
            in_database += time.perf_counter() - began

    connection.fetch_prepared = timed
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = psutil.Process(cursor.fetchone()[0])
    found: list = []
    for at, row in enumerate(filled.typed.to_pylist()):
        if at == N_WARM:
            in_database, cpu, cpu_backend = 0.0, time.process_time(), sum(backend.cpu_times()[:2])
        applicant = Applicant(row["name"], row["birth"], row["sex"], row["phone"], row["address"])
        times = []
        try:
            for _ in range(N_TIMES):
                began = time.perf_counter()
                with tenant_scope(filled.tenant_id):
                    found = find_person(applicant, by=by, today=ledger.TODAY)
                times.append((time.perf_counter() - began) * 1000)
        except Refused:
            continue  # the counter asks again
        if at >= N_WARM:
            spans.append(times)
            candidates.append(len(found))
            certain += bool(found and found[0].probability >= 0.5)
    del connection.fetch_prepared
    n = len(spans) * N_TIMES
    cpu, cpu_backend = (time.process_time() - cpu) / n * 1000, (sum(backend.cpu_times()[:2]) - cpu_backend) / n * 1000
    first, best = np.array(spans)[:, 0], np.array(spans).min(axis=1)
    return np.array(spans), [
        f"첫 후보의 확률이 절반을 넘은 물음 {certain / len(spans):.1%}, 찾은 후보 평균 {np.mean(candidates):.1f}명",
        f"처음 물을 때: 절반 {np.percentile(first, 50):.2f} ms, 열에 아홉 {np.percentile(first, 90):.2f} ms, 가장 오래 {first.max():.1f} ms; "
        f"데이터베이스를 기다린 시간 평균 {in_database / n * 1000:.2f} ms, CPU 평균 PostgreSQL {cpu_backend:.2f} ms + Python {cpu:.2f} ms",
        f"같은 사람을 {N_TIMES}번 물어 가장 짧은 것(기계가 덜 방해한 것): 절반 {np.percentile(best, 50):.2f} ms, "
        f"백에 아흔아홉 {np.percentile(best, 99):.2f} ms, 가장 오래 {best.max():.2f} ms",
    ]


def _ask_over_http(filled: ledger.Ledger) -> np.ndarray:
    """Ask as a program at the counter does: a caseworker's session, one connection, the look written into the log."""
    with _web_server() as port:
        headers = {"Content-Type": "application/json", **_session_of_a_caseworker(filled)}
        counter = HTTPConnection("127.0.0.1", port, timeout=60)
        spans = []
        for row in filled.typed.slice(0, N_HTTP + N_WARM).to_pylist():
            asked = {name: row[name] for name in ("name", "birth", "sex", "phone", "address")}
            body = json.dumps({**asked, "purpose": "counselling"})
            began = time.perf_counter()
            counter.request("POST", "/api/find-person", body, headers)
            answer = counter.getresponse()
            answer.read()
            span = (time.perf_counter() - began) * 1000
            if answer.status == 200:
                spans.append(span)
            elif answer.status not in (400, 422):  # what cannot be read: the counter asks again
                raise RuntimeError(f"the counter answered {answer.status}")
        counter.close()
    return np.array(spans[N_WARM:])


@contextmanager
def _web_server(application: str = "duru.site.wsgi:application") -> Iterator[int]:
    """Run the product's web server against the database of this process; yields its port when it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-ws",
        "--workers",
        "1",
    ]
    environ = os.environ | {"DURU_DEFAULT_TENANT": ledger.TENANT_CODE}
    server = subprocess.Popen(
        [sys.executable, "-m", *command, "--blocking-threads", "4", application],
        env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _session_of_a_caseworker(filled: ledger.Ledger) -> dict[str, str]:
    from django.test import Client

    from duru.blocks.access.api import Organisation, User, add_member, system_actor
    from duru.blocks.tenancy.api import tenant_scope

    email = "counter@haeoreum.example"
    with tenant_scope(filled.tenant_id):
        user = User.objects.filter(email=email).first() or add_member(
            by=system_actor(), email=email, name="김담당", role="caseworker",
            organisation=Organisation.objects.get(kind="gu_office"),
        ).user  # fmt: skip
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    token = "c" * 32  # any, as long as cookie and header agree
    cookies = {name: morsel.value for name, morsel in client.cookies.items()} | {"csrftoken": token}
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-CSRFToken": token}


def _ask_splink(filled: ledger.Ledger) -> tuple[float | None, str]:
    try:
        from bench.splink_peer import SplinkPeer
        from duru.blocks.linkage.engine.model import shipped_model

        asked = ledger.prepared(filled.typed.slice(0, N_SPLINK + 2), filled)
        peer = SplinkPeer(shipped_model(), ledger.prepared(filled.register, filled), asked)
    except ImportError as error:
        return None, f"Splink: 없음({error})"
    spans = []
    for at in range(asked.num_rows):
        one = peer.new(asked.slice(at, 1), f"one_{at}")
        began = time.perf_counter()
        peer.between(peer.register, one)
        spans.append((time.perf_counter() - began) * 1000)
    spans = np.array(spans[2:])
    return float(np.percentile(spans, 99)), f"Splink 5: 절반은 {np.percentile(spans, 50):.0f} ms ({len(spans)}번)"
