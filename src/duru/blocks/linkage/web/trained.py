"""The page 모형: what is in force, where its numbers come from, what its thresholds cost; learning and approving another."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from duru.blocks.access.api import may, needs
from duru.blocks.linkage.enums import ModelState
from duru.blocks.linkage.models import LinkageModel
from duru.blocks.linkage.operations.training import approve_model, ask_training, refuse_model
from duru.blocks.linkage.permissions import APPROVE_MODEL, SEE_ACCURACY, TRAIN
from duru.blocks.linkage.queries import bands_now, last_run, list_models, model_in_force
from duru.blocks.linkage.tasks import relink, train_model
from duru.blocks.linkage.web.forms import TrainForm
from duru.blocks.linkage.web.sitting import crumbs
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import is_fragment, render_page
from duru.kernel.errors import Refused

_FIGURES = (
    ("certain", "확실히 이음"),
    ("review", "확인 필요"),
    ("new", "따로"),
    ("expected_wrong", "확실히 이은 것 가운데 잘못의 기댓값"),
    ("expected_missed", "따로 둔 것 가운데 놓친 것의 기댓값"),
)


@needs(SEE_ACCURACY)
@readonly_view
def model(request: HttpRequest) -> HttpResponse:
    spec = model_in_force()
    history = list(list_models()[:20])
    context = {
        "spec": spec,
        "costs": spec.costs_on(timezone.localdate().isoformat()),
        "all_costs": spec.costs,
        "provenance": _provenance(spec.provenance),
        "comparisons": spec.comparisons,
        "limits": spec.limits,
        "bands": bands_now(),
        "run": last_run(),
        "history": history,
        "training": next((row for row in history if row.state == ModelState.TRAINING), None),
        "proposed": [
            (row, _compare(row), row.by_ref == request.actor.ref) for row in history if row.state == ModelState.PROPOSED
        ],
        "may_approve": may(request.actor, APPROVE_MODEL),
        "form": TrainForm() if may(request.actor, TRAIN) else None,
    }
    if is_fragment(request):
        return render_page(request, "linkage/_training.html", context, title="잇기 모형")
    return render_page(
        request, "linkage/model.html", context, title="잇기 모형",
        lead="무엇을 같은 사람으로 보는지 정하는 숫자와 그 숫자가 나온 곳입니다.", breadcrumbs=crumbs(request, ("모형", "")),
    )  # fmt: skip


@needs(TRAIN)
@require_POST
def train(request: HttpRequest) -> HttpResponse:
    form = TrainForm(request.POST)
    if not form.is_valid():
        messages.error(request, "다시 배우게 하는 까닭을 적어 주세요.")
        return redirect("linkage:model")
    try:
        asked = ask_training(by=request.actor, reason=form.cleaned_data["reason"], now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        train_model.defer(model_id=asked.id)
        messages.success(
            request,
            "배우기 시작했습니다. 끝나면 앞뒤를 비교해 보여 드립니다. 승인하기 전에는 아무것도 바뀌지 않습니다.",
        )
    return redirect("linkage:model")


@needs(APPROVE_MODEL)
@require_POST
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    is_yes = request.POST.get("answer") == "approve"
    try:
        (approve_model if is_yes else refuse_model)(public_id, by=request.actor, now=timezone.now())
    except LinkageModel.DoesNotExist:
        raise Http404("그런 모형이 없습니다.") from None
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        if is_yes:
            relink.defer(asked_at=timezone.now().isoformat())
        messages.success(request, "승인했습니다. 새 모형으로 다시 잇습니다." if is_yes else "쓰지 않기로 했습니다.")
    return redirect("linkage:model")


def _compare(row: LinkageModel) -> list[tuple[str, str, str]]:
    before, after = row.figures.get("before", {}), row.figures.get("after", {})
    return [(label, f"{before.get(key, 0):,}건", f"{after.get(key, 0):,}건") for key, label in _FIGURES]


def _provenance(provenance: dict) -> list[tuple[str, str]]:
    words = {
        "data": "배운 자료", "method": "방법", "trained_on": "배운 날", "n_register": "주민 명단", "n_mentions": "기관 기록",
        "from": "바탕 모형", "caution": "주의",
    }  # fmt: skip
    return [
        (word, f"{value:,}건" if isinstance(value := provenance[key], int) else str(value))
        for key, word in words.items()
        if key in provenance
    ]
