"""Comments on a case, calling on members by name."""

from collections.abc import Sequence
from datetime import datetime

from duru.blocks.access.api import Actor, Membership
from duru.blocks.casework.enums import EventKind
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.models import CaseEvent, Mention
from duru.blocks.casework.operations.changing import changing

LONGEST = 4_000


def comment(*, by: Actor, public_id: str, text: str, at: datetime, mentions: Sequence[Membership] = ()) -> CaseEvent:
    """Write a comment into the history and call on members, who find the case on their board until they open it.

    Also possible after the case has ended.

    Raises:
        CaseworkRefused: there is nothing to say, or too much.
        As `changing`.
    """
    if not text.strip() or len(text) > LONGEST:
        raise CaseworkRefused(f"의견을 {LONGEST:,}자 안으로 적어 주십시오.")
    with changing(public_id, by=by, at=at, action="의견 적기", closed_too=True) as change:
        event = change.note(
            EventKind.COMMENTED, text.strip(), mentions=[[member.id, member.user.name] for member in mentions]
        )
        event.save()
        change.news.remove(event)
        Mention.objects.bulk_create([Mention(event=event, case=change.case, member=member) for member in mentions])
    return event


def mark_mentions_seen(*, by: Actor, case_id: int, at: datetime) -> int:
    """Note that a member has opened a case they were called on; returns how many calls that were."""
    return Mention.objects.filter(case_id=case_id, member_id=by.membership_id, seen_at__isnull=True).update(seen_at=at)
