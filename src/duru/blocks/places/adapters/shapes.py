"""Outlines and coordinates as Korean offices publish them: GeoJSON, SHP (CP949, EPSG:5179/5186), GeoPackage. No database."""

from __future__ import annotations

import gzip
import re
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from duru.blocks.places.errors import UnreadableFile
from duru.blocks.places.rules import guess_epsg

# Names of the code and name columns, most exact first: admdongkor, SGIS, 국토 SHP, KIKcd.
_CODES = ("admi_cd", "adm_cd2", "adm_cd8", "dong_code", "adm_cd", "emd_cd", "sig_cd", "cty_cd", "mega_cd", "region_code", "행정동코드", "법정동코드", "code")  # fmt: skip
_NAMES = (
    "admi_nm",
    "dong_name",
    "adm_nm",
    "emd_kor_nm",
    "sig_kor_nm",
    "cty_nm",
    "mega_nm",
    "행정동명",
    "법정동명",
    "name",
)
_MOST_BYTES = 400 * 1024 * 1024
_MOST_RATIO = 100  # of a packed map; official ones shrink 3 to 10 times
_RATIO_MATTERS_FROM = 8 << 20
_BROKEN = "압축 파일이 깨졌습니다. 다시 묶어서 올려 주세요."
# GDAL goes by content, not by name: a "map" that is a recipe naming other files or addresses would be followed.
_BEGINNINGS = {".shp": b"\x00\x00\x27\x0a", ".gpkg": b"SQLite format 3\x00", ".geojson": b"{", ".json": b"{"}
_HEAD_BYTES = 512
# A broken outline of this many corners is looked at before it is mended: how many lines does one of its lines come near?
_KNOTTED_FROM, _SAMPLED, _MOST_MET = 500, 300, 40


@dataclass(frozen=True, slots=True)
class Shape:
    """One outline: code as published, name, and a valid (multi)polygon in WGS84 as WKB."""

    code: str
    name: str
    wkb: bytes


def read_shapes(path: Path) -> list[Shape]:
    """Read the outlines of a file: .geojson/.json (also .gz), .shp, .gpkg, or a .zip holding one of these.

    Coordinates are turned into WGS84; a file that does not say its system (SHP without .prj) is judged by its numbers.
    Broken rings are mended. Meant for up to some 4,000 outlines at a time (all 행정동 of the nation).

    Raises:
        UnreadableFile: not such a file, no polygons, no column with codes, or a coordinate system that cannot be told.
    """
    columns, shapes = read_geometries(path)
    code_at, name_at = _pick(columns, _CODES), _pick(columns, _NAMES)
    if code_at is None:
        seen = ", ".join(columns) or "없음"
        raise UnreadableFile(f"지역 코드 열을 찾지 못했습니다. 파일의 열: {seen}", field="file")
    shapes = _polygons(shapes)
    names = columns[name_at] if name_at else [""] * len(shapes)
    return [
        Shape(_code(code), _last_word(str(name or "")), shapely.to_wkb(shape))
        for code, name, shape in zip(columns[code_at], names, shapes, strict=True)
    ]


def read_geometries(path: Path) -> tuple[dict[str, Sequence], np.ndarray]:
    """Read the columns and the shapes of a map file, flat and in WGS84; as `read_shapes`, but any shape with any columns.

    Raises:
        UnreadableFile: not such a file, nothing in it, or a coordinate system that cannot be told.
    """
    with tempfile.TemporaryDirectory(prefix="duru-shapes-") as folder:
        columns, wkb, crs = _read(_unpack(path, Path(folder)))
    try:
        shapes = shapely.force_2d(shapely.from_wkb(wkb))
    except shapely.GEOSException as error:  # a kind of shape that is none, or rings without an end
        raise UnreadableFile("지도 파일의 도형을 읽지 못했습니다. 다시 내보내 올려 주세요.", field="file") from error
    corners = shapely.get_coordinates(shapes)
    if not np.isfinite(corners).all():
        raise UnreadableFile("지도 파일에 숫자가 아닌 좌표가 있습니다. 다시 내보내 올려 주세요.", field="file")
    if not len(corners):
        raise UnreadableFile("지도 파일에 도형이 없습니다.", field="file")
    if crs != 4326:
        crs = crs or guess_epsg(*corners[0])
        if crs is None:
            raise UnreadableFile("좌표계를 알 수 없습니다. .prj 파일을 함께 묶어(zip) 올려 주세요.", field="file")
        shapes = shapely.transform(shapes, lambda xy: to_wgs84(xy, crs)) if crs != 4326 else shapes
    return columns, shapes


