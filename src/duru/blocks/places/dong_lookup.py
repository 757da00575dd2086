"""Which 행정동 a point lies in: an R-tree of the boundaries, built once per tenant and version and kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import shapely
from django.db.models import Count, Max
from django.utils import timezone

from duru.blocks.places.enums import RegionLevel
from duru.blocks.places.queries import boundaries_on
from duru.blocks.tenancy.api import current_tenant_id


def dong_of_point(lon: float, lat: float, *, on: date | None = None) -> str:
    """Return the code of the 행정동 a WGS84 point lies in on a day (today by default), "" outside all of them."""
    return dongs_of_points([(lon, lat)], on=on)[0]


def dongs_of_points(lonlat: Sequence[tuple[float, float]], *, on: date | None = None) -> list[str]:
    """Return for each point the code of its 행정동, "" outside all; about 150,000 points a second.

    A point on a shared border belongs to the lower code, so that the answer does not depend on order.
    """
    if not len(lonlat):
        return []
    day = on or timezone.localdate()
    stamp = boundaries_on(day).order_by().aggregate(last=Max("id"), n=Count("id"))
    if not stamp["n"]:
        return [""] * len(lonlat)
    tree, codes = _tree(current_tenant_id(), day, stamp["last"], stamp["n"])
    points, shapes = tree.query(shapely.points(np.asarray(lonlat, dtype=float)), predicate="intersects")
    found = [""] * len(lonlat)
    for point, shape in zip(points.tolist(), shapes.tolist(), strict=True):
        if not found[point] or codes[shape] < found[point]:
            found[point] = codes[shape]
    return found


@lru_cache(maxsize=16)
def _tree(tenant_id: int, day: date, last_id: int, n: int) -> tuple[shapely.STRtree, list[str]]:
    # The arguments name tenant and version: they are the key under which the tree is kept.
    rows = list(boundaries_on(day, level=RegionLevel.DONG).values_list("region_code", "wkb"))
    shapes = shapely.from_wkb([bytes(wkb) for _, wkb in rows])
    shapely.prepare(shapes)
    return shapely.STRtree(shapes), [code for code, _ in rows]
