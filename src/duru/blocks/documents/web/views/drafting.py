"""Choose a letter, write it, mend it, give it up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from duru.blocks.access.api import needs
from duru.blocks.documents.enums import LetterKind
from duru.blocks.documents.errors import DocumentRefused, LetterRefused
from duru.blocks.documents.operations.drafting import cancel_draft, draft_letter, revise_draft
from duru.blocks.documents.operations.wording import ensure_words, fields_of
from duru.blocks.documents.permissions import DRAFT
from duru.blocks.documents.queries.letters import templates_in_force
from duru.blocks.documents.rules.blocks import write_blocks
from duru.blocks.documents.values import describe_subjects
from duru.blocks.documents.web.forms import EditForm, LetterForm, ReasonForm
from duru.blocks.documents.web.subjects import office_subject
from duru.blocks.documents.web.views.looking import document_or_404
from duru.blocks.ui.api import confirm_page, render_page


@needs(DRAFT)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    ensure_words()
    subject = request.GET.get("subject", "")
    return render_page(
        request,
        "documents/letter_choose.html",
        {"templates": templates_in_force(timezone.localdate()), "query": f"?subject={subject}" if subject else ""},
        title="기안하기",
        lead="어떤 문서를 쓰시나요? 법령 문구는 오늘 시행 중인 것으로 저절로 들어갑니다.",
        breadcrumbs=[("문서", reverse("documents:list")), ("기안하기", "")],
    )


@needs(DRAFT)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in LetterKind.values:
        raise Http404
    subject = request.GET.get("subject", "") or office_subject(request.actor)
    card = describe_subjects(request.actor, [subject]).get(subject)
    if card is None:
        raise Http404
    today, variant = timezone.localdate(), request.GET.get("variant", "")[:40]
    try:
        asked = fields_of(kind, on=today, variant=variant)
    except LetterRefused as refused:
        messages.error(request, str(refused))
        return redirect("documents:new")
    form = LetterForm(request.POST or None, asked=asked)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            letter = draft_letter(
                by=request.actor,
                subject=subject,
                kind=kind,
                variant=variant,
                fields=form.letter_fields,
                to=form.recipient,
                on=today,
                at=timezone.now(),
                disclosure=data["disclosure"],
                disclosure_clauses=data["clauses"],
                retention=data["retention"],
            )
        except LetterRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "기안했습니다. 내용을 보고 결재를 올려 주세요.")
            return redirect("documents:document", letter.public_id)
    return render_page(
        request,
        "documents/form.html",
        {"form": form, "back": reverse("documents:new"), "label": "기안"},
        title=f"{LetterKind(kind).label} 기안",
        lead=f"{card.title}에 관한 문서입니다.",
        breadcrumbs=[("문서", reverse("documents:list")), ("기안하기", reverse("documents:new")), ("쓰기", "")],
    )


@needs(DRAFT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    document = document_or_404(request, public_id)
    back = reverse("documents:document", args=[public_id])
    version = document.versions.get(no=document.version_no)
    start = {"title": document.title, "body": write_blocks(version.blocks), "seen": document.revision}
    form = EditForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            revise_draft(by=request.actor, document=public_id, at=timezone.now(), **data)
        except DocumentRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "새 판을 만들었습니다. 앞의 판은 그대로 남아 있습니다.")
            return redirect(back)
    return render_page(
        request,
        "documents/form.html",
        {"form": form, "back": back, "label": "고치기"},
        title="문서 고치기",
        breadcrumbs=[("문서", reverse("documents:list")), ("문서 보기", back), ("고치기", "")],
    )


@needs(DRAFT)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    document = document_or_404(request, public_id)
    back = reverse("documents:document", args=[public_id])
    form = ReasonForm(request.POST or None, initial={"seen": document.revision})
    if request.method == "POST" and form.is_valid():
        try:
            cancel_draft(by=request.actor, document=public_id, at=timezone.now(), **form.cleaned_data)
        except DocumentRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "기안을 폐기했습니다.")
            return redirect(back)
    return confirm_page(
        request, title="기안 폐기", question=f"‘{document.title}’을(를) 폐기할까요?", confirm_label="폐기", cancel_url=back, form=form,
        consequences=["문서번호를 받지 않고, 내용은 남아 있습니다."], is_danger=True,
    )  # fmt: skip
