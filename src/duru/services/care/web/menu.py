"""Where shared cases appear: the main menu and what waits today."""

from duru.blocks.ui.api import Attention, MenuEntry
from duru.services.care.permissions import NOTIFY, SEE, SEE_NOTICES, SEE_NUMBERS
from duru.services.care.queries import count_notices_for, count_referrals_for, count_visits_due

GROUP = "찾아가는 복지"
MENU = (
    MenuEntry("통합사례", "care:cases", order=34, needs=SEE, group=GROUP),
    MenuEntry("방문 달력", "care:calendar", order=35, needs=SEE, group=GROUP),
    MenuEntry("퇴원 통보", "care:notices", order=36, needs=SEE_NOTICES, group=GROUP),
    MenuEntry("퇴원 알리기", "care:notify", order=36, needs=NOTIFY, group=GROUP),
    MenuEntry("우리 병원의 통보", "care:own_notices", order=37, needs=NOTIFY, group=GROUP),
    MenuEntry("통합사례 현황", "care:numbers", order=38, needs=SEE_NUMBERS, group=GROUP),
)
ATTENTION = (
    Attention(
        "care.notices", "퇴원 통보", "{n}건이 첫 연락을 기다립니다", needs=SEE_NOTICES, count=count_notices_for,
        url_name="care:notices", query="state=waiting", order=22,
    ),
    Attention(
        "care.referrals", "의뢰", "{n}건이 우리 쪽 회신을 기다립니다", needs=SEE, count=count_referrals_for,
        url_name="care:cases", query="waits=yes", order=23,
    ),
    Attention(
        "care.visits", "방문", "{n}건이 오늘이거나 결과를 기다립니다", needs=SEE, count=count_visits_due,
        url_name="care:calendar", query="mine=yes", order=24,
    ),
)  # fmt: skip
