"""One applicant asked for at a terminal: named, with a purpose, in the log before anything is shown."""

import json

import pytest

from duru.blocks.access.api import Role, add_member, system_actor
from duru.blocks.audit.api import AuditEntry
from duru.blocks.linkage.api import link_tenant
from duru.blocks.linkage.operations.comparing import prepare_comparing
from duru.blocks.linkage.queries.runs import last_full_run
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.site.cli import run
from duru.site.cli.exit_codes import ExitCode
from tests.blocks.linkage.conftest import NOW, add_office, add_record

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = ["find", "박철수", "--birth", "51.12.24", "--json", "--by"]


@pytest.fixture
def terminal(database_environ, monkeypatch, capsys):
    for name, value in database_environ.items():
        monkeypatch.setenv(name, value)
    tenant = add_tenant(code="9999900009", name="해오름구")
    with tenant_scope(tenant.id):
        office = add_office("구청")
        add_record(office, "박철수", "1951-12-24", is_register=True, household_no="1", dataset="residents")
        for email, role in (("lee@haeoreum.example", Role.CASEWORKER), ("choi@haeoreum.example", Role.ADMIN)):
            add_member(by=system_actor(), email=email, name="이담당", role=role, organisation=office)
    link_tenant(tenant_id=tenant.id, now=NOW)
    with tenant_scope(tenant.id):
        prepare_comparing(last_full_run())

    def ask(*arguments):
        code = run([*ASKED, *arguments])
        with tenant_scope(tenant.id):
            log = list(AuditEntry.objects.filter(action="신청인 찾기").values_list("kind", "purpose"))
        return code, json.loads(capsys.readouterr().out), log

    return ask


def test_who_may_look_finds_and_is_logged_by_name_and_purpose_and_others_are_refused(terminal):
    code, said, log = terminal("lee@haeoreum.example")
    assert (code, said["ok"], log) == (ExitCode.USAGE, False, []), "no purpose, no look"
    code, said, log = terminal("lee@haeoreum.example", "--purpose", "상담", "--note", "지원 신청")
    assert (code, [each["name"] for each in said["candidates"]]) == (ExitCode.OK, ["박철수"])
    assert log == [("look", "상담: 지원 신청")]
    code, said, log = terminal("choi@haeoreum.example", "--purpose", "counselling")
    assert (code, "candidates" in said) == (ExitCode.REFUSED, False)
    assert sorted(log) == [("denial", ""), ("look", "상담: 지원 신청")]
    code, said, _ = terminal("nobody@haeoreum.example", "--purpose", "counselling")
    assert code == ExitCode.NOT_FOUND
