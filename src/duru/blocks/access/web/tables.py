"""Lists of organisations and memberships."""

import django_filters
from django.urls import reverse

from duru.blocks.access.enums import OrganisationKind
from duru.blocks.access.models import Membership, Organisation
from duru.blocks.ui.api import ActionsColumn, BadgeColumn, DateColumn, FilterSet, LinkColumn, Table, TextColumn


class OrganisationFilters(FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label="기관 이름")
    kind = django_filters.ChoiceFilter(choices=OrganisationKind.choices, label="종류")

    class Meta:
        model = Organisation
        fields = ["name", "kind"]


class OrganisationTable(Table):
    caption = "기관 목록"
    unit = "곳"
    empty_title = "맞는 기관이 없습니다"
    empty_text = "이름의 일부만 넣거나 종류를 바꾸어 다시 찾아보세요."
    row_header = "name"
    name = LinkColumn(
        url=lambda record: reverse("access:organisation", args=[record.public_id]), verbose_name="기관 이름"
    )
    kind = TextColumn(verbose_name="종류")
    is_public = BadgeColumn(
        verbose_name="구분", words={True: "공공", False: "민간"}, tones={True: "info", False: "neutral"}
    )
    may_hold_rrn = BadgeColumn(
        verbose_name="주민등록번호", words={True: "근거 있음", False: "받지 않음"}, tones={True: "caution"}
    )
    phone = TextColumn(verbose_name="전화", empty_values=())

    def render_phone(self, value):
        return value or "–"

    class Meta(Table.Meta):
        model = Organisation
        fields = ("name", "kind", "is_public", "may_hold_rrn", "phone")


class MembershipTable(Table):
    caption = "소속된 사람"
    unit = "명"
    row_header = "name"
    empty_title = "등록된 사람이 없습니다"
    empty_text = "시스템 관리자가 이 화면에서 등록합니다."
    name = TextColumn(accessor="user__name", verbose_name="이름")
    role = TextColumn(verbose_name="역할")
    department = TextColumn(verbose_name="부서")
    duty = TextColumn(verbose_name="담당 업무")
    started_on = DateColumn(verbose_name="발령일")
    is_active = BadgeColumn(
        verbose_name="상태", words={True: "재직", False: "종료"}, tones={True: "success", False: "neutral"}
    )

    actions = ActionsColumn("access/_member_actions.html")

    def __init__(self, *args, may_manage=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_manage:
            self.columns.hide("actions")

    class Meta(Table.Meta):
        model = Membership
        fields = ("name", "role", "department", "duty", "started_on", "is_active", "actions")
