"""Taking in layers of the land: a layer is replaced as a whole, by the shapes of the newest file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.places.adapters.land import LandRow, is_pnu, lot_of_pnu, read_land
from duru.blocks.places.enums import RegionLevel
from duru.blocks.places.errors import UnreadableFile
from duru.blocks.places.land_layers import PARCELS, find_layer, layer_label
from duru.blocks.places.models import LandShape, Region
from duru.blocks.places.reports import ImportReport, Progress, keep
from duru.blocks.tenancy.api import bulk_insert
from duru.kernel.addresses import jibun_key, parse_address
from duru.kernel.errors import Refused

_COLUMNS = ("layer", "code", "name", "lot_key", "wkb", "west", "south", "east", "north")
_Key = tuple[str, str, bytes]  # code, name, digest of the shape


def import_land(
    path: Path,
    *,
    by: Actor,
    as_of: date,
    layer: str = "",
    source: str = "",
    is_preview: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Take in one layer of the land, or several in one file; each layer the file has replaces what was there.

    Args:
        as_of: 기준일 of the data; shown with every answer that rests on it.
        layer: code of a registered layer all shapes belong to; empty when the file says it shape by shape, in a column `layer`
            or by the names of the zones.

    Raises:
        NotAllowed: `by` may not import.
        UnreadableFile: not a map file, or none of its shapes is of a layer we know.
    """
    check_may(by, "places.import")
    report = ImportReport("land")
    rows: dict[str, dict[_Key, LandRow]] = {}
    for row in read_land(path):
        if isinstance(row, Refused):
            report.refuse(row)
        elif not (own := layer or find_layer(row.layer or row.name)):
            report.refuse(Refused(f"어느 층의 도형인지 알 수 없습니다({(row.layer or row.name or '이름 없음')[:30]})."))
        else:
            report.n_rows += 1
            rows.setdefault(own, {})[row.code, row.name, _digest(row.shape.wkb)] = row
    if not rows:
        raise UnreadableFile("우리가 아는 층의 도형이 파일에 없습니다. 층을 골라서 다시 올려 주세요.", field="file")
    tell = progress or (lambda n_read, n_rows: None)
    tell(report.n_rows, 2 * report.n_rows)

    def write() -> None:
        for code, found in rows.items():
            _replace(report, code, found, as_of, source)
        report.n_same = report.n_rows - report.n_refused - report.n_new
        detail = {"layers": {code: len(found) for code, found in rows.items()}, "as_of": as_of.isoformat()}
        record_deed(actor=by.audit, action="토지 층 등록", detail=detail)

    keep(report, is_preview, write)
    tell(1, 1)
    return report


def _replace(report: ImportReport, layer: str, rows: dict[_Key, LandRow], as_of: date, source: str) -> None:
    known: dict[_Key, int] = {}
    gone: list[int] = []
    for id, code, name, wkb in (
        LandShape.objects.filter(layer=layer).values_list("id", "code", "name", "wkb").iterator()
    ):
        key = (code, name, _digest(bytes(wkb)))
        if key in rows and key not in known:
            known[key] = id
        else:
            gone.append(id)
    LandShape.objects.filter(id__in=gone).delete()
    places = _place_names(rows.values()) if layer == PARCELS else {}
    new = (_values(layer, row, places) for key, row in rows.items() if key not in known)
    report.n_new += bulk_insert(LandShape, _COLUMNS, new, same={"as_of": as_of, "source": source[:120]})
    LandShape.objects.filter(id__in=known.values()).update(as_of=as_of, source=source[:120])
    if gone:
        report.notes.append(f"{layer_label(layer)}: 새 파일에 없는 도형 {len(gone):,}개를 뺍니다.")


def _values(layer: str, row: LandRow, places: dict[str, str]) -> tuple:
    name = row.name
    if layer == PARCELS and is_pnu(row.code) and (place := places.get(row.code[:10])):
        name = lot_of_pnu(row.code, place)
    lot = jibun_key(parse_address(name)) if layer == PARCELS else ""
    return (layer, row.code, name, lot, row.shape.wkb, *row.shape.bounds)


def _place_names(rows: Iterable[LandRow]) -> dict[str, str]:
    """Return the first ten digits of each PNU → the name of its 법정동, or "안덕면 사계리"; codes nobody knows are left out."""
    codes = {row.code[:10] for row in rows if is_pnu(row.code)}
    found = Region.objects.filter(code__in=codes, level__in=[RegionLevel.LEGAL_DONG, RegionLevel.LEGAL_RI])
    return {
        region.code: " ".join(region.full_name.split()[-2:]) if region.level == RegionLevel.LEGAL_RI else region.name
        for region in found.order_by("valid_from")
    }


def _digest(wkb: bytes) -> bytes:
    return sha256(wkb).digest()[:16]
