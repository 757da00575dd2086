"""Tables of requests and destruction."""

import django_filters
from django.urls import reverse

from duru.blocks.ui.api import BadgeColumn, DateColumn, FilterSet, LinkColumn, Table, TextColumn
from duru.kernel.masking import mask_name
from duru.services.rights.enums import RequestKind, RequestState
from duru.services.rights.models import RightsRequest

_TONES = {RequestState.OPEN: "warning", RequestState.DONE: "success", RequestState.REFUSED: "neutral"}


class RequestTable(Table):
    caption = "권리 요구, 기한이 가까운 것부터. 이름은 가려서 보입니다."
    unit = "건"
    row_header = "kind"
    empty_title = "받은 요구가 없습니다"
    empty_text = "주민 카드의 ‘본인에게 알려 주기’에서 요구를 받으면 여기에 나옵니다."

    kind = LinkColumn(
        verbose_name="요구",
        accessor="get_kind_display",
        orderable=False,
        url=lambda row: reverse("rights:answer", args=[row.public_id]),
    )
    name = TextColumn(verbose_name="누구", orderable=False)
    organisation = TextColumn(verbose_name="어느 기관의 기록", accessor="organisation__name", default="모든 기관")
    received_on = DateColumn(verbose_name="받은 날")
    due_on = DateColumn(verbose_name="처리기한")
    state = BadgeColumn(
        verbose_name="상태",
        tones={str(state): tone for state, tone in _TONES.items()},
        words={str(state): str(state.label) for state in RequestState},
    )

    def __init__(self, *args, shown: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.shown = shown

    def render_name(self, value, record):
        self.shown.append(record.person_ref)
        return mask_name(value)


class RequestFilter(FilterSet):
    state = django_filters.ChoiceFilter(label="상태", choices=RequestState.choices, empty_label="모두")
    kind = django_filters.ChoiceFilter(label="요구", choices=RequestKind.choices, empty_label="모두")

    class Meta:
        model = RightsRequest
        fields = ("state", "kind")
