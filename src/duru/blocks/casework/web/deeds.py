"""The deeds on a case and its tasks: check the form, call one operation, go back to the case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import Membership, needs
from duru.blocks.casework.enums import TaskKind
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.kinds import get_kind
from duru.blocks.casework.models import Case, Task
from duru.blocks.casework.operations.clock import extend_case, pause_case, resume_case
from duru.blocks.casework.operations.consulting import answer_opinion, ask_opinion, extend_reply
from duru.blocks.casework.operations.deciding import approve_decision, propose_decision, send_back_decision
from duru.blocks.casework.operations.ending import merge_case, return_case, transfer_case, withdraw_case
from duru.blocks.casework.operations.talking import comment as write_comment
from duru.blocks.casework.operations.working import assign_task, claim_task, complete_task, delegate_task
from duru.blocks.casework.permissions import APPROVE, ARRANGE, WORK
from duru.blocks.casework.queries.cases import find_case_by_receipt, get_case, get_case_view
from duru.blocks.casework.queries.people import get_member, list_members
from duru.blocks.casework.web import forms
from duru.blocks.casework.web.case import members_to_choose, task_forms
from duru.blocks.ui.api import render_page


@dataclass(frozen=True)
class Deed:
    """One deed on a case: its words, its form, and the operation that does it."""

    title: str
    lead: str
    done: str
    form: Callable[..., Any]
    act: Callable[..., Any]
    is_danger: bool = False


def _merge(*, into: str, **how: Any) -> Case:
    other = find_case_by_receipt(into)
    if other is None:
        raise CaseworkRefused("그 접수번호의 민원이 없습니다.")
    return merge_case(into=other.public_id, **how)


DEEDS: dict[str, Deed] = {
    "pause": Deed("보완·정지", "법이 처리기간에서 빼는 사유만 고를 수 있습니다.", "처리기간을 멈췄습니다.", forms.PauseForm, pause_case),
    "resume": Deed("재개", "멈춘 기간을 빼고 처리기한을 다시 셉니다.", "처리기간이 다시 갑니다.", forms.NoteForm, resume_case),
    "extend": Deed(
        "기간 연장", "법이 정한 사유로 한 번, 민원인이 동의하면 한 번 더 늘릴 수 있습니다.", "처리기간을 늘렸습니다. 사유와 새 기한을 민원인에게 알려 주십시오.",
        forms.ExtendForm, extend_case,
    ),
    "ask": Deed("협의 요청", "여러 부서에 한꺼번에 묻습니다. 회신기한은 처리기한 안이어야 합니다.", "협의를 요청했습니다.", forms.AskForm, ask_opinion),
    "withdraw": Deed("취하", "신청인이 신청을 거둔 때에 씁니다.", "취하로 끝냈습니다.", forms.NoteForm, withdraw_case, is_danger=True),
    "transfer": Deed("이송", "소관이 아닌 민원을 맡을 기관으로 보냅니다.", "이송했습니다. 신청인에게 알려 주십시오.", forms.TransferForm, transfer_case, is_danger=True),
    "return": Deed("반려", "보완을 요구했으나 기한까지 보완하지 않은 때에 씁니다.", "반려했습니다.", forms.ReasonForm, return_case, is_danger=True),
    "merge": Deed("병합", "같은 종류의 다른 민원과 함께 처리하고 이 민원은 끝냅니다.", "병합했습니다.", forms.MergeForm, _merge, is_danger=True),
}  # fmt: skip


@needs(WORK)
@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Ask for what a deed needs, and do it."""
    wanted = DEEDS.get(name)
    if wanted is None:
        raise Http404
    found = _case(request, public_id)
    more = {}
    if name == "extend":
        more = {"extendable": get_kind(found.kind).extendable}
    form = wanted.form(request.POST or None, case=found, **more)
    back = reverse("casework:case", args=[public_id])
    if request.method == "POST" and form.is_valid():
        try:
            wanted.act(by=request.actor, public_id=public_id, at=timezone.now(), **form.cleaned_data)
        except CaseworkRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, wanted.done)
            return redirect(back)
    return _form_page(request, found, form, wanted.title, wanted.lead, is_danger=wanted.is_danger)


@needs(WORK)
@require_POST
def task(request: HttpRequest, task_id: str) -> HttpResponse:
    """Do one's task: finish a step, answer as a department, propose a decision."""
    try:
        found = Task.objects.select_related("case").get(public_id=task_id)
    except Task.DoesNotExist:
        raise Http404 from None
    view = get_case_view(request.actor, found.case.public_id)
    form, whole = task_forms(view, found, request.POST)
    are_valid = [form.is_valid(), whole is None or whole.is_valid()]
    if all(are_valid):
        how = {"by": request.actor, "task_id": task_id, "at": timezone.now(), **form.cleaned_data}
        try:
            if found.kind == TaskKind.CONSULTATION:
                answer_opinion(**how)
            elif found.kind == TaskKind.DECISION:
                propose_decision(**how)
            else:
                complete_task(answers=whole.answers if whole else {}, **how)
        except CaseworkRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"‘{found.name}’을(를) 마쳤습니다.")
            return redirect("casework:case", found.case.public_id)
    return _form_page(request, found.case, form, found.name, "", whole=whole)


