"""One pair side by side, the answer, the next pair at once, and the way back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_look
from duru.blocks.linkage.enums import Answer, Band, DecisionKind, Via
from duru.blocks.linkage.errors import AlreadyApart, PersonUnknown, RecordNotLinked
from duru.blocks.linkage.models import Link
from duru.blocks.linkage.operations.answers import Answered, answer_review, undo_answer
from duru.blocks.linkage.operations.moves import stamp
from duru.blocks.linkage.operations.samples import answer_item
from duru.blocks.linkage.permissions import DECIDE, SEE
from duru.blocks.linkage.queries import (
    Explanation,
    explain_link,
    get_link,
    last_answer,
    list_neighbours,
    list_reviews,
    list_rivals,
    open_items,
    review_progress,
)
from duru.blocks.linkage.rules import consequence_sentences, signed
from duru.blocks.linkage.web.blind import show_blind
from duru.blocks.linkage.web.forms import UNSURE_KEYS, AnswerForm, ReviewPurposeForm
from duru.blocks.linkage.web.sitting import (
    HOME,
    PURPOSES,
    go,
    review_purpose,
    said,
    state_review_purpose,
    way_back,
    way_to_question,
)
from duru.blocks.linkage.web.tables import ReviewFilter
from duru.blocks.places.api import dong_names
from duru.blocks.registry.api import Person, current_purpose, get_person, person_ref
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import is_fragment, render_page
from duru.kernel.errors import Refused

TITLE = "같은 사람일까요?"
# Every so many answers a record of the open sample is asked.
SAMPLE_EVERY = 4


@needs(SEE)
@require_http_methods(["GET", "POST"])
@readonly_view
def purpose(request: HttpRequest) -> HttpResponse:
    form = ReviewPurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        state_review_purpose(request, form.cleaned_data["purpose"], form.cleaned_data["note"])
        return redirect(way_back(request))
    return render_page(
        request,
        "linkage/review_purpose.html",
        {"form": form, "purposes": [(each.value, each.label) for each in PURPOSES], "next": way_back(request)},
        title="왜 보시나요?",
        lead="확인 작업 한 번에 한 번만 묻습니다. 마지막으로 본 뒤 30분 동안 이어집니다.",
        breadcrumbs=[HOME, ("목적", "")],
    )


@needs(SEE)
@readonly_view
def next_pair(request: HttpRequest) -> HttpResponse:
    """The most valuable open pair under the list's filter."""
    return _show_next(request)


@needs(SEE)
@readonly_view
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    link = find_link(request, public_id)
    why = review_purpose(request) or _purpose_of_person(request, link)
    if not why:
        return redirect(way_to_question(request.get_full_path()))
    return render_page(
        request,
        "linkage/review.html",
        pair_context(request, link, why),
        title=TITLE,
        breadcrumbs=[HOME, ("견주기", "")],
    )


@needs(DECIDE)
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    link = find_link(request, public_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, "무엇으로 정할지 고르지 않았습니다. 같은 사람, 다른 사람, 모르겠음, 나중에 가운데 하나를 고르세요."
        )
        return _show(request, link)
    answer, unsure_reason = form.parts
    try:
        done = answer_review(
            link.record_id,
            _person(request, form.cleaned_data["person"]),
            answer=answer,
            by=request.actor,
            now=timezone.now(),
            seen=form.cleaned_data["seen"],
            note=form.cleaned_data["reason"],
            unsure_reason=unsure_reason,
        )
    except AlreadyApart as refusal:
        messages.error(request, str(refusal))
        return _show(request, link)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return _show(request, find_link(request, public_id))
    except PersonUnknown:
        raise Http404("그런 주민이 없습니다.") from None
    for level, text in _words(done):
        messages.add_message(request, level, text)
    if request.POST.get("stay"):
        return redirect("linkage:review", public_id)
    return _show_next(request, without=link)


