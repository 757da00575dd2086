"""Files taken in: counts, repeats, versions, rights."""

from datetime import date

import pytest
from django.db import connection

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.places.api import (
    Boundary,
    Building,
    Facility,
    UnreadableFile,
    buildings_within,
    dong_of_point,
    dongs_of_points,
    get_dong_name,
    get_status,
    import_boundaries,
    import_buildings,
    import_facilities,
    list_dongs,
    list_facilities,
)
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.places.conftest import EAST, WEST, actor, samples, write_csv, write_geojson

pytestmark = pytest.mark.django_db
DAY = date(2020, 1, 1)


def counts(report) -> tuple[int, int, int, int, int]:
    return report.n_rows, report.n_new, report.n_changed, report.n_same, report.n_refused


def test_the_same_file_twice_changes_nothing(here, boundaries, buildings):
    assert counts(import_boundaries(boundaries, by=actor(), valid_from=DAY)) == (2, 2, 0, 0, 0)
    assert counts(import_boundaries(boundaries, by=actor(), valid_from=DAY)) == (2, 0, 0, 2, 0)
    assert counts(import_buildings(buildings, by=actor())) == (6, 6, 0, 0, 0)
    assert counts(import_buildings(buildings, by=actor())) == (6, 0, 0, 6, 0)


def test_a_preview_counts_and_keeps_nothing(here, boundaries, buildings):
    assert counts(import_boundaries(boundaries, by=actor(), valid_from=DAY, is_preview=True)) == (2, 2, 0, 0, 0)
    assert counts(import_buildings(buildings, by=actor(), is_preview=True)) == (6, 6, 0, 0, 0)
    assert Boundary.objects.count() == Building.objects.count() == 0


def test_buildings_get_their_dong_from_their_point(gazetteer):
    assert dict(Building.objects.values_list("building_no", "dong_code")) == {
        "B1": "9711051000", "B2": "9711051000", "B3": "9711052000", "B4": "9711053000", "B5": "9712051000", "B6": "9711052000",
    }  # fmt: skip


def test_a_poorer_file_wipes_out_nothing(gazetteer, tmp_path):
    path = write_csv(
        tmp_path / "roads.csv", ["건물관리번호", "도로명", "건물본번", "건물명"], [["B1", "새벽로", "1", "새이름빌라"]]
    )
    assert counts(import_buildings(path, by=actor())) == (1, 0, 1, 0, 0)
    building = Building.objects.get(building_no="B1")
    assert (building.name, building.lot_key, building.lon, building.dong_code) == (
        "새이름빌라", "해오름동|12-3", 125.305, "9711051000",
    )  # fmt: skip


def test_a_new_version_closes_the_old_and_moves_the_buildings(gazetteer, tmp_path):
    # From 2027 on the two 행정동 have changed sides.
    swapped = write_geojson(
        tmp_path / "b.geojson", ("9711051000", "해오름1동", EAST), ("9711052000", "해오름2동", WEST)
    )
    import_boundaries(swapped, by=actor(), valid_from=date(2027, 1, 1))
    assert dong_of_point(125.305, 35.605, on=date(2026, 12, 31)) == "9711051000"
    assert dong_of_point(125.305, 35.605, on=date(2027, 1, 1)) == "9711052000"
    assert Building.objects.get(building_no="B1").dong_code == "9711052000"
    assert [(v.valid_from, v.valid_until, v.n_regions) for v in get_status().boundaries] == [
        (date(2027, 1, 1), None, 2),
        (DAY, date(2027, 1, 1), 2),
    ]


def test_an_older_version_after_a_newer_is_refused(gazetteer, boundaries):
    with pytest.raises(UnreadableFile, match="더 새로운"):
        import_boundaries(boundaries, by=actor(), valid_from=date(2019, 1, 1))


def test_a_national_file_is_cut_to_ones_own(here, boundaries):
    assert counts(import_boundaries(boundaries, by=actor(), valid_from=DAY, code_prefix="97110"))[1] == 2
    with pytest.raises(UnreadableFile, match="우리 구역"):
        import_boundaries(boundaries, by=actor(), valid_from=DAY, code_prefix="11110")


def test_a_point_on_the_border_belongs_to_the_lower_code(gazetteer):
    assert dongs_of_points([(125.311, 35.605), (125.4, 35.605), (125.305, 35.605)]) == ["9711051000", "", "9711051000"]


