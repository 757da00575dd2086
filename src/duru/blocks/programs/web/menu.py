"""Where keys appear in the main menu."""

from duru.blocks.programs.permissions import SEE_OWN
from duru.blocks.ui.api import MenuEntry

MENU = (MenuEntry("프로그램 연동", "programs:keys", order=93, needs=SEE_OWN, group="기관과 권한"),)
