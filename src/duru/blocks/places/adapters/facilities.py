"""Facility lists of every office: columns are guessed by name, kinds by word, points checked one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duru.blocks.places.adapters.points import POINT_COLUMNS, Placed, epsg_of, read_numbers
from duru.blocks.places.adapters.tables import Table, find_columns, need_columns
from duru.blocks.places.enums import FacilityKind
from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text

_COLUMNS = {
    "name": (
        "시설명", "수용시설명", "쉼터명칭", "치매센터명", "기관명", "요양기관명", "병원명센터명", "시장명", "지원센터명", "소방서", "scname", "school_nm",
        "pharmacy_nm", "명칭", "상호", "name", "센터명",
    ),
    "address": (
        "도로명주소", "소재지도로명주소", "시설주소", "기본주소", "addr_road", "주소", "상세주소", "지번주소", "소재지지번주소", "scaddress", "address",
    ),
    "phone": ("전화번호", "대표전화번호", "대표전화1", "연락처", "운영기관전화번호", "관리기관전화번호", "전화", "phone"),
    "kind": (
        "시설유형", "시설종류", "시설구분2", "시설구분1", "서비스분류", "서비스분류명", "종별코드명", "업무구분명", "school_class", "class_nm", "종류", "구분",
        "kind",
    ),
    **POINT_COLUMNS,
}  # fmt: skip
# Korean names end with what a thing is: of several words the last one in the text wins (가톨릭대학교인천성모병원 is a 병원).
_KIND_WORDS: tuple[tuple[str, FacilityKind], ...] = (
    ("경로당", FacilityKind.SENIOR_CENTRE),
    ("푸드", FacilityKind.FOOD_BANK),
    ("급식", FacilityKind.FREE_MEAL),
    ("더위", FacilityKind.COOLING_SHELTER),
    ("한파", FacilityKind.WARMING_SHELTER),
    ("지진", FacilityKind.EARTHQUAKE_SHELTER),
    ("응급", FacilityKind.EMERGENCY_ROOM),
    ("약국", FacilityKind.PHARMACY),
    ("치매", FacilityKind.DEMENTIA_CENTRE),
    ("소방", FacilityKind.FIRE_STATION),
    ("119", FacilityKind.FIRE_STATION),
    ("아동", FacilityKind.CHILD_CENTRE),
    ("키움", FacilityKind.CHILD_CENTRE),
    ("어린이집", FacilityKind.CHILD_CENTRE),
    ("학교", FacilityKind.SCHOOL),
    ("시장", FacilityKind.MARKET),
    ("주민센터", FacilityKind.DONG_OFFICE),
    ("복지", FacilityKind.WELFARE_CENTRE),
    ("요양", FacilityKind.WELFARE_CENTRE),
    ("병원", FacilityKind.HOSPITAL),
    ("의원", FacilityKind.HOSPITAL),
    ("보건소", FacilityKind.HOSPITAL),
)
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """One facility as its file has it; the address is not yet looked up."""

    kind: str
    name: str
    address: str
    phone: str
    point: tuple[float, float] | None


def guess_kind(*texts: str) -> str:
    """Guess the kind of a facility from its type word and its name; `other` when no word is known."""
    for text in texts:
        found = [(text.rfind(word), kind) for word, kind in _KIND_WORDS if word in text]
        if found:
            return max(found, key=lambda pair: pair[0])[1]
    return FacilityKind.OTHER


def read_facilities(table: Table, *, kind: str = "") -> Iterator[FacilityRow | Refused]:
    """Read a facility list row by row; a row that cannot be used comes as a refusal with its line in the text.

    Args:
        kind: the kind of all rows; empty to guess row by row from type and name.

    Raises:
        UnknownColumns: no column that could be the name.
    """
    at = find_columns(table.headers, _COLUMNS)
    need_columns(at, {"name": "시설 이름"}, table.headers)
    epsg = epsg_of(table.headers)
    chunk: Placed[tuple[str, str, str, str]] = Placed()
    for line, row in enumerate(table.rows, table.first_line):
        if not any(row):
            continue
        name = clean_text(row[at["name"]])
        if not name:
            yield Refused(f"{line:,}행: 시설 이름이 비어 있습니다.", field="name")
            continue
        word = row[at["kind"]] if "kind" in at else ""
        address = clean_text(row[at["address"]]) if "address" in at else ""
        phone = clean_text(row[at["phone"]])[:40] if "phone" in at else ""
        try:
            chunk.add(line, (kind or guess_kind(word, name), name[:120], address[:200], phone), read_numbers(row, at))
        except Refused as refusal:
            yield Refused(f"{line:,}행: {refusal.message}", field=refusal.field)
        if len(chunk.rows) >= _CHUNK:
            yield from _finish(chunk, epsg)
    yield from _finish(chunk, epsg)


def _finish(chunk: Placed[tuple[str, str, str, str]], epsg: int | None) -> Iterator[FacilityRow | Refused]:
    for line, texts, point in chunk.finish(epsg):
        if isinstance(point, Refused):
            yield Refused(f"{line:,}행: {point.message}", field=point.field)
        else:
            yield FacilityRow(*texts, point)
