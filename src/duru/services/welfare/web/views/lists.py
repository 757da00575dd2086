"""Lists of recipients, checked as a whole before anything is given: order, watch, fetch the sheet."""

from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_export
from duru.blocks.exchange.api import FileRefused, read_person_list
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import Column, render_page, xlsx_response
from duru.kernel.errors import Refused
from duru.services.welfare.enums import Light, ListState
from duru.services.welfare.models import ListCheck
from duru.services.welfare.operations.lists import MOST_ROWS, order_list_check
from duru.services.welfare.permissions import CHECK_LIST
from duru.services.welfare.queries.gifts import list_gift_choices
from duru.services.welfare.tasks import check_list
from duru.services.welfare.web.forms import ListForm, SheetForm
from duru.services.welfare.web.people import CAUTION, CRUMB

TITLE = "명단 확인"
_SHOWN = 20
_TONES = {Light.CLEAR: "success", Light.SIMILAR: "caution", Light.STOP: "danger", Light.UNKNOWN: "info"}


@needs(CHECK_LIST)
@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Show the agency's lists, and take a new one in; the file itself is not kept."""
    choices = list_gift_choices(official=request.actor.is_official, on=timezone.localdate())
    form = ListForm(request.POST or None, request.FILES or None, gifts=choices)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = order_list_check(
                by=request.actor, title=form.cleaned_data["title"], gift_key=form.cleaned_data["gift"],
                rows=read_person_list(Path(file.temporary_file_path()), most=MOST_ROWS),
                given_on=form.cleaned_data["given_on"], at=timezone.now(),
            )  # fmt: skip
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            check_list.defer(list_id=made.id)
            messages.success(
                request, f"{made.n_rows:,}명을 확인합니다. 끝나면 한 사람에 한 줄인 엑셀을 받을 수 있습니다."
            )
            return redirect("welfare:list", made.public_id)
    return render_page(
        request,
        "welfare/lists.html",
        {"form": form, "lists": _lists(request)[:50]},
        title=TITLE,
        lead="나누기 전에 받을 사람 명단을 통째로 확인합니다. 아무것도 준 것으로 적지 않습니다.",
        breadcrumbs=[CRUMB, (TITLE, "")],
    )


@needs(CHECK_LIST)
@require_http_methods(["GET", "POST"])
def one_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how far a list is and its first answers; a POST with the reason fetches the sheet."""
    check = _get(request, public_id)
    form = SheetForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and check.state == ListState.DONE and check.rows:
        return _sheet(request, check, form.cleaned_data["reason"])
    rows = list(zip(check.rows[:_SHOWN], check.answers[:_SHOWN], strict=False))
    return render_page(
        request,
        "welfare/list.html",
        {
            "check": check,
            "form": form,
            "running": _running(check),
            "counts": [(_label(request, Light(key)), n, _TONES[Light(key)]) for key, n in sorted(check.counts.items())],
            "rows": [(row, answer, _TONES[Light(answer["light"])]) for row, answer in rows],
            "n_more": max(0, check.n_done - _SHOWN),
        },
        title=check.title,
        breadcrumbs=[CRUMB, (TITLE, reverse("welfare:lists")), (check.title, "")],
    )


@needs(CHECK_LIST)
@readonly_view
@require_GET
def list_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    running = _running(_get(request, public_id))
    response = render(request, "welfare/_list_progress.html", {"running": running})
    if running is None:
        response["HX-Refresh"] = "true"
    return response


def _sheet(request: HttpRequest, check: ListCheck, reason: str) -> HttpResponse:
    record_export(
        actor=request.actor.audit, action="명단 확인 내려받기", purpose=reason, detail={"list": check.public_id, "n_rows": check.n_rows}
    )  # fmt: skip
    heads = (("이름", 0), ("생년월일", 1), ("전화", 3), ("주소", 4))
    words = (("answer", "판정", 26), ("what", "비슷한 것", 40), ("to_do", "할 일", 40), ("note", "알림", 20))
    own = (("rule", "규칙", 30), ("basis", "근거", 30), ("other", "걸리는 기록", 36))
    columns = [
        Column(str(at), label, "명단에 적힌 그대로", value=lambda row, at=at: row[0][at]) for label, at in heads
    ] + [
        Column(key, label, width=width, value=lambda row, key=key: row[1][key]) for key, label, width in (*words, *own)
    ]  # fmt: skip
    notes = [
        f"{request.tenant.name} · {check.title} · {timezone.localtime():%Y-%m-%d %H:%M} · {request.actor.organisation_name} {request.actor.name}",
        f"사유: {reason}",
        CAUTION,
    ]
    if not request.actor.is_official:
        notes.append(
            "규칙과 걸리는 기록은 우리 기관의 기록뿐입니다. 다른 기관의 것은 분류와 달만 있습니다(개인정보 보호법 제17조)."
        )
    if request.tenant.is_demo:
        notes.append("시험자료")
    return xlsx_response(
        zip(check.rows, check.answers, strict=True), columns, "명단확인", title=check.title, notes=notes
    )


def _label(request: HttpRequest, light: Light) -> str:
    """Officials are told of everybody: what they cannot be told is only who was not found."""
    return "찾지 못함" if light == Light.UNKNOWN and request.actor.is_official else str(light.label)


def _running(check: ListCheck) -> dict | None:
    if check.state not in (ListState.WAITING, ListState.RUNNING):
        return None
    url = reverse("welfare:list_progress", args=[check.public_id])
    return {"label": "확인하는 중", "done": check.n_done, "total": check.n_rows, "poll_url": url}


def _lists(request: HttpRequest):
    """Lists of the actor's own agency alone: not even officials read another agency's list."""
    found = ListCheck.objects.filter(organisation_id=request.actor.organisation_id).order_by("-at", "-id")
    return found.defer("rows", "answers")


def _get(request: HttpRequest, public_id: str) -> ListCheck:
    found = ListCheck.objects.filter(organisation_id=request.actor.organisation_id, public_id=public_id).first()
    if found is None:
        raise Http404
    return found
