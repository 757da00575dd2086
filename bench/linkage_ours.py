"""Our side of the linkage benchmarks, each in a process of its own: python -m bench.linkage_ours MODE FOLDER OUT."""

import json
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pa_parquet

from bench.memory import peak_mib

TODAY = date(2026, 11, 22)
N_LATER = 10_000


def link(folder: Path, *, retrain: bool) -> tuple[pa.Table, dict]:
    """Link frames: encode, index, join, compare, fit the model that is shipped, choose; or with training instead of fitting."""
    from duru.blocks.linkage.engine.coded.best import best_rows
    from duru.blocks.linkage.engine.coded.encode import encode
    from duru.blocks.linkage.engine.coded.pairs import find_best_pairs
    from duru.blocks.linkage.engine.model import shipped_model
    from duru.blocks.linkage.engine.session import open_session
    from duru.blocks.linkage.engine.train import train_coded, tune

    model = shipped_model()
    frames = [pa_parquet.read_table(folder / f"{name}.parquet") for name in ("register", "records")]
    wall, cpu = time.monotonic(), time.process_time()
    coded = encode(model, *frames)
    frames.clear()
    people = np.arange(len(coded.left))
    if retrain:
        model = train_coded(coded, people).model
        coded = coded.for_model(model)
    with open_session() as connection:
        found = find_best_pairs(connection, model, coded)
        if not retrain:
            coded, found = tune(connection, coded, found, people)
    rows = best_rows(coded.model, coded, found)
    return rows, {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu, "pairs": len(found.left)}


def raw(folder: Path) -> tuple[pa.Table, dict]:
    """Do what `duru link` does: CSV in, links out."""
    wall, cpu = time.monotonic(), time.process_time()
    from duru.blocks.linkage.files_api import link_files, read_buildings, write_table

    buildings = read_buildings(folder / "gazetteer.csv")
    outcome = link_files(
        folder / "records.csv", folder / "register.csv", today=TODAY, buildings=buildings, threshold=0.0
    )
    write_table(outcome.table.drop_columns(["reasons"]), folder / "links.csv")
    return outcome.table.select(["probability"]), {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu}


def dedupe(folder: Path, *, anchored: bool) -> tuple[pa.Table, dict]:
    """Group the records by person: by themselves, or with the register as anchors."""
    from duru.blocks.linkage.engine.coded.clusters import cluster, cluster_anchored
    from duru.blocks.linkage.engine.coded.encode import encode
    from duru.blocks.linkage.engine.model import shipped_model
    from duru.blocks.linkage.engine.session import open_session

    model = shipped_model()
    register, records = (pa_parquet.read_table(folder / f"{name}.parquet") for name in ("register", "records"))
    wall, cpu = time.monotonic(), time.process_time()
    with open_session() as connection:
        if anchored:
            group = cluster_anchored(connection, model, encode(model, register, records))
        else:
            coded = encode(model, register.slice(0, 0), records)
            coded = replace(coded, left=coded.right)
            group = cluster(connection, model, coded)
    return pa.table({"group": group}), {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu}


def index(folder: Path) -> tuple[pa.Table, dict]:
    """Keep an index of all records but the last 10,000, add those, then link all at once with the same counts."""
    from duru.blocks.linkage.engine.coded.clusters import cluster_anchored
    from duru.blocks.linkage.engine.coded.encode import encode
    from duru.blocks.linkage.engine.coded.index import build_index
    from duru.blocks.linkage.engine.model import shipped_model
    from duru.blocks.linkage.engine.session import open_session

    model = shipped_model()
    register, records = (pa_parquet.read_table(folder / f"{name}.parquet") for name in ("register", "records"))
    n_kept = records.num_rows - N_LATER
    with open_session() as connection:
        kept = build_index(connection, model, register=register, mentions=records.slice(0, n_kept))
        wall, cpu = time.monotonic(), time.process_time()
        kept, best = kept.add(connection, records.slice(n_kept))
        group = kept.groups()
        spent = {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu, "peak_mib_index": peak_mib()}
        coded = encode(model, register, records, shared_phones=kept.coded.shared_phones)
        whole = cluster_anchored(connection, model, coded, n_counted=n_kept)
    return pa.table({"group": group}), {**spent, "differing": int((whole != group).sum()), "linked": best.num_rows}


class _WithoutPandas:
    """Keeps pandas away: an installation has none, only peers bring it, and Arrow would load it for a second where it finds it."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def main(mode: str, folder: Path, out: Path) -> None:
    """Write the links or groups, print seconds and peak MiB as one JSON line."""
    sys.meta_path.insert(0, _WithoutPandas)
    table, figures = {
        "link": lambda: link(folder, retrain=False),
        "train": lambda: link(folder, retrain=True),
        "raw": lambda: raw(folder),
        "dedupe": lambda: dedupe(folder, anchored=False),
        "index": lambda: index(folder),
        "dedupe_anchored": lambda: dedupe(folder, anchored=True),
    }[mode]()
    pa_parquet.write_table(table, out)
    print(json.dumps({**figures, "peak_mib": peak_mib()}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
