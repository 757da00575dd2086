"""The scope of one tenant."""

import threading

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from duru.blocks.access.api import Organisation, OrganisationKind
from duru.blocks.tenancy.api import (
    NoTenant,
    OtherTenant,
    add_tenant,
    check_serving_role,
    current_tenant_id,
    make_transaction_read_only,
    tenant_scope,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def there():
    return add_tenant(code="9999800000", name="달맞이구")


def add(name: str) -> Organisation:
    return Organisation.objects.create(name=name, kind=OrganisationKind.OTHER)


def test_a_row_gets_the_tenant_of_its_scope(here):
    with tenant_scope(here.id):
        assert add("복지관").tenant_id == here.id


def test_another_tenant_sees_nothing(here, there):
    with tenant_scope(here.id):
        add("복지관")
    with tenant_scope(there.id):
        assert Organisation.objects.count() == 0


def test_no_scope_sees_nothing_and_writes_nothing(here):
    with tenant_scope(here.id):
        add("복지관")
    assert Organisation.objects.count() == 0
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        add("떠돌이")


def test_the_tenant_ends_with_the_scope_even_inside_an_outer_transaction(here):
    with transaction.atomic():
        with tenant_scope(here.id):
            add("복지관")
        assert Organisation.objects.count() == 0


def test_a_failed_scope_leaves_no_tenant_behind(here):
    with pytest.raises(ZeroDivisionError), tenant_scope(here.id):
        1 / 0  # noqa: B018 - the failure itself is the point
    with pytest.raises(NoTenant):
        current_tenant_id()
    assert Organisation.objects.count() == 0


def test_a_scope_inside_the_same_tenant_is_a_savepoint(here):
    with tenant_scope(here.id):
        with pytest.raises(IntegrityError), tenant_scope(here.id):
            add("복지관")
            add("복지관")
        assert Organisation.objects.count() == 0
        add("푸드뱅크")
        assert current_tenant_id() == here.id


def test_a_scope_of_another_tenant_inside_is_refused(here, there):
    with tenant_scope(here.id), pytest.raises(OtherTenant), tenant_scope(there.id):
        pass


def test_a_row_cannot_be_given_to_another_tenant(here, there):
    with tenant_scope(here.id):
        organisation = add("복지관")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Organisation.objects.filter(id=organisation.id).update(tenant_id=there.id)


def test_the_database_refuses_writes_of_a_reading_page(here):
    with pytest.raises(Exception, match="read-only transaction"), tenant_scope(here.id):
        make_transaction_read_only()
        add("복지관")


@pytest.mark.django_db(transaction=True)
def test_a_returned_connection_carries_no_tenant_over(here):
    with tenant_scope(here.id):
        add("복지관")
    counts = []

    def look():
        counts.append(Organisation.objects.count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('duru.tenant', true)")
        assert cursor.fetchone()[0] in (None, "")
    assert counts == [0]


def test_the_serving_role_passes_its_own_check():
    check_serving_role()
