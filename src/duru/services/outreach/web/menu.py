"""Where outreach appears: the main menu and what waits today."""

from django.utils import timezone

from duru.blocks.ui.api import Attention, MenuEntry
from duru.services.outreach.permissions import ARRANGE, SEE, SEE_RATES
from duru.services.outreach.queries import count_tips, count_waiting

GROUP = "찾아가는 복지"
MENU = (
    MenuEntry("발굴 대상", "outreach:leads", order=31, needs=SEE, group=GROUP),
    MenuEntry("회차와 배정", "outreach:rounds", order=32, needs=SEE_RATES, group=GROUP),
    MenuEntry("이웃의 신고", "outreach:tips", order=33, needs=SEE, group=GROUP),
    MenuEntry("신호와 적중률", "outreach:signals", order=33, needs=SEE_RATES, group=GROUP),
)
ATTENTION = (
    Attention(
        "outreach.tips", "이웃의 신고", "{n}건이 확인을 기다립니다", needs=ARRANGE, count=count_tips, url_name="outreach:tips", order=20
    ),
    Attention(
        "outreach.leads", "위기가구 발굴", "{n}가구가 연락을 기다립니다", needs=SEE,
        count=lambda actor: count_waiting(actor, on=timezone.localdate()), url_name="outreach:leads", query="scope=waiting",
        order=21,
    ),
)  # fmt: skip
