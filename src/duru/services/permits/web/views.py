"""The guide: from a few answers to procedure, papers, other approvals and what stands against the parcel."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from duru.blocks.access.api import needs
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused
from duru.services.permits.enums import Facility, Measure, Severity
from duru.services.permits.permissions import GUIDE
from duru.services.permits.rules import Outcome, check_zones, departments_to_ask, guide, is_reported_after
from duru.services.permits.web.forms import GuideForm

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
        breadcrumbs=[("인허가", ""), ("장사시설 길잡이", "")],
    )


def _shown(form: GuideForm) -> dict:
    today = timezone.localdate()
    answers, zones = form.answers(), form.cleaned_data["zones"]
    outcome = guide(answers, on=today)
    kind, area = outcome.kind, answers.sizes.get(Measure.AREA)
    site = check_zones(kind, zones, area=area, is_woodland=answers.is_woodland, on=today)
    has_building = kind.facility in (Facility.COLUMBARIUM_HALL, Facility.CREMATORIUM)
    return {
        "outcome": outcome,
        "hard": [each for each in outcome.objections if not each.to_check],
        "doubtful": [each for each in outcome.objections if each.to_check],
        "steps": _steps(outcome),
        "site": [(each, _TONES[each.severity]) for each in site],
        "departments": departments_to_ask(
            kind, zones, land=answers.land, area=area, has_building=has_building, on=today
        ),
        "own": [each.approval for each in outcome.approvals if each.deemed is None],
        "deemed": [each for each in outcome.approvals if each.deemed is not None],
        "today": today,
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
