"""Dead or moved out, and still paid."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from duru.blocks.access.api import needs
from duru.blocks.audit.api import gated_export, record_look
from duru.blocks.benefits.api import get_received
from duru.blocks.registry.api import person_ref
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page
from duru.services.welfare.enums import GoneKind
from duru.services.welfare.models import Gone
from duru.services.welfare.permissions import SEE
from duru.services.welfare.queries import find_last_run, get_gone, list_gone
from duru.services.welfare.rules import month_of_event
from duru.services.welfare.web.filters import GoneFilter
from duru.services.welfare.web.people import CAUTION, CRUMB, person_url, record_list_look
from duru.services.welfare.web.tables import GoneTable

TITLE = "사망·전출 뒤 지급"


@needs(SEE)
@readonly_view
def gone(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    answer = list_page(
        request,
        list_gone(request.actor, as_of=today),
        GoneTable,
        title=TITLE,
        lead="사망이나 전출이 확인된 뒤에도 나가고 있는 것입니다. 다음 지급일이 가까운 순서입니다. 사망이 의심될 뿐인 사람은 넣지 않습니다.",
        filterset=GoneFilter,
        export=gated_export("사망전출뒤지급", "사망·전출 뒤 지급 목록 내려받기", caution=CAUTION),
        template="welfare/gone.html",
        context={"run": find_last_run()},
        breadcrumbs=[CRUMB, (TITLE, "")],
        table_kwargs={"today": today},
    )
    record_list_look(request, "사망·전출 뒤 지급 목록(가린 이름)", "사망·전출 확인")
    return answer


@needs(SEE)
@readonly_view
def gone_case(request: HttpRequest, public_id: str) -> HttpResponse:
    today = timezone.localdate()
    try:
        found = get_gone(request.actor, public_id)
    except Gone.DoesNotExist:
        raise Http404 from None
    record_look(
        actor=request.actor.audit,
        action="사망·전출 뒤 지급 보기",
        purpose="사망·전출 확인",
        subjects=[person_ref(found.person_ref)],
    )
    items = list(found.items.all())
    by_key = {("private", item.handout_id) if item.handout_id else ("public", item.grant_id): item for item in items}
    received = get_received(
        handout_ids=[item.handout_id for item in items if item.handout_id],
        grant_ids=[item.grant_id for item in items if item.grant_id],
        as_of=today,
    )
    rows = [(row, by_key[row.side, row.id], _rule(found, row, by_key[row.side, row.id])) for row in received]
    return render_page(
        request,
        "welfare/gone_case.html",
        {
            "gone": found,
            "rows": rows,
            "days": (today - found.event_on).days,
            "left": (found.next_pay_on - today).days if found.next_pay_on else None,
            "person_url": person_url(found.person_ref),
        },
        title=f"{found.get_kind_display()} 뒤 {(today - found.event_on).days}일, 아직 나가는 것",
        breadcrumbs=[CRUMB, (TITLE, "/welfare/gone"), ("한 사람", "")],
    )


def _rule(found: Gone, row, item):
    if row.side != "public":
        return None
    return month_of_event(
        kind=GoneKind(found.kind), programme=row.programme, event_on=found.event_on, others_left=item.is_household
    )
