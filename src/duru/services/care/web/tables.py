"""Lists of shared cases and of notices: names stay masked here, the page behind shows them."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from duru.blocks.ui.api import BadgeColumn, DateColumn, LinkColumn, Table, TextColumn
from duru.kernel.masking import mask_name
from duru.services.care.enums import NoticeState, Origin, RiskLevel
from duru.services.care.rules import risk_of

RISK_TONES = {
    RiskLevel.URGENT: "danger",
    RiskLevel.HIGH: "warning",
    RiskLevel.MIDDLE: "caution",
    RiskLevel.LOW: "neutral",
}
NOTICE_TONES = {NoticeState.WAITING: "warning", NoticeState.TAKEN: "success", NoticeState.CLOSED: "neutral"}


class CareTable(Table):
    caption = "통합사례"
    unit = "건"
    row_header = "name"
    empty_title = "통합사례가 없습니다"
    empty_text = "주민의 화면이나 퇴원 통보에서 사례를 열면 여기에 나타납니다."

    name = LinkColumn(
        verbose_name="대상자", accessor="record__name", orderable=False,
        url=lambda row: reverse("care:case", args=[row.public_id]),
    )  # fmt: skip
    risk = TextColumn(verbose_name="위기도", empty_values=(), orderable=False)
    step = TextColumn(verbose_name="지금 단계", empty_values=(), orderable=False)
    organisation = TextColumn(verbose_name="맡은 기관", accessor="organisation__name")
    with_health = BadgeColumn(
        verbose_name="보건소", words={True: "함께", False: "복지만"}, tones={True: "info", False: "neutral"}
    )
    origin = TextColumn(verbose_name="시작")
    opened_at = DateColumn(verbose_name="연 날")

    def render_name(self, record):
        return format_html(
            '<a class="duru-link" href="{}">{}</a>',
            reverse("care:case", args=[record.public_id]),
            mask_name(record.record.name),
        )

    def value_name(self, record):
        return mask_name(record.record.name)

    def render_risk(self, record):
        level = risk_of({each["domain"]: each["level"] for each in record.found}, on=timezone.localdate()).level
        return format_html('<span class="duru-badge tone-{}">{}</span>', RISK_TONES[level], level.label)

    def render_step(self, record):
        return record.step or "마침"

    def render_origin(self, value, record):
        return Origin(record.origin).label

    def render_opened_at(self, record):
        return f"{timezone.localtime(record.opened_at):%Y. %-m. %-d.}"


class NoticeTable(Table):
    caption = "병원의 퇴원 통보"
    unit = "건"
    row_header = "name"
    empty_title = "퇴원 통보가 없습니다"
    empty_text = "병원이 환자의 동의를 받아 알리면 여기에 나타납니다."

    name = LinkColumn(
        verbose_name="환자", accessor="record__name", orderable=False,
        url=lambda row: reverse("care:notice", args=[row.public_id]),
    )  # fmt: skip
    organisation = TextColumn(verbose_name="병원", accessor="organisation__name")
    discharged_on = DateColumn(verbose_name="퇴원일")
    due_on = DateColumn(verbose_name="첫 연락 기한")
    needs = TextColumn(verbose_name="필요한 돌봄", orderable=False)
    state = BadgeColumn(verbose_name="상태", tones=NOTICE_TONES)

    def render_name(self, record):
        return format_html(
            '<a class="duru-link" href="{}">{}</a>',
            reverse("care:notice", args=[record.public_id]),
            mask_name(record.record.name),
        )

    def value_name(self, record):
        return mask_name(record.record.name)


class OwnNoticeTable(NoticeTable):
    """What a hospital sees of its own notices: that they arrived and what came of them, not who helps how."""

    empty_text = "‘퇴원 알리기’에서 알린 환자가 여기에 나타납니다."

    def render_name(self, record):
        return mask_name(record.record.name)

    class Meta(Table.Meta):
        exclude = ("organisation", "due_on")
