"""Reads of statistics."""

from duru.blocks.statistics.queries.rollups import (
    find_rollup,
    get_rollup,
    grid_of,
    names_of,
    sources_of,
)
from duru.blocks.statistics.queries.saved import get_saved, list_saved
from duru.blocks.statistics.queries.snapshots import (
    find_latest,
    latest_snapshots,
    list_months,
    list_snapshots,
)

__all__ = [
    "find_latest",
    "find_rollup",
    "get_rollup",
    "get_saved",
    "grid_of",
    "latest_snapshots",
    "list_months",
    "list_saved",
    "list_snapshots",
    "names_of",
    "sources_of",
]
