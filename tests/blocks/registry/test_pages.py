"""The pages of a person, asked for as a browser would: who may, why, and what the log knows afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from duru.blocks.access.api import Membership, Role, User
from duru.blocks.audit.api import list_entries
from duru.blocks.registry import panels
from duru.blocks.registry.api import PersonPanel, register_person_panel
from duru.blocks.registry.datasets import EventDay, store_life_events, store_residents
from duru.blocks.registry.operations import apply_life_events
from tests.blocks.registry.conftest import add_person, add_record, batch_of, day, link
from tests.clients import client_of

pytestmark = pytest.mark.django_db

SEES_PEOPLE = {Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER}


@pytest.fixture(autouse=True)
def own_panels():
    """Keep what other apps have added out of these tests."""
    before = dict(panels._panels)
    for key in before.keys() - {"identity", "household", "life_events", "looks"}:
        del panels._panels[key]
    yield
    panels._panels.clear()
    panels._panels.update(before)


@pytest.fixture
def enter(client, office):
    """Log somebody in: `enter(Role.CASEWORKER, named_officer=True)` returns the client."""

    def log_in(role: str = Role.CASEWORKER, *, name: str = "김담당", **rights):
        user = User.objects.create_user(f"{User.objects.count()}@example.com", "x", name=name)
        membership = Membership.objects.create(
            user=user, organisation=office, role=role, department="복지정책과", duty="통합조사", **rights
        )
        return client_of(membership, client)

    return log_in


@pytest.fixture
def person(here):
    return add_person(
        "홍길동",
        birth_on=day("1955-03-01"),
        phone="01012345678",
        address="한빛특별시 해오름구 새벽로 1 302호",
        dong_code="9711051000",
    )


def url(page: str, person) -> str:
    return reverse(f"registry:{page}", args=[person.public_id])


def text(answer) -> str:
    return answer.content.decode()


def state(client, person, purpose="counselling", note=""):
    return client.post(url("purpose", person), {"purpose": purpose, "note": note})


# --- finding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_who_may_search(enter, person, role):
    answer = enter(role).post(reverse("registry:search"), {"name": "홍길동"})
    assert answer.status_code == (200 if role in SEES_PEOPLE else 403)
    assert ("홍○동" in text(answer)) is (role in SEES_PEOPLE)
    assert "홍길동" not in text(answer).replace('value="홍길동"', "")


def test_a_search_is_a_look_at_all_it_shows(enter, person):
    other = add_person("홍길동")
    enter().post(reverse("registry:search"), {"name": "ㅎㄱㄷ"})
    entry = list_entries().get(action="주민 찾기(가린 목록)")
    assert set(entry.subject_refs) == {f"person:{person.public_id}", f"person:{other.public_id}"}


def test_a_search_that_finds_nobody_is_no_look(enter, person):
    assert "맞는 사람이 없습니다" in text(enter().post(reverse("registry:search"), {"name": "아무도"}))
    assert not list_entries().exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"name": "홍"}, "두 글자 이상"), ({"name": ""}, "필수"), ({"name": "홍길동", "phone_tail": "12"}, "네 자리")],
)
def test_a_wrong_search_says_what_to_type(enter, person, asked, said):
    answer = enter().post(reverse("registry:search"), asked)
    assert answer.status_code == 200
    assert said in text(answer)


def test_no_name_is_put_into_an_address(enter, person):
    assert "홍○동" not in text(enter().get(reverse("registry:search"), {"name": "홍길동"}))


# --- purpose ------------------------------------------------------------------------------------------------------


def test_the_purpose_is_asked_once_and_kept_for_half_an_hour(enter, person):
    client = enter()
    answer = client.get(url("person", person))
    assert (answer.status_code, answer.url) == (302, url("purpose", person))
    asked = client.get(answer.url)
    assert "홍○동" in text(asked)
    assert "홍길동" not in text(asked)
    assert not list_entries().exists()  # nothing but the masked name was shown
    assert state(client, person, note="전화 문의").url == url("person", person)
    assert client.get(url("person", person)).status_code == 200
    entry = list_entries().get(action="주민 카드 보기")
    assert (entry.purpose, entry.subject_refs, entry.actor_department) == (
        "상담: 전화 문의", [f"person:{person.public_id}"], "해오름구청 민원여권과 복지정책과",
    )  # fmt: skip
    session = client.session
    late = (timezone.now() - timedelta(minutes=1)).isoformat()
    session["duru_purposes"] = {person.public_id: ["counselling", "", late]}
    session.save()
    assert client.get(url("person", person)).status_code == 302


def test_a_purpose_holds_for_one_person_only(enter, person):
    client, other = enter(), add_person("이남남")
    state(client, person)
    assert client.get(url("person", other)).status_code == 302


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_only_the_six_purposes_count(enter, person, purpose):
    client = enter()
    answer = state(client, person, purpose)
    assert answer.status_code == 200
    assert "여섯 가지" in text(answer)
    assert client.get(url("person", person)).status_code == 302


def test_ending_the_task_ends_the_purpose(enter, person):
    client = enter()
    state(client, person)
    assert client.post(url("done", person)).url == reverse("registry:search")
    assert client.get(url("person", person)).status_code == 302


@pytest.mark.parametrize(
    "asked", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_leads_nowhere_else(enter, person, asked):
    client = enter()
    answer = client.post(url("purpose", person), {"purpose": "counselling", "next": asked})
    assert answer.url == url("person", person)


def test_the_way_back_leads_to_the_page_that_asked(enter, person):
    answer = enter().post(url("purpose", person), {"purpose": "counselling", "next": "/welfare/overlaps/"})
    assert answer.url == "/welfare/overlaps/"


# --- the page of a person -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("named", [False, True])
def test_a_protected_person_is_there_for_named_officers_only(enter, here, role, named):
    hidden = add_person("박정숙", is_protected=True)
    client = enter(role, named_officer=named)
    state(client, hidden)
    answer = client.get(url("person", hidden))
    if role == Role.AGENCY_WORKER:
        assert answer.status_code == 404  # not one of its clients: like nobody
    elif role not in SEES_PEOPLE:
        assert answer.status_code == 403
    elif not named:
        assert answer.status_code == 404
        assert client.get(url("purpose", add_person("없는이"))).status_code == 200  # others are there
    else:
        assert "주민등록법 §29⑥" in text(answer)
        assert list_entries().get(action="주민 카드 보기").flags[:1] == ["비공개 대상"]


def test_values_are_masked_until_shown_one_by_one(enter, person):
    client = enter()
    state(client, person)
    page = text(client.get(url("person", person)))
    assert "1955-**-**" in page
    assert "010-****-5678" in page
    assert not any(secret in page for secret in ("1955-03-01", "010-1234-5678", "302호"))
    shown = text(client.post(url("show", person), {"field": "phone"}))
    assert "010-1234-5678" in shown
    assert "302호" not in shown
    assert list_entries().filter(action="전화번호 보기").count() == 1


def test_showing_needs_a_purpose_too(enter, person):
    assert enter().post(url("show", person), {"field": "phone"}).status_code == 302


def test_an_unknown_field_shows_nothing_more(enter, person):
    client = enter()
    state(client, person)
    assert "010-1234-5678" not in text(client.post(url("show", person), {"field": "name_key"}))


@pytest.fixture
def family(office, person):
    """The person, his wife, and a protected daughter."""
    people = {"홍길동": person, "박정숙": add_person("박정숙"), "홍숨음": add_person("홍숨음")}
    records = {name: add_record(office, name) for name in people}
    rows = [(records[name], "100", {"is_protected": name == "홍숨음"}) for name in people]
    store_residents(batch_of(office, *rows))
    link(*((records[name], people[name]) for name in people))
    return people


def test_the_household_leaves_the_protected_out_and_logs_the_others(enter, family):
    client = enter()
    state(client, family["홍길동"])
    page = text(client.get(url("person", family["홍길동"])))
    assert "박○숙" in page
    assert "홍○음" not in page
    assert family["홍숨음"].public_id not in page
    subjects = list_entries().get(action="주민 카드 보기").subject_refs
    assert subjects == [f"person:{family[name].public_id}" for name in ("홍길동", "박정숙")]


def test_a_look_at_ones_own_family_is_flagged(enter, family):
    client = enter(name="박정숙")
    state(client, family["홍길동"])
    client.get(url("person", family["홍길동"]))
    assert "가족 가능성" in list_entries().get(action="주민 카드 보기").flags


def test_who_looked_is_told_without_names(enter, person):
    client = enter(name="김담당")
    state(client, person, note="첫 열람")
    client.get(url("person", person))
    page = text(client.get(url("person", person)))
    looks = page[page.index('id="looks"') :]
    assert "상담: 첫 열람" in looks
    assert "통합조사" in looks
    assert "김담당" not in looks[: looks.index("</section>")]


def test_floors_above_add_their_sections_in_order(enter, person):
    register_person_panel(
        PersonPanel("z", "위층 자료", lambda request, p: f"<p>{p.public_id} 열두 달</p>", "registry.see", 30)
    )
    register_person_panel(PersonPanel("y", "빈 자료", lambda request, p: "", "registry.see", 31))
    register_person_panel(PersonPanel("x", "남의 자료", lambda request, p: "<p>비밀</p>", "access.manage", 32))
    client = enter()
    state(client, person)
    page = text(client.get(url("person", person)))
    assert (
        page.index("인적 사항</h2>")
        < page.index("위층 자료</h2>")
        < page.index("세대</h2>")
        < page.index("누가 봤나</h2>")
    )
    assert "빈 자료" not in page
    assert "비밀" not in page


# --- decisions ----------------------------------------------------------------------------------------------------


@pytest.fixture
def thought_dead(office, person):
    record = add_record(office, dataset="life_events")
    values = {"kind": "death", "on": EventDay(day("2026-10-30")), "reported_on": day("2026-11-07")}
    store_life_events(batch_of(office, (record, "", values), dataset="life_events"))
    link((record, person))
    apply_life_events()
    return person


def test_somebody_is_found_alive_on_screen(enter, thought_dead):
    client = enter()
    assert client.post(url("alive", thought_dead), {"reason": "방문"}).url.startswith(url("purpose", thought_dead))
    state(client, thought_dead, "death_or_move_check")
    assert "살아 있음을 확인함" in text(client.get(url("person", thought_dead)))
    assert client.post(url("alive", thought_dead), {"reason": " "}).status_code == 200
    assert client.post(url("alive", thought_dead), {"reason": "가정 방문"}).url == url("person", thought_dead)
    thought_dead.refresh_from_db()
    assert thought_dead.status == "living"
    assert "생존 확인됨" in text(client.get(url("person", thought_dead)))


def test_the_privacy_officer_protects_on_screen(enter, person):
    client = enter(Role.PRIVACY_OFFICER)
    client.post(url("protection", person), {"reason": "열람 제한 신청 접수"})
    person.refresh_from_db()
    assert person.is_protected
    assert client.get(url("person", person)).status_code == 404  # this officer is not named for protected persons


@pytest.mark.parametrize("page", ["search", "person", "purpose", "show", "done", "alive", "protection"])
def test_nobody_sees_anything_without_login(client, person, page):
    address = reverse("registry:search") if page == "search" else url(page, person)
    for ask in (client.get, client.post):
        answer = ask(address)
        assert answer.status_code in (302, 405)
        assert answer.status_code == 405 or "/account/login" in answer.url
