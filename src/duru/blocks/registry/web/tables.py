"""Tables of the register."""

from django.urls import reverse

from duru.blocks.registry.enums import PersonStatus, Sex
from duru.blocks.registry.web.panels import STATUS_TONES
from duru.blocks.ui.api import BadgeColumn, CountColumn, DateColumn, LinkColumn, Table, TextColumn
from duru.kernel.masking import mask_birth, mask_name


class HitTable(Table):
    caption = "이름을 가린 결과입니다. 이름이 같아도 다른 사람일 수 있습니다."
    unit = "명"
    row_header = "name"
    empty_title = "맞는 사람이 없습니다"
    empty_text = "이름의 앞 두 글자나 초성(ㅎㄱㄷ)으로 다시 찾아보세요. 비공개 대상은 지정 담당에게만 보입니다."

    name = LinkColumn(verbose_name="이름", url=lambda hit: reverse("registry:person", args=[hit.public_id]))
    birth = TextColumn(verbose_name="생년월일", attrs={"td": {"class": "day"}})
    sex = TextColumn(verbose_name="성별")
    dong = TextColumn(verbose_name="동")
    status = BadgeColumn(
        verbose_name="상태",
        tones={str(status): tone for status, tone in STATUS_TONES.items()},
        words={str(status): str(status.label) for status in PersonStatus},
    )
    how = TextColumn(verbose_name="찾은 방법")

    class Meta(Table.Meta):
        orderable = False  # the result of a POST: an address to sort by would have to carry the name


class ClientTable(Table):
    """The clients of one agency as its newest records name them; `shown` collects whom the page showed, for the log."""

    caption = "우리 기관이 올린 기록의 이용자입니다. 이름은 우리 기관이 적은 대로이며 목록에서는 가려서 보입니다."
    unit = "명"
    row_header = "name"
    empty_title = "아직 이용자가 없습니다"
    empty_text = "제공 기록을 올리고 사람 잇기가 끝나면 여기에 나옵니다."

    name = LinkColumn(
        verbose_name="이름", url=lambda record: reverse("registry:person", args=[record.person_ref]), orderable=False
    )
    birth_year = TextColumn(verbose_name="태어난 해", attrs={"td": {"class": "day"}}, empty_values=(), orderable=False)
    sex = TextColumn(verbose_name="성별", default="–", orderable=False)
    source_id = TextColumn(verbose_name="관리번호", default="–", orderable=False)
    n_records = CountColumn(verbose_name="기록", unit="건", orderable=False)
    first_seen_at = DateColumn(verbose_name="마지막으로 올린 때", orderable=False)

    def __init__(self, *args, shown: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.shown = shown

    def render_name(self, value, record, bound_column):
        self.shown.append(record.person_ref)
        return bound_column.column.render(mask_name(value), record)

    def render_birth_year(self, value):
        return mask_birth(value)

    def render_sex(self, value):
        return Sex(value).label if value else "–"
