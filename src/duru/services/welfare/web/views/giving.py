"""The counter: may this be given to this person, asked with one field and answered with one light."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_look
from duru.blocks.benefits.api import Category
from duru.blocks.registry.api import Person, Purpose, flags_of_look, person_ref
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused
from duru.services.welfare.enums import Light, Verdict
from duru.services.welfare.operations.giving import override_gift
from duru.services.welfare.permissions import CHECK_GIFT
from duru.services.welfare.queries.counter import Found, find_at_counter
from duru.services.welfare.queries.gifts import gift_of, list_gift_choices
from duru.services.welfare.queries.giving import Gift, GiftAnswer, check_gift
from duru.services.welfare.web.forms import CounterForm, OverrideForm
from duru.services.welfare.web.people import CRUMB, person_url
from duru.services.welfare.web.sitting import choose_purpose, chosen_purpose, end_sitting

TITLE = "주기 전 확인"
ACTION = "주기 전 확인"
_TONES = {Light.CLEAR: "success", Light.SIMILAR: "caution", Light.STOP: "danger", Light.UNKNOWN: "info"}


@needs(CHECK_GIFT)
@require_http_methods(["GET", "POST"])
@readonly_view
def giving(request: HttpRequest) -> HttpResponse:
    """Ask for the purpose once, then answer about one person after another. What is typed travels in the body only."""
    now = timezone.now()
    why = chosen_purpose(request.session, now=now)
    if request.method == "POST" and request.POST.get("purpose") in Purpose.values:
        choose_purpose(request.session, request.POST["purpose"], now=now)
        return redirect("welfare:giving")
    if not why:
        return render_page(
            request, "welfare/giving_purpose.html", {"purposes": Purpose.choices}, title=TITLE, breadcrumbs=[CRUMB, (TITLE, "")],
            lead="왜 확인하는지 한 번만 고릅니다. 30분 동안 이 자리에서 묻는 모든 사람에게 적용됩니다.",
        )  # fmt: skip
    form = _form(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _answer(request, form, why)
    return _page(request, form, why)


@needs(CHECK_GIFT)
@require_POST
def override(request: HttpRequest) -> HttpResponse:
    """Write why something is given in spite of the warning; the check is asked again with the same words."""
    now = timezone.now()
    why = chosen_purpose(request.session, now=now)
    form, reason = _form(request, request.POST), OverrideForm(request.POST)
    if not why or not form.is_valid():
        return redirect("welfare:giving")
    found = _find(request, form)
    gift = _gift(request, form)
    if found.person is None or gift is None:
        return _page(request, form, why)
    if reason.is_valid():
        try:
            override_gift(by=request.actor, person=found.person, gift=gift, at=now, **reason.cleaned_data)
        except Refused as refusal:
            reason.add_error(None, refusal.message)
        else:
            messages.success(request, "사유를 기록했습니다. 드린 뒤 제공 기록을 남겨 주세요.")
            return redirect("welfare:giving")
    return _answer(request, form, why, reason=reason)


@needs(CHECK_GIFT)
@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """End the sitting: the next task chooses its own purpose."""
    end_sitting(request.session)
    return redirect("welfare:giving")


def _answer(request: HttpRequest, form: CounterForm, why: str, reason: OverrideForm | None = None) -> HttpResponse:
    found, gift = _find(request, form), _gift(request, form)
    if form.errors or gift is None:
        return _page(request, form, why)
    if found.choices:
        record_look(
            actor=request.actor.audit, action=f"{ACTION}(가린 목록)", purpose=why,
            subjects=[person_ref(hit.public_id) for hit in found.choices],
        )  # fmt: skip
        return _page(request, form, why, choices=found.choices)
    today = timezone.localdate()
    # Officials are told that nobody was found; to an agency that would tell whom the district knows.
    if found.person is None and request.actor.is_official:
        form.add_error("who", "찾지 못했습니다. 이름과 태어난 해를 확인해 주세요.")
        return _page(request, form, why)
    answer = check_gift(request.actor, person_id=found.person.id if found.person else None, gift=gift, on=today)
    # Logged for nobody too: whoever tries names leaves a trace, and the answer takes as long.
    record_look(
        actor=request.actor.audit, action=ACTION, purpose=why,
        subjects=[person_ref(found.person.public_id)] if found.person else [],
        flags=flags_of_look(request.actor, found.person or Person(id=0)),
        detail={"light": answer.light, "category": gift.category},
    )  # fmt: skip
    return _page(request, form, why, answer=answer, gift=gift, person=found.person, reason=reason or OverrideForm())


def _page(
    request: HttpRequest,
    form: CounterForm,
    why: str,
    *,
    answer: GiftAnswer | None = None,
    gift: Gift | None = None,
    person: Person | None = None,
    choices: tuple = (),
    reason: OverrideForm | None = None,
) -> HttpResponse:
    is_official = request.actor.is_official
    shown = person if is_official else None
    return render_page(
        request,
        "welfare/giving.html",
        {
            "form": form,
            "why": why,
            "answer": answer,
            "tone": _TONES[answer.light] if answer else "",
            "what": f"{form.cleaned_data['gift'].removeprefix('=')}" if gift and not form.cleaned_data["gift"].startswith("=") else
            (Category(gift.category).label if gift else ""),
            "person": shown,
            "person_url": person_url(shown.public_id) if shown else "",
            "own": [] if is_official or answer is None else answer.own[:20],
            "received": answer.own[:30] if is_official and answer else [],
            "choices": choices,
            "reason": reason,
            "can_override": bool(answer and answer.is_warned and answer.verdict != Verdict.PROHIBITED),
            "is_official": is_official,
        },
        title=TITLE,
        lead="드리기 전에 같은 것을 받았는지 봅니다. 한 줄에 이름, 태어난 해, 전화 끝 네 자리를 적습니다.",
        breadcrumbs=[CRUMB, (TITLE, "")],
    )  # fmt: skip


def _form(request: HttpRequest, data) -> CounterForm:
    choices = list_gift_choices(official=request.actor.is_official, on=timezone.localdate())
    return CounterForm(data, gifts=choices)


def _find(request: HttpRequest, form: CounterForm) -> Found:
    try:
        return find_at_counter(request.actor, form.cleaned_data["who"], today=timezone.localdate())
    except Refused as refusal:
        form.add_error("who", refusal.message)
        return Found()


def _gift(request: HttpRequest, form: CounterForm) -> Gift | None:
    return gift_of(form.cleaned_data.get("gift", ""), on=timezone.localdate(), official=request.actor.is_official)
