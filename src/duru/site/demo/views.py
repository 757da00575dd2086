"""5분 체험: one click makes the visitor one of the demo district's people. Only for tenants marked as demo."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from duru.blocks.access.api import SESSION_KEY, User, list_memberships, public_page
from duru.blocks.ui.api import render_page
from duru.site.demo.accounts import PASSWORD, accounts_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _only_in_demo(request: HttpRequest) -> None:
    if request.tenant is None or not request.tenant.is_demo:
        raise Http404("체험은 시험자료가 든 자치단체에만 있습니다.")


@public_page("시험자료 자치단체의 체험 안내")
def choose(request: HttpRequest) -> HttpResponse:
    _only_in_demo(request)
    return render_page(
        request,
        "site/try.html",
        {"accounts": accounts_of(request.tenant.code), "password": PASSWORD},
        title="5분 체험",
        lead="역할을 고르면 바로 그 사람으로 들어갑니다. 이 구와 사람들은 모두 지어낸 것입니다.",
    )


@public_page("시험자료 자치단체의 체험 로그인")
@require_POST
def become(request: HttpRequest, key: str) -> HttpResponse:
    _only_in_demo(request)
    account = next((account for account in accounts_of(request.tenant.code) if account.key == key), None)
    user = User.objects.filter(email=account.email).first() if account else None
    membership = list_memberships(user).filter(role=account.role).first() if user else None
    if membership is None:
        raise Http404("이 체험 계정이 없습니다. 'duru demo'로 시험 자치단체를 다시 만드세요.")
    login(request, user, backend=BACKEND)
    request.session[SESSION_KEY] = membership.id
    return redirect("home")
