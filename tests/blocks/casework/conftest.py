"""A district with the departments of the sample kind, and its people."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from duru.blocks.access.api import (
    Actor,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    actor_of,
    add_member,
    add_organisation,
    system_actor,
)
from duru.blocks.casework.api import CaseKind, Task, TaskState, open_case, register_kind
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.casework.processes import TWO_STEPS

# Monday, 2 November 2026, 10:00 in Korea; no holiday until Christmas.
MONDAY = datetime(2026, 11, 2, 1, tzinfo=UTC)
ANSWERS = {"facility": "family_grave", "lot": "나루동 산 12-3", "area_m2": 80}
MACHINE = system_actor()


@dataclass
class Office:
    """The 구청, with one member for each name that is asked for."""

    organisation: Organisation
    made: dict[str, Membership]

    def member(self, name: str, department: str = "노인장애인과", role: str = Role.PERMIT_OFFICER) -> Membership:
        if name not in self.made:
            member = add_member(
                by=MACHINE,
                email=f"m{len(self.made)}@duru.example",
                name=name,
                organisation=self.organisation,
                role=role,
            )
            member.department = department
            member.save(update_fields=["department"])
            self.made[name] = member
        return self.made[name]

    def actor(self, name: str, department: str = "노인장애인과", role: str = Role.PERMIT_OFFICER) -> Actor:
        return actor_of(self.member(name, department, role))


@pytest.fixture
def tenant(db):
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def office(tenant):
    with tenant_scope(tenant.id):
        yield Office(add_organisation(by=MACHINE, name="해오름구청", kind=OrganisationKind.GU_OFFICE), {})


@pytest.fixture
def two_steps():
    """A kind of two steps: check, then decide, within 6 days; one person decides."""
    kind = CaseKind(
        key="test.two_steps", label="두 단계 민원", bpmn=TWO_STEPS, period="6일", set_by="시험용 고시", department="노인장애인과",
        outcomes={"accept": "수리", "refuse": "불수리"}, refusals=frozenset({"refuse"}), two_people=False,
    )  # fmt: skip
    register_kind(kind)
    return kind


def receive(office: Office, *, kind: str = "sample.facility", at: datetime = MONDAY, **given):
    given.setdefault("answers", ANSWERS if kind == "sample.facility" else {})
    asked = {"title": "", "applicant_name": "박말순", "applicant_phone": "010-1234-5678", **given}
    return open_case(by=office.actor("김접수"), kind=kind, at=at, **asked)


def open_task(case, key: str) -> Task:
    return Task.objects.get(case=case, key=key, state=TaskState.OPEN)


def open_keys(case) -> list[str]:
    return sorted(Task.objects.filter(case=case, state=TaskState.OPEN).values_list("key", flat=True))
