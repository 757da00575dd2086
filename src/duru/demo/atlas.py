"""Write the map as files that look like the official ones: boundaries, buildings, facilities, region codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import mapping

from duru.demo import places
from duru.demo.buildings import APARTMENT, KIND_NAMES, VILLA
from duru.demo.land import land_rows
from duru.demo.world import World

VALID_FROM = "2020-01-01"


def write_map(world: World, out: Path) -> None:
    """Write boundaries.geojson, features.geojson, land.geojson, buildings.csv, facilities.csv and regions.csv (all UTF-8 with BOM for CSV)."""
    _boundaries(world, out / "boundaries.geojson")
    _features(world, out / "features.geojson")
    rows = [_feature(shape, layer=layer, name=name, code=code) for layer, name, code, shape in land_rows(world)]
    _collection(out / "land.geojson", "해오름구 필지·구역", rows)
    _buildings(world, out / "buildings.csv")
    _facilities(world, out / "facilities.csv")
    _regions(world, out / "regions.csv")


def _collection(path: Path, name: str, features: list[dict[str, object]]) -> None:
    content = {"type": "FeatureCollection", "name": f"{name} (시험자료)", "features": features}
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _feature(shape: shapely.Geometry, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": mapping(places.lonlat_polygon(shape))}


def _boundaries(world: World, path: Path) -> None:
    features = [
        _feature(dong.polygon, adm_cd=dong.code, adm_nm=f"{places.CITY} {places.GU} {dong.name}", dong_name=dong.name,
                 legal_code=dong.legal_code, legal_name=dong.legal_name, level="dong")
        for dong in world.district.dongs
    ]  # fmt: skip
    _collection(path, "해오름구 행정동 경계", features)


def _features(world: World, path: Path) -> None:
    district = world.district
    features = [_feature(district.river, kind="river", layer="water", name=places.RIVER_NAME)]
    features += [
        _feature(hill, kind="hill", layer="hill", name=name)
        for hill, name in zip(district.hills, places.hill_names(), strict=True)
    ]
    features += [
        _feature(
            shapely.LineString(road.points),
            kind="main_road" if road.main else "street",
            layer="main_road" if road.main else "street",
            name=road.name,
            road_code=road.code,
        )
        for road in district.roads
    ]
    _collection(path, "해오름구 하천·산·도로", features)


def _buildings(world: World, path: Path) -> None:
    town, district = world.buildings, world.district
    lonlat = places.to_lonlat(town.xy)
    blocks: dict[int, int] = {}
    cellars = np.bincount(world.dwellings.building[world.dwellings.floor == -1], minlength=len(town))
    homes = np.flatnonzero(town.kind == APARTMENT)
    for b in homes.tolist():
        blocks[b] = 101 + (int(town.n_units[b]) - 1) // 72
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["건물관리번호", "시도명", "시군구명", "법정동코드", "법정동명", "지번본번", "지번부번", "도로명코드", "도로명",
                         "건물본번", "건물부번", "건물명", "행정동코드", "행정동명", "우편번호", "건물용도", "공동주택여부", "동목록",
                         "세대수", "반지하세대수", "하천150m이내", "경도", "위도"])  # fmt: skip
        for i in range(len(town)):
            dong = district.dongs[town.dong[i]]
            number = f"{town.legal_code[i]}1{town.lot_main[i]:04d}{town.lot_sub[i]:04d}{i:06d}"
            writer.writerow([
                number, places.CITY, places.GU, town.legal_code[i], town.legal[i], town.lot_main[i], town.lot_sub[i],
                town.road_code[i], town.road[i], town.road_main[i], town.road_sub[i], town.name[i], dong.code, dong.name,
                f"97{int(town.dong[i]) + 100:03d}", KIND_NAMES[town.kind[i]], int(town.kind[i] in (APARTMENT, VILLA)),
                ",".join(str(n) for n in range(101, blocks[i] + 1)) if i in blocks else "", town.n_units[i], int(cellars[i]),
                int(town.near_river[i]), lonlat[i, 0], lonlat[i, 1],
            ])  # fmt: skip


def _facilities(world: World, path: Path) -> None:
    town, district = world.buildings, world.district
    lonlat = places.to_lonlat(town.xy)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(
            ["시설번호", "시설종류", "시설명", "도로명주소", "지번주소", "행정동코드", "전화번호", "경도", "위도"]
        )
        for i, facility in enumerate(world.facilities):
            b = facility.building
            writer.writerow([
                f"F{i + 1:05d}", facility.kind, facility.name, f"{places.CITY} {places.GU} {town.road[b]} {town.road_no(b)}",
                f"{places.CITY} {places.GU} {town.legal[b]} {town.lot_no(b)}", district.dongs[town.dong[b]].code, facility.phone,
                lonlat[b, 0], lonlat[b, 1],
            ])  # fmt: skip


def _regions(world: World, path: Path) -> None:
    rows = [(places.CITY_CODE, places.CITY, "sido", ""), (places.GU_CODE, places.GU, "sgg", places.CITY_CODE)]
    legal = {dong.legal_code: dong.legal_name for dong in world.district.dongs}
    rows += [(code, name, "legal_dong", places.GU_CODE) for code, name in sorted(legal.items())]
    rows += [(dong.code, dong.name, "dong", places.GU_CODE) for dong in world.district.dongs]
    rows += [(f"97{12 + i:02d}000000"[:10], name, "sgg", places.CITY_CODE) for i, name in enumerate(places.OTHER_GU)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["code", "name", "level", "parent_code", "valid_from", "valid_until"])
        writer.writerows([*row, VALID_FROM, ""] for row in rows)
