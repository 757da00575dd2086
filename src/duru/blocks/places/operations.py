"""Writes of places: files of boundaries, buildings, facilities and region codes, taken in row by row.

A file taken in twice changes nothing the second time. `by` is checked and the deed is written to the log in the same
transaction; `is_preview` does everything but keep it. `progress(n_read, n_rows)` is called between chunks, the whole counted beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Q

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.places.adapters.buildings import LAYOUTS, BuildingRow, read_buildings
from duru.blocks.places.adapters.facilities import FacilityRow, read_facilities
from duru.blocks.places.adapters.regions import RegionRow, read_regions
from duru.blocks.places.adapters.shapes import Shape, read_shapes
from duru.blocks.places.adapters.tables import count_rows, open_table
from duru.blocks.places.dong_lookup import dongs_of_points
from duru.blocks.places.enums import Accuracy, RegionLevel
from duru.blocks.places.errors import UnreadableFile
from duru.blocks.places.models import Boundary, Building, Facility, Region
from duru.blocks.places.queries import list_dongs
from duru.blocks.places.reports import ImportReport, Progress, keep
from duru.blocks.places.resolving import resolve_buildings
from duru.blocks.places.rules import h3_cell
from duru.blocks.tenancy.api import arriving, bulk_update, column_types
from duru.kernel.addresses import parse_address
from duru.kernel.errors import Refused

_CHUNK = 5_000


def import_boundaries(
    path: Path,
    *,
    by: Actor,
    valid_from: date,
    source: str = "",
    level: str = RegionLevel.DONG,
    code_prefix: str = "",
    is_preview: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Take in the outlines of a map file as the version in force from `valid_from`.

    Outlines of the version before are closed on that day; a version of the same day is replaced. Only codes beginning
    with `code_prefix` are taken (a national file is cut to one's own 시·군·구: 5 digits).

    Raises:
        NotAllowed: `by` may not import.
        UnreadableFile: not a map file, or a newer version than this is already in force.
    """
    check_may(by, "places.import")
    report = ImportReport("boundaries")
    shapes: dict[str, Shape] = {}
    for shape in read_shapes(path):
        if code_prefix and not shape.code.startswith(code_prefix):
            continue
        if len(shape.code) != 10:
            report.refuse(Refused(f"지역 코드가 10자리가 아닙니다({shape.code[:20]})."))
        elif shape.code in shapes:
            report.refuse(Refused(f"지역 코드가 두 번 나옵니다({shape.code})."))
        else:
            shapes[shape.code] = shape
            report.n_rows += 1
    if not shapes:
        raise UnreadableFile("우리 구역의 경계가 파일에 없습니다. 지역 코드를 확인해 주세요.", field="file")
    tell = progress or (lambda n_read, n_rows: None)
    tell(len(shapes), 2 * len(shapes))
    keep(report, is_preview, lambda: _write_boundaries(report, shapes.values(), by, valid_from, source, level))
    tell(1, 1)
    return report


def _write_boundaries(report, shapes: Iterable[Shape], by, valid_from, source, level) -> None:
    running = Boundary.objects.filter(level=level).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=valid_from))
    if running.filter(valid_from__gt=valid_from).exists():
        raise UnreadableFile("이미 더 새로운 경계가 있습니다. 적용 시작일을 확인해 주세요.", field="valid_from")
    before = {b.region_code: b for b in running.select_for_update().filter(valid_from=valid_from)}
    shapes = list(shapes)
    unchanged = {
        s.code for s in shapes
        if s.code in before and bytes(before[s.code].wkb) == s.wkb and before[s.code].name == s.name
    }  # fmt: skip
    if len(unchanged) == len(shapes) == len(before):
        report.n_same = len(shapes)
        return
    running.filter(valid_from=valid_from).delete()
    running.filter(valid_from__lt=valid_from).update(valid_until=valid_from)
    Boundary.objects.bulk_create(
        [
            Boundary(
                level=level, region_code=s.code, name=s.name[:60], wkb=s.wkb, valid_from=valid_from, source=source[:120]
            )
            for s in shapes
        ],
        batch_size=500,
    )
    report.n_same = len(unchanged)
    report.n_changed = len(before.keys() & {s.code for s in shapes}) - len(unchanged)
    report.n_new = len(shapes) - report.n_same - report.n_changed
    if level == RegionLevel.DONG and (n := _refresh_dongs(valid_from)):
        report.notes.append(f"건물 {n:,}곳의 행정동이 새 경계로 바뀝니다.")
    record_deed(actor=by.audit, action="경계 등록", detail={"level": level, "n": len(shapes)})


def _refresh_dongs(day: date) -> int:
    """Set the 행정동 of every building that has a point by the boundaries of a day; returns how many changed."""
    rows = list(Building.objects.filter(h3__isnull=False).values_list("id", "lon", "lat", "dong_code"))
    codes = dongs_of_points([(lon, lat) for _, lon, lat, _ in rows], on=day)
    changed = [(row[0], code) for row, code in zip(rows, codes, strict=True) if code and code != row[3]]
    return bulk_update(Building, ("id", "dong_code"), changed)