def to_wgs84(xy: np.ndarray, epsg: int) -> np.ndarray:
    """Turn projected coordinates into WGS84 degrees, (n, 2) → (n, 2) in the order lon, lat.

    GDAL does the arithmetic through a warped layer, because its wheel is here anyway and pyproj is not.
    """
    import pyogrio  # slow import

    points = shapely.to_wkb(shapely.points(xy))
    with tempfile.TemporaryDirectory(prefix="duru-points-") as folder:
        plain = Path(folder) / "points.fgb"
        pyogrio.raw.write(
            plain, geometry=points, field_data=[], fields=[], geometry_type="Point", crs=f"EPSG:{epsg}",
            SPATIAL_INDEX="NO",
        )  # fmt: skip
        _, _, geometry, _ = pyogrio.raw.read(_warped(plain, "points", epsg))
    return shapely.get_coordinates(shapely.from_wkb(geometry))


def _warped(path: Path, layer: str, epsg: int) -> str:
    return (
        f'<OGRVRTDataSource><OGRVRTWarpedLayer><OGRVRTLayer name="{layer}"><SrcDataSource>{path}</SrcDataSource>'
        f"</OGRVRTLayer><SrcSRS>EPSG:{epsg}</SrcSRS><TargetSRS>EPSG:4326</TargetSRS></OGRVRTWarpedLayer></OGRVRTDataSource>"
    )


def _unpack(path: Path, folder: Path) -> Path:
    """Return a file GDAL can open: the file itself, or what lies in its .gz or .zip."""
    if path.suffix == ".gz":
        target = folder / path.stem
        try:
            with gzip.open(path, "rb") as packed, target.open("wb") as plain:
                _copy(packed, plain, path.stat().st_size)
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableFile(_BROKEN, field="file") from error
        return target
    if path.suffix.lower() != ".zip":
        return path
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                # The name decides nothing but the suffix: paths in an archive are not to be trusted.
                name = Path(member.filename).name
                if member.is_dir() or not name or Path(name).suffix.lower() not in _PARTS:
                    continue
                with archive.open(member) as packed, (folder / name).open("wb") as plain:
                    _copy(packed, plain, member.compress_size)
    except UnreadableFile:
        raise
    except (
        Exception
    ) as error:  # BadZipFile, zlib.error, RuntimeError (a password) and what else a forged directory can raise
        raise UnreadableFile(_BROKEN, field="file") from error
    for suffix in (".shp", ".gpkg", ".geojson", ".json"):
        if found := sorted(folder.glob(f"*{suffix}")):
            return found[0]
    raise UnreadableFile("압축 파일 안에 SHP, GeoPackage, GeoJSON이 없습니다.", field="file")


_PARTS = {".shp", ".shx", ".dbf", ".prj", ".cpg", ".gpkg", ".geojson", ".json"}


def _copy(packed, plain, n_packed: int) -> None:
    n_read = 0
    while block := packed.read(1 << 20):
        n_read += len(block)
        if n_read > max(_RATIO_MATTERS_FROM, _MOST_RATIO * n_packed):
            raise UnreadableFile("비정상적으로 압축된 파일이라 받지 않습니다. 풀어서 올려 주세요.", field="file")
        if n_read > _MOST_BYTES:
            raise UnreadableFile("압축을 풀면 400MB가 넘습니다. 우리 구역만 잘라서 올려 주세요.", field="file")
        plain.write(block)


