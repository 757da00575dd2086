"""What the desk of changes adds to a person's page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from duru.blocks.registry.api import Person, PersonPanel
from duru.services.changes.permissions import SEE
from duru.services.changes.queries import changes_of_person


def render_changes(request: HttpRequest, person: Person) -> str:
    """Render the matters of a person and the way to write down what somebody heard."""
    found = changes_of_person(request.actor, person.public_id)
    return render_to_string("changes/_panel.html", {"changes": found, "person": person}, request=request)


PANEL = PersonPanel("changes", "사망·전출 변동", render_changes, needs=SEE, order=45)
