"""What applicants are told in a line: once, over every way that is known, never the matter itself, and again when the carrier was away."""

import csv
from dataclasses import replace
from datetime import date, timedelta

import pytest

from duru.blocks.casework.adapters.texts import SHORT_BYTES, Text
from duru.blocks.casework.api import CaseworkRefused, EventKind, extend_case, pause_case
from duru.blocks.casework.kinds import register_kind
from duru.blocks.casework.models import CaseEvent, Notice
from duru.blocks.casework.operations.holidays import add_holiday, move_due_dates
from duru.blocks.casework.operations.noticing import carriers, list_waiting, send_notice, write_notices
from duru.blocks.casework.rules.notices import NOTICED, notice_words
from duru.kernel.days import PauseReason
from tests.blocks.casework.conftest import MACHINE, MONDAY, receive

HOUR = timedelta(hours=1)


@pytest.fixture
def told(two_steps):
    """The kind of two steps, with notices."""
    kind = replace(two_steps, notices=True)
    register_kind(kind)
    return kind


@pytest.fixture
def case(office, told):
    return receive(
        office,
        kind=told.key,
        applicant_phone="010-1234-5678",
        applicant_email="malsun@example.com",
        title="가족묘지 설치",
    )


def last(case, kind):
    """The last line of a kind about the case itself."""
    return CaseEvent.objects.filter(case=case, kind=kind).exclude(detail__has_key="task").latest("id").id


def tell(case, kind, at=MONDAY):
    """Write and hand over what a line of history calls for; returns the notices of that line."""
    event = last(case, kind)
    for each in write_notices(event, at=at):
        send_notice(notice_id=each, by=MACHINE, at=at)
    return list(Notice.objects.filter(event_id=event).order_by("channel"))


def test_receipt_is_told_by_text_and_mail_and_says_that_it_is_simulated(case):
    mail, text = tell(case, EventKind.OPENED)
    assert (text.address, mail.address) == ("01012345678", "malsun@example.com")
    assert text.words == mail.words
    assert text.words.startswith(f"[해오름구] 민원 {case.receipt_no} 접수했습니다. 처리기한은 11월 9일(월)입니다.")
    assert [each.state for each in (mail, text)] == ["sent", "sent"]
    assert [(each.carrier, each.is_simulated) for each in (mail, text)] == [("모의 발송", True)] * 2
    assert carriers() == [("문자", "모의 발송", True), ("전자우편", "모의 발송", True)]


def test_a_line_is_told_once_however_often_the_worker_comes(case):
    tell(case, EventKind.OPENED)
    assert write_notices(last(case, EventKind.OPENED), at=MONDAY) == []
    assert len(tell(case, EventKind.OPENED)) == 2
    first = Notice.objects.latest("id")
    assert send_notice(notice_id=first.id, by=MACHINE, at=MONDAY + HOUR) is False
    assert write_notices(10**9, at=MONDAY) == []


def test_a_new_holiday_moves_the_date_and_says_from_when_to_when(case, office, tenant):
    admin = office.actor("한관리", role="admin")
    add_holiday(by=admin, on=date(2026, 11, 5), name="임시공휴일", source="관보", at=MONDAY)
    why = "임시공휴일(2026-11-05)을 공휴일로 등록"
    assert move_due_dates(tenant_id=tenant.id, from_on="2026-11-05", why=why, now=lambda: MONDAY + HOUR) == 1
    _, text = tell(case, EventKind.DUE_MOVED)
    assert f"처리기한이 11월 9일(월)에서 11월 10일(화)로 바뀌었습니다({why})." in text.words


def test_supplement_and_extension_are_told_without_their_content(case, office):
    by = office.actor("김접수")
    extend_case(
        by=by,
        public_id=case.public_id,
        period="3일",
        reason="fact_finding",
        note="측량 결과를 기다림",
        at=MONDAY + HOUR,
    )
    _, text = tell(case, EventKind.EXTENDED)
    assert "새 처리기한은 11월 12일(목)입니다." in text.words
    assert "측량" not in text.words
    pause_case(by=by, public_id=case.public_id, reason=PauseReason.SUPPLEMENT, note="가족관계증명서", at=MONDAY + HOUR)
    _, text = tell(case, EventKind.PAUSED)
    assert "보완할 것이 있습니다" in text.words
    assert not any(word in text.words for word in ("가족", "묘지", "증명"))


def test_nobody_is_told_who_gave_no_address_or_whose_matter_is_not_hinted_at(office, told, two_steps):
    land_line = receive(office, kind=told.key, applicant_phone="064-760-1234")
    assert tell(land_line, EventKind.OPENED) == []
    register_kind(two_steps)  # a kind without notices
    assert tell(receive(office, kind=two_steps.key, applicant_phone="010-1234-5678"), EventKind.OPENED) == []


def test_an_address_that_cannot_be_is_refused_at_receipt(office, told):
    with pytest.raises(CaseworkRefused, match="전자우편 주소"):
        receive(office, kind=told.key, applicant_email="malsun@")


def test_texts_go_to_the_folder_of_the_sending_system_and_wait_when_it_is_away(case, tmp_path, monkeypatch):
    folder = tmp_path / "sms"
    folder.write_text("a file where the folder should be")
    monkeypatch.setenv("DURU_SMS_FOLDER", str(folder))
    event = last(case, EventKind.OPENED)
    (text,) = Notice.objects.filter(id__in=write_notices(event, at=MONDAY), channel="text")
    with pytest.raises(FileExistsError, match="sms"):
        send_notice(notice_id=text.id, by=MACHINE, at=MONDAY)
    assert text.id in list_waiting(now=MONDAY + HOUR)
    assert text.id not in list_waiting(now=MONDAY + HOUR / 60)  # its own job is still to come
    folder.unlink()
    assert send_notice(notice_id=text.id, by=MACHINE, at=MONDAY + HOUR)
    (file,) = folder.iterdir()
    ((number, length, phone, words),) = csv.reader(file.read_text(encoding="cp949").splitlines())
    text.refresh_from_db()
    assert (number, length, phone, words) == (text.public_id, "LMS", "01012345678", text.words)
    assert (text.state, text.carrier, text.is_simulated) == ("sent", "문자 발송 파일", False)


@pytest.mark.parametrize(("n", "is_long"), [(SHORT_BYTES // 2, False), (SHORT_BYTES // 2 + 1, True)])
def test_what_fits_a_short_message_is_counted_as_the_carriers_count(n, is_long):
    assert Text("1", "01012345678", "가" * n).is_long is is_long


@pytest.mark.parametrize("event", sorted(set(EventKind) - NOTICED))
def test_what_is_not_the_applicants_is_never_told(event):
    assert notice_words(event, {}, said="", office="가", receipt_no="1", department="나") == ""


def test_a_step_that_moves_is_no_news_for_the_applicant():
    detail = {"task": "01X", "before": "2026-11-09T15:00:00+00:00", "due_at": "2026-11-10T15:00:00+00:00"}
    said = {"said": "", "office": "가", "receipt_no": "1", "department": "나"}
    assert notice_words("due_moved", detail, **said) == ""
    assert notice_words("paused", {"reason": "consultation"}, **said) == ""
