"""Pages of links: what to look at, one pair side by side, the decision."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_deed, record_look
from duru.blocks.linkage.enums import Band, DecisionKind
from duru.blocks.linkage.errors import AlreadyApart, RecordNotLinked
from duru.blocks.linkage.models import Link
from duru.blocks.linkage.operations.decisions import decide_later, join_record, reject_rival, split_record
from duru.blocks.linkage.permissions import DECIDE, RUN, SEE
from duru.blocks.linkage.queries import count_links_by_band, explain_link, get_link, last_run, list_reviews
from duru.blocks.linkage.rules import signed
from duru.blocks.linkage.tasks import relink
from duru.blocks.linkage.web.forms import DecisionForm, SplitForm
from duru.blocks.linkage.web.tables import REVIEW_EXPORT, ReviewFilter, ReviewTable
from duru.blocks.places.api import get_dong_name
from duru.blocks.registry.api import Person, get_person, person_ref
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import confirm_page, list_page, render_page
from duru.kernel.errors import Refused
from duru.kernel.masking import mask_name

_HOME = ("같은 사람 확인", "/links/")
_LOOK = "중복 확인: 기록이 같은 사람의 것인지"


@needs(SEE)
@readonly_view
def reviews(request: HttpRequest) -> HttpResponse:
    with_later = request.GET.get("later") == "1"
    return list_page(
        request,
        list_reviews(request.actor, today=timezone.localdate(), include_later=with_later),
        ReviewTable,
        title="같은 사람 확인",
        lead="기계가 자신하지 못한 기록입니다. 한 건을 정하면 그 사람의 급여와 겹침이 모두 다시 계산됩니다.",
        filterset=ReviewFilter,
        export=REVIEW_EXPORT,
        template="linkage/review_list.html",
        context={
            "run": last_run(),
            "bands": count_links_by_band(),
            "may_run": may(request.actor, RUN),
            "with_later": with_later,
        },
    )


@needs(SEE)
@readonly_view
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    link = _link(request, public_id)
    found = explain_link(link, by=request.actor)
    candidate = found.rival if found.against_rival and found.rival else found.person
    others = [person for person in (found.person, found.rival) if person is not None and person != candidate]
    record_look(
        actor=request.actor.audit,
        action="같은 사람인지 견주어 보기",
        purpose=_LOOK,
        subjects=[person_ref(person.public_id) for person in (found.person, found.rival) if person is not None],
    )
    return render_page(
        request,
        "linkage/review.html",
        {
            "found": found,
            "link": link,
            "candidate": candidate,
            "candidate_dong": get_dong_name(candidate.dong_code),
            "others": [(person, get_dong_name(person.dong_code), person == found.person) for person in others],
            "total": signed(sum(line.bits or 0 for line in found.lines)),
            "chance": _chance(link, found.against_rival),
            "form": DecisionForm(initial={"person": candidate.public_id}),
            "may_decide": may(request.actor, DECIDE) and link.via != "register",
            "is_review": link.band == Band.REVIEW,
            "split_from": _split_from(found),
        },
        title="같은 사람일까요?",
        breadcrumbs=[_HOME, (mask_name(link.record.name), "")],
    )


@needs(DECIDE)
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    link = _link(request, public_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, "무엇으로 정할지 고르지 않았습니다. 같은 사람, 다른 사람, 나중에 가운데 하나를 고르세요."
        )
        return redirect("linkage:review", public_id)
    answer, reason = form.cleaned_data["answer"], form.cleaned_data["reason"]
    try:
        if answer == DecisionForm.LATER:
            decide_later(link.record_id, by=request.actor, today=timezone.localdate())
            messages.info(request, "일주일 뒤에 다시 보여 드립니다.")
        else:
            person = _person(request, form.cleaned_data["person"])
            decision = join_record if answer == DecisionForm.SAME else reject_rival
            decision(link.record_id, person, by=request.actor, reason=reason, now=timezone.now())
            messages.success(
                request, "같은 사람으로 이었습니다." if answer == DecisionForm.SAME else "다른 사람으로 정했습니다."
            )
    except AlreadyApart as refusal:
        messages.error(request, str(refusal))
    except Refused as refusal:
        messages.error(request, refusal.message)
    following = list_reviews(request.actor, today=timezone.localdate()).exclude(id=link.id).first()
    return redirect("linkage:review", following.record.public_id) if following else redirect("linkage:reviews")


@needs(DECIDE)
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, public_id: str) -> HttpResponse:
    link = _link(request, public_id)
    back = reverse("registry:person", args=[link.person.public_id])
    form = SplitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            split_record(link.record_id, by=request.actor, reason=form.cleaned_data["reason"], now=timezone.now())
        except AlreadyApart as refusal:
            form.add_error(None, str(refusal))
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request, "기록을 떼어냈습니다. 이 기록에 달린 급여와 제공은 이제 다른 사람의 것으로 셉니다."
            )
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
        breadcrumbs=[_HOME, ("떼어내기", "")],
    )


@needs(RUN)
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    relink.defer(asked_at=timezone.now().isoformat())
    record_deed(actor=request.actor.audit, action="사람 잇기 실행 요청")
    messages.success(request, "사람 잇기를 시작했습니다. 끝나면 이 목록이 바뀝니다.")
    return redirect("linkage:reviews")


def _split_from(found) -> Person | None:
    """Return whom a person last took this record away from, when that still stands: the way back is one button."""
    last = next(iter(found.decisions), None)
    return last.person if last and last.kind == DecisionKind.SPLIT and last.person != found.person else None


def _link(request: HttpRequest, public_id: str) -> Link:
    try:
        return get_link(request.actor, public_id)
    except RecordNotLinked:
        raise Http404("그런 기록이 없습니다.") from None


def _person(request: HttpRequest, public_id: str) -> Person:
    try:
        return get_person(request.actor, public_id)
    except Person.DoesNotExist:
        raise Http404("그런 주민이 없습니다.") from None


def _chance(link: Link, against_rival: bool) -> float:
    """Return the chance, 0–100, that the record speaks of the person it is compared with."""
    return round(100 * (1 - link.probability if against_rival else link.probability), 1)
