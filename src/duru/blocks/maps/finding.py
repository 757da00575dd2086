"""Who lives inside a shape: by cells, then exactly. Row security keeps every query inside the tenant."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import shapely
from django.db import connection

from duru.blocks.maps.areas import Area
from duru.blocks.maps.rules import EARTH_RADIUS_M, cells_of, circle, metres_between


class HomeAt(NamedTuple):
    """One person's home inside a shape; `distance_m` from the middle of a circle, else 0."""

    person_id: int
    lon: float
    lat: float
    distance_m: float = 0.0


# The great circle as in `places.rules.distance_m`, written for a fixed middle: what does not change is reckoned once, outside.
# 2·R·asin(√h) ≤ r is asked as h ≤ sin²(r / 2R): no square root and no arc for those who are not inside.
# Who lives in a cell wholly inside is not measured at all.
_IN_CIRCLE = b"""
SELECT person_id, lon, lat FROM maps_home WHERE cell = ANY($1)
UNION ALL
SELECT person_id, lon, lat FROM maps_home WHERE cell = ANY($2)
  AND sin(radians(lat - $4) / 2) ^ 2 + $6 * cos(radians(lat)) * sin(radians(lon - $3) / 2) ^ 2 <= $5
"""
_IN_CELLS = b"SELECT person_id, lon, lat FROM maps_home WHERE cell = ANY($1)"


def homes_in(area: Area) -> list[HomeAt]:
    """List the homes inside a shape, in no order; a home on the border is inside.

    A circle is a circle on the sphere, to the metre; other shapes are taken as drawn in degrees. All with a point count, how exact
    it is stands in `Home.accuracy`. Protected persons are among them: callers show only whom `people_visible_to` knows.
    """
    if area.building_id is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT person_id, lon, lat FROM maps_home WHERE building_id = %s", [area.building_id])
            return [HomeAt(*row) for row in cursor.fetchall()]
    if area.centre is not None:
        return homes_within(*area.centre, area.radius_m)
    inside, border = cells_of(area.shape)
    found = connection.fetch_prepared(_IN_CELLS, [inside])
    maybe = connection.fetch_prepared(_IN_CELLS, [border])
    if maybe:
        shape = area.shape
        shapely.prepare(shape)
        is_in = shapely.intersects_xy(shape, [row[1] for row in maybe], [row[2] for row in maybe])
        found += [row for row, here in zip(maybe, is_in.tolist(), strict=True) if here]
    return [HomeAt(*row) for row in found]


def homes_within(lon: float, lat: float, radius_m: float) -> list[HomeAt]:
    """List the homes at most so many metres from a point, on the sphere, in no order, each with its distance."""
    # The polygon of the circle holds it and is larger by half a per mille: only what stays clear of its edge is surely inside.
    inside, border = cells_of(circle(lon, lat, radius_m), core=circle(lon, lat, radius_m * 0.998))
    half = math.sin(radius_m / (2 * EARTH_RADIUS_M)) ** 2
    rows = connection.fetch_prepared(_IN_CIRCLE, [inside, border, lon, lat, half, math.cos(math.radians(lat))])
    if not rows:
        return []
    far = metres_between(np.array([(lon, lat)]), np.array([row[1:] for row in rows]))[0].tolist()
    return [HomeAt(*row, metres) for row, metres in zip(rows, far, strict=True)]
