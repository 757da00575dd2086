"""Rows in bulk: through the wall's own statement, as many as there are, once."""

import subprocess
import sys
import threading
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction

from duru.blocks.access.api import Organisation, OrganisationKind
from duru.blocks.registry.api import Person
from duru.blocks.tenancy.api import (
    add_tenant,
    arriving,
    bulk_insert,
    bulk_update,
    column_types,
    refresh_statistics,
    tenant_scope,
)

pytestmark = pytest.mark.django_db

COLUMNS = ("public_id", "name", "kind", "phone")
SAME = {"is_public": True, "may_hold_rrn": False, "rrn_basis": "", "dong_code": "", "is_active": True}


@pytest.fixture
def here():
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def there():
    return add_tenant(code="9999800000", name="달맞이구")


def office(n: int, name: str = "") -> tuple:
    return (f"{n:026d}", name or f"기관 {n}", OrganisationKind.OTHER, "")


def insert(*rows: tuple, **how) -> int:
    return bulk_insert(Organisation, COLUMNS, rows, same=SAME, **how)


def names() -> list[str]:
    return list(Organisation.objects.order_by("public_id").values_list("name", flat=True))


def test_rows_go_in_as_they_are_given(here):
    awkward = "탭\t줄\n역\\사선 \"따옴표\" '홑' \\N 쉼표, {중괄호} %s"
    with tenant_scope(here.id):
        assert insert(office(1), office(2, awkward)) == 2
        assert names() == ["기관 1", awkward]
        assert set(Organisation.objects.values_list("tenant_id", "is_public")) == {(here.id, True)}


def test_no_rows_are_no_rows(here):
    with tenant_scope(here.id):
        assert insert() == 0
        assert bulk_update(Organisation, ("id", "name"), []) == 0
        assert names() == []


def test_rows_are_read_one_by_one(here):
    """A generator is enough: nothing is gathered before it is sent."""
    with tenant_scope(here.id):
        assert bulk_insert(Organisation, COLUMNS, (office(n) for n in range(5_000)), same=SAME) == 5_000


def test_rows_that_are_known_may_come_again(here):
    with tenant_scope(here.id):
        insert(office(1))
        assert insert(office(1, "다른 이름"), office(2), unless_known=("public_id",)) == 1
        assert names() == ["기관 1", "기관 2"]


def test_a_row_that_is_known_fails_all_of_them_where_nothing_was_said(here):
    with tenant_scope(here.id):
        insert(office(1))
        with pytest.raises(IntegrityError), transaction.atomic():
            insert(office(2), office(1))
        assert names() == ["기관 1"]
        assert insert(office(2)) == 1  # the failed block took its table along


def test_outside_a_scope_nothing_goes_in():
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        insert(office(1))


def test_rows_cannot_be_put_into_another_tenant(here, there):
    with tenant_scope(here.id), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        bulk_insert(Organisation, (*COLUMNS, "tenant_id"), [(*office(1), there.id)], same=SAME)


def test_an_update_touches_only_rows_that_differ(here):
    with tenant_scope(here.id):
        insert(office(1), office(2), office(3))
        first, second, third = Organisation.objects.order_by("public_id").values_list("id", flat=True)
        rows = [
            (first, "기관 1", ""),
            (second, "새 이름", ""),
            (third, "기관 3", "02-1234-5678"),
            (10**12, "없는 기관", ""),
        ]
        assert bulk_update(Organisation, ("id", "name", "phone"), rows, same={"dong_code": "9711051000"}) == 2
        assert names() == ["기관 1", "새 이름", "기관 3"]
        stamped = Organisation.objects.filter(dong_code="9711051000").values_list("id", flat=True)
        assert set(stamped) == {second, third}
        assert bulk_update(Organisation, ("id", "name", "phone"), rows) == 0


def test_an_update_does_not_reach_another_tenant(here, there):
    with tenant_scope(there.id):
        insert(office(1))
        foreign = Organisation.objects.get().id
    with tenant_scope(here.id):
        assert bulk_update(Organisation, ("id", "name"), [(foreign, "빼앗은 기관")]) == 0
    with tenant_scope(there.id):
        assert names() == ["기관 1"]


def test_nothing_differs_from_something_but_not_from_nothing(here):
    with tenant_scope(here.id):
        person = Person.objects.create(name="김영희")
        born = date(1946, 3, 2)
        assert bulk_update(Person, ("id", "birth_on"), [(person.id, None)]) == 0
        assert bulk_update(Person, ("id", "birth_on"), [(person.id, born)]) == 1
        assert bulk_update(Person, ("id", "birth_on"), [(person.id, None)]) == 1


def test_statements_may_join_what_arrives_and_two_may_arrive_at_once(here):
    with tenant_scope(here.id), connection.cursor() as cursor:
        insert(office(1), office(2))
        types = column_types(Organisation, ("public_id", "name"))
        with arriving("known", types, [office(2)[:2]]), arriving("wanted", {"n": "int"}, csv=[b"1\n2\n", b"3\n"]):
            cursor.execute(
                "SELECT o.name, (SELECT sum(n) FROM wanted) FROM access_organisation o JOIN known USING (public_id)"
            )
            assert cursor.fetchall() == [("기관 2", 6)]
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname IN ('known', 'wanted')")
        assert cursor.fetchone() == (0,)


def test_types_are_those_of_the_table():
    assert column_types(Organisation, ("id", "name", "is_public")) == {
        "id": "bigint",
        "name": "varchar(80)",
        "is_public": "boolean",
    }


def test_the_serving_role_may_have_tables_counted(here):
    with tenant_scope(here.id):
        bulk_insert(Organisation, COLUMNS, (office(n) for n in range(500)), same=SAME)
        refresh_statistics(Organisation)
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples::int FROM pg_class WHERE relname = 'access_organisation'")
            assert cursor.fetchone() == (500,)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_put_a_row_in_once():
    tenant = add_tenant(code="9999900000", name="해오름구")
    counts = []
    together = threading.Barrier(2)

    def work():
        together.wait()
        with tenant_scope(tenant.id):
            counts.append(insert(*(office(n) for n in range(2_000)), unless_known=("public_id",)))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 2_000
    with tenant_scope(tenant.id):
        assert Organisation.objects.count() == 2_000


CHILD = """
import sys, time
import django
django.setup()
from duru.blocks.access.api import Organisation
from duru.blocks.tenancy.api import bulk_insert, tenant_scope
from tests.blocks.tenancy.test_bulk import COLUMNS, SAME, office
with tenant_scope(int(sys.argv[1])):
    bulk_insert(Organisation, COLUMNS, [office(1)], same=SAME)
    print("written", flush=True)
    time.sleep(600)
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_nothing(database_environ):
    tenant = add_tenant(code="9999900000", name="해오름구")
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tenant.id)], env=database_environ, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout.readline().strip() == "written"
    finally:
        child.kill()
        child.communicate()
    with tenant_scope(tenant.id):
        assert names() == []
        assert insert(office(1)) == 1
