"""Splink as oracle: the same model gives the same candidates and weights; its settings are read back."""

import json
import math
from dataclasses import replace

import pytest

from duru.blocks.linkage.engine.catalogue import SIDE
from duru.blocks.linkage.engine.coded.encode import encode
from duru.blocks.linkage.engine.coded.pairs import find_pairs
from duru.blocks.linkage.engine.model import ModelError, shipped_model
from duru.blocks.linkage.engine.session import load, open_session
from duru.blocks.linkage.engine.splink import UNCAPPED, read_model, to_splink
from tests.blocks.linkage.crowd import FIRST_RECORD, frames_of

pytestmark = pytest.mark.unit
# Splink has no caps and blanks nothing.
MODEL = replace(
    shipped_model(), blocking=tuple(replace(rule, cap=UNCAPPED) for rule in shipped_model().blocking),
    shared_phone_names=UNCAPPED, shared_unit_names=UNCAPPED,
)  # fmt: skip


@pytest.mark.filterwarnings("ignore")
def test_splink_finds_the_same_pairs_with_the_same_weights():
    import duckdb
    from splink import DuckDBAPI, Linker

    frames = frames_of(2500, 2500, seed=4)
    with open_session() as engine:
        load(engine, MODEL, register=frames.register, mentions=frames.records)
        left, right = (
            engine.sql(f"SELECT record_id, {', '.join(SIDE)} FROM {table}").to_arrow_table()
            for table in ("register", "mentions")
        )
        rarity = {
            column: engine.sql(
                f"SELECT {column}, 2.0 ** max({bits}) AS tf_{column} FROM (SELECT {column}, {bits} FROM register UNION ALL "
                f"SELECT {column}, {bits} FROM mentions) GROUP BY {column}"
            ).to_arrow_table()
            for column, bits in (("name_jamo", "name_bits"), ("roman_key", "roman_bits"))
        }
        ours = find_pairs(engine, MODEL, encode(MODEL, frames.register, frames.records), everything=True)
    settings = to_splink(MODEL, n_right=left.num_rows)
    theirs_connection = duckdb.connect()
    api = DuckDBAPI(theirs_connection)
    linker = Linker(
        [api.register(left, dataset_display_name="a"), api.register(right, dataset_display_name="b")], settings
    )
    for column, table in rarity.items():
        linker.table_management.register_term_frequency_lookup(api.register(table), column)
    predicted = linker.inference.predict()
    rows = theirs_connection.execute(
        f"SELECT record_id_l, record_id_r, match_weight FROM {predicted.physical_name}"
    ).fetchall()
    chance = settings["probability_two_random_records_match"]
    prior = math.log2(chance / (1 - chance))
    theirs = {(left_id - 1, right_id - FIRST_RECORD): weight - prior for left_id, right_id, weight in rows}
    here = dict(zip(zip(ours.left.tolist(), ours.right.tolist(), strict=True), ours.bits.tolist(), strict=True))
    assert len(here) > 3000
    assert theirs.keys() == here.keys()
    assert max(abs(theirs[pair] - here[pair]) for pair in here) < 1e-4
    back = read_model(json.dumps(linker.misc.save_model_to_json()), template=MODEL)
    assert (back.comparisons, back.blocking) == (MODEL.comparisons, MODEL.blocking)


def test_settings_written_and_read_give_the_same_model():
    back = read_model(json.dumps(to_splink(MODEL, n_right=1000)), template=MODEL)
    assert (back.comparisons, back.blocking, back.limits) == (MODEL.comparisons, MODEL.blocking, MODEL.limits)


def test_own_format_is_read_as_well():
    assert read_model(MODEL.to_json()).to_json() == MODEL.to_json()


def test_unknown_condition_is_named():
    settings = to_splink(MODEL, n_right=1000)
    settings["comparisons"][0]["comparison_levels"][1]["sql_condition"] = "jaro_winkler_similarity(a_l, a_r) > 0.9"
    with pytest.raises(ModelError, match="jaro_winkler"):
        read_model(json.dumps(settings))


def test_probability_missing_is_refused():
    settings = to_splink(MODEL, n_right=1000)
    del settings["comparisons"][0]["comparison_levels"][1]["m_probability"]
    with pytest.raises(ModelError, match="m_probability"):
        read_model(json.dumps(settings))
