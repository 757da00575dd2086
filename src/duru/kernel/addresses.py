"""Korean addresses as typed, read into the parts by which a building and a home are found."""

import re
from functools import lru_cache
from typing import NamedTuple

from duru.kernel.hangul import clean_text
from duru.kernel.units import take_unit


class ParsedAddress(NamedTuple):
    """What an address cell says; parts not written are "" or 0.

    Attributes:
        typed: The cell as typed.
        sido: 시·도 by its full name (서울 → 서울특별시) when it is a known one, else as written.
        sigungu: 시·군·구, with the 일반구 behind its 시: "수원시 영통구".
        emd: 읍·면, or the 동 written before a road name or in brackets: 법정동 or 행정동, the text does not tell.
        ri: 리, "" in towns.
        road: Road name without spaces: "새벽로12번길".
        road_main: Building number on the road, 0 without road address.
        road_sub: Number behind the dash, 0 when there is none.
        is_underground: Whether the road number is marked 지하 (지하상가, 지하철역).
        is_hill: Whether the lot is marked 산.
        lot_main: 본번 of the lot, 0 without lot address.
        lot_sub: 부번 of the lot.
        building: Building or complex name, without the unit.
        unit: Home inside the building: "101-1203", "B01", "3F"; the forms are listed in `duru.kernel.units`.
        rest: What could not be read, never dropped.
    """

    typed: str
    sido: str = ""
    sigungu: str = ""
    emd: str = ""
    ri: str = ""
    road: str = ""
    road_main: int = 0
    road_sub: int = 0
    is_underground: bool = False
    is_hill: bool = False
    lot_main: int = 0
    lot_sub: int = 0
    building: str = ""
    unit: str = ""
    rest: str = ""


# Short and former names of the 시·도. Source: 행정표준코드 법정동코드 (2026), 강원 2023-06-11, 전북 2024-01-18 개칭.
_SIDO = {
    "서울": "서울특별시", "부산": "부산광역시", "대구": "대구광역시", "인천": "인천광역시", "광주": "광주광역시", "대전": "대전광역시",
    "울산": "울산광역시", "세종": "세종특별자치시", "경기": "경기도", "강원": "강원특별자치도", "충북": "충청북도", "충남": "충청남도",
    "전북": "전북특별자치도", "전남": "전라남도", "경북": "경상북도", "경남": "경상남도", "제주": "제주특별자치도",
    "강원도": "강원특별자치도", "전라북도": "전북특별자치도", "제주도": "제주특별자치도",
}  # fmt: skip
_SIDO.update({f"{name}시": full for name, full in list(_SIDO.items()) if full.endswith(("특별시", "광역시", "자치시"))})

_SIDO_NAME = (
    rf"(?:[가-힣]{{2,5}}(?:특별자치시|특별자치도|특별시|광역시)|(?:{'|'.join(_SIDO)})(?= )|[가-힣]{{2,3}}도(?= ))"
)
_EMD_NAME = r"(?:[가-힣]{1,7}(?:[0-9]{1,2}(?:[·.,][0-9]{1,2})*)?(?:읍|면|동[0-9]{1,2}가|동|가)|[가-힣]{1,5} [0-9](?:동|가)|[가-힣]{1,4}동 [0-9]가)"
_RI_NAME = r"[가-힣]{1,6}[0-9]{0,2}리"
_PLACE = rf"(?:(?P<emd>{_EMD_NAME}) )?(?:(?P<ri>{_RI_NAME}) )?"
_NEAR_PLACE = _PLACE.replace(") )?", ") ?)?")  # before a lot: 송지리359
_GROWN_PLACE = _PLACE.replace(") )?", ") ?)?", 1)  # before a road: 안덕면새벽로, but not 오리|정길
_ROAD = (
    r"(?P<road>(?:[가-힣A-Za-z0-9·.]{1,14}?(?:로|길|거리)(?: ?[0-9]{1,4}번?[가-힣0-9]?길)?|[가-힣]{1,8} ?[0-9]{1,3}번?[가-힣0-9]?길)) ?"
    r"(?P<under>지하 ?)?(?P<main>[0-9]{1,5})(?: ?[-의] ?(?P<sub>[0-9]{1,5}))?(?:번지)?"
    r"(?![0-9]|번?[가-힣0-9]?길|가[ 0-9]|[동호층가](?![가-힣]))"
)
_LOT = (
    r"(?P<hill>산 ?)?(?P<main>[0-9]{1,4})(?: ?번지)?(?: ?[-의] ?(?P<sub>[0-9]{1,4}))?(?: ?번지)?(?: ?[0-9]{1,2}통(?: ?[0-9]{1,2}반)?)?"
    r"(?![0-9]|[동호층길로가읍면리통차단번](?![가-힣]))"
)
_TAIL = r"(?P<tail>.*)"


