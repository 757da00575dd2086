"""Tables of the list pages."""

from datetime import timedelta

import django_filters
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from duru.blocks.places.api import list_dongs
from duru.blocks.ui.api import BadgeColumn, CountColumn, DateColumn, FilterSet, Table, TextColumn, WonColumn
from duru.kernel.masking import mask_name
from duru.services.changes.enums import ChangeKind, ChangeState
from duru.services.changes.models import Change
from duru.services.changes.queries import names_of
from duru.services.changes.queries.matters import OPEN, owing, waiting

TONES = {
    "suspected": "caution",
    "checking": "warning",
    "confirmed": "danger",
    "stopped": "neutral",
    "denied": "success",
}


class ChangeTable(Table):
    caption = "사망·전출 따위 변동과 걸린 급여"
    unit = "건"
    row_header = "person_ref"
    empty_title = "변동이 없습니다"
    empty_text = "변동 명단이나 단서를 받으면 여기에 나타납니다."
    definitions = {
        "state": "의심은 아무것도 멈추지 않습니다. 확정된 뒤 담당자가 종료를 결정합니다.",
        "monthly_won": "이 변동으로 끝나거나 멈추는 법정 급여의 한 달 금액",
    }

    next_pay_on = TextColumn(verbose_name="다음 지급")
    person_ref = TextColumn(verbose_name="대상", orderable=False)
    kind = TextColumn(verbose_name="구분")
    state = BadgeColumn(verbose_name="상태", tones=TONES)
    happened_on = DateColumn(verbose_name="일어난 날")
    told_on = DateColumn(verbose_name="처음 안 날")
    n_effects = CountColumn(verbose_name="걸린 것", unit="건")
    monthly_won = WonColumn(verbose_name="한 달 금액")
    visit_by_on = DateColumn(verbose_name="방문 기한")
    officer = TextColumn(verbose_name="담당", accessor="officer__user__name", default="없음")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._names: dict[str, str] = {}
        self.seen: list[str] = []

    def before_render(self, request):
        rows = self.paginated_rows if self.paginator else self.rows
        self._names = names_of(row.record.person_ref for row in rows)

    def _name(self, ref: str) -> str:
        if ref not in self._names:
            self._names |= names_of([ref])
        return mask_name(self._names.get(ref, ""))

    def render_person_ref(self, value, record):
        self.request.__dict__.setdefault("_changes_seen", []).append(value)
        url = reverse("changes:change", args=[record.public_id])
        return format_html('<a class="duru-link" href="{}">{}</a>', url, self._name(value) or "이름 없음")

    def value_person_ref(self, value):
        return self._name(value)

    def render_next_pay_on(self, value, record):
        left = (value - timezone.localdate()).days
        if left < 0 or record.state not in OPEN:
            return f"{value.month}. {value.day}."
        tone = "danger" if left <= 3 else "warning" if left <= 7 else "neutral"
        word = "오늘" if left == 0 else f"{left}일 뒤"
        return format_html(
            '<span class="duru-badge tone-{}">{}</span> <small>{}. {}.</small>', tone, word, value.month, value.day
        )

    def value_next_pay_on(self, value):
        return value

    def render_state(self, record):
        return format_html('<span class="duru-badge tone-{}">{}</span>', TONES[record.state], record.state_label)

    def value_state(self, record):
        return record.state_label


class ChangeFilter(FilterSet):
    state = django_filters.ChoiceFilter(
        label="상태", method="by_state", choices=[("open", "결정 기다림"), *ChangeState.choices], empty_label="모두"
    )
    kind = django_filters.ChoiceFilter(label="구분", choices=ChangeKind.choices, empty_label="모두")
    dong = django_filters.ChoiceFilter(label="행정동", field_name="dong_code", choices=(), empty_label="모두")
    paying = django_filters.ChoiceFilter(
        label="지급", method="by_paying", choices=[("yes", "7일 안에 지급")], empty_label="모두"
    )

    owed = django_filters.ChoiceFilter(
        label="과오지급", method="by_owed", choices=[("yes", "결정 기다림")], empty_label="모두"
    )

    class Meta:
        model = Change
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["dong"].extra["choices"] = [(each.code, each.name) for each in list_dongs()]

    def by_state(self, found, name, value):
        return waiting(found) if value == "open" else found.filter(state=value)

    def by_paying(self, found, name, value):
        today = timezone.localdate()
        return found.filter(state__in=OPEN, next_pay_on__gte=today, next_pay_on__lt=today + timedelta(days=7))

    def by_owed(self, found, name, value):
        return owing(found)
