"""What hand-overs add to a person's page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from duru.blocks.registry.api import Person, PersonPanel, PersonStatus
from duru.services.handover.permissions import SEND
from duru.services.handover.queries import list_others, sent_of_person


def render_sent(request: HttpRequest, person: Person) -> str:
    """Render what was sent about a person who moved, and the way to send; nothing for who lives here."""
    sent = sent_of_person(request.actor, person)
    has_moved = person.status == PersonStatus.MOVED_OUT
    if not (sent or has_moved and list_others()):
        return ""
    shown = {"sent": sent, "person": person, "may_send": has_moved}
    return render_to_string("handover/_panel.html", shown, request=request)


PANEL = PersonPanel("handover", "전출지 인계", render_sent, needs=SEND, order=46)
