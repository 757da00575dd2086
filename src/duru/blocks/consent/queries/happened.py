"""What happened to the consents an agency took, for its own program."""

from datetime import datetime

from duru.blocks.consent.models import Consent
from duru.blocks.programs.api import ProgramEvent


def list_consent_events(*, organisation_id: int, after: datetime, limit: int) -> list[ProgramEvent]:
    """Return consents given and withdrawn after a moment, oldest first: an agency that holds a copy must stop with the withdrawal.

    Source: 개인정보 보호법 §37①② (처리정지와 동의 철회).
    """
    own = Consent.objects.filter(organisation_id=organisation_id)
    given = own.filter(recorded_at__gt=after).order_by("recorded_at", "id")[:limit]
    withdrawn = own.filter(withdrawn_at__gt=after).order_by("withdrawn_at", "id")[:limit]
    found = [_event(each.recorded_at, "consent_given", each) for each in given]
    found += [_event(each.withdrawn_at, "consent_withdrawn", each) for each in withdrawn if each.withdrawn_at]
    return sorted(found, key=lambda event: event.at)[:limit]


def _event(at: datetime, kind: str, consent: Consent) -> ProgramEvent:
    return ProgramEvent(at, kind, consent.public_id, {"purpose": consent.purpose, "recipient": consent.recipient})
