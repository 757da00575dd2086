"""The list of links to look at, its filter and its way out."""

import django_filters
from django.urls import reverse
from django.utils.html import format_html

from duru.blocks.access.api import Organisation
from duru.blocks.audit.api import gated_export
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.models import Link
from duru.blocks.linkage.rules import LINKED_FROM, Consequence, consequence_sentences, reasons_from_stored
from duru.blocks.linkage.templatetags.links import chance
from duru.blocks.ui.api import DateColumn, FilterSet, Table, TextColumn
from duru.kernel.masking import mask_birth, mask_name

_DAY = {"td": {"class": "day"}}
_WIDE = {"td": {"class": "wide"}}
_NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class ReviewTable(Table):
    caption = "같은 사람인지 사람이 정해야 하는 기록"
    row_header = "name"
    empty_title = "확인할 기록이 없습니다"
    empty_text = "새 자료가 들어오면 여기에 나타납니다."
    definitions = {
        "worth": "답의 값어치: 4 × 확률 × (1 − 확률)(적어도 0.1) × (1 + 급여·제공 건수 + 금액 ÷ 10만 원 + 겹침 × 5)",
        "behind": "이 기록에 달린 급여와 제공, 그 금액(공적급여는 열두 달), 이 기록이 들어간 겹친 지원",
        "probability": "지금 이어진 사람이 맞을 확률. 다른 후보가 있으면 그 몫을 뺀 값",
        "why": "무게가 큰 순서로 세 가지. +는 같은 사람, −는 다른 사람 쪽",
    }

    name = TextColumn(verbose_name="기록의 이름", accessor="record__name")
    birth = TextColumn(
        verbose_name="생년월일", accessor="record__birth_year", order_by=("record__birth_year",), attrs=_DAY
    )
    organisation = TextColumn(verbose_name="기관", accessor="record__organisation__name")
    behind = TextColumn(verbose_name="걸린 것", accessor="n_benefits", order_by=("-worth",), attrs=_WIDE)
    worth = TextColumn(verbose_name="값어치", attrs=_NUMBER, order_by=("-worth",))
    probability = TextColumn(verbose_name="맞을 확률", attrs=_NUMBER)
    standing = TextColumn(verbose_name="지금은", accessor="via", orderable=False, attrs=_DAY)
    why = TextColumn(verbose_name="까닭", accessor="reasons", orderable=False, attrs=_WIDE)
    first_seen_at = DateColumn(verbose_name="받은 날", accessor="record__first_seen_at")

    # On the table, not the column: a table's own `render_name` would take the link away.
    def render_name(self, value, record):
        url = reverse("linkage:review", args=[record.record.public_id])
        return format_html('<a class="duru-link" href="{}">{}</a>', url, mask_name(value))

    def value_name(self, value):
        return mask_name(value)

    def render_birth(self, record):
        return mask_birth(record.record.birth_on or record.record.birth_year)

    def value_birth(self, record):
        return mask_birth(record.record.birth_on or record.record.birth_year)

    def render_behind(self, record):
        parts = [f"급여·제공 {record.n_benefits}건"] if record.n_benefits else []
        parts += [f"{record.won // 10_000:,}만 원"] if record.won >= 10_000 else []
        parts += [f"겹침 {record.n_overlaps}건"] if record.n_overlaps else []
        return " · ".join(parts) or "없음"

    def value_behind(self, record):
        return self.render_behind(record)

    def render_worth(self, value):
        return f"{value:.1f}"

    def value_worth(self, value):
        return round(value, 2)

    def render_probability(self, value):
        return chance(value)

    def value_probability(self, value):
        return round(value, 3)

    def render_standing(self, record):
        return "이어 둠" if record.rival_id is None or record.via == "anchor" else "따로 둠"

    def value_standing(self, record):
        return self.render_standing(record)

    def render_why(self, value):
        reasons = sorted(reasons_from_stored(shipped_model(), value), key=lambda reason: -abs(reason.bits))
        return ", ".join(reason.sentence for reason in reasons[:3])

    def value_why(self, value):
        return self.render_why(value)


class DecisionTable(Table):
    caption = "사람이 정한 것, 새것부터"
    row_header = "name"
    empty_title = "아직 사람이 정한 것이 없습니다"
    empty_text = "같은 사람 확인에서 정하면 여기에 남습니다."

    name = TextColumn(verbose_name="기록의 이름", accessor="record__name")
    organisation = TextColumn(verbose_name="기관", accessor="record__organisation__name")
    kind = TextColumn(verbose_name="결정")
    person = TextColumn(verbose_name="견준 사람", accessor="person__name")
    by_name = TextColumn(verbose_name="정한 사람")
    changes = TextColumn(verbose_name="달라진 것", accessor="consequences", orderable=False)
    decided_at = DateColumn(verbose_name="정한 때")

    def render_name(self, value, record):
        return format_html(
            '<a class="duru-link" href="{}">{}</a>', reverse("linkage:decision", args=[record.id]), mask_name(value)
        )

    def render_kind(self, record):
        return record.get_kind_display()

    def render_person(self, value):
        return mask_name(value)

    def render_by_name(self, record):
        return f"{record.by_name}, {record.second_name}" if record.second_name else record.by_name

    def render_changes(self, value):
        return " ".join(consequence_sentences(Consequence(**each) for each in value)) or "없음"


class ProposalTable(Table):
    caption = "두 번째 확인을 기다리는 결정, 오래된 것부터"
    row_header = "name"
    empty_title = "기다리는 결정이 없습니다"
    empty_text = "급여에 영향이 있는 결정을 누가 제안하면 여기에 나타납니다."

    name = TextColumn(verbose_name="기록의 이름", accessor="record__name")
    organisation = TextColumn(verbose_name="기관", accessor="record__organisation__name")
    kind = TextColumn(verbose_name="제안")
    by_name = TextColumn(verbose_name="제안한 사람")
    changes = TextColumn(verbose_name="달라질 것", accessor="consequences", orderable=False)
    proposed_at = DateColumn(verbose_name="제안한 때")

    def render_name(self, value, record):
        url = reverse("linkage:proposal", args=[record.public_id])
        return format_html('<a class="duru-link" href="{}">{}</a>', url, mask_name(value))

    def render_kind(self, record):
        return record.get_kind_display()

    def render_changes(self, value):
        return " ".join(consequence_sentences((Consequence(**each) for each in value), is_done=False)) or "없음"


class ReviewFilter(FilterSet):
    organisation = django_filters.ModelChoiceFilter(
        label="기관", field_name="record__organisation", queryset=lambda request: Organisation.objects.order_by("name")
    )
    standing = django_filters.ChoiceFilter(
        label="지금은",
        method="filter_standing",
        choices=[("linked", "이어 둔 것"), ("apart", "따로 둔 것")],
        empty_label="전체",
    )

    class Meta:
        model = Link
        fields: list[str] = []

    def filter_standing(self, queryset, name, value):
        linked = queryset.filter(via="anchor", probability__gte=LINKED_FROM)
        return linked if value == "linked" else queryset.exclude(id__in=linked.values("id"))


REVIEW_EXPORT = gated_export(
    "같은 사람 확인 목록",
    "같은 사람 확인 목록 내려받기",
    caution="이름은 가려져 있습니다. 정한 목적 밖으로 쓰거나 다른 곳에 넘길 수 없습니다(사회보장급여법 제31조).",
)
