"""The call sheet: seen through the glass, checked off, printed, taken along, sent back."""

from __future__ import annotations

import json
from datetime import datetime

import shapely
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from duru.blocks.access.api import GLASS_FLAG, GlassRefused, glass_open, needs, public_page
from duru.blocks.audit.api import record_export, record_look
from duru.blocks.documents.api import RenderingFailed
from duru.blocks.maps.api import feature, metres_between, visit_order
from duru.blocks.places.api import FacilityKind, list_facilities
from duru.blocks.registry.api import Person, get_person, person_ref, purpose_or_question
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import confirm_page, render_page
from duru.kernel.errors import Refused
from duru.services.emergency.enums import CallState
from duru.services.emergency.errors import CopyRefused, GlassClosed, IncidentRefused
from duru.services.emergency.models import Incident
from duru.services.emergency.operations import (
    break_glass,
    check_line,
    close_incident,
    make_copy,
    set_key_holder,
    take_checks,
    take_key_back,
)
from duru.services.emergency.permissions import GLASS, KEEP_KEYS, OPEN
from duru.services.emergency.queries import Sheet, get_incident, get_sheet, incident_ref
from duru.services.emergency.web.forms import CopyForm, GlassForm, KeyForm
from duru.services.emergency.web.printing import paper_response

PAGE = 50
MOST_POINTS = 1_000
_STATES = [(state, state.label) for state in CallState if state != CallState.WAITING]


