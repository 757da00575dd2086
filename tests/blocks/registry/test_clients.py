"""What an agency sees of its own clients: what it wrote itself, and nothing the register or others know."""

import pytest
from django.urls import reverse

from duru.blocks.access.api import Membership, OrganisationKind, Role, User
from duru.blocks.audit.api import list_entries
from duru.blocks.linkage.api import Link
from duru.blocks.linkage.enums import Band, Via
from duru.blocks.registry.api import Person, SearchTooWide
from duru.blocks.registry.clients import known_as, list_clients, list_own_records, search_clients
from tests.blocks.registry.conftest import actor, add_office, add_person, add_record, day
from tests.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre(here):
    return add_office("해오름복지관", OrganisationKind.WELFARE_CENTRE)


@pytest.fixture
def church(here):
    return add_office("해오름교회", OrganisationKind.RELIGIOUS)


def mention(agency, person, name, **columns):
    record = add_record(agency, name, name_typed=columns.pop("name_typed", name), dataset="handouts", **columns)
    Link.objects.create(record=record, person=person, probability=1.0, band=Band.CERTAIN, via=Via.ANCHOR)
    return record


@pytest.fixture
def people(centre, church):
    """Two clients of the centre, one of them under her former name there; one hidden; one known to the church alone."""
    hong = add_person("홍길동", birth_on=day("1955-03-01"), phone="01012345678", address="해오름구 새벽로 1")
    renamed = add_person("박새롬", birth_on=day("1940-01-05"))
    hidden = add_person("박정숙", is_protected=True)
    other = add_person("이남남")
    mention(centre, hong, "홍길동", birth_year=1955, phone="01012345678", phone_typed="010-1234-5678")
    mention(centre, hong, "홍길동", birth_year=1955, source_id="A-7")
    mention(centre, renamed, "박말자", birth_year=1940)
    mention(centre, hidden, "박정숙", birth_year=1970)
    mention(church, other, "이남남", birth_year=1960)
    mention(church, hong, "홍길동", birth_year=1955, address_typed="교회만 아는 주소")
    return {"hong": hong, "renamed": renamed, "hidden": hidden, "other": other}


@pytest.fixture
def worker(centre):
    return actor(Role.AGENCY_WORKER, organisation_id=centre.id)


def names(found) -> list[tuple[str, int]]:
    return [(record.name, record.n_records) for record in found]


def test_clients_are_the_persons_of_the_own_records_once_each(people, worker):
    assert names(list_clients(worker)) == [("박말자", 1), ("홍길동", 2)]


@pytest.mark.parametrize("role", [Role.RECORDER, Role.MAYOR, Role.PERMIT_OFFICER, Role.ADMIN])
def test_roles_without_clients_list_nobody(people, centre, role):
    assert names(list_clients(actor(role, organisation_id=centre.id))) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"name": "홍길"}, ["홍길동"]),
        ({"name": "ㅎㄱㄷ"}, ["홍길동"]),
        ({"name": "박ㅁㅈ"}, ["박말자"]),
        ({"name": "박새롬"}, []),  # the name of the register is not the agency's to find
        ({"name": "이남남"}, []),
        ({"name": "박정숙"}, []),
        ({"birth_year": 1940}, ["박말자"]),
        ({"phone_tail": "5678"}, ["홍길동"]),
        ({"name": "홍길동", "birth_year": 1940}, []),
        ({"name": "박말자", "phone_tail": "5678"}, []),
    ],
)
def test_clients_are_found_by_what_the_agency_wrote(people, worker, asked, expected):
    assert [record.name for record in search_clients(worker, **asked)] == expected


def test_one_letter_finds_nobody(people, worker):
    with pytest.raises(SearchTooWide, match="두 글자"):
        search_clients(worker, name="홍")


def test_a_person_is_known_under_the_agencys_own_name(people, worker):
    assert (known_as(worker, people["renamed"]).name, known_as(actor(), people["renamed"]).name) == ("박말자", "박새롬")
    assert known_as(worker, people["other"]).name == "이름 없음"
    assert list(list_own_records(worker, people["other"])) == []


# --- pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def agency(client, centre):
    user = User.objects.create_user("w@example.com", "x", name="서하늘")
    membership = Membership.objects.create(user=user, organisation=centre, role=Role.AGENCY_WORKER)
    return client_of(membership, client)


CLIENTS = "registry:clients"


def text(answer) -> str:
    return answer.content.decode()


def open_card(client, person) -> str:
    client.post(reverse("registry:purpose", args=[person.public_id]), {"purpose": "counselling"})
    answer = client.get(reverse("registry:person", args=[person.public_id]))
    assert answer.status_code == 200
    return text(answer)


def test_the_list_is_masked_and_logged(agency, people):
    page = text(agency.get(reverse(CLIENTS)))
    assert "홍○동" in page
    assert "박○자" in page
    assert not any(name in page for name in ("홍길동", "박말자", "박새롬", "이○남", "박○숙"))
    entry = list_entries().get(action="우리 기관 이용자 목록(가린 이름)")
    assert set(entry.subject_refs) == {f"person:{people[key].public_id}" for key in ("hong", "renamed")}


def test_a_search_travels_in_the_body_and_says_what_is_missing(agency, people):
    assert "홍○동" in text(agency.post(reverse(CLIENTS), {"name": "ㅎㄱㄷ"}))
    assert "맞는 이용자가 없습니다" in text(agency.post(reverse(CLIENTS), {"name": "이남남"}))
    assert "하나를 적어 주세요" in text(agency.post(reverse(CLIENTS), {}))
    assert "두 글자" in text(agency.post(reverse(CLIENTS), {"name": "홍"}))
    assert "박○자" in text(agency.get(reverse(CLIENTS), {"name": "홍길동"}))


def test_the_card_shows_the_own_records_and_nothing_of_the_register(agency, people):
    Person.objects.filter(id=people["hong"].id).update(status="dead", status_on=day("2026-10-30"))
    page = open_card(agency, people["hong"])
    assert "010-1234-5678" in page
    assert "A-7" in page
    for secret in ("새벽로", "사망", "교회만 아는 주소", "해오름교회", 'id="identity"', 'id="household"', 'id="looks"'):
        assert secret not in page, secret
    assert list_entries().get(action="주민 카드 보기").subject_refs == [f"person:{people['hong'].public_id}"]


def test_the_card_bears_the_agencys_own_name(agency, people):
    asked = text(agency.get(reverse("registry:purpose", args=[people["renamed"].public_id])))
    page = open_card(agency, people["renamed"])
    assert "박○자" in asked
    assert "<h1" in page
    assert "박말자" in page
    assert "새롬" not in asked + page


def test_somebody_elses_client_looks_like_nobody_and_the_attempt_is_logged(agency, people):
    for key in ("other", "hidden"):
        address = reverse("registry:person", args=[people[key].public_id])
        assert agency.get(address).status_code == 404
        denied = list_entries().filter(kind="denial", subject_refs=[f"person:{people[key].public_id}"])
        assert denied.count() == 1
    assert agency.get(reverse("registry:person", args=["01J00000000000000000000000"])).status_code == 404
    assert list_entries().filter(kind="denial").count() == 2


def test_ending_the_task_leads_back_to_the_clients(agency, people):
    open_card(agency, people["hong"])
    assert agency.post(reverse("registry:done", args=[people["hong"].public_id])).url == reverse(CLIENTS)
    assert agency.get(reverse("registry:person", args=[people["hong"].public_id])).status_code == 302
