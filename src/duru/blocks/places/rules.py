"""Points, cells and distances: values in, values out."""

from __future__ import annotations

import math

import h3

from duru.kernel.errors import Refused

# Land and islands of the Republic of Korea with a margin: 마라도 33.11° N, 독도 131.87° E, 가거도 125.12° E, 백령도 124.6° E.
KOREA_LON = (124.0, 132.0)
KOREA_LAT = (33.0, 39.0)

H3_RESOLUTION = 9
EARTH_RADIUS_M = 6_371_008.8
# Measured over Korea (20,000 cells): centres of neighbours stand at least 255 m apart, corners at most 191 m from a centre.
_NEIGHBOUR_M = 255.0
_CORNER_M = 191.0


def check_point(lon: float, lat: float) -> tuple[float, float]:
    """Return a WGS84 point when it lies in Korea.

    Raises:
        Refused: longitude and latitude are swapped, the point is 0/0, not a number, or outside Korea. Nothing is corrected
            silently: a file with one swapped row often has a second fault.
    """
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise Refused("좌표가 숫자가 아닙니다.", field="point")
    if lon == 0 and lat == 0:
        raise Refused("좌표가 0,0입니다. 좌표를 모르면 칸을 비워 주세요.", field="point")
    if _in_korea(lon, lat):
        return lon, lat
    if _in_korea(lat, lon):
        raise Refused("경도와 위도가 서로 바뀐 것 같습니다. 두 칸을 바꿔서 다시 올려 주세요.", field="point")
    raise Refused("좌표가 우리나라 밖입니다. 좌표계(경위도, EPSG:5179, EPSG:5186)를 확인해 주세요.", field="point")


def _in_korea(lon: float, lat: float) -> bool:
    return KOREA_LON[0] <= lon <= KOREA_LON[1] and KOREA_LAT[0] <= lat <= KOREA_LAT[1]


def h3_cell(lon: float, lat: float) -> int:
    """Return the H3 cell of resolution 9 around a point as a positive 63-bit integer (fits a bigint)."""
    return h3.str_to_int(h3.latlng_to_cell(lat, lon, H3_RESOLUTION))


def cells_within(lon: float, lat: float, radius_m: float) -> list[int]:
    """List the H3 cells that may hold a point within `radius_m` metres; callers measure afterwards.

    A disk of k rings is a hexagon: its flat sides are nearer than its corners by cos 30°, and the point may stand at the far
    corner of the middle cell and what is sought at the near corner of its own.
    """
    rings = math.ceil((radius_m + 2 * _CORNER_M) / (_NEIGHBOUR_M * math.cos(math.pi / 6)))
    centre = h3.latlng_to_cell(lat, lon, H3_RESOLUTION)
    return [h3.str_to_int(cell) for cell in h3.grid_disk(centre, rings)]


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the great-circle distance of two points in metres (haversine; error below 0.5 %)."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((other_phi - phi) / 2) ** 2
        + math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def guess_epsg(x: float, y: float) -> int | None:
    """Guess the coordinate system of a pair of numbers from Korean files, or None.

    Returns:
        4326 for degrees, 5179 for the system of 도로명주소 (UTM-K), 5186 for that of 지적·국토 (중부원점), else None. The ranges of 5179
        and 5186 do not overlap in Korea; the older 5174/5181 look like 5186 and are 100 km off in y, which is why a preview on
        the map is shown before anything is taken in.
    """
    if _in_korea(x, y) or _in_korea(y, x):
        return 4326
    if 700_000 <= x <= 1_500_000 and 1_300_000 <= y <= 2_200_000:
        return 5179
    if -100_000 <= x <= 700_000 and 0 <= y <= 800_000 and (x, y) != (0, 0):
        return 5186
    return None
