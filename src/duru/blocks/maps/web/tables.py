"""Homes that are not on a building."""

from duru.blocks.maps.enums import WhyUnplaced
from duru.blocks.registry.api import person_ref
from duru.blocks.ui.api import BadgeColumn, LinkColumn, Table, TextColumn
from duru.kernel.masking import mask_address, mask_name

ACCURACY_WORDS = {"building": "건물", "road": "도로", "dong": "동 가운데", "none": "놓지 못함"}


class RoughTable(Table):
    caption = "건물에 놓지 못한 집, 아예 놓지 못한 것부터. 이름과 주소는 가려서 보입니다."
    unit = "명"
    row_header = "person"
    empty_title = "모든 집이 건물에 놓였습니다"
    empty_text = "주소를 모르거나 건물 사전에 없는 집이 생기면 여기에 나옵니다."

    person = LinkColumn(verbose_name="누구", orderable=False, url=lambda row: f"/people/{row.person.public_id}")
    address = TextColumn(verbose_name="적힌 주소", accessor="person__address", orderable=False)
    accuracy = BadgeColumn(
        verbose_name="지도",
        tones={"road": "info", "dong": "caution", "none": "danger"},
        words=ACCURACY_WORDS,
        orderable=False,
    )
    why = BadgeColumn(
        verbose_name="까닭",
        tones={},
        words={str(why): str(why.label) for why in WhyUnplaced},
        orderable=False,
        default="–",
    )

    def __init__(self, *args, shown: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.shown = shown

    def render_person(self, record):
        self.shown.append(person_ref(record.person.public_id))
        return mask_name(record.person.name)

    def render_address(self, value):
        return mask_address(value)
