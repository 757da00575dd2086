"""The audit log: durable entries a second from 16 writers, and entries checked a second by the file that stands alone.

Writers: `record_deed`, one transaction an entry, fsync on. The peer, in the same seconds on the same server: the same row as a bare
INSERT into a table without row security, index on subjects or log. Checking: an exported log with a checkpoint each 60 entries, read
by `verify_log.py`; the peer, pymerkle, builds its tree over the same entries without comparing anything.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bench.figures import Figure
from bench.ledger import fresh_cluster

ROOT = Path(__file__).resolve().parent.parent
N_WRITERS = 16
# size → seconds each side writes, entries checked
SIZES = {"small": (4.0, 100_000), "full": (20.0, 1_000_000)}
EVERY = 60


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure in a fresh cluster with production settings of fsync and synchronous_commit."""
    seconds, n_entries = SIZES[size]
    scratch = ROOT / "var" / "bench"
    scratch.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-audit-", dir=scratch))
    os.environ["DURU_WEB_THREADS"] = str(N_WRITERS + 2)  # the pool has a connection for each writer
    try:
        with fresh_cluster(folder / "home") as owner_url:
            ours, sequenced = _ours(seconds)
            bare = _bare(owner_url, seconds)
            durable = _durable(owner_url)
        checked = _check(folder, n_entries)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    theirs, peer = _pymerkle(n_entries)
    return [
        Figure("audit.entries_per_s", ours, "건/s", "맨 INSERT(16 연결)", bare, ">=1000"),
        Figure("audit.sequenced_per_s", sequenced, "건/s", "-", None, ">=1000"),
        Figure("audit.verify_per_s", checked, "건/s", peer, theirs, ">=16667"),
    ], [durable, f"검증: {n_entries:,}건, 확인점 {n_entries // EVERY:,}개; 백만 건이면 {1_000_000 / checked:.0f}초"]


def _write(seconds: float, n: int, writer: Callable[[], Callable[[], None]]) -> float:
    """Let `n` threads write for some seconds; returns entries a second."""
    until, counts = time.monotonic() + seconds, []

    def work() -> None:
        one, count = writer(), 0
        while time.monotonic() < until:
            one()
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=work) for _ in range(n)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - began)


def _ours(seconds: float) -> tuple[float, float]:
    from duru.blocks.audit.api import SYSTEM, list_entries, record_deed, sequence_entries
    from duru.blocks.tenancy.api import add_tenant, tenant_scope

    tenant = add_tenant(code="9999900000", name="해오름구")

    def writer() -> Callable[[], None]:
        def one() -> None:
            with tenant_scope(tenant.id):
                record_deed(
                    actor=SYSTEM, action="카드 보기", purpose="상담", subjects=["person:01K0000000"], detail={"n": 1}
                )

        return one

    rate = _write(seconds, N_WRITERS, writer)
    with tenant_scope(tenant.id):
        n = list_entries().count()
    began = time.monotonic()
    while sequence_entries(tenant_id=tenant.id):
        pass
    return rate, n / (time.monotonic() - began)


def _bare(owner_url: str, seconds: float) -> float:
    with psycopg.connect(owner_url, autocommit=True) as conn:
        conn.execute("CREATE TABLE bare_log (id bigserial PRIMARY KEY, at timestamptz, line jsonb)")

    def writer() -> Callable[[], None]:
        conn = psycopg.connect(owner_url, autocommit=True)
        line = '{"action": "카드 보기", "purpose": "상담", "subjects": ["person:01K0000000"], "detail": {"n": 1}}'
        return lambda: conn.execute("INSERT INTO bare_log (at, line) VALUES (now(), %s)", [line])

    return _write(seconds, N_WRITERS, writer)


def _durable(owner_url: str) -> str:
    with psycopg.connect(owner_url) as conn:
        shown = {name: conn.execute(f"SHOW {name}").fetchone()[0] for name in ("fsync", "synchronous_commit")}
    return f"{N_WRITERS}개가 한 건씩 확정; " + ", ".join(f"{name}={value}" for name, value in shown.items())


def _entries(n: int) -> Iterator[bytes]:
    from duru.kernel.canonical import canonical_json

    at = datetime(2026, 11, 22, 1, tzinfo=UTC)
    for one in range(n):
        yield canonical_json(
            {
                "action": "열두 달 카드", "actor": f"user:{one % 500}", "at": at, "department": "복지정책과", "detail": {"n_rows": one % 7},
                "duty": "통합조사", "flags": [], "id": f"01K{one:023d}", "kind": "look", "origin": "10.1.2.3", "purpose": "상담",
                "subjects": [f"person:01K{one * 7 % n:023d}"],
            }
        )  # fmt: skip


def _check(folder: Path, n: int) -> float:
    from duru.blocks.audit import verify_log
    from duru.kernel.merkle import Frontier, leaf_hash

    tree, checkpoints = Frontier(), {}
    with (folder / "log.tsv").open("wb") as file:
        for seq, entry in enumerate(_entries(n), 1):
            leaf = leaf_hash(entry)
            tree = tree.extend([leaf])
            file.write(b"%d\t%s\t%s\n" % (seq, leaf.hex().encode(), entry))
            if seq % EVERY == 0:
                checkpoints[seq] = {tree.root}
    began = time.monotonic()
    with (folder / "log.tsv").open("rb") as lines:
        found, size = verify_log.find_break(lines, checkpoints)
    spent = time.monotonic() - began
    if found or size != n:
        raise SystemExit(f"the log should fit: {found}, {size} of {n}")
    return n / spent


def _pymerkle(n: int) -> tuple[float | None, str]:
    try:
        from pymerkle import InmemoryTree
    except ImportError:
        return None, "pymerkle 없음"
    entries = list(_entries(min(n, 100_000)))  # in memory, a node an object: a million would not end
    tree = InmemoryTree(algorithm="sha256")
    began = time.monotonic()
    for one in entries:
        tree.append_entry(one)
    return len(entries) / (time.monotonic() - began), "pymerkle, 나무 짓기만"