_BUILDING_COLUMNS = tuple(BuildingRow.__dataclass_fields__)


def import_buildings(
    path: Path, *, by: Actor, sgg_prefix: str = "", is_preview: bool = False, progress: Progress | None = None
) -> ImportReport:
    """Take in a table of buildings (도로명주소 files or the same columns); known numbers are brought up to date.

    A file without points or without 행정동 keeps those that are known. Buildings without 행정동 get it from their point and the
    boundaries in force. Only rows whose 법정동 code begins with `sgg_prefix` are taken, when it is given. 60,000 rows took 7.5 s, memory stays flat.

    Raises:
        NotAllowed, UnreadableFile, UnknownColumns.
    """
    check_may(by, "places.import")
    report = ImportReport("buildings")
    rows = _told(path, read_buildings(open_table(path, layouts=LAYOUTS)), progress)
    wanted = (row for row in rows if isinstance(row, Refused) or row.legal_dong_code.startswith(sgg_prefix))

    def write() -> None:
        for chunk in _chunks(wanted, _CHUNK):
            _write_buildings(report, _unrefused(report, chunk))
        record_deed(
            actor=by.audit, action="건물 사전 등록", detail={"n_new": report.n_new, "n_changed": report.n_changed}
        )

    return keep(report, is_preview, write)


def _write_buildings(report: ImportReport, rows: Sequence[BuildingRow]) -> None:
    once = {row.building_no: row for row in rows}  # of two rows with one number the last counts
    rows = list(once.values())
    if not rows:
        return
    bare = [at for at, row in enumerate(rows) if not row.dong_code and row.lon is not None]
    dongs = dict(zip(bare, dongs_of_points([(rows[at].lon, rows[at].lat) for at in bare]), strict=True))
    columns = ("dong_code", *(name for name in _BUILDING_COLUMNS if name != "dong_code"))
    values = (
        (row.dong_code or dongs.get(at, ""), *(getattr(row, name) for name in columns[1:]))
        for at, row in enumerate(rows)
    )
    names = ", ".join(columns)
    with arriving("building_new", column_types(Building, columns), values), connection.cursor() as cursor:
        kept = {  # what a poorer file must not wipe out
            **dict.fromkeys(("dong_code", "lot_no", "lot_key", "legal_dong", "legal_ri", "legal_dong_code", "sgg_name",
                             "road_name", "road_no", "road_key", "name", "postcode"), "CASE WHEN n.{0} <> '' THEN n.{0} ELSE b.{0} END"),
            **dict.fromkeys(("lon", "lat", "h3"), "coalesce(n.{0}, b.{0})"),
        }  # fmt: skip
        new_values = ", ".join(f"{name} = {form.format(name)}" for name, form in kept.items())
        differs = "({}) IS DISTINCT FROM ({})".format(
            ", ".join(f"b.{name}" for name in kept), ", ".join(form.format(name) for name, form in kept.items())
        )
        cursor.execute(
            f"UPDATE places_building b SET {new_values} FROM building_new n WHERE b.building_no = n.building_no AND {differs}"
        )
        report.n_changed += cursor.rowcount
        cursor.execute(
            f"INSERT INTO places_building ({names}) SELECT {names} FROM building_new "
            "ON CONFLICT (tenant_id, building_no) DO NOTHING"
        )
        n_new = cursor.rowcount
    report.n_new += n_new
    report.n_same = report.n_rows - report.n_refused - report.n_new - report.n_changed


