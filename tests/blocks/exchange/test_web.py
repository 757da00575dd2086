"""The pages of intake, from the upload to the list."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duru.blocks.access.api import Organisation, OrganisationKind, Role, add_member, system_actor
from duru.blocks.audit.api import list_entries
from duru.blocks.exchange.api import Intake, IntakeState, Mapping, settle_rows, stage_rows
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.exchange.samples import csv_text, line
from tests.clients import client_of

ME = system_actor()


@pytest.fixture
def site(db):
    """해오름구 with two agencies, each with a worker, and a lead."""
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        centre = Organisation.objects.create(name="해오름복지관", kind=OrganisationKind.WELFARE_CENTRE)
        church = Organisation.objects.create(name="샛별교회", kind=OrganisationKind.RELIGIOUS)
        office = Organisation.objects.create(name="해오름구청", kind=OrganisationKind.GU_OFFICE, is_public=True)
        for email, where, role in (
            ("worker@duru.example", centre, Role.AGENCY_WORKER),
            ("church@duru.example", church, Role.AGENCY_WORKER),
            ("lead@duru.example", office, Role.WELFARE_LEAD),
            ("mayor@duru.example", office, Role.MAYOR),
        ):
            add_member(by=ME, email=email, name="아무개", organisation=where, role=role)
    tenant.centre_id, tenant.church_id = centre.id, church.id
    return tenant


def send(client: Client, text: str, organisation_id: int, name: str = "3월 나눔.csv"):
    return client.post(
        "/intake/new/",
        {"organisation": organisation_id, "dataset": "gifts", "file": SimpleUploadedFile(name, text.encode("cp949"))},
    )


def run_jobs(site, intake_id: int) -> None:
    stage_rows(tenant_id=site.id, intake_id=intake_id)
    settle_rows(tenant_id=site.id, intake_id=intake_id)


def newest(site) -> Intake:
    with tenant_scope(site.id):
        return Intake.objects.order_by("-id").first()


CHURCHY = "성명,주민번호,지원품목,지원일자\n김철수,550305-1987654,쌀,2026-03-05\n이영희,400102,=1+1,미상\n"


def test_a_worker_brings_a_file_from_upload_to_the_ledger(site, stored):
    worker = client_of("worker@duru.example")
    page = worker.get("/intake/new/").content.decode()
    assert "해오름복지관" in page
    assert "샛별교회" not in page
    answer = send(worker, CHURCHY, site.centre_id)
    intake = newest(site)
    assert answer.headers["Location"] == f"/intake/{intake.public_id}/columns/"
    page = worker.get(answer.headers["Location"]).content.decode()
    assert "1955-03-05" in page
    assert "550305-1" not in page
    assert "1987654" not in page
    form = {"use_0": "on", "at_0_name": "0", "at_0_birth": "1", "at_0_item": "2", "at_0_given_on": "3"}
    answer = worker.post(f"/intake/{intake.public_id}/columns/", form)
    assert answer.headers["Location"] == f"/intake/{intake.public_id}/"
    page = worker.get(f"/intake/{intake.public_id}/").content.decode()
    assert f"/intake/{intake.public_id}/progress/" in page
    assert "hx-get" in worker.get(f"/intake/{intake.public_id}/progress/").content.decode()
    run_jobs(site, intake.id)
    assert worker.get(f"/intake/{intake.public_id}/progress/").headers["HX-Refresh"] == "true"
    page = worker.get(f"/intake/{intake.public_id}/").content.decode()
    assert "1955-03-05" in page
    assert "주민등록번호를 지웠습니다" in page
    page = worker.get(f"/intake/{intake.public_id}/?show=refused").content.decode()
    assert "제공일: " in page
    worker.post(f"/intake/{intake.public_id}/accept/")
    run_jobs(site, intake.id)
    assert newest(site).state == IntakeState.ACCEPTED
    assert [row.person.name.name for row in stored] == ["김철수"]
    page = worker.get("/intake/").content.decode()
    assert "3월 나눔.csv" in page
    assert "반영됨" in page


def test_the_next_file_of_the_same_shape_asks_nothing(site):
    worker = client_of("worker@duru.example")
    send(worker, csv_text(line(1), line(2, "이영희")), site.centre_id)
    first = newest(site)
    columns = first.plan["sheets"][0]["columns"]
    worker.post(f"/intake/{first.public_id}/columns/", {"use_0": "on", **{f"at_0_{k}": v for k, v in columns.items()}})
    answer = send(worker, csv_text(line(1, on="2026-04-05")), site.centre_id)
    assert answer.headers["Location"] == f"/intake/{newest(site).public_id}/"
    assert newest(site).state == IntakeState.STAGING


def test_columns_that_lack_a_field_are_shown_again_with_the_reason(site):
    worker = client_of("worker@duru.example")
    send(worker, CHURCHY, site.centre_id)
    page = worker.post(f"/intake/{newest(site).public_id}/columns/", {"use_0": "on", "at_0_name": "0"})
    assert page.status_code == 200
    assert "필요한 열이 없습니다: 제공일" in page.content.decode()


def text_of_sheet(answer) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    return " ".join(str(cell.value) for row in sheet.rows for cell in row)


def test_refused_rows_go_back_as_a_sheet_without_formulas(site):
    worker = client_of("worker@duru.example")
    send(worker, CHURCHY, site.centre_id)
    intake = newest(site)
    worker.post(
        f"/intake/{intake.public_id}/columns/",
        {"use_0": "on", "at_0_name": "0", "at_0_birth": "1", "at_0_item": "2", "at_0_given_on": "3"},
    )
    run_jobs(site, intake.id)
    answer = worker.get(f"/intake/{intake.public_id}/refused.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert rows[0] == ["성명", "주민번호", "지원품목", "지원일자", "줄", "사유"]
    assert rows[1][:5] == ["이영희", "400102", "'=1+1", "미상", 3]
    assert rows[1][5].startswith("제공일: ")
    with tenant_scope(site.id):
        assert "거절된 줄 내려받기" in {entry.action for entry in list_entries()}


def test_the_mended_sheet_can_be_sent_again_as_it_is(site, tmp_path):
    worker = client_of("worker@duru.example")
    send(worker, CHURCHY, site.centre_id)
    intake = newest(site)
    form = {"use_0": "on", "at_0_name": "0", "at_0_birth": "1", "at_0_item": "2", "at_0_given_on": "3"}
    worker.post(f"/intake/{intake.public_id}/columns/", form)
    run_jobs(site, intake.id)
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(worker.get(f"/intake/{intake.public_id}/refused.xlsx").streaming_content))
    )
    book.worksheets[0]["D2"] = "2026-03-06"
    book.save(tmp_path / "mended.xlsx")
    file = SimpleUploadedFile("고친 줄.xlsx", (tmp_path / "mended.xlsx").read_bytes())
    worker.post("/intake/new/", {"organisation": site.centre_id, "dataset": "gifts", "file": file})
    mended = newest(site)
    plan = mended.plan["sheets"][0]
    assert (plan["columns"]["name"], plan["columns"]["given_on"]) == (0, 3)
    worker.post(f"/intake/{mended.public_id}/columns/", form)
    run_jobs(site, mended.id)
    assert (newest(site).n_taken, newest(site).n_refused) == (1, 0)


def test_cancelling_asks_first(site):
    worker = client_of("worker@duru.example")
    send(worker, CHURCHY, site.centre_id)
    url = f"/intake/{newest(site).public_id}/cancel/"
    assert "취소할까요" in worker.get(url).content.decode()
    worker.post(url)
    assert newest(site).state == IntakeState.CANCELLED


def test_a_file_that_is_no_table_says_how_to_save_it(site):
    worker = client_of("worker@duru.example")
    file = SimpleUploadedFile("명단.hwp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    answer = worker.post(
        "/intake/new/", {"organisation": site.centre_id, "dataset": "gifts", "file": file}, follow=True
    )
    assert "다른 이름으로 저장" in answer.content.decode()


def test_nobody_opens_another_agencys_file(site):
    send(client_of("worker@duru.example"), CHURCHY, site.centre_id)
    public_id = newest(site).public_id
    stranger = client_of("church@duru.example")
    assert "3월 나눔.csv" not in stranger.get("/intake/").content.decode()
    for path, method in (
        ("", "get"), ("columns/", "get"), ("progress/", "get"), ("refused.xlsx", "get"), ("accept/", "post"), ("cancel/", "post"),
    ):  # fmt: skip
        assert getattr(stranger, method)(f"/intake/{public_id}/{path}").status_code == 404
    assert client_of("lead@duru.example").get(f"/intake/{public_id}/").status_code == 200
    assert client_of("mayor@duru.example").get(f"/intake/{public_id}/").status_code == 403


def test_an_official_sees_another_offices_rows_masked_and_what_she_sent_herself_whole(site):
    lead, answers = (
        client_of("lead@duru.example"),
        {"use_0": "on", "at_0_name": "0", "at_0_birth": "1", "at_0_item": "2"},
    )
    pages = []
    for sender in (client_of("worker@duru.example"), lead):
        send(sender, CHURCHY.replace("김철수", "박하늘") if sender is lead else CHURCHY, site.centre_id)
        intake = newest(site)
        here = f"/intake/{intake.public_id}/"
        sender.post(f"{here}columns/", {**answers, "at_0_given_on": "3"})
        run_jobs(site, intake.id)
        pages.append([lead.get(f"{here}{what}") for what in ("", "?show=refused", "columns/", "refused.xlsx")])
    taken, refused, columns, sheet = pages[0]
    shown = taken.content.decode() + refused.content.decode()
    assert "김○수" in shown
    assert "1955-**-**" in shown
    assert not any(secret in shown for secret in ("김철수", "1955-03-05", "550305", "이영희", "400102"))
    assert (columns.status_code, sheet.status_code) == (403, 403)
    taken, refused, columns, sheet = pages[1]
    assert "박하늘" in taken.content.decode()
    assert "이영희" in refused.content.decode()
    assert (columns.status_code, sheet.status_code) == (200, 200)
    assert "이영희" in text_of_sheet(sheet)


def test_a_worker_cannot_send_in_the_name_of_another_agency(site):
    answer = send(client_of("worker@duru.example"), CHURCHY, site.church_id)
    assert answer.status_code == 200
    assert newest(site) is None


def test_looking_at_rows_is_in_the_log(site):
    worker = client_of("worker@duru.example")
    send(worker, CHURCHY, site.centre_id)
    worker.get(f"/intake/{newest(site).public_id}/columns/")
    with tenant_scope(site.id):
        assert "열 맞춤 보기" in {entry.action for entry in list_entries()}


def test_an_upload_has_no_name_on_disk(files_folder):
    from duru.blocks.exchange.uploads import NamelessUploadHandler

    handler = NamelessUploadHandler()
    handler.new_file("file", "a.csv", "text/csv", 3, None)
    handler.receive_data_chunk(b"abc", 0)
    file = handler.file_complete(3)
    assert Path(file.temporary_file_path()).read_bytes() == b"abc"
    assert list(files_folder.iterdir()) == []
    file.close()


# --- where the header is, which sheets are meant ------------------------------------------------------------------

# The first line has words we know and is no header; the true one has words of this agency's own.
ODD = "이름,전화,품목\n가온누리회 나눔 명부,,\n어르신,연락,드린 것,언제\n김철수,010-1234-5678,쌀,2026-03-05\n이영희,010-2222-3333,김치,2026-03-06\n"
NEXT = ODD.replace("03-05", "04-05").replace("쌀", "라면")


def columns_of(site):
    return f"/intake/{newest(site).public_id}/columns/"


def plan(site):
    return newest(site).plan["sheets"][0]


def test_a_header_is_corrected_guessed_anew_and_remembered(site, stored):
    worker = client_of("worker@duru.example")
    send(worker, ODD, site.centre_id)
    assert plan(site)["header_lines"] == [1]
    page = worker.get(columns_of(site)).content.decode()
    assert "3번째 줄: 어르신 | 연락 | 드린 것 | 언제" in page
    answer = worker.post(columns_of(site), {"head_0": "3", "do": "header"})
    assert answer.headers["Location"] == columns_of(site)
    assert (plan(site)["header_lines"], plan(site)["first_line"], plan(site)["header"][2]) == ([3], 4, "드린 것")
    assert plan(site)["columns"]["phone"] == 1  # guessed anew, by what the cells look like
    form = {"head_0": "3", "use_0": "on", "at_0_name": "0", "at_0_phone": "1", "at_0_item": "2", "at_0_given_on": "3"}
    assert worker.post(columns_of(site), form).headers["Location"] == f"/intake/{newest(site).public_id}/"
    send(worker, NEXT, site.centre_id)
    assert (plan(site)["header_lines"], plan(site)["is_remembered"]) == ([3], True)
    assert newest(site).state == IntakeState.STAGING  # nothing was asked


def test_a_table_without_header_is_read_from_its_first_line(site, stored):
    worker = client_of("worker@duru.example")
    send(worker, ODD, site.centre_id)
    worker.post(columns_of(site), {"head_0": "0", "do": "header"})
    assert (plan(site)["header_lines"], plan(site)["first_line"]) == ([], 1)


def test_columns_of_the_old_header_are_not_taken_for_the_new(site, stored):
    worker = client_of("worker@duru.example")
    send(worker, ODD, site.centre_id)
    form = {"head_0": "3", "use_0": "on", "at_0_name": "0", "at_0_phone": "1", "at_0_item": "2", "at_0_given_on": "2"}
    assert worker.post(columns_of(site), form).headers["Location"] == columns_of(site)
    assert newest(site).state == IntakeState.UPLOADED
    with tenant_scope(site.id):
        assert not Mapping.objects.exists()


@pytest.mark.parametrize("line", ["99", "x", "2-9"])
def test_a_line_that_is_not_offered_is_refused(site, stored, line):
    worker = client_of("worker@duru.example")
    send(worker, ODD, site.centre_id)
    assert worker.post(columns_of(site), {"head_0": line, "do": "header"}).status_code == 200
    assert plan(site)["header_lines"] == [1]


def test_another_agency_may_not_move_a_header(site, stored):
    send(client_of("worker@duru.example"), ODD, site.centre_id)
    answer = client_of("church@duru.example").post(columns_of(site), {"head_0": "3", "do": "header"})
    assert answer.status_code in (403, 404)
    assert plan(site)["header_lines"] == [1]


def workbook(*sheets: tuple[str, list[list[str]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEAD = ["성명", "생년월일", "지원품목", "지원일자"]


def send_workbook(client, site, day: str, name: str):
    content = workbook(
        ("올해", [HEAD, ["김철수", "1955-03-05", "쌀", day]]),
        ("작년", [HEAD, ["이영희", "1940-01-02", "김치", "2025-03-05"]]),
    )
    file = SimpleUploadedFile(name, content)
    return client.post("/intake/new/", {"organisation": site.centre_id, "dataset": "gifts", "file": file})


def test_a_sheet_left_out_stays_out_of_the_next_file_until_it_is_taken_in_again(site, stored):
    worker = client_of("worker@duru.example")
    send_workbook(worker, site, "2026-03-05", "3월.xlsx")
    fields = {
        f"at_{sheet}_{key}": str(at) for sheet in (0, 1) for at, key in enumerate(("name", "birth", "item", "given_on"))
    }
    worker.post(columns_of(site), fields | {"use_0": "on", "head_0": "1", "head_1": "1"})
    assert newest(site).state == IntakeState.STAGING
    send_workbook(worker, site, "2026-04-05", "4월.xlsx")
    assert (
        newest(site).state == IntakeState.STAGING
    )  # nothing was asked: one sheet is known, the other left out for good
    assert [sheet["is_used"] for sheet in newest(site).plan["sheets"]] == [True, False]
    with tenant_scope(site.id):
        stage_rows(tenant_id=site.id, intake_id=newest(site).id)
    worker.post(columns_of(site), fields | {"use_0": "on", "use_1": "on", "head_0": "1", "head_1": "1"})
    send_workbook(worker, site, "2026-05-05", "5월.xlsx")
    assert [sheet["is_used"] for sheet in newest(site).plan["sheets"]] == [True, True]
