"""The list of incidents, a new one, and the table of risks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duru.blocks.access.api import GlassRefused, needs
from duru.blocks.maps.api import count_accuracy
from duru.blocks.places.api import FacilityKind
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page
from duru.kernel.errors import Refused
from duru.services.emergency.enums import Hazard
from duru.services.emergency.operations import open_incident
from duru.services.emergency.permissions import GLASS, OPEN
from duru.services.emergency.queries import list_incidents
from duru.services.emergency.rules import risks_on, shelters_on
from duru.services.emergency.web.forms import IncidentForm
from duru.services.emergency.web.tables import IncidentTable

_START = ("긴급 상황", "/emergency/")


@needs(OPEN)
@readonly_view
def incidents(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, list_incidents(), IncidentTable, title="긴급 상황", template="emergency/incidents.html",
        lead="불, 정전, 물, 추위. 구역을 고르면 안에 사는 사람이 위험한 차례로, 전화와 열쇠와 가까운 대피소와 함께 나옵니다.",
        breadcrumbs=[("긴급 상황", "")],
    )  # fmt: skip


@needs(OPEN)
def new(request: HttpRequest) -> HttpResponse:
    form = IncidentForm(
        request.POST or None,
        initial={key: value for key, value in request.GET.items() if key in IncidentForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            incident = open_incident(
                by=request.actor,
                area=form.area(),
                hazard=data["hazard"],
                note=data["note"],
                is_drill=data["is_drill"],
                at=timezone.now(),
            )
        except (Refused, GlassRefused) as refused:
            field = getattr(refused, "field", None)
            names = {"reason": "note", "area": "way"}
            form.add_error(names.get(field, field) if names.get(field, field) in form.fields else None, str(refused))
        else:
            messages.success(request, f"{incident.label}: {incident.n_inside:,}명이 살고 있습니다.")
            return redirect("emergency:sheet", incident.public_id)
    counts = count_accuracy()
    context = {
        "form": form,
        "map": {"draw": True},
        "glass": GLASS,
        "n_lost": counts.get("none", 0),
        "n_rough": counts.get("dong", 0) + counts.get("road", 0),
    }
    return render_page(
        request, "emergency/new.html", context, title="새 긴급 상황", breadcrumbs=[_START, ("새 상황", "")]
    )


@needs(OPEN)
@readonly_view
def risks(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    hazards = list(Hazard)
    rows = [(risk, [risk.points(hazard) for hazard in hazards]) for risk in risks_on(today)]
    context = {"rows": rows, "hazards": hazards, "words": _shelter_words(today)}
    return render_page(
        request, "emergency/risks.html", context, title="위험 점수표", breadcrumbs=[_START, ("위험 점수표", "")],
        lead="연락표의 차례를 정하는 표입니다. 점수는 부를 차례일 뿐 진단이 아닙니다.",
    )  # fmt: skip


def _shelter_words(today) -> list[tuple[str, str, str, str]]:
    return [
        (
            each.hazard.label,
            ", ".join(str(FacilityKind(kind).label) for kind in sorted(each.kinds)),
            each.basis,
            each.status,
        )
        for each in shelters_on(today)
    ]
