"""The gazetteer's files: the tables of 주소정보누리집 (with or without header) and any table with their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duru.blocks.places.adapters.points import POINT_COLUMNS, Placed, epsg_of, read_numbers
from duru.blocks.places.adapters.tables import Table, find_columns, need_columns
from duru.blocks.places.rules import h3_cell
from duru.kernel.addresses import ParsedAddress, jibun_key, parse_address, road_key
from duru.kernel.errors import Refused

# Headers of the files of 주소정보누리집, which come without one, by their number of columns.
# Source: 주소정보누리집 «활용안내», 레이아웃 of 건물DB(건물정보), 도로명주소 한글, 내비게이션용DB(건물정보).
LAYOUTS: dict[int, tuple[str, ...]] = {
    31: (
        "법정동코드",
        "시도명",
        "시군구명",
        "법정읍면동명",
        "법정리명",
        "산여부",
        "지번본번",
        "지번부번",
        "도로명코드",
        "도로명",
        "지하여부",
        "건물본번",
        "건물부번",
        "건축물대장건물명",
        "상세건물명",
        "건물관리번호",
        "읍면동일련번호",
        "행정동코드",
        "행정동명",
        "우편번호",
        "우편일련번호",
        "다량배달처명",
        "이동사유코드",
        "고시일자",
        "변동전도로명주소",
        "시군구용건물명",
        "공동주택여부",
        "기초구역번호",
        "상세주소여부",
        "비고1",
        "비고2",
    ),
    24: (
        "도로명주소관리번호",
        "법정동코드",
        "시도명",
        "시군구명",
        "법정읍면동명",
        "법정리명",
        "산여부",
        "지번본번",
        "지번부번",
        "도로명코드",
        "도로명",
        "지하여부",
        "건물본번",
        "건물부번",
        "행정동코드",
        "행정동명",
        "기초구역번호",
        "이전도로명주소",
        "효력발생일",
        "공동주택구분",
        "이동사유코드",
        "건축물대장건물명",
        "시군구용건물명",
        "비고",
    ),
}
_NAVIGATION = (
    "주소관할읍면동코드", "시도명", "시군구명", "읍면동명", "도로명코드", "도로명", "지하여부", "건물본번", "건물부번", "우편번호",
    "건물관리번호", "시군구용건물명", "건축물용도분류", "행정동코드", "행정동명", "지상층수", "지하층수", "공동주택구분", "건물수", "상세건물명",
    "건물명변경이력", "상세건물명변경이력", "거주여부", "건물중심점_x좌표", "건물중심점_y좌표", "출입구_x좌표", "출입구_y좌표",
)  # fmt: skip
# The navigation file ends with English names and 이동사유; their number has changed over the years.
LAYOUTS.update({width: (*_NAVIGATION, *(f"기타{n}" for n in range(width - 27))) for width in (30, 32, 33, 34)})

_COLUMNS = {
    "building_no": ("건물관리번호", "도로명주소관리번호", "관리번호", "building_no"),
    "sgg_name": ("시군구명", "시군구"),
    "road_name": ("도로명",),
    "road_no": ("건물번호", "도로명번호"),
    "road_main": ("건물본번",),
    "road_sub": ("건물부번",),
    "underground": ("지하여부",),
    "legal_dong": ("법정읍면동명", "법정동명", "법정동", "읍면동명"),
    "legal_ri": ("법정리명", "리명"),
    "legal_dong_code": ("법정동코드",),
    "lot_no": ("지번", "번지"),
    "lot_main": ("지번본번", "본번"),
    "lot_sub": ("지번부번", "부번"),
    "hill": ("산여부",),
    "name": ("시군구용건물명", "건물명", "건축물대장건물명", "건물이름"),
    "postcode": ("기초구역번호", "우편번호"),
    "dong_code": ("행정동코드",),
    "road_address": ("도로명주소", "소재지도로명주소"),
    "lot_address": ("지번주소", "소재지지번주소"),
    **POINT_COLUMNS,
}
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """One building as its file has it, ready for the table; point and cell may be None."""

    building_no: str
    sgg_name: str
    road_name: str
    road_no: str
    legal_dong: str
    legal_ri: str
    legal_dong_code: str
    lot_no: str
    name: str
    postcode: str
    dong_code: str
    road_key: str
    lot_key: str
    lon: float | None
    lat: float | None
    h3: int | None


def read_buildings(table: Table) -> Iterator[BuildingRow | Refused]:
    """Read a building table row by row; a row that cannot be used comes as a refusal with its line in the text.

    A building needs a number of its own and a road address or a lot; a point is welcome but not needed (the files of
    도로명주소 have none), a wrong one refuses the row.

    Raises:
        UnknownColumns: no number, or neither road nor lot columns.
    """
    at = find_columns(table.headers, _COLUMNS)
    need_columns(at, {"building_no": "건물관리번호"}, table.headers)
    if not {"road_name", "road_address", "lot_no", "lot_main", "lot_address"} & at.keys():
        need_columns(at, {"road_name": "도로명(또는 지번)"}, table.headers)
    epsg = epsg_of(table.headers)
    chunk: Placed[dict] = Placed()
    for line, row in enumerate(table.rows, table.first_line):
        if not any(row):
            continue
        try:
            chunk.add(line, _texts(row, at), read_numbers(row, at))
        except Refused as refusal:
            yield Refused(f"{line:,}행: {refusal.message}", field=refusal.field)
        if len(chunk.rows) >= _CHUNK:
            yield from _finish(chunk, epsg)
    yield from _finish(chunk, epsg)


def _finish(chunk: Placed[dict], epsg: int | None) -> Iterator[BuildingRow | Refused]:
    for line, texts, point in chunk.finish(epsg):
        if isinstance(point, Refused):
            yield Refused(f"{line:,}행: {point.message}", field=point.field)
            continue
        lon, lat = point or (None, None)
        yield BuildingRow(**texts, lon=lon, lat=lat, h3=h3_cell(lon, lat) if lon is not None else None)


def _texts(row: list[str], at: dict[str, int]) -> dict[str, str]:
    def cell(field: str) -> str:
        return row[at[field]] if field in at else ""

    number = cell("building_no")
    if not number:
        raise Refused("건물관리번호가 비어 있습니다.", field="building_no")
    road, lot = _road(cell), _lot(cell)
    keys = road_key(road), jibun_key(lot)
    if not any(keys):
        raise Refused("도로명 주소도 지번도 읽을 수 없습니다.", field="address")
    return {
        "building_no": number[:30],
        "sgg_name": cell("sgg_name") or road.sigungu or lot.sigungu,
        "road_name": road.road if keys[0] else "",
        "road_no": keys[0].partition("|")[2].removesuffix("-0").replace("B", "지하 ", 1),
        "legal_dong": lot.emd,
        "legal_ri": lot.ri,
        "legal_dong_code": cell("legal_dong_code"),
        "lot_no": keys[1].partition("|")[2].removesuffix("-0"),
        "name": cell("name"),
        "postcode": cell("postcode")[:5],
        "dong_code": cell("dong_code"),
        "road_key": keys[0],
        "lot_key": keys[1],
    }


def _road(cell) -> ParsedAddress:
    if not cell("road_name"):
        return parse_address(cell("road_address")) if cell("road_address") else ParsedAddress("")
    main, sub = _numbers(cell("road_main"), cell("road_sub")) if cell("road_main") else _dashed(cell("road_no"))
    return ParsedAddress(
        "",
        road=cell("road_name").replace(" ", ""),
        road_main=main,
        road_sub=sub,
        is_underground=cell("underground") == "1" or cell("road_no").startswith("지하"),
    )


def _lot(cell) -> ParsedAddress:
    if not (cell("lot_main") or cell("lot_no")):
        if cell("lot_address"):
            return parse_address(cell("lot_address"))
        return ParsedAddress("", emd=cell("legal_dong"), ri=cell("legal_ri"))
    main, sub = _numbers(cell("lot_main"), cell("lot_sub")) if cell("lot_main") else _dashed(cell("lot_no"))
    return ParsedAddress(
        "",
        emd=cell("legal_dong"),
        ri=cell("legal_ri"),
        is_hill=cell("hill") in ("1", "산") or cell("lot_no").startswith("산"),
        lot_main=main,
        lot_sub=sub,
    )


def _numbers(main: str, sub: str) -> tuple[int, int]:
    try:
        return int(main), int(sub or 0)
    except ValueError as error:
        raise Refused(f"번호를 읽을 수 없습니다({main[:10]}-{sub[:10]}).", field="number") from error


def _dashed(text: str) -> tuple[int, int]:
    match = re.search(r"(\d+)(?:\s*-\s*(\d+))?", text)
    return (int(match[1]), int(match[2] or 0)) if match else (0, 0)
