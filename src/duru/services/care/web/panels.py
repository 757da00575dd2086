"""The way from a person's page to their shared case, or to opening one."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from duru.blocks.linkage.api import records_of_person
from duru.blocks.registry.api import Person, PersonPanel
from duru.services.care.operations.cases import find_open_case
from duru.services.care.permissions import OPEN
from duru.services.care.queries import cases_visible_to


def render_way(request: HttpRequest, person: Person) -> str:
    """Render the link to the person's open case, where the actor may know of it, else the button that opens one."""
    record = records_of_person(person.id).order_by("-is_register", "id").first()
    if record is None:
        return ""
    found = find_open_case(record)
    visible = found is not None and cases_visible_to(request.actor).filter(id=found.id).exists()
    return render_to_string(
        "care/_way.html",
        {
            "url": reverse("care:case", args=[found.public_id]) if found and visible else "",
            "elsewhere": found.organisation.name if found and not visible else "",
            "open_url": f"{reverse('care:open')}?person={person.public_id}",
        },
        request=request,
    )


PANEL = PersonPanel("care.way", "통합사례", render_way, needs=OPEN, order=60)
