"""Decisions as they were taken, those that wait for a second person, and the rule that asks for one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_look
from duru.blocks.linkage.enums import ProposalState
from duru.blocks.linkage.errors import ChangedMeanwhile
from duru.blocks.linkage.hinges import list_settled
from duru.blocks.linkage.models import LinkProposal, ReviewRule
from duru.blocks.linkage.operations.decisions import rule_in_force
from duru.blocks.linkage.operations.proposals import confirm_proposal, refuse_proposal, set_review_rule
from duru.blocks.linkage.permissions import DECIDE, SEE, SET_RULE
from duru.blocks.linkage.queries import explain_link, get_proposal, last_run, list_decisions, list_proposals
from duru.blocks.linkage.rules import Consequence, consequence_sentences
from duru.blocks.linkage.web.forms import RuleForm, SettleForm
from duru.blocks.linkage.web.pairs import find_link
from duru.blocks.linkage.web.sitting import HOME, review_purpose, way_to_question
from duru.blocks.linkage.web.tables import DecisionTable, ProposalTable
from duru.blocks.registry.api import people_visible_to, person_ref
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page
from duru.kernel.errors import Refused
from duru.kernel.masking import mask_name


@needs(SEE)
@readonly_view
def decisions(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        list_decisions(request.actor),
        DecisionTable,
        title="사람이 정한 것",
        lead="누가 무엇을 정했고 무엇이 달라졌는지 봅니다. 새 모형이나 새 자료가 와도 그대로입니다.",
        breadcrumbs=[HOME, ("사람이 정한 것", "")],
    )


@needs(SEE)
@readonly_view
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    found = list_decisions(request.actor).filter(id=pk).first()
    if found is None:
        raise Http404("그런 결정이 없습니다.")
    last = last_run()
    record_look(
        actor=request.actor.audit,
        action="잇기 결정 보기",
        purpose="결정 확인",
        subjects=[person_ref(found.person.public_id), f"record:{found.record.public_id}"],
    )
    return render_page(
        request,
        "linkage/decision.html",
        {
            "decision": found,
            "name": mask_name(found.record.name),
            "person_name": mask_name(found.person.name),
            "changes": consequence_sentences(Consequence(**each) for each in found.consequences),
            "settled": [(label, at, at is not None and at >= found.decided_at) for label, at in list_settled()],
            "relinked_at": last.finished_at if last and last.started_at >= found.decided_at else None,
        },
        title="사람이 정한 것",
        breadcrumbs=[HOME, ("사람이 정한 것", "/links/decisions/"), (mask_name(found.record.name), "")],
    )


@needs(SEE)
@readonly_view
def proposals(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        list_proposals(request.actor),
        ProposalTable,
        title="두 번째 확인",
        lead="급여에 영향이 있어 다른 담당자가 한 번 더 확인해야 하는 결정입니다. 자기가 제안한 것은 확인할 수 없습니다.",
        breadcrumbs=[HOME, ("두 번째 확인", "")],
        context={"rule": rule_in_force(timezone.localdate())},
    )


@needs(SEE)
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        found = get_proposal(request.actor, public_id)
    except LinkProposal.DoesNotExist:
        raise Http404("그런 제안이 없습니다.") from None
    why = review_purpose(request)
    if not why:
        return redirect(way_to_question(request.path))
    link = find_link(request, found.record.public_id)
    is_own = found.by_ref == request.actor.ref
    may_settle = may(request.actor, DECIDE) and found.state == ProposalState.WAITING and not is_own
    form = SettleForm(request.POST or None)
    if request.method == "POST" and may_settle and form.is_valid():
        try:
            _settle(request, found, form)
        except ChangedMeanwhile as refusal:
            messages.error(request, refusal.message)
            return redirect("linkage:proposals")
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("linkage:proposals")
    explained = explain_link(link, by=request.actor)
    person = people_visible_to(request.actor).filter(public_id=found.person_ref).first()
    record_look(
        actor=request.actor.audit,
        action="두 번째 확인을 위해 견주어 보기",
        purpose=why,
        subjects=[person_ref(each.public_id) for each in {explained.person, explained.rival, person} - {None}],
    )
    return render_page(
        request,
        "linkage/proposal.html",
        {
            "proposal": found,
            "found": explained,
            "link": link,
            "person": person,
            "rows": [(line, []) for line in explained.lines],
            "changes": consequence_sentences((Consequence(**each) for each in found.consequences), is_done=False),
            "form": form,
            "may_settle": may_settle,
            "is_own": is_own,
        },
        title="두 번째 확인",
        breadcrumbs=[HOME, ("두 번째 확인", "/links/proposals/"), (mask_name(found.record.name), "")],
    )


@needs(SET_RULE)
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    current = rule_in_force(today)
    form = RuleForm(
        request.POST or None,
        initial={"mode": RuleForm.TWO if current and current.needs_second else RuleForm.ONE, "effective_from": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_review_rule(
                needs_second=form.cleaned_data["mode"] == RuleForm.TWO,
                effective_from=form.cleaned_data["effective_from"],
                by=request.actor,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, "확인 방식을 바꾸었습니다.")
            return redirect("linkage:reviews")
    return render_page(
        request,
        "linkage/review_rule.html",
        {"form": form, "current": current, "history": list(ReviewRule.objects.order_by("-effective_from", "-id")[:20])},
        title="확인 방식",
        lead="금지·제한 겹침이 생기거나 사라지는 결정, 사람을 사망·전출로 만드는 결정을 몇 사람이 정할지 고릅니다.",
        breadcrumbs=[HOME, ("확인 방식", "")],
    )


def _settle(request: HttpRequest, found: LinkProposal, form: SettleForm) -> None:
    note, now = form.cleaned_data["note"], timezone.now()
    if form.cleaned_data["answer"] == SettleForm.REFUSE:
        refuse_proposal(found.public_id, by=request.actor, note=note, now=now)
        messages.info(request, "받아들이지 않았습니다. 기록은 확인 목록으로 돌아갑니다.")
        return
    decision = confirm_proposal(found.public_id, by=request.actor, note=note, now=now)
    changed = " ".join(consequence_sentences(Consequence(**each) for each in decision.consequences)) if decision else ""
    messages.success(request, f"두 사람이 확인했습니다. {f'이 결정으로 {changed}' if changed else ''}".strip())
