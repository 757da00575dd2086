"""The door of maps."""

from duru.blocks.maps.areas import Area, along_river, around, drawn, list_rivers, of_address, of_dong
from duru.blocks.maps.counting import (
    DongCount,
    Gap,
    GapMap,
    count_accuracy,
    count_dongs,
    find_gaps,
    list_roughly_placed,
    nearest_places,
    public_counts,
    public_grid,
)
from duru.blocks.maps.demands import Demand, list_demands, register_demand
from duru.blocks.maps.drawing import base_map, draw_svg, feature
from duru.blocks.maps.enums import WhyUnplaced
from duru.blocks.maps.errors import AreaRefused
from duru.blocks.maps.finding import HomeAt, homes_in, homes_within
from duru.blocks.maps.models import Home
from duru.blocks.maps.operations import Placed, place_homes
from duru.blocks.maps.rules import area_km2, metres_between, visit_order

__all__ = [
    "Area",
    "AreaRefused",
    "Demand",
    "DongCount",
    "Gap",
    "GapMap",
    "Home",
    "HomeAt",
    "Placed",
    "WhyUnplaced",
    "along_river",
    "area_km2",
    "around",
    "base_map",
    "count_accuracy",
    "count_dongs",
    "draw_svg",
    "drawn",
    "feature",
    "find_gaps",
    "homes_in",
    "homes_within",
    "list_demands",
    "list_rivers",
    "list_roughly_placed",
    "metres_between",
    "nearest_places",
    "of_address",
    "of_dong",
    "place_homes",
    "public_counts",
    "public_grid",
    "register_demand",
    "visit_order",
]
