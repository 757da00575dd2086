"""Reads of the register. Whoever shows persons starts from `people_visible_to`, so that no page can forget 비공개 대상."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F, Q, QuerySet

from duru.blocks.access.api import Actor, is_colleagues_name, may
from duru.blocks.places.api import dong_names
from duru.blocks.registry.enums import PersonStatus
from duru.blocks.registry.errors import SearchTooWide
from duru.blocks.registry.models import Household, HouseholdMember, LifeEvent, Person
from duru.blocks.registry.rules import NameQuery, after_prefix, look_flags, read_name_query
from duru.blocks.tenancy.api import fetch_rows
from duru.kernel.errors import Refused
from duru.kernel.hangul import INITIALS, choseong_pattern
from duru.kernel.masking import mask_birth, mask_name

MOST_HITS = 50


@dataclass(frozen=True, slots=True)
class PersonHit:
    """One search result, masked: enough to choose, too little to learn anything about somebody else."""

    public_id: str
    name: str
    birth: str
    sex: str
    dong: str
    status: str
    how: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first; `has_more` when some were left off and the search should be narrowed."""

    hits: list[PersonHit]
    has_more: bool


@dataclass(frozen=True, slots=True)
class HouseholdCard:
    """The household a person lives in now, as an actor may see it; protected members are not there, nor counted."""

    public_id: str
    members: list[Person]


_agency_view: list[Callable[[Actor], QuerySet]] = []


def register_agency_view(person_ids_of: Callable[[Actor], QuerySet]) -> None:
    """Tell which persons an agency has records of: a function from its actor to a QuerySet of person ids.

    Linkage calls this once. Until it does, agencies see nobody.
    """
    _agency_view[:] = [person_ids_of]


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """Return the persons an actor may know of at all; every page, search, map and hand-over starts here.

    비공개 대상 are there only for named officers (주민등록법 §29⑥). Agencies see the persons of their own records. Roles without a
    right to persons (구청장, 장사 담당, 시스템 관리자, 기록전용) see nobody. The machine sees all.
    """
    people = Person.objects.all()
    if actor.is_system:
        return people
    if not may(actor, "registry.see"):
        return people.none()
    if not actor.is_official:
        people = people.filter(id__in=_agency_view[0](actor)) if _agency_view else people.none()
    return people if actor.named_officer else people.filter(is_protected=False)


def find_exactly(actor: Actor, *, name: str, birth_year: int, phone_tail: str) -> Person | None:
    """Return the one visible person of exactly this name, year and end of the telephone; None when there is none or more than one."""
    if actor.is_system or (actor.is_official and may(actor, "registry.see")):
        hidden_too = actor.is_system or actor.named_officer
        same = [each for (each,) in fetch_rows((Person,), _EXACTLY, [name, birth_year, phone_tail, hidden_too])]
    else:
        same = list(people_visible_to(actor).filter(name=name, birth_year=birth_year, phone_tail=phone_tail)[:2])
    return same[0] if len(same) == 1 else None


_EXACTLY = """FROM registry_person WHERE name = $1 AND birth_year = $2 AND phone_tail = $3 AND ($4 OR NOT is_protected)
LIMIT 2"""


def get_person(actor: Actor, public_id: str) -> Person:
    """Return one visible person.

    Raises:
        Person.DoesNotExist: there is none, or the actor may not know of it: the two look alike.
    """
    return people_visible_to(actor).get(public_id=public_id)


def protected_record_ids(record_ids: Iterable[int]) -> set[int]:
    """Return which source records speak of protected persons: for pages that show records instead of persons."""
    ids = list(record_ids)
    marked = HouseholdMember.objects.filter(record_id__in=ids).filter(
        Q(is_protected=True) | Q(person__is_protected=True)
    )
    told = LifeEvent.objects.filter(record_id__in=ids, person__is_protected=True)
    return set(marked.values_list("record_id", flat=True)) | set(told.values_list("record_id", flat=True))


