"""The way from a person's page to their household's lead, or to putting it on the list."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from duru.blocks.registry.api import Person, PersonPanel
from duru.services.outreach.permissions import WORK
from duru.services.outreach.queries import leads_visible_to


def render_way(request: HttpRequest, person: Person) -> str:
    """Render the link to the newest lead the actor may know of, and the button that puts the household on the list."""
    lead = leads_visible_to(request.actor).filter(record__links__person=person).order_by("-received_at", "-id").first()
    return render_to_string(
        "outreach/_way.html",
        {
            "url": reverse("outreach:lead", args=[lead.public_id]) if lead else "",
            "add_url": f"{reverse('outreach:add')}?person={person.public_id}",
        },
        request=request,
    )


PANEL = PersonPanel("outreach.way", "위기가구 발굴", render_way, needs=WORK, order=61)
