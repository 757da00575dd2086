"""Where rights appear: the main menu and what waits today."""

from duru.blocks.ui.api import Attention, MenuEntry
from duru.services.rights.permissions import ANSWER, SEE_RETENTION
from duru.services.rights.queries import count_open

MENU = (
    MenuEntry("권리 요구", "rights:requests", order=50, needs=ANSWER, group="개인정보"),
    MenuEntry("보유기간과 파기", "rights:retention", order=51, needs=SEE_RETENTION, group="개인정보"),
)
ATTENTION = Attention(
    "rights.requests",
    "권리 요구",
    "{n}건이 답을 기다립니다",
    needs=ANSWER,
    count=count_open,
    url_name="rights:requests",
    query="state=open",
    order=15,
)