@needs(DECIDE)
@require_POST
def answer_blind(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a blind answer to a record of the sample."""
    item = open_items(request.actor).filter(id=pk).first()
    form = AnswerForm(request.POST)
    if item is None:
        messages.error(request, "그 사이에 다른 사람이 이 표본에 답했습니다.")
        return _show_next(request)
    if not form.is_valid():
        messages.error(request, "같은 사람, 다른 사람, 모르겠음 가운데 하나를 고르세요.")
        return show_blind(request, item)
    answer, unsure_reason = form.parts
    try:
        answer_item(
            item.id, answer=answer, unsure_reason=unsure_reason, note=form.cleaned_data["reason"],
            by=request.actor, now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, refusal.message)
        return show_blind(request, item)
    if request.GET.get("only") == "sample":
        following = open_items(request.actor).first()
        if following is not None:
            return show_blind(request, following)
        messages.success(request, "표본에 모두 답했습니다.")
        return go(request, reverse("linkage:accuracy"))
    return _show_next(request)


@needs(DECIDE)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the last answer of today and show its pair again."""
    last = last_answer(request.actor, today=timezone.localdate())
    if last is None:
        messages.info(request, "오늘 되돌릴 답이 없습니다.")
        return go(request, reverse("linkage:reviews"))
    try:
        undo_answer(last.public_id, by=request.actor, now=timezone.now())
        messages.success(request, f"마지막 답을 되돌렸습니다(‘{last.get_answer_display()}’). 다시 정해 주세요.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    if last.is_blind and last.undone_at is None:
        item = open_items(request.actor).filter(id=(last.before or {}).get("item")).first()
        if item is not None:
            return show_blind(request, item)
    return _show(request, find_link(request, last.record.public_id))


def find_link(request: HttpRequest, public_id: str) -> Link:
    """Return the link of a record, or answer 404: unknown and not allowed look alike."""
    try:
        return get_link(request.actor, public_id)
    except RecordNotLinked:
        raise Http404("그런 기록이 없습니다.") from None


def pair_context(request: HttpRequest, link: Link, why: str) -> dict[str, Any]:
    """Collect what the pair shows, and write the look: at both, at the rivals and at everybody named beside them."""
    found = explain_link(link, by=request.actor)
    candidate = found.compared
    rivals = list_rivals(link, candidate, by=request.actor)
    neighbours = list_neighbours(link.record, candidate, by=request.actor)
    shown = {
        person.public_id: person
        for person in (found.person, found.rival, candidate, *(each.person for each in (*rivals, *neighbours)))
        if person is not None
    }
    record_look(
        actor=request.actor.audit,
        action="같은 사람인지 견주어 보기",
        purpose=why,
        subjects=[person_ref(public_id) for public_id in shown],
    )
    may_decide = may(request.actor, DECIDE) and link.via != Via.REGISTER
    dongs = dong_names(person.dong_code for person in shown.values())
    today = timezone.localdate()
    return {
        "found": found,
        "link": link,
        "seen": stamp(link),
        "why": why,
        "candidate": candidate,
        "candidate_dong": dongs.get(candidate.dong_code, ""),
        "rivals": [(rival, dongs.get(rival.person.dong_code, ""), rival.person == found.person) for rival in rivals],
        "rows": [
            (line, [(rival.pieces.get(line.field, []), rival.bits.get(line.field)) for rival in rivals])
            for line in found.lines
        ],
        "neighbours": [(each, dongs.get(each.person.dong_code, "")) for each in neighbours],
        "total": signed(sum(line.bits or 0 for line in found.lines)),
        "chance": _chance(link, found.against_rival),
        "margin": signed(link.margin) if link.margin is not None and rivals else "",
        "form": AnswerForm(initial={"person": candidate.public_id}),
        "unsure": UNSURE_KEYS,
        "may_decide": may_decide and found.evidence is not None,
        "may_undo": may_decide,
        "is_review": link.band == Band.REVIEW,
        "split_from": _split_from(found) if may_decide else None,
        "progress": review_progress(request.actor, today=today),
        "last": last_answer(request.actor, today=today) if may_decide else None,
        "queue": queue_query(request),
    }


def queue_query(request: HttpRequest) -> str:
    """Return the list's filter as a query to carry from pair to pair, "" without one."""
    kept = {key: request.GET[key] for key in ReviewFilter.base_filters if request.GET.get(key)}
    return f"?{urlencode(kept)}" if kept else ""


def address_of(request: HttpRequest, link: Link) -> str:
    """Return the address of a pair within the queue that is being worked through."""
    return reverse("linkage:review", args=[link.record.public_id]) + queue_query(request)


def _queue(request: HttpRequest):
    today = timezone.localdate()
    return ReviewFilter(request.GET, queryset=list_reviews(request.actor, today=today), request=request).qs


def _purpose_of_person(request: HttpRequest, link: Link) -> str:
    """Return why one of the two persons is being looked at already: whoever comes from a person's card is not asked again."""
    for person in (link.person, link.rival):
        if person is not None and (why := current_purpose(request.session, person.public_id, now=timezone.now())):
            return why
    return ""


def _show(request: HttpRequest, link: Link) -> HttpResponse:
    """Answer with a pair: at once when htmx asks for it, else by sending there."""
    address = address_of(request, link)
    if not is_fragment(request):
        return redirect(address)
    why = review_purpose(request)
    if not why:
        return go(request, way_to_question(address))
    answer = render(request, "linkage/_pair.html", {**pair_context(request, link, why), "said": said(request)})
    answer["HX-Push-Url"] = address
    return answer


def _show_next(request: HttpRequest, *, without: Link | None = None) -> HttpResponse:
    """Answer with the next pair: the most valuable open one, every fourth time a record of the sample."""
    queue = _queue(request)
    following = (queue.exclude(id=without.id) if without else queue).first()
    item = open_items(request.actor).first() if may(request.actor, DECIDE) else None
    n_today = review_progress(request.actor, today=timezone.localdate()).n_today
    if item is not None and (following is None or n_today % SAMPLE_EVERY == SAMPLE_EVERY - 1):
        return show_blind(request, item)
    if following is None:
        messages.info(request, "확인할 기록을 모두 보았습니다.")
        return go(request, reverse("linkage:reviews"))
    return _show(request, following)


def _words(done: Answered) -> list[tuple[int, str]]:
    if done.proposal is not None:
        parts = " ".join(consequence_sentences(done.consequences, is_done=False))
        return [(messages.WARNING, f"급여에 영향이 있어 다른 담당자의 확인을 기다립니다. {parts}")]
    match done.answer.answer:
        case Answer.LATER:
            return [(messages.INFO, "일주일 뒤에 다시 보여 드립니다.")]
        case Answer.UNSURE:
            return [(messages.INFO, "다른 담당자에게 묻습니다. 이 기록은 한 달 동안 다시 보이지 않습니다.")]
        case Answer.SAME:
            word = "같은 사람으로 이었습니다."
        case _:
            word = "다른 사람으로 정했습니다."
    parts = " ".join(consequence_sentences(done.consequences))
    return [(messages.SUCCESS, f"{word} 이 결정으로 {parts}" if parts else word)]


def _split_from(found: Explanation) -> Person | None:
    """Return whom a person last took this record away from, when that still stands: the way back is one button."""
    last = next(iter(found.decisions), None)
    return last.person if last and last.kind == DecisionKind.SPLIT and last.person != found.person else None


def _person(request: HttpRequest, public_id: str) -> Person:
    try:
        return get_person(request.actor, public_id)
    except Person.DoesNotExist:
        raise Http404("그런 주민이 없습니다.") from None


def _chance(link: Link, against_rival: bool) -> float:
    """Return the chance that the record speaks of the person it is compared with."""
    return 1 - link.probability if against_rival else link.probability
