"""Every address states who may open it."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from procrastinate.contrib.django import app

from duru.blocks.access.api import list_permissions
from duru.blocks.access.enums import Role
from duru.site.reference.permissions import BY_CLOCK, jobs, operations

pytestmark = pytest.mark.unit


def views(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def ours():
    return [(address, view) for address, view in views() if view.__module__.startswith("duru.")]


def test_every_address_of_ours_states_its_permission():
    silent = [address for address, view in ours() if not hasattr(view, "needs_permission")]
    assert ours()
    assert silent == []


def test_every_operation_of_the_api_states_its_permission():
    silent = [(method, address) for method, address, view, _ in operations() if not hasattr(view, "needs_permission")]
    assert operations()
    assert silent == []


def test_every_job_is_a_tenants_or_the_clocks():
    """Nothing runs behind the pages but work inside one wall, started by a deed, and what the clock starts."""
    by_clock = {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
    assert {name for name, where in jobs() if where == BY_CLOCK} == by_clock
    assert len(jobs()) > len(by_clock)


def test_every_stated_permission_is_declared():
    declared = {permission.code for permission in list_permissions()} | {"logged_in", "public"}
    asked = [view for _, view in ours()] + [view for _, _, view, _ in operations()]
    unknown = {view.needs_permission for view in asked if hasattr(view, "needs_permission")} - declared
    assert unknown == set()


def test_every_public_page_says_why_it_may_be_public():
    public = [view for _, view in ours() if getattr(view, "needs_permission", "") == "public"]
    assert public
    assert all(view.public_reason for view in public)


def test_only_named_roles_see_the_log():
    (permission,) = [p for p in list_permissions() if p.code == "audit.see"]
    assert permission.roles == {Role.PRIVACY_OFFICER}


def test_an_agency_may_not_see_what_only_officials_may():
    for code in ("access.see_organisations", "access.manage", "audit.see"):
        (permission,) = [p for p in list_permissions() if p.code == code]
        assert not permission.roles & {Role.AGENCY_WORKER, Role.RECORDER}
