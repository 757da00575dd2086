"""Proposals: the list, receiving one beside those alike, one page with marks, asking again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import gated_export, record_look
from duru.blocks.casework.api import Case, due_words, get_kind, may_open_case
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import DateColumn, LinkColumn, Table, TextColumn, confirm_page, list_page, render_page
from duru.kernel.errors import Refused
from duru.services.participation.enums import Axis, Ground
from duru.services.participation.kinds import PROPOSAL
from duru.services.participation.models import Proposal, Score
from duru.services.participation.operations.proposing import ask_again, receive_proposal, score_proposal
from duru.services.participation.permissions import RECEIVE, SCORE, SEE
from duru.services.participation.queries import find_alike, keep_until, list_proposals, points_of
from duru.services.participation.rules import grade_of, split_prize, weights_on
from duru.services.participation.web.forms import AgainForm, PrizeForm, ProposalForm, ScoreForm

CRUMB = ("참여", "")


class ProposalTable(Table):
    caption = "받은 국민제안"
    unit = "건"
    row_header = "title"
    empty_title = "받은 제안이 없습니다"
    empty_text = "제안을 접수하면 여기에 나타납니다."

    title = LinkColumn(verbose_name="제목", url=lambda row: reverse("participation:proposal", args=[row.public_id]))
    authors = TextColumn(verbose_name="제안자", orderable=False, accessor="pk")
    received_at = DateColumn(verbose_name="접수")

    def render_authors(self, record):
        return ", ".join(author.name for author in record.authors.all())

    def value_authors(self, record):
        return self.render_authors(record)


@needs(SEE)
@readonly_view
def proposals(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        list_proposals(),
        ProposalTable,
        title="국민제안",
        lead="접수한 날부터 30일 안에 채택할지 정해 알립니다(국민제안규정 제10조). 같은 내용이면 먼저 접수한 제안이 우선합니다.",
        export=gated_export("국민제안", "국민제안 목록 내려받기", caution="제안 업무 밖으로 쓰지 마세요."),
        template="participation/proposals.html",
        context={"may_receive": may(request.actor, RECEIVE)},
        breadcrumbs=[CRUMB, ("국민제안", "")],
    )


@needs(RECEIVE)
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Receive a proposal; those alike are shown once before it is received."""
    form = ProposalForm(request.POST or None)
    alike = []
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        alike = find_alike(f"{data['title']} {data['idea']}") if not request.POST.get("seen_alike") else []
        if not alike:
            try:
                proposal = receive_proposal(by=request.actor, at=timezone.now(), shares=data.pop("authors"), **data)
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            else:
                messages.success(request, "제안을 접수했습니다.")
                return redirect("participation:proposal", proposal.public_id)
    return render_page(
        request,
        "participation/receive.html",
        {"form": form, "alike": [(each.proposal, f"{each.share:.0%}") for each in alike]},
        title="제안 접수",
        lead="현황과 문제점, 개선방안, 기대효과를 적습니다(국민제안규정 제5조제2항).",
        breadcrumbs=[CRUMB, ("국민제안", reverse("participation:proposals")), ("접수", "")],
    )


@needs(SEE)
def proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _get(public_id)
    case = Case.objects.get(public_id=found.case_ref)
    today, now = timezone.localdate(), timezone.now()
    points = points_of(found, on=today)
    authors = list(found.authors.order_by("-leads", "-share", "name"))
    prize = PrizeForm(request.GET if "prize" in request.GET else None)
    record_look(actor=request.actor.audit, action="제안 보기", purpose="제안 처리", subjects=[f"case:{case.public_id}"])
    return render_page(
        request,
        "participation/proposal.html",
        {
            "proposal": found,
            "authors": authors,
            "kept_until": keep_until(case),
            "prize_form": prize if case.outcome == "adopt" else None,
            "parts": split_prize(prize.cleaned_data["prize"], {each.name: each.share for each in authors})
            if prize.is_valid()
            else {},
            "case": case,
            "case_url": reverse("casework:case", args=[case.public_id]) if may_open_case(request.actor, case) else "",
            "due": due_words(case.due_at, case.state, now),
            "outcome": get_kind(PROPOSAL).outcomes.get(case.outcome, ""),
            "points": points,
            "grade": grade_of(points, on=today),
            "reviewers": _marks(found),
            "axes": list(Axis),
            "weights": {row.axis: row.points for row in weights_on(today)},
            "alike": [
                (each.proposal, f"{each.share:.0%}") for each in find_alike(f"{found.title} {found.idea}", but=found)
            ],
            "may_score": may(request.actor, SCORE) and not case.outcome,
            "may_ask_again": may(request.actor, RECEIVE) and case.outcome == "reject",
        },
        title=found.title,
        lead=f"접수번호 {case.receipt_no}",
        breadcrumbs=[CRUMB, ("국민제안", reverse("participation:proposals")), ("제안", "")],
    )


@needs(SCORE)
@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _get(public_id)
    form = ScoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            score_proposal(public_id, form.marks(), by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "심사 점수를 적었습니다.")
            return redirect("participation:proposal", public_id)
    return _deed(request, found, form, "심사 점수", "점수 적기", "항목마다 0점부터 10점까지 적습니다.")


@needs(RECEIVE)
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _get(public_id)
    form = AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            case = ask_again(
                public_id, Ground(data["ground"]), reason=data["reason"], by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "재심사를 접수했습니다.")
            return redirect("casework:case", case.public_id)
    return _deed(request, found, form, "재심사 접수", "재심사 접수", "제안자가 요청한 재심사를 접수합니다.")


def _deed(request: HttpRequest, found: Proposal, form, title: str, label: str, sentence: str) -> HttpResponse:
    back = reverse("participation:proposal", args=[found.public_id])
    return confirm_page(
        request,
        title=title,
        question=f"‘{found.title}’",
        confirm_label=label,
        cancel_url=back,
        consequences=[sentence],
        form=form,
        breadcrumbs=[CRUMB, ("국민제안", reverse("participation:proposals")), (title, "")],
    )


def _marks(found: Proposal) -> list[tuple[str, list[int | str]]]:
    marks: dict[tuple[str, str], dict[str, int]] = {}
    for row in Score.objects.filter(proposal=found).order_by("reviewer_name", "id"):
        marks.setdefault((row.reviewer_ref, row.reviewer_name), {})[row.axis] = row.mark
    return [(name, [given.get(axis.value, "") for axis in Axis]) for (_, name), given in marks.items()]


def _get(public_id: str) -> Proposal:
    found = Proposal.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
