"""Receiving an application at the counter."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from duru.blocks.access.api import may, needs
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.kinds import CaseKind, get_kind, list_kinds
from duru.blocks.casework.models import Case
from duru.blocks.casework.operations.opening import open_case, open_child_case
from duru.blocks.casework.permissions import WORK
from duru.blocks.casework.queries.cases import get_case
from duru.blocks.casework.queries.people import department_of, get_member
from duru.blocks.casework.web.forms import OpenForm
from duru.blocks.casework.web.schema_forms import WholeForm
from duru.blocks.ui.api import render_page

_HOME = ("민원 처리", "/cases/")


@needs(WORK)
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """List the kinds of cases that can be received here."""
    kinds = list_kinds(with_samples=request.tenant.is_demo)
    parent = request.GET.get("with", "")
    theirs = sorted({kind.entrance for kind in kinds if kind.entrance}) if not parent else []
    entrances = [(label, address) for label, address, needed in theirs if may(request.actor, needed)]
    return render_page(
        request,
        "casework/choose.html",
        {
            "entrances": entrances,
            "kinds": [kind for kind in kinds if not kind.entrance],
            "query": f"?with={parent}" if parent.isalnum() else "",
        },
        title="민원 접수",
        lead="무엇을 접수하는지 고릅니다.",
        breadcrumbs=[_HOME, ("민원 접수", "")],
    )


@needs(WORK)
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, key: str) -> HttpResponse:
    """Fill in an application and receive it; with ?with= together with an open case."""
    kind, parent = _kind(request, key), _parent(request)
    if kind.entrance:
        return redirect(kind.entrance[1])
    start = {"applicant_name": parent.applicant_name, "applicant_phone": parent.applicant_phone} if parent else None
    form = OpenForm(request.POST or None, initial=start)
    schema = kind.forms.get("application")
    whole = WholeForm(schema, request.POST or None) if schema else None
    if request.method == "POST" and all([form.is_valid(), whole is None or whole.is_valid()]):
        data = {name: value for name, value in form.cleaned_data.items() if value}
        given = {"title": "", **data, "kind": key, "answers": whole.answers if whole else {}, "by": request.actor}
        if department_of(request.actor) == kind.department:
            given["officer"] = get_member(request.actor.membership_id)
        try:
            if parent is not None:
                case = open_child_case(parent_id=parent.public_id, at=timezone.now(), **given)
            else:
                case = open_case(at=timezone.now(), **given)
        except CaseworkRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"접수번호 {case.receipt_no}로 접수했습니다.")
            return redirect("casework:case", case.public_id)
    return render_page(
        request,
        "casework/deed.html",
        {"form": form, "whole": whole, "back": reverse("casework:choose"), "label": "접수"},
        title=f"접수: {kind.label}",
        lead=f"처리기간 {kind.period}, {kind.department}에서 처리합니다."
        + (f" {parent.receipt_no}와 함께 접수합니다." if parent else ""),
        breadcrumbs=[_HOME, ("민원 접수", reverse("casework:choose")), (kind.label, "")],
    )


def _kind(request: HttpRequest, key: str) -> CaseKind:
    try:
        kind = get_kind(key)
    except KeyError:
        raise Http404 from None
    if kind.is_sample and not request.tenant.is_demo:
        raise Http404
    return kind


def _parent(request: HttpRequest) -> Case | None:
    if not request.GET.get("with"):
        return None
    try:
        return get_case(request.actor, request.GET["with"])
    except Case.DoesNotExist:
        raise Http404 from None
