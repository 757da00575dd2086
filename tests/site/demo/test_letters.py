"""Letters about the demo's cases at every stage, once."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from duru.blocks.access.api import Membership, actor_of, system_actor
from duru.blocks.casework.api import Case
from duru.blocks.documents.api import documents_of, documents_waiting_for
from duru.blocks.documents.models import Attachment
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.site.demo import district
from duru.site.demo.cases import make_cases
from duru.site.demo.letters import make_letters
from tests.clients import client_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


@pytest.fixture
def tenant(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    tenant = add_tenant(code="9711000000", name="해오름구", is_demo=True)
    with tenant_scope(tenant.id):
        district._add_accounts(system_actor())
    return tenant


def test_every_stage_of_a_letter_is_there_to_look_at_and_a_second_run_adds_nothing(tenant):
    assert make_letters(tenant.id, now=NOW) == 0
    make_cases(tenant.id, now=NOW)
    assert make_letters(tenant.id, now=NOW) == make_letters(tenant.id, now=NOW) == 5
    with tenant_scope(tenant.id):
        letters = [each for case in Case.objects.all() for each in documents_of(f"case:{case.public_id}")]
        assert sorted((each.kind, each.state) for each in letters) == [
            ("consultation", "issued"), ("receipt", "issued"), ("refusal", "issued"), ("report_certificate", "returned"), ("supplement", "in_approval"),
        ]  # fmt: skip
        refusal = next(each for each in letters if each.kind == "refusal")
        assert refusal.decided_by == "한결"
        assert (refusal.served_on - refusal.effective_on).days == 3
        head = actor_of(Membership.objects.select_related("user", "organisation").get(user__name="민가온"))
        assert [each.kind for each in documents_waiting_for(head, on=NOW.date())] == ["supplement"]


def test_a_case_shows_its_papers_and_letters_to_its_department_only(tenant):
    make_cases(tenant.id, now=NOW)
    make_letters(tenant.id, now=NOW)
    with tenant_scope(tenant.id):
        case = Case.objects.get(applicant_name="김다온", parent__isnull=True)
        paper = Attachment.objects.get()
    seen = {}
    for email in ("permit@haeoreum.example", "dong@haeoreum.example"):
        client = client_of(email)
        seen[email] = [
            client.get(reverse("casework:case", args=[case.public_id])),
            client.get(reverse("documents:attachment", args=[paper.public_id])),
        ]
    page, attachment = (each.content.decode() for each in seen["permit@haeoreum.example"])
    assert ("토지사용승낙서" in page, "접수증" in page) == (True, True)
    assert case.receipt_no in attachment
    assert [each.status_code for each in seen["dong@haeoreum.example"]] == [403, 404]
