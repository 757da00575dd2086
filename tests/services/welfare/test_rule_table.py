"""An official revises the rule table: by dated rows, never backwards."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from duru.blocks.access.api import NotAllowed, OrganisationKind, Role
from duru.services.welfare.errors import RuleRefused
from duru.services.welfare.models import OverlapRule
from duru.services.welfare.operations import end_rule, ensure_rules, revise_rule, rules_in_force
from duru.services.welfare.operations.rule_table import judging_rules
from tests.clients import client_of
from tests.services.welfare.district import NOW, TODAY, agency, worker

OFFICE = {"kind": OrganisationKind.GU_OFFICE, "is_public": True}
LOCAL = {
    "title": "라면은 두 달에 한 번", "unit": "household", "left_programmes": ["라면"], "right_programmes": ["라면"],
    "provider": "any", "window": "within_days", "days": 60, "verdict": "caution", "basis": "구 나눔 운영 기준",
    "sentence": "두 달 안에 라면을 받았습니다.", "what_to_do": "다음으로 미룹니다.", "source": "협의체 2026-11", "status": "confirmed",
}  # fmt: skip


@pytest.fixture
def lead(scope):
    ensure_rules()
    return worker(agency("복지정책과", **OFFICE), role=Role.WELFARE_LEAD)


def codes(on: date) -> dict[str, str]:
    return {rule.code: rule.verdict for _, rule in rules_in_force(on)}


def test_a_newer_release_adds_what_the_tenant_has_not_seen_and_changes_nothing_it_has(lead):
    OverlapRule.objects.filter(code="C01").delete()
    revise_rule(by=lead, code="E01", from_on=TODAY, values=LOCAL, at=NOW)
    mine = list(OverlapRule.objects.filter(code="E01").values())
    assert (ensure_rules(), ensure_rules()) == (1, 0)
    assert "C01" in codes(TODAY)
    assert list(OverlapRule.objects.filter(code="E01").values()) == mine


def test_a_revision_begins_on_its_day_and_the_day_before_stays_as_it_was(lead):
    tomorrow = TODAY + timedelta(days=1)
    revise_rule(by=lead, code="L01", from_on=TODAY, values=LOCAL, at=NOW)
    revise_rule(by=lead, code="L01", from_on=tomorrow, values=LOCAL | {"verdict": "info"}, at=NOW)
    assert (codes(TODAY)["L01"], codes(tomorrow)["L01"]) == ("caution", "info")
    assert "L01" not in codes(TODAY - timedelta(days=1))
    revise_rule(by=lead, code="L01", from_on=tomorrow, values=LOCAL | {"verdict": "caution"}, at=NOW)
    assert OverlapRule.objects.filter(code="L01").count() == 2


@pytest.mark.parametrize(
    ("from_on", "values"),
    [
        (TODAY - timedelta(days=1), LOCAL),
        (TODAY, LOCAL | {"days": None}),
        (TODAY, LOCAL | {"verdict": "never"}),
        (TODAY, LOCAL | {"basis": ""}),
        (TODAY, LOCAL | {"counts": "times"}),
    ],
    ids=["past", "window without days", "no such verdict", "no basis", "counts without most"],
)
def test_what_contradicts_itself_is_refused(lead, from_on, values):
    with pytest.raises(RuleRefused):
        revise_rule(by=lead, code="L01", from_on=from_on, values=values, at=NOW)
    assert not OverlapRule.objects.filter(code="L01").exists()


def test_a_rule_ends_on_a_day_to_come_and_never_before_it_began(lead):
    end_rule(by=lead, code="S04", until_on=TODAY + timedelta(days=10), at=NOW)
    assert "S04" in codes(TODAY)
    assert "S04" not in codes(TODAY + timedelta(days=10))
    with pytest.raises(RuleRefused):
        end_rule(by=lead, code="S04", until_on=TODAY - timedelta(days=1), at=NOW)
    with pytest.raises(OverlapRule.DoesNotExist):
        end_rule(by=lead, code="X99", until_on=TODAY, at=NOW)


def test_only_the_department_that_owns_the_table_edits_it(scope):
    with pytest.raises(NotAllowed):
        revise_rule(by=worker(agency("동", **OFFICE)), code="L01", from_on=TODAY, values=LOCAL, at=NOW)


def test_a_tenant_without_a_table_is_judged_by_the_shipped_one(scope):
    assert {rule.code for rule in judging_rules(TODAY)} >= {"E01", "S01"}
    assert OverlapRule.objects.count() == 0


def test_the_page_revises_a_rule(lead, tenant):
    client, url = client_of(lead), reverse("welfare:edit_rule", args=["S03"])
    page = client.get(url).content.decode()
    assert "같은 품목을 한 달 안에" in page
    far = date(2099, 1, 1)
    row = OverlapRule.objects.get(code="S03")
    data = {name: getattr(row, name) for name in ("code", "title", "verdict", "unit", "same", "provider", "window", "basis", "sentence", "what_to_do", "source", "status", "left_side", "right_side")}  # fmt: skip
    answer = client.post(url, data | {"days": 45, "from_on": far.isoformat()})
    assert answer.status_code == 302, answer.content.decode()
    assert OverlapRule.objects.get(code="S03", effective_from=far).days == 45
