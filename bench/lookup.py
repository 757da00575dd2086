"""One applicant at the counter against everybody the tenant knows, beside Splink asked the same.

Ours: from the words as typed to ranked candidates with reasons, through row-level security, in a request's own transaction.
Splink: `predict_between` of one prepared record against the prepared register, with the same model; it has no index.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench import ledger
from bench.figures import Figure

SIZES = {"small": (100_000, 100_000), "full": (1_000_000, 1_000_000)}
N_ASKED = 3000
N_WARM = 300
N_SPLINK = 20
ROOT = Path(__file__).resolve().parent.parent


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure in a fresh cluster; Splink right after on the same people."""
    n_register, n_records = SIZES[size]
    scratch = ROOT / "var" / "bench"
    scratch.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-lookup-", dir=scratch))
    try:
        with ledger.fresh_cluster(folder / "home"):
            started = time.monotonic()
            filled = ledger.fill(n_register, n_records, n_typed=N_ASKED + N_WARM, n_later=0)
            print(f"  filled and linked in {time.monotonic() - started:.0f} s", file=sys.stderr)
            spans, share, notes = _ask(filled)
            peer, peer_note = _ask_splink(filled)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    goal = "<=2"
    return [
        Figure("lookup.p99_ms", float(np.percentile(spans, 99)), "ms", "Splink predict_between, 1 명", peer, goal),
        Figure("lookup.p50_ms", float(np.percentile(spans, 50)), "ms", "Splink predict_between, 1 명", peer, goal),
        Figure("lookup.first_is_right", share, "", "-", None, ">=0.9"),
    ], [f"주민 {n_register:,}명 + 기관 기록 {n_records:,}건, 물어본 사람 {N_ASKED:,}명", *notes, peer_note]


def _ask(filled: ledger.Ledger) -> tuple[np.ndarray, float, list[str]]:
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
    return spans, certain / len(spans), [
        f"찾은 후보 평균 {np.mean(candidates):.1f}명; 절반은 {np.percentile(spans, 50):.2f} ms, 열에 아홉은 {np.percentile(spans, 90):.2f} ms, "
        f"가장 오래 {spans.max():.1f} ms"
    ]  # fmt: skip


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
