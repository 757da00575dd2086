"""The permit officer's desk in the demo district: cases at every stage, made by the product's own deeds, once."""

from datetime import UTC, datetime

import pytest
from django.db.models import Q

from duru.blocks.access.api import system_actor
from duru.blocks.casework.api import Case, CaseState, Task
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.services.permits.models import Grave
from duru.site.demo import district
from duru.site.demo.cases import make_cases

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


@pytest.fixture
def tenant(db):
    tenant = add_tenant(code="9711000000", name="해오름구", is_demo=True)
    with tenant_scope(tenant.id):
        district._add_accounts(system_actor())
    return tenant


def test_every_stage_is_there_to_look_at_and_a_second_run_adds_nothing(tenant):
    made = make_cases(tenant.id, now=NOW)
    assert make_cases(tenant.id, now=NOW) == made
    with tenant_scope(tenant.id):
        main = Case.objects.filter(parent__isnull=True, kind__startswith="permits.")
        assert {case.state for case in main} == {CaseState.RUNNING, CaseState.PAUSED, CaseState.DONE}
        assert set(main.exclude(outcome="").values_list("outcome", flat=True)) == {"grant", "refuse"}
        small, large = main.get(lot_of("99")), main.get(lot_of("100"))
        assert [child.kind for child in small.children.all()] == ["permits.approval_land_category"]
        assert large.children.filter(kind="permits.approval_forest").exists()
        waiting = Task.objects.filter(department="산림과", kind="consultation", state="open")
        assert {task.case_id: bool(task.deemed_basis) for task in waiting} == {small.id: True, large.id: False}
        assert Grave.objects.filter(ends_on__lt="2027-06-01").count() >= 2


def lot_of(area: str):
    return Q(kind="permits.cemetery_family", answers__area_m2=float(area))
