"""The wall of the shared case, held where rows are read: which cases somebody knows of, and which sides of one they see.

Every read of notes, marks, answers and diagnoses goes through here. A page, an endpoint or a letter that wants one side asks
`sides_of`; there is no other way to the rows.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from duru.blocks.access.api import Actor, Role, glass_open, may
from duru.blocks.consent.api import Item, Purpose, Recipient, consents_in_force
from duru.blocks.linkage.api import Band, Link
from duru.services.care.enums import Side, Through
from duru.services.care.models import CareCase, CareFlag, CareNote, DischargeDiagnosis, DischargeNotice, SurveyAnswer
from duru.services.care.permissions import NOTIFY, OTHER_SIDE, SEE, SEE_NOTICES
from duru.services.care.rules import sides_seen

SIDE_OF_ROLE = {
    Role.WELFARE_LEAD: Side.WELFARE,
    Role.CASEWORKER: Side.WELFARE,
    Role.HEALTH_WORKER: Side.HEALTH,
}
_PURPOSES = (Purpose.HEALTH_WELFARE, Purpose.CASE_SHARING)
# What must have been agreed to, for whom, so that the other side is seen.
_ASKED = {
    Side.WELFARE: (Recipient.DISTRICT, Item.HEALTH_DETAILS),
    Side.HEALTH: (Recipient.HEALTH_CENTRE, Item.PUBLIC_GRANTS),
}


def side_of(actor: Actor) -> Side | None:
    """Return the side an actor's role stands on, None for roles that stand on neither."""
    return SIDE_OF_ROLE.get(Role(actor.role)) if actor.role else None


def cases_visible_to(actor: Actor) -> QuerySet[CareCase]:
    """Return the shared cases an actor may know of: the lead's all, a 동 office its own, the health centre those it shares.

    비공개 대상 (주민등록법 제29조제6항) are there for named officers only. The machine sees all.
    """
    cases = CareCase.objects.select_related("record", "organisation")
    if actor.is_system:
        return cases
    if not may(actor, SEE):
        return cases.none()
    if actor.role == Role.CASEWORKER:
        cases = cases.filter(organisation_id=actor.organisation_id)
    elif actor.role == Role.HEALTH_WORKER:
        cases = cases.filter(with_health=True)
    return cases if actor.named_officer else cases.exclude(record__links__person__is_protected=True)


def notices_visible_to(actor: Actor) -> QuerySet[DischargeNotice]:
    """Return the notices an actor may know of: officials all but those of 비공개 대상, a hospital its own."""
    notices = DischargeNotice.objects.select_related("record", "organisation", "case")
    if actor.is_system:
        return notices
    if may(actor, NOTIFY):
        return notices.filter(organisation_id=actor.organisation_id)
    if not may(actor, SEE_NOTICES):
        return notices.none()
    return notices if actor.named_officer else notices.exclude(record__links__person__is_protected=True)


def sides_of(actor: Actor, case: CareCase, *, at: datetime) -> dict[Side, Through]:
    """Return which sides of a case an actor sees now, and by what right; the machine sees none.

    Source: 개인정보보호법 제23조제1항제1호; 사회보장급여법 제15조제4항.
    """
    own = side_of(actor)
    if own is None or not cases_visible_to(actor).filter(id=case.id).exists():
        return {}
    recipient, item = _ASKED[own]
    consented = (own.other,) if _agreed(case, recipient, item, at=at) else ()
    is_glass_open = not consented and glass_open(actor, OTHER_SIDE.key, case_subject(case), at=at) is not None
    return sides_seen(own, consented=consented, is_glass_open=is_glass_open)


def sees_flags(actor: Actor, case: CareCase, *, at: datetime) -> bool:
    """Tell whether an actor sees the health marks of a case: health does, welfare where the person agreed or in an emergency."""
    if Side.HEALTH in sides_of(actor, case, at=at):
        return True
    return side_of(actor) == Side.WELFARE and _agreed(case, Recipient.DISTRICT, Item.HEALTH_FLAGS, at=at)


def notes_for(actor: Actor, case: CareCase, *, at: datetime) -> QuerySet[CareNote]:
    """Return the notes of a case an actor may read, newest first."""
    return (
        CareNote.objects.filter(case=case, side__in=sides_of(actor, case, at=at))
        .select_related("written_by__user", "written_by__organisation")
        .order_by("-written_at", "-id")
    )


def answers_for(actor: Actor, case: CareCase, *, at: datetime) -> QuerySet[SurveyAnswer]:
    """Return the survey's answers of a case an actor may read."""
    return SurveyAnswer.objects.filter(case=case, side__in=sides_of(actor, case, at=at)).order_by("id")


def flags_for(actor: Actor, case: CareCase, *, at: datetime) -> QuerySet[CareFlag]:
    """Return the health marks in force an actor may see: what to do, never why."""
    flags = CareFlag.objects.filter(case=case, from_on__lte=timezone.localdate(at), until_on=None).order_by("id")
    return flags if sees_flags(actor, case, at=at) else flags.none()


def diagnosis_of(actor: Actor, notice: DischargeNotice) -> str:
    """Return what the hospital wrote of the illness: for the health centre alone, "" for everybody else."""
    if side_of(actor) != Side.HEALTH or not notices_visible_to(actor).filter(id=notice.id).exists():
        return ""
    return DischargeDiagnosis.objects.filter(notice=notice).values_list("text", flat=True).first() or ""


def case_subject(case: CareCase) -> str:
    """Return the reference under which the log and the emergency opening know a case."""
    return f"care:{case.public_id}"


def _agreed(case: CareCase, recipient: str, item: str, *, at: datetime) -> bool:
    """Say whether the case's person agreed; a doubtful link may name somebody else, whose consent is not this one's."""
    person = Link.objects.filter(record_id=case.record_id).exclude(band=Band.REVIEW).values("person_id")
    same = Link.objects.filter(person_id__in=person).exclude(band=Band.REVIEW).values("record_id")
    given = consents_in_force(timezone.localdate(at)).filter(
        Q(record_id=case.record_id) | Q(record_id__in=same),
        purpose__in=_PURPOSES, recipient=recipient, items__contains=[item],
    )  # fmt: skip
    return given.exists()
