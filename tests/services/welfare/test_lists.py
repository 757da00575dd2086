"""A list of recipients is checked as a whole: one answer a line, nothing given, killed workers go on, names are wiped."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from duru.blocks.access.api import OrganisationKind, Role
from duru.blocks.audit.api import list_entries
from duru.blocks.benefits.api import ensure_catalogue
from duru.blocks.benefits.models import Handout
from duru.blocks.exchange.api import FileRefused, ListedPerson, read_person_list
from duru.blocks.tenancy.api import tenant_scope
from duru.services.welfare.errors import GiftRefused
from duru.services.welfare.models import ListCheck
from duru.services.welfare.operations import lists
from tests.clients import client_of
from tests.services.welfare.district import NOW, TODAY, agency, kimchi, person, worker

OFFICE = {"kind": OrganisationKind.GU_OFFICE, "is_public": True}
CSV = "나눔 명단,,,\n연번,성명,생년월일,연락처\n1,박말순,1941-03-12,010-1234-1234\n2,최없음,1950-01-01,\n3,박말순,410312,\n합계,,,3명\n"


@pytest.fixture
def served(scope):
    ensure_catalogue()
    who = person("박말순", name_key="박말순", phone="01012341234", phone_tail="1234")
    kimchi(who, agency("교회"), TODAY - timedelta(days=14))
    return who


@pytest.fixture
def official(scope):
    return worker(agency("복지정책과", **OFFICE), role=Role.CASEWORKER)


def order(by, rows, **columns):
    defaults = {"title": "김장", "gift_key": "김장 김치", "given_on": TODAY, "at": NOW}
    return lists.order_list_check(by=by, rows=[ListedPerson(*row) for row in rows], **(defaults | columns))


def run(tenant, check):
    return lists.run_list_check(tenant_id=tenant.id, list_id=check.id)


ROWS = [("박말순", "1941-03-12", "", "", ""), ("최없음", "1950-01-01", "", "", ""), ("박말순", "410312", "", "", "")]


def test_an_official_reads_who_is_warned_who_was_not_found_and_who_stands_there_twice(served, official, tenant):
    done = run(tenant, order(official, ROWS))
    assert [answer["answer"] for answer in done.answers] == [
        "비슷한 것을 받았습니다", "찾지 못함", "비슷한 것을 받았습니다",
    ]  # fmt: skip
    assert [bool(answer["note"]) for answer in done.answers] == [True, False, True]
    assert done.answers[0]["other"] == "2026-11-08 김장김치 교회"
    assert done.counts == {"similar": 2, "unknown": 1}
    assert Handout.objects.count() == 1


def test_an_agency_reads_the_same_line_of_everybody_who_agreed_to_nothing(served, tenant):
    done = run(tenant, order(worker(agency("복지관"), role=Role.AGENCY_WORKER), ROWS))
    assert done.answers[0] == done.answers[1] == done.answers[2]
    assert done.answers[0]["answer"] == "확인 불가, 구청 문의"


def test_a_worker_that_was_killed_goes_on_where_it_stood(served, official, tenant, monkeypatch):
    monkeypatch.setattr(lists, "CHUNK", 1)
    check = order(official, ROWS)

    def die(done, total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lists.run_list_check(tenant_id=tenant.id, list_id=check.id, progress=die)
    check.refresh_from_db()
    assert (check.n_done, len(check.answers), check.state) == (2, 2, "running")
    assert len(run(tenant, check).answers) == 3
    assert run(tenant, check).n_done == 3  # once more changes nothing


def test_somebody_hidden_is_not_found(served, official, tenant):
    served.is_protected = True
    served.save()
    assert run(tenant, order(official, ROWS)).counts == {"unknown": 3}


@pytest.mark.parametrize(
    "columns",
    [{"gift_key": "모르는 것"}, {"gift_key": "=nothing"}, {"gift_key": ""}],
    ids=["resource", "category", "empty"],
)
def test_an_unknown_gift_is_refused(served, official, columns):
    with pytest.raises(GiftRefused):
        order(official, ROWS, **columns)
    with pytest.raises(GiftRefused):
        order(official, [])


def test_names_are_wiped_after_a_month_and_counts_stay(served, official, tenant):
    check = run(tenant, order(official, ROWS))
    assert lists.wipe_old_lists(tenant_id=tenant.id, now=NOW + timedelta(days=29)) == 0
    assert lists.wipe_old_lists(tenant_id=tenant.id, now=NOW + timedelta(days=31)) == 1
    check.refresh_from_db()
    assert (check.rows, check.answers, check.counts) == ([], [], {"similar": 2, "unknown": 1})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_a_file_is_read_without_resident_numbers_totals_and_titles(tmp_path, encoding):
    file = tmp_path / "명단.csv"
    file.write_bytes(CSV.replace("1950-01-01", "500101-1234567").encode(encoding))
    found = read_person_list(file, most=10)
    assert [row.name for row in found] == ["박말순", "최없음", "박말순"]
    assert "1234567" not in str(found)
    with pytest.raises(FileRefused):
        read_person_list(file, most=2)
    file.write_text("물품,수량\n쌀,3\n라면,2\n")
    with pytest.raises(FileRefused):
        read_person_list(file, most=10)


def test_from_upload_to_sheet(served, official, tenant):
    client = client_of(official)
    file = SimpleUploadedFile("명단.csv", CSV.encode("cp949"))
    made = client.post(
        reverse("welfare:lists"), {"title": "김장", "gift": "김장 김치", "given_on": TODAY.isoformat(), "file": file}
    )
    with tenant_scope(tenant.id):
        check = ListCheck.objects.get()
        assert made.url == reverse("welfare:list", args=[check.public_id])
    run(tenant, check)
    page = client.get(made.url).content.decode()
    assert "박○순" in page
    assert "박말순" not in page
    sheet = client.post(made.url, {"reason": "김장 나눔 준비"})
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(sheet.streaming_content))).get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows[1:]][:1] == ["비슷한 것을 받았습니다"]
    with tenant_scope(tenant.id):
        assert list_entries().filter(action="명단 확인 내려받기").count() == 1
    other = client_of(worker_of_another_agency(tenant))
    assert other.get(made.url).status_code == 404


def worker_of_another_agency(tenant):
    with tenant_scope(tenant.id):
        return worker(agency("교회 2"), role=Role.AGENCY_WORKER)


def test_the_day_of_giving_decides_the_campaign(served, official):
    assert order(official, ROWS).campaign_key == "김장-2026"
    assert order(official, ROWS, given_on=date(2027, 12, 1)).campaign_key == "김장-2027"
