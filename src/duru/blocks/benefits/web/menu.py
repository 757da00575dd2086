"""Where the catalogue appears."""

from duru.blocks.benefits.permissions import SEE_CATALOGUE
from duru.blocks.ui.api import MenuEntry

MENU = (MenuEntry("급여·자원 목록", "benefits:catalogue", order=25, needs=SEE_CATALOGUE, group="복지"),)
