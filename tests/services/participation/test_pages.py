"""Proposals on screen."""

import pytest
from django.urls import reverse

from duru.blocks.access.api import Role
from duru.blocks.casework.api import Case, Task, approve_decision, complete_task, propose_decision
from duru.blocks.tenancy.api import tenant_scope
from duru.services.participation.models import Proposal
from duru.services.participation.operations.proposing import receive_proposal
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db
FILLED = {
    "title": "횡단보도 바닥 신호등", "problem": "밤에 안 보임", "idea": "횡단보도에 바닥 신호등을 설치하자", "authors": "박가람",
    "phone": "010-2000-3000",
}  # fmt: skip


def test_proposal_is_received_marked_and_listed(tenant, browse):
    lead = browse(Role.WELFARE_LEAD)
    page = lead.post(reverse("participation:receive"), FILLED, follow=True).content.decode()
    assert "제안을 접수했습니다" in page
    assert "박가람 100% (주제안자)" in page
    with tenant_scope(tenant.id):
        public_id = Proposal.objects.get().public_id
    marks = {"feasibility": 9, "creativity": 9, "effect": 9, "reach": 9, "lasting": 9}
    page = lead.post(reverse("participation:score", args=[public_id]), marks, follow=True).content.decode()
    assert "90.0점" in page
    assert "횡단보도 바닥 신호등" in lead.get(reverse("participation:proposals")).content.decode()


def test_one_alike_is_shown_before_it_is_received_twice(tenant, browse):
    lead = browse(Role.WELFARE_LEAD)
    lead.post(reverse("participation:receive"), FILLED)
    again = {**FILLED, "title": "바닥신호등 설치"}
    page = lead.post(reverse("participation:receive"), again).content.decode()
    assert "비슷한 제안이 있습니다" in page
    with tenant_scope(tenant.id):
        assert Proposal.objects.count() == 1
    lead.post(reverse("participation:receive"), {**again, "seen_alike": "yes"})
    with tenant_scope(tenant.id):
        assert Proposal.objects.count() == 2


@pytest.mark.parametrize(
    ("authors", "says"),
    [("박가람 60\n이나루 30", "100%"), ("박가람 60\n이나루", "기여도를 숫자로"), ("박가람 50\n박가람 50", "두 번")],
)
def test_wrong_shares_are_named_at_their_field(tenant, browse, authors, says):
    page = browse(Role.WELFARE_LEAD).post(reverse("participation:receive"), {**FILLED, "authors": authors})
    assert says in page.content.decode()
    with tenant_scope(tenant.id):
        assert not Proposal.objects.exists()


def test_agencies_see_no_proposals_and_a_caseworker_receives_none(browse):
    assert browse(Role.AGENCY_WORKER).get(reverse("participation:proposals")).status_code == 403
    assert browse(Role.CASEWORKER).get(reverse("participation:receive")).status_code == 403


def test_an_adopted_proposal_tells_how_long_it_is_kept_and_divides_its_prize(tenant, browse, member):
    lead = member(Role.WELFARE_LEAD, "복지정책과")
    with tenant_scope(tenant.id):
        proposal = receive_proposal(
            title="바닥 신호등", problem="어둡다", idea="바닥에 신호등", shares={"박가람": 67, "이나루": 33}, phone="010-2000-3000",
            by=lead, at=NOW,
        )  # fmt: skip
        case = Case.objects.get(public_id=proposal.case_ref)
        url = reverse("participation:proposal", args=[proposal.public_id])
        for key, answers in (("look", {"is_looked": True}), ("review", {})):
            step = Task.objects.get(case=case, key=key, state="open")
            complete_task(by=lead, task_id=step.public_id, answers=answers, at=NOW)
        task = Task.objects.get(case=case, kind="decision", state="open")
        propose_decision(by=lead, task_id=task.public_id, outcome="adopt", reason="", at=NOW)
        approve_decision(by=member(Role.MAYOR, "구청장실"), public_id=case.public_id, at=NOW)
    page = browse(lead).get(url, {"prize": "1000001"}).content.decode()
    assert "2029. 11. 23." in page
    assert "670,001원" in page
    assert "330,000원" in page
    assert "상금 나누기" in browse(lead).get(url, {"prize": "많이"}).content.decode()