def _whole(middle: str, *, is_fused: bool = False) -> re.Pattern[str]:
    """Put the region's names before a road or a lot; fused text has no spaces between them ("해오름구새벽로12")."""
    gap, lazy = (" ?", "?") if is_fused else (" ", "")
    region = rf"(?:(?P<sido>{_SIDO_NAME}){gap})?(?:(?P<si>[가-힣]{{1,6}}{lazy}[시군구]){gap})?(?:(?P<gu>[가-힣]{{1,4}}{lazy}구){gap})?"
    place = _NEAR_PLACE if middle is not _ROAD else _GROWN_PLACE if is_fused else _PLACE
    return re.compile(region + place + middle + _TAIL)


# The forms most addresses have, read in one step. No brackets or commas but those of the official form.
_HEAD = rf"(?:({_SIDO_NAME}) )?(?:([가-힣]{{1,6}}[시군구]) )?(?:([가-힣]{{1,4}}구) )?"
_OFFICIAL_ROAD = re.compile(
    rf"{_HEAD}(?:([가-힣]{{1,6}}[읍면동]) )?([가-힣]{{1,9}}(?:[0-9]{{1,4}}번?[가-힣0-9]?)?[로길]) "
    r"([0-9]{1,5})(?:-([0-9]{1,5}))?(?:,? ([^()\[\],]+))?(?:,? ?\(([가-힣]{1,6}(?:[0-9]가|[동읍면]))(?:, ?([^,()]+))?\))?"
)
_OFFICIAL_LOT = re.compile(
    rf"{_HEAD}([가-힣]{{1,6}}(?:[0-9]가|[읍면동]))(?: ([가-힣]{{1,6}}리))? (산)? ?([0-9]{{1,4}})(?:-([0-9]{{1,4}}))?(?:번지)?"
    r"(?:,? ([^()\[\],0-9][^()\[\],]*|[0-9]{1,4}(?:동|호|층|-[0-9]{3,4})[^()\[\],]*))?"
)
_BY_ROAD, _BY_LOT, _BY_PLACE = _whole(_ROAD), _whole(_LOT), _whole("")
_FUSED_ROAD, _FUSED_LOT = _whole(_ROAD, is_fused=True), _whole(_LOT, is_fused=True)
# Where the region was typed twice or wrongly: the first road or lot further on.
_LOOSE_ROAD = re.compile(rf" {_PLACE}{_ROAD}{_TAIL}")
_LOOSE_LOT = re.compile(rf" (?P<emd>{_EMD_NAME}) ?(?:(?P<ri>{_RI_NAME}) ?)?{_LOT}{_TAIL}")
_LOOSE_RI = re.compile(rf" (?P<ri>{_RI_NAME}) ?{_LOT}{_TAIL}")
_HAS_ROAD = re.compile(r"[로길리] ?(?:지하 ?)?[0-9]|[0-9][가-힣]?길")

_ZIP = re.compile(r"^(?:[(\[]?(?:우편번호|우|〒)?[ :)]*[0-9]{5}[)\]]?|[(\[]?[0-9]{3}-[0-9]{3}[)\]]?)[ ,]+(?=[가-힣])")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_EMD_WHOLE = re.compile(
    rf"(?!.*(?:아파트|상가|빌라|빌딩|주택|맨션|연립|타운))(?:{_EMD_NAME}|{_RI_NAME}|[가-힣]{{1,5}}(?:읍|면) {_RI_NAME})"
)
_EMD_LOT = re.compile(rf"(?:[가-힣]+[시군구] )*(?P<emd>{_EMD_NAME})(?: ?(?P<ri>{_RI_NAME}))? ?{_LOT}")
_ROAD_ONLY = re.compile(_ROAD)
_JUNK = re.compile(r"^(?:번지|일원|일대|일부|외 ?[0-9]*(?: ?필지)?|(?:일부|우측|좌측)?호|내|층|[ ,./·\-~]|[0-9]+)*$")
_SIDO_END = re.compile(r"(특별자치시|특별자치도|특별시|광역시)(?=[가-힣])")
_FUSED_GU = re.compile(r"[가-힣]{2,4}구[가-힣0-9]{2,}(?:로|길)")
_FUSED_SI = re.compile(r"[가-힣]{1,4}[시군구][가-힣0-9]{2,}(?:로|길)")
_FUSED_EMD = re.compile(r"[가-힣]{1,4}[읍면][가-힣0-9]{2,}(?:로|길)")
_BARE_ROAD = re.compile(r"[0-9]+번?[가-힣]?길")
_PARTS = ("sido", "si", "gu", "emd", "ri", "road", "under", "hill", "main", "sub")
_EDGES = " ,./·-;:"


