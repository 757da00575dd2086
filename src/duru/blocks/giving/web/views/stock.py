"""What the agency hands out and what came in."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import may, needs
from duru.blocks.documents.api import print_pdf
from duru.blocks.giving.errors import DoorRefused
from duru.blocks.giving.models import Item
from duru.blocks.giving.operations import add_item, end_item, give_receipt, receive_lot
from duru.blocks.giving.permissions import KEEP_STOCK, SEE_LEDGER
from duru.blocks.giving.queries import list_items, list_lots
from duru.blocks.giving.rules import expiry_words, whole
from duru.blocks.giving.web.forms import CardsForm, ItemForm, LotForm, SheetForm, YearForm
from duru.blocks.giving.web.printing import RECEIPT_STYLE, pdf_answer
from duru.blocks.ui.api import render_page

MOST_LOTS = 200


@needs(KEEP_STOCK)
@require_http_methods(["GET", "POST"])
def stock(request: HttpRequest) -> HttpResponse:
    items = list(list_items(request.actor))
    asked = request.POST.get("do", "")
    item_form = ItemForm(request.POST if asked == "item" else None)
    lot_form = LotForm(request.POST if asked == "lot" else None, items=items)
    form = {"item": item_form, "lot": lot_form}.get(asked)
    if form is not None and form.is_valid():
        try:
            messages.success(request, _keep(request, form, items))
        except DoorRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("giving:stock")
    today = timezone.localdate()
    lots = list_lots(request.actor)[:MOST_LOTS]
    return render_page(
        request,
        "giving/stock.html",
        {
            "items": items,
            "lots": [
                {
                    "lot": lot,
                    "left": f"{whole(lot.left)}{lot.item.unit}",
                    "came": f"{whole(lot.quantity)}{lot.item.unit}",
                    "badge": expiry_words(lot.expires_on, today) if lot.left > 0 else ("다 나눔", "neutral"),
                }
                for lot in lots
            ],
            "item_form": item_form,
            "lot_form": lot_form,
            "year_form": YearForm(initial={"year": today.year}),
            "cards_form": CardsForm(initial={"since": today - timedelta(days=30)}),
            "sheet_form": SheetForm(initial={"since": today.replace(day=1), "until": today})
            if may(request.actor, SEE_LEDGER)
            else None,
        },
        title="나눔 물품",
        lead="유통기한이 가까운 것이 위에 있고, 창구에서도 먼저 나갑니다.",
    )


@needs(KEEP_STOCK)
@require_POST
def stop_item(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        item = end_item(by=request.actor, public_id=public_id)
    except Item.DoesNotExist:
        raise Http404 from None
    messages.success(request, f"{item.name}을(를) 창구에서 뺐습니다. 장부의 줄은 그대로입니다.")
    return redirect("giving:stock")


@needs(KEEP_STOCK)
@require_POST
def receipt(request: HttpRequest, public_id: str) -> HttpResponse:
    lot = list_lots(request.actor).filter(public_id=public_id).first()
    if lot is None:
        raise Http404
    try:
        number = give_receipt(by=request.actor, lot=lot, at=timezone.now())
    except DoorRefused as refused:
        messages.error(request, str(refused))
        return redirect("giving:stock")
    context = {
        "lot": lot,
        "number": number,
        "quantity": f"{whole(lot.quantity)}{lot.item.unit}",
        "agency": request.actor.organisation_name,
        "tenant": request.tenant,
        "today": timezone.localdate(),
    }
    html = render_to_string("giving/print/receipt.html", context, request=request)
    return pdf_answer(print_pdf(html, RECEIPT_STYLE), f"receipt-{number}")


def _keep(request: HttpRequest, form, items: list[Item]) -> str:
    data = dict(form.cleaned_data)
    if isinstance(form, ItemForm):
        return f"{add_item(by=request.actor, **data).name}을(를) 올렸습니다."
    item = next(item for item in items if item.public_id == data["item"])
    receive_lot(by=request.actor, at=timezone.now(), **(data | {"item": item}))
    return f"{item.name} 입고를 적었습니다."
