"""Which layers of the land a map of a district is drawn from, and can be asked about."""

from duru.blocks.places.api import register_layer

# code → Korean name, in the order in which they are painted.
BASE_LAYERS = {"hill": "산", "water": "하천", "street": "길", "main_road": "큰길"}
RIVERS = "water"


def register_layers() -> None:
    """Make the layers known to places, so that files of them can be taken in."""
    for code, label in BASE_LAYERS.items():
        register_layer(code, label)