def import_facilities(
    path: Path,
    *,
    by: Actor,
    kind: str = "",
    source: str = "",
    only_here: bool = False,
    is_preview: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Take in a facility list; columns are guessed, addresses looked up in the gazetteer, points checked.

    With `only_here` facilities known to lie outside the tenant's boundaries are left out and counted in a note.

    Raises:
        NotAllowed, UnreadableFile, UnknownColumns.
    """
    check_may(by, "places.import")
    report = ImportReport("facilities")
    rows = _told(path, read_facilities(open_table(path), kind=kind), progress)

    def write() -> None:
        elsewhere = 0
        for chunk in _chunks(rows, _CHUNK):
            elsewhere += _write_facilities(report, _unrefused(report, chunk), source, only_here)
        if elsewhere:
            report.notes.append(f"우리 구역 밖의 시설 {elsewhere:,}곳은 넣지 않았습니다.")
        record_deed(
            actor=by.audit, action="시설 목록 등록", detail={"n_new": report.n_new, "n_changed": report.n_changed}
        )

    return keep(report, is_preview, write)


def _write_facilities(report: ImportReport, rows: Sequence[FacilityRow], source: str, only_here: bool) -> int:
    once = {(row.kind, row.name, row.address): row for row in rows}
    placed = resolve_buildings([parse_address(row.address) for row in once.values()])
    ids = {r.building_id for r in placed if r and r.building_id}
    points = {b.id: (b.lon, b.lat) for b in Building.objects.filter(id__in=ids, h3__isnull=False)}
    facilities, elsewhere = [], 0
    for row, resolved in zip(once.values(), placed, strict=True):
        is_building = resolved is not None and resolved.accuracy == Accuracy.BUILDING
        point = row.point or (points.get(resolved.building_id) if is_building else None)
        facilities.append(
            Facility(
                kind=row.kind, name=row.name, address=row.address, phone=row.phone, source=source[:120],
                building_id=resolved.building_id if is_building else None,
                dong_code=resolved.dong_code if resolved else "",
                lon=point[0] if point else None, lat=point[1] if point else None,
                h3=h3_cell(*point) if point else None,
            )
        )  # fmt: skip
    pointed = [f for f in facilities if f.lon is not None]
    for facility, code in zip(pointed, dongs_of_points([(f.lon, f.lat) for f in pointed]), strict=True):
        facility.dong_code = code or facility.dong_code
    if only_here:
        # Without a point and without a known address nobody can say where a facility is: it stays, and shows as such.
        codes = {dong.code for dong in list_dongs()}
        here = [f for f in facilities if f.dong_code in codes or (not f.dong_code and f.lon is None)]
        elsewhere, facilities = len(facilities) - len(here), here
    names = [f.name for f in facilities]
    known = {(f.kind, f.name, f.address): f for f in Facility.objects.filter(name__in=names).order_by("id")}
    shown = ("phone", "lon", "lat", "h3", "dong_code", "building_id")
    new, changed = [], []
    for facility in facilities:
        old = known.get((facility.kind, facility.name, facility.address))
        if old is None:
            new.append(facility)
        elif any(
            getattr(old, name) != (value := getattr(facility, name)) and value not in ("", None) for name in shown
        ):
            for name in shown:
                setattr(old, name, getattr(facility, name) or getattr(old, name))
            changed.append(old)
    Facility.objects.bulk_create(new, batch_size=1_000)
    Facility.objects.bulk_update(changed, [*shown], batch_size=1_000)
    report.n_new += len(new)
    report.n_changed += len(changed)
    report.n_same = report.n_rows - report.n_refused - report.n_new - report.n_changed - elsewhere
    return elsewhere


def import_regions(path: Path, *, is_preview: bool = False, progress: Progress | None = None) -> ImportReport:
    """Take in a national code table (KIKcd_H or KIKcd_B). For the operator's command line, connected as the owner role.

    Codes that are known get their name and end of validity brought up to date; nothing is ever deleted. 46,000 rows took 3.2 s.

    Raises:
        UnreadableFile, UnknownColumns, Refused: a table of another shape (KIKmix).
    """
    report = ImportReport("regions")
    rows = _told(path, read_regions(open_table(path)), progress)

    def write() -> None:
        for chunk in _chunks(rows, _CHUNK):
            _write_regions(report, _unrefused(report, chunk))

    return keep(report, is_preview, write)


def _write_regions(report: ImportReport, rows: Sequence[RegionRow]) -> None:
    once = {(row.code, row.level, row.valid_from): row for row in rows}
    known = {
        (r.code, r.level, r.valid_from): r
        for r in Region.objects.filter(code__in={row.code for row in rows}).order_by("id")
    }
    shown = ("name", "full_name", "parent_code", "valid_until")
    new = [_region(row) for key, row in once.items() if key not in known]
    changed = []
    for key, row in once.items():
        old = known.get(key)
        if old is not None and any(getattr(old, name) != getattr(row, name) for name in shown):
            for name in shown:
                setattr(old, name, getattr(row, name))
            changed.append(old)
    Region.objects.bulk_create(new, batch_size=1_000)
    Region.objects.bulk_update(changed, [*shown], batch_size=1_000)
    report.n_new += len(new)
    report.n_changed += len(changed)
    report.n_same = report.n_rows - report.n_refused - report.n_new - report.n_changed


def _region(row: RegionRow) -> Region:
    return Region(**{name: getattr(row, name) for name in RegionRow.__dataclass_fields__})


def _unrefused(report: ImportReport, chunk: Sequence[Any]) -> list[Any]:
    good = []
    for row in chunk:
        if isinstance(row, Refused):
            report.refuse(row)
        else:
            report.n_rows += 1
            good.append(row)
    return good


def _told(path: Path, rows: Iterable[Any], progress: Progress | None) -> Iterable[Any]:
    """Pass rows on and tell how far the reading is; without a listener nothing is counted."""
    if progress is None:
        return rows
    n_rows = count_rows(path)

    def told() -> Iterator[Any]:
        for at, row in enumerate(rows, 1):
            yield row
            if at % _CHUNK == 0:
                progress(at, max(at, n_rows))
        progress(n_rows, n_rows)

    return told()


def _chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk
