"""Pages on which the administrator keeps agencies and memberships."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from duru.blocks.access.errors import NotAllowed
from duru.blocks.access.models import Membership, Organisation, User
from duru.blocks.access.operations import add_member, add_organisation, change_organisation, end_membership
from duru.blocks.access.permissions import needs
from duru.blocks.access.queries import list_organisations
from duru.blocks.access.web.forms import MemberForm, OrganisationForm
from duru.blocks.ui.api import confirm_page, render_page

_GROUP = ("기관과 권한", "")


@needs("access.manage")
@require_http_methods(["GET", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, initial={"is_active": True})
    if request.method == "POST" and form.is_valid():
        made = add_organisation(by=request.actor, **form.cleaned_data)
        messages.success(request, "기관을 등록했습니다.")
        return redirect("access:organisation", made.public_id)
    return _form_page(request, form, title="기관 등록", save_label="등록", back=reverse("access:organisations"))


@needs("access.manage")
@require_http_methods(["GET", "POST"])
def edit_organisation(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _organisation(public_id)
    back = reverse("access:organisation", args=[public_id])
    form = OrganisationForm(request.POST or None, instance=_organisation(public_id))
    if request.method == "POST" and form.is_valid():
        change_organisation(by=request.actor, organisation=found, **form.cleaned_data)
        messages.success(request, "기관 정보를 고쳤습니다.")
        return redirect(back)
    return _form_page(request, form, title="기관 정보 고치기", save_label="고치기", back=back, organisation=found)


@needs("access.manage")
@never_cache
@require_http_methods(["GET", "POST"])
def new_member(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _organisation(public_id)
    back = reverse("access:organisation", args=[public_id])
    form = MemberForm(request.POST or None, initial={"started_on": timezone.localdate()})
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, title="사람 등록", save_label="등록", back=back, organisation=found)
    email, password = form.cleaned_data["email"], secrets.token_urlsafe(12)
    is_new = not User.objects.filter(email__iexact=email).exists()
    member = add_member(by=request.actor, organisation=found, password=password, **form.cleaned_data)
    if not is_new:
        messages.success(request, f"{member.user.name} 님의 소속을 등록했습니다. 쓰던 비밀번호로 로그인합니다.")
        return redirect(back)
    # In the answer itself and nowhere else: a message or an address would keep it.
    return render_page(
        request,
        "access/member_added.html",
        {"name": member.user.name, "email": email, "password": password, "back": back},
        title="사람을 등록했습니다",
        breadcrumbs=_crumbs(found, "사람 등록"),
    )


@needs("access.manage")
@require_http_methods(["GET", "POST"])
def end_member(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _organisation(public_id)
    back = reverse("access:organisation", args=[public_id])
    number = request.GET.get("membership", "")
    member = (
        Membership.objects.select_related("user").filter(organisation=found, id=number).first()
        if number.isdigit()
        else None
    )
    if member is None:
        raise Http404("그런 소속이 없습니다.")
    if request.method == "POST":
        try:
            end_membership(by=request.actor, membership_id=member.id, on=timezone.localdate())
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{member.user.name} 님의 소속을 끝냈습니다.")
        return redirect(back)
    return confirm_page(
        request,
        title="소속 끝내기",
        question=f"{member.user.name} 님의 소속({found.name}, {member.get_role_display()})을 오늘로 끝낼까요?",
        confirm_label="끝내기",
        cancel_url=back,
        consequences=[
            "이 소속으로는 곧바로 아무것도 볼 수 없습니다.",
            "권한을 준 기록은 세 해 동안 남습니다(안전성 확보조치 기준 §5③).",
            "다시 발령을 받으면 ‘사람 등록’으로 이어서 쓸 수 있습니다.",
        ],
        is_danger=True,
        breadcrumbs=_crumbs(found, "소속 끝내기"),
    )


def _organisation(public_id: str) -> Organisation:
    return get_object_or_404(list_organisations(active_only=False), public_id=public_id)


def _form_page(request, form, *, title: str, save_label: str, back: str, organisation=None) -> HttpResponse:
    return render_page(
        request,
        "access/form.html",
        {"form": form, "save_label": save_label, "back": back},
        title=title,
        breadcrumbs=_crumbs(organisation, title),
    )


def _crumbs(organisation: Organisation | None, word: str) -> list[tuple[str, str]]:
    start = [_GROUP, ("기관", reverse("access:organisations"))]
    if organisation is not None:
        start.append((organisation.name, reverse("access:organisation", args=[organisation.public_id])))
    return [*start, (word, "")]
