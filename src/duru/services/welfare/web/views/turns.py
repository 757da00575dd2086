"""Whose turn is next: the orders that were made, one of them with its reasons, the draw, and what became of each turn."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_look
from duru.blocks.places.api import dong_names
from duru.blocks.registry.api import person_ref
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused
from duru.services.welfare.enums import Order, TurnDecision
from duru.services.welfare.models import NextTurn, TurnEntry
from duru.services.welfare.operations.turns import decide_turn, draw_turns, make_turns
from duru.services.welfare.permissions import SUGGEST
from duru.services.welfare.queries import names_of
from duru.services.welfare.queries.gifts import list_gift_choices
from duru.services.welfare.rules import turn_points
from duru.services.welfare.web.forms import DecideTurnForm, SeedForm, TurnForm
from duru.services.welfare.web.people import CRUMB, person_url

TITLE = "다음 차례"
_SHOWN = 200
_TONES = {TurnDecision.GIVEN: "success", TurnDecision.PASSED_OVER: "caution", TurnDecision.PUT_OFF: "info"}


@needs(SUGGEST)
@require_http_methods(["GET", "POST"])
def turns(request: HttpRequest) -> HttpResponse:
    form = TurnForm(request.POST or None, gifts=list_gift_choices(official=False, on=timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        try:
            made = make_turns(
                by=request.actor, gift_key=asked.pop("gift"), on=timezone.localdate(), at=timezone.now(), **asked
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return redirect("welfare:turn", made.public_id)
    return render_page(
        request,
        "welfare/turns.html",
        {"form": form, "turns": NextTurn.objects.order_by("-made_at")[:50], "points": turn_points()},
        title=TITLE,
        lead="나눌 것이 하나뿐일 때 누구에게 먼저 드릴지, 까닭을 적어 차례를 세웁니다. 정하는 것은 사람입니다.",
        breadcrumbs=[CRUMB, (TITLE, "")],
    )


@needs(SUGGEST)
@require_http_methods(["GET"])
def turn(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _get(public_id)
    entries = list(
        _visible(request, found).order_by("place", "number").select_related("decided_by__organisation")[:_SHOWN]
    )
    names, dongs = names_of([each.person_ref for each in entries]), dong_names(each.dong_code for each in entries)
    if entries:
        record_look(
            actor=request.actor.audit, action="다음 차례 목록(가린 이름)", purpose="발굴",
            subjects=[person_ref(each.person_ref) for each in entries],
        )  # fmt: skip
    return render_page(
        request,
        "welfare/turn.html",
        {
            "turn": found,
            "rows": [
                (each, names.get(each.person_ref, ""), dongs.get(each.dong_code, "") or "동 모름", person_url(each.person_ref), _TONES.get(each.decision, "neutral"))
                for each in entries
            ],
            "waits": found.order == Order.DRAW and not found.seed,
            "seed_form": SeedForm(),
            "form": DecideTurnForm(),
        },
        title=found.title,
        breadcrumbs=[CRUMB, (TITLE, reverse("welfare:turns")), (found.title, "")],
    )  # fmt: skip


@needs(SUGGEST)
@require_POST
def draw(request: HttpRequest, public_id: str) -> HttpResponse:
    form = SeedForm(request.POST)
    if form.is_valid():
        try:
            draw_turns(by=request.actor, public_id=public_id, seed=form.cleaned_data["seed"], at=timezone.now())
        except NextTurn.DoesNotExist:
            raise Http404 from None
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, "뽑았습니다. 씨앗과 번호를 알면 누구나 다시 해 볼 수 있습니다.")
    return redirect("welfare:turn", public_id)


@needs(SUGGEST)
@require_POST
def decide(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    form = DecideTurnForm(request.POST)
    if form.is_valid():
        try:
            decide_turn(by=request.actor, public_id=public_id, number=number, at=timezone.now(), **form.cleaned_data)
        except TurnEntry.DoesNotExist:
            raise Http404 from None
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, "결정을 기록했습니다.")
    else:
        messages.error(request, "결정을 고르고, 건너뛸 때는 사유를 함께 골라 주세요.")
    return redirect("welfare:turn", public_id)


def _visible(request: HttpRequest, found: NextTurn):
    entries = found.entries.all()
    return entries if request.actor.named_officer else entries.filter(is_protected=False)


def _get(public_id: str) -> NextTurn:
    found = NextTurn.objects.select_related("by__organisation").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
