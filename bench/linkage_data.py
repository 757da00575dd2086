"""The crowd on disk, drawn once per size: raw CSV, frames as Parquet, the truth."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pa_parquet

from duru.blocks.linkage.engine.catalogue import SIDE
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.engine.raw.places import read_gazetteer
from duru.blocks.linkage.engine.raw.table import read_table
from duru.blocks.linkage.engine.session import load, open_session
from duru.demo.crowd import draw_crowd, write_crowd

SIZES = {"small": (100_000, 300_000), "full": (1_000_000, 1_000_000)}
SEED = 2026
FIRST_RECORD = 10_000_000
FOLDER = Path(__file__).resolve().parent.parent / "var" / "bench" / "crowd"


def folder_of(size: str) -> Path:
    """Return the folder of a size, made when it is not there; reading and drawing are no part of any figure."""
    folder = FOLDER / size
    if (folder / "done").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    crowd = draw_crowd(*SIZES[size], seed=SEED)
    write_crowd(crowd, folder)
    from bench.linkage_ours import TODAY  # leaf: it also runs as a program

    places = read_gazetteer(crowd.gazetteer)
    register = read_table(crowd.register, places, today=TODAY, first_id=1, anchors=True)
    records = read_table(crowd.records, places, today=TODAY, first_id=FIRST_RECORD, anchors=False)
    # Plain text, as any normalised file has it: what a dictionary saves belongs to reading, not to linking.
    register, records = (
        frame.cast(pa.schema([(name, pa.string() if pa.types.is_dictionary(kind) else kind)
                              for name, kind in zip(frame.schema.names, frame.schema.types, strict=True)]))
        for frame in (register, records)
    )  # fmt: skip
    pa_parquet.write_table(register, folder / "register.parquet")
    pa_parquet.write_table(records, folder / "records.parquet")
    truth = np.array([int(one[1:]) - 1 if one else -1 for one in crowd.truth["resident_id"].to_pylist()])
    pa_parquet.write_table(pa.table({"row": truth, "person": crowd.truth["person"]}), folder / "truth.parquet")
    # Splink gets the very columns that our tests look at.
    with open_session(memory_mib=4096) as engine:
        load(engine, shipped_model(), register=register, mentions=records)
        for table, name in (("register", "splink_register"), ("mentions", "splink_records")):
            frame = engine.sql(f"SELECT record_id, {', '.join(SIDE)} FROM {table}").to_arrow_table()
            pa_parquet.write_table(frame, folder / f"{name}.parquet")
    (folder / "done").touch()
    return folder


if __name__ == "__main__":
    folder_of(sys.argv[1])