def test_dongs_are_named(gazetteer):
    assert [(dong.code, dong.name) for dong in list_dongs()] == [
        ("9711051000", "해오름1동"),
        ("9711052000", "해오름2동"),
    ]
    assert (get_dong_name("9711052000"), get_dong_name("0000000000"), get_dong_name("")) == ("해오름2동", "", "")


def test_buildings_within_a_radius_come_nearest_first(gazetteer):
    found = buildings_within(125.3050, 35.6050, 50)
    assert [building.building_no for building, _ in found] == ["B1", "B2"]
    assert found[0][1] == 0
    assert 15 < found[1][1] < 25
    assert [b.building_no for b, _ in buildings_within(125.3050, 35.6050, 2_000)] == ["B1", "B2", "B3", "B6"]


FACILITY_HEAD = ["시설명", "시설종류", "도로명주소", "전화번호", "경도", "위도"]


def test_facilities_are_looked_up_and_counted(gazetteer, tmp_path):
    rows = [
        ["달무리경로당", "경로당", "", "02-1", "125.3051", "35.6051"],
        ["먼 쉼터", "무더위쉼터", "", "", "126.97", "37.56"],
        ["자리 모르는 푸드뱅크", "푸드뱅크", "", "", "", ""],
        ["", "경로당", "", "", "", ""],
        ["바다 병원", "병원", "", "", "35.6", "125.3"],
    ]
    path = write_csv(tmp_path / "f.csv", FACILITY_HEAD, rows)
    report = import_facilities(path, by=actor(), only_here=True)
    assert counts(report) == (5, 2, 0, 0, 2)
    assert report.notes == ["우리 구역 밖의 시설 1곳은 넣지 않았습니다."]
    assert [(f.kind, f.name, f.dong_code) for f in list_facilities()] == [
        ("food_bank", "자리 모르는 푸드뱅크", ""),
        ("senior_centre", "달무리경로당", "9711051000"),
    ]
    assert counts(import_facilities(path, by=actor(), only_here=True)) == (5, 0, 0, 2, 2)
    rows[0][3] = "02-2"
    import_facilities(write_csv(path, FACILITY_HEAD, rows), by=actor(), only_here=True)
    assert [f.phone for f in list_facilities("senior_centre")] == ["02-2"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_the_administrator_takes_files_in(here, boundaries, buildings, role):
    for deed in (
        lambda: import_boundaries(boundaries, by=actor(role), valid_from=DAY),
        lambda: import_buildings(buildings, by=actor(role)),
        lambda: import_facilities(buildings, by=actor(role)),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert Boundary.objects.count() == Building.objects.count() == Facility.objects.count() == 0


def test_another_tenant_sees_none_of_it(db, boundaries, buildings):
    here, there = add_tenant(code="9999900000", name="해오름구"), add_tenant(code="9999800000", name="달맞이구")
    with tenant_scope(here.id):
        import_boundaries(boundaries, by=actor(), valid_from=DAY)
        import_buildings(buildings, by=actor())
        assert dong_of_point(125.305, 35.605) == "9711051000"
    with tenant_scope(there.id):
        assert dong_of_point(125.305, 35.605) == ""
        assert (list_dongs(), buildings_within(125.305, 35.605, 500)) == ([], [])


def test_the_deed_stands_in_the_log(gazetteer):
    with connection.cursor() as cursor:
        cursor.execute("SELECT action, detail->>'n_new' FROM audit_auditentry ORDER BY id")
        assert cursor.fetchall() == [("경계 등록", None), ("건물 사전 등록", "6")]


@pytest.mark.parametrize("path", samples("boundaries/korea_hdong_202406.geojson.gz"))
def test_a_real_district_comes_in(here, path):
    # 서울 성동구 had 17 행정동 in June 2024; its 구청 stands in 성수1가제2동… of the file's own outlines.
    report = import_boundaries(path, by=actor(), valid_from=date(2024, 6, 1), code_prefix="11200")
    assert (report.n_new, report.n_refused) == (17, 0)
    code = dong_of_point(127.03681, 37.56345)
    assert code.startswith("11200")
    assert get_dong_name(code) == "행당1동"
