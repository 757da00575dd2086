"""The crowd for linkage: the same arguments give the same bytes, and its truth is whole."""

import pyarrow.compute as pc
import pytest

from duru.demo.crowd import AGENCIES, Errors, draw_crowd

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def crowd():
    return draw_crowd(4000, 6000, seed=5)


def test_same_seed_gives_the_same_tables(crowd):
    again = draw_crowd(4000, 6000, seed=5)
    assert all(
        getattr(again, name).equals(getattr(crowd, name)) for name in ("register", "records", "truth", "gazetteer")
    )


def test_another_seed_gives_other_people(crowd):
    assert not draw_crowd(4000, 6000, seed=6).register.equals(crowd.register)


def test_truth_names_a_resident_or_nobody(crowd):
    residents = set(crowd.register["record_id"].to_pylist()) | {""}
    assert set(crowd.truth["resident_id"].to_pylist()) <= residents
    outside = pc.mean(pc.equal(crowd.truth["resident_id"], "")).as_py()
    assert 0.03 < outside < 0.08


def test_gazetteer_names_every_building_once(crowd):
    for columns in (["gu", "road", "building_no"], ["gu", "dong", "jibun"], ["building_id"]):
        assert crowd.gazetteer.group_by(columns).aggregate([]).num_rows == crowd.gazetteer.num_rows


def test_knobs_turn_errors_off_and_up():
    clean = Errors(**dict.fromkeys(Errors.__dataclass_fields__, 0.0))
    spotless = draw_crowd(500, 800, seed=1, agencies=((1.0, clean),))
    assert "" not in spotless.records["name"].to_pylist()
    assert "" not in spotless.records["birth"].to_pylist()
    worse = draw_crowd(500, 800, seed=1, agencies=tuple((share, errors.scaled(5)) for share, errors in AGENCIES))
    assert worse.records["birth"].to_pylist().count("") > 200
