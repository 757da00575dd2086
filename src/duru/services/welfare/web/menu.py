"""Where welfare appears: the main menu and what waits today."""

from django.utils import timezone

from duru.blocks.ui.api import Attention, MenuEntry
from duru.services.welfare.permissions import CHECK_GIFT, CHECK_LIST, SEE, SEE_REPORT, SEE_SPREAD, SUGGEST
from duru.services.welfare.queries import count_paid_soon, count_silent, count_undecided

_GROUP = "복지"

MENU = (
    MenuEntry("주기 전 확인", "welfare:giving", order=18, needs=CHECK_GIFT, group=_GROUP),
    MenuEntry("명단 확인", "welfare:lists", order=19, needs=CHECK_LIST, group=_GROUP),
    MenuEntry("겹친 지원", "welfare:overlaps", order=20, needs=SEE, group=_GROUP),
    MenuEntry("사망·전출 뒤 지급", "welfare:gone", order=21, needs=SEE, group=_GROUP),
    MenuEntry("받은 것이 없는 이웃", "welfare:silent", order=22, needs=SEE_REPORT, group=_GROUP),
    MenuEntry("다음 차례", "welfare:turns", order=22, needs=SUGGEST, group=_GROUP),
    MenuEntry("지원의 고름", "welfare:spread", order=22, needs=SEE_SPREAD, group=_GROUP),
    MenuEntry("점검 보고서", "welfare:report", order=23, needs=SEE_REPORT, group=_GROUP),
    MenuEntry("중복 규칙표", "welfare:rules", order=24, needs=SEE_REPORT, group=_GROUP),
)


ATTENTION = (
    Attention(
        "welfare.gone", "사망·전출 뒤 지급", "7일 안에 지급될 것이 {n}건 있습니다", needs=SEE, count=lambda actor: count_paid_soon(actor, on=timezone.localdate()),
        url_name="welfare:gone", query="paying=yes", order=10,
    ),
    Attention(
        "welfare.overlaps", "겹친 지원", "금지·제한 {n}건이 결정을 기다립니다", needs=SEE, count=count_undecided,
        url_name="welfare:overlaps", query="decided=none", order=20,
    ),
    Attention(
        "welfare.silent", "받은 것이 없는 이웃", "{n}명이 열두 달 동안 아무것도 받지 못했습니다", needs=SEE, count=count_silent,
        url_name="welfare:silent", order=30,
    ),
)  # fmt: skip
