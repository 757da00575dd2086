"""Where proposals appear in the main menu."""

from duru.blocks.ui.api import MenuEntry
from duru.services.participation.permissions import SEE

MENU = (MenuEntry("국민제안", "participation:proposals", order=50, needs=SEE, group="민원"),)
