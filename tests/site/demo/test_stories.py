"""The half sentence a demo step opens with, on the day the district was made and after."""

from datetime import date, timedelta

import pytest

from duru.blocks.access.api import Role
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.services.welfare.api import run_check
from duru.site.demo.accounts import ACCOUNTS
from duru.site.demo.stories import DEAD, opening
from tests.services.welfare.district import NOW, TODAY, agency, grant, person, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(db):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        yield tenant


STEP = next(step for account in ACCOUNTS for step in account.steps if step.counts)


def dead_man():
    gone = person(DEAD, status="dead", on=TODAY - timedelta(days=23))
    grant(gone, agency("어르신과"), "기초연금", pays_on=25)


def test_the_days_are_told_as_they_stand(scope):
    dead_man()
    run_check(tenant_id=scope.id, now=NOW)
    lead = worker(agency("복지정책과"), Role.WELFARE_LEAD)
    assert date(2026, 11, 22) == TODAY
    assert opening(STEP, lead, on=TODAY) == "숨진 지 23일, 다음 지급 3일 전: "
    assert opening(STEP, lead, on=TODAY + timedelta(days=1)) == "숨진 지 24일, 다음 지급 2일 전: "
    assert opening(STEP, lead, on=TODAY + timedelta(days=3)) == "숨진 지 26일, 다음 지급 오늘: "
    # The check has not run since the payment: nothing is said about the next one.
    assert opening(STEP, lead, on=TODAY + timedelta(days=4)) == "숨진 지 27일: "


def test_nothing_is_told_where_the_story_is_not(scope):
    lead = worker(agency("복지정책과"), Role.WELFARE_LEAD)
    assert opening(STEP, lead, on=TODAY) == ""
    assert opening(ACCOUNTS[0].steps[0], lead, on=TODAY) == ""
