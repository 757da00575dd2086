"""Reads of the ledger."""

from datetime import date

from django.db.models import Q, QuerySet

from duru.blocks.access.api import Actor
from duru.blocks.consent.models import Consent


def list_consents(*, record_ids, actor: Actor) -> QuerySet[Consent]:
    """Return the consents given for some source records, newest first; an agency sees those it took itself.

    Args:
        record_ids: the records that are linked to one person now.
    """
    found = Consent.objects.filter(record_id__in=record_ids).select_related("organisation").order_by("-from_on", "-id")
    return found if actor.is_official else found.filter(organisation_id=actor.organisation_id)


def get_consent(public_id: str) -> Consent:
    """Return one consent of the tenant.

    Raises:
        Consent.DoesNotExist: there is none with this public id.
    """
    return Consent.objects.select_related("organisation", "record").get(public_id=public_id)


def consents_in_force(on: date) -> QuerySet[Consent]:
    """Return the consents that hold on a day: inside their span and not withdrawn before or on it."""
    return Consent.objects.filter(from_on__lte=on, until_on__gt=on).filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__date__gt=on)
    )
