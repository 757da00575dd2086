"""Filter bars of the list pages."""

import django_filters

from duru.blocks.benefits.api import Category
from duru.blocks.ui.api import FilterSet
from duru.services.welfare.enums import Certainty, Decision, GoneKind, Verdict
from duru.services.welfare.web.people import dong_choices

_VERDICTS = [(value, label) for value, label in Verdict.choices if value != Verdict.ALLOWED]


def _dongs() -> django_filters.ChoiceFilter:
    # A callable: the 행정동 belong to the tenant of the request, not to the class.
    return django_filters.ChoiceFilter(field_name="dong_code", label="행정동", choices=dong_choices, empty_label="모두")


class OverlapFilter(FilterSet):
    verdict = django_filters.ChoiceFilter(label="판정", choices=_VERDICTS, empty_label="모두")
    category = django_filters.ChoiceFilter(label="분류", choices=Category.choices, empty_label="모두")
    dong = _dongs()
    certainty = django_filters.ChoiceFilter(label="확실성", choices=Certainty.choices, empty_label="모두")
    decided = django_filters.ChoiceFilter(
        label="결정", method="by_decision", choices=[("none", "아직"), *Decision.choices], empty_label="모두"
    )

    def by_decision(self, rows, name, value):
        return rows.filter(decision__isnull=True) if value == "none" else rows.filter(decision=value)


class GoneFilter(FilterSet):
    kind = django_filters.ChoiceFilter(label="사유", choices=GoneKind.choices, empty_label="모두")
    dong = _dongs()
    paying = django_filters.ChoiceFilter(
        label="지급",
        method="by_paying",
        choices=[("yes", "다음 지급이 있음"), ("no", "끝났거나 모름")],
        empty_label="모두",
    )

    def by_paying(self, rows, name, value):
        return rows.filter(next_pay_on__isnull=value == "no")


class SilentFilter(FilterSet):
    dong = _dongs()
    kind = django_filters.CharFilter(label="욕구", lookup_expr="exact")
    certainty = django_filters.ChoiceFilter(label="확실성", choices=Certainty.choices, empty_label="모두")
