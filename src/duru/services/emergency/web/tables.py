"""The list of incidents."""

from django.urls import reverse

from duru.blocks.ui.api import BadgeColumn, CountColumn, DateColumn, LinkColumn, Table, TextColumn


class IncidentTable(Table):
    caption = "긴급 상황과 훈련, 새것부터"
    unit = "건"
    row_header = "label"
    empty_title = "연 상황이 없습니다"
    empty_text = "‘새 상황’에서 구역을 고르면 안에 사는 사람이 위험한 차례로 나옵니다."

    label = LinkColumn(
        verbose_name="구역", orderable=False, url=lambda row: reverse("emergency:sheet", args=[row.public_id])
    )
    hazard = TextColumn(verbose_name="재난", accessor="get_hazard_display", orderable=False)
    phase = BadgeColumn(
        verbose_name="상태", accessor="phase", orderable=False,
        tones={"drill": "info", "open": "danger", "closed": "neutral"}, words={"drill": "훈련", "open": "이어짐", "closed": "끝남"},
    )  # fmt: skip
    note = TextColumn(verbose_name="무슨 일", orderable=False)
    opened_at = DateColumn(verbose_name="연 날", orderable=False)
    n_inside = CountColumn(verbose_name="안에 사는 사람", unit="명", orderable=False)
    n_left = CountColumn(verbose_name="연락이 남은 사람", unit="명", orderable=False)
