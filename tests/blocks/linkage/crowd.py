"""The crowd of `duru.demo.crowd` as the engine's frames, shared by tests and benchmarks."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.raw.places import read_gazetteer
from duru.blocks.linkage.engine.raw.table import read_table
from duru.demo.crowd import Crowd, draw_crowd

TODAY = date(2026, 11, 22)
FIRST_RECORD = 10_000_000


@dataclass(frozen=True)
class Frames:
    """`register` and `records` as the engine compares them; `truth` per record its row of the register, -1 for nobody."""

    crowd: Crowd
    register: pa.Table
    records: pa.Table
    truth: np.ndarray


def frames_of(n_register: int, n_records: int, seed: int) -> Frames:
    crowd = draw_crowd(n_register, n_records, seed=seed)
    places = read_gazetteer(crowd.gazetteer)
    register = read_table(crowd.register, places, today=TODAY, first_id=1, anchors=True)
    records = read_table(crowd.records, places, today=TODAY, first_id=FIRST_RECORD, anchors=False)
    truth = np.array([int(one[1:]) - 1 if one else -1 for one in crowd.truth["resident_id"].to_pylist()])
    return Frames(crowd, register, records, truth)
