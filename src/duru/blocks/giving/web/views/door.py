"""The door on a phone: who, what, done."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_denial, record_look
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.giving.errors import DoorRefused
from duru.blocks.giving.hinges import door_note
from duru.blocks.giving.models import Card, DoorEntry
from duru.blocks.giving.operations import decline_item, give_item, give_to_group, give_to_stranger, void_entry
from duru.blocks.giving.permissions import RECORD, SEE_LEDGER
from duru.blocks.giving.queries import Choice, find_card, find_choice, list_choices, person_of_card
from duru.blocks.giving.tasks import link_typed
from duru.blocks.giving.web.forms import FindForm, GiveForm, GroupForm, StrangerForm
from duru.blocks.registry.api import SearchTooWide, person_ref, search_clients
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused
from duru.kernel.masking import mask_birth, mask_name

MOST_HITS = 20
PURPOSE = "나눔 제공"
MOST_OWN = 5
_OWN = "duru_door_own"


@dataclass(frozen=True, slots=True)
class _Guest:
    """Who stands at the door, as far as the page may say: what it is called, and what a hand-out would hang on."""

    title: str
    lead: str
    record: SourceRecord | None = None
    card: Card | None = None
    person_id: int | None = None


@needs(RECORD)
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """POST looks for somebody: names travel in the body, an address with names would stay in histories."""
    form = FindForm(request.POST or None)
    may_see = may(request.actor, SEE_LEDGER)
    if not may_see:
        del form.fields["name"], form.fields["birth_year"]
    hits: list[tuple[str, str, str]] | None = None
    if request.method == "POST" and form.is_valid():
        if typed := form.cleaned_data["card"]:
            if card := find_card(typed.rsplit("/", 1)[-1]):
                return redirect("giving:card", card.code)
            form.add_error("card", "쓸 수 있는 카드가 아닙니다. 번호를 다시 보거나 이름으로 찾아 주세요.")
        elif may_see:
            hits = _hits(request, form)
    return render_page(
        request,
        "giving/door.html",
        {
            "form": form,
            "hits": hits,
            "may_see": may_see,
            "done": request.session.pop("duru_door_done", ""),
            "own": request.session.get(_OWN, []),
        },
        title="나눔 창구",
        lead="카드를 휴대전화 카메라로 찍으면 바로 열립니다.",
    )


@needs(RECORD)
@require_http_methods(["GET", "POST"])
def by_card(request: HttpRequest, code: str) -> HttpResponse:
    card = find_card(code)
    if card is None:
        raise Http404("쓸 수 있는 카드가 아닙니다.")
    person = person_of_card(card)
    # A recorder sees nothing of anybody; a 비공개 대상 has a name for the named officer alone (주민등록법 §29⑥).
    is_hidden = not may(request.actor, SEE_LEDGER) or (
        person is not None and person.is_protected and not request.actor.named_officer
    )
    guest = _Guest(
        title="카드를 확인했습니다" if is_hidden else f"{mask_name(card.record.name)} 님",
        lead=f"카드 {card.shown_code}",
        record=card.record,
        card=card,
        person_id=None if is_hidden or person is None else person.id,
    )
    if not is_hidden and person is not None and request.method == "GET":
        record_look(
            actor=request.actor.audit,
            action="카드 확인(가린 이름)",
            purpose=PURPOSE,
            subjects=[person_ref(person.public_id)],
        )
    return _give(request, guest)


@needs(RECORD)
@require_http_methods(["GET", "POST"])
def by_client(request: HttpRequest, record_ref: str) -> HttpResponse:
    actor = request.actor
    own = SourceRecord.objects.filter(public_id=record_ref, organisation_id=actor.organisation_id)
    record = own.first() if may(actor, SEE_LEDGER) else None
    if record is None:
        record_denial(actor=actor.audit, action="나눔: 다른 기관의 이용자", subjects=[f"record:{record_ref}"[:40]])
        raise Http404("우리 기관의 이용자가 아닙니다.")
    person = record.links.values_list("person_id", "person__public_id", "person__is_protected").first()
    if person and person[2] and not actor.named_officer:
        raise Http404("우리 기관의 이용자가 아닙니다.")
    if person and request.method == "GET":
        record_look(
            actor=actor.audit, action="이용자 확인(가린 이름)", purpose=PURPOSE, subjects=[person_ref(person[1])]
        )
    lead = f"{mask_birth(record.birth_on or record.birth_year) or '생년월일 모름'} · 우리 기관 이용자"
    return _give(request, _Guest(f"{mask_name(record.name)} 님", lead, record, person_id=person[0] if person else None))


@needs(RECORD)
@require_http_methods(["GET", "POST"])
def by_stranger(request: HttpRequest) -> HttpResponse:
    guest = _Guest("처음 온 사람", "이름만 있어도 됩니다. 주소가 없어도 받을 수 있습니다.")
    return _give(request, guest, more=StrangerForm)


@needs(RECORD)
@require_http_methods(["GET", "POST"])
def by_group(request: HttpRequest) -> HttpResponse:
    return _give(request, _Guest("단체·이름 없이", "이름을 적지 않고 수량과 사람 수만 남깁니다."), only=GroupForm)


def _give(
    request: HttpRequest,
    guest: _Guest,
    *,
    more: type[forms.Form] | None = None,
    only: type[forms.Form] | None = None,
) -> HttpResponse:
    """Ask what, then whether; a choice travels in the address, so that going back on a phone is going back."""
    today = timezone.localdate()
    key = request.POST.get("choice") or request.GET.get("choice", "")
    choice = find_choice(request.actor, key, today=today) if key else None
    bound = request.POST if request.method == "POST" else None
    form = (only or GiveForm)(bound)
    stranger = more(bound) if more else None
    if bound is not None and choice is not None and form.is_valid() and (stranger is None or stranger.is_valid()):
        try:
            entry = _write(request, guest, choice, form, stranger)
        except DoorRefused as refused:
            form.add_error(None, str(refused))
        except Refused as refused:
            stranger.add_error(refused.field if refused.field in stranger.fields else None, refused.message)
        else:
            return _done(request, entry)
    return render_page(
        request,
        "giving/give.html",
        {
            "guest": guest,
            "choice": choice,
            "choices": [] if choice else list_choices(request.actor, today=today),
            "is_gone": bool(key) and choice is None,
            "form": form,
            "stranger": stranger,
            "can_decline": guest.record is not None,
            "note": door_note(request, guest.person_id),
            "may_keep": may(request.actor, "giving.keep_stock"),
        },
        title=guest.title,
        lead=guest.lead,
        breadcrumbs=[("나눔 창구", reverse("giving:door")), (guest.title, "")],
    )


def _write(request, guest: _Guest, choice: Choice, form, stranger) -> DoorEntry:
    by, at = request.actor, timezone.now()
    if isinstance(form, GroupForm):
        return give_to_group(by=by, item=choice.item, lot=choice.lot, at=at, **form.cleaned_data)
    if stranger is not None:
        entry = give_to_stranger(
            by=by, typed=stranger.cleaned_data, item=choice.item, lot=choice.lot, at=at, **form.given()
        )
        link_typed.defer()
        return entry
    if request.POST.get("do") == "decline":
        note = form.cleaned_data["note"]
        return decline_item(by=by, record=guest.record, item=choice.item, card=guest.card, note=note, at=at)
    return give_item(
        by=by, record=guest.record, item=choice.item, lot=choice.lot, card=guest.card, at=at, **form.given()
    )


def _done(request: HttpRequest, entry: DoorEntry) -> HttpResponse:
    messages.success(request, f"기록했습니다: {entry.item.name} {entry.get_kind_display()}")
    if may(request.actor, SEE_LEDGER):
        request.session["duru_door_done"] = entry.public_id
    else:
        # The account of a record-only link is shared by an agency's volunteers: each may take back what this browser wrote.
        own = [[entry.public_id, f"{timezone.localtime():%H:%M} {entry.item.name}"], *request.session.get(_OWN, [])]
        request.session[_OWN] = own[:MOST_OWN]
    return redirect("giving:door")


@needs(RECORD)
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """A recorder's own line of today, written by mistake: voided by a further line, as everywhere."""
    own = request.session.get(_OWN, [])
    if public_id not in {ref for ref, _ in own}:
        raise Http404("방금 적은 것이 아닙니다.")
    try:
        void_entry(by=request.actor, public_id=public_id, note="적은 사람이 바로 취소", at=timezone.now())
    except DoorRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "취소했습니다. 바른 내용이 있으면 다시 적어 주세요.")
    request.session[_OWN] = [each for each in own if each[0] != public_id]
    return redirect("giving:door")


def _hits(request: HttpRequest, form: FindForm) -> list[tuple[str, str, str]] | None:
    asked = {key: form.cleaned_data[key] for key in ("name", "birth_year") if form.cleaned_data.get(key)}
    if not asked:
        form.add_error("name", "카드 번호나 이름을 적어 주세요.")
        return None
    try:
        found = list(search_clients(request.actor, **asked)[:MOST_HITS])
    except SearchTooWide as refusal:
        form.add_error("name", refusal.message)
        return None
    if found:
        record_look(
            actor=request.actor.audit,
            action="나눔 창구에서 찾기(가린 목록)",
            purpose=PURPOSE,
            subjects=[person_ref(record.person_ref) for record in found],
        )
    return [
        (
            reverse("giving:client", args=[one.public_id]),
            mask_name(one.name),
            mask_birth(one.birth_on or one.birth_year),
        )
        for one in found
    ]
