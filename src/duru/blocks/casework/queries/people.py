"""Members of staff as casework needs them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from duru.blocks.access.api import Actor, Membership, list_permissions
from duru.blocks.casework.permissions import WORK


def department_of(actor: Actor) -> str:
    """Return the department under which an actor works on cases: the membership's, else the organisation's name."""
    return actor.department or actor.organisation_name


def get_member(membership_id: int) -> Membership:
    """Return a member with user and organisation.

    Raises:
        Membership.DoesNotExist: there is none in this tenant.
    """
    return Membership.objects.select_related("user", "organisation").get(id=membership_id)


def list_members(*, department: str = "", active_only: bool = True) -> QuerySet[Membership]:
    """Return members who may work on cases, by department and name; of one department when given."""
    (roles,) = (permission.roles for permission in list_permissions() if permission.code == WORK)
    found = Membership.objects.filter(role__in=roles).select_related("user", "organisation")
    if active_only:
        found = found.filter(is_active=True)
    if department:
        found = found.filter(department=department) | found.filter(department="", organisation__name=department)
    return found.order_by("department", "user__name", "id")


def names_of_members(ids: Iterable[int]) -> dict[int, str]:
    """Return id → name for members among `ids`, in one query."""
    return dict(Membership.objects.filter(id__in=set(ids)).values_list("id", "user__name"))
