"""Rows by planned statements, and small tables kept while nobody changes them."""

import pytest

from duru.blocks.access.api import OrganisationKind, add_organisation, system_actor
from duru.blocks.access.models import Organisation
from duru.blocks.audit.models import AuditEntry
from duru.blocks.tenancy.api import add_tenant, fetch_rows, keep_while_unchanged, tenant_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return add_tenant(code="9999900000", name="해오름구"), add_tenant(code="9999900001", name="달오름구")


def agency(name: str) -> Organisation:
    return add_organisation(by=system_actor(), name=name, kind=OrganisationKind.FOOD_BANK)


@pytest.mark.promise("wall.around")
def test_rows_are_the_rows_of_the_open_scope_only(two):
    for tenant, name in zip(two, ("해오름 푸드뱅크", "달오름 푸드뱅크"), strict=True):
        with tenant_scope(tenant.id):
            agency(name)
    with tenant_scope(two[0].id):
        found = fetch_rows((Organisation,), "FROM access_organisation WHERE kind = $1", ["food_bank"])
        assert [each.name for (each,) in found] == ["해오름 푸드뱅크"]
        assert found[0][0] == Organisation.objects.get()
        assert fetch_rows((Organisation,), "FROM access_organisation WHERE kind = $1", ["religious"]) == []


def test_a_model_whose_columns_python_must_convert_is_refused(two):
    with tenant_scope(two[0].id), pytest.raises(TypeError, match="detail"):
        fetch_rows((AuditEntry,), "FROM audit_auditentry", [])


@pytest.mark.promise("wall.around")
def test_what_is_kept_is_read_anew_after_a_change_and_never_another_tenants(two):
    asked = []

    def names():
        asked.append(1)
        return list(Organisation.objects.values_list("name", flat=True))

    with tenant_scope(two[0].id):
        made = agency("해오름 푸드뱅크")
        assert keep_while_unchanged(Organisation, "names", names) == ["해오름 푸드뱅크"]
        assert keep_while_unchanged(Organisation, "names", names) == ["해오름 푸드뱅크"]
        assert len(asked) == 1
        made.delete()
        assert keep_while_unchanged(Organisation, "names", names) == []
    with tenant_scope(two[1].id):
        agency("달오름 푸드뱅크")
        assert keep_while_unchanged(Organisation, "names", names) == ["달오름 푸드뱅크"]
