"""The pages of hand-overs: what came and went, one letter, sending one."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_look
from duru.blocks.consent.api import Item
from duru.blocks.linkage.api import persons_of_records
from duru.blocks.registry.api import Person, person_ref, purpose_or_question
from duru.blocks.registry.api import get_person as get_known
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused
from duru.kernel.phones import format_phone
from duru.services.handover.enums import HandoverState
from duru.services.handover.models import Handover
from duru.services.handover.operations import (
    PURPOSE,
    accept_handover,
    refuse_handover,
    send_handover,
    withdraw_handover,
)
from duru.services.handover.permissions import RECEIVE, SEND
from duru.services.handover.queries import answer_by, list_arrived, list_sent, open_package, what_may_be_said
from duru.services.handover.rules import Package
from duru.services.handover.web.forms import AcceptForm, ReasonForm, SendForm

TITLE = "전출지 인계"
TONES = {"sent": "caution", "accepted": "success", "refused": "neutral", "withdrawn": "neutral", "expired": "neutral"}
_MOST = 200


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("복지", ""), (TITLE, reverse("handover:list")), *more]


@needs(RECEIVE)
@readonly_view
def handovers(request: HttpRequest) -> HttpResponse:
    """No names: who it is about is read on the letter itself."""
    return render_page(
        request,
        "handover/handovers.html",
        {"arrived": _rows(list_arrived(request.actor)), "sent": _rows(list_sent(request.actor))},
        title=TITLE,
        lead="이사한 사람이 동의한 만큼을 새 주소지의 담당자에게 넘깁니다. 보낸 곳과 받는 곳만 볼 수 있습니다.",
        breadcrumbs=[("복지", ""), (TITLE, "")],
    )


def _rows(found) -> list[tuple[Handover, str, object]]:
    return [(each, TONES[each.state], answer_by(each)) for each in found[:_MOST]]


@needs(RECEIVE)
@readonly_view
def handover(request: HttpRequest, public_id: str) -> HttpResponse:
    found = list_arrived(request.actor).filter(public_id=public_id).first()
    arrived = found is not None
    found = found or list_sent(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    subjects = [f"handover:{public_id}"] if arrived else [f"handover:{public_id}", person_ref(found.person_ref)]
    record_look(actor=request.actor.audit, action="전출지 인계 보기", purpose=PURPOSE, subjects=subjects)
    other = found.sender if arrived else found.receiver
    package = open_package(found)
    person = None
    if arrived and found.record_id and (ids := persons_of_records([found.record_id])):
        person = Person.objects.filter(id__in=ids.values()).first()
    facts = [
        ("보낸 곳" if arrived else "받는 곳", f"{other.parent_name} {other.name}".strip()),
        ("보낸 사람", found.sent_by),
        ("동의한 항목", ", ".join(item.label for item in Item if item in found.items)),
        ("답할 날", f"{answer_by(found):%Y. %-m. %-d.}까지") if found.state == HandoverState.SENT else ("답한 사람", found.answered_by),
    ]  # fmt: skip
    if found.answer:
        facts.append(("까닭", found.answer))
    return render_page(
        request,
        "handover/handover.html",
        {
            "handover": found, "arrived": arrived, "tone": TONES[found.state], "facts": facts, "package": _shown(package), "person": person,
            "waits": found.state == HandoverState.SENT,
        },
        title=f"{other.name}{'에서 온' if arrived else '(으)로 보낸'} 인계",
        breadcrumbs=_crumbs(("한 사람", "")),
    )  # fmt: skip


def _shown(package: Package | None) -> dict | None:
    """Return a package as pages show it: days and telephone as people write them."""
    if package is None:
        return None
    return {
        "typed": package.typed | {"phone": format_phone(package.typed.get("phone", ""))},
        "needs": [(kind, date.fromisoformat(since)) for kind, since in package.needs],
        "received": [(item, giver, date.fromisoformat(on)) for item, giver, on in package.received],
        "note": package.note,
    }


@needs(SEND)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, person: str) -> HttpResponse:
    try:
        found = get_known(request.actor, person)
    except Person.DoesNotExist:
        raise Http404 from None
    why, question = purpose_or_question(request, found.public_id)
    if question:
        return question
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = send_handover(found.public_id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"{sent.receiver.name}에 보냈습니다. 답이 오면 이 사람의 쪽에 나타납니다.")
            return redirect("handover:handover", sent.public_id)
    record_look(
        actor=request.actor.audit, action="전출지 인계 쓰기", purpose=why, subjects=[person_ref(found.public_id)]
    )
    said = what_may_be_said(request.actor, found, on=timezone.localdate())
    allowed = said.allowed
    return render_page(
        request,
        "handover/send.html",
        {
            "form": form, "person": found, "package": _shown(said.package), "is_agreed": said.is_agreed,
            "items": [item.label for item in Item if item in allowed.items],
            "left_out": [item.label for item in Item if item in allowed.refused],
            "consent_url": reverse("consent:record", args=[found.public_id]),
            "back": reverse("registry:person", args=[found.public_id]),
        },
        title="전출지에 인계하기",
        lead="아래가 보내는 모든 것입니다. 동의하지 않은 것과 의료·정신건강·법률·폭력피해는 빠집니다.",
        breadcrumbs=_crumbs(("보내기", "")),
    )  # fmt: skip


@needs(RECEIVE)
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    found = list_arrived(request.actor).filter(public_id=public_id).first()
    package = open_package(found) if found else None
    form = AcceptForm(request.POST or None, initial={"address": package.typed.get("address", "") if package else ""})
    said = "우리 기관의 기록이 만들어지고, 알려진 어려움이 함께 적힙니다. 같은 사람이 이미 있으면 이어집니다."
    return _ask(request, public_id, form, accept_handover, title="인계 받기", done="인계를 받았습니다.", said=said)


@needs(RECEIVE)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, public_id: str) -> HttpResponse:
    said = "보낸 내용은 곧바로 지워지고, 까닭이 보낸 곳에 보입니다."
    return _ask(
        request,
        public_id,
        ReasonForm(request.POST or None),
        refuse_handover,
        title="받지 않기",
        done="받지 않기로 했습니다.",
        said=said,
    )


@needs(SEND)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    said = "보낸 내용은 곧바로 지워지고 받는 곳에서 더 볼 수 없습니다."
    return _ask(
        request,
        public_id,
        ReasonForm(request.POST or None),
        withdraw_handover,
        title="거두기",
        done="거두었습니다.",
        said=said,
    )


def _ask(
    request: HttpRequest, public_id: str, form, act: Callable, *, title: str, done: str, said: str
) -> HttpResponse:
    if not (list_arrived(request.actor) | list_sent(request.actor)).filter(public_id=public_id).exists():
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            act(public_id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, done)
            return redirect("handover:handover", public_id)
    back = reverse("handover:handover", args=[public_id])
    shown = {"form": form, "said": said, "button": title, "back": back}
    return render_page(request, "handover/deed.html", shown, title=title, breadcrumbs=_crumbs((title, "")))
