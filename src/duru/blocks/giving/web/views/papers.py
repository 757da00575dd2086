"""Papers of an agency's year: the report of donations, and cards printed many at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_export
from duru.blocks.giving.permissions import ISSUE_CARD, KEEP_STOCK, SEE_LEDGER
from duru.blocks.giving.queries.cards import running_cards
from duru.blocks.giving.queries.donations import list_donations
from duru.blocks.giving.queries.sheets import sheet_lines
from duru.blocks.giving.rules.sheets import System, columns_of
from duru.blocks.giving.web.forms import CardsForm, SheetForm, YearForm
from duru.blocks.giving.web.printing import cards_response
from duru.blocks.ui.api import Column, xlsx_response

MOST_CARDS = 200
_COLUMNS = (
    Column("side", "구분", "수입 또는 사용", 8),
    Column("on", "날짜", "들어온 날 또는 준 날", 12),
    Column("party", "후원자·사용처", "사용처는 사람 수만 적습니다", 24),
    Column("item", "품목", width=24),
    Column("quantity", "수량", width=12),
    Column("won", "환산금액(원)", "우리 기관 품목표의 값. 비어 있으면 정하지 않은 것", 14),
    Column("funding", "재원", width=12),
    Column("receipt_no", "수령증 번호", width=14),
)


@needs(KEEP_STOCK)
@require_POST
def donations(request: HttpRequest) -> HttpResponseBase:
    form = YearForm(request.POST)
    if not form.is_valid():
        messages.error(request, "해를 네 자리로 적어 주세요.")
        return redirect("giving:stock")
    year = form.cleaned_data["year"]
    title = f"{year}년 후원금품 수입·사용결과"
    lines = list_donations(request.actor, year=year)
    record_export(
        actor=request.actor.audit, action="후원금품 보고 내려받기", purpose=f"{title} 보고(사회복지사업법 제45조)", detail={"year": year, "n": len(lines)}
    )  # fmt: skip
    notes = [
        f"{request.actor.organisation_name} · {timezone.localtime():%Y-%m-%d %H:%M} · {request.actor.name}",
        "사회복지사업법 제45조에 따른 보고의 자료입니다. 법정 서식(재무·회계 규칙 별지)의 칸 이름과 차례는 확인 필요.",
        *(["시험자료"] if request.tenant.is_demo else []),
    ]
    return xlsx_response(lines, _COLUMNS, f"후원금품-{year}", title=title, notes=notes)


@needs(SEE_LEDGER)
@require_POST
def other_sheet(request: HttpRequest) -> HttpResponseBase:
    """The agency's own hand-outs in the columns of another system; to whom is in it, so that a reason is asked."""
    form = SheetForm(request.POST)
    if not form.is_valid() or form.cleaned_data["since"] > form.cleaned_data["until"]:
        messages.error(request, "시스템, 두 날짜, 까닭을 모두 적어 주세요.")
        return redirect("giving:stock")
    asked, system = form.cleaned_data, System(form.cleaned_data["system"])
    columns = columns_of(system, timezone.localdate())
    lines = sheet_lines(request.actor, since=asked["since"], until=asked["until"])
    title = f"{system.label} 제공 기록"
    record_export(
        actor=request.actor.audit, action="다른 시스템 형식 내려받기", purpose=asked["reason"],
        detail={"system": system.value, "n": len(lines), "since": f"{asked['since']}", "until": f"{asked['until']}"},
    )  # fmt: skip
    notes = [
        f"{request.actor.organisation_name} · {timezone.localtime():%Y-%m-%d %H:%M} · {request.actor.name}",
        f"까닭: {asked['reason']}",
        "열 이름과 차례는 그 시스템의 서식을 보지 못해 확인 필요입니다. 연계가 아니라 파일로 옮깁니다.",
        *(["시험자료"] if request.tenant.is_demo else []),
    ]
    shown = [Column(row.field, row.heading, width=row.width) for row in columns]
    return xlsx_response(lines, shown, f"{system.value}-{asked['since']}-{asked['until']}", title=title, notes=notes)


@needs(ISSUE_CARD)
@require_POST
def print_cards(request: HttpRequest) -> HttpResponse:
    """Cards carry no personal data: what is printed is a code, so that no reason is asked."""
    form = CardsForm(request.POST)
    cards = list(running_cards(request.actor, since=form.cleaned_data["since"])[:MOST_CARDS]) if form.is_valid() else []
    if not cards:
        messages.error(request, "그날 뒤에 만든 카드가 없습니다.")
        return redirect("giving:stock")
    return cards_response(request, cards)
