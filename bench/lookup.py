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

from bench import ledger
from bench.figures import Figure

SIZES = {"small": (100_000, 100_000), "full": (1_000_000, 1_000_000)}
N_ASKED = 3000
N_WARM = 300
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
        Figure("lookup.p99_ms", float(np.percentile(spans, 99)), "ms", splink, peer, "<=2"),
        Figure("lookup.p50_ms", float(np.percentile(spans, 50)), "ms", splink, peer, "<=2"),
        Figure("lookup.http_p99_ms", float(np.percentile(over_http, 99)), "ms", splink, peer, "<=20"),
    ], [
        f"주민 {n_register:,}명 + 기관 기록 {n_records:,}건, 물어본 사람 {N_ASKED:,}명",
        *notes,
        f"POST /api/find-person(granian, 열람 기록까지): 절반은 {np.percentile(over_http, 50):.1f} ms ({len(over_http)}번)",
        peer_note,
    ]


def _ask(filled: ledger.Ledger) -> tuple[np.ndarray, list[str]]:
    from duru.blocks.access.api import system_actor
    from duru.blocks.linkage.api import Applicant, find_person
    from duru.blocks.tenancy.api import tenant_scope
    from duru.kernel.errors import Refused

    by = system_actor()
    spans, candidates, certain = [], [], 0
    for at, row in enumerate(filled.typed.to_pylist()):
        applicant = Applicant(row["name"], row["birth"], row["sex"], row["phone"], row["address"])
        began = time.perf_counter()
        try:
            with tenant_scope(filled.tenant_id):
                found = find_person(applicant, by=by, today=ledger.TODAY)
        except Refused:
            continue  # the counter asks again
        if at < N_WARM:
            continue
        spans.append((time.perf_counter() - began) * 1000)
        candidates.append(len(found))
        certain += bool(found and found[0].probability >= 0.5)
    spans = np.array(spans)
    return spans, [
        f"첫 후보의 확률이 절반을 넘은 물음 {certain / len(spans):.1%}",
        f"찾은 후보 평균 {np.mean(candidates):.1f}명; 절반은 {np.percentile(spans, 50):.2f} ms, 열에 아홉은 {np.percentile(spans, 90):.2f} ms, "
        f"가장 오래 {spans.max():.1f} ms"
    ]  # fmt: skip


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
def _web_server() -> Iterator[int]:
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
        [sys.executable, "-m", *command, "--blocking-threads", "4", "duru.site.wsgi:application"],
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
