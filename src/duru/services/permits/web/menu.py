"""Where permits appear: the main menu and what waits today."""

from django.utils import timezone

from duru.blocks.ui.api import Attention, MenuEntry
from duru.services.permits.permissions import GUIDE, SEE_GRAVES, SEE_STATISTICS
from duru.services.permits.queries import count_ending

_GROUP = "인허가"

MENU = (
    MenuEntry("장사시설 길잡이", "permits:guide", order=40, needs=GUIDE, group=_GROUP),
    MenuEntry("묘적부", "permits:graves", order=42, needs=SEE_GRAVES, group=_GROUP),
    MenuEntry("처리 통계", "permits:statistics", order=44, needs=SEE_STATISTICS, group=_GROUP),
)

ATTENTION = (
    Attention(
        "permits.graves", "묘적부", "여섯 달 안에 설치기간이 끝나는 분묘가 {n}기 있습니다", needs=SEE_GRAVES,
        count=lambda actor: count_ending(timezone.localdate()), url_name="permits:graves", query="ends=soon", order=60,
    ),
)  # fmt: skip
