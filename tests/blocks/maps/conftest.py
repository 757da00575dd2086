"""A small invented district on the map: two 동, a river between them, a road of houses."""

import json
from datetime import date

import pytest

from duru.blocks.access.api import (
    Actor,
    OrganisationKind,
    Role,
    add_member,
    add_organisation,
    system_actor,
)
from duru.blocks.places.api import Building, Facility, h3_cell, import_boundaries, import_land
from duru.blocks.registry.api import Person, Profile, ensure_persons
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.kernel.addresses import parse_address, road_key
from tests.clients import client_of

DAY = date(2026, 11, 22)
WEST = [[125.300, 35.600], [125.311, 35.600], [125.311, 35.609], [125.300, 35.609], [125.300, 35.600]]
EAST = [[125.311, 35.600], [125.322, 35.600], [125.322, 35.609], [125.311, 35.609], [125.311, 35.600]]
RIVER = [[125.3105, 35.599], [125.3115, 35.599], [125.3115, 35.610], [125.3105, 35.610], [125.3105, 35.599]]


def actor(role: str = Role.WELFARE_LEAD, **fields) -> Actor:
    return Actor(7, 7, 1, "해오름구청", role, "김담당", **fields)


def write_geojson(path, *features):
    rows = [
        {"type": "Feature", "properties": values, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for values, ring in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return path


def add_building(number: int, lon: float | None, lat: float | None, *, road: str = "새벽로", dong: str = "9711051000"):
    return Building.objects.create(
        building_no=f"B{number}", sgg_name="해오름구", road_name=road, road_no=str(number), legal_dong="해오름동",
        road_key=road_key(parse_address(f"{road} {number}")), dong_code=dong, lon=lon, lat=lat, h3=None if lon is None else h3_cell(lon, lat),
    )  # fmt: skip


def add_facility(kind: str, name: str, lon: float, lat: float):
    return Facility.objects.create(kind=kind, name=name, lon=lon, lat=lat, h3=h3_cell(lon, lat))


def add_person(name: str, building: Building | None = None, **profile) -> Person:
    profile = {
        "building_id": building.id if building else None,
        "dong_code": building.dong_code if building else "",
        **profile,
    }
    (person_id,) = ensure_persons([Profile(name, **profile)])
    return Person.objects.get(id=person_id)


@pytest.fixture
def scope(db):
    tenant = add_tenant(code="9711000000", name="해오름구")
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def district(scope, tmp_path):
    """Two 동 and a river, as files bring them."""
    by = system_actor()
    dongs = write_geojson(
        tmp_path / "dongs.geojson",
        ({"adm_cd": "9711051000", "adm_nm": "해오름1동"}, WEST),
        ({"adm_cd": "9711052000", "adm_nm": "해오름2동"}, EAST),
    )
    import_boundaries(dongs, by=by, valid_from=date(2020, 1, 1))
    import_land(
        write_geojson(tmp_path / "river.geojson", ({"layer": "water", "name": "은가람천"}, RIVER)), by=by, as_of=DAY
    )
    return scope


@pytest.fixture
def client_as(scope):
    """Log in as a new member of a role: `client_as(Role.WELFARE_LEAD)`."""

    def enter(role: str):
        machine = system_actor()
        office = add_organisation(
            by=machine, name=f"기관 {role}", kind=OrganisationKind.GU_OFFICE, is_public=role != Role.AGENCY_WORKER
        )
        member = add_member(
            by=machine,
            email=f"{role}@duru.example",
            name="김담당",
            organisation=office,
            role=role,
            password="duru-duru-duru",
        )
        return client_of(member)

    return enter
