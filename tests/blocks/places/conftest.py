"""An invented district for the tests of places, and the real data where it lies."""

import csv
import json
import os
from pathlib import Path

import pytest

from duru.blocks.access.api import Actor, Role, add_organisation  # noqa: F401 - the door's own names
from duru.blocks.places.api import import_boundaries, import_buildings
from duru.blocks.tenancy.api import add_tenant, tenant_scope

ROOT = Path(__file__).resolve().parents[3]
BUILDING_HEAD = [
    "건물관리번호", "시군구명", "법정동코드", "법정동명", "지번본번", "지번부번", "도로명", "건물본번", "건물부번", "건물명", "행정동코드", "경도", "위도",
]  # fmt: skip
# Two 행정동 of one 법정동, side by side; 1 km wide and high each.
WEST = [[125.300, 35.600], [125.311, 35.600], [125.311, 35.609], [125.300, 35.609], [125.300, 35.600]]
EAST = [[125.311, 35.600], [125.322, 35.600], [125.322, 35.609], [125.311, 35.609], [125.311, 35.600]]
BUILDINGS = [
    ["B1", "해오름구", "9711010100", "해오름동", "12", "3", "새벽로", "1", "0", "다솜빌라", "", "125.3050", "35.6050"],
    ["B2", "해오름구", "9711010100", "해오름동", "12", "4", "새벽로", "3", "0", "", "", "125.3052", "35.6050"],
    ["B3", "해오름구", "9711010100", "해오름동", "20", "0", "새벽로12번길", "34", "5", "", "", "125.3150", "35.6050"],
    ["B4", "해오름구", "9711010200", "달무리동", "산7", "1", "", "", "", "", "9711053000", "", ""],
    ["B5", "달맞이구", "9712010100", "너울동", "1", "0", "한울로", "5", "0", "", "9712051000", "", ""],
    ["B6", "해오름구", "9711010100", "해오름동", "33", "0", "한울로", "5", "0", "", "", "125.3160", "35.6052"],
]


def shared_data() -> Path | None:
    """Return the folder of real sample data beside the repository, or None where it does not lie."""
    folder = Path(os.environ.get("DURU_SHARED_DATA") or ROOT.parent / "shared" / "data")
    return folder if folder.is_dir() else None


def samples(*names: str):
    """List real files as parameters; where the folder does not lie there are none, and the invented ones still run."""
    folder = shared_data()
    return [] if folder is None else [pytest.param(folder / name, id=Path(name).name) for name in names]


def actor(role: str = Role.ADMIN, **fields) -> Actor:
    return Actor(1, 1, 1, "해오름구청", role, "김관리", **fields)


def write_geojson(path: Path, *dongs: tuple[str, str, list]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"adm_cd": code, "adm_nm": f"한빛특별시 해오름구 {name}"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for code, name, ring in dongs
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def write_csv(path: Path, head: list[str], rows: list[list[str]], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
    return path


@pytest.fixture
def here(db):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def boundaries(tmp_path):
    return write_geojson(
        tmp_path / "dongs.geojson", ("9711051000", "해오름1동", WEST), ("9711052000", "해오름2동", EAST)
    )


@pytest.fixture
def buildings(tmp_path):
    rows = [[*row] for row in BUILDINGS]
    # The hill lot is written the way tables with one lot column write it.
    head = ["지번" if name == "지번본번" else name for name in BUILDING_HEAD if name != "지번부번"]
    rows = [[*row[:4], f"{row[4]}-{row[5]}".removesuffix("-0"), *row[6:]] for row in rows]
    return write_csv(tmp_path / "buildings.csv", head, rows)


@pytest.fixture
def gazetteer(here, boundaries, buildings):
    """The invented district, taken in: 2 행정동, 6 buildings."""
    from datetime import date

    import_boundaries(boundaries, by=actor(), valid_from=date(2020, 1, 1))
    import_buildings(buildings, by=actor())
    return here
