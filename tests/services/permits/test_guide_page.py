"""The guide: who may open it, what it answers, and what it says to bad input."""

import json
from datetime import date

import pytest
import shapely
from django.urls import reverse

from duru.blocks.access.api import Role, system_actor
from duru.blocks.places.api import Building, Facility, h3_cell, import_land
from duru.blocks.tenancy.api import tenant_scope

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_the_permit_desk_and_the_departments_it_asks_open_the_guide(browse, role):
    status = browse(role).get(reverse("permits:guide")).status_code
    assert status == (200 if role in (Role.PERMIT_OFFICER, Role.DEPARTMENT_OFFICER) else 403)


@pytest.fixture
def ask(browse):
    """Ask the guide: `ask(facility=…, owner=…)` returns the page."""
    return lambda **answers: browse().get(reverse("permits:guide"), answers).content.decode()


def test_family_cemetery_of_99_square_metres_takes_the_forest_along(ask):
    page = ask(facility="cemetery", owner="family", area="99", land="forest", alters_land="on")
    assert "가족묘지: 허가" in page
    assert "함께 처리됩니다(의제)</strong>: 산지전용허가·신고" in page
    assert "따로 받습니다</strong>: 개발행위허가" in page


def test_family_cemetery_of_100_square_metres_does_not(ask):
    page = ask(facility="cemetery", owner="family", area="100", land="forest")
    assert "의제" not in page
    assert "따로 받습니다</strong>: 산지전용허가·신고" in page


def test_grave_for_one_is_built_first_and_reported_within_thirty_days(ask):
    page = ask(facility="cemetery", owner="person", area="31", zones="river")
    assert "개인묘지: 신고(설치 후 30일 안)" in page
    assert "30㎡ 이하" in page
    assert "하천구역에는 할 수 없습니다" in page


def test_facility_the_law_does_not_know_says_so_at_the_question(ask):
    page = ask(facility="columbarium_hall", owner="person")
    assert "법에 없습니다" in page
    assert "낼 서류" not in page


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"facility": "cemetery"}, "누구를 모시는 시설인지 골라 주세요"),
        ({"facility": "tower"}, "tower"),
        ({"facility": "cemetery", "owner": "family", "area": "-1"}, "0.01"),
        ({"facility": "cemetery", "owner": "family", "area": "넓음"}, "숫자"),
    ],
)
def test_bad_answers_are_named_and_give_no_result(ask, answers, says):
    page = ask(**answers)
    assert says in page
    assert "낼 서류" not in page


def test_distances_are_judged_for_reference_only(ask):
    page = ask(facility="cemetery", owner="family", area="99", distance_road="150", distance_homes="300")
    assert "200m 이상 떨어져야 하는데 150m입니다." in page
    assert "300m 이상" not in page  # far enough
    assert "확인 필요" in page.partition("떨어져야 하는데")[2][:400]


def test_what_lies_around_a_parcel_is_found_in_the_places_that_are_loaded(tenant, browse):
    with tenant_scope(tenant.id):
        Facility.objects.create(kind="school", name="새솔초등학교", lon=127.001, lat=37.5, h3=h3_cell(127.001, 37.5))
        Facility.objects.create(kind="pharmacy", name="새솔약국", lon=127.0001, lat=37.5, h3=h3_cell(127.0001, 37.5))
        for n in range(20):
            lon = 127.003 + n / 1e5
            Building.objects.create(building_no=str(n), lot_key=f"k{n}", lon=lon, lat=37.5, h3=h3_cell(lon, 37.5))
    officer, asked = browse(), {"facility": "cemetery", "owner": "family", "area": "99"}

    def ask(**more):
        return officer.get(reverse("permits:guide"), {**asked, **more}).content.decode()

    page = ask(where="127.0, 37.5")
    assert "새솔초등학교 <strong>88m" in page
    assert "새솔약국" not in page  # not a place a cemetery keeps away from
    assert "가장 가까운 건물 <strong>265m" in page
    assert "300m 이상 떨어져야 하는데 88m입니다." in page
    assert "300m 이상" not in ask(where="127.0, 37.5", distance_homes="310")  # measured on the spot
    assert "20호가 되지 않습니다" in ask(where="127.02, 37.52")
    assert "위치를 찾지 못했습니다" in ask(where="새솔동 산 12-3")
    assert "올린 자료가 없어 보지 못한 것 27가지" in page
    assert "서로 바뀐 것 같습니다" in ask(where="37.5, 127.0")


def test_a_parcel_is_checked_against_the_layers_that_are_loaded(tenant, browse, tmp_path):
    near, far = "POINT (127.0 37.5)", 127.0 + 100 / 88_212
    shapes = [
        ("parcel", "솔바람동 산 12-3", shapely.from_wkt(near).buffer(0.0002)),
        ("water_source", "상수원보호구역", shapely.box(126.99, 37.49, 127.0, 37.51)),
        ("road", "솔바람로", shapely.LineString([(far, 37.49), (far, 37.51)])),
    ]
    features = [
        {"type": "Feature", "properties": {"layer": layer, "name": name}, "geometry": shapely.geometry.mapping(shape)}
        for layer, name, shape in shapes
    ]
    path = tmp_path / "land.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    with tenant_scope(tenant.id):
        import_land(path, by=system_actor(), as_of=date(2026, 10, 1))
    asked = {"facility": "cemetery", "owner": "family", "area": "99", "where": "솔바람동 산 12-3"}
    page = browse().get(reverse("permits:guide"), asked).content.decode()
    assert "상수원보호구역에는 할 수 없습니다." in page  # nobody ticked it
    assert "<strong>50%</strong>" in page
    assert "2026. 10. 1. 기준" in page
    assert "솔바람로 <strong>82m" in page
    assert "200m 이상 떨어져야 하는데 82m입니다." in page
    assert "환경과" in page  # who is asked follows from the zone
    page = browse().get(reverse("permits:receive"), asked).content.decode()
    assert 'value="솔바람동 산 12-3"' in page
