"""Korean addresses as typed, read into the parts by which a building and a home are found."""

from typing import NamedTuple


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
        unit: Home inside the building: "101-1203", "3F", "B1-2", "102"; see `unit_key`.
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


def parse_address(typed: str) -> ParsedAddress:
    """Read an address cell; never refuses, what cannot be read stays in `rest`."""
    return ParsedAddress(typed, rest=typed)


def road_key(address: ParsedAddress) -> str:
    """Write the key by which a building is looked up by road: "새벽로12번길|34-5", "" without road address."""
    if not address.road_main:
        return ""
    return f"{address.road}|{'B' if address.is_underground else ''}{address.road_main}-{address.road_sub}"


def jibun_key(address: ParsedAddress) -> str:
    """Write the key by which a building is looked up by lot: "해오름동|산12-3", "" without lot address."""
    if not address.lot_main:
        return ""
    place = address.ri or address.emd
    return f"{place}|{'산' if address.is_hill else ''}{address.lot_main}-{address.lot_sub}"
