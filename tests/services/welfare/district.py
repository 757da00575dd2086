"""A district of a few invented people, written straight into the tables: what came in and who was linked to whom."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from duru.blocks.access.api import OrganisationKind, Role, add_member, add_organisation, system_actor
from duru.blocks.benefits.models import Grant, Handout, Need
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.models import Link
from duru.blocks.registry.models import Household, HouseholdMember, LifeEvent, Person

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # noon in Korea
TODAY = date(2026, 11, 22)
MACHINE = system_actor()
_numbers = count(1)

GIFT = {"category": "food", "programme": "김치", "item": "김장김치", "value_won": 60_000, "per": "household"}


def agency(name: str, kind=OrganisationKind.WELFARE_CENTRE, **columns):
    return add_organisation(by=MACHINE, name=name, kind=kind, **columns)


def worker(organisation, role=Role.CASEWORKER, email: str | None = None, **columns):
    from duru.blocks.access.api import actor_of  # kept near its one use

    membership = add_member(
        by=MACHINE, email=email or f"w{next(_numbers)}@duru.example", name="김두루", organisation=organisation, role=role,
        password="duru-duru-duru", **columns,
    )  # fmt: skip
    return actor_of(membership)


def person(
    name: str = "박말순", *, dong: str = "9999900101", status: str = "living", on: date | None = None, **columns
) -> Person:
    return Person.objects.create(
        name=name, birth_on=columns.pop("birth_on", date(1941, 3, 12)), birth_year=1941, sex="F", dong_code=dong, status=status,
        status_on=on, **columns,
    )  # fmt: skip


def record(who: Person, organisation, *, band: str = "certain") -> SourceRecord:
    """Make one mention of a person by an agency, linked to them."""
    n = next(_numbers)
    made = SourceRecord.objects.create(
        organisation=organisation, dataset="handouts", name=who.name, name_typed=who.name, birth_on=who.birth_on,
        mention_hash=n.to_bytes(16, "big"), first_row_id=n, first_seen_at=NOW,
    )  # fmt: skip
    Link.objects.create(record=made, person=who, probability=0.99 if band != "review" else 0.7, band=band, via="anchor")
    return made


def give(who: Person, organisation, on: date, *, band: str = "certain", **columns) -> Handout:
    return Handout.objects.create(
        record=record(who, organisation, band=band), organisation=organisation, given_on=on, **(GIFT | columns)
    )


def kimchi(who: Person, organisation, on: date, **columns) -> Handout:
    return give(who, organisation, on, **({"campaign_key": "김장-2026"} | columns))


def grant(
    who: Person, organisation, programme: str, *, start: date = date(2020, 1, 1), band: str = "certain", **columns
) -> Grant:
    defaults = {"category": "living_cash", "amount_won": 349_700, "pays_on": 25}
    return Grant.objects.create(
        record=record(who, organisation, band=band), organisation=organisation, programme=programme, from_on=start,
        **(defaults | columns),
    )  # fmt: skip


def need(who: Person, organisation, kind: str = "와상", *, days_ago: int = 97, band: str = "certain") -> Need:
    return Need.objects.create(
        record=record(who, organisation, band=band), organisation=organisation, kind=kind, category="care",
        since_on=TODAY - timedelta(days=days_ago),
    )  # fmt: skip


def home(*members: Person) -> Household:
    """Let people live together since long ago."""
    n = next(_numbers)
    made = Household.objects.create(source_no=f"H{n}")
    register = agency("해오름구청 민원여권과", OrganisationKind.GU_OFFICE, is_public=True)
    for who in members:
        HouseholdMember.objects.create(household=made, record=record(who, register), person=who)
    return made


def hear_of_death(who: Person, on: date) -> None:
    """Let somebody hear that a person has died: a suspicion, nothing more."""
    source = agency("해오름장례식장", OrganisationKind.OTHER)
    LifeEvent.objects.create(kind="death", on=on, state="suspected", record=record(who, source), person=who)
    Person.objects.filter(id=who.id).update(status="suspected", status_on=on)
