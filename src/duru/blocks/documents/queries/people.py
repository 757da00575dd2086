"""Who signs in which rank, who stands in, and who decides a kind of document."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from duru.blocks.access.api import Actor, Membership, Role
from duru.blocks.documents.enums import Rank, StepRole
from duru.blocks.documents.models import Absence, DelegationRule, Signatory
from duru.blocks.documents.values import LineStep


def ranks_on(on: date, *, of: Collection[int] | None = None) -> dict[int, int]:
    """Return membership id → rank on a day, for running memberships; those without a post sign as officers."""
    members = Membership.objects.filter(is_active=True)
    if of is not None:
        members = members.filter(id__in=of)
    ranks = dict.fromkeys(members.values_list("id", flat=True), int(Rank.OFFICER))
    for membership_id, rank in _signatories(on).order_by("from_on").values_list("membership_id", "rank"):
        if membership_id in ranks:
            ranks[membership_id] = rank
    return ranks


def names_of(members: Collection[int]) -> dict[int, str]:
    """Return membership id → name of the user, in one query."""
    return dict(Membership.objects.filter(id__in=members).values_list("id", "user__name"))


def least_rank(*, kind: str, variant: str, department: str, on: date) -> int:
    """Return the rank whose decision is enough: of the 전결 row that says most about the document; without a row the mayor."""
    rows = DelegationRule.objects.filter(
        kind__in={kind, ""}, variant__in={variant, ""}, department__in={department, ""}, effective_from__lte=on
    ).filter(Q(effective_until__isnull=True) | Q(effective_until__gt=on))
    found = max(
        rows,
        key=lambda row: (bool(row.variant), bool(row.kind), bool(row.department), row.effective_from),
        default=None,
    )
    return found.rank if found else int(Rank.MAYOR)


def absences_covered_by(actor: Actor, *, on: date) -> set[int]:
    """Return the ids of the memberships that are away on a day and whose deputy an actor is; none for the machine."""
    return members_stood_in_for(actor.membership_id, on)


def members_stood_in_for(deputy_id: int | None, on: date) -> set[int]:
    """Return the ids of the memberships that are away on a day and whose deputy a membership is; none for the machine."""
    if deputy_id is None:
        return set()
    rows = Absence.objects.filter(deputy_id=deputy_id, from_on__lte=on, until_on__gt=on)
    return set(rows.values_list("membership_id", flat=True))


def propose_line(actor: Actor, *, kind: str, department: str, on: date, variant: str = "") -> list[LineStep]:
    """Return a line that fits the 전결 rows: one post a rank between the drafter and who decides, who decides last. May be empty.

    Posts of the department go before those of others; of equals the one who holds it longest.
    """
    least = least_rank(kind=kind, variant=variant, department=department, on=on)
    own = ranks_on(on, of={actor.membership_id or 0}).get(actor.membership_id or 0, int(Rank.OFFICER))
    posts: dict[int, int] = {}
    rows = _signatories(on).filter(membership__is_active=True, rank__gt=own, rank__lte=least)
    rows = rows.exclude(membership_id=actor.membership_id)
    for row in sorted(rows, key=lambda row: (row.department != department, row.from_on, row.id)):
        if row.department == department or row.rank >= Rank.DIRECTOR:
            posts.setdefault(row.rank, row.membership_id)
    if least not in posts:
        return []
    line = [LineStep(StepRole.REVIEW, posts[rank]) for rank in sorted(posts) if rank < least]
    return [*line, LineStep(StepRole.APPROVE, posts[least])]


def people_to_sign(actor: Actor, *, on: date) -> list[tuple[int, str]]:
    """Return (membership id, "직위 이름 (처리과)") of who may stand in a line, without the actor, higher ranks first."""
    ranks = ranks_on(on)
    officials = (role for role in Role if role not in (Role.AGENCY_WORKER, Role.RECORDER, Role.ADMIN))
    members = (
        Membership.objects.filter(id__in=ranks, role__in=list(officials))
        .exclude(id=actor.membership_id)
        .select_related("user", "organisation")
    )
    ordered = sorted(members, key=lambda each: (-ranks[each.id], each.department, each.user.name))
    return [
        (each.id, f"{Rank(ranks[each.id]).label} {each.user.name} ({each.department or each.organisation.name})")
        for each in ordered
    ]


def _signatories(on: date):
    return Signatory.objects.filter(from_on__lte=on).filter(Q(until_on__isnull=True) | Q(until_on__gt=on))
