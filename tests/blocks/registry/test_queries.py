"""Who sees whom, and how people are found."""

import pytest
from django.db import connection

from duru.blocks.access.api import Membership, Role, User, system_actor
from duru.blocks.registry.api import (
    Person,
    Profile,
    SearchTooWide,
    ensure_persons,
    find_household,
    flags_of_look,
    get_person,
    household_ids_of_persons,
    household_rows,
    membership_rows,
    people_visible_to,
    person_rows,
    protected_record_ids,
    register_agency_view,
    search_people,
)
from duru.blocks.registry.datasets import store_residents
from duru.blocks.registry.queries import _branches
from duru.blocks.registry.rules import read_name_query
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.registry.conftest import UPLOADED, actor, add_person, add_record, batch_of, day, link

pytestmark = pytest.mark.django_db

SEES_PEOPLE = {Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER}


@pytest.fixture(autouse=True)
def no_agency_view():
    from duru.blocks.registry import queries

    before = [*queries._agency_view]
    queries._agency_view.clear()
    yield
    queries._agency_view[:] = before


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("named", [False, True])
def test_who_sees_whom(here, role, named):
    open_person, hidden = add_person("홍길동"), add_person("박정숙", is_protected=True)
    expected = set()
    if role in SEES_PEOPLE:
        expected = {open_person, hidden} if named else {open_person}
    assert set(people_visible_to(actor(role, named_officer=named))) == expected


def test_the_machine_sees_all(here):
    add_person("홍길동")
    add_person("박정숙", is_protected=True)
    assert people_visible_to(system_actor()).count() == 2


@pytest.mark.parametrize(("named", "names"), [(False, ["홍길동"]), (True, ["박정숙", "홍길동"])])
def test_an_agency_sees_the_persons_of_its_own_records(here, named, names):
    mine, hidden, _ = add_person("홍길동"), add_person("박정숙", is_protected=True), add_person("이남남")
    register_agency_view(lambda who: Person.objects.filter(id__in=[mine.id, hidden.id]).values("id"))
    seen = people_visible_to(actor(Role.AGENCY_WORKER, named_officer=named))
    assert list(seen.order_by("name").values_list("name", flat=True)) == names


def test_a_hidden_person_looks_like_nobody(here):
    hidden = add_person("박정숙", is_protected=True)
    for public_id in (hidden.public_id, "01J00000000000000000000000"):
        with pytest.raises(Person.DoesNotExist):
            get_person(actor(), public_id)
    assert get_person(actor(named_officer=True), hidden.public_id) == hidden


def found(name: str, who=None, **narrow) -> list[str]:
    hits = search_people(who or actor(), name=name, **narrow).hits
    people = Person.objects.in_bulk([hit.public_id for hit in hits], field_name="public_id")
    return [people[hit.public_id].name for hit in hits]


@pytest.fixture
def town(here):
    for name in ("홍길동", "홍길순", "홍길동아", "허기덕", "이영희", "리영희", "NGUYEN VAN A", "김철수"):
        add_person(name, birth_on=day("1955-03-01"), phone="01012345678", dong_code="9711051000")
    add_person("홍길동", birth_on=day("1988-07-07"), phone="01099991111", dong_code="9711052000")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("홍길동", ["홍길동", "홍길동", "홍길동아"]),
        ("홍 길 동", ["홍길동", "홍길동", "홍길동아"]),
        ("홍길동 어르신", ["홍길동", "홍길동", "홍길동아"]),
        ("홍길", ["홍길동", "홍길동", "홍길동아", "홍길순"]),
        ("ㅎㄱㄷ", ["허기덕", "홍길동", "홍길동", "홍길동아"]),
        ("홍ㄱㄷ", ["홍길동", "홍길동", "홍길동아"]),
        ("이영희", ["이영희", "리영희"]),
        ("리영희", ["리영희", "이영희"]),
        ("nguyen van a", ["NGUYEN VAN A"]),
        ("Kim Chulsoo", ["김철수"]),
        ("없는이", []),
        ("%%", []),
    ],
)
def test_people_are_found_by_name(town, typed, names):
    if typed == "%%":
        with pytest.raises(SearchTooWide):
            found(typed)
    else:
        assert found(typed) == names


@pytest.mark.parametrize("typed", ["홍", "ㅎ", "", " "])
def test_one_letter_lists_nobody(town, typed):
    with pytest.raises(SearchTooWide, match="이름"):
        found(typed)


def test_namesakes_are_told_apart_by_year_phone_and_dong(town):
    assert len(found("홍길동", birth_year=1988)) == 1
    assert len(found("홍길동", phone_tail="1111")) == 1
    assert len(found("홍길동", phone_tail="010-9999-1111")) == 1
    assert len(found("홍길동", dong_code="9711052000")) == 1
    assert found("홍길동", birth_year=1900) == []


def test_results_are_masked(town):
    (hit,) = search_people(actor(), name="홍길동", birth_year=1988).hits
    assert (hit.name, hit.birth, hit.how) == ("홍○동", "1988-**-**", "같은 이름")
    assert "홍길동" not in repr(hit)
    assert "07-07" not in repr(hit)


