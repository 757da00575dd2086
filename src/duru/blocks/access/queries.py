"""Reads of organisations and memberships."""

from django.db import connection
from django.db.models import QuerySet

from duru.blocks.access.actors import Actor
from duru.blocks.access.models import Membership, Organisation, User
from duru.blocks.tenancy.api import fetch_rows


def list_organisations(*, active_only: bool = True) -> QuerySet[Organisation]:
    """Return the tenant's organisations in order of kind and name."""
    found = Organisation.objects.order_by("kind", "name")
    return found.filter(is_active=True) if active_only else found


def get_organisation(organisation_id: int) -> Organisation:
    """Return one organisation of the tenant.

    Raises:
        Organisation.DoesNotExist: there is none with this id in this tenant.
    """
    for (found,) in fetch_rows((Organisation,), "FROM access_organisation WHERE id = $1", [organisation_id]):
        return found
    raise Organisation.DoesNotExist(organisation_id)


def find_organisation(*, name: str = "", public_id: str = "") -> Organisation | None:
    """Return the organisation with a name or public id, or None."""
    found = Organisation.objects.filter(public_id=public_id) if public_id else Organisation.objects.filter(name=name)
    return found.first()


def organisation_names(ids) -> dict[int, str]:
    """Return id → name for the organisations of the tenant among `ids`, in one query."""
    return dict(Organisation.objects.filter(id__in=set(ids)).values_list("id", "name"))


def list_memberships(user: User) -> QuerySet[Membership]:
    """Return a user's running memberships in this tenant, oldest first."""
    return (
        Membership.objects.filter(user=user, is_active=True, organisation__is_active=True)
        .select_related("organisation", "user")
        .order_by("id")
    )


def is_colleagues_name(actor: Actor, name: str) -> bool:
    """Tell whether somebody of this name works in the actor's organisation."""
    return bool(connection.fetch_prepared(_COLLEAGUE, [actor.organisation_id, name]))


_COLLEAGUE = b"""SELECT FROM access_membership JOIN access_user ON access_user.id = access_membership.user_id
WHERE access_membership.organisation_id = $1 AND access_membership.is_active AND access_user.name = $2 LIMIT 1"""


def running_memberships(user: User) -> list[Membership]:
    """Return what `list_memberships` does, read as every request reads it: one statement the server has planned."""
    found = []
    for membership, organisation in fetch_rows((Membership, Organisation), _RUNNING, [user.pk]):
        membership.organisation, membership.user = organisation, user
        found.append(membership)
    return found


_RUNNING = """FROM access_membership JOIN access_organisation ON access_organisation.id = access_membership.organisation_id
WHERE access_membership.user_id = $1 AND access_membership.is_active AND access_organisation.is_active
ORDER BY access_membership.id"""


def actor_of(membership: Membership, *, origin: str = "") -> Actor:
    """Build the actor of a membership loaded with its user and organisation."""
    return Actor(
        user_id=membership.user_id,
        membership_id=membership.id,
        organisation_id=membership.organisation_id,
        organisation_name=membership.organisation.name,
        role=membership.role,
        name=membership.user.name,
        department=membership.department,
        duty=membership.duty,
        named_officer=membership.named_officer,
        origin=origin,
    )


def names_of_actors(refs) -> dict[str, str]:
    """Return log reference → name for the members of the tenant among `refs` ("user:4"), in one query."""
    ids = {int(ref.removeprefix("user:")) for ref in refs if ref.startswith("user:")}
    found = Membership.objects.filter(user_id__in=ids).values_list("user_id", "user__name")
    return {f"user:{user_id}": name for user_id, name in found}