def _read(path: Path) -> tuple[dict[str, Sequence], np.ndarray, int | None]:
    import pyogrio  # slow import
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError

    if path.suffix.lower() not in {".shp", ".gpkg", ".geojson", ".json"}:
        raise UnreadableFile("GeoJSON, SHP(zip) 또는 GeoPackage 파일을 올려 주세요.", field="file")
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if not head.startswith(_BEGINNINGS[path.suffix.lower()]):
        raise UnreadableFile(
            "이름과 내용이 다른 지도 파일입니다. GeoJSON이나 SHP(zip)인지 확인해 주세요.", field="file"
        )
    try:
        encoding = _dbf_encoding(path) if path.suffix.lower() == ".shp" else None
        meta, _, wkb, values = pyogrio.raw.read(path, encoding=encoding)
    except (DataSourceError, DataLayerError, FieldError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            "지도 파일을 읽지 못했습니다. GeoJSON이나 SHP(zip)인지 확인해 주세요.", field="file"
        ) from error
    if wkb is None or not len(wkb):
        raise UnreadableFile("지도 파일에 도형이 없습니다.", field="file")
    epsg = re.fullmatch(r"EPSG:(\d+)", meta["crs"] or "")
    # GeoJSON without a crs member is WGS84 by RFC 7946; some Korean files are GeoJSON in 5179 nevertheless.
    crs = None if epsg is None else int(epsg[1])
    if crs == 4326 and not _looks_like_degrees(wkb[0]):
        crs = None
    return dict(zip(meta["fields"], values, strict=True)), wkb, crs


def _looks_like_degrees(wkb: bytes) -> bool:
    west, south, east, north = shapely.bounds(shapely.from_wkb(wkb))
    return -180 <= west <= east <= 180 and -90 <= south <= north <= 90


def _dbf_encoding(path: Path) -> str | None:
    """Official SHP files are CP949 and mostly do not say so; a .cpg file or readable UTF-8 decides otherwise."""
    if path.with_suffix(".cpg").exists():
        return None
    dbf = path.with_suffix(".dbf")
    if not dbf.exists():
        return None
    try:
        dbf.read_bytes()[32:].decode("utf-8")
    except UnicodeDecodeError:
        return "cp949"
    return "utf-8"


def _pick(columns: dict[str, Sequence], names: Sequence[str]) -> str | None:
    by_name = {column.lower(): column for column in columns}
    return next((by_name[name] for name in names if name in by_name), None)


def _code(value: object) -> str:
    """Write a code with ten digits: 행정동 codes of SGIS files have 8 or 10, 시군구 5, 시도 2."""
    digits = re.sub(r"\D", "", str(int(value)) if isinstance(value, float) else str(value or ""))
    return digits.ljust(10, "0") if len(digits) in (2, 5, 8) else digits


def _last_word(name: str) -> str:
    """서울특별시 종로구 청운효자동 → 청운효자동; 수원시 장안구 stays."""
    words = name.split()
    return words[-1] if len(words) > 2 else " ".join(words)


def _polygons(shapes: np.ndarray) -> np.ndarray:
    """Mend broken rings and keep the areas only; a line left over by mending is no boundary."""
    broken = ~shapely.is_valid(shapes)
    if broken.any():
        shapes = shapes.copy()
        shapes[broken] = [_areas(mended(shape)) for shape in shapes[broken]]
    return shapes


def mended(shape: shapely.Geometry) -> shapely.Geometry:
    """Make a broken shape valid.

    Raises:
        UnreadableFile: its lines cross each other so often that mending would take for ever; official ones cross here and there.
    """
    corners = shapely.get_coordinates(shape)
    if len(corners) > _KNOTTED_FROM:
        lines = shapely.linestrings(np.stack([corners[:-1], corners[1:]], axis=1))
        sample = lines[:: max(1, len(lines) // _SAMPLED)]
        n_met = shapely.STRtree(lines).query(sample).shape[1]
        if n_met > _MOST_MET * len(sample):
            raise UnreadableFile("도형의 선이 너무 많이 엉켜 있습니다. 원본에서 다시 내보내 올려 주세요.", field="file")
    try:
        return shapely.make_valid(shape)
    except shapely.GEOSException as error:
        raise UnreadableFile("지도 파일의 도형이 깨져 있습니다. 다시 내보내 올려 주세요.", field="file") from error


def _areas(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape) if shape.geom_type == "GeometryCollection" else [shape]
    return shapely.union_all([part for part in parts if part.geom_type in ("Polygon", "MultiPolygon")])
