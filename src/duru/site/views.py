"""The shell's own pages: home, health, errors."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from duru.blocks.access.api import Actor, NotAllowed, logged_in, public_page
from duru.blocks.places.api import dong_names
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import attention_for, error_page, render_page
from duru.services.welfare.api import DongCounts, count_by_dong, count_findings
from duru.services.welfare.enums import Verdict
from duru.site.demo.accounts import find_account
from duru.site.demo.stories import opening

DATABASE_AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


@logged_in
@readonly_view
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    account = find_account(request.user.email) if request.tenant.is_demo else None
    return render_page(
        request,
        "site/home.html",
        {
            "attention": attention_for(actor),
            **_search(actor),
            **(_numbers() if actor.may("welfare.see_report") else {}),
            "steps": [(step, opening(step, actor, on=timezone.localdate())) for step in account.steps]
            if account
            else (),
            "try_url": reverse("try"),
            "start": _start(actor),
        },
        title=f"{actor.name} 님의 오늘",
        lead=f"{actor.organisation_name} {actor.department}".strip(),
    )


def _search(actor: Actor) -> dict[str, str]:
    """Return where the search on the home page leads: the register for officials, the own clients for an agency."""
    if actor.may("registry.search"):
        return {"search_url": reverse("registry:search"), "search_label": "주민 찾기"}
    if actor.may("registry.see_clients"):
        return {"search_url": reverse("registry:clients"), "search_label": "우리 기관 이용자 찾기"}
    return {}


# Where somebody for whom nothing waits most likely goes: the first that the role may.
_STARTS = (
    ("audit.see", "열람 기록 보기", "audit:list"),
    ("welfare.see_report", "점검 보고서 보기", "welfare:report"),
    ("exchange.upload", "자료 올리기", "exchange:upload"),
    ("access.manage", "기관과 사람 관리하기", "access:organisations"),
    ("places.see", "시설 목록 보기", "places:facilities"),
)


def _start(actor: Actor) -> tuple[str, str]:
    return next(((word, reverse(url_name)) for code, word, url_name in _STARTS if actor.may(code)), ("", ""))


@dataclass(frozen=True, slots=True)
class Figure:
    """One big number of the home page and the list behind it."""

    label: str
    value: int
    unit: str
    url: str
    hint: str = ""
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing by 행정동, most first: `series` as the tag `chart` takes them."""

    ident: str
    title: str
    unit: str
    labels: list[str]
    series: list[dict]


def _numbers() -> dict:
    return {"figures": _figures(), "pictures": [picture for picture in _pictures() if picture.labels]}


def _pictures() -> Iterator[Picture]:
    """Draw where the overlaps and the people without help are: that is looked at, not read."""
    found = count_by_dong()
    names = dong_names([dong.dong_code for dong in found])

    def name(dong: DongCounts) -> str:
        return names.get(dong.dong_code, "") or "동 모름"

    overlapping = sorted((dong for dong in found if dong.n_overlaps), key=lambda dong: -dong.n_overlaps)
    tones = ((Verdict.PROHIBITED, "danger"), (Verdict.RESTRICTED, "warning"), (Verdict.CAUTION, "caution-line"))
    yield Picture(
        "overlapsByDong",
        "동별 겹친 지원",
        "묶음",
        [name(dong) for dong in overlapping],
        [
            {"name": str(verdict.label), "tone": tone, "values": [dong.overlaps[verdict] for dong in overlapping]}
            for verdict, tone in tones
        ],
    )
    silent = sorted((dong for dong in found if dong.silent), key=lambda dong: -dong.silent)
    yield Picture(
        "silentByDong",
        "동별 받은 것이 없는 이웃",
        "명",
        [name(dong) for dong in silent],
        [{"name": "사람", "tone": "brand", "values": [dong.silent for dong in silent]}],
    )


def _figures() -> list[Figure]:
    found = count_findings()
    # As the report counts: 정보 is to be known, nothing to be done about it.
    overlaps = [each for verdict, each in found["overlaps"].items() if verdict != Verdict.INFO]
    gone = found["gone"].values()
    return [
        Figure("겹친 지원", sum(o["n"] for o in overlaps), "묶음", reverse("welfare:report"), "금지·제한·주의"),
        Figure("관련 금액", sum(o["won"] for o in overlaps), "원", reverse("welfare:report"), "금지·제한·주의"),
        Figure("사망·전출 뒤 지급", sum(g["n"] for g in gone), "명", reverse("welfare:report"), tone="danger"),
        Figure("받은 것이 없는 이웃", found["silent"], "명", reverse("welfare:silent"), tone="warning"),
    ]


@public_page("비밀번호를 잊은 사람은 로그인할 수 없음. 자료를 담지 않음")
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say what to do; the library's pages that would send passwords by mail lead here."""
    return render_page(
        request, "site/forgotten.html", title="비밀번호를 잊었으면", lead="새 비밀번호는 사람이 확인하고 만듭니다."
    )


@public_page("그림 하나. 자료를 담지 않음")
def icon(request: HttpRequest) -> HttpResponse:
    """Lead to the icon: a PDF in the browser has no page that names it."""
    return redirect(static("ui/duru.svg"), permanent=True)


@public_page("상태만 답하고 자료를 담지 않음")
def health(request: HttpRequest) -> JsonResponse:
    """Answer without the database: the process is alive."""
    return JsonResponse({"status": "ok"})


@public_page("오류 안내")
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400)


@public_page("오류 안내")
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403, reason=str(exception) if isinstance(exception, NotAllowed) else "")


@public_page("오류 안내")
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


@public_page("오류 안내")
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a failure; a database that does not answer is named as such, so that nobody searches the fault in his input."""
    return error_page(request, 503 if isinstance(sys.exception(), DATABASE_AWAY) else 500)
