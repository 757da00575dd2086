"""Where hand-overs appear: the main menu and what waits today."""

from duru.blocks.ui.api import Attention, MenuEntry
from duru.services.handover.permissions import RECEIVE
from duru.services.handover.queries import count_waiting

MENU = MenuEntry("전출지 인계", "handover:list", order=22, needs=RECEIVE, group="복지")
ATTENTION = Attention(
    "handover.arrived", "전출지 인계", "다른 자치단체가 보낸 {n}건이 답을 기다립니다", needs=RECEIVE, count=count_waiting,
    url_name="handover:list", order=19,
)  # fmt: skip
