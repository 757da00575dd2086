"""Where the door appears in the main menu."""

from duru.blocks.giving.permissions import ISSUE_LINK, KEEP_STOCK, RECORD, SEE_LEDGER
from duru.blocks.ui.api import MenuEntry

MENU = (
    MenuEntry("나눔 창구", "giving:door", order=12, needs=RECORD, group="나눔"),
    MenuEntry("나눔 장부", "giving:ledger", order=13, needs=SEE_LEDGER, group="나눔"),
    MenuEntry("나눔 물품", "giving:stock", order=14, needs=KEEP_STOCK, group="나눔"),
    MenuEntry("기록전용 링크", "giving:links", order=15, needs=ISSUE_LINK, group="나눔"),
)
