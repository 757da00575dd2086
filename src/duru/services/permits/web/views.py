"""The guide, receiving what it led to, and one page over all that a joint receipt consists of."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_look
from duru.blocks.casework.api import Case, Task, TaskKind, due_words, get_case, may_open_case
from duru.blocks.places.api import find_ground, layer_label
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused
from duru.services.permits.enums import Facility, Measure, Severity
from duru.services.permits.errors import NoPermitCase
from duru.services.permits.layers import LINES
from duru.services.permits.operations.consulting import ask_departments
from duru.services.permits.operations.receiving import receive_application
from duru.services.permits.permissions import CHARGE, GUIDE, MEET, RECEIVE
from duru.services.permits.queries import (
    Surroundings,
    around_case,
    charges_by_case,
    departments_of,
    look_around,
    meetings_about,
    outcome_of,
    site_of,
)
from duru.services.permits.rules import (
    Outcome,
    check_distances,
    check_zones,
    departments_to_ask,
    guide,
    is_reported_after,
)
from duru.services.permits.web.forms import GuideForm, ReceiveForm

CRUMB = ("인허가", "")
_PRIOR_LEAD = "정식으로 신청하기 전에 될지를 미리 묻는 것입니다. 30일 안에 문서로 알리며, 가능하다고 알린 것은 같은 결정이 나도록 애씁니다(민원처리법 제30조)."
_TONES = {Severity.BARRED: "danger", Severity.CONDITIONAL: "caution", Severity.ASK: "information"}


@needs(GUIDE)
@readonly_view
def guide_page(request: HttpRequest) -> HttpResponse:
    form = GuideForm(request.GET if "facility" in request.GET else None)
    shown = {}
    if form.is_bound and form.is_valid():
        try:
            shown = _shown(form)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return render_page(
        request,
        "permits/guide.html",
        {"form": form, **shown},
        title="장사시설 길잡이",
        lead="무엇을 누구를 위해 만드는지 고르면 허가인지 신고인지, 어떤 서류를 내는지 알려 드립니다. 결과는 참고이며 결정이 아닙니다.",
        breadcrumbs=[CRUMB, ("장사시설 길잡이", "")],
    )


@needs(RECEIVE)
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Receive what the guide led to; the answers come along in the address."""
    asked = GuideForm(request.GET)
    if not asked.is_valid():
        return redirect(f"{reverse('permits:guide')}?{request.GET.urlencode()}")
    answers = asked.answers()
    try:
        outcome = guide(answers, on=timezone.localdate())
    except Refused:
        return redirect(f"{reverse('permits:guide')}?{request.GET.urlencode()}")
    is_prior = request.GET.get("prior") == "1"
    initial = {"lot": "" if asked.is_point() else asked.cleaned_data["where"]}
    form = ReceiveForm(request.POST or None, outcome=outcome, is_prior=is_prior, initial=initial)
    if Measure.AREA not in answers.sizes:
        messages.error(request, "접수하려면 전체 면적을 적어 주세요.")
        return redirect(f"{reverse('permits:guide')}?{request.GET.urlencode()}")
    if request.method == "POST" and form.is_valid():
        try:
            received = receive_application(
                answers,
                by=request.actor,
                at=timezone.now(),
                zones=asked.cleaned_data["zones"],
                is_prior=is_prior,
                **{"apart": None, **form.cleaned_data},
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            together = f" 함께 접수한 민원 {len(received.children)}건도 열었습니다." if received.children else ""
            messages.success(request, f"접수했습니다. 접수번호는 {received.case.receipt_no}입니다.{together}")
            return redirect("permits:overview", received.case.public_id)
    return render_page(
        request,
        "permits/receive.html",
        {"form": form, "outcome": outcome, "guide_url": f"{reverse('permits:guide')}?{request.GET.urlencode()}"},
        title=f"{outcome.kind.label} {'사전심사 ' if is_prior else ''}접수",
        lead=_PRIOR_LEAD
        if is_prior
        else "빠진 서류가 있어도 접수합니다. 나중에 보완을 요청할 수 있습니다(민원처리법 제9조, 제22조).",
        breadcrumbs=[CRUMB, ("장사시설 길잡이", reverse("permits:guide")), ("접수", "")],
    )


@needs(GUIDE)
def overview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the main case, those received with it, the opinions side by side, and what the rules say."""
    case = _case(request, public_id)
    try:
        around = around_case(case)
        outcome, departments, site = outcome_of(case), departments_of(case, around), site_of(case, around)
    except NoPermitCase:
        raise Http404 from None
    opinions = list(Task.objects.filter(case=case, kind=TaskKind.CONSULTATION).order_by("department", "id"))
    asked = {task.department for task in opinions}
    record_look(
        actor=request.actor.audit, action="장사시설 민원 보기", purpose="민원 처리", subjects=[f"case:{case.public_id}"]
    )
    now, handed_in = timezone.now(), set(case.answers.get("papers", []))
    parts = [case, *case.children.order_by("id")]
    charges = charges_by_case(parts)
    return render_page(
        request,
        "permits/overview.html",
        {
            "case": case,
            "case_url": reverse("casework:case", args=[case.public_id]),
            "parts": [(part, _case_url(request, part), due_words(part.due_at, part.state, now)) for part in parts],
            "charges": [(part, charges.get(part.public_id, [])) for part in parts],
            "meetings": meetings_about(parts),
            "may_meet": may(request.actor, MEET) and case.is_open,
            "may_charge": may(request.actor, CHARGE),
            "outcome": outcome,
            "papers": [(row, row.paper in handed_in) for row in outcome.papers],
            "opinions": [(task, due_words(task.due_at, case.state, now)) for task in opinions],
            "not_asked": [row for row in departments[1:] if row.department not in asked],
            "site": [(each, _TONES[each.severity]) for each in site],
            "where": case.answers.get("lot", ""),
            **_around_words(around),
            "deemed": [each for each in outcome.approvals if each.deemed is not None],
            "can_ask": case.is_open,
        },
        title=case.title,
        lead=f"접수번호 {case.receipt_no} · 신청인 {case.applicant_name}",
        breadcrumbs=[CRUMB, ("장사시설 민원", "")],
    )


@needs(RECEIVE)
@require_POST
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        asked = ask_departments(_case(request, public_id), by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"부서 {len(asked)}곳에 검토를 요청했습니다.")
    return redirect("permits:overview", public_id)


def _case_url(request: HttpRequest, case: Case) -> str:
    return reverse("casework:case", args=[case.public_id]) if may_open_case(request.actor, case) else ""


def _case(request: HttpRequest, public_id: str) -> Case:
    try:
        return get_case(request.actor, public_id)
    except Case.DoesNotExist:
        raise Http404 from None


def _shown(form: GuideForm) -> dict:
    today = timezone.localdate()
    answers, where = form.answers(), form.cleaned_data["where"]
    ground = find_ground(where) if where else None
    around = look_around(ground, on=today) if ground else None
    zones = {*form.cleaned_data["zones"], *(around.zone_codes if around else [])}
    # What somebody measured on the spot goes before what we find.
    metres = {**(around.metres if around else {}), **form.metres()}
    outcome = guide(answers, on=today)
    kind, area = outcome.kind, answers.sizes.get(Measure.AREA)
    site = check_zones(kind, zones, area=area, is_woodland=answers.is_woodland, on=today)
    has_building = kind.facility in (Facility.COLUMBARIUM_HALL, Facility.CREMATORIUM)
    return {
        "outcome": outcome,
        "where": where,
        **_around_words(around),
        "hard": [each for each in outcome.objections if not each.to_check],
        "doubtful": [each for each in outcome.objections if each.to_check],
        "steps": _steps(outcome),
        "site": [(each, _TONES[each.severity]) for each in (*site, *check_distances(kind, metres, on=today))],
        "departments": departments_to_ask(
            kind, zones, land=answers.land, area=area, has_building=has_building, on=today
        ),
        "own": [each.approval for each in outcome.approvals if each.deemed is None],
        "deemed": [each for each in outcome.approvals if each.deemed is not None],
        "today": today,
        "receive_url": f"{reverse('permits:receive')}?{form.data.urlencode()}",
        "prior_url": f"{reverse('permits:receive')}?{form.data.urlencode()}&prior=1",
    }


def _around_words(around: Surroundings | None) -> dict:
    """Return the part of the page that tells what lies over and around the land."""
    if around is None:
        return {"around": None}
    return {
        "around": around,
        "over": [(layer_label(each.layer), each, round(100 * each.share_ratio)) for each in around.zones],
        "lines": [(LINES[each.layer], each, round(each.metres)) for each in around.lines],
        "nearby": [(each.name, round(each.metres)) for each in around.facilities[:5]],
        "nearest_home": round(around.nearest_home) if around.nearest_home is not None else None,
    }


def _steps(outcome: Outcome) -> list[str]:
    """Return the way through the office in the order it is walked."""
    kind = outcome.kind
    if is_reported_after(kind):
        return [
            "먼저 설치합니다",
            "설치한 날부터 30일 안에 신고서를 냅니다",
            f"내용이 법에 맞으면 {kind.certificate}를 받습니다",
        ]
    if kind.certificate_after_completion:
        return [
            "허가 신청서를 냅니다",
            "관계 부서가 함께 검토합니다",
            "이행할 사항을 알려 드립니다",
            "공사를 합니다",
            "공사가 끝난 것을 확인합니다",
            f"{kind.certificate}을 받습니다",
        ]
    return ["신고서를 냅니다", "내용이 법에 맞는지 검토합니다", f"{kind.certificate}를 받습니다", "설치합니다"]
