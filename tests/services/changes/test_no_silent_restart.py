"""Whatever comes in, in whatever order, however often: a stop ends by a named person's decision and by nothing else."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duru.blocks.access.api import OrganisationKind, Role, system_actor
from duru.blocks.registry.api import apply_life_events
from duru.blocks.registry.models import LifeEvent
from duru.services.changes.api import (
    deny_change,
    end_services,
    gather_changes,
    reopen_benefit,
    stops_in_force,
    tell_sign,
)
from duru.services.changes.errors import ChangeRefused
from duru.services.changes.models import Change, Stop
from duru.services.changes.tasks import gather
from tests.services.welfare.district import NOW, TODAY, agency, grant, person, record, worker

pytestmark = pytest.mark.django_db
DIED_ON = date(2026, 9, 30)

# What the world and the machine may do in any order, and what only a named person does.
WORLD = (
    "list again", "death again", "move in", "rumour", "gather", "worker retries", "machine reopens", "machine denies", "row deleted",
    "row changed", "statuses derived",
)  # fmt: skip
PERSON = ("end", "reopen one", "deny")


class District:
    """One person with two benefits, dead by the register, ended by a decision; and the model: which stops are in force."""

    def __init__(self, tenant):
        self.tenant = tenant
        self.office = agency(
            f"구청 {Change.objects.count()}-{Stop.objects.count()}", OrganisationKind.GU_OFFICE, is_public=True
        )
        self.by = worker(self.office, Role.WELFARE_LEAD)
        self.who = person()
        for programme in ("기초연금", "장수수당"):
            grant(self.who, self.office, programme)
        self._event("death", is_death=True, reason="사망")
        apply_life_events([self.who.id])
        gather_changes(tenant_id=tenant.id, now=NOW)
        self.change = Change.objects.get(person_ref=self.who.public_id)
        self.expected: set[int] = set()
        self.do("end")

    def _event(self, kind, **columns):
        LifeEvent.objects.create(
            kind=kind, on=columns.pop("on", DIED_ON), state="confirmed", person=self.who, record=record(self.who, self.office), **columns
        )  # fmt: skip

    def do(self, deed: str) -> None:
        before = self.in_force()
        getattr(self, "_" + deed.replace(" ", "_"))()
        if deed in WORLD:
            assert self.in_force() == before == self.expected
        else:
            self.expected = self.in_force()

    def in_force(self) -> set[int]:
        return set(stops_in_force().filter(person_ref=self.who.public_id).values_list("id", flat=True))

    def _list_again(self):
        grant(self.who, self.office, "기초연금", start=TODAY)

    def _death_again(self):
        self._event("death", is_death=True, reason="사망")

    def _move_in(self):
        self._event("move_in", on=TODAY)

    def _rumour(self):
        tell_sign(self.who.public_id, kind="death", source="headman", happened_on=TODAY, note="", by=self.by, at=NOW)

    def _gather(self):
        gather_changes(tenant_id=self.tenant.id, now=NOW + timedelta(days=1))

    def _worker_retries(self):
        for _ in range(2):
            gather.now(tenant_id=self.tenant.id)

    def _statuses_derived(self):
        apply_life_events()

    def _machine_reopens(self):
        for stop in stops_in_force().filter(person_ref=self.who.public_id):
            with pytest.raises(ChangeRefused):
                reopen_benefit(stop.change.public_id, stop_id=stop.id, reason="자동", by=system_actor(), at=NOW)

    def _machine_denies(self):
        with pytest.raises(ChangeRefused):
            deny_change(self.change.public_id, reason="자동", by=system_actor(), at=NOW)

    def _row_deleted(self):
        self._forbidden("DELETE FROM changes_stop")

    def _row_changed(self):
        self._forbidden("UPDATE changes_stop SET ends_on = '2099-01-01'")

    def _forbidden(self, sql):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)

    def _end(self):
        for change in Change.objects.filter(person_ref=self.who.public_id, state="confirmed"):
            end_services(change.public_id, reason="말소", by=self.by, at=NOW)

    def _reopen_one(self):
        for stop in stops_in_force().filter(person_ref=self.who.public_id)[:1]:
            n_before = len(self.in_force())
            reopen_benefit(stop.change.public_id, stop_id=stop.id, reason="잘못", by=self.by, at=NOW)
            assert len(self.in_force()) == n_before - 1

    def _deny(self):
        for change in Change.objects.filter(person_ref=self.who.public_id, state="stopped"):
            deny_change(change.public_id, reason="본인이 옴", by=self.by, at=NOW)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=st.lists(st.sampled_from((*WORLD, *WORLD, *PERSON)), min_size=4, max_size=12))
def test_no_stop_restarts_by_itself(scope, deeds):
    with transaction.atomic():
        district = District(scope)
        assert len(district.in_force()) == 2
        for deed in deeds:
            district.do(deed)
        transaction.set_rollback(True)
