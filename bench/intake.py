"""Intake of one large file, from bytes to checked, counted rows in PostgreSQL, beside readers that do less.

Ours validates every row, cuts resident numbers, keeps it as typed, and finds every row that was sent before. The peers only read
(csv.reader, pandas) or read and store as text (iconv and DuckDB); none of them refuses or recognises a row.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench.figures import Figure
from duru.conf import postgres, schema
from duru.demo.bulk import agency_csv_of_size

SIZES = {"small": 64 << 20, "full": 1 << 30}
ROOT = Path(__file__).resolve().parent.parent
GIB = float(1 << 30)

PEERS = {
    "csv.reader (읽기만)": "csv_reader",
    "pandas 10만 줄씩 (읽기만)": "pandas_chunks",
    "iconv + DuckDB (읽어 글로 저장, 검사·중복 없음)": "duckdb_text",
}


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure in a fresh cluster with durable settings; the peers run right after on the same file."""
    folder = Path(tempfile.mkdtemp(prefix="bench-intake-", dir=_scratch()))
    try:
        file = folder / "handouts.csv"
        truth = agency_csv_of_size(file, bytes=SIZES[size], encoding="cp949", seed=1)
        with postgres.running(folder / "home") as info:
            ours, settings = _ours(info, folder, file)
        found = (ours["n_rows"], ours["n_taken"], ours["n_refused"], ours["n_duplicate"])
        wanted = (truth.rows, truth.good, truth.bad, truth.repeated)
        if found != wanted:
            raise SystemExit(f"세지 못한 줄이 있습니다: (줄, 받음, 거절, 겹침) {found}, 맞는 수는 {wanted}")
        peers = {label: _measure("bench.intake_peers", name, str(file)) for label, name in PEERS.items()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    notes = [
        f"{truth.rows:,}줄 = 받음 {truth.good:,} + 거절 {truth.bad:,} + 겹침 {truth.repeated:,} (모두 맞음)",
        " · ".join(
            f"{each['name']} {each['seconds']:.0f}초(CPU {each['cpu_seconds']:.0f}초)" for each in ours["phases"]
        ),
        settings,
    ]
    notes += [
        f"{label}: {peer['seconds']:.1f}초, {peer['peak_mib']:.0f} MiB"
        if "seconds" in peer
        else f"{label}: 없음({peer['missing']})"
        for label, peer in peers.items()
    ]
    share = truth.size / GIB
    there = {label: peer for label, peer in peers.items() if "seconds" in peer}
    quickest = min(there, key=lambda label: there[label]["seconds"])
    leanest = min(there, key=lambda label: there[label]["peak_mib"])
    return [
        Figure("intake.gib_s", ours["seconds"] / share, "s/GiB", quickest, there[quickest]["seconds"] / share, "<=180"),
        Figure("intake.peak_mib", ours["peak_mib"], "MiB", leanest, there[leanest]["peak_mib"], "<=256"),
        Figure("intake.rows_per_s", truth.rows / ours["seconds"], "rows/s", quickest,
               truth.rows / there[quickest]["seconds"], ">=52000"),
    ], notes  # fmt: skip


def _scratch() -> Path:
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _ours(info, folder: Path, file: Path) -> tuple[dict, str]:
    environ = {
        "DURU_HOME": str(folder / "home"),
        "DURU_DATABASE_URL": info.app_url,
        "DURU_OWNER_DATABASE_URL": info.owner_url,
    }
    os.environ |= environ | {"DJANGO_SETTINGS_MODULE": "duru.conf.settings"}
    schema.bring_up_to_date(info, skip_checks=True)
    ours = _measure("bench.intake_ours", str(file))
    with psycopg.connect(info.owner_url) as conn:
        names = ("server_version", "fsync", "synchronous_commit", "shared_buffers", "max_wal_size")
        shown = ", ".join(f"{name} {conn.execute(f'SHOW {name}').fetchone()[0]}" for name in names)
    return ours, f"PostgreSQL: {shown}"


def _measure(module: str, *arguments: str) -> dict:
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", module, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{module} {arguments}: {done.stderr[-2000:]}")
    return {"wall": time.monotonic() - start, **json.loads(done.stdout.splitlines()[-1])}
