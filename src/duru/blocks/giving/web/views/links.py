"""One-time links for those who only record."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import SESSION_KEY, actor_of, find_organisation, needs, public_page
from duru.blocks.audit.api import EntryKind, record_deed
from duru.blocks.giving.errors import LinkSpent
from duru.blocks.giving.models import RecordLink
from duru.blocks.giving.operations import issue_record_link, revoke_record_link, use_record_link
from duru.blocks.giving.permissions import ISSUE_LINK
from duru.blocks.giving.queries import list_links
from duru.blocks.giving.web.forms import LinkForm
from duru.blocks.ui.api import qr_svg, render_page

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_HOURS = 10
MOST_SHOWN = 50


@needs(ISSUE_LINK)
@require_http_methods(["GET", "POST"])
@never_cache
def links(request: HttpRequest) -> HttpResponse:
    """The link itself is on the answer to the POST alone: nobody can look it up later."""
    form = LinkForm(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        organisation = find_organisation(public_id=form.cleaned_data["organisation"])
        _, token = issue_record_link(
            by=request.actor, organisation=organisation, label=form.cleaned_data["label"], at=timezone.now()
        )
        address = request.build_absolute_uri(reverse("giving:start", args=[token]))
        form = LinkForm()
    now = timezone.now()
    return render_page(
        request,
        "giving/links.html",
        {
            "form": form,
            "address": address,
            "qr": qr_svg(address) if address else "",
            "links": [(link, _state(link, now)) for link in list_links()[:MOST_SHOWN]],
        },
        title="기록전용 링크",
        lead="교회나 봉사자에게 한 번 쓰는 링크를 줍니다. 적을 수만 있고 아무것도 볼 수 없습니다.",
    )


@needs(ISSUE_LINK)
@require_POST
def take_link_back(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        revoke_record_link(by=request.actor, public_id=public_id, at=timezone.now())
    except RecordLink.DoesNotExist:
        raise Http404 from None
    messages.success(request, "링크를 회수했습니다.")
    return redirect("giving:links")


@public_page("한 번 쓰는 기록전용 링크: 누르기 전에는 아무것도 보이지 않고, 누르면 적기만 하는 계정이 열립니다.")
@require_http_methods(["GET", "POST"])
@sensitive_variables("token")
@never_cache
def start(request: HttpRequest, token: str) -> HttpResponse:
    """The link is spent by the button, not by opening it: messengers open links to preview them."""
    is_spent = False
    if request.method == "POST":
        try:
            membership = use_record_link(token=token, at=timezone.now())
        except LinkSpent:
            is_spent = True
        else:
            login(request, membership.user, backend=_BACKEND)
            request.session[SESSION_KEY] = membership.id
            request.session.set_expiry(_HOURS * 3600)
            actor = actor_of(membership, origin=request.META.get("REMOTE_ADDR", ""))
            record_deed(actor=actor.audit, action="기록전용 링크로 들어옴", kind=EntryKind.LOGIN)
            return redirect("giving:door")
    return render_page(
        request,
        "giving/start.html",
        {"is_spent": is_spent},
        title="나눔 기록 시작",
        lead="이 링크는 한 번만 열립니다. 오늘 나눈 것을 적을 수 있고, 다른 것은 보이지 않습니다.",
    )


def _state(link: RecordLink, now) -> tuple[str, str]:
    if link.used_at:
        return "사용함", "success"
    if link.revoked_at:
        return "회수", "neutral"
    return ("기한 지남", "neutral") if link.expires_at <= now else ("기다림", "info")
