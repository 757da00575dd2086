"""A gift and a list checked at a terminal: named, with a purpose, in the log, and no more than on the screen."""

import csv
import json
from datetime import date, timedelta

import pytest

from duru.blocks.access.api import OrganisationKind, Role, add_member, system_actor
from duru.blocks.audit.api import AuditEntry
from duru.blocks.benefits.api import ensure_catalogue
from duru.blocks.benefits.models import Handout
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.site.cli import run
from duru.site.cli.exit_codes import ExitCode
from tests.services.welfare.district import agency, give, person

pytestmark = pytest.mark.django_db(transaction=True)
WHY = ("--purpose", "duplicate_check", "--json")


@pytest.fixture
def terminal(database_environ, monkeypatch, capsys):
    for name, value in database_environ.items():
        monkeypatch.setenv(name, value)
    tenant = add_tenant(code="9999900009", name="해오름구")
    with tenant_scope(tenant.id):
        ensure_catalogue()
        office = agency("구청", OrganisationKind.GU_OFFICE, is_public=True)
        centre = agency("복지관")
        members = (("lee", Role.CASEWORKER, office), ("seo", Role.AGENCY_WORKER, centre), ("choi", Role.ADMIN, office))
        for name, role, where in members:
            add_member(
                by=system_actor(), email=f"{name}@haeoreum.example", name="이담당", role=role, organisation=where
            )
        who = person("박말순", name_key="박말순", phone="01012341234", phone_tail="1234")
        give(who, agency("교회"), date.today() - timedelta(days=3), programme="쌀", item="쌀", category="food")

    def ask(*arguments):
        code = run(arguments)
        with tenant_scope(tenant.id):
            log = sorted(AuditEntry.objects.filter(action="주기 전 확인").values_list("kind", "purpose"))
        return code, json.loads(capsys.readouterr().out.splitlines()[-1]), log

    return ask


def test_an_official_reads_the_rule_an_agency_the_light_and_others_nothing(terminal):
    code, said, log = terminal("check", "박말순 1941", "쌀", "--by", "lee@haeoreum.example", *WHY)
    assert (code, said["light"], said["rules"]) == (ExitCode.OK, "similar", ["S03"])
    assert log == [("look", "중복 확인")]
    code, said, _ = terminal("check", "박말순 1941 1234", "쌀", "--by", "seo@haeoreum.example", *WHY)
    assert (code, said["light"], said["similar"], said["rules"]) == (ExitCode.OK, "unknown", "", [])
    code, _, log = terminal("check", "박말순 1941", "쌀", "--by", "choi@haeoreum.example", *WHY)
    assert (code, ("denial", "") in log) == (ExitCode.REFUSED, True)
    assert terminal("check", "없는이 1941", "쌀", "--by", "lee@haeoreum.example", *WHY)[0] == ExitCode.REFUSED
    assert terminal("check", "박말순 1941", "없는 것", "--by", "lee@haeoreum.example", *WHY)[0] == ExitCode.REFUSED
    assert (
        terminal("check", "박말순", "쌀", "--by", "lee@haeoreum.example", "--purpose", "x", "--json")[0]
        == ExitCode.USAGE
    )


def test_a_list_is_answered_line_by_line_and_nothing_is_given(terminal, tmp_path):
    listed, out = tmp_path / "명단.csv", tmp_path / "답.csv"
    listed.write_text("이름,생년월일\n박말순,1941-03-12\n=최없음,1950-01-01\n")
    asked = ("--by", "lee@haeoreum.example", "--reason", "쌀 나눔 준비", "--out", str(out), "--json")
    code, said, _ = terminal("check-list", str(listed), "쌀", *asked)
    assert (code, said["counts"]) == (ExitCode.OK, {"similar": 1, "unknown": 1})
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert (rows[1][3], rows[2][0], rows[2][3]) == ("비슷한 것을 받았습니다", "'=최없음", "찾지 못함")
    with tenant_scope(_tenant_id()):
        assert Handout.objects.count() == 1
        assert AuditEntry.objects.filter(action="명단 확인 내려받기", purpose="쌀 나눔 준비").count() == 1


def _tenant_id() -> int:
    from duru.blocks.tenancy.api import find_tenant_by_code

    return find_tenant_by_code("9999900009").id
