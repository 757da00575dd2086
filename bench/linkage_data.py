"""The crowd on disk, drawn once per size: raw CSV, frames as Parquet, the truth."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pa_parquet

from duru.blocks.linkage.engine.catalogue import SIDE
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.engine.raw.places import read_gazetteer
from duru.blocks.linkage.engine.raw.table import read_table
from duru.blocks.linkage.engine.session import load, open_session
from duru.demo.crowd import draw_crowd, write_crowd

SIZES = {"small": (100_000, 300_000), "full": (1_000_000, 1_000_000)}
# For growth alone: only frames, drawn so many at a time.
SQUARES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}
PART = 1_000_000
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
    register, records = _plain(register), _plain(records)
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


def square_of(size: str) -> Path:
    """Return the folder of a square of `SQUARES`: register.parquet and records.parquet of as many rows, made when it is not there.

    Above a million the crowd is that many towns, each with streets of its own; names, birthdays and telephones meet across them.
    """
    folder, n = FOLDER / f"square_{size}", SQUARES[size]
    if (folder / "done").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    from bench.linkage_ours import TODAY  # leaf: it also runs as a program

    writers: dict[str, pa_parquet.ParquetWriter] = {}
    for town in range(-(-n // PART)):
        crowd = draw_crowd(min(n, PART), min(n, PART), seed=SEED + town)
        places = read_gazetteer(crowd.gazetteer)
        for name, table, first in (("register", crowd.register, 1), ("records", crowd.records, 1 + n)):
            frame = read_table(
                table, places, today=TODAY, first_id=first + town * PART, anchors=name == "register"
            )  # fmt: skip
            frame = _plain(frame)
            own = {
                "building_id": pc.add(frame["building_id"], town * len(places.ids)),
                "dong_code": pc.if_else(
                    pc.equal(frame["dong_code"], ""),
                    "",
                    pc.binary_join_element_wise(str(town), frame["dong_code"], "-"),
                ),
            }
            for column, values in own.items():
                frame = frame.set_column(frame.schema.get_field_index(column), column, values)
            if name not in writers:
                writers[name] = pa_parquet.ParquetWriter(folder / f"{name}.parquet", frame.schema)
            writers[name].write_table(frame)
    for writer in writers.values():
        writer.close()
    (folder / "done").touch()
    return folder


def _plain(frame: pa.Table) -> pa.Table:
    """Return plain text, as any normalised file has it: what a dictionary saves belongs to reading, not to linking."""
    kinds = (pa.string() if pa.types.is_dictionary(kind) else kind for kind in frame.schema.types)
    return frame.cast(pa.schema(list(zip(frame.schema.names, kinds, strict=True))))


if __name__ == "__main__":
    folder_of(sys.argv[1])
