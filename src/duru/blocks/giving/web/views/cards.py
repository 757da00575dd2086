"""Cards of people: issue, print, take back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from duru.blocks.access.api import needs
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.giving.errors import DoorRefused
from duru.blocks.giving.models import Card
from duru.blocks.giving.operations import issue_card, revoke_card
from duru.blocks.giving.permissions import ISSUE_CARD
from duru.blocks.giving.queries import find_card, person_of_card
from duru.blocks.giving.web.printing import cards_response
from duru.blocks.registry.api import Person, get_person


@needs(ISSUE_CARD)
@require_POST
def make_card(request: HttpRequest, person_ref: str) -> HttpResponse:
    person = _person(request, person_ref)
    records = SourceRecord.objects.filter(links__person_id=person.id).order_by("-is_register", "id")
    if not request.actor.is_official:
        records = records.filter(organisation_id=request.actor.organisation_id)
    record = records.first()
    try:
        if record is None:
            raise DoorRefused("카드를 걸 기록이 없습니다.")
        card = issue_card(by=request.actor, record=record, at=timezone.now())
    except DoorRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"카드 {card.shown_code}을(를) 만들었습니다. 인쇄해서 드리세요.")
    return redirect("registry:person", person.public_id)


@needs(ISSUE_CARD)
@require_POST
def print_card(request: HttpRequest, code: str) -> HttpResponse:
    card = find_card(code)
    if card is None or not (request.actor.is_official or card.organisation_id == request.actor.organisation_id):
        raise Http404
    return cards_response(request, [card])


@needs(ISSUE_CARD)
@require_POST
def take_card_back(request: HttpRequest, code: str) -> HttpResponse:
    try:
        card = revoke_card(by=request.actor, code=code, at=timezone.now())
    except Card.DoesNotExist:
        raise Http404 from None
    messages.success(request, "카드를 회수했습니다. 이 카드로는 아무것도 열리지 않습니다.")
    person = person_of_card(card)
    return redirect("registry:person", person.public_id) if person else redirect("home")


def _person(request: HttpRequest, ref: str) -> Person:
    try:
        return get_person(request.actor, ref)
    except Person.DoesNotExist:
        raise Http404 from None
