"""What the administrator keeps: who signs in which post, 전결, absences, seals, the words of letters."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from duru.blocks.access.api import Membership, NotAllowed, may, needs
from duru.blocks.documents.errors import DocumentRefused
from duru.blocks.documents.models import Absence, DelegationRule, LegalText, LetterTemplate, Seal, Signatory
from duru.blocks.documents.operations.absences import record_absence
from duru.blocks.documents.operations.posts import appoint_signatory, set_delegation
from duru.blocks.documents.operations.rewording import reword_law, reword_letter
from duru.blocks.documents.operations.seals import keep_seal
from duru.blocks.documents.operations.wording import ensure_words
from duru.blocks.documents.permissions import ABSENCE, MANAGE
from duru.blocks.documents.queries.people import people_to_sign
from duru.blocks.documents.web import manage_forms as forms
from duru.blocks.documents.web import manage_tables as tables
from duru.blocks.ui.api import list_page, render_page

_FACES = {
    "delegations": "전결 규칙", "signatories": "결재 직위", "absences": "부재", "seals": "직인", "templates": "편지 틀", "words": "법령 문구",
}  # fmt: skip
_LEADS = {
    "delegations": "어떤 문서를 누가 결재하면 되는지 정합니다(사무전결처리규칙). 정하지 않은 문서는 구청장이 결재합니다.",
    "signatories": "누가 어느 직위로 서명하는지 정합니다. 정하지 않은 사람은 담당으로 서명합니다.",
    "absences": "자리를 비운 동안 다른 사람이 대신 서명하고(대결) 맡은 일을 합니다.",
    "seals": "시행한 문서에 찍히는 직인입니다. 등록하지 않으면 ‘직인 생략’으로 나갑니다.",
    "templates": "편지의 문구입니다. 바꾸면 그날부터 새 문구로 쓰고, 이미 쓴 편지는 그대로입니다.",
}


@needs(MANAGE)
@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    return _list(
        request, "delegations", DelegationRule.objects.all(), tables.DelegationTable, add="documents:add_delegation"
    )


@needs(MANAGE)
@require_safe
def signatories(request: HttpRequest) -> HttpResponse:
    rows = Signatory.objects.select_related("membership__user", "membership__organisation")
    return _list(request, "signatories", rows, tables.SignatoryTable, add="documents:add_signatory")


@needs(ABSENCE)
@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    rows = Absence.objects.select_related("membership__user", "deputy__user")
    if not may(request.actor, MANAGE):
        rows = rows.filter(membership_id=request.actor.membership_id)
    return _list(request, "absences", rows, tables.AbsenceTable, add="documents:add_absence")


@needs(MANAGE)
@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    return _list(request, "seals", Seal.objects.all(), tables.SealTable, add="documents:add_seal")


@needs(MANAGE)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    ensure_words()
    return _list(request, "templates", LetterTemplate.objects.all(), tables.TemplateTable)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def add_delegation(request: HttpRequest) -> HttpResponse:
    form = forms.DelegationForm(request.POST or None)
    return _ask(
        request, form, "delegations", "전결 규칙 정하기", lambda **how: set_delegation(**form.cleaned_data, **how)
    )


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def add_signatory(request: HttpRequest) -> HttpResponse:
    form = forms.SignatoryForm(request.POST or None, people=_people(request))
    return _ask(
        request, form, "signatories", "결재 직위 정하기", lambda **how: appoint_signatory(**form.cleaned_data, **how)
    )


@needs(ABSENCE)
@require_http_methods(["GET", "POST"])
def add_absence(request: HttpRequest) -> HttpResponse:
    """Write an absence: one's own, the administrator anybody's."""
    actor, people = request.actor, _people(request)
    own = [] if may(actor, MANAGE) else [(actor.membership_id, actor.name)]
    form = forms.AbsenceForm(request.POST or None, people=people, away=own or people)

    def deed(**how: Any) -> Absence:
        data = dict(form.cleaned_data)
        member, deputy = (Membership.objects.get(id=data.pop(name)) for name in ("member", "deputy"))
        return record_absence(member=member, deputy=deputy, **data, **how)

    return _ask(request, form, "absences", "부재 등록", deed)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def add_seal(request: HttpRequest) -> HttpResponse:
    form = forms.SealForm(request.POST or None, request.FILES or None)
    return _ask(
        request, form, "seals", "직인 등록", lambda **how: keep_seal(**form.cleaned_data, **how), is_upload=True
    )


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def reword_template(request: HttpRequest, pk: int) -> HttpResponse:
    found = LetterTemplate.objects.filter(id=pk, effective_until__isnull=True).first()
    if found is None:
        raise Http404
    start = {"title": found.title, "body": found.body.strip(), "needs_approval": found.needs_approval}
    form = forms.TemplateForm(request.POST or None, initial=start, template=found)
    return _ask(
        request, form, "templates", f"{found.get_kind_display()} 틀 바꾸기", lambda **how: reword_letter(pk, **form.cleaned_data, **how)
    )  # fmt: skip


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def reword_text(request: HttpRequest, pk: int) -> HttpResponse:
    found = LegalText.objects.filter(id=pk, effective_until__isnull=True).first()
    if found is None:
        raise Http404
    start = {name: getattr(found, name) for name in ("sentence", "law", "article", "days", "status")}
    form = forms.LegalTextForm(request.POST or None, initial=start)
    return _ask(
        request, form, "words", f"법령 문구 바꾸기: {found.label}", lambda **how: reword_law(pk, **form.cleaned_data, **how)
    )  # fmt: skip


def faces_of(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """Return the tabs between the pages an actor may keep."""
    shown = _FACES if may(request.actor, MANAGE) else {}
    return [
        {"label": label, "url": reverse(f"documents:{name}"), "is_current": name == current}
        for name, label in shown.items()
    ]


def _list(request: HttpRequest, name: str, rows: Any, table: Any, *, add: str = "") -> HttpResponse:
    return list_page(
        request,
        rows,
        table,
        title=_FACES[name],
        lead=_LEADS[name],
        template="documents/managed.html",
        context={"faces": faces_of(request, name), "add_url": reverse(add) if add else ""},
        breadcrumbs=[("문서", reverse("documents:list")), (_FACES[name], "")],
    )


def _ask(
    request: HttpRequest, form: Form, name: str, title: str, deed: Callable[..., object], *, is_upload: bool = False
) -> HttpResponse:
    back = reverse(f"documents:{name}")
    if request.method == "POST" and form.is_valid():
        try:
            deed(by=request.actor, at=timezone.now())
        except (DocumentRefused, NotAllowed, Membership.DoesNotExist) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{title}: 저장했습니다.")
            return redirect(back)
    return render_page(
        request,
        "documents/manage_form.html",
        {"form": form, "back": back, "label": "저장", "is_upload": is_upload},
        title=title,
        lead=_LEADS.get(name, ""),
        breadcrumbs=[("문서", reverse("documents:list")), (_FACES[name], back), (title, "")],
    )


def _people(request: HttpRequest) -> Sequence[tuple[int, str]]:
    return people_to_sign(request.actor, on=timezone.localdate())
