"""Tables of the ledger."""

from django.urls import reverse

from duru.blocks.ui.api import DateColumn, LinkColumn, Table, TextColumn
from duru.kernel.masking import mask_birth, mask_name


class MissingTable(Table):
    """Clients without a consent, masked; `shown` collects whom the page showed, for the log."""

    caption = "아직 동의하지 않은 이용자입니다. 이름은 그 기관이 적은 대로이며 가려서 보입니다."
    unit = "명"
    row_header = "name"
    empty_title = "빠진 동의가 없습니다"
    empty_text = "이 목적의 동의를 모두 받았거나, 이 기관의 이용자가 아직 없습니다."

    name = LinkColumn(
        verbose_name="이름", url=lambda record: reverse("consent:of", args=[record.person_ref]), orderable=False
    )
    birth_year = TextColumn(verbose_name="태어난 해", attrs={"td": {"class": "day"}}, empty_values=(), orderable=False)
    sheet_number = TextColumn(verbose_name="동의서 번호", default="–", orderable=False)
    printed_at = DateColumn(verbose_name="인쇄한 날")

    def __init__(self, *args, shown: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.shown = shown

    def render_name(self, value, record, bound_column):
        self.shown.append(record.person_ref)
        return bound_column.column.render(mask_name(value), record)

    def render_birth_year(self, value):
        return mask_birth(value)
