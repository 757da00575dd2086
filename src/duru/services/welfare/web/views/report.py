"""The one page the main job ends with: numbers with their definitions, on screen, on paper and as a sheet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_export
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import Column, render_page, xlsx_response
from duru.services.welfare.enums import GoneKind, Verdict
from duru.services.welfare.permissions import RUN, SEE, SEE_REPORT
from duru.services.welfare.queries import Summary, count_overrides, find_last_run, summary
from duru.services.welfare.tasks import check_district
from duru.services.welfare.web.people import CRUMB

TITLE = "점검 보고서"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the report with its unit and what exactly it counts."""

    part: str
    label: str
    value: int
    unit: str
    definition: str
    won: int | None = None


@needs(SEE_REPORT)
@readonly_view
def report(request: HttpRequest) -> HttpResponse:
    found, last = summary(), find_last_run()
    lines = lines_of(found) + override_lines(since=timezone.now() - timedelta(days=365))
    if request.GET.get("export") == "xlsx":
        return _sheet(request, lines, found)
    parts: dict[str, list[Line]] = {}
    for line in lines:
        parts.setdefault(line.part, []).append(line)
    return render_page(
        request,
        "welfare/report.html",
        {
            "parts": parts,
            "summary": found,
            "run": last,
            "can_run": may(request.actor, RUN),
            # Whoever may not see persons gets the figures without the way to the lists behind them.
            "urls": {name: reverse(f"welfare:{name}") for name in ("overlaps", "gone") if may(request.actor, SEE)},
            "printed_at": timezone.now(),
        },
        title=TITLE,
        lead="받은 자료에서 무엇이 겹치고, 무엇이 새고, 누가 빠졌는지 한 장으로 봅니다.",
        breadcrumbs=[CRUMB, (TITLE, "")],
    )


@needs(RUN)
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    check_district.defer()
    messages.success(request, "점검을 맡겼습니다. 끝나면 이 화면의 기준 시각이 바뀝니다.")
    return redirect("welfare:report")


def lines_of(found: Summary) -> list[Line]:
    """Return the figures of the report in order, each with its definition."""
    bands = {
        "certain": "확실",
        "human": "사람이 정함",
        "new": "따로(같은 사람 없음)",
        "review": "확인 필요",
        "none": "아직 잇지 않음",
    }
    lines = [
        Line("받은 자료", "파일", found.files, "개", "반영이 끝난 파일"),
        Line("받은 자료", "받은 줄", found.rows_taken, "줄", "원장에 들어간 줄"),
        Line("받은 자료", "거절한 줄", found.rows_refused, "줄", "까닭을 적어 돌려준 줄"),
        Line("받은 자료", "이미 받은 줄", found.rows_repeated, "줄", "같은 내용이 다시 와서 세지 않은 줄"),
        Line("받은 자료", "제공 기록", found.handouts, "건", "기관이 준 물품·서비스·후원금", found.handouts_won),
        Line("받은 자료", "공적급여", found.grants, "건", "공적급여 명단의 한 줄"),
        Line("받은 자료", "분류하지 못한 품목", found.unsorted, "건", "분류 낱말표에 없어 ‘기타’로 둔 제공"),
        Line("사람", "사람", found.people, "명", "주민 명단과 기관 기록에서 이어진 사람(전출·사망 포함)"),
    ]
    lines += [
        Line("사람", f"연결 {word}", found.links[band], "건", "기관 기록 하나를 사람 하나에 이은 결과")
        for band, word in bands.items()
        if found.links.get(band)
    ]
    definitions = {
        Verdict.PROHIBITED: "법률이 함께 줄 수 없다고 정한 것",
        Verdict.RESTRICTED: "사업 지침이 막거나 종류를 확인해야 하는 것",
        Verdict.CAUTION: "막지는 않으나 최근 비슷한 것을 받은 것",
        Verdict.INFO: "알아 두면 되는 것",
    }
    lines += [
        Line("겹침", verdict.label, found.overlaps[verdict]["n"], "묶음", text, found.overlaps[verdict]["won"])
        for verdict, text in definitions.items()
    ]
    lines += [
        Line("사망·전출 뒤 지급", kind.label, found.gone[kind]["n"], "명",
             "확인된 날이 든 달의 다음 달부터 나간 금액과 그 뒤의 제공. 의심은 세지 않음", found.gone[kind]["won"])
        for kind in GoneKind
    ]  # fmt: skip
    lines.append(
        Line(
            "빠짐",
            "받은 것이 없는 이웃",
            found.silent,
            "명",
            "욕구가 알려졌으나 본인도 가구도 열두 달 동안 받은 것이 없는 사람",
        )
    )
    return lines


def override_lines(*, since: datetime) -> list[Line]:
    """Return one figure for each rule and reason for which something was given all the same."""
    return [
        Line(
            "예외",
            f"{each.rule_code} {each.reason_label}",
            each.n,
            "번",
            "열두 달 동안 이 규칙에 걸렸으나 이 사유로 주었거나 정당하다고 본 것",
        )
        for each in count_overrides(since=since)
    ]


def _sheet(request: HttpRequest, lines: list[Line], found: Summary) -> HttpResponse:
    record_export(
        actor=request.actor.audit, action="점검 보고서 내려받기", purpose="업무 보고", detail={"n_rows": len(lines)}
    )
    columns = [
        Column("part", "구분", "보고서의 나눔"),
        Column("label", "항목", "무엇을 세었는지"),
        Column("value", "수", "개수"),
        Column("unit", "단위", width=8),
        Column("won", "금액(원)", "겹침: 관련 금액, 사망·전출: 새어 나간 금액"),
        Column("definition", "뜻", "센 방법", width=60),
    ]
    notes = [
        f"{request.tenant.name} · 기준일 {found.as_of or '점검 전'} · {timezone.localtime():%Y-%m-%d %H:%M} 출력",
        "개인정보 없음",
    ]
    if request.tenant.is_demo:
        notes.append("시험자료")
    return xlsx_response(lines, columns, "점검보고서", title=TITLE, notes=notes)
