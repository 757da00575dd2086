"""One record of a sample beside its candidate, as typed, without anything the machine thinks of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from duru.blocks.audit.api import record_look
from duru.blocks.linkage.models import AccuracyItem
from duru.blocks.linkage.queries import FieldLine, last_answer, open_items, review_progress
from duru.blocks.linkage.queries.links import FIELDS, compare_field
from duru.blocks.linkage.web.forms import UNSURE_KEYS, AnswerForm
from duru.blocks.linkage.web.sitting import HOME, review_purpose, said, way_to_question
from duru.blocks.registry.api import person_ref
from duru.blocks.ui.api import is_fragment, render_page


def show_blind(request: HttpRequest, item: AccuracyItem) -> HttpResponse:
    """Answer with a record of the sample: as the pair alone when htmx asks, else as a page."""
    only = "?only=sample" if request.GET.get("only") == "sample" else ""
    address = reverse("linkage:blind", args=[item.id]) + only
    if not is_fragment(request) and request.path != reverse("linkage:blind", args=[item.id]):
        return redirect(address)
    why = review_purpose(request)
    if not why:
        question = way_to_question(address)
        return redirect(question)
    record_look(
        actor=request.actor.audit,
        action="정확도 표본 견주어 보기",
        purpose=why,
        subjects=[person_ref(item.person_ref), f"record:{item.record.public_id}"],
    )
    today = timezone.localdate()
    context = {
        "item": item,
        "record": item.record,
        "rows": [(_line(item, field, label), []) for field, label in FIELDS],
        "why": why,
        "only": only,
        "form": AnswerForm(),
        "unsure": UNSURE_KEYS,
        "progress": review_progress(request.actor, today=today),
        "n_open": open_items(request.actor).count(),
        "last": last_answer(request.actor, today=today),
    }
    if is_fragment(request):
        answer = render(request, "linkage/_blind.html", {**context, "said": said(request)})
        answer["HX-Push-Url"] = address
        return answer
    return render_page(
        request,
        "linkage/blind.html",
        context,
        title="표본 확인",
        breadcrumbs=[HOME, ("정확도", "/links/accuracy/"), ("표본 확인", "")],
    )


def _line(item: AccuracyItem, field: str, label: str) -> FieldLine:
    left, right = compare_field(field, item.record, item.evidence)
    return FieldLine(field, label, left, right, "", None)
