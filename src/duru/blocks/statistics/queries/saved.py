"""Tables people made."""

from django.db.models import Q, QuerySet

from duru.blocks.access.api import Actor
from duru.blocks.statistics.models import SavedTable


def list_saved(actor: Actor) -> QuerySet[SavedTable]:
    """Return the actor's own tables and those shared here, by title."""
    own = Q(by_id=actor.membership_id) if actor.membership_id else Q()
    return SavedTable.objects.filter(own | Q(is_shared=True)).select_related("by__user").order_by("title", "id")


def get_saved(actor: Actor, public_id: str) -> SavedTable:
    """Return one of them.

    Raises:
        SavedTable.DoesNotExist: there is none the actor may see.
    """
    return list_saved(actor).get(public_id=public_id)
