"""The list of looks, deeds and denials."""

from urllib.parse import urlencode

import django_filters
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from duru.blocks.access.api import names_of_actors
from duru.blocks.audit.api import AuditEntry, EntryKind
from duru.blocks.ui.api import BadgeColumn, DateColumn, FilterSet, Table, TextColumn

_ONE_LINE = {"td": {"class": "day"}}


class EntryFilters(FilterSet):
    kind = django_filters.ChoiceFilter(choices=EntryKind.choices, label="구분")
    actor_ref = django_filters.CharFilter(lookup_expr="exact", label="행위자 번호")
    subject = django_filters.CharFilter(method="filter_subject", label="정보주체 번호")
    flagged = django_filters.BooleanFilter(method="filter_flagged", label="표시된 것만")

    class Meta:
        model = AuditEntry
        fields = ["kind", "actor_ref", "subject", "flagged"]

    def filter_subject(self, found, name, value):
        return found.filter(subject_refs__contains=[value.strip()])

    def filter_flagged(self, found, name, value):
        return found.exclude(flags=[]) if value else found.filter(flags=[])


class EntryTable(Table):
    caption = "열람·처리 기록"
    row_header = "action"
    empty_title = "조건에 맞는 기록이 없습니다"
    definitions = {
        "at": "한국 시각",
        "subject_refs": "처리한 정보주체의 번호 (이름은 기록에 남기지 않음)",
        "flags": "본인·가족·동료·비공개 대상·업무시간 외처럼 먼저 살펴볼 까닭",
    }
    at = DateColumn(verbose_name="일시")
    kind = BadgeColumn(
        verbose_name="구분",
        words=dict(EntryKind.choices),
        tones={EntryKind.LOOK: "info", EntryKind.DENIAL: "danger", EntryKind.EXPORT: "warning"},
    )
    action = TextColumn(verbose_name="수행 업무")
    purpose = TextColumn(verbose_name="목적")
    actor_ref = TextColumn(verbose_name="행위자", attrs=_ONE_LINE)
    actor_department = TextColumn(verbose_name="부서")
    subject_refs = TextColumn(verbose_name="정보주체", orderable=False, attrs=_ONE_LINE)
    flags = TextColumn(verbose_name="표시", orderable=False)

    class Meta(Table.Meta):
        model = AuditEntry
        fields = ("at", "kind", "action", "purpose", "actor_ref", "actor_department", "subject_refs", "flags")

    def render_actor_ref(self, value):
        if not (name := self._name_of(value)):
            return value
        return format_html(
            '<a class="duru-link" data-boost="off" href="?{}" title="이 사람이 한 것만 보기">{}</a>',
            urlencode({"actor_ref": value}),
            name,
        )

    def value_actor_ref(self, value):
        return f"{self._name_of(value)} {value}".strip()

    def _name_of(self, actor_ref):
        if not hasattr(self, "_names"):
            # The log keeps a number; who that is, the officer must be able to ask.
            self._names = names_of_actors({row.record.actor_ref for row in self.paginated_rows})
        return self._names.get(actor_ref, "")

    def render_subject_refs(self, value):
        shown = format_html_join(", ", "{}", ((_subject(ref),) for ref in value[:1]))
        return format_html("{} 외 {}명", shown, len(value) - 1) if len(value) > 1 else shown or "–"

    def value_subject_refs(self, value):
        return " ".join(value)

    def render_flags(self, value):
        return ", ".join(value) or "–"

    def value_flags(self, value):
        return ", ".join(value)


def _subject(ref):
    """Show a subject short: the kind of thing and the end of its number, which the file and the filter have in full."""
    kind, _, number = ref.partition(":")
    if kind == "person" and number:
        return format_html(
            '<a class="duru-link" href="{}" title="{}">주민 …{}</a>',
            reverse("registry:person", args=[number]),
            ref,
            number[-6:],
        )
    word = {"intake": "파일", "record": "기록"}.get(kind, kind)
    return format_html('<span title="{}">{} …{}</span>', ref, word, number[-6:]) if number else ref