def search_people(
    actor: Actor,
    *,
    name: str,
    birth_year: int | None = None,
    phone_tail: str | None = None,
    dong_code: str | None = None,
) -> SearchResult:
    """Find persons by name, best first: exact, other spelling of the surname (이/리), initials, beginning, Roman spelling.

    At most 50 masked results. 비공개 대상 are absent except for named officers.

    Raises:
        SearchTooWide: a name of one letter, or none that can be read; the text says what to type.
    """
    query = _read(name)
    people = _narrowed(actor, birth_year, phone_tail)
    if dong_code:
        people = people.filter(dong_code=dong_code)
    # The order in which an index gives them: the planner would else walk through all names to find the first few of some initials.
    order = ("name_choseong", *_ORDER) if query.initials else _ORDER
    shown = people.only(*_SHOWN, *order).order_by(*order)
    found = list({p.id: p for branch in _branches(query) for p in shown.filter(branch)[: MOST_HITS + 1]}.values())
    if not query.initials:
        found.sort(key=lambda p: (_rank(p, query), p.name, p.birth_year is None, p.birth_year, p.id))
    dongs = dong_names(p.dong_code for p in found[:MOST_HITS])
    hits = [
        PersonHit(
            public_id=p.public_id,
            name=mask_name(p.name),
            birth=mask_birth(p.birth_year),
            sex=p.get_sex_display(),
            dong=dongs.get(p.dong_code, ""),
            status=p.status,
            how=_HOW[_rank(p, query)],
        )
        for p in found[:MOST_HITS]
    ]
    return SearchResult(hits, has_more=len(found) > MOST_HITS)


def find_alike(actor: Actor, *, name: str, birth_year: int | None, phone_tail: str) -> Person | None:
    """Return the one visible person whom name, year and telephone can mean as `search_people` reads names; None for nobody or several.

    Of several those of the very name count before other spellings. The same statements whether or not there is somebody.

    Raises:
        SearchTooWide: a name of one letter, or none that can be read.
    """
    query = _read(name)
    people = _narrowed(actor, birth_year, phone_tail).order_by(*_ORDER)
    found = {p.id: p for branch in _branches(query) for p in people.filter(branch)[: MOST_HITS + 1]}.values()
    same = [] if query.initials else [p for p in found if _rank(p, query) == 0]
    meant = same or list(found)
    return meant[0] if len(meant) == 1 else None


def _read(name: str) -> NameQuery:
    try:
        return read_name_query(name)
    except Refused as refusal:
        raise SearchTooWide(refusal.message, field=refusal.field) from refusal


def _narrowed(actor: Actor, birth_year: int | None, phone_tail: str | None) -> QuerySet[Person]:
    people = people_visible_to(actor)
    if birth_year:
        people = people.filter(birth_year=birth_year)
    return people.filter(phone_tail=phone_tail[-4:]) if phone_tail else people


_HOW = ("같은 이름", "성씨의 다른 표기", "초성", "이름의 앞부분", "로마자 표기")


_SHOWN = ("public_id", "name", "birth_year", "sex", "dong_code", "status")
_ORDER = ("name", "birth_year", "id")


def _branches(query: NameQuery) -> list[Q]:
    """Say who is meant, as conditions asked one by one: one range each, so that an index gives the first few in their order.

    Put together with OR, 7,600 people called 김영… would all be read to show fifty. In the order of one range those of a better
    rank come first, so that the first fifty of each are enough for the fifty best of all.
    """
    if query.initials:
        found = Q(name_choseong__gte=query.initials, name_choseong__lt=after_prefix(query.initials))
        if not query.pattern:
            return [found]
        # The index narrows by initials; the pattern then looks at those few and may leak nothing: they are the tenant's own.
        found &= Q(name__regex=f"^{choseong_pattern(query.pattern)}")
        written = query.pattern[: next(at for at, char in enumerate(query.pattern) if char in INITIALS)]
        return [found & Q(name__gte=written, name__lt=after_prefix(written)) if written else found]
    branches = [Q(name__gte=prefix, name__lt=after_prefix(prefix)) for prefix in query.prefixes]
    if query.key and query.is_roman:
        branches.append(Q(name_key=query.key))
    elif query.key:
        # A Hangul query meets Roman spellings only: other Hangul names of the same sound are other people.
        branches.append(Q(name_key=query.key, name__gte="A", name__lt="["))
    return branches


def _rank(person: Person, query: NameQuery) -> int:
    if query.initials:
        return 2
    if person.name in query.names[:1]:
        return 0
    if person.name in query.names:
        return 1
    return 3 if any(person.name.startswith(prefix) for prefix in query.prefixes) else 4


