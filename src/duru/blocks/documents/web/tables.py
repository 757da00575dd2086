"""Tables and filters of papers."""

import django_filters
from django.urls import reverse

from duru.blocks.documents.enums import DeliveryState, DocumentState, LetterKind, TextStatus
from duru.blocks.documents.models import Delivery, Document, LegalText
from duru.blocks.ui.api import BadgeColumn, DateColumn, FilterSet, LinkColumn, Table, TextColumn

STATE_TONES = {
    DocumentState.DRAFT: "neutral",
    DocumentState.IN_APPROVAL: "info",
    DocumentState.RETURNED: "warning",
    DocumentState.OUTSIDE: "info",
    DocumentState.ISSUED: "success",
    DocumentState.CANCELLED: "neutral",
}
DELIVERY_TONES = {
    DeliveryState.PLANNED: "caution",
    DeliveryState.SENT: "info",
    DeliveryState.SERVED: "success",
    DeliveryState.FAILED: "danger",
}


class DocumentTable(Table):
    """Documents, newest first."""

    caption = "우리 부서가 만들었거나 내가 결재선에 있는 문서"
    row_header = "title"
    empty_title = "문서가 없습니다"
    empty_text = "'기안하기'를 눌러 첫 문서를 써 보세요."
    definitions = {
        "number": "기관약칭-처리과-연번, 해마다 1부터",
        "effective_on": "결재가 끝나 시행한 날",
        "served_on": "받는 이에게 처음 닿은 날. 기간은 이날부터 셉니다",
    }
    title = LinkColumn(verbose_name="제목", url=lambda each: reverse("documents:document", args=[each.public_id]))
    recipient_name = TextColumn(verbose_name="수신")
    kind = TextColumn(verbose_name="종류")
    state = BadgeColumn(verbose_name="상태", tones=STATE_TONES)
    number = TextColumn(verbose_name="문서번호")
    effective_on = DateColumn(verbose_name="시행일")
    served_on = DateColumn(verbose_name="도달일")
    department = TextColumn(verbose_name="처리과", visible=False)
    drafter_name = TextColumn(verbose_name="기안자")
    drafted_at = DateColumn(verbose_name="기안한 때")

    class Meta(Table.Meta):
        order_by = ("-drafted_at",)


class WaitingTable(DocumentTable):
    """Documents that wait for my signature, oldest first."""

    caption = "내 서명을 기다리는 문서, 오래 기다린 것부터"
    empty_title = "기다리는 문서가 없습니다"
    empty_text = "결재할 차례가 오면 여기에 나옵니다."

    class Meta(Table.Meta):
        exclude = ("number", "effective_on", "served_on")
        order_by = ("drafted_at",)


class DocumentFilter(FilterSet):
    title = django_filters.CharFilter(label="제목", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label="종류", choices=LetterKind.choices)
    state = django_filters.ChoiceFilter(label="상태", choices=DocumentState.choices)

    class Meta:
        model = Document
        fields = ["title", "kind", "state"]


class PostTable(Table):
    """Letters that wait for the post office."""

    caption = "우편으로 보낼 문서, 먼저 맡긴 것부터"
    row_header = "document"
    empty_title = "보낼 우편이 없습니다"
    empty_text = "시행한 문서에서 '보내기'를 눌러 우편을 고르면 여기에 나옵니다."
    document = LinkColumn(
        verbose_name="문서",
        accessor="document__title",
        url=lambda each: reverse("documents:document", args=[each.document.public_id]),
    )
    number = TextColumn(verbose_name="문서번호", accessor="document__number")
    to_name = TextColumn(verbose_name="받는 이")
    to_postcode = TextColumn(verbose_name="우편번호")
    to_address = TextColumn(verbose_name="주소")
    planned_at = DateColumn(verbose_name="맡긴 때")

    class Meta(Table.Meta):
        order_by = ("planned_at",)


class LegalTextTable(Table):
    """Sentences of law with their spans."""

    caption = "편지에 들어가는 법령 문구와 시행 기간"
    row_header = "label"
    empty_title = "등록된 문구가 없습니다"
    label = TextColumn(verbose_name="이름")
    sentence = TextColumn(verbose_name="문구")
    law = TextColumn(verbose_name="법령")
    article = TextColumn(verbose_name="조문")
    days = TextColumn(verbose_name="기간(일)")
    effective_from = DateColumn(verbose_name="시행일")
    effective_until = DateColumn(verbose_name="끝나는 날(포함하지 않음)")
    status = BadgeColumn(verbose_name="상태", tones={TextStatus.CONFIRMED: "success", TextStatus.TO_CHECK: "warning"})

    class Meta(Table.Meta):
        order_by = ("label", "effective_from")

    def render_sentence(self, record):
        return record.sentence.replace("{days}", str(record.days))


class LegalTextFilter(FilterSet):
    status = django_filters.ChoiceFilter(label="상태", choices=TextStatus.choices)

    class Meta:
        model = LegalText
        fields = ["status"]


def delivery_rows(deliveries) -> list[tuple[Delivery, str]]:
    """Return deliveries with the tone of their state."""
    return [(each, DELIVERY_TONES[DeliveryState(each.state)]) for each in deliveries]
