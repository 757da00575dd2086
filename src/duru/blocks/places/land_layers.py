"""Which layers of the land there are: registered downward by the services that ask for them, in their `AppConfig.ready`."""

from __future__ import annotations

import re
from dataclasses import dataclass

PARCELS = "parcel"


@dataclass(frozen=True, slots=True)
class LandLayer:
    """A layer: its code (stored in rows, never changed) and its Korean name."""

    code: str
    label: str


_layers: dict[str, LandLayer] = {PARCELS: LandLayer(PARCELS, "필지(연속지적도)")}


def register_layer(code: str, label: str) -> None:
    """Make a layer known, so that a file of it can be taken in. Registering the same code again replaces it."""
    _layers[code] = LandLayer(code, label)


def list_layers() -> list[LandLayer]:
    """Return all layers, parcels first, then in the order they were registered."""
    return list(_layers.values())


def layer_label(code: str) -> str:
    """Return the Korean name of a layer, the code itself when nobody registered it."""
    return _layers[code].label if code in _layers else code


def find_layer(word: str) -> str:
    """Return the code of the layer a file calls by its code or by its Korean name, "" when it is none of ours.

    제2종일반주거지역 is 주거지역: a name that ends with ours, brackets left out, is ours.
    """
    if word in _layers:
        return word
    plain = _plain(word)
    ours = [each for each in _layers.values() if each.code != PARCELS and plain.endswith(_plain(each.label))]
    return max(ours, key=lambda each: len(each.label)).code if plain and ours else ""


def _plain(word: str) -> str:
    return re.sub(r"\(.*?\)|\s", "", word)