@needs(OPEN)
@readonly_view
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    incident, at = _incident(public_id), timezone.now()
    is_everybody, page = request.GET.get("all") == "1", _number(request.GET.get("page"))
    try:
        whole = get_sheet(request.actor, incident, at=at, is_everybody=is_everybody, limit=MOST_POINTS)
        first = (page - 1) * PAGE
        found = (
            whole.lines[first : first + PAGE]
            if first < MOST_POINTS
            else get_sheet(request.actor, incident, at=at, is_everybody=is_everybody, first=first, limit=PAGE).lines
        )
    except GlassClosed:
        return _closed(request, incident, GlassForm())
    _look(
        request,
        incident,
        Sheet(incident, [*found, *(line for line in whole.lines if line not in found)]),
        "긴급 연락표 보기",
        at,
    )
    n = whole.n if is_everybody else whole.n_called
    context = {
        "incident": incident, "sheet": whole, "lines": found, "states": _STATES, "is_everybody": is_everybody, "map": _on_map(incident, whole),
        "opening": glass_open(request.actor, GLASS.key, incident_ref(public_id), at=at), "copy_form": CopyForm(),
        "page": page, "pages": range(1, (n - 1) // PAGE + 2) if n > PAGE else (), "n_protected_word": not request.actor.named_officer,
    }  # fmt: skip
    return render_page(
        request, "emergency/sheet.html", context, title=f"긴급 상황: {incident.get_hazard_display()} {incident.label}",
        lead=f"{incident.note} · {timezone.localtime(incident.opened_at):%-m월 %-d일 %H:%M}", breadcrumbs=_crumbs(incident),
    )  # fmt: skip


@needs(OPEN)
@require_POST
def glass(request: HttpRequest, public_id: str) -> HttpResponse:
    incident, form = _incident(public_id), GlassForm(request.POST)
    if form.is_valid():
        try:
            break_glass(by=request.actor, incident=incident, reason=form.cleaned_data["reason"], at=timezone.now())
        except GlassRefused as refused:
            form.add_error("reason", str(refused))
        else:
            return redirect("emergency:sheet", public_id)
    return _closed(request, incident, form)


@needs(OPEN)
@require_POST
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    incident, at = _incident(public_id), timezone.now()
    line_id = request.POST.get("line", "")
    try:
        get_sheet(request.actor, incident, at=at, only=line_id)  # the glass, before anything is written
        check_line(
            by=request.actor,
            incident=incident,
            line_id=line_id,
            state=request.POST.get("state", ""),
            note=request.POST.get("note", ""),
            at=at,
        )
        found = get_sheet(request.actor, incident, at=at, only=line_id)
    except GlassClosed:
        return redirect("emergency:sheet", public_id)
    except IncidentRefused as refused:
        messages.error(request, str(refused))
        return redirect("emergency:sheet", public_id)
    if request.htmx and found.lines:
        return render(
            request, "emergency/_line.html",
            {"line": found.lines[0], "number": _number(request.POST.get("number")), "incident": incident, "states": _STATES, "sheet": found, "is_fresh": True},
        )  # fmt: skip
    return redirect(f"{reverse('emergency:sheet', args=[public_id])}#line-{line_id}")


@needs(OPEN)
@require_POST
@readonly_view
def paper(request: HttpRequest, public_id: str) -> HttpResponse:
    incident, at = _incident(public_id), timezone.now()
    try:
        found = get_sheet(request.actor, incident, at=at, is_everybody=request.POST.get("all") == "1")
    except GlassClosed:
        return redirect("emergency:sheet", public_id)
    try:
        answer = paper_response(request, found, at)
    except RenderingFailed as failed:
        messages.error(request, str(failed))
        return redirect("emergency:sheet", public_id)
    record_export(
        actor=request.actor.audit,
        action="긴급 연락표 인쇄",
        purpose=_purpose(incident),
        subjects=_subjects(incident, found),
    )
    return answer


@needs(OPEN)
@require_POST
def copy(request: HttpRequest, public_id: str) -> HttpResponse:
    incident, form = _incident(public_id), CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, "암호문과 시간을 적어 주세요.")
        return redirect("emergency:sheet", public_id)
    try:
        made = make_copy(
            by=request.actor, incident=incident, at=timezone.now(), **form.cleaned_data, tenant_name=request.tenant.name,
            is_demo=request.tenant.is_demo, sync_url=request.build_absolute_uri(reverse("emergency:sync", args=["@"])).replace("%40", "@"),
        )  # fmt: skip
    except GlassClosed:
        return redirect("emergency:sheet", public_id)
    except CopyRefused as refused:
        messages.error(request, str(refused))
        return redirect("emergency:sheet", public_id)
    answer = HttpResponse(made.content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename=emergency-{timezone.localtime():%m%d-%H%M}.html"
    answer["Cache-Control"] = "no-store"
    return answer


@csrf_exempt
@public_page("takes check-offs of an offline copy with the copy's own secret; tells nothing but how many it took")
@require_POST
def sync(request: HttpRequest, copy_id: str) -> HttpResponse:
    try:
        body = json.loads(request.body)
        token, checks = str(body["token"]), body["checks"]
        n = take_checks(
            copy_id=copy_id, token=token, checks=[one for one in checks if isinstance(one, dict)], at=timezone.now()
        )
    except CopyRefused as refused:
        answer = JsonResponse({"detail": str(refused)}, status=403)
    except (ValueError, KeyError, TypeError, RecursionError):
        answer = JsonResponse({"detail": "읽을 수 없는 결과입니다."}, status=400)
    else:
        answer = JsonResponse({"received": n})
    # The copy is opened from a file, whose origin is nobody's; no cookie goes along and none is asked for.
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@needs(OPEN)
@readonly_view
def route(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show in which order one worker visits those who are still waiting."""
    incident, at = _incident(public_id), timezone.now()
    most = min(60, _number(request.GET.get("n"), 15))
    try:
        found = get_sheet(request.actor, incident, at=at)
    except GlassClosed:
        return redirect("emergency:sheet", public_id)
    waiting = [line for line in found.lines if line.state in (CallState.WAITING, CallState.NO_ANSWER, CallState.HELP)][
        :most
    ]
    office = _office(request)
    start = (office.lon, office.lat) if office else (waiting[0].lon, waiting[0].lat) if waiting else (0.0, 0.0)
    stops, here, total = [], start, 0
    for at_line in visit_order([(line.lon, line.lat) for line in waiting], start):
        line = waiting[at_line]
        metres = round(float(metres_between(_array([here]), _array([(line.lon, line.lat)]))[0, 0]))
        total, here = total + metres, (line.lon, line.lat)
        stops.append((line, metres))
    _look(request, incident, Sheet(incident, waiting), "방문 순서 보기", at)
    points = [
        {"lonlat": [line.lon, line.lat], "word": number, "tone": line.tone, "more": f"{number}. {line.name}"}
        for number, (line, _) in enumerate(stops, 1)
    ]
    if office:
        points.append({"lonlat": list(start), "word": office.name, "tone": "place"})
    way = shapely.LineString([start, *((line.lon, line.lat) for line, _ in stops)]) if stops else None
    asked = {"type": "FeatureCollection", "features": [feature(way)] if way else []}
    context = {
        "incident": incident,
        "stops": stops,
        "total": total,
        "office": office,
        "map": {"points": points, "asked": asked, "bounds": _bounds(way)},
    }
    return render_page(
        request, "emergency/route.html", context, title="방문 순서", breadcrumbs=[*_crumbs(incident)[:-1], (incident.label, reverse("emergency:sheet", args=[public_id])), ("방문 순서", "")],
        lead="위험한 차례로 고른 사람을 가까운 길로 도는 순서입니다. 거리는 곧은 선이라 실제보다 짧습니다.",
    )  # fmt: skip


@needs(OPEN)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    incident = _incident(public_id)
    back = reverse("emergency:sheet", args=[public_id])
    if request.method == "POST":
        close_incident(by=request.actor, incident=incident, at=timezone.now())
        messages.success(request, "상황을 끝냈습니다. 연락표는 한 해 뒤에 지워집니다.")
        return redirect(back)
    return confirm_page(
        request, title="상황 끝내기", question=f"{incident.label} 상황을 끝낼까요?", confirm_label="끝내기", cancel_url=back,
        consequences=["연락 결과는 그대로 남습니다.", "사람을 다시 보려면 까닭을 적고 열어야 합니다."], breadcrumbs=_crumbs(incident),
    )  # fmt: skip


@needs(KEEP_KEYS)
@require_POST
def keys(request: HttpRequest, person_ref: str) -> HttpResponse:
    try:
        person = get_person(request.actor, person_ref)
    except Person.DoesNotExist:
        raise Http404 from None
    _, question = purpose_or_question(request, person_ref)
    if question:
        return question
    try:
        if gone := request.POST.get("gone"):
            take_key_back(by=request.actor, person=person, public_id=gone, at=timezone.now())
            messages.success(request, "열쇠 맡은 사람을 지웠습니다.")
        else:
            form = KeyForm(request.POST)
            form.is_valid()
            given = {name: form.cleaned_data.get(name, "") for name in ("name", "relation", "phone")}
            set_key_holder(by=request.actor, person=person, at=timezone.now(), **given)
            messages.success(request, "열쇠 맡은 사람을 적었습니다.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("registry:person", person_ref)


def _incident(public_id: str) -> Incident:
    try:
        return get_incident(public_id)
    except Incident.DoesNotExist:
        raise Http404 from None


def _closed(request: HttpRequest, incident: Incident, form: GlassForm) -> HttpResponse:
    context = {"incident": incident, "form": form, "glass": GLASS}
    return render_page(
        request, "emergency/closed.html", context, title=f"긴급 상황: {incident.get_hazard_display()} {incident.label}", lead=incident.note,
        breadcrumbs=_crumbs(incident),
    )  # fmt: skip


def _crumbs(incident: Incident) -> list[tuple[str, str]]:
    return [("긴급 상황", reverse("emergency:incidents")), (incident.label, "")]


def _purpose(incident: Incident) -> str:
    word = "훈련" if incident.is_drill else "긴급"
    return f"{word}: {incident.get_hazard_display()} {incident.note}"[:200]


def _subjects(incident: Incident, found: Sheet) -> list[str]:
    return [incident_ref(incident.public_id), *(person_ref(line.person_ref) for line in found.lines)]


def _look(request: HttpRequest, incident: Incident, found: Sheet, action: str, at: datetime) -> None:
    flags = [] if incident.is_drill else [GLASS_FLAG]
    record_look(
        actor=request.actor.audit,
        action=action,
        purpose=_purpose(incident),
        subjects=_subjects(incident, found),
        flags=flags,
    )


def _on_map(incident: Incident, found: Sheet) -> dict:
    """Return shape, people and the places named beside them; one dot a house, with its first number."""
    shape = shapely.from_wkb(bytes(incident.wkb))
    dots: dict[tuple[float, float], dict] = {}
    for line in found.lines:
        dot = dots.setdefault(
            (line.lon, line.lat),
            {"lonlat": [line.lon, line.lat], "word": line.number, "tone": line.tone, "n": 0, "key": line.public_id},
        )
        dot["n"] += 1
        dot["more"] = f"{dot['word']}번" + (f" 등 {dot['n']}명" if dot["n"] > 1 else "")
    names = {place.name for line in found.lines[:PAGE] for place in (line.shelter, line.hospital) if place}
    places = [
        {"lonlat": [place.lon, place.lat], "word": place.name, "tone": "place"}
        for place in list_facilities().filter(name__in=names, lon__isnull=False)
    ]
    return {
        "points": [*places, *reversed(list(dots.values()))],
        "asked": {"type": "FeatureCollection", "features": [feature(shape)]},
        "bounds": _bounds(shape),
    }


def _bounds(shape) -> list[float] | None:
    return [float(edge) for edge in shape.buffer(0.0008).bounds] if shape is not None else None


def _office(request: HttpRequest):
    """Return where the actor's day begins: their own 동 주민센터, as the list of facilities knows it."""
    offices = list_facilities(FacilityKind.DONG_OFFICE).filter(lon__isnull=False)
    return offices.filter(name=request.actor.organisation_name).first() or offices.first()


def _array(points):
    import numpy as np  # slow import: no other page here needs it

    return np.asarray(points, dtype=float)


def _number(text: str | None, usual: int = 1) -> int:
    return min(10_000, max(1, int(text))) if text and text.isascii() and text.isdigit() else usual
