"""The privacy officer's pages. They stand in the shell because `audit` is below `access` and knows nobody."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from duru.blocks.access.api import needs
from duru.blocks.audit.api import list_entries, record_export, verifier_of_log, verify_log
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import Export, list_page, render_page
from duru.site.audit_pages.tables import EntryFilters, EntryTable

CRUMB = ("개인정보 보호", "")


def _gate(request: HttpRequest, n_rows: int) -> None:
    record_export(
        actor=request.actor.audit, action="열람·처리 기록 내려받기", purpose="접속기록 점검", detail={"n_rows": n_rows}
    )


@needs("audit.see")
@readonly_view
def entries(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        list_entries(),
        EntryTable,
        filterset=EntryFilters,
        title="열람·처리 기록",
        lead="누가 언제 누구의 정보를 왜 보았는지, 무엇이 거부되었는지 보여 줍니다. 한 번 적힌 기록은 고치거나 지울 수 없습니다.",
        export=Export("열람기록", gate=_gate),
        breadcrumbs=[CRUMB, ("열람·처리 기록", "")],
    )


@needs("audit.see")
@readonly_view
def chain(request: HttpRequest) -> HttpResponse:
    return render_page(
        request,
        "site/audit_chain.html",
        {
            "report": verify_log(tenant_id=request.tenant.id),
            "verifier": verifier_of_log(tenant_id=request.tenant.id),
            "checked_at": timezone.now(),
        },
        title="접속기록 검증",
        lead="처음 기록부터 차례로 다시 계산하고 서명한 확인점과 견주어, 바뀌거나 빠지거나 다시 만든 기록이 있는지 찾습니다.",
        breadcrumbs=[CRUMB, ("접속기록 검증", "")],
    )
