"""Lists of leads and tips; names and places stay masked in lists."""

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from duru.blocks.ui.api import BadgeColumn, DateColumn, FilterSet, Table, TextColumn
from duru.kernel.masking import mask_address, mask_name
from duru.services.outreach.enums import LeadState, Seen, TipState
from duru.services.outreach.models import Lead
from duru.services.outreach.operations.leads import reasons_of
from duru.services.outreach.queries import result_label
from duru.services.outreach.rules import Reporter, SignalKind, all_rows

STATE_TONES = {
    LeadState.NEW: "warning",
    LeadState.GIVEN: "info",
    LeadState.TRYING: "caution",
    LeadState.CLOSED: "neutral",
}
TIP_TONES = {TipState.NEW: "warning", TipState.TAKEN: "success", TipState.DISMISSED: "neutral"}


def who_masked(lead: Lead) -> str:
    """Say who a lead is about without telling."""
    return mask_name(lead.record.name) if lead.record else f"신고: {mask_address(lead.tip.place)}"


class LeadFilter(FilterSet):
    scope = django_filters.ChoiceFilter(
        label="보기",
        choices=[("waiting", "내가 할 일"), ("recheck", "다시 볼 때가 됨"), ("late", "기한 지남")],
        method="by_scope",
    )
    state = django_filters.ChoiceFilter(label="상태", choices=LeadState.choices)
    signal = django_filters.ChoiceFilter(
        label="신호", choices=[(row.key, row.label) for row in all_rows(SignalKind)], method="by_signal"
    )

    class Meta:
        model = Lead
        fields = ["scope", "state", "signal"]

    def by_scope(self, queryset, name, value):
        today = timezone.localdate()
        if value == "recheck":
            return queryset.filter(recheck_on__lte=today)
        if value == "late":
            return queryset.exclude(state=LeadState.CLOSED).filter(due_on__lt=today)
        mine = Q(assignee_id=self.request.actor.membership_id) | Q(assignee__isnull=True)
        return queryset.filter(mine).filter(~Q(state=LeadState.CLOSED) | Q(recheck_on__lte=today))

    def by_signal(self, queryset, name, value):
        return queryset.filter(signals__contains=[value])


class LeadTable(Table):
    caption = "발굴 대상"
    unit = "가구"
    row_header = "who"
    empty_title = "맞는 발굴 대상이 없습니다"
    empty_text = "회차 명단을 올리고 배정하면 여기에 나타납니다."

    who = TextColumn(verbose_name="대상", empty_values=(), orderable=False)
    signals = TextColumn(verbose_name="왜", empty_values=(), orderable=False)
    organisation = TextColumn(verbose_name="맡은 동", accessor="organisation__name", default="–")
    assignee = TextColumn(verbose_name="담당", accessor="assignee__user__name", default="–", orderable=False)
    due_on = DateColumn(verbose_name="처리 기한")
    state = BadgeColumn(verbose_name="상태", tones=STATE_TONES)
    result = TextColumn(verbose_name="결과", empty_values=(), orderable=False)

    def render_who(self, record):
        return format_html(
            '<a class="duru-link" href="{}">{}</a>',
            reverse("outreach:lead", args=[record.public_id]),
            who_masked(record),
        )

    def value_who(self, record):
        return who_masked(record)

    def render_signals(self, record):
        return ", ".join(reasons_of(record))

    def render_result(self, record):
        word = result_label(record.result)
        return f"{word}, {record.recheck_on:%-m. %-d.} 다시 봄" if record.recheck_on else word or "–"


class TipTable(Table):
    caption = "이웃의 신고"
    unit = "건"
    row_header = "place"
    empty_title = "신고가 없습니다"
    empty_text = "검침원, 집배원, 이웃이 로그인 없이 알리면 여기에 나타납니다."

    place = TextColumn(verbose_name="어디")
    seen = TextColumn(verbose_name="본 것", orderable=False)
    reporter = TextColumn(verbose_name="알린 사람")
    at = DateColumn(verbose_name="받은 때")
    due_on = DateColumn(verbose_name="확인 기한")
    state = BadgeColumn(verbose_name="상태", tones=TIP_TONES)

    def render_place(self, record):
        return format_html(
            '<a class="duru-link" href="{}">{}</a>',
            reverse("outreach:tip", args=[record.public_id]),
            mask_address(record.place),
        )

    def render_seen(self, record):
        return format_html_join(", ", "{}", ((Seen(each).label,) for each in record.seen))

    def render_reporter(self, record):
        return reporter_label(record.reporter)


def reporter_label(key: str) -> str:
    """Return the Korean word of who told."""
    return next((row.label for row in all_rows(Reporter) if row.key == key), key)
