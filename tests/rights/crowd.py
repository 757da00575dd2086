"""Three local governments with everybody who may knock, and one marked row in every table of each."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from django.test import Client

from duru.blocks.access.api import (
    Membership,
    OrganisationKind,
    Role,
    User,
    add_member,
    add_organisation,
    system_actor,
)
from duru.blocks.programs.api import Scope, issue_key
from duru.blocks.tenancy import tables
from duru.blocks.tenancy.api import Tenant, add_tenant, tenant_scope
from tests.clients import client_of
from tests.rows import marked_row, open_to_any_row

AGENCY = {Role.AGENCY_WORKER, Role.RECORDER, Role.HOSPITAL_WORKER}
NOBODY, NO_MEMBER, STRANGER, KEY, POOR_KEY = "nobody", "no_member", "stranger", "key", "key_without_scope"
OTHER_AGENCY, NAMED = "other_agency", "named_officer"
# What stands in an address beside ids.
WORDS = {"format": "pdf", "name": "note", "kind": "notice", "key": "month", "subject": "handouts"}
UNKNOWN_NUMBER, UNKNOWN_REF = 999_999, "0" * 26


@dataclass
class Town:
    """One tenant: its people by role, its key, and the number and reference of its marked rows."""

    tenant: Tenant
    number: int
    ref: str
    members: dict[str, Membership]
    keys: dict[str, str]

    @property
    def host(self) -> str:
        return self.tenant.host

    @cached_property
    def clients(self) -> dict[str, Client]:
        clients = {name: client_of(member, self.client()) for name, member in self.members.items()}
        for name, key in self.keys.items():
            clients[name] = self.client(HTTP_AUTHORIZATION=f"Bearer {key}")
        clients[NOBODY] = self.client()
        clients[NO_MEMBER] = client_of("nowhere@duru.example", self.client())
        return clients

    def client(self, **headers) -> Client:
        return Client(raise_request_exception=False, SERVER_NAME=self.host, **headers)


def make_people() -> list[Town]:
    """Make three towns of the same make, with everybody who may knock."""
    User.objects.create_user("nowhere@duru.example", name="소속 없음")
    towns = [_make_town(n, name) for n, name in enumerate(("해오름구", "달맞이구", "별내린구"), 1)]
    # A user of the next town, at this town's door with the session of the other.
    for town, other in zip(towns, towns[1:] + towns[:1], strict=True):
        town.clients[STRANGER] = client_of(other.members[Role.WELFARE_LEAD], town.client())
    return towns


def make_towns(owner) -> list[Town]:
    """Put one row into every table of each town; words and numbers differ, so that anything foreign is known at sight."""
    towns, walled = make_people(), sorted(tables.TENANT | tables.APPEND_ONLY)
    for table in walled:
        open_to_any_row(owner, table)
        for town in towns:
            owner.execute(marked_row(owner, table, town.tenant.id, number=town.number, ref=town.ref))
    return towns


def _make_town(n: int, name: str) -> Town:
    tenant = add_tenant(code=f"99999{n}0000", name=name, host=f"town{n}.duru.example")
    machine, members, keys = system_actor(), {}, {}
    with tenant_scope(tenant.id):
        offices = {
            True: add_organisation(by=machine, name=f"{name}청", kind=OrganisationKind.GU_OFFICE, is_public=True),
            False: add_organisation(by=machine, name=f"{name} 복지관", kind=OrganisationKind.WELFARE_CENTRE),
        }
        elsewhere = add_organisation(by=machine, name=f"{name} 푸드뱅크", kind=OrganisationKind.FOOD_BANK)

        def join(key, role, organisation):
            members[key] = add_member(
                by=machine, email=f"{key}{n}@duru.example", name=f"담당{n}", organisation=organisation, role=role,
                department="복지정책과",
            )  # fmt: skip

        for role in Role:
            join(role, role, offices[role not in AGENCY])
        join(OTHER_AGENCY, Role.AGENCY_WORKER, elsewhere)
        join(NAMED, Role.CASEWORKER, offices[True])
        Membership.objects.filter(id=members[NAMED].id).update(named_officer=True)
        now = datetime.now(UTC)
        for key, scopes in ((KEY, Scope.values), (POOR_KEY, None)):
            _, keys[key] = issue_key(
                by=machine, organisation=offices[False], label=key, scopes=scopes or [Scope.EVENTS],
                until_on=date.today() + timedelta(days=30), at=now, limit_a_minute=6_000,
            )  # fmt: skip
    return Town(tenant, 7_000 + n, f"MARK{'ABC'[n - 1] * 22}", members, keys)


def role_of(name: str) -> str:
    """Return the role somebody acts in, "" for those who have none here."""
    special = {OTHER_AGENCY: Role.AGENCY_WORKER, NAMED: Role.CASEWORKER, KEY: Role.AGENCY_WORKER}
    if name in (NOBODY, NO_MEMBER, STRANGER):
        return ""
    return special.get(name, Role.AGENCY_WORKER if name == POOR_KEY else name)


def fill(address: str, *, number: int, ref: str) -> str:
    """Put an id wherever an address of the page of permissions asks for one."""

    def put(found: re.Match) -> str:
        kind, name = found["kind"] or "str", found["name"]
        if name in WORDS and kind in ("slug", "str"):
            return WORDS[name]
        return str(number) if kind == "int" else ref

    return re.sub(r"[<{](?:(?P<kind>\w+):)?(?P<name>\w+)[>}]", put, address)
