"""Where casework appears: the main menu and what waits today."""

from django.utils import timezone

from duru.blocks.casework.permissions import APPROVE, CALENDAR, SEE, WORK
from duru.blocks.casework.queries.board import board_tasks, count_calls, count_decisions_for, count_up_to
from duru.blocks.ui.api import Attention, MenuEntry

_GROUP = "민원"

MENU = (
    MenuEntry("민원 처리", "casework:board", order=40, needs=SEE, group=_GROUP),
    MenuEntry("민원 접수", "casework:choose", order=41, needs=WORK, group=_GROUP),
    MenuEntry("공휴일과 근무시간", "casework:calendar", order=880, needs=CALENDAR, group="관리"),
)


def _late(actor) -> int:
    now = timezone.now()
    return count_up_to(board_tasks(actor, scope="department", when="late", now=now))


ATTENTION = (
    Attention("casework.late", "늦은 민원", "우리 부서 일 {n}건이 기한을 넘겼습니다", needs=WORK, count=_late, url_name="casework:board", query="scope=department&when=late", order=15),
    Attention("casework.decide", "결재를 기다리는 결정", "{n}건이 승인을 기다립니다", needs=APPROVE, count=count_decisions_for, url_name="casework:board", query="scope=department", order=16),
    Attention("casework.called", "나를 부른 의견", "{n}건에서 불렀습니다", needs=SEE, count=count_calls, url_name="casework:board", order=17),
)  # fmt: skip