def find_household(actor: Actor, person: Person) -> HouseholdCard | None:
    """Return the household a person lives in now with the members an actor may see, or None when no list tells.

    A person whose record changed may stand in several; the one told last counts.
    """
    current = _current_memberships([person.id]).get(person.id)
    if current is None:
        return None
    together = set(
        HouseholdMember.objects.filter(household_id=current.household_id, person__isnull=False).values_list(
            "person_id", flat=True
        )
    )
    here = {
        person_id
        for person_id, membership in _current_memberships(together).items()
        if membership.household_id == current.household_id
    }
    members = (
        people_visible_to(actor).filter(id__in=here - {person.id}).order_by(F("birth_on").asc(nulls_last=True), "id")
    )
    return HouseholdCard(current.household.public_id, list(members))


def _current_memberships(person_ids: Iterable[int]) -> dict[int, HouseholdMember]:
    found = (
        HouseholdMember.objects.filter(person_id__in=list(person_ids), until_on__isnull=True)
        .select_related("household")
        .order_by("person_id", F("from_on").desc(nulls_last=True), "-id")
        .distinct("person_id")
    )
    return {membership.person_id: membership for membership in found}


def household_ids_of_persons(person_ids: Iterable[int]) -> dict[int, int]:
    """Return person id → id of the household they live in now; persons without one are left out. Bulk, one query."""
    return {person_id: m.household_id for person_id, m in _current_memberships(person_ids).items()}


def person_rows() -> QuerySet:
    """Return every person as (id, public_id, dong_code, status, status_on, is_protected, building id, unit), for work in SQL.

    Not for pages: protected persons are in it, marked, so that a count is right and a list can leave them out.
    """
    return Person.objects.order_by().values_list(
        "id", "public_id", "dong_code", "status", "status_on", "is_protected", "building_id", "unit"
    )


def membership_rows(*, on: date) -> QuerySet:
    """Return (person id, household id) of the one household each person lives in on a day, as far as lists tell."""
    return (
        HouseholdMember.objects.filter(person__isnull=False)
        .filter(Q(until_on__isnull=True) | Q(until_on__gt=on))
        .order_by("person_id", F("from_on").desc(nulls_last=True), "-id")
        .distinct("person_id")
        .values_list("person_id", "household_id")
    )


def household_rows() -> QuerySet:
    """Return every household as (id, public_id, building id, unit), for work in SQL."""
    return Household.objects.order_by().values_list("id", "public_id", "building_id", "unit")


def list_life_events(person: Person) -> list[LifeEvent]:
    """List what lists say happened to a person, newest first."""
    return list(LifeEvent.objects.filter(person=person).select_related("record__organisation").order_by("-on", "-id"))


def list_gone(*, since: date | None = None, include_suspected: bool = False) -> QuerySet[Person]:
    """Return the persons who are dead or have moved out, newest first; with `include_suspected` also suspected deaths."""
    states = [PersonStatus.DEAD, PersonStatus.MOVED_OUT, *([PersonStatus.SUSPECTED] if include_suspected else [])]
    found = Person.objects.filter(status__in=states).order_by("-status_on", "id")
    return found.filter(status_on__gte=since) if since else found


def list_unsupported_statuses() -> QuerySet[Person]:
    """Return persons whose status stands on an event that is no longer linked to them: somebody must look at each."""
    return (
        Person.objects.filter(status_event__isnull=False)
        .filter(Q(status_event__person__isnull=True) | ~Q(status_event__person=F("id")))
        .order_by("id")
    )


def flags_of_look(actor: Actor, person: Person) -> list[str]:
    """Return what a reviewer should see first about this look: possibly oneself, family, a colleague; a protected person.

    Compares names only, because users carry no birth date here. See README: what it can and cannot see.
    """
    return look_flags(
        actor_name=actor.name,
        person_name=person.name,
        household_names=[name for (name,) in connection.fetch_prepared(_AT_HOME, [person.id])],
        colleague_names=[person.name] if is_colleagues_name(actor, person.name) else [],
        is_protected=person.is_protected,
    )


_AT_HOME = b"""SELECT p.name FROM registry_householdmember m JOIN registry_person p ON p.id = m.person_id
WHERE m.household_id = (
  SELECT household_id FROM registry_householdmember WHERE person_id = $1 AND until_on IS NULL
  ORDER BY from_on DESC NULLS LAST, id DESC LIMIT 1)"""
