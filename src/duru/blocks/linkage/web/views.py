"""Pages of links: what to look at, taking a record off, starting a run."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_deed
from duru.blocks.linkage.enums import Answer
from duru.blocks.linkage.errors import AlreadyApart
from duru.blocks.linkage.operations.answers import answer_review
from duru.blocks.linkage.operations.decisions import rule_in_force
from duru.blocks.linkage.permissions import DECIDE, RUN, SEE, SET_RULE
from duru.blocks.linkage.queries import count_links_by_band, last_run, list_reviews, review_progress
from duru.blocks.linkage.queries.runs import count_fresh
from duru.blocks.linkage.rules import consequence_sentences
from duru.blocks.linkage.tasks import relink
from duru.blocks.linkage.web.forms import SplitForm
from duru.blocks.linkage.web.pairs import find_link, queue_query
from duru.blocks.linkage.web.sitting import HOME
from duru.blocks.linkage.web.tables import REVIEW_EXPORT, ReviewFilter, ReviewTable
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import confirm_page, list_page
from duru.kernel.errors import Refused


@needs(SEE)
@readonly_view
def reviews(request: HttpRequest) -> HttpResponse:
    with_later = request.GET.get("later") == "1"
    today = timezone.localdate()
    return list_page(
        request,
        list_reviews(request.actor, today=today, include_later=with_later),
        ReviewTable,
        title="같은 사람 확인",
        lead="기계가 자신하지 못한 기록입니다. 답에 걸린 것이 많고 확률이 반반에 가까운 것부터 보입니다.",
        filterset=ReviewFilter,
        export=REVIEW_EXPORT,
        template="linkage/review_list.html",
        context={
            "run": last_run(),
            "bands": count_links_by_band(),
            "n_fresh": count_fresh(),
            "progress": review_progress(request.actor, today=today),
            "rule": rule_in_force(today),
            "may_run": may(request.actor, RUN),
            "may_decide": may(request.actor, DECIDE),
            "may_set_rule": may(request.actor, SET_RULE),
            "with_later": with_later,
            "queue": queue_query(request),
        },
    )


@needs(DECIDE)
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, public_id: str) -> HttpResponse:
    link = find_link(request, public_id)
    back = reverse("registry:person", args=[link.person.public_id])
    form = SplitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            done = answer_review(
                link.record_id, link.person, answer=Answer.OTHER, by=request.actor, note=reason, now=timezone.now()
            )
        except AlreadyApart as refusal:
            form.add_error(None, str(refusal))
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            if done.proposal is not None:
                messages.warning(request, "급여에 영향이 있어 다른 담당자의 확인을 기다립니다.")
                return redirect(back)
            changed = " ".join(consequence_sentences(done.consequences))
            followed = (
                f"이 결정으로 {changed}" if changed else "이 기록에 달린 급여와 제공은 이제 다른 사람의 것으로 셉니다."
            )
            messages.success(request, f"기록을 떼어냈습니다. {followed}")
            return redirect(back)
    return confirm_page(
        request,
        title="기록 떼어내기",
        question=f"{link.record.organisation.name}의 ‘{link.record.name_typed}’ 기록을 {link.person.name} 님에게서 떼어낼까요?",
        confirm_label="떼어내기",
        cancel_url=back,
        consequences=[
            "이 기록은 따로 한 사람이 되고, 저절로 다시 이어지지 않습니다.",
            "이 기록에 달린 급여, 제공, 사망·전출 소식이 함께 떨어져 나가고 겹침을 다시 봅니다.",
            "결정한 사람의 이름과 까닭이 남습니다. 같은 사람으로 다시 정하면 되돌릴 수 있습니다.",
        ],
        form=form,
        is_danger=True,
        breadcrumbs=[HOME, ("떼어내기", "")],
    )


@needs(RUN)
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    relink.defer(asked_at=timezone.now().isoformat())
    record_deed(actor=request.actor.audit, action="사람 잇기 실행 요청")
    messages.success(request, "사람 잇기를 시작했습니다. 끝나면 이 목록이 바뀝니다.")
    return redirect("linkage:reviews")
