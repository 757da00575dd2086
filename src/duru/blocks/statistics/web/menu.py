"""Where statistics appears in the main menu."""

from duru.blocks.statistics.permissions import ASK, MANAGE, SEE, SEE_PUBLISHED
from duru.blocks.ui.api import MenuEntry

_GROUP = "통계"

MENU = (
    MenuEntry("통계표", "statistics:tables", order=40, needs=SEE_PUBLISHED, group=_GROUP),
    MenuEntry("월간 한 장", "statistics:month", order=41, needs=SEE, group=_GROUP),
    MenuEntry("연간 자료", "statistics:year", order=42, needs=SEE, group=_GROUP),
    MenuEntry("직접 만들기", "statistics:ask", order=43, needs=ASK, group=_GROUP),
    MenuEntry("월말 자료", "statistics:snapshots", order=44, needs=MANAGE, group=_GROUP),
    MenuEntry("여러 지역 합계", "statistics:nation", order=45, needs=MANAGE, group=_GROUP),
)
