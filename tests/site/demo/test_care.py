"""The demo's shared cases and its round: every desk has something to do, once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from duru.blocks.access.api import Organisation, list_unreviewed, system_actor
from duru.blocks.exchange.api import SourceRecord, record_mention
from duru.blocks.linkage.api import Link
from duru.blocks.registry.api import Profile, ensure_persons
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.services.care.api import cases_visible_to, notices_visible_to
from duru.services.outreach.api import leads_visible_to, list_rounds, tips_visible_to
from duru.site.demo import care, district

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def tenant(db):
    """A district of as few residents as the stories need."""
    tenant = add_tenant(code="9711000000", name="해오름구", is_demo=True)
    with tenant_scope(tenant.id):
        district._add_accounts(system_actor())
        office = Organisation.objects.get(name="해오름구청")
        years = [1960] * care.N_YOUNGER + [1940] * care.N_OLDER
        for n, year in enumerate(years):
            birth = date(year, 3, 1) + timedelta(days=n)
            typed = {
                "name": f"김{'가나다라마바사아자차카타파하'[n % 14]}{'온별솔'[n % 3]}",
                "birth": birth.isoformat(),
                "phone": f"010-2000-30{n:02d}",
            }
            record_id = record_mention(organisation_id=office.id, dataset="residents", typed=typed, at=NOW)
            (person_id,) = ensure_persons([Profile(typed["name"])])
            Link.objects.create(
                record_id=record_id, person_id=person_id, probability=0.99, band="certain", via="anchor"
            )
        SourceRecord.objects.update(is_register=True)
    return tenant


def test_every_desk_has_something_to_do_and_a_second_run_adds_nothing(tenant):
    made = care.make_care(tenant.id, now=NOW)
    assert made == care.make_care(tenant.id, now=NOW) == 2
    machine = system_actor()
    with tenant_scope(tenant.id):
        assert sorted(notices_visible_to(machine).values_list("state", flat=True)) == ["taken", "waiting", "waiting"]
        now_round, earlier = list_rounds(on=NOW.date())
        assert (now_round.n, now_round.n_new, earlier.n, earlier.n_closed) == (8, 2, 10, 10)
        assert leads_visible_to(machine).filter(result="absent", recheck_on__isnull=False).count() == 1
        assert tips_visible_to(machine).count() == 2
        assert list_unreviewed(at=NOW).count() == 1
        assert cases_visible_to(machine).filter(with_health=True).get().plans.get().state == "agreed"
