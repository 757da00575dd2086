import itertools
import random

import numpy as np
import pytest
import shapely

from duru.blocks.maps.rules import (
    area_km2,
    cell_of,
    cells_near,
    cells_of,
    check_shape,
    circle,
    metres_between,
    suppress,
    visit_order,
    widen,
)
from duru.blocks.places.api import distance_m, h3_cell
from duru.kernel.errors import Refused

pytestmark = pytest.mark.unit
MIDDLE = (125.305, 35.605)


def test_cells_cover_a_shape_and_say_which_need_no_second_look():
    shape = circle(*MIDDLE, 300)
    inside, border = cells_of(shape)
    near = cells_near(*MIDDLE, 300)
    rng = np.random.default_rng(1)
    points = np.column_stack([rng.uniform(125.300, 125.310, 3000), rng.uniform(35.601, 35.609, 3000)])
    for lon, lat in points:
        cell = cell_of(lon, lat)
        is_in = distance_m(*MIDDLE, lon, lat) <= 300
        assert not is_in or cell in near
        assert not is_in or cell in inside or cell in border
        assert cell not in inside or is_in or distance_m(*MIDDLE, lon, lat) <= 300.2
    assert len(inside) > 5
    assert len(inside) + len(border) < 45
    assert len(near) < 60


@pytest.mark.parametrize("metres", [1, 60, 2_900, 20_000])
def test_a_circle_of_any_size_has_all_its_cells(metres):
    near = set(cells_near(129.36, 38.61, metres))
    rim = circle(129.36, 38.61, metres).exterior
    for part in np.linspace(0, 1, 300):
        edge = rim.interpolate(part, normalized=True)
        for share in (0.05, 0.5, 0.99):
            at = (129.36 + (edge.x - 129.36) * share, 38.61 + (edge.y - 38.61) * share)
            assert cell_of(*at) in near


def test_a_hole_is_outside():
    ring = circle(*MIDDLE, 600).difference(circle(*MIDDLE, 300))
    inside, border = cells_of(ring)
    assert cell_of(*MIDDLE) not in {*inside, *border}


def test_a_circle_widened_is_the_larger_circle():
    assert area_km2(circle(*MIDDLE, 300)) == pytest.approx(0.2827, rel=0.004)
    assert area_km2(widen(circle(*MIDDLE, 200), 100)) == pytest.approx(0.2827, rel=0.01)


@pytest.mark.parametrize(
    ("corners", "words"),
    [
        ([(125.3, 35.6), (125.3, 35.6), (125.3, 35.6)], "넓이가 없는"),
        ([(125.0, 35.0), (126.0, 35.0), (126.0, 36.0), (125.0, 36.0)], "300㎢"),
    ],
)
def test_a_shape_that_cannot_be_asked_about_says_why(corners, words):
    with pytest.raises(Refused, match=words):
        check_shape(shapely.Polygon(corners))


def test_a_bow_tie_is_mended():
    mended = check_shape(shapely.Polygon([(125.30, 35.60), (125.31, 35.61), (125.31, 35.60), (125.30, 35.61)]))
    assert mended.is_valid
    assert mended.area > 0


def test_metres_agree_with_places():
    others = [(125.31, 35.61), (125.30, 35.60)]
    found = metres_between(np.array([MIDDLE]), np.array(others))[0]
    assert found == pytest.approx([distance_m(*MIDDLE, *other) for other in others], abs=0.01)
    assert h3_cell(*MIDDLE) > 0


def way(points, order, start):
    stops = [start, *(points[at] for at in order)]
    return sum(distance_m(*a, *b) for a, b in itertools.pairwise(stops))


def test_a_route_visits_everybody_once_and_is_near_the_shortest():
    rng = random.Random(3)
    for n in (0, 1, 2, 7):
        points = [(125.30 + rng.random() / 50, 35.60 + rng.random() / 50) for _ in range(n)]
        order = visit_order(points, MIDDLE)
        assert sorted(order) == list(range(n))
        best = min(way(points, each, MIDDLE) for each in itertools.permutations(range(n)))
        assert way(points, order, MIDDLE) <= 1.15 * best
    assert visit_order([MIDDLE, MIDDLE], MIDDLE) == [0, 1]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 50, "b": 0}, {"a": 50, "b": 0}),
        ({"a": 50, "b": 40, "c": 3}, {"a": 50, "b": None, "c": None}),  # the sum would give c away
        ({"a": 90, "b": 11, "c": 1, "d": 1}, {"a": None, "b": None, "c": None, "d": None}),  # 13 hidden are too few
        ({"a": 90, "b": 19, "c": 1, "d": 1}, {"a": 90, "b": None, "c": None, "d": None}),
        ({"a": 9, "b": 10}, {"a": None, "b": None}),
        ({"a": 3}, {"a": None}),
    ],
)
def test_small_counts_are_hidden_and_no_sum_gives_them_away(counts, told):
    assert suppress(counts) == told
