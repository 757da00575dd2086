"""Days of departments and kinds, as a chart, a table and a file."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from duru.blocks.access.api import needs
from duru.blocks.audit.api import gated_export
from duru.blocks.ui.api import CountColumn, Table, TextColumn, list_page
from duru.services.permits.permissions import SEE_STATISTICS
from duru.services.permits.queries import days_by_department, days_by_kind

_FIRST_YEAR = 2020
_BY = {"department": ("부서", days_by_department), "kind": ("민원 종류", days_by_kind)}


class DaysTable(Table):
    unit = "줄"
    row_header = "name"
    empty_title = "이 해에는 아직 없습니다"
    empty_text = "부서가 회신하거나 민원을 결정하면 걸린 날이 나타납니다."
    definitions = {
        "median_days": "가운데 값. 달력의 날로 세고 첫날은 빼며, 보완을 기다린 날도 들어 있습니다",
        "n_silent": "회신이 없어 법에 따라 협의한 것으로 본 건",
    }

    name = TextColumn(verbose_name="이름")
    n_done = CountColumn(verbose_name="끝남")
    n_waiting = CountColumn(verbose_name="기다림")
    median_days = TextColumn(verbose_name="가운데 값(일)")
    most_days = TextColumn(verbose_name="가장 긴 것(일)")
    in_time_percent = TextColumn(verbose_name="기한 안(%)")
    n_silent = CountColumn(verbose_name="협의 간주")

    def render_median_days(self, value):
        return f"{value:g}"


@needs(SEE_STATISTICS)
@require_safe
def statistics(request: HttpRequest) -> HttpResponseBase:
    """Show how long departments take to answer, or kinds of cases to be decided, in a year."""
    this_year, asked = timezone.localdate().year, request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and _FIRST_YEAR <= int(asked) <= this_year else this_year
    by = request.GET.get("by", "") if request.GET.get("by") in _BY else "department"
    rows = _BY[by][1](year)
    known = [row for row in rows if row.median_days is not None]
    title = "부서별 회신에 걸린 날" if by == "department" else "종류별 결정에 걸린 날"
    return list_page(
        request,
        rows,
        DaysTable,
        title="장사시설 처리 통계",
        lead=f"{year}년에 협의를 요청했거나 결정한 민원입니다.",
        export=gated_export("장사시설처리통계", "장사시설 처리 통계 내려받기", caution="건수가 적으면 누구의 민원인지 알 수 있습니다."),
        template="permits/statistics.html",
        breadcrumbs=[("인허가", ""), ("처리 통계", "")],
        context={
            "faces": [
                {"label": f"{word}별", "url": f"?by={key}&year={year}", "is_current": key == by}
                for key, (word, _) in _BY.items()
            ],
            "year": year,
            "before": f"?by={by}&year={year - 1}" if year > _FIRST_YEAR else "",
            "after": f"?by={by}&year={year + 1}" if year < this_year else "",
            "chart_title": title,
            "labels": [row.name for row in known],
            "series": [{"name": "가운데 값", "values": [row.median_days for row in known]}],
        },
    )  # fmt: skip
