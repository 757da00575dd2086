"""A town in which every personal column holds a word of its own, and the ways on which somebody could meet it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.test import Client

from duru.blocks.access.api import Role, actor_of
from duru.blocks.benefits.models import Handout, Need
from duru.blocks.consent.api import Item, ProofKind, Recipient, record_consent
from duru.blocks.consent.api import Purpose as ConsentPurpose
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.models import Link
from duru.blocks.registry.models import Person
from duru.blocks.tenancy.api import tenant_scope
from duru.kernel.hangul import to_jamo_ascii
from duru.services.care.api import Agreement, NoteKind, Origin, open_joint_case, write_note
from duru.services.outreach.enums import Seen
from duru.services.outreach.models import Tip
from tests.rights.crowd import Town
from tests.rights.stated import ways

NOW = datetime.now(UTC)
# field of docs/reference/fields.csv → how its value may be written on a page
VALUES = {
    "person.name": ("가온별하",),
    "person.phone": ("010-7301-8846", "01073018846"),
    "person.address": ("미리내로 7301",),
    "record.name": ("가온별라",),
    "record.phone": ("010-7302-8847", "01073028847"),
    "handout.item": ("은하수꾸러미",),
    "need.kind": ("혼자끼니거름",),
    "protected.name": ("노을이든",),
    "protected.phone": ("010-7303-8848", "01073038848"),
    "protected.item": ("샛별꾸러미",),
    "care.health_note": ("췌장의 병",),
    "care.welfare_note": ("잔액 삼만 원",),
    "tip.words": ("우편함에 고지서",),
    "tip.contact": ("010-7304-8849", "01073048849"),
    "care.agreed_health_note": ("심장의 병",),
    "neighbour.name": ("바람여울",),
    "neighbour.item": ("여울꾸러미",),
}  # fmt: skip


@dataclass
class Refs:
    """The references of what was planted, by the prefix of the addresses that take them."""

    of_prefix: dict[str, list[str]]


def plant(town: Town, neighbour: Town) -> Refs:
    """Put one of everything into a town, and somebody into the next one."""
    with tenant_scope(neighbour.tenant.id):
        stranger = _person("neighbour", neighbour)
        _gift(_record(stranger, neighbour, "바람여울", ""), "여울꾸러미")
    with tenant_scope(town.tenant.id):
        person = _person("person", town, address="한빛특별시 해오름구 미리내로 7301")
        record = _record(person, town, "가온별라", "01073028847")
        _gift(record, "은하수꾸러미")
        Need.objects.create(
            record=record, organisation=record.organisation, kind="혼자끼니거름", category="food",
            since_on=date.today() - timedelta(days=30),
        )  # fmt: skip
        hidden = _person("protected", town, is_protected=True)
        _gift(_record(hidden, town, "노을이든", "01073038848"), "샛별꾸러미")
        agency = actor_of(town.members[Role.AGENCY_WORKER])
        record_consent(
            by=agency, record=record, purpose=ConsentPurpose.SERVICE_LINK, recipient=Recipient.DISTRICT,
            items=[Item.IDENTITY, Item.CONTACT], from_on=date.today(), until_on=date.today() + timedelta(days=100),
            proof_kind=ProofKind.PAPER, proof_reference="증빙-7305", form_version="1", at=NOW,
        )  # fmt: skip
        case = open_joint_case(
            by=actor_of(town.members[Role.CASEWORKER]), record=record, origin=Origin.OFFICE, reason="끼니를 거름", at=NOW,
            agreed=Agreement("동의-1"),
        )  # fmt: skip
        agreed = open_joint_case(
            by=actor_of(town.members[Role.CASEWORKER]), record=_record(_person("agreed", town), town, "마루한결", ""),
            origin=Origin.OFFICE, reason="끼니를 거름", at=NOW, agreed=Agreement("동의-2", details=True),
        )  # fmt: skip
        for role, of, kind, text in (
            (Role.HEALTH_WORKER, case, NoteKind.DIAGNOSIS, "췌장의 병"),
            (Role.CASEWORKER, case, NoteKind.ECONOMY, "잔액 삼만 원"),
            (Role.HEALTH_WORKER, agreed, NoteKind.DIAGNOSIS, "심장의 병"),
        ):
            write_note(by=actor_of(town.members[role]), case_id=of.public_id, kind=kind, text=text, at=NOW)
        tip = Tip.objects.create(
            at=NOW, reporter="neighbour", place="미래로 1", seen=[next(iter(Seen))], words="우편함에 고지서",
            contact="010-7304-8849", due_on=date.today(),
        )  # fmt: skip
        people = [each.public_id for each in (person, hidden, stranger)]
        records = [SourceRecord.objects.get(id=each.id).public_id for each in SourceRecord.objects.all()]
    return Refs(
        {
            "/people/": people, "/rights/of/": people, "/emergency/keys/": people, "/changes/tell/": people,
            "/door/cards/of/": people, "/consent/of/": [*people, *records], "/links/": records, "/door/client/": records,
            "/care/": [case.public_id, agreed.public_id], "/outreach/tips/": [tip.public_id],
            "/api/care/cases/": [case.public_id, agreed.public_id],
        }
    )  # fmt: skip


def _person(key: str, town: Town, **columns) -> Person:
    (name,) = VALUES.get(f"{key}.name", ("마루한결",))
    phone = VALUES[f"{key}.phone"][1] if f"{key}.phone" in VALUES else ""
    return Person.objects.create(
        name=name, birth_on=date(1941, 3, 12), birth_year=1941, sex="F", phone=phone,
        is_register=True, status="living", **columns,
    )  # fmt: skip


def _record(person: Person, town: Town, name: str, phone: str) -> SourceRecord:
    number = SourceRecord.objects.count() + 1
    made = SourceRecord.objects.create(
        organisation_id=town.members[Role.AGENCY_WORKER].organisation_id, dataset="handouts", name=name, name_typed=name,
        name_jamo=to_jamo_ascii(name), birth_on=person.birth_on, birth_year=1941, phone=phone, phone_typed=phone,
        mention_hash=number.to_bytes(16), first_row_id=number, first_seen_at=NOW,
    )  # fmt: skip
    Link.objects.create(record=made, person=person, probability=0.999, band="certain", via="anchor")
    return made


def _gift(record: SourceRecord, item: str) -> None:
    Handout.objects.create(
        record=record, organisation=record.organisation, given_on=date.today() - timedelta(days=3), category="food",
        programme="꾸러미", item=item, value_won=10_000, per="person",
    )  # fmt: skip


def everything_shown(client: Client, refs: Refs, may, *, files: bool) -> str:
    """Return all that somebody can get to see: every list, every page of what was planted, searches, values one by one, files.

    Args:
        files: whether every list is taken away as a file too.
        may: whether somebody may use a way in (`Way`), as the page of permissions says.
    """
    shown: list[str] = []

    def keep(answer) -> None:
        if answer.status_code < 500:
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            shown.append(content.decode("utf-8", "replace"))

    for address in refs.of_prefix["/people/"]:
        client.post(f"/people/{address}/purpose/", {"purpose": "counselling"})
        for field in ("name", "birth", "phone", "address"):
            keep(client.post(f"/people/{address}/show/", {"field": field}, HTTP_HX_REQUEST="true"))
    for name in (values[0] for key, values in VALUES.items() if key.endswith(".name")):
        for where in ("/people/", "/people/clients/"):
            # The beginning only: a page repeats what was asked for.
            keep(client.post(where, {"name": name[:2]}, follow=True))
        for where in ("/api/find-person", "/api/door/clients"):
            keep(client.post(where, {"name": name, "purpose": "counselling"}, content_type="application/json"))
        keep(client.post("/api/check-gift", {"who": f"{name} 1941", "gift": "=food", "purpose": "counselling"}, content_type="application/json"))  # fmt: skip
    for way in ways():
        if way.method == "POST" or not may(way):
            continue
        for address in _addresses(way.address, refs):
            keep(client.get(address))
        if files and not way.has_ids and not way.is_api:
            keep(client.get(way.address, {"export": "csv", "reason": "점검"}))
    return "\n".join(shown)


def _addresses(address: str, refs: Refs) -> list[str]:
    if "<" not in address and "{" not in address:
        return [address]
    head, _, rest = address.partition("<") if "<" in address else address.partition("{")
    tail = rest.partition(">" if "<" in address else "}")[2]
    if "<" in tail or "{" in tail:
        return []
    return [f"{head}{ref}{tail}" for ref in refs.of_prefix.get(head, ())]
