"""Tables of the door."""

import django_filters
from django.forms import DateInput

from duru.blocks.giving.enums import EntryKind
from duru.blocks.giving.rules import whole
from duru.blocks.ui.api import ActionsColumn, BadgeColumn, DateColumn, FilterSet, Table, TextColumn
from duru.kernel.masking import mask_name

_TONES = {
    EntryKind.GIVEN: "success",
    EntryKind.GROUP: "info",
    EntryKind.DECLINED: "neutral",
    EntryKind.RETURNED: "warning",
    EntryKind.VOIDED: "danger",
}


class EntryTable(Table):
    """The ledger with masked names; `shown` collects whom the page showed, for the log."""

    caption = "우리 기관의 나눔 장부, 최근 것부터. 이름은 가려서 보입니다."
    unit = "줄"
    row_header = "item"
    empty_title = "아직 나눈 것이 없습니다"
    empty_text = "나눔 창구에서 카드를 찍거나 이름을 찾아 기록해 보세요."

    at = DateColumn(verbose_name="일시")
    kind = BadgeColumn(
        verbose_name="구분",
        tones={str(kind): tone for kind, tone in _TONES.items()},
        words={str(kind): str(kind.label) for kind in EntryKind},
    )
    item = TextColumn(verbose_name="품목", accessor="item__name")
    quantity = TextColumn(verbose_name="수량", orderable=False)
    guest = TextColumn(verbose_name="누구에게", accessor="record", empty_values=(), orderable=False)
    hand = TextColumn(verbose_name="받은 사람", accessor="get_hand_display", orderable=False)
    by = TextColumn(verbose_name="기록한 사람", accessor="by__user__name", default="–", orderable=False)
    note = TextColumn(verbose_name="메모", default="–", orderable=False)
    do = ActionsColumn("giving/_entry_actions.html")

    def render_quantity(self, value, record):
        return f"{whole(value)}{record.item.unit}"

    def __init__(self, *args, shown: list[str], sees_protected: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.shown, self.sees_protected = shown, sees_protected

    def render_guest(self, value, record):
        if record.record is None:
            return f"{record.n_people}명"
        if record.is_protected and not self.sees_protected:
            return "카드로 확인"
        if record.person_ref:
            self.shown.append(record.person_ref)
        return mask_name(record.record.name)


class EntryFilter(FilterSet):
    kind = django_filters.ChoiceFilter(label="구분", choices=EntryKind.choices, empty_label="모두")
    day = django_filters.DateFilter(label="준 날", field_name="on", widget=DateInput(attrs={"type": "date"}))
