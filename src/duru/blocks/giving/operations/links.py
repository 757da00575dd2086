"""One-time links for those who only record: issued, used once, taken back."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, Membership, Organisation, Role, check_may, ensure_recorder
from duru.blocks.audit.api import record_deed
from duru.blocks.giving.errors import LinkSpent
from duru.blocks.giving.models import RecordLink
from duru.blocks.giving.permissions import ISSUE_LINK
from duru.blocks.giving.rules import token_hash

OPEN_DAYS = 3


@transaction.atomic
def issue_record_link(*, by: Actor, organisation: Organisation, label: str, at: datetime) -> tuple[RecordLink, str]:
    """Make a link for an agency's volunteer and return it with its token, which is shown once and kept nowhere.

    Open for three days, used once; what it opens ends with the browser's working day.

    Raises:
        NotAllowed: the actor may not issue links.
    """
    check_may(by, ISSUE_LINK)
    token = secrets.token_urlsafe(24)
    link = RecordLink.objects.create(
        membership=ensure_recorder(by=by, organisation=organisation, on=timezone.localdate(at)),
        token_hash=token_hash(token),
        label=label.strip()[:60] or organisation.name,
        issued_at=at,
        issued_by_id=by.membership_id,
        expires_at=at + timedelta(days=OPEN_DAYS),
    )
    record_deed(
        actor=by.audit,
        action="기록전용 링크 발급",
        subjects=[f"organisation:{organisation.public_id}"],
        detail={"link": link.public_id},
        at=at,
    )
    return link, token


def use_record_link(*, token: str, at: datetime) -> Membership:
    """Spend a link and return the 기록전용 membership it opens; of two who use it at once one gets in.

    Raises:
        LinkSpent: it was used, is too old, was taken back, or never existed.
    """
    with transaction.atomic():
        link = (
            RecordLink.objects.select_for_update(of=("self",))
            .select_related("membership__user", "membership__organisation")
            .filter(token_hash=token_hash(token), used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
            .first()
        )
        if link is None or not link.membership.is_active or link.membership.role != Role.RECORDER:
            raise LinkSpent
        link.used_at = at
        link.save(update_fields=["used_at"])
    return link.membership


def revoke_record_link(*, by: Actor, public_id: str, at: datetime) -> RecordLink:
    """Take a link back before it is used. Safe to repeat; a used one stays as it is.

    Raises:
        NotAllowed: the actor may not issue links.
        RecordLink.DoesNotExist: there is none with this public id.
    """
    check_may(by, ISSUE_LINK)
    with transaction.atomic():
        link = RecordLink.objects.select_for_update().get(public_id=public_id)
        if link.used_at is None and link.revoked_at is None:
            link.revoked_at = at
            link.save(update_fields=["revoked_at"])
            record_deed(actor=by.audit, action="기록전용 링크 회수", detail={"link": link.public_id}, at=at)
    return link
