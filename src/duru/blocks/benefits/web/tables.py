"""Table and filter of the catalogue."""

import django_filters

from duru.blocks.benefits.enums import CatalogueStatus, Category, Cycle, Side, Unit
from duru.blocks.ui.api import BadgeColumn, FilterSet, Table, TextColumn, WonColumn


class CatalogueTable(Table):
    """Public benefits and private resources in force."""

    caption = "오늘 쓰는 급여와 자원"
    row_header = "name"
    empty_title = "목록이 비어 있습니다"
    empty_text = "첫 파일을 받으면 기본 목록이 실립니다. 우리 구의 목록을 넣을 수도 있습니다."
    definitions = {
        "unit": "개인: 한 사람 · 보장가구: 급여를 함께 받는 가구 · 세대: 주민등록 세대 · 주소: 한집",
        "value_won": "한 번 줄 때의 환산금액. 법으로 정한 금액은 ‘급여 금액’에 있습니다.",
        "status": "확정: 출처를 읽고 확인함 · 확인 필요: 아직 원문을 보지 못함",
    }

    name = TextColumn(verbose_name="급여·자원")
    side = BadgeColumn(verbose_name="구분", tones={Side.PUBLIC: "info", Side.PRIVATE: "success"})
    provider = TextColumn(verbose_name="제공 기관")
    category = BadgeColumn(verbose_name="분류", words=dict(Category.choices), tones={})
    unit = BadgeColumn(verbose_name="단위", words=dict(Unit.choices), tones={})
    cycle = BadgeColumn(verbose_name="주기", words=dict(Cycle.choices), tones={})
    value_won = WonColumn(verbose_name="한 번의 값")
    basis = TextColumn(verbose_name="근거", orderable=False)
    status = BadgeColumn(
        verbose_name="상태",
        words=dict(CatalogueStatus.choices),
        tones={CatalogueStatus.CONFIRMED: "success", CatalogueStatus.TO_CHECK: "caution"},
    )


class CatalogueFilter(FilterSet):
    """Narrow by words of the name, side, category and status."""

    name = django_filters.CharFilter(lookup_expr="icontains", label="이름")
    side = django_filters.ChoiceFilter(choices=Side, label="구분", empty_label="모두")
    category = django_filters.ChoiceFilter(choices=Category, label="분류", empty_label="모두")
    status = django_filters.ChoiceFilter(choices=CatalogueStatus, label="상태", empty_label="모두")
