"""장사시설 입지 참고표

필지가 놓인 구역과 거리로 미리 보는 결과. 언제나 참고이며, 예외가 있으면 조건을 적습니다.
"""

from datetime import date
from decimal import Decimal

import pytest

from duru.services.permits.enums import Facility, Severity
from duru.services.permits.rules import (
    Department,
    Distance,
    Kind,
    Zone,
    ZoneException,
    check_distances,
    check_zones,
    departments_to_ask,
    rows,
)
from tests.spec.tables import read_table

pytestmark = pytest.mark.unit

ON = date(2026, 11, 22)
KINDS = {kind.label: kind for kind in rows(Kind)}
ZONES = {zone.label: zone.code for zone in rows(Zone)}
SEVERITIES = {"금지": Severity.BARRED, "조건": Severity.CONDITIONAL, "확인": Severity.ASK}

SITES = read_table("""
시설             | 면적   | 수목장 | 구역                          | 결과 | 조문
가족묘지         | 99     |        | 상수원보호구역                | 금지 | 장사법 제17조제2호
가족봉안묘       | 9.9    |        | 상수원보호구역                | 조건 | 시행령 제22조제2항
가족봉안묘       | 10     |        | 상수원보호구역                | 금지 | 장사법 제17조제2호
종교단체봉안당   | 300    |        | 상수원보호구역                | 조건 | 장사법 제17조제2호 단서
개인자연장지     | 19     |        | 상수원보호구역                | 조건 | 시행령 제22조제2항
개인자연장지     | 20     |        | 상수원보호구역                | 금지 | 장사법 제17조제2호
종중·문중묘지    | 500    |        | 농업진흥지역                  | 금지 | 시행령 제22조제4항제5호
법인자연장지     | 99999  |        | 문화유산·자연유산 보호구역    | 조건 | 시행령 제22조제3항
법인자연장지     | 100000 |        | 문화유산·자연유산 보호구역    | 금지 | 장사법 제17조제3호
가족묘지         | 99     |        | 주거지역                      | 금지 | 시행령 제22조제4항제1호
가족자연장지     | 99     |        | 주거지역                      | 조건 | 시행령 제22조제4항제1호나목
가족봉안당       | 50     |        | 상업지역                      | 조건 | 시행령 제22조제4항제1호가목
개인묘지         | 30     |        | 접도구역                      | 금지 | 시행령 제22조제4항제3호
개인묘지         | 30     |        | 하천구역                      | 금지 | 시행령 제22조제4항제4호
가족자연장지     | 99     | 예     | 산림보호구역                  | 조건 | 시행령 제22조제4항제6호 단서
가족자연장지     | 99     |        | 산림보호구역                  | 금지 | 시행령 제22조제4항제6호
가족묘지         | 99     |        | 보전국유림                    | 금지 | 시행령 제22조제4항제7호
법인자연장지     | 50000  |        | 보전국유림                    |      |
사설화장시설     | 3000   |        | 군사기지·군사시설 보호구역    | 조건 | 시행령 제22조제4항제10호
개인묘지         | 30     |        | 녹지지역                      | 확인 | 시행령 제22조제1항제1호
개인묘지         | 30     |        | 모르는구역                    | 확인 |
""")


@pytest.mark.parametrize("row", SITES, ids=lambda row: " ".join(filter(None, row.values())))
def test_zone_says_what_it_means_for_the_facility(row):
    """구역"""
    zone = ZONES.get(row["구역"], row["구역"])
    found = check_zones(KINDS[row["시설"]], [zone], area=Decimal(row["면적"]), is_woodland=row["수목장"] == "예", on=ON)
    assert [each.severity for each in found] == ([SEVERITIES[row["결과"]]] if row["결과"] else [])
    assert all(row["조문"] in each.basis for each in found)


def test_unknown_area_leaves_an_exception_by_area_open():
    (found,) = check_zones(KINDS["가족봉안묘"], ["water_source"], area=None, on=ON)
    assert found.severity == Severity.CONDITIONAL
    assert "10㎡ 미만에 한해" in found.sentence


def test_hardest_finding_comes_first():
    found = check_zones(KINDS["개인묘지"], ["green", "military", "river"], area=Decimal(30), on=ON)
    assert [each.severity for each in found] == [Severity.BARRED, Severity.CONDITIONAL, Severity.ASK]


def test_distance_from_an_annex_nobody_has_read_is_to_be_checked_and_bars_nothing():
    road = "도로, 철도, 하천 또는 그 예정지"
    (found,) = check_distances(KINDS["가족묘지"], {road: 199.0}, on=ON)
    assert (found.severity, found.to_check) == (Severity.ASK, True)
    assert check_distances(KINDS["가족묘지"], {road: 200.0}, on=ON) == []
    assert check_distances(KINDS["가족봉안당"], {road: 1.0}, on=ON) == []


@pytest.mark.parametrize(
    ("land", "zones", "asked", "not_asked"),
    [
        ("forest", [], "산림과", "농지과"),
        ("field", [], "농지과", "산림과"),
        ("other", ["military"], "관할 군부대", "문화유산과"),
        ("other", ["heritage"], "문화유산과", "관할 군부대"),
    ],
)
def test_departments_asked_follow_land_and_zones(land, zones, asked, not_asked):
    found = departments_to_ask(KINDS["가족묘지"], zones, land=land, area=Decimal(99), has_building=False, on=ON)
    names = [row.department for row in found]
    assert names[0] == "노인장애인과"
    assert asked in names
    assert not_asked not in names


def test_tables_name_only_what_other_tables_know():
    kinds = {kind.code for kind in rows(Kind)}
    zones = {zone.code for zone in rows(Zone)}
    facilities = {value for value, _ in Facility.choices}
    assert all(row.kinds <= kinds and row.zones <= zones for row in rows(ZoneException))
    assert all(row.kinds <= kinds for row in rows(Distance))
    assert all(row.facilities <= facilities for row in rows(Zone))
    assert all(row.zones <= zones for row in rows(Department))
