"""Where maps appear."""

from duru.blocks.maps.permissions import SEE
from duru.blocks.ui.api import MenuEntry

MENU = (
    MenuEntry("동별 지도", "maps:dongs", order=60, needs=SEE, group="지도"),
    MenuEntry("빈틈 지도", "maps:gaps", order=61, needs=SEE, group="지도"),
)
