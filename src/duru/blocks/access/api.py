"""The door of access."""

from duru.blocks.access.actors import Actor, system_actor
from duru.blocks.access.declared import Permission, declare, list_permissions
from duru.blocks.access.enums import OrganisationKind, Role
from duru.blocks.access.errors import GlassRefused, NotAllowed
from duru.blocks.access.glass import (
    GLASS_FLAG,
    Glass,
    close_glass,
    declare_glass,
    get_glass,
    glass_open,
    list_openings,
    list_unreviewed,
    looks_through,
    open_glass,
    review_glass,
)
from duru.blocks.access.middleware import SESSION_KEY
from duru.blocks.access.models import GlassOpening, Membership, Organisation, User
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
    is_colleagues_name,
    list_memberships,
    list_organisations,
    names_of_actors,
    organisation_names,
)

__all__ = [
    "EVERY_OFFICIAL",
    "GLASS_FLAG",
    "SESSION_KEY",
    "Actor",
    "Glass",
    "GlassOpening",
    "GlassRefused",
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
    "close_glass",
    "declare",
    "declare_glass",
    "end_membership",
    "ensure_recorder",
    "find_organisation",
    "get_glass",
    "get_organisation",
    "glass_open",
    "is_colleagues_name",
    "list_memberships",
    "list_openings",
    "list_organisations",
    "list_permissions",
    "list_unreviewed",
    "logged_in",
    "looks_through",
    "may",
    "names_of_actors",
    "needs",
    "open_glass",
    "organisation_names",
    "public_page",
    "review_glass",
    "system_actor",
]
