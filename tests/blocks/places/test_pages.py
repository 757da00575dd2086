"""The pages of places, asked for as a browser would."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from duru.blocks.access.api import Membership, Organisation, OrganisationKind, Role, User
from duru.blocks.audit.api import list_entries
from duru.blocks.places.api import Building, Facility
from tests.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client, here):
    def log_in(role: str = Role.ADMIN):
        office, _ = Organisation.objects.get_or_create(name="해오름구청", kind=OrganisationKind.GU_OFFICE)
        user = User.objects.create_user(f"{User.objects.count()}@example.com", "x", name="최관리")
        membership = Membership.objects.create(user=user, organisation=office, role=role)
        return client_of(membership, client)

    return log_in


def text(answer) -> str:
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


@pytest.fixture
def facilities(gazetteer):
    Facility.objects.create(
        kind="senior_centre", name="달무리경로당", address="새벽로 1", dong_code="9711051000", phone="=1+1"
    )
    Facility.objects.create(kind="pharmacy", name="해오름약국", address="새벽로 3")


def test_the_list_is_filtered_by_kind(enter, facilities):
    client = enter(Role.CASEWORKER)
    page = text(client.get(reverse("places:facilities")))
    assert "달무리경로당" in page
    assert "해오름1동" in page
    page = text(client.get(reverse("places:facilities"), {"kind": "pharmacy"}))
    assert "해오름약국" in page
    assert "달무리경로당" not in page


def test_the_list_is_taken_away_with_a_line_in_the_log(enter, facilities):
    answer = enter(Role.CASEWORKER).get(reverse("places:facilities"), {"export": "csv"})
    head, *rows = csv.reader(text(answer).lstrip("\ufeff").splitlines())
    assert head[:3] == ["이름", "종류", "행정동"]
    assert sorted(row[0] for row in rows) == ["달무리경로당", "해오름약국"]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert list_entries().get(kind="export").detail == {"n": 2}


def test_the_status_says_what_is_known_and_since_when(enter, gazetteer):
    page = text(enter(Role.CASEWORKER).get(reverse("places:status")))
    assert "지금 적용" in page
    assert "2020. 1. 1." in page


def test_without_boundaries_the_status_says_what_to_do(enter):
    assert "아직 경계가 없습니다" in text(enter(Role.CASEWORKER).get(reverse("places:status")))


PAGES = {
    "facilities": {*Role} - {Role.RECORDER, Role.HOSPITAL_WORKER},
    "status": {*Role} - {Role.RECORDER, Role.HOSPITAL_WORKER},
    "import": {Role.ADMIN},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("page", PAGES)
def test_who_may_open_what(enter, role, page):
    assert enter(role).get(reverse(f"places:{page}")).status_code == (200 if role in PAGES[page] else 403)


def send(client, path: Path, what: str, **fields):
    with path.open("rb") as file:
        return client.post(reverse("places:import"), {"what": what, "file": file, "valid_from": "2020-01-01", **fields})


def stored() -> list[Path]:
    return [path for path in (Path(settings.MEDIA_ROOT) / "places").rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def test_a_file_is_shown_first_and_kept_then(enter, boundaries, buildings):
    client = enter()
    client.post(send(client, boundaries, "boundaries").url, {"do": "keep"})
    preview = send(client, buildings, "buildings")
    page = client.get(preview.url)
    assert page.context["report"].n_new == 6
    assert Building.objects.count() == 0
    assert len(stored()) == 1
    assert client.post(preview.url, {"do": "keep"}).url == reverse("places:status")
    assert Building.objects.count() == 6
    assert stored() == []
    assert client.get(preview.url).status_code == 404


def test_giving_up_keeps_nothing(enter, boundaries):
    client = enter()
    preview = send(client, boundaries, "boundaries")
    client.post(preview.url, {"do": "cancel"})
    assert stored() == []
    assert "아직 경계가 없습니다" in text(client.get(reverse("places:status")))


def test_an_unreadable_file_is_refused_in_words(enter, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("가,나\n1,2\n", encoding="utf-8")
    client = enter()
    page = text(client.get(send(client, path, "buildings").url))
    assert "열을 찾지 못했습니다: 건물관리번호" in page
    assert "이대로 넣기" not in page


@pytest.mark.parametrize(
    ("name", "what"), [("a.hwp", "facilities"), ("a.csv", "boundaries"), ("a.geojson", "buildings")]
)
def test_a_file_of_the_wrong_kind_is_not_stored(enter, tmp_path, name, what):
    path = tmp_path / name
    path.write_bytes(b"x")
    answer = send(enter(), path, what)
    assert answer.status_code == 200
    assert "파일로 올려 주세요" in text(answer)
    assert stored() == []


def test_somebody_elses_preview_is_not_there(enter, boundaries):
    address = send(enter(), boundaries, "boundaries").url
    assert enter().get(address).status_code == 404
