"""Papers and letters of a subject, for the page of whoever owns it: {% load papers %}{% papers "case:01J…" %}."""

from typing import Any

from django import template

from duru.blocks.access.api import may
from duru.blocks.documents.enums import DocumentState
from duru.blocks.documents.permissions import DRAFT, SEE
from duru.blocks.documents.queries import attachments_of, documents_of
from duru.blocks.documents.web.tables import STATE_TONES

register = template.Library()


@register.inclusion_tag("documents/_papers.html", takes_context=True)
def papers(context: template.Context, subject: str) -> dict[str, Any]:
    """List what was laid to a subject and what was written about it; the page has asked already whether the actor may see it."""
    actor = context["request"].actor
    if not may(actor, SEE):
        return {"may_see": False}
    letters = [(each, STATE_TONES[each.state]) for each in documents_of(subject).prefetch_related(None)]
    return {
        "may_see": True,
        "subject": subject,
        "attachments": attachments_of(subject),
        "to_write": [line for line in letters if line[0].state not in (DocumentState.ISSUED, DocumentState.CANCELLED)],
        "sent": [line for line in letters if line[0].state == DocumentState.ISSUED],
        "can_draft": may(actor, DRAFT),
    }
