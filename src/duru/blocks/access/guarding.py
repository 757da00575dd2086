"""What a session must keep beyond its password: a second factor, a screen that locks, and one place at a time."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duru.blocks.access.enums import Role

SEEN, LOGGED_IN, PROVEN = "duru_seen", "duru_logged_in", "duru_second_factor"
# A session is written anew at most this often only to say that it is in use.
_WRITTEN_EVERY_S = 60
_ACCOUNT = "/account/"


class GuardMiddleware:
    """Stand behind `ActorMiddleware`: end what was left alone or begun elsewhere, and ask for the second factor.

    Everybody who logs in by a password sees residents or decides who does, so nobody but 기록전용 (who has no password: links
    open it for one task) goes without. A demo district has nothing real behind it: there the account page says that it is not asked.

    Source: 개인정보의 안전성 확보조치 기준 §5 (접근권한), §6 (접근통제: 안전한 인증수단, 일정 시간 뒤 접속 차단).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.actor is None or not request.user.is_authenticated:
            return self.get_response(request)
        refused = self._end_if_left_alone(request) or self._end_if_begun_elsewhere(request)
        if refused is None and not request.path.startswith(_ACCOUNT):
            refused = self._ask_for_second_factor(request)
        return refused or self.get_response(request)

    def _end_if_left_alone(self, request: HttpRequest) -> HttpResponse | None:
        now, seen = int(timezone.now().timestamp()), request.session.get(SEEN)
        if seen is not None and now - seen > settings.DURU_IDLE_MINUTES * 60:
            return _end(
                request, f"{settings.DURU_IDLE_MINUTES}분 동안 쓰지 않아 화면을 잠갔습니다. 다시 로그인해 주세요."
            )
        if seen is None or now - seen >= _WRITTEN_EVERY_S:
            request.session[SEEN] = now
        return None

    def _end_if_begun_elsewhere(self, request: HttpRequest) -> HttpResponse | None:
        begun = request.session.get(LOGGED_IN)
        if settings.DURU_SINGLE_SESSION and begun and begun != login_stamp(request.user):
            return _end(
                request,
                "다른 곳에서 같은 계정으로 로그인하여 이곳의 접속을 끝냈습니다. 본인이 아니면 곧바로 비밀번호를 바꾸세요.",
            )
        return None

    def _ask_for_second_factor(self, request: HttpRequest) -> HttpResponse | None:
        if not asks_second_factor(request) or request.session.get(PROVEN):
            return None
        if has_second_factor(request.user):
            request.session[PROVEN] = True
            return None
        words = "주민의 정보를 보는 계정은 2단계 인증을 켜야 합니다. 앱(TOTP)이나 패스키를 등록해 주세요."
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": words}, status=403)
        messages.warning(request, words)
        return _go(request, reverse("mfa_index"))


def asks_second_factor(request: HttpRequest) -> bool:
    """Say whether this installation asks whoever acts in this request for a second factor."""
    return settings.DURU_SECOND_FACTOR and not request.tenant.is_demo and request.actor.role != Role.RECORDER


def has_second_factor(user) -> bool:
    """Say whether a user has an app or a passkey; recovery codes alone are none."""
    from allauth.mfa.models import Authenticator  # leaf: models of a library, when all apps are there

    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


def login_stamp(user) -> str:
    """Return what tells one login of a user from the next."""
    return user.last_login.isoformat() if user.last_login else ""


def _end(request: HttpRequest, words: str) -> HttpResponse:
    path = request.get_full_path() if request.method == "GET" else "/"
    logout(request)
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": words}, status=401)
    messages.warning(request, words)
    return _go(request, redirect_to_login(path).url)


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the whole page there, also when htmx asked for a part of it."""
    if request.headers.get("HX-Request") == "true":
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = url
        return answer
    return redirect(url)
