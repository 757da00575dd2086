"""Readers that do less than intake, each in a process of its own: python -m bench.intake_peers NAME FILE."""

import json
import subprocess
import sys
import time
from pathlib import Path

from bench.memory import peak_mib


def csv_reader(path: Path) -> int:
    """Walk all rows with the standard library; keep nothing."""
    import csv

    with path.open(encoding="cp949", newline="") as file:
        return sum(1 for _ in csv.reader(file))


def pandas_chunks(path: Path) -> int:
    """Read 100,000 rows at a time as text; keep nothing."""
    import pandas

    with pandas.read_csv(path, encoding="cp949", dtype=str, chunksize=100_000, skiprows=1) as chunks:
        return sum(len(chunk) for chunk in chunks)


def duckdb_text(path: Path) -> int:
    """Turn into UTF-8 with iconv, then store every column as text in a DuckDB file."""
    import duckdb

    plain, store = path.with_suffix(".utf8.csv"), path.with_suffix(".duckdb")
    try:
        with plain.open("wb") as out:
            subprocess.run(["iconv", "-f", "CP949", "-t", "UTF-8", str(path)], stdout=out, check=True)
        with duckdb.connect(str(store)) as db:
            db.execute("SET memory_limit = '256MB'")
            db.execute("SET preserve_insertion_order = false")
            db.execute(
                "CREATE TABLE rows AS SELECT * FROM read_csv(?, all_varchar = true, header = true, skip = 1, null_padding = true)",
                [str(plain)],
            )
            return db.execute("SELECT count(*) FROM rows").fetchone()[0]
    finally:
        plain.unlink(missing_ok=True)
        store.unlink(missing_ok=True)


def main(name: str, path: Path) -> None:
    """Print seconds, peak MiB and rows as one JSON line, or why the peer is missing."""
    peer = {"csv_reader": csv_reader, "pandas_chunks": pandas_chunks, "duckdb_text": duckdb_text}[name]
    start = time.monotonic()
    try:
        rows = peer(path)
    except (ImportError, FileNotFoundError) as missing:
        print(json.dumps({"missing": str(missing)}))
        return
    print(json.dumps({"seconds": time.monotonic() - start, "peak_mib": peak_mib(), "rows": rows}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