@needs(WORK)
@require_POST
def claim(request: HttpRequest, task_id: str) -> HttpResponse:
    """Take a free task of one's department."""
    found = _task(request, task_id)
    try:
        claim_task(by=request.actor, task_id=task_id, at=timezone.now())
    except CaseworkRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"‘{found.name}’을(를) 맡았습니다.")
    return redirect("casework:case", found.case.public_id)


@needs(WORK)
@require_http_methods(["GET", "POST"])
def hand_on(request: HttpRequest, task_id: str) -> HttpResponse:
    """Give a task to somebody: one's own to a colleague, or, arranging work, any to anyone."""
    found = _task(request, task_id)
    may_arrange = request.actor.may(ARRANGE)
    members = members_to_choose(department="" if may_arrange else found.department)
    form = forms.AssignForm(request.POST or None, case=found.case, members=members)
    if request.method == "POST" and form.is_valid():
        act = assign_task if may_arrange else delegate_task
        data = form.cleaned_data
        try:
            to = get_member(int(data["member"]))
            act(by=request.actor, task_id=task_id, to=to, at=timezone.now(), note=data["note"], version=data["version"])
        except (CaseworkRefused, Membership.DoesNotExist) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{to.user.name}에게 맡겼습니다.")
            return redirect("casework:case", found.case.public_id)
    return _form_page(request, found.case, form, f"담당자 정하기: {found.name}", "")


@needs(WORK)
@require_http_methods(["GET", "POST"])
def more_time(request: HttpRequest, task_id: str) -> HttpResponse:
    """Lengthen a reply period as the asked department."""
    found = _task(request, task_id)
    form = forms.ReplyExtensionForm(request.POST or None, case=found.case)
    if request.method == "POST" and form.is_valid():
        try:
            extend_reply(by=request.actor, task_id=task_id, at=timezone.now(), **form.cleaned_data)
        except CaseworkRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "회신기간을 늘렸습니다. 주무부서가 이력에서 봅니다.")
            return redirect("casework:case", found.case.public_id)
    lead = "회신기간이 끝나기 전에 한 번, 처음 기간 안에서 늘릴 수 있습니다(민원처리법 제20조제2항)."
    return _form_page(request, found.case, form, "회신기간 연장", lead)


@needs(WORK)
@require_POST
def comment(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a comment; @이름 calls on members of that name."""
    found = _case(request, public_id)
    form = forms.CommentForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        called = _called(text)
        try:
            write_comment(by=request.actor, public_id=public_id, text=text, at=timezone.now(), mentions=called)
        except CaseworkRefused as refused:
            messages.error(request, str(refused))
        else:
            names = ", ".join(member.user.name for member in called)
            messages.success(request, f"의견을 적고 {names}을(를) 불렀습니다." if names else "의견을 적었습니다.")
    else:
        messages.error(request, "의견을 적어 주십시오.")
    return redirect(reverse("casework:case", args=[found.public_id]) + "#history")


@needs(APPROVE)
@require_POST
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve the decision that waits."""
    found = _case(request, public_id)
    try:
        approve_decision(by=request.actor, public_id=public_id, at=timezone.now(), version=_version(request))
    except CaseworkRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "결정을 승인했습니다.")
    return redirect("casework:case", found.public_id)


@needs(APPROVE)
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the decision that waits back with a reason."""
    found = _case(request, public_id)
    form = forms.SendBackForm(request.POST or None, case=found)
    if request.method == "POST" and form.is_valid():
        try:
            send_back_decision(by=request.actor, public_id=public_id, at=timezone.now(), **form.cleaned_data)
        except CaseworkRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "결정안을 되돌렸습니다.")
            return redirect("casework:case", public_id)
    return _form_page(request, found, form, "결정안 되돌리기", "올린 사람이 까닭을 보고 다시 올립니다.")


def _called(text: str) -> list[Membership]:
    """Find the members a comment calls on: an @ before their whole name."""
    words = {word.lstrip("@").rstrip(".,!?:;") for word in text.split() if word.startswith("@")}
    if not words:
        return []
    return list(list_members().filter(user__name__in=words)[:20])


def _version(request: HttpRequest) -> int | None:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdigit() else None


def _case(request: HttpRequest, public_id: str) -> Case:
    try:
        return get_case(request.actor, public_id)
    except Case.DoesNotExist:
        raise Http404 from None


def _task(request: HttpRequest, task_id: str) -> Task:
    try:
        found = Task.objects.select_related("case").get(public_id=task_id)
    except Task.DoesNotExist:
        raise Http404 from None
    get_case(request.actor, found.case.public_id)
    return found


def _form_page(
    request: HttpRequest, found: Case, form: Any, title: str, lead: str, *, whole: Any = None, is_danger: bool = False
) -> HttpResponse:
    back = reverse("casework:case", args=[found.public_id])
    return render_page(
        request,
        "casework/deed.html",
        {"form": form, "whole": whole, "back": back, "is_danger": is_danger, "label": title},
        title=title,
        lead=lead,
        breadcrumbs=[("민원 처리", reverse("casework:board")), (found.receipt_no, back), (title, "")],
    )
