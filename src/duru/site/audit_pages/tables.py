"""The list of looks, deeds and denials."""

import django_filters

from duru.blocks.audit.api import AuditEntry, EntryKind
from duru.blocks.ui.api import BadgeColumn, DateColumn, FilterSet, Table, TextColumn


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
    actor_ref = TextColumn(verbose_name="행위자")
    actor_department = TextColumn(verbose_name="부서")
    subject_refs = TextColumn(verbose_name="정보주체", orderable=False)
    flags = TextColumn(verbose_name="표시", orderable=False)

    class Meta(Table.Meta):
        model = AuditEntry
        fields = ("at", "kind", "action", "purpose", "actor_ref", "actor_department", "subject_refs", "flags")

    def render_subject_refs(self, value):
        shown = ", ".join(value[:2])
        return f"{shown} 외 {len(value) - 2}명" if len(value) > 2 else shown or "–"

    def value_subject_refs(self, value):
        return " ".join(value)

    def render_flags(self, value):
        return ", ".join(value) or "–"

    def value_flags(self, value):
        return ", ".join(value)
