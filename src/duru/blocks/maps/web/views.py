"""Maps of the office, the list of what could not be placed, and the map for everybody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from duru.blocks.access.api import may, needs, public_page
from duru.blocks.audit.api import record_look
from duru.blocks.maps.counting import (
    LEAST_PUBLIC,
    cell_outline,
    count_accuracy,
    count_dongs,
    find_gaps,
    list_roughly_placed,
    public_counts,
    public_grid,
)
from duru.blocks.maps.demands import find_demand
from duru.blocks.maps.drawing import base_map
from duru.blocks.maps.enums import WhyUnplaced
from duru.blocks.maps.operations import place_homes
from duru.blocks.maps.permissions import PLACE, SEE, SEE_UNPLACED
from duru.blocks.maps.web.forms import DemandForm, DongForm, GapForm
from duru.blocks.maps.web.tables import ACCURACY_WORDS, RoughTable
from duru.blocks.places.api import FacilityKind, list_facilities
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page

# Five steps of one blue, dark enough to tell apart in print; a sixth for what is not told.
SHADES = ("#eaf2fb", "#c3dbf3", "#8fbce6", "#4f93d2", "#1f5f9e")
WARM = ("#fde0b8", "#fbbf77", "#f39443", "#d9661f", "#a8400e")  # what is missing
UNTOLD = "#d9d9d9"


@needs(SEE)
@readonly_view
def dongs(request: HttpRequest) -> HttpResponse:
    form = DongForm(request.GET)
    demand = find_demand(form.cleaned_data["demand"]) if form.is_valid() else None
    counts = count_dongs(demand, on=form.cleaned_data["on"]) if demand else []
    context = {
        "form": form,
        "counts": counts,
        "demand": demand,
        "map": _shaded({count.code: (count.ratio, _share(count)) for count in counts}),
        "n": sum(count.n or 0 for count in counts),
        "accuracy": _accuracy(),
        "may_place": may(request.actor, PLACE),
        "may_see_unplaced": may(request.actor, SEE_UNPLACED),
        "public_url": reverse("maps:public"),
    }
    return render_page(
        request, "maps/dongs.html", context, title="동별 지도",
        lead="어느 동에 누가 얼마나 사는지. 동이 나뉘거나 합쳐진 날을 고르면 그날의 경계로 셉니다.",
        breadcrumbs=[("지도", ""), ("동별 지도", "")],
    )  # fmt: skip


@needs(SEE)
@readonly_view
def gaps(request: HttpRequest) -> HttpResponse:
    form = GapForm(request.GET)
    demand = find_demand(form.cleaned_data["demand"]) if form.is_valid() else None
    found = None
    cells, places = [], []
    if demand:
        kind = form.cleaned_data["kind"]
        found = find_gaps(demand, kind, walk_m=form.cleaned_data["walk_m"], on=timezone.localdate())
        steps = _steps(list(found.cells.values()))
        cells = [
            {"ring": cell_outline(cell), "fill": _shade(n, steps, WARM), "words": f"{n}명"}
            for cell, n in sorted(found.cells.items())
        ]
        places = [
            {"lonlat": [place.lon, place.lat], "word": place.name, "tone": "place"}
            for place in list_facilities(kind).filter(lon__isnull=False)
        ]
    context = {
        "form": form,
        "found": found,
        "demand": demand,
        "kind": FacilityKind(form.cleaned_data["kind"]).label if demand else "",
        "walk_m": form.cleaned_data["walk_m"] if demand else 0,
        "map": {"cells": cells, "points": places},
    }
    return render_page(
        request, "maps/gaps.html", context, title="빈틈 지도",
        lead="걸어갈 거리 안에 갈 곳이 없는 사람이 어디에 몰려 있는지 봅니다.",
        breadcrumbs=[("지도", ""), ("빈틈 지도", "")],
    )  # fmt: skip


@needs(SEE_UNPLACED)
@readonly_view
def unplaced(request: HttpRequest) -> HttpResponse:
    only = request.GET.get("only", "")
    known = {*ACCURACY_WORDS, *WhyUnplaced.values}
    homes = list_roughly_placed(request.actor, only=only if only in known else "")
    shown: list[str] = []
    answer = list_page(
        request, homes, RoughTable, title="지도에 정확히 놓지 못한 집",
        lead="도로나 동 가운데에 놓였거나 아예 놓지 못한 집입니다. 주소를 고치거나 건물 사전에 좌표를 넣으면 다시 놓입니다.",
        breadcrumbs=[("동별 지도", reverse("maps:dongs")), ("놓지 못한 집", "")],
        context={"tallies": [(word, n, f"?only={key}") for key, word, n in _accuracy() if key != "building"]},
        template="maps/unplaced.html", table_kwargs={"shown": shown},
    )  # fmt: skip
    if shown:
        record_look(
            actor=request.actor.audit,
            action="지도에 놓지 못한 집 보기(가린 목록)",
            purpose="주소 고치기",
            subjects=shown,
        )
    return answer


@needs(PLACE)
@require_POST
def place(request: HttpRequest) -> HttpResponse:
    placed = place_homes(by=request.actor)
    messages.success(
        request,
        f"{placed.n:,}명을 놓았습니다: 건물 {placed.n_building:,}, 도로 {placed.n_road:,}, 동 {placed.n_dong:,}, 놓지 못함 {placed.n_unplaced:,}. "
        f"바뀐 것 {placed.n_changed:,}.",
    )
    return redirect("maps:dongs")


@public_page("counts by 동 and grid only, small ones suppressed, 비공개 대상 left out")
@readonly_view
def public(request: HttpRequest) -> HttpResponse:
    form = DemandForm(request.GET, for_everybody=True)
    demand = find_demand(form.cleaned_data["demand"]) if form.is_valid() else None
    today = timezone.localdate()
    counts = public_counts(demand, on=today) if demand else []
    grid = public_grid(demand, on=today) if demand and request.GET.get("by") == "grid" else None
    if grid is None:
        told = _shaded({count.code: (count.n, f"{count.name} {_told(count.n)}") for count in counts})
    else:
        steps = _steps([n for n in grid.values() if n is not None])
        told = {
            "cells": [
                {"ring": cell_outline(cell), "fill": UNTOLD if n is None else _shade(n, steps), "words": _told(n)}
                for cell, n in sorted(grid.items())
            ]
        }
    context = {
        "form": form, "counts": counts, "demand": demand, "map": told, "least": LEAST_PUBLIC, "is_grid": grid is not None,
        "words": f"?demand={demand.key if demand else ''}",
    }  # fmt: skip
    return render_page(
        request, "maps/public.html", context, title="우리 동네 지도",
        lead="동과 칸별로 몇 명이 사는지. 누구의 집도 나오지 않고, 적은 수는 숨깁니다.",
    )  # fmt: skip


@public_page("outlines of 동, rivers and roads hold nothing personal")
@cache_control(max_age=300, private=True)
@readonly_view
def base(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        base_map(timezone.localdate()), json_dumps_params={"separators": (",", ":"), "ensure_ascii": False}
    )


def _accuracy() -> list[tuple[str, str, int]]:
    counts = count_accuracy()
    words = {**ACCURACY_WORDS, **{str(why): f"└ {why.label}" for why in WhyUnplaced}}
    return [(key, word, counts.get(key, 0)) for key, word in words.items()]


def _share(count) -> str:
    return f"{count.name} {count.n:,}명 ({count.ratio:.1%})"


def _told(n: int | None) -> str:
    return f"{LEAST_PUBLIC}명 미만 등으로 숨김" if n is None else f"{n:,}명"


def _shaded(values: dict[str, tuple[float | None, str]]) -> dict:
    """Return the fill and the words of every 동 for the map."""
    steps = _steps([value for value, _ in values.values() if value is not None])
    return {
        "fills": {code: UNTOLD if value is None else _shade(value, steps) for code, (value, _) in values.items()},
        "words": {code: words for code, (_, words) in values.items()},
    }


def _steps(values: list) -> list:
    """Return the lower edges of five classes of about equal size; equal values share a class."""
    ordered = sorted(values)
    return [ordered[len(ordered) * step // 5] for step in range(5)] if ordered else []


def _shade(value: float, steps: list, shades: tuple[str, ...] = SHADES) -> str:
    return shades[max(0, sum(value >= edge for edge in steps) - 1)]
