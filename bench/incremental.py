"""A day's 10,000 records against a linked ledger, beside a full run with the same counts, and beside Splink.

In files: `coded.index.Index.add`, from frames to links and groups in memory.
In PostgreSQL: `update_links`, from rows in the ledger to links, persons and profiles in force, under row security; then a full run
with the same model and counts must change nothing. Splink: `predict_between` of the prepared day against register and
records; candidates and weights only, no decision, nothing stored.
"""

from __future__ import annotations

import time

from bench import ledger
from bench.figures import Figure
from bench.linkage import in_own_process
from bench.linkage_data import folder_of

SIZES = {"small": (100_000, 100_000), "full": (1_000_000, 1_000_000)}


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure on a copy of the kept ledger; Splink right after on the same people."""
    n_register, n_records = SIZES[size]
    files = in_own_process("bench.linkage_ours", "index", folder_of(size))
    with ledger.copied_cluster(n_register, n_records) as filled:
        seconds, cpu, differing, notes = _update(filled)
        peer, peer_note = _splink(filled)
    return [
        Figure("incremental.s", seconds, "s", "Splink predict_between", peer, "<=4"),
        Figure("incremental.differing_links", differing, "links", "같은 셈으로 모두 다시 잇기", None, "<=0"),
        Figure("incremental.s_files", files["wall"], "s", "Splink predict_between", peer, "<=0.5"),
        Figure(
            "incremental.differing_groups_files",
            files["differing"],
            "records",
            "같은 셈으로 모두 다시 잇기",
            None,
            "<=0",
        ),
    ], [
        f"파일에서(마지막 기록 10,000건, 등록부와도 기록끼리도): CPU {files['cpu']:.2f}초, 색인을 만들 때까지 메모리 {files['peak_mib_index'] / 1024:.2f} GiB",
        f"주민 {n_register:,}명 + 기록 {n_records:,}건에 새 기록 {ledger.N_LATER:,}건; 이 공정의 CPU {cpu:.1f}초",
        *notes,
        peer_note,
    ]


def _update(filled: ledger.Ledger) -> tuple[float, float, int, list[str]]:
    from duru.blocks.linkage.api import link_tenant, update_links

    ledger.add_later(filled)
    steps: list[tuple[str, float]] = []
    began, cpu = time.monotonic(), time.process_time()
    done = update_links(
        tenant_id=filled.tenant_id, now=ledger.NOW,
        progress=lambda word, share: steps.append((word, time.monotonic())),
    )  # fmt: skip
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    began = time.monotonic()
    full = link_tenant(tenant_id=filled.tenant_id, now=ledger.NOW, hold=True)
    spans = ", ".join(
        f"{word} {after - at:.2f}"
        for (word, at), after in zip(steps, [*(at for _, at in steps[1:]), began], strict=True)
    )
    differing = sum(full.counts[name] for name in ("links_added", "links_changed", "persons_new"))
    counts = {
        name: done.counts[name] for name in ("records", "compared", "links_added", "links_changed", "persons_new")
    }
    again = f"같은 셈으로 모두 다시 잇기 {time.monotonic() - began:.1f}초"
    return seconds, cpu, differing, [f"단계(초): {spans}", f"셈: {counts}", again]


def _splink(filled: ledger.Ledger) -> tuple[float | None, str]:
    try:
        from bench.splink_peer import SplinkPeer
        from duru.blocks.linkage.engine.model import shipped_model

        peer = SplinkPeer(
            shipped_model(), ledger.prepared(filled.register, filled), ledger.prepared(filled.records, filled)
        )
    except ImportError as error:
        return None, f"Splink: 없음({error})"
    day = peer.new(ledger.prepared(filled.later, filled), "day")
    began = time.monotonic()
    n_register = peer.between(peer.register, day).num_rows
    first = time.monotonic() - began
    return first, f"Splink 5: 등록부와 {n_register:,}쌍 {first:.2f}초(기록끼리는 재지 않음: 모형이 link_only)"
