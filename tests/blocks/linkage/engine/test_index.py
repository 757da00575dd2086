"""A kept index links what comes in on a day as a full run with the same counts would; it survives being written and read."""

import numpy as np
import pytest

from duru.blocks.linkage.engine.coded.best import best_rows
from duru.blocks.linkage.engine.coded.clusters import cluster_anchored
from duru.blocks.linkage.engine.coded.encode import encode
from duru.blocks.linkage.engine.coded.index import build_index, load_index
from duru.blocks.linkage.engine.coded.pairs import find_best_pairs
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.engine.session import open_session
from tests.blocks.linkage.crowd import frames_of

pytestmark = pytest.mark.unit
MODEL = shipped_model()


def test_what_comes_later_links_as_if_all_were_linked_at_once(tmp_path):
    frames = frames_of(2500, 4000, seed=5)
    first, second, third = (frames.records.slice(start, n) for start, n in ((0, 3200), (3200, 500), (3700, 300)))
    with open_session() as engine:
        index = build_index(engine, MODEL, register=frames.register, mentions=first)
        held = index.coded.shared_phones
        index, best_second = index.add(engine, second)
        index.save(tmp_path / "kept")
        index, best_third = load_index(tmp_path / "kept").add(engine, third)
        coded = encode(MODEL, frames.register, frames.records, shared_phones=held)
        group = cluster_anchored(engine, MODEL, coded, n_counted=3200)
        best = best_rows(MODEL, coded, find_best_pairs(engine, MODEL, coded)).select(
            ["right", "left", "code", "bits", "probability", "margin"]
        )
    assert index.groups().tolist() == group.tolist()
    n_left = len(coded.left)
    later = group[3200:]
    # Among those who came later are some with a resident, some with an earlier mention, and some with each other.
    assert (later < n_left).sum() > 500
    assert np.isin(later[later >= n_left], group[:3200]).sum() > 3
    # Names that came later are known as well as the first ones.
    known = (index.coded, coded)
    masks, lengths = (
        [dict(zip(one.names.to_pylist(), getattr(one, name).tolist(), strict=True)) for one in known]
        for name in ("name_mask", "name_length")
    )
    assert masks[0] == masks[1]
    assert lengths[0] == lengths[1]
    right = best["right"].to_numpy()
    for come, start, end in ((best_second, 3200, 3700), (best_third, 3700, 4000)):
        whole = best.filter((right >= start) & (right < end)).to_pydict()
        here = come.to_pydict()
        assert [row + start for row in here.pop("right")] == whole.pop("right")
        assert here == whole


def test_index_without_mentions_takes_the_first_ones():
    frames = frames_of(300, 400, seed=5)
    with open_session() as engine:
        index = build_index(engine, MODEL, register=frames.register, mentions=frames.records.slice(0, 0))
        index, best = index.add(engine, frames.records)
    assert best.num_rows > 250
    assert len(index.groups()) == 400
