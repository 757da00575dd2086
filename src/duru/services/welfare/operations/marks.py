"""Decide about an overlap: seen, justified with a reason, or stop requested."""

from datetime import datetime

from django.db import transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.registry.api import person_ref
from duru.services.welfare.enums import Decision
from duru.services.welfare.errors import MarkRefused
from duru.services.welfare.models import Mark, Overlap
from duru.services.welfare.permissions import MARK
from duru.services.welfare.queries import get_overlap


def mark_overlap(
    *, by: Actor, public_id: str, digest: str, decision: str, at: datetime, reason: str = "", note: str = ""
) -> Mark:
    """Write a decision about an overlap. The same decision of the same person about the same state is written once.

    Args:
        digest: the state of the overlap the person looked at; a decision never covers what was not on the screen.
        reason: a `Reason`, asked for exactly when the decision is "justified".

    Raises:
        NotAllowed: the actor may not decide about overlaps.
        Overlap.DoesNotExist: there is none with this id that the actor may see.
        MarkRefused: the overlap has changed meanwhile, the reason is missing, or the actor is no person.
    """
    check_may(by, MARK)
    if by.membership_id is None:
        raise MarkRefused("중복에 대한 결정은 사람이 해야 합니다.")
    if (decision == Decision.JUSTIFIED) != bool(reason):
        raise MarkRefused("정당함으로 표시할 때는 사유를 고르고, 다른 결정에는 사유를 비워 주세요.")
    with transaction.atomic():
        overlap = get_overlap(by, public_id)
        # The row lock keeps a run from changing the overlap between the look and the decision.
        if Overlap.objects.select_for_update().get(id=overlap.id).digest != digest:
            raise MarkRefused("그 사이에 내용이 바뀌었습니다. 바뀐 내용을 다시 보고 결정해 주세요.")
        last = Mark.objects.filter(fingerprint=overlap.fingerprint, digest=digest).order_by("-at", "-id").first()
        if last and (last.decision, last.reason, last.note, last.by_id) == (decision, reason, note, by.membership_id):
            return last
        mark = Mark.objects.create(
            fingerprint=overlap.fingerprint,
            digest=digest,
            decision=decision,
            reason=reason,
            note=note,
            by_id=by.membership_id,
            at=at,
        )
        record_deed(
            actor=by.audit,
            action="중복 결정",
            subjects=[person_ref(overlap.person_ref)],
            detail={"overlap": overlap.public_id, "decision": decision, "reason": reason},
            at=at,
        )
    return mark
