"""The door of places."""

from duru.blocks.places.dong_lookup import dong_of_point, dongs_of_points
from duru.blocks.places.enums import Accuracy, FacilityKind, RegionLevel
from duru.blocks.places.errors import UnknownColumns, UnreadableFile
from duru.blocks.places.land_import import import_land
from duru.blocks.places.land_layers import LandLayer, layer_label, list_layers, register_layer
from duru.blocks.places.land_lookup import (
    Ground,
    LayerStatus,
    Near,
    Over,
    find_ground,
    land_shapes,
    loaded_layers,
    nearest_shapes,
    zones_over,
)
from duru.blocks.places.models import Boundary, Building, Facility, Region
from duru.blocks.places.operations import (
    import_boundaries,
    import_buildings,
    import_facilities,
    import_regions,
)
from duru.blocks.places.queries import (
    BoundaryVersion,
    Dong,
    GazetteerStatus,
    boundaries_on,
    buildings_within,
    dong_names,
    get_dong_name,
    get_status,
    list_dongs,
    list_facilities,
)
from duru.blocks.places.reports import ImportReport
from duru.blocks.places.resolving import Resolved, find_building, resolve_buildings
from duru.blocks.places.rules import check_point, distance_m, h3_cell

__all__ = [
    "Accuracy",
    "Boundary",
    "BoundaryVersion",
    "Building",
    "Dong",
    "Facility",
    "FacilityKind",
    "GazetteerStatus",
    "Ground",
    "ImportReport",
    "LandLayer",
    "LayerStatus",
    "Near",
    "Over",
    "Region",
    "RegionLevel",
    "Resolved",
    "UnknownColumns",
    "UnreadableFile",
    "boundaries_on",
    "buildings_within",
    "check_point",
    "distance_m",
    "dong_names",
    "dong_of_point",
    "dongs_of_points",
    "find_building",
    "find_ground",
    "get_dong_name",
    "get_status",
    "h3_cell",
    "import_boundaries",
    "import_buildings",
    "import_facilities",
    "import_land",
    "import_regions",
    "land_shapes",
    "layer_label",
    "list_dongs",
    "list_facilities",
    "list_layers",
    "loaded_layers",
    "nearest_shapes",
    "register_layer",
    "resolve_buildings",
    "zones_over",
]
