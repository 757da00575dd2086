"""Where the ledger appears in the main menu."""

from duru.blocks.consent.permissions import RECORD, SEE_LAW
from duru.blocks.ui.api import MenuEntry

MENU = (
    MenuEntry("동의 받을 사람", "consent:missing", order=40, needs=RECORD, group="복지"),
    MenuEntry("제공 허용표", "consent:law", order=41, needs=SEE_LAW, group="복지"),
)
