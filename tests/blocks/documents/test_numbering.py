"""Numbers have no gap and no double, whoever asks at once."""

import threading
from datetime import date

import pytest
from django.db import connection

from duru.blocks.documents.models import DocumentRegister
from duru.blocks.documents.operations.numbering import next_number
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.documents.house import TODAY, office


def test_a_register_counts_from_one_each_year_and_each_department(here):
    def number(department="노인장애인과", on=TODAY):
        return next_number(organisation=here.office, department=department, on=on)

    assert [number(), number(), number("총무과"), number(on=date(2027, 1, 2)), number()] == [
        "해오름구-노인장애인과-1", "해오름구-노인장애인과-2", "해오름구-총무과-1", "해오름구-노인장애인과-1", "해오름구-노인장애인과-3",
    ]  # fmt: skip


def test_a_changed_prefix_lives_on_in_the_new_year(here):
    next_number(organisation=here.office, department="노인장애인과", on=TODAY)
    DocumentRegister.objects.update(prefix="해오름-노장")
    assert next_number(organisation=here.office, department="노인장애인과", on=date(2027, 1, 2)) == "해오름-노장-1"


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_every_number_once_also_when_deeds_fail():
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        gu = office()
    taken, failures = [], []

    class Undone(Exception):
        pass

    def work(worker: int):
        try:
            for n in range(12):
                try:
                    with tenant_scope(tenant.id):
                        number = next_number(organisation=gu, department="노인장애인과", on=TODAY)
                        if n % 3 == worker % 3:
                            raise Undone
                except Undone:
                    continue
                taken.append(number)
        except Exception as error:  # a thread's failure must reach the test
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(n,)) for n in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(timeout=60)
    assert failures == []
    assert sorted(taken, key=lambda number: int(number.rsplit("-", 1)[1])) == [
        f"해오름구-노인장애인과-{n}" for n in range(1, 17)
    ]
