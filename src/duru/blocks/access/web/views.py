"""Pages of organisations, memberships and permissions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from duru.blocks.access.declared import list_permissions
from duru.blocks.access.enums import Role
from duru.blocks.access.guarding import asks_second_factor
from duru.blocks.access.models import Membership
from duru.blocks.access.permissions import logged_in, may, needs
from duru.blocks.access.queries import list_organisations
from duru.blocks.access.web.tables import MembershipTable, OrganisationFilters, OrganisationTable
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page

CRUMB = ("기관과 권한", "")


@needs("access.see_organisations")
@readonly_view
def organisations(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        list_organisations(active_only=False),
        OrganisationTable,
        filterset=OrganisationFilters,
        title="기관",
        lead="우리 구와 함께 일하는 기관입니다.",
        template="access/organisation_list.html",
        context={"may_manage": may(request.actor, "access.manage")},
        breadcrumbs=[CRUMB, ("기관", "")],
    )


@needs("access.see_organisations")
@readonly_view
def organisation(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(list_organisations(active_only=False), public_id=public_id)
    members = (
        Membership.objects.filter(organisation=found)
        .select_related("user", "organisation")
        .order_by("-is_active", "id")
    )
    rrn = f"있음 ({found.rrn_basis})" if found.may_hold_rrn else "없음: 주민등록번호는 받는 즉시 지웁니다"
    facts = [
        ("종류", found.get_kind_display()),
        ("구분", "공공기관" if found.is_public else "민간기관"),
        ("주민등록번호 처리 근거", rrn),
        ("전화", found.phone or "–"),
        ("상태", "사용" if found.is_active else "사용 안 함"),
    ]
    return list_page(
        request,
        members,
        MembershipTable,
        title=found.name,
        lead="기관 정보와 소속된 사람입니다.",
        template="access/organisation.html",
        context={"facts_of": facts, "organisation": found, "may_manage": may(request.actor, "access.manage")},
        table_kwargs={"may_manage": may(request.actor, "access.manage")},
        breadcrumbs=[CRUMB, ("기관", reverse("access:organisations")), (found.name, "")],
    )


@needs("access.see_organisations")
@readonly_view
def permissions(request: HttpRequest) -> HttpResponse:
    roles = list(Role)
    rows = [(permission, [role in permission.roles for role in roles]) for permission in list_permissions()]
    return render_page(
        request,
        "access/permissions.html",
        {"roles": roles, "rows": rows},
        title="역할별 권한",
        lead="누가 무엇을 할 수 있는지 보여 줍니다. 권한은 업무 화면마다 정해져 있고, 사람에게는 역할로 줍니다.",
        breadcrumbs=[CRUMB, ("역할별 권한", "")],
    )


@logged_in
@readonly_view
def account(request: HttpRequest) -> HttpResponse:
    return render_page(
        request,
        "access/account.html",
        {"memberships": request.memberships, "asks_second_factor": asks_second_factor(request)},
        title="내 계정",
        lead="비밀번호와 2단계 인증을 관리합니다.",
        breadcrumbs=[("내 계정", "")],
    )
