"""The page 정확도, and the sample behind it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from duru.blocks.access.api import may, needs
from duru.blocks.linkage.operations.samples import draw_sample
from duru.blocks.linkage.permissions import DECIDE, DRAW_SAMPLE, SEE_ACCURACY
from duru.blocks.linkage.queries import accuracy_report, agencies_now, count_without_candidate, open_items, strata_now
from duru.blocks.linkage.rules import FEWEST_ANSWERS
from duru.blocks.linkage.web.blind import show_blind
from duru.blocks.linkage.web.forms import SampleForm
from duru.blocks.linkage.web.sitting import crumbs
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused

MOST_AGENCIES = 100


@needs(SEE_ACCURACY)
@readonly_view
def accuracy(request: HttpRequest) -> HttpResponse:
    report = accuracy_report()
    return render_page(
        request,
        "linkage/accuracy.html",
        {
            "report": report,
            "strata": strata_now() if report is None else [],
            "agencies": report.agencies[:MOST_AGENCIES] if report else [],
            "agencies_expected": agencies_now()[:MOST_AGENCIES] if report is None else [],
            "n_without": count_without_candidate(),
            "fewest": FEWEST_ANSWERS,
            "n_open": open_items(request.actor).count() if may(request.actor, DECIDE) else 0,
            "form": SampleForm() if may(request.actor, DRAW_SAMPLE) else None,
        },
        title="잇기 정확도",
        lead="무작위로 뽑은 기록에 담당자가 기계의 판단을 보지 않고 답한 것으로 셈합니다.",
        breadcrumbs=crumbs(request, ("정확도", "")),
    )


@needs(DRAW_SAMPLE)
@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "표본 크기를 골라 주세요.")
        return redirect("linkage:accuracy")
    try:
        sample = draw_sample(n=form.cleaned_data["n"], by=request.actor, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            f"표본 {sample.items.count()}건을 뽑았습니다. 확인 목록에 섞여 나오고, 여기서 이어서 답할 수도 있습니다.",
        )
    return redirect("linkage:accuracy")


@needs(DECIDE)
@readonly_view
def blind(request: HttpRequest, pk: int) -> HttpResponse:
    item = open_items(request.actor).filter(id=pk).first()
    if item is None:
        raise Http404("그런 표본이 없거나 이미 답했습니다.")
    return show_blind(request, item)


@needs(DECIDE)
@readonly_view
def next_blind(request: HttpRequest) -> HttpResponse:
    """The next record of the sample, one after the other."""
    item = open_items(request.actor).first()
    if item is None:
        messages.info(request, "답할 표본이 없습니다.")
        return redirect("linkage:accuracy")
    return show_blind(request, item)
