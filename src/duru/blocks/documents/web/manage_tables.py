"""Tables of what the administrator keeps."""

from django.urls import reverse
from django.utils.html import format_html

from duru.blocks.documents.enums import LetterKind, Rank
from duru.blocks.documents.web.tables import LegalTextTable
from duru.blocks.ui.api import DateColumn, Table, TextColumn


def _editable(label, address, record):
    """Lead to the form that gives new words; words that have ended stay as they were."""
    if record.effective_until is not None:
        return label
    return format_html('<a class="duru-link" href="{}">{}</a>', reverse(address, args=[record.id]), label)


class DelegationTable(Table):
    caption = "문서 종류와 부서마다 전결권자"
    row_header = "kind"
    unit = "줄"
    empty_title = "전결 규칙이 없습니다"
    empty_text = "정하지 않으면 모든 문서를 구청장이 결재합니다."
    kind = TextColumn(verbose_name="문서 종류", empty_values=())
    department = TextColumn(verbose_name="처리과")
    rank = TextColumn(verbose_name="전결권자")
    basis = TextColumn(verbose_name="근거")
    effective_from = DateColumn(verbose_name="시행일")
    effective_until = DateColumn(verbose_name="끝나는 날(포함하지 않음)")

    class Meta(Table.Meta):
        order_by = ("kind", "effective_from")

    def render_kind(self, record):
        return LetterKind(record.kind).label if record.kind else "모든 문서"

    def render_rank(self, value):
        return Rank(value).label if isinstance(value, int) else value


class SignatoryTable(Table):
    caption = "누가 어느 직위로 서명하는지"
    row_header = "name"
    unit = "명"
    empty_title = "결재 직위가 없습니다"
    empty_text = "과장, 국장을 정하면 결재선을 저절로 제안합니다."
    name = TextColumn(verbose_name="이름", accessor="membership__user__name")
    rank = TextColumn(verbose_name="직위")
    department = TextColumn(verbose_name="처리과")
    from_on = DateColumn(verbose_name="시작일")
    until_on = DateColumn(verbose_name="끝나는 날(포함하지 않음)")

    class Meta(Table.Meta):
        order_by = ("-rank", "from_on")

    def render_rank(self, value):
        return Rank(value).label if isinstance(value, int) else value


class AbsenceTable(Table):
    caption = "자리를 비우는 사람과 대결하는 사람"
    row_header = "name"
    unit = "줄"
    empty_title = "등록한 부재가 없습니다"
    empty_text = "휴가나 출장 전에 등록하면 그동안 대결자가 서명합니다."
    name = TextColumn(verbose_name="이름", accessor="membership__user__name")
    deputy = TextColumn(verbose_name="대결자", accessor="deputy__user__name")
    from_on = DateColumn(verbose_name="첫날")
    until_on = DateColumn(verbose_name="돌아오는 날")
    reason = TextColumn(verbose_name="사유")

    class Meta(Table.Meta):
        order_by = ("-from_on",)


class SealTable(Table):
    caption = "직인과 쓰는 기간"
    row_header = "title"
    unit = "개"
    empty_title = "등록한 직인이 없습니다"
    empty_text = "등록하지 않으면 ‘직인 생략’으로 나갑니다."
    title = TextColumn(verbose_name="직인")
    effective_from = DateColumn(verbose_name="사용 시작일")
    effective_until = DateColumn(verbose_name="폐기일(포함하지 않음)")

    class Meta(Table.Meta):
        order_by = ("-effective_from",)


class TemplateTable(Table):
    caption = "편지 틀과 시행 기간"
    row_header = "kind"
    unit = "개"
    empty_title = "편지 틀이 없습니다"
    kind = TextColumn(verbose_name="종류")
    variant = TextColumn(verbose_name="쓰는 곳", empty_values=())
    title = TextColumn(verbose_name="제목")
    needs_approval = TextColumn(verbose_name="결재")
    source = TextColumn(verbose_name="출처")
    effective_from = DateColumn(verbose_name="시행일")
    effective_until = DateColumn(verbose_name="끝나는 날(포함하지 않음)")

    class Meta(Table.Meta):
        order_by = ("kind", "variant", "effective_from")

    def render_kind(self, record):
        return _editable(record.get_kind_display(), "documents:reword_template", record)

    def value_kind(self, record):
        return record.get_kind_display()

    def render_variant(self, record):
        # The codes of services are theirs; title and source tell them apart.
        return "한 업무만" if record.variant else "모든 업무"

    def render_needs_approval(self, value):
        return "받음" if value else "없이 시행"


class OwnLegalTextTable(LegalTextTable):
    """Sentences of law as the administrator sees them: each leads to its form."""

    def render_label(self, record):
        return _editable(record.label, "documents:reword_text", record)

    def value_label(self, record):
        return record.label
