"""The steps every decision shares: whose hands did it, the link moved, the register following, the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from duru.blocks.access.api import Actor
from duru.blocks.audit.api import AuditActor, record_deed
from duru.blocks.linkage.enums import Band, DecisionKind, Via
from duru.blocks.linkage.errors import ChangedMeanwhile
from duru.blocks.linkage.events import LinkChanged
from duru.blocks.linkage.models import HumanDecision, Link
from duru.blocks.registry.api import Person, apply_life_events, attach_records, person_ref, replay_statuses
from duru.blocks.tenancy.api import current_tenant_id, publish


@dataclass(frozen=True, slots=True)
class Hands:
    """Who decided, who confirmed, and who acts now (for the log)."""

    by_ref: str
    by_name: str
    acting: AuditActor
    second_ref: str = ""
    second_name: str = ""

    @classmethod
    def of(cls, actor: Actor) -> Self:
        """One person decides."""
        return cls(actor.ref, actor.name, actor.audit)


def stamp(link: Link) -> str:
    """Return what tells whether a link is still as somebody saw it: its person, its last decision, and, where nobody has decided
    yet, its rival and the last run that changed it. After a decision a run may still tidy the row; nothing asked changes by that.
    """
    if link.decision_id:
        return f"{link.person_id}.0.{link.decision_id}.0"
    return f"{link.person_id}.{link.rival_id or 0}.0.{link.run_id or 0}"


def check_stamp(link: Link, seen: str) -> None:
    """Refuse a decision about a link that changed since it was on the screen.

    Raises:
        ChangedMeanwhile: it did; the message says who decided what, or that a run changed it.
    """
    if not seen or seen == stamp(link):
        return
    again = "바뀐 내용을 다시 보고 정해 주세요."
    decision = HumanDecision.objects.filter(id=link.decision_id).first()
    if decision is not None and str(decision.id) != seen.split(".")[2:3][0]:
        word = DecisionKind(decision.kind).label
        raise ChangedMeanwhile(
            f"그 사이에 {decision.by_name} 님이 이 기록을 ‘{word}’(으)로 정했습니다. {again}", field="seen"
        )
    raise ChangedMeanwhile(f"그 사이에 새 자료로 다시 이으면서 이 기록의 이음이 바뀌었습니다. {again}", field="seen")


def move_link(link: Link, person_id: int, decision_id: int, *, rival_id: int | None) -> None:
    """Put the record with a person by a human decision."""
    link.person_id, link.rival_id, link.decision_id = person_id, rival_id, decision_id
    link.band, link.via, link.probability = Band.HUMAN, Via.HUMAN, 1.0
    link.bits, link.margin, link.reasons, link.evidence_id, link.later_until = None, None, [], None, None
    link.save()


def follow(link: Link, person_ids: Iterable[int]) -> None:
    """Let the register follow the move, and tell the floors above."""
    ids = sorted(set(person_ids))
    attach_records([(link.record_id, link.person_id)])
    replay_statuses(ids)
    apply_life_events(ids)
    publish(LinkChanged(tenant_id=current_tenant_id(), record_ids=(link.record_id,), person_ids=tuple(ids)))


def log(link: Link, person_ids: set[int], hands: Hands, action: str, reason: str) -> None:
    """Write the deed into the log, under the one who acts; a second person's entry names the first."""
    refs = Person.objects.filter(id__in=person_ids).order_by("id").values_list("public_id", flat=True)
    record_deed(
        actor=hands.acting,
        action=f"{action}(두 사람 확인)" if hands.second_ref else action,
        purpose=reason,
        subjects=[*(person_ref(public_id) for public_id in refs), f"record:{link.record.public_id}"],
        detail={"proposed_by": hands.by_ref} if hands.second_ref else {},
    )
