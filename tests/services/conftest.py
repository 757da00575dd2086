"""The 구 a service is tried in: its tenant, its people and their browsers."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from duru.blocks.access.api import (
    OrganisationKind,
    Role,
    actor_of,
    add_member,
    add_organisation,
    system_actor,
)
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.clients import client_of

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # a Monday, ten in the morning in Korea


@pytest.fixture
def tenant(db):
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def scope(tenant):
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def member(tenant):
    """Make an actor of a role and a department of the 구청: `member(Role.PERMIT_OFFICER, "노인장애인과")`."""
    made = []

    def make(role=Role.PERMIT_OFFICER, department="노인장애인과"):
        machine = system_actor()
        made.append(department)
        with tenant_scope(tenant.id):
            office = add_organisation(
                by=machine, name=f"구청 {len(made)}", kind=OrganisationKind.GU_OFFICE, is_public=True
            )
            return actor_of(
                add_member(
                    by=machine, email=f"p{len(made)}@duru.example", name=f"담당{len(made)}", organisation=office, role=role,
                    department=department, password="duru-duru-duru",
                )
            )  # fmt: skip

    return make


@pytest.fixture
def browse(member):
    """Log in as an actor: `browse(actor)`, or as a new one of a role."""

    def enter(who=Role.PERMIT_OFFICER) -> Client:
        actor = member(who) if isinstance(who, Role) else who
        return client_of(actor)

    return enter
