"""What the tables of places refuse."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from duru.blocks.places.models import Boundary, Building, Facility
from duru.blocks.tenancy.api import add_tenant, tenant_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        yield tenant


@pytest.mark.parametrize(
    ("model", "columns", "constraint"),
    [
        (Building, {"building_no": "1"}, "building_has_address"),
        (Building, {"building_no": "1", "road_key": "a|1-0", "lon": 127.0}, "building_point_whole"),
        (Facility, {"kind": "other", "name": "가", "lat": 37.0}, "facility_point_whole"),
        (
            Boundary,
            {"region_code": "9711051000", "wkb": b"", "valid_from": date(2026, 1, 1), "valid_until": date(2026, 1, 1)},
            "boundary_span",
        ),
    ],
)
def test_half_a_fact_is_refused(here, model, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(**columns)


def test_a_building_number_is_used_once_a_tenant(here):
    Building.objects.create(building_no="1", road_key="a|1-0")
    with pytest.raises(IntegrityError, match="building_once"), transaction.atomic():
        Building.objects.create(building_no="1", road_key="b|1-0")
