"""Tables and filters of intake's pages."""

import django_filters
from django.urls import reverse

from duru.blocks.access.api import list_organisations
from duru.blocks.exchange.datasets import get_dataset, list_datasets
from duru.blocks.exchange.enums import IntakeState
from duru.blocks.exchange.models import Intake
from duru.blocks.ui.api import BadgeColumn, CountColumn, DateColumn, FilterSet, LinkColumn, Table, TextColumn

STATE_TONES = {
    IntakeState.UPLOADED: "caution",
    IntakeState.MAPPED: "caution",
    IntakeState.STAGING: "info",
    IntakeState.STAGED: "caution",
    IntakeState.ACCEPTING: "info",
    IntakeState.ACCEPTED: "success",
    IntakeState.CANCELLED: "neutral",
    IntakeState.FAILED: "danger",
}


class DatasetColumn(TextColumn):
    """The Korean name of a data set."""

    def render(self, value):
        return dataset_label(value)

    def value(self, value):
        return dataset_label(value)


class IntakeTable(Table):
    """Files, newest first."""

    caption = "기관이 보낸 파일과 처리 결과"
    row_header = "file_name"
    empty_title = "받은 파일이 없습니다"
    empty_text = "'자료 올리기'를 눌러 XLSX나 CSV 파일을 올려 보세요."
    definitions = {
        "n_taken": "검사를 통과해 원장에 들어가는(들어간) 줄",
        "n_refused": "고쳐서 다시 보내야 하는 줄",
        "n_duplicate": "이 파일이나 전에 받은 파일에 이미 있는 줄",
        "n_rrn_cut": "저장하기 전에 지운 주민등록번호",
    }
    file_name = LinkColumn(verbose_name="파일", url=lambda intake: reverse("exchange:detail", args=[intake.public_id]))
    organisation = TextColumn(verbose_name="기관", accessor="organisation__name")
    dataset = DatasetColumn(verbose_name="자료 종류")
    uploaded_at = DateColumn(verbose_name="올린 때")
    state = BadgeColumn(verbose_name="상태", tones=STATE_TONES)
    n_taken = CountColumn(verbose_name="받음", unit="줄")
    n_refused = CountColumn(verbose_name="거절", unit="줄")
    n_duplicate = CountColumn(verbose_name="이미 받음", unit="줄")
    n_rrn_cut = CountColumn(verbose_name="지운 주민번호", unit="개")

    class Meta(Table.Meta):
        order_by = ("-uploaded_at",)


class IntakeFilter(FilterSet):
    """Narrow by agency, kind of data, state and words of the file name."""

    file_name = django_filters.CharFilter(lookup_expr="icontains", label="파일 이름")
    organisation = django_filters.ModelChoiceFilter(queryset=lambda request: list_organisations(), label="기관")
    dataset = django_filters.ChoiceFilter(
        choices=lambda: [(d.key, d.label) for d in list_datasets()], label="자료 종류"
    )
    state = django_filters.ChoiceFilter(choices=IntakeState, label="상태")

    class Meta:
        model = Intake
        fields = ["file_name", "organisation", "dataset", "state"]


def dataset_label(key: str) -> str:
    """Return the Korean name of a data set; its key when the app that knew it is gone."""
    try:
        return get_dataset(key).label
    except KeyError:
        return key