@pytest.mark.parametrize("role", list(Role))
def test_a_protected_person_is_found_by_named_officers_only(here, role):
    add_person("박정숙", is_protected=True)
    add_person("박정순")
    assert found("박정ㅅ", actor(role)) == (["박정순"] if role in SEES_PEOPLE else [])
    assert found("박정ㅅ", actor(role, named_officer=True)) == (["박정숙", "박정순"] if role in SEES_PEOPLE else [])


def test_a_mixture_of_syllables_and_initials_is_not_lost_among_many(here):
    ensure_persons([Profile("강민수")] * 450 + [Profile("김민서")])
    assert found("김ㅁㅅ") == ["김민서"]


def test_many_hits_are_cut(here):
    for _ in range(55):
        add_person("김민수")
    result = search_people(actor(), name="김민수")
    assert (len(result.hits), result.has_more) == (50, True)


def test_the_search_compares_with_leakproof_operators_only(here):
    # Under row security any other operator (LIKE, ~, %) becomes a filter over every row of the tenant instead of an index.
    for typed in ("홍길동", "이영희", "Kim Chulsoo", "ㅎㄱㄷ"):
        for branch in _branches(read_name_query(typed)):
            sql = str(people_visible_to(actor()).filter(branch).query)
            assert not any(word in sql for word in ("LIKE", "~", "%", "UPPER", "SUBSTR", " OR "))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_proc WHERE proleakproof AND proname IN ('texteq', 'text_ge', 'text_lt', 'int2eq')"
        )
        assert cursor.fetchone() == (4,)


# --- households ---------------------------------------------------------------------------------------------------


@pytest.fixture
def family(office):
    """A couple, twins of one birthday, and a protected daughter, under one 세대번호."""
    born = {
        "홍길동": "1955-03-01",
        "박정숙": "1957-04-02",
        "홍쌍일": "1985-05-05",
        "홍쌍이": "1985-05-05",
        "홍숨음": "1990-01-01",
    }
    people = {name: add_person(name, birth_on=day(on)) for name, on in born.items()}
    records = {name: add_record(office, name) for name in born}
    rows = [(records[name], "100", {"is_protected": name == "홍숨음"}) for name in born]
    store_residents(batch_of(office, *rows))
    link(*((records[name], people[name]) for name in born))
    return people


def names(card) -> list[str]:
    return [member.name for member in card.members]


def test_the_household_shows_its_members_but_not_the_protected_one(family):
    assert names(find_household(actor(), family["홍길동"])) == ["박정숙", "홍쌍일", "홍쌍이"]
    assert names(find_household(actor(named_officer=True), family["홍길동"])) == [
        "박정숙",
        "홍쌍일",
        "홍쌍이",
        "홍숨음",
    ]


def test_who_has_moved_is_in_the_new_household_only(office, family):
    moved = add_record(office, "홍쌍일")
    store_residents(batch_of(office, (moved, "200", {"from_on": day("2026-12-01")})))
    link((moved, family["홍쌍일"]))
    assert names(find_household(actor(), family["홍길동"])) == ["박정숙", "홍쌍이"]
    assert names(find_household(actor(), family["홍쌍일"])) == []
    assert len(set(household_ids_of_persons([p.id for p in family.values()]).values())) == 2
    assert len(dict(membership_rows(on=day("2026-12-31")))) == 5


def test_nobody_knows_the_household_of_whom_no_list_tells(here):
    assert find_household(actor(), add_person()) is None


def test_records_of_protected_persons_are_told(office, family):
    from duru.blocks.exchange.api import SourceRecord

    told = protected_record_ids(SourceRecord.objects.values_list("id", flat=True))
    assert list(SourceRecord.objects.filter(id__in=told).values_list("name", flat=True)) == ["홍숨음"]


def test_rows_for_work_in_sql_are_whole(family):
    assert len(person_rows()) == 5
    assert sum(row[5] for row in person_rows()) == 1
    assert len(household_rows()) == 1


# --- looks --------------------------------------------------------------------------------------------------------


def test_looks_at_oneself_family_and_colleagues_are_flagged(office, family):
    colleague = User.objects.create_user("a@example.com", name="박동료")
    Membership.objects.create(user=colleague, organisation=office, role=Role.CASEWORKER, started_on=UPLOADED.date())
    me = actor(name="박정숙", organisation_id=office.id, named_officer=True)
    assert flags_of_look(me, family["박정숙"]) == ["본인 가능성"]
    assert flags_of_look(me, family["홍쌍일"]) == ["가족 가능성"]
    assert flags_of_look(me, get_person(me, family["홍숨음"].public_id)) == ["가족 가능성", "비공개 대상"]
    assert flags_of_look(me, add_person("박동료")) == ["동료 가능성"]
    assert flags_of_look(me, add_person("아무개")) == []


@pytest.mark.promise("wall.around")
def test_another_tenant_finds_nobody(db):
    here, there = add_tenant(code="9999900000", name="해오름구"), add_tenant(code="9999800000", name="달맞이구")
    with tenant_scope(here.id):
        person = add_person("홍길동")
        assert found("홍길동") == ["홍길동"]
    with tenant_scope(there.id):
        assert found("홍길동") == []
        assert list(person_rows()) == list(household_rows()) == []
        with pytest.raises(Person.DoesNotExist):
            get_person(actor(), person.public_id)