def parse_address(typed: str) -> ParsedAddress:
    """Read an address cell by road or by lot, with or without 시·도 and 구, with 동·층·호 and brackets.

    Never refuses: what cannot be read stays in `rest`, and an address of which nothing is understood is all rest.
    """
    return _parse(typed) if len(typed) <= 200 else _parse.__wrapped__(typed)


@lru_cache(maxsize=16384)  # neighbours share addresses; a larger memory would cost more than it saves
def _parse(typed: str) -> ParsedAddress:
    text = clean_text(typed)
    if not text:
        return ParsedAddress(typed)
    has_road = _HAS_ROAD.search(text)
    if match := (_OFFICIAL_ROAD if has_road else _OFFICIAL_LOT).fullmatch(text):
        return (_read_official_road if has_road else _read_official_lot)(typed, match)
    if text[0] in "([〒우0123456789":
        text = _ZIP.sub("", text)
    inside: list[str] = []
    if "(" in text or "[" in text or ")" in text:
        inside = [part.strip() for content in _BRACKET.findall(text) for part in content.split(",") if part.strip()]
        text = _BRACKET.sub(" ", text)
        text = text.replace(")", " ").replace("]", " ")
    text = " ".join(_SIDO_END.sub(r"\1 ", text).split())
    return _read(typed, *_match(text), inside)


def _read_official_road(typed: str, match: re.Match[str]) -> ParsedAddress:
    sido, si, gu, emd, road, main, sub, detail, bracket, complex_name = match.groups("")
    unit, building, rest = _read_detail(detail)
    if complex_name:
        rest = " ".join(part for part in (building, rest) if part)
        if not unit:
            unit, complex_name = take_unit(complex_name)
        building = " ".join(complex_name.split())
    return ParsedAddress(
        typed, _SIDO.get(sido, sido), f"{si} {gu}" if gu and si else gu or si, emd or bracket, "", road, int(main), int(sub or 0),
        False, False, 0, 0, building, unit, rest,
    )  # fmt: skip


def _read_official_lot(typed: str, match: re.Match[str]) -> ParsedAddress:
    sido, si, gu, emd, ri, hill, main, sub, detail = match.groups("")
    unit, building, rest = _read_detail(detail)
    return ParsedAddress(
        typed, _SIDO.get(sido, sido), f"{si} {gu}" if gu and si else gu or si, emd, ri, "", 0, 0,
        False, bool(hill), int(main), int(sub or 0), building, unit, rest,
    )  # fmt: skip


def _read_detail(detail: str) -> tuple[str, str, str]:
    """Part what follows a building's number into unit, building name and rest."""
    detail = detail.strip(_EDGES)
    if not detail:
        return "", "", ""
    unit, tail = take_unit(detail)
    tail = " ".join(tail.split()).strip(_EDGES)
    return (unit, "", tail) if _JUNK.match(tail) else (unit, tail, "")


def _match(text: str) -> tuple[dict[str, str], bool]:
    """Find the shape of an address; the parts as a dict, and whether it is one by road."""
    if _HAS_ROAD.search(text):
        match = _BY_ROAD.match(text) or _FUSED_ROAD.match(text)
        # 안덕면 삼거리 282 is a lot of the village 삼거리, 해오름구 시계탑거리 19 a road.
        if match and not (match["road"].endswith("거리") and match["emd"]):
            if _is_grown_together(match):
                match = _FUSED_ROAD.match(text) or match
            return match.groupdict(""), True
    match = _BY_LOT.match(text)
    if match and (match["emd"] or match["ri"] or not match["tail"]):
        return match.groupdict(""), False
    match = _FUSED_LOT.match(text)
    if match and (match["emd"] or match["ri"]):
        return match.groupdict(""), False
    return _match_loosely(text)


