"""Region codes as the ministry publishes them (KIKcd_H, KIKcd_B): 코드, 시도명, 시군구명, 읍면동명, (동리명), 생성일자, 말소일자."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duru.blocks.places.adapters.tables import Table, find_columns, need_columns
from duru.blocks.places.enums import RegionLevel
from duru.kernel.errors import Refused

_COLUMNS = {
    "dong_code": ("행정동코드", "행정기관코드"),
    "legal_code": ("법정동코드",),
    "code": ("코드", "지역코드", "code"),
    "sido": ("시도명", "시도"),
    "sgg": ("시군구명", "시군구"),
    "dong": ("읍면동명", "읍면동"),
    "ri": ("동리명", "리명"),
    "name": ("name", "지역명", "이름"),
    "level": ("level", "단계"),
    "valid_from": ("생성일자", "적용시작일", "valid_from"),
    "valid_until": ("말소일자", "폐지일자", "적용종료일", "valid_until"),
}


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One code during one span [valid_from, valid_until)."""

    code: str
    level: str
    name: str
    full_name: str
    parent_code: str
    valid_from: date
    valid_until: date | None


def read_regions(table: Table) -> Iterator[RegionRow | Refused]:
    """Read a code table row by row; a row that cannot be used comes as a refusal with its line in the text.

    Tables of one name column (name, level: sido sgg dong legal_dong legal_ri) are read as well.

    Whether codes are those of 행정동 or of 법정동 is told by the name of the code column (행정동코드, 법정동코드). The tables that
    translate one into the other (KIKmix) hold both and are refused.

    Raises:
        UnknownColumns: no code, name or creation date column, or both kinds of codes.
    """
    at = find_columns(table.headers, _COLUMNS)
    if "dong_code" in at and "legal_code" in at:
        raise Refused(
            "행정동코드와 법정동코드가 함께 있는 표(KIKmix)입니다. KIKcd_H 또는 KIKcd_B를 올려 주세요.", field="columns"
        )
    code_at = at.get("dong_code", at.get("legal_code", at.get("code")))
    if code_at is not None:
        at["code"] = code_at
    if "name" in at and "sido" not in at:
        at["sido"] = at["name"]
    need_columns(at, {"code": "코드", "sido": "시도명", "valid_from": "생성일자"}, table.headers)
    legal = "legal_code" in at

    def cell(row: list[str], field: str) -> str:
        return row[at[field]] if field in at else ""

    for line, row in enumerate(table.rows, table.first_line):
        if not any(row):
            continue
        try:
            yield _region(
                cell(row, "code"),
                [cell(row, part) for part in ("sido", "sgg", "dong", "ri")],
                cell(row, "valid_from"),
                cell(row, "valid_until"),
                legal=legal,
                level=cell(row, "level"),
            )
        except Refused as refusal:
            yield Refused(f"{line:,}행: {refusal.message}", field=refusal.field)


def _region(code: str, parts: list[str], created: str, closed: str, *, legal: bool, level: str) -> RegionRow:
    if not re.fullmatch(r"\d{10}", code):
        raise Refused(f"코드가 10자리 숫자가 아닙니다({code[:20]}).", field="code")
    names = [part for part in dict.fromkeys(parts) if part]
    if not names:
        raise Refused("이름이 비어 있습니다.", field="name")
    valid_from, valid_until = _day(created), _day(closed) if closed else None
    if valid_from is None:
        raise Refused(f"생성일자를 읽을 수 없습니다({created[:20]}).", field="valid_from")
    if closed and valid_until is None:
        raise Refused(f"말소일자를 읽을 수 없습니다({closed[:20]}).", field="valid_until")
    if valid_until is not None and valid_until <= valid_from:
        raise Refused("말소일자가 생성일자보다 늦지 않습니다.", field="valid_until")
    if level and level not in RegionLevel.values:
        raise Refused(f"단계를 알 수 없습니다({level[:20]}).", field="level")
    level = level or _level(code, has_ri=bool(parts[3]), legal=legal)
    return RegionRow(code, level, names[-1], " ".join(names), _parent(code, level), valid_from, valid_until)


def _level(code: str, *, has_ri: bool, legal: bool) -> str:
    if code.endswith("00000000"):
        return RegionLevel.SIDO
    if code.endswith("00000"):
        return RegionLevel.SGG
    if not legal:
        return RegionLevel.DONG
    return RegionLevel.LEGAL_DONG if code.endswith("00") and not has_ri else RegionLevel.LEGAL_RI


def _parent(code: str, level: str) -> str:
    match level:
        case RegionLevel.SIDO:
            return ""
        case RegionLevel.SGG:
            return f"{code[:2]}00000000"
        case RegionLevel.LEGAL_RI:
            return f"{code[:8]}00"
    return f"{code[:5]}00000"


def _day(text: str) -> date | None:
    digits = re.sub(r"\D", "", text)[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if len(digits) == 8 else None
    except ValueError:
        return None
