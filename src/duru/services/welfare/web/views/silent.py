"""The silent half: a known need, and nothing received for twelve months."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import gated_export
from duru.blocks.places.api import dong_names
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page
from duru.services.welfare.permissions import SEE, SEE_REPORT, SUGGEST
from duru.services.welfare.queries import find_last_run, list_silent, silent_table
from duru.services.welfare.web.filters import SilentFilter
from duru.services.welfare.web.people import CAUTION, CRUMB, record_list_look
from duru.services.welfare.web.tables import SilentTable

TITLE = "받은 것이 없는 이웃"
LEAD = "도움이 필요하다고 알려졌지만 열두 달 동안 어느 기관에서도, 본인이나 가구 앞으로 아무것도 받지 못한 사람입니다."


@needs(SEE_REPORT)
@readonly_view
def silent(request: HttpRequest) -> HttpResponse:
    """Officials with the right to persons get the list below the table; others the table of numbers alone."""
    table = silent_table()
    names = dong_names([dong for dong, _, _ in table.rows])
    rows = [(names.get(dong, "") or "동 모름", cells, persons) for dong, cells, persons in table.rows]
    context = {
        "run": find_last_run(),
        "silent": table,
        "rows": rows,
        "labels": [name for name, _, _ in rows],
        "series": [{"name": "사람", "values": [persons for _, _, persons in rows]}],
        "may_suggest": may(request.actor, SUGGEST),
        "turns_url": reverse("welfare:turns"),
    }
    crumbs = [CRUMB, (TITLE, "")]
    if not may(request.actor, SEE):
        return render_page(request, "welfare/silent_counts.html", context, title=TITLE, lead=LEAD, breadcrumbs=crumbs)
    answer = list_page(
        request,
        list_silent(request.actor),
        SilentTable,
        title=TITLE,
        lead=LEAD,
        filterset=SilentFilter,
        export=gated_export("받은것이없는이웃", "받은 것이 없는 이웃 목록 내려받기", caution=CAUTION),
        template="welfare/silent.html",
        context=context,
        breadcrumbs=crumbs,
    )
    record_list_look(request, "받은 것이 없는 이웃 목록(가린 이름)", "발굴")
    return answer
