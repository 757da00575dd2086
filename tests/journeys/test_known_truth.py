"""The whole way, held against the known truth: what a fresh demo district found, with floors below which the build fails."""

import json

import pytest

from tests.journeys.conftest import HOME

pytestmark = pytest.mark.journey

# name: (least share of the true ones found, least share of the found ones true). 1,500 people make small numbers.
FLOORS = {
    "기록과 주민 잇기(확실)": (0.93, 0.995),
    "기록과 주민 잇기(확인 필요까지)": (0.97, 0.98),
    "겹침(정보까지)": (0.95, 0.95),
    "겹침(주의·제한·금지)": (0.90, 0.95),
    "사망·전출 뒤 지급": (0.95, 0.95),
    "알려진 욕구, 받은 것 없음": (0.95, 0.85),
}


@pytest.fixture(scope="module")
def shares(installation):
    facts = json.loads((HOME / "demo" / "outcome.json").read_text(encoding="utf-8"))
    return {share["name"]: share for share in facts["shares"]}


def test_every_share_has_its_floor(shares):
    assert set(shares) == set(FLOORS)
    assert all(share["of"] > 0 for share in shares.values())


@pytest.mark.parametrize("name", FLOORS)
def test_the_district_is_found_as_it_is(shares, name):
    recall, precision = FLOORS[name]
    assert (shares[name]["recall"] >= recall, shares[name]["precision"] >= precision) == (True, True), shares[name]
