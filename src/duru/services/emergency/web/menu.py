"""Where emergencies appear."""

from duru.blocks.ui.api import Attention, MenuEntry
from duru.services.emergency.permissions import OPEN
from duru.services.emergency.queries import count_open

MENU = MenuEntry("긴급 상황", "emergency:incidents", order=55, needs=OPEN, group="지도")
ATTENTION = Attention(
    "emergency.open", "긴급 상황", "{n}건이 이어지고 있습니다", needs=OPEN, count=count_open, url_name="emergency:incidents", order=1
)  # fmt: skip