def _is_grown_together(match: re.Match[str]) -> bool:
    """Tell whether a road name begins with the district or town before it: 상록구본원로, 안덕면새벽로.

    동구릉로 and 구천면로 are whole names: a district of two letters counts only right behind a 시·도, and a town not at all
    inside a 구.
    """
    si = match["si"] or ""
    if not match["gu"] and not si.endswith(("구", "군")) and _FUSED_GU.match(match["road"]):
        return True
    if match["sido"] and not si:
        return _FUSED_SI.match(match["road"]) is not None
    return si.endswith(("군", "시")) and not match["emd"] and _FUSED_EMD.match(match["road"]) is not None


def _match_loosely(text: str) -> tuple[dict[str, str], bool]:
    """Read as much of the region as there is, then look for the first road or lot behind it."""
    place = _BY_PLACE.match(text)
    parts = place.groupdict("") if place else {"tail": text}
    tail = parts["tail"]
    for pattern, is_road in ((_LOOSE_ROAD, True), (_LOOSE_LOT, False), (_LOOSE_RI, False)):
        match = pattern.search(f" {tail}")
        if match:
            found = {key: value for key, value in match.groupdict("").items() if value or key == "tail"}
            return {**parts, **found, "before": f" {tail}"[: match.start()].strip()}, is_road
    return parts, False


def _read(typed: str, found: dict[str, str], is_road: bool, inside: list[str]) -> ParsedAddress:
    sido, si, gu, emd, ri, road, under, hill, main, sub = (found.get(key, "") for key in _PARTS)
    sido, emd = _SIDO.get(sido, sido), emd.replace(" ", "")
    if (ri or emd) and _BARE_ROAD.fullmatch(road):
        road, emd, ri = (
            f"{ri or emd.rstrip('읍면')}{road}",
            "" if not ri else emd,
            "",
        )  # 석전동 17길 is the road 석전동17길
    lot_main, lot_sub = (0, 0) if is_road or not main else (int(main), int(sub or 0))
    road_main, road_sub = (int(main), int(sub or 0)) if is_road else (0, 0)
    names: list[str] = []
    for part in inside:
        if _EMD_WHOLE.fullmatch(part):
            emd = emd or part.replace(" ", "") if not part.endswith("리") else emd
        elif not lot_main and (lot := _EMD_LOT.fullmatch(part)):
            emd, ri, hill = emd or lot["emd"].replace(" ", ""), ri or lot["ri"] or "", lot["hill"] or ""
            lot_main, lot_sub = int(lot["main"]), int(lot["sub"] or 0)
        elif not road_main and (by_road := _ROAD_ONLY.fullmatch(part)):
            road, under = by_road["road"], by_road["under"] or ""
            road_main, road_sub = int(by_road["main"]), int(by_road["sub"] or 0)
        else:
            names.append(part)
    unit, tail = take_unit(found["tail"].strip(_EDGES))
    for at, name in enumerate(names if not unit else ()):
        unit, names[at] = take_unit(name)
        if unit:
            break
    words = [word for word in (" ".join(part.split()).strip(_EDGES) for part in (tail, *names)) if word]
    # Officially the brackets name the building, and what stands before them is the home.
    building = next((word for word in reversed(words) if not _JUNK.match(word)), "")
    rest = ", ".join(word for word in (found.get("before", ""), *words) if word and word != building)
    return ParsedAddress(
        typed, sido, f"{si} {gu}" if si and gu else si or gu, emd, ri, road.replace(" ", "").replace(".", "·"), road_main, road_sub,
        bool(under), bool(hill), lot_main, lot_sub, building, unit, rest,
    )  # fmt: skip


def road_key(address: ParsedAddress) -> str:
    """Write the key by which a building is looked up by road: "새벽로12번길|34-5", "새벽로|B7-0" underground.

    Road names are unique inside a 시·군·구 only. Empty without a road address.
    """
    if not address.road_main:
        return ""
    return f"{address.road}|{'B' if address.is_underground else ''}{address.road_main}-{address.road_sub}"


def jibun_key(address: ParsedAddress) -> str:
    """Write the key by which a building is looked up by lot: "해오름동|산12-3", "안덕면 명당리|5-0".

    Empty without a lot address or without the 동, 읍·면 or 리 it lies in.
    """
    place = f"{address.emd} {address.ri}".strip()
    if not address.lot_main or not place:
        return ""
    return f"{place}|{'산' if address.is_hill else ''}{address.lot_main}-{address.lot_sub}"
