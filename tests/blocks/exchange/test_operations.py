"""Upload, check, accept, cancel: what counts, what is kept, who may."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection

from duru.blocks.access.api import Actor, NotAllowed, Role, system_actor
from duru.blocks.audit.api import list_entries
from duru.blocks.exchange.api import (
    FileRefused,
    Intake,
    IntakeState,
    Mapping,
    MappingIncomplete,
    RowState,
    SourceRecord,
    SourceRow,
    WrongState,
    accept_intake,
    cancel_intake,
    confirm_mapping,
    list_intakes,
    list_rows,
    rows_of,
    settle_rows,
    stage_rows,
    take_file,
    upload_file,
)
from duru.blocks.exchange.models import DuplicateRow, RowKey
from duru.blocks.exchange.operations import settling, staging
from tests.blocks.exchange.conftest import NOW, lead, worker_of
from tests.blocks.exchange.samples import HEADER, csv_text, line, workbook, write

ME = system_actor()


def take(here, path: Path, organisation=None, **how) -> Intake:
    return take_file(
        tenant_id=here.tenant_id, path=path, organisation_id=(organisation or here.centre).id, dataset="gifts",
        by=how.pop("by", ME), now=NOW, **how,
    )  # fmt: skip


def upload(here, path: Path, organisation=None, by: Actor = ME, **how) -> Intake:
    organisation = organisation or here.centre
    return upload_file(
        by=by, organisation_id=organisation.id, dataset="gifts", path=path, file_name=path.name, now=NOW, **how
    )


def counts(intake: Intake) -> tuple[int, int, int, int]:
    return intake.n_taken, intake.n_refused, intake.n_duplicate, intake.n_left_out


def states(intake: Intake) -> list[tuple[int, str]]:
    shown = [row for state in RowState.values for row in list_rows(intake, state)]
    return [(row.line, row.state) for row in sorted(shown, key=lambda row: row.id)]


# --- One file ---------------------------------------------------------------------------------------------------------


def test_a_messy_cp949_file_comes_in_row_by_row(here, tmp_path, stored):
    path = write(
        tmp_path / "3월.csv",
        "\n".join(
            ["2026년 3월 나눔 명단,,,,,,,,,", "", HEADER, line(1), line(2, "이영희님", birth="1940.1.2", on="2026.3.5"),
             line(3, "뷁똠방", birth="55/03/05"), '4,박민수,19600101,남,,"샛별로 3\n2층, 안쪽",김치,1,,2026-03-06',
             line(5, on="미상"), "", HEADER, "합계,,,,,,,5,,"]
        ) + "\n",
    )  # fmt: skip
    intake = take(here, path)
    assert counts(intake) == (4, 1, 0, 2)
    assert intake.state == IntakeState.ACCEPTED
    assert states(intake) == [
        (4, "taken"), (5, "taken"), (6, "taken"), (7, "taken"), (9, "refused"), (11, "left_out"), (12, "left_out"),
    ]  # fmt: skip
    assert [row.person.name.name for row in stored] == ["김철수", "이영희", "뷁똠방", "박민수"]
    assert json.loads(rows_of(intake)[3].cells)[5] == "샛별로 3\n2층, 안쪽"
    assert stored[0].values == {
        "given_on": stored[0].values["given_on"],
        "item": "쌀 10kg",
        "quantity": 1,
        "value_won": 30000,
    }
    record = SourceRecord.objects.get(id=stored[0].record_id)
    assert (record.name, str(record.birth_on), record.phone, record.sex) == ("김철수", "1955-03-05", "01012345678", "M")


def test_a_workbook_with_several_sheets_titles_and_mixed_dates(here, tmp_path, stored):
    from datetime import date, datetime

    path = workbook(
        tmp_path / "a.xlsx",
        작성요령=[["이 파일은 이렇게 쓰세요"], ["1", "먼저 이름을 적습니다"]],
        삼월=[["나눔 명단"], ["연번", "대상자", None, "지원", None], [None, "성명", "생년월일", "품목", "제공일"],
              [1, "김철수", date(1955, 3, 5), "쌀", datetime(2026, 3, 5)], [2, "이영희", "1940.1.2", "=1+1", "2026년 3월 6일"],
              ["소계", None, None, 2, None]],
        사월=[["성명", "연락처", "물품", "일자"], ["박민수", "010-1111-2222", "김치", "2026-04-01"], ["최지우", "01033334444", "김치", 46113]],
    )  # fmt: skip
    intake = take(here, path)
    assert counts(intake) == (4, 0, 0, 1)
    assert [row.values["given_on"].isoformat() for row in stored] == [
        "2026-03-05",
        "2026-03-06",
        "2026-04-01",
        "2026-04-01",
    ]
    assert [row.sheet for row in rows_of(intake)] == [1, 1, 1, 2, 2]


def test_leading_zeros_and_text_as_typed_stay(here, tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        명단=[["성명", "회원번호", "전화", "일자"], ["김철수", "00071", "010-1234-5678", "2026-03-05"]],
    )
    intake = take(here, path)
    assert json.loads(rows_of(intake)[0].cells) == ["김철수", "00071", "010-1234-5678", "2026-03-05"]
    assert SourceRecord.objects.get().source_id == "00071"


def test_a_file_that_cannot_be_read_is_kept_as_failed_with_what_to_do(here, tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    intake = upload(here, path)
    assert intake.state == IntakeState.FAILED
    assert "저장" in intake.failure
    with pytest.raises(FileRefused):
        take(here, path)


# --- Counts once ------------------------------------------------------------------------------------------------------


def test_the_same_file_twice_counts_once(here, tmp_path, stored):
    path = write(tmp_path / "a.csv", csv_text(line(1), line(2, "이영희")))
    assert counts(take(here, path)) == (2, 0, 0, 0)
    assert counts(take(here, path)) == (0, 0, 2, 0)
    assert len(stored) == 2


def test_an_overlapping_file_with_new_running_numbers_adds_only_what_is_new(here, tmp_path, stored):
    take(here, write(tmp_path / "a.csv", csv_text(line(1), line(2, "이영희"))))
    again = take(here, write(tmp_path / "b.csv", csv_text(line(1, "박민수"), line(2), line(3, "이영희"))))
    assert counts(again) == (1, 0, 2, 0)
    assert [row.person.name.name for row in stored] == ["김철수", "이영희", "박민수"]


def test_a_row_typed_twice_counts_once_unless_each_is_meant(here, tmp_path):
    once = write(tmp_path / "a.csv", csv_text(line(1), line(2)))
    assert counts(take(here, once)) == (1, 0, 1, 0)
    each = upload(here, once, here.church)
    confirm_mapping(by=ME, intake_id=each.id, now=NOW, count_each=True)
    stage_rows(tenant_id=here.tenant_id, intake_id=each.id)
    each.refresh_from_db()
    assert counts(each) == (2, 0, 0, 0)
    assert Mapping.objects.get(organisation=here.church).count_each
    # and the overlapping file of the next month still counts each of them once
    assert counts(take(here, write(tmp_path / "b.csv", csv_text(line(7), line(8), line(9))), here.church)) == (
        1,
        0,
        2,
        0,
    )


def test_two_agencies_may_have_given_the_same(here, tmp_path):
    path = write(tmp_path / "a.csv", csv_text(line(1)))
    assert counts(take(here, path)) == counts(take(here, path, here.church)) == (1, 0, 0, 0)
    assert SourceRecord.objects.count() == 2


def test_one_person_written_the_same_way_is_one_record(here, tmp_path, stored):
    take(here, write(tmp_path / "a.csv", csv_text(line(1), line(2, on="2026-04-05"), line(3, "이영희"))))
    assert len({row.record_id for row in stored}) == 2
    take(here, write(tmp_path / "b.csv", csv_text(line(1, on="2026-05-05"))))
    assert SourceRecord.objects.count() == 2


# --- Resident numbers -------------------------------------------------------------------------------------------------


def _everything_kept(here, tmp_path) -> bytes:
    files = b"".join(path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(t::text, ' ') FROM (SELECT to_jsonb(r) AS t FROM exchange_sourcerow r "
            "UNION ALL SELECT to_jsonb(i) FROM exchange_intake i UNION ALL SELECT to_jsonb(s) FROM exchange_sourcerecord s "
            "UNION ALL SELECT to_jsonb(m) FROM exchange_mapping m UNION ALL SELECT to_jsonb(a) FROM audit_auditentry a) q"
        )
        return files + cursor.fetchone()[0].encode()


CHURCH_FILE = "이름,주민번호,전화,물품,일자,비고\n김철수,550305-1987654,010-1234-5678,쌀,2026-03-05,배우자 600101-2876543\n이영희,,010-2222-3333,쌀,미상,900101 - 1987654\n"


@pytest.mark.parametrize("encoding", ["cp949", "utf-8-sig", "utf-16"])
def test_numbers_from_a_church_are_cut_before_anything_is_kept(here, tmp_path, encoding):
    intake = upload(here, write(tmp_path / "550305-1987654 명단.csv", CHURCH_FILE, encoding), here.church)
    assert intake.n_rrn_cut == 3
    assert Path(intake.stored_path).is_file()
    confirm_mapping(by=ME, intake_id=intake.id, now=NOW)
    stage_rows(tenant_id=here.tenant_id, intake_id=intake.id)
    accept_intake(by=ME, intake_id=intake.id, now=NOW)
    kept = _everything_kept(here, tmp_path)
    settle_rows(tenant_id=here.tenant_id, intake_id=intake.id)
    kept += _everything_kept(here, tmp_path)
    assert "김철수".encode() in kept
    assert not [tail for tail in (b"1987654", b"2876543") if tail in kept]
    assert str(SourceRecord.objects.get().birth_on) == "1955-03-05"


def test_numbers_in_a_workbook_and_in_two_columns_are_cut(here, tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        명단=[
            ["성명", "주민앞자리", "주민뒷자리", "일자"],
            ["김철수", "550305", 1987654, "2026-03-05"],
            ["이영희", "600101", "2876543", "2026-03-05"],
        ],
    )
    intake = take(here, path, here.church)
    kept = _everything_kept(here, tmp_path)
    assert intake.n_rrn_cut == 2
    assert not [tail for tail in (b"1987654", b"2876543") if tail in kept]


def test_an_office_with_a_basis_keeps_what_it_sent(here, tmp_path):
    intake = upload(here, write(tmp_path / "a.csv", CHURCH_FILE), here.office)
    assert intake.n_rrn_cut == 0
    assert "550305-1987654" in Path(intake.stored_path).read_text("utf-8")


def test_the_copy_is_private_and_goes_when_the_file_is_in(here, tmp_path):
    intake = upload(here, write(tmp_path / "a.csv", csv_text(line(1))))
    copy = Path(intake.stored_path)
    assert copy.stat().st_mode & 0o777 == 0o600
    confirm_mapping(by=ME, intake_id=intake.id, now=NOW)
    stage_rows(tenant_id=here.tenant_id, intake_id=intake.id)
    accept_intake(by=ME, intake_id=intake.id, now=NOW)
    settle_rows(tenant_id=here.tenant_id, intake_id=intake.id)
    assert not copy.exists()


def test_what_several_killed_runs_left_of_a_file_becomes_one(here, tmp_path, stored):
    path = write(tmp_path / "3월.csv", csv_text(line(1), line(2, "이영희")))
    left = [upload(here, path, keep_copy=False) for _ in range(3)]
    taken = take(here, path)
    assert (taken.id, taken.state, counts(taken)) == (left[0].id, IntakeState.ACCEPTED, (2, 0, 0, 0))
    others = Intake.objects.exclude(id=taken.id).values_list("state", flat=True)
    assert set(others) == {IntakeState.CANCELLED}


def test_a_copy_that_a_killed_process_left_behind_is_swept_away_after_a_day(here, tmp_path):
    path = write(tmp_path / "a.csv", csv_text(line(1)))
    kept = Path(upload(here, path).stored_path)
    left, young = kept.with_name("LEFT.copy"), kept.with_name("YOUNG.copy.part")
    for each in (left, young):
        each.write_bytes(b"x")
    day_ago = NOW.timestamp() - 100_000
    for each in (kept, left):
        os.utime(each, (day_ago, day_ago))
    os.utime(young, (NOW.timestamp(), NOW.timestamp()))
    upload(here, path)
    assert (kept.exists(), left.exists(), young.exists()) == (True, False, True)


def test_the_agencys_own_file_is_never_touched(here, tmp_path):
    path = write(tmp_path / "a.csv", csv_text(line(1)))
    before = path.read_bytes()
    take(here, path)
    assert path.read_bytes() == before


# --- Mapping ----------------------------------------------------------------------------------------------------------

ODD = "갑,을,병,정\n김철수,19550305,쌀,2026-03-05\n이영희,19400102,김치,2026-03-06\n"


def test_a_mapping_that_lacks_a_field_is_refused_by_name(here, tmp_path):
    intake = upload(here, write(tmp_path / "a.csv", "성명,비고\n김철수,쌀\n"))
    with pytest.raises(MappingIncomplete, match="제공일"):
        confirm_mapping(by=ME, intake_id=intake.id, now=NOW, columns={0: {"name": 0}})


def test_what_a_person_corrected_is_remembered_for_the_agency(here, tmp_path):
    intake = upload(here, write(tmp_path / "a.csv", ODD))
    columns = {"name": 0, "birth": 1, "item": 2, "given_on": 3}
    confirm_mapping(by=ME, intake_id=intake.id, now=NOW, columns={0: columns})
    stage_rows(tenant_id=here.tenant_id, intake_id=intake.id)
    intake.refresh_from_db()
    assert counts(intake) == (2, 0, 0, 0)
    following = upload(here, write(tmp_path / "b.csv", ODD.replace("03-0", "04-0")))
    assert following.plan["sheets"][0]["columns"] == columns
    assert following.plan["sheets"][0]["is_remembered"]
    assert not upload(here, tmp_path / "b.csv", here.church).plan["sheets"][0]["is_remembered"]


def test_columns_can_be_corrected_after_the_preview(here, tmp_path):
    intake = take(here, write(tmp_path / "a.csv", csv_text(line(1), line(2, "이영희", item="김치"))), accept=False)
    plan = dict(intake.plan["sheets"][0]["columns"])
    plan.pop("item")
    confirm_mapping(by=ME, intake_id=intake.id, now=NOW, columns={0: plan})
    stage_rows(tenant_id=here.tenant_id, intake_id=intake.id)
    intake.refresh_from_db()
    assert (counts(intake), intake.state) == ((2, 0, 0, 0), IntakeState.STAGED)


# --- Cancelling -------------------------------------------------------------------------------------------------------


def test_a_cancelled_file_leaves_nothing_and_its_duplicates_come_back(here, tmp_path, stored):
    first = take(here, write(tmp_path / "a.csv", csv_text(line(1), line(2, "이영희"))), accept=False)
    staged = take(here, write(tmp_path / "b.csv", csv_text(line(1), line(2, "박민수"))), accept=False)
    accepted = take(here, write(tmp_path / "c.csv", csv_text(line(1, "이영희"), line(2, "최지우"))))
    assert counts(staged)[:3] == counts(accepted)[:3] == (1, 0, 1)
    cancel_intake(by=ME, intake_id=first.id, now=NOW)
    for each in (first, staged, accepted):
        each.refresh_from_db()
    assert first.state == IntakeState.CANCELLED
    assert not rows_of(first).exists()
    assert counts(staged)[:3] == counts(accepted)[:3] == (2, 0, 0)
    assert accepted.state == IntakeState.ACCEPTING
    settle_rows(tenant_id=here.tenant_id, intake_id=accepted.id)
    accepted.refresh_from_db()
    assert (accepted.state, accepted.n_settled) == (IntakeState.ACCEPTED, 2)
    assert sorted(row.person.name.name for row in stored) == ["이영희", "최지우"]
    assert sorted(RowKey.objects.values_list("row_id", flat=True)) == list(
        SourceRow.objects.order_by("id").values_list("id", flat=True)
    )
    assert SourceRow.objects.count() == 4
    assert not DuplicateRow.objects.exists()


def test_of_many_duplicates_the_oldest_comes_back_and_the_others_stay(here, tmp_path):
    first, second, third = (
        take(here, write(tmp_path / f"{name}.csv", csv_text(line(1), line(2, name))), accept=False)
        for name in ("이영희", "박민수", "최지우")
    )
    cancel_intake(by=ME, intake_id=first.id, now=NOW)
    second.refresh_from_db()
    assert sorted(states(second)) == [(2, "taken"), (3, "taken")]
    assert states(third) == [(2, "duplicate"), (3, "taken")]
    cancel_intake(by=ME, intake_id=third.id, now=NOW)
    assert list(DuplicateRow.objects.all()) == []
    cancel_intake(by=ME, intake_id=second.id, now=NOW)
    assert (RowKey.objects.count(), SourceRow.objects.count()) == (0, 0)


def test_the_screen_pages_through_rows_of_one_state(here, tmp_path):
    lines = [line(n, "김철수" if n % 2 else "이영희") for n in range(1, 9)]
    intake = take(here, write(tmp_path / "a.csv", csv_text(*lines)), accept=False)
    for state, numbers in ((RowState.TAKEN, [2, 3]), (RowState.DUPLICATE, [4, 5, 6, 7, 8, 9])):
        assert [row.line for row in list_rows(intake, state)] == numbers
        assert [row.line for row in list_rows(intake, state, limit=2, offset=1)] == numbers[1:3]


def test_what_is_in_cannot_be_cancelled(here, tmp_path):
    intake = take(here, write(tmp_path / "a.csv", csv_text(line(1))))
    with pytest.raises(WrongState, match="이미 반영"):
        cancel_intake(by=ME, intake_id=intake.id, now=NOW)


def test_accepting_before_the_check_has_ended_is_refused_and_twice_is_harmless(here, tmp_path):
    intake = upload(here, write(tmp_path / "a.csv", csv_text(line(1))))
    with pytest.raises(WrongState):
        accept_intake(by=ME, intake_id=intake.id, now=NOW)
    confirm_mapping(by=ME, intake_id=intake.id, now=NOW)
    stage_rows(tenant_id=here.tenant_id, intake_id=intake.id)
    assert accept_intake(by=ME, intake_id=intake.id, now=NOW).state == IntakeState.ACCEPTING
    assert accept_intake(by=ME, intake_id=intake.id, now=NOW).state == IntakeState.ACCEPTING


# --- In pieces --------------------------------------------------------------------------------------------------------


def test_small_batches_and_chunks_give_what_large_ones_give(here, tmp_path, stored, monkeypatch):
    monkeypatch.setattr(staging, "BATCH_ROWS", 7)
    monkeypatch.setattr(settling, "CHUNK_ROWS", 6)
    monkeypatch.setattr("duru.blocks.exchange.readers.delimited.BLOCK_BYTES", 300)
    lines = [
        line(n, name, on=f"2026-03-{1 + n % 28:02d}") for n, name in enumerate(["김철수", "이영희", "박민수"] * 20)
    ]
    monkeypatch.setattr(staging, "read_blocks", _small_blocks(staging.read_blocks))
    intake = take(here, write(tmp_path / "a.csv", csv_text(*lines)))
    assert counts(intake) == (60, 0, 0, 0)
    assert len({row.row_id for row in stored}) == len(stored) == 60
    assert [number for number, _ in states(intake)] == list(range(2, 62))


def _small_blocks(read):
    return lambda *args, **kwargs: read(*args, **kwargs, block_bytes=300)


def test_two_workers_on_one_file_do_not_double_it(here, tmp_path):
    path = write(tmp_path / "a.csv", csv_text(line(1), line(2, "이영희")))
    intake = upload(here, path)
    confirm_mapping(by=ME, intake_id=intake.id, now=NOW)
    stale = Intake.objects.select_related("organisation").get(id=intake.id)
    (batch,) = staging._batches(stale, None)
    stage_rows(tenant_id=here.tenant_id, intake_id=intake.id)
    with pytest.raises(staging._Stopped):
        staging.write_batch(here.tenant_id, stale, batch)
    assert SourceRow.objects.count() == 2


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_only_senders_upload(here, tmp_path, role):
    path = write(tmp_path / "a.csv", csv_text(line(1)))
    actor = Actor(5, 5, here.centre.id, here.centre.name, role, "아무개")
    if role in (Role.AGENCY_WORKER, Role.RECORDER, Role.WELFARE_LEAD, Role.CASEWORKER):
        assert upload(here, path, by=actor).state == IntakeState.UPLOADED
    else:
        with pytest.raises(NotAllowed):
            upload(here, path, by=actor)


def test_an_agency_neither_sees_nor_touches_anothers_files(here, tmp_path):
    path = write(tmp_path / "a.csv", csv_text(line(1)))
    intake = upload(here, path)
    stranger = worker_of(here.church)
    for deed in (
        lambda: upload(here, path, by=stranger),
        lambda: confirm_mapping(by=stranger, intake_id=intake.id, now=NOW),
        lambda: accept_intake(by=stranger, intake_id=intake.id, now=NOW),
        lambda: cancel_intake(by=stranger, intake_id=intake.id, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert list(list_intakes(stranger)) == []
    assert [each.id for each in list_intakes(worker_of(here.centre))] == [intake.id]
    assert [each.id for each in list_intakes(lead())] == [intake.id]


def test_each_deed_is_in_the_log_without_personal_data(here, tmp_path):
    take(here, write(tmp_path / "김철수.csv", csv_text(line(1))), by=lead())
    entries = list(list_entries())
    assert {e.action for e in entries if e.actor_ref == "user:12"} == {"자료 올림", "열 맞춤 확인", "자료 반영"}
    assert "김철수" not in json.dumps([e.detail for e in entries], ensure_ascii=False)


# --- The database's own promises --------------------------------------------------------------------------------------


def test_a_row_cannot_point_to_a_file_that_is_not_the_tenants(here):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="no such intake"), transaction.atomic():
        SourceRow.objects.create(intake_id=999_999, sheet=0, line=1, cells="[]", hash=b"x", state="taken")


def test_refused_rows_are_listed_with_their_cells(here, tmp_path):
    intake = take(here, write(tmp_path / "a.csv", csv_text(line(1), line(2, on="미상"))))
    (row,) = list_rows(intake, RowState.REFUSED)
    assert (row.line, row.cells[9]) == (3, "미상")
    assert "제공일" in row.reason
