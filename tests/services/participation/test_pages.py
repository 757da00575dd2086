"""Proposals on screen."""

import pytest
from django.urls import reverse

from duru.blocks.access.api import Role
from duru.blocks.tenancy.api import tenant_scope
from duru.services.participation.models import Proposal

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
