"""The 구 next door of the demo: 달맞이구, with one letter about somebody who moved to 해오름구. All invented; made by the product's own deeds."""

from datetime import datetime, timedelta

from duru.blocks.access.api import OrganisationKind, actor_of, add_member, add_organisation, system_actor
from duru.blocks.benefits.api import record_need
from duru.blocks.consent.api import Item, ProofKind, Purpose, Recipient, record_consent
from duru.blocks.exchange.api import SourceRecord, record_mention
from duru.blocks.linkage.api import persons_of_records, update_links
from duru.blocks.registry.api import Person, PersonStatus, record_gone
from duru.blocks.tenancy.api import Tenant, add_tenant, tenant_scope
from duru.services.handover.api import Handover, send_handover
from duru.site.demo.accounts import NEIGHBOUR, NEIGHBOUR_CODE, PASSWORD

HOST = "dalmaji.localhost"
_DAY = timedelta(days=1)
_TYPED = {"name": "양초롱", "birth": "1948-05-17", "sex": "여", "phone": "010-0000-4817", "address": "달빛로 21"}
_NEEDS = (("독거", 200), ("거동불편", 120))


def make_neighbour(district: Tenant, *, now: datetime) -> Tenant:
    """Register 달맞이구 with one officer, and let it hand somebody over to the district. Safe to repeat."""
    there = add_tenant(code=NEIGHBOUR_CODE, name="달맞이구", parent_name=district.parent_name, host=HOST, is_demo=True)
    with tenant_scope(there.id):
        if Handover.objects.exists():
            return there
        machine = system_actor("시험자료 만들기")
        office = add_organisation(
            by=machine, name=NEIGHBOUR.organisation, kind=OrganisationKind.GU_OFFICE, is_public=True
        )
        officer = actor_of(
            add_member(
                by=machine, email=NEIGHBOUR.email, name=NEIGHBOUR.name, organisation=office, role=NEIGHBOUR.role,
                department=NEIGHBOUR.department, duty=NEIGHBOUR.duty, password=PASSWORD,
            )
        )  # fmt: skip
        record_id = record_mention(organisation_id=office.id, dataset="needs", typed=_TYPED, at=now - 200 * _DAY)
        for kind, days_ago in _NEEDS:
            record_need(
                record_id=record_id, organisation_id=office.id, kind=kind, since_on=(now - days_ago * _DAY).date()
            )
    update_links(tenant_id=there.id, now=now)
    with tenant_scope(there.id):
        person = Person.objects.get(id=persons_of_records([record_id])[record_id])
        record_gone(
            person.id, status=PersonStatus.MOVED_OUT, on=(now - 4 * _DAY).date(), by=officer, reason="전출 명단"
        )
        record_consent(
            by=officer, record=SourceRecord.objects.get(id=record_id), purpose=Purpose.MOVE_HANDOVER, recipient=Recipient.DISTRICT,
            items=[Item.IDENTITY, Item.CONTACT, Item.NEEDS], from_on=(now - 5 * _DAY).date(), until_on=(now + 90 * _DAY).date(),
            form_version="시험자료", proof_kind=ProofKind.PAPER, proof_reference="달맞이-17", at=now - 5 * _DAY,
        )  # fmt: skip
        send_handover(
            person.public_id, to_code=district.code, note="혼자 지내십니다. 밑반찬을 이어 주세요.", address="해오름로 12", by=officer,
            at=now - 3 * _DAY,
        )  # fmt: skip
    return there
