"""Tables of the register."""

from django.urls import reverse

from duru.blocks.registry.enums import PersonStatus
from duru.blocks.registry.web.panels import STATUS_TONES
from duru.blocks.ui.api import BadgeColumn, LinkColumn, Table, TextColumn


class HitTable(Table):
    caption = "이름을 가린 결과입니다. 이름이 같아도 다른 사람일 수 있습니다."
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
