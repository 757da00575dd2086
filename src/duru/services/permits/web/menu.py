"""Where permits appear in the main menu."""

from duru.blocks.ui.api import MenuEntry
from duru.services.permits.permissions import GUIDE

MENU = (MenuEntry("장사시설 길잡이", "permits:guide", order=40, needs=GUIDE, group="인허가"),)
