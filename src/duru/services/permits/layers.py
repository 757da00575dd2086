"""The layers of the land this desk asks for: every zone of its table, and what distances are measured from."""

from collections.abc import Mapping

from duru.blocks.places.api import register_layer
from duru.services.permits.rules import Zone, rows

LINES: Mapping[str, str] = {"road": "도로", "railway": "철도", "stream": "하천"}
# What the distances of the table are measured from, in its own words (distances.csv).
FROM_LINES = "도로, 철도, 하천 또는 그 예정지"
FROM_HOMES = "20호 이상의 인가, 학교, 공중이 모이는 시설"


def register_layers() -> None:
    """Make all layers known to places; called once, when the application starts."""
    for zone in rows(Zone):
        register_layer(zone.code, zone.label)
    for code, label in LINES.items():
        register_layer(code, label)
