"""The clients of one's own agency: a list, a search in it, and from there the person's page."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_look
from duru.blocks.registry.clients import list_clients, search_clients
from duru.blocks.registry.errors import SearchTooWide
from duru.blocks.registry.purposes import person_ref
from duru.blocks.registry.web.forms import ClientForm
from duru.blocks.registry.web.tables import ClientTable
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page

TITLE = "우리 기관 이용자"
LEAD = "우리 기관이 올린 기록에 있는 사람들입니다. 열 때 목적을 한 번 묻습니다."
TEMPLATE = "registry/client_list.html"
MOST_HITS = 50


@needs("registry.see_clients")
@require_http_methods(["GET", "POST"])
@readonly_view
def clients(request: HttpRequest) -> HttpResponseBase:
    """GET lists page by page; POST searches, because an address with names would stay in histories and logs of proxies."""
    shown: list[str] = []
    answer = _search(request, shown) if request.method == "POST" else None
    if answer is None:
        form = ClientForm()
        answer = list_page(
            request,
            list_clients(request.actor),
            ClientTable,
            title=TITLE,
            lead=LEAD,
            template=TEMPLATE,
            context={"form": form},
            breadcrumbs=[(TITLE, "")],
            table_kwargs={"shown": shown},
        )
    if shown:
        record_look(
            actor=request.actor.audit,
            action="우리 기관 이용자 목록(가린 이름)",
            purpose="찾기",
            subjects=[person_ref(ref) for ref in shown],
        )
    return answer


def _search(request: HttpRequest, shown: list[str]) -> HttpResponse:
    form = ClientForm(request.POST)
    found = []
    if form.is_valid():
        try:
            found = list(search_clients(request.actor, **form.cleaned_data)[: MOST_HITS + 1])
        except SearchTooWide as refusal:
            form.add_error("name", refusal.message)
    hits = None
    if form.is_valid():
        hits = ClientTable(found[:MOST_HITS], shown=shown, request=request)
        hits.empty_title, hits.empty_text = (
            "맞는 이용자가 없습니다",
            "이름의 앞 두 글자나 초성(ㅎㄱㄷ)으로 다시 찾아보세요. 우리 기관이 올린 기록에서만 찾습니다.",
        )
    return render_page(
        request,
        TEMPLATE,
        {
            "form": form,
            "is_search": True,
            "hits": hits,
            "n_hits": len(found[:MOST_HITS]),
            "has_more": len(found) > MOST_HITS,
        },
        title=TITLE,
        lead=LEAD,
        breadcrumbs=[(TITLE, "")],
    )
