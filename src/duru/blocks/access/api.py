"""The door of access."""

from duru.blocks.access.actors import Actor, system_actor
from duru.blocks.access.declared import Permission, declare, list_permissions
from duru.blocks.access.enums import OrganisationKind, Role
from duru.blocks.access.errors import NotAllowed
from duru.blocks.access.middleware import SESSION_KEY
from duru.blocks.access.models import Membership, Organisation, User
from duru.blocks.access.operations import (
    add_member,
    add_organisation,
    change_organisation,
    end_membership,
    ensure_recorder,
)
from duru.blocks.access.permissions import (
    EVERY_OFFICIAL,
    check_may,
    logged_in,
    may,
    needs,
    public_page,
)
from duru.blocks.access.queries import (
    actor_of,
    find_organisation,
    get_organisation,
    list_memberships,
    list_organisations,
    names_of_actors,
    organisation_names,
)

__all__ = [
    "EVERY_OFFICIAL",
    "SESSION_KEY",
    "Actor",
    "Membership",
    "NotAllowed",
    "Organisation",
    "OrganisationKind",
    "Permission",
    "Role",
    "User",
    "actor_of",
    "add_member",
    "add_organisation",
    "change_organisation",
    "check_may",
    "declare",
    "end_membership",
    "ensure_recorder",
    "find_organisation",
    "get_organisation",
    "list_memberships",
    "list_organisations",
    "list_permissions",
    "logged_in",
    "may",
    "names_of_actors",
    "needs",
    "organisation_names",
    "public_page",
    "system_actor",
]
