"""Where the desk of changes appears: the main menu and what waits today."""

from django.utils import timezone

from duru.blocks.ui.api import Attention, MenuEntry
from duru.services.changes.permissions import SEE, SEE_ENDED, SEE_LEDGER
from duru.services.changes.queries import count_before_payment, count_ended, count_owing

_GROUP = "복지"

MENU = (
    MenuEntry("변동 관리", "changes:list", order=21, needs=SEE, group=_GROUP),
    MenuEntry("새는 돈 장부", "changes:ledger", order=21, needs=SEE_LEDGER, group=_GROUP),
    MenuEntry("종료된 서비스", "changes:ended", order=21, needs=SEE_ENDED, group=_GROUP),
)

ATTENTION = (
    Attention(
        "changes.before_payment", "변동 관리", "7일 안에 지급되는 변동 {n}건이 결정을 기다립니다", needs=SEE,
        count=lambda actor: count_before_payment(actor, on=timezone.localdate()), url_name="changes:list", query="paying=yes", order=11,
    ),
    Attention(
        "changes.owed", "과오지급", "{n}건이 환수·면제 결정을 기다립니다", needs=SEE, count=count_owing,
        url_name="changes:list", query="owed=yes", order=23,
    ),
    Attention(
        "changes.ended", "종료된 서비스", "우리 기관의 서비스 {n}건이 종료됩니다", needs=SEE_ENDED,
        count=lambda actor: count_ended(actor, on=timezone.localdate()), url_name="changes:ended", order=11,
    ),
)  # fmt: skip
