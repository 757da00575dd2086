"""Letters go out by post, mail or hand; the day they arrive is written once, and terms run from it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.audit.api import list_entries
from duru.blocks.documents.adapters.mail import SmtpMailer, mailer
from duru.blocks.documents.api import (
    DocumentRefused,
    Recipient,
    deliver,
    draft_letter,
    issue,
    mark_failed,
    mark_posted,
    mark_served,
)
from duru.blocks.documents.models import Delivery, Document
from duru.blocks.documents.operations.delivering import serve_due_notices
from duru.blocks.documents.operations.mailing import send_by_email, waiting_emails
from tests.blocks.documents.house import CASE, MACHINE, NOW, TODAY, member

RECEIPT = {"matter": "묘지", "receipt_no": "1", "received_at": "오늘", "due_on": TODAY, "officer": "백서연"}
LATER = NOW + timedelta(days=10)


@pytest.fixture
def letter(here):
    to = Recipient("김하늘", "한빛특별시 해오름구 나래로 7", "01234", "haneul@duru.example")
    draft = draft_letter(by=here.officer, subject=CASE, kind="receipt", fields=RECEIPT, to=to, on=TODAY, at=NOW)
    return issue(by=here.officer, document=draft.public_id, seen=1, at=NOW)


def out(by, letter, how="post", **more):
    return deliver(by=by, document=letter.public_id, how=how, at=NOW, **more)


def told(name) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'event_key' LIKE %s", [f"%.{name}"])
        return cursor.fetchone()[0]


@pytest.fixture(autouse=True)
def somebody_listens(monkeypatch):
    """A subscriber each, so that what is told becomes a job that can be counted."""
    from duru.blocks.documents.events import DeliveryFailed, DocumentServed
    from duru.blocks.tenancy import jobs

    monkeypatch.setattr(jobs, "_subscribers", dict(jobs._subscribers))
    for event in (DocumentServed, DeliveryFailed):
        jobs._subscribers[jobs._event_key(event)] = [("test", print)]


def test_a_letter_by_post_is_listed_sent_and_served(here, letter):
    delivery = out(here.officer, letter)
    assert (delivery.state, delivery.to_name, delivery.to_postcode) == ("planned", "김하늘", "01234")
    with pytest.raises(DocumentRefused, match="아직 보내지"):
        mark_served(by=here.officer, delivery=delivery.public_id, on=TODAY, at=LATER)
    assert [each.pk for each in mark_posted(by=here.officer, deliveries=[delivery.public_id], at=NOW)] == [delivery.pk]
    assert mark_posted(by=here.officer, deliveries=[delivery.public_id], at=LATER) == []
    arrived = TODAY + timedelta(days=3)
    served = mark_served(by=here.officer, delivery=delivery.public_id, on=arrived, at=LATER, note="본인 수령")
    assert (served.state, served.served_on, Document.objects.get().served_on) == ("served", arrived, arrived)
    mark_served(by=here.officer, delivery=delivery.public_id, on=arrived, at=LATER)
    assert told("DocumentServed") == 1


@pytest.mark.parametrize("days", [-1, 11])
def test_nothing_arrives_before_it_left_or_after_today(here, letter, days):
    delivery = out(here.officer, letter)
    mark_posted(by=here.officer, deliveries=[delivery.public_id], at=NOW)
    with pytest.raises(DocumentRefused, match="사이여야"):
        mark_served(by=here.officer, delivery=delivery.public_id, on=TODAY + timedelta(days=days), at=LATER)


def test_another_day_is_not_written_over_the_first(here, letter):
    delivery = out(here.officer, letter, "pickup")
    mark_served(by=here.officer, delivery=delivery.public_id, on=TODAY, at=NOW)
    with pytest.raises(DocumentRefused, match="이미 2026-11-23"):
        mark_served(by=here.officer, delivery=delivery.public_id, on=TODAY + timedelta(days=1), at=LATER)


def test_the_first_arrival_counts_for_the_document(here, letter):
    for days in (2, 0):
        delivery = out(here.officer, letter, "pickup")
        mark_served(by=here.officer, delivery=delivery.public_id, on=TODAY + timedelta(days=days), at=LATER)
    assert (Document.objects.get().served_on, told("DocumentServed")) == (TODAY + timedelta(days=2), 1)


def test_what_came_back_stays_and_is_told(here, letter):
    delivery = out(here.officer, letter)
    mark_posted(by=here.officer, deliveries=[delivery.public_id], at=NOW)
    with pytest.raises(DocumentRefused, match="까닭"):
        mark_failed(by=here.officer, delivery=delivery.public_id, on=TODAY, reason="", at=LATER)
    mark_failed(by=here.officer, delivery=delivery.public_id, on=TODAY, reason="폐문부재", at=LATER)
    mark_failed(by=here.officer, delivery=delivery.public_id, on=TODAY, reason="폐문부재", at=LATER)
    with pytest.raises(DocumentRefused, match="돌아온 것"):
        mark_served(by=here.officer, delivery=delivery.public_id, on=TODAY, at=LATER)
    out(here.officer, letter)
    assert (Delivery.objects.count(), told("DeliveryFailed"), Document.objects.get().served_on) == (2, 1, None)


def test_inside_the_house_it_arrives_at_once(here, letter):
    assert out(here.officer, letter, "internal").served_on == TODAY


def test_a_public_notice_is_served_when_fourteen_days_have_passed(here, letter):
    out(here.officer, letter, "notice")
    before = datetime(2026, 12, 7, 14, 59, tzinfo=UTC)  # 7 December 23:59 in Seoul: the 14th day still runs
    assert serve_due_notices(by=MACHINE, at=before) == 0
    assert serve_due_notices(by=MACHINE, at=before + timedelta(minutes=1)) == 1
    assert Document.objects.get().served_on.isoformat() == "2026-12-08"
    assert serve_due_notices(by=MACHINE, at=LATER + timedelta(days=90)) == 0


@pytest.mark.parametrize(
    ("how", "to", "agreed", "sentence"),
    [
        ("post", Recipient("김하늘"), False, "주소"),
        ("email", Recipient("김하늘", email="haneul"), True, "전자우편 주소"),
        ("email", Recipient("김하늘", email="a@b.example\nBcc: c@d.example"), True, "전자우편 주소"),
        ("email", None, False, "동의"),
        ("pickup", Recipient(" "), False, "받는 이"),
    ],
)
def test_a_way_without_its_address_is_refused(here, letter, how, to, agreed, sentence):
    with pytest.raises(DocumentRefused, match=sentence):
        out(here.officer, letter, how, to=to, agreed=agreed)
    assert Delivery.objects.count() == 0


def test_a_draft_does_not_go_out(here):
    draft = draft_letter(
        by=here.officer, subject=CASE, kind="receipt", fields=RECEIPT, to=Recipient("김하늘"), on=TODAY, at=NOW
    )
    with pytest.raises(DocumentRefused, match="시행한 문서"):
        out(here.officer, draft, "pickup")


def test_without_a_mail_server_it_is_only_written_down_and_says_so(here, letter):
    delivery = out(here.officer, letter, "email", agreed=True)
    assert (mailer().is_simulated, waiting_emails()) == (True, [delivery.id])
    assert send_by_email(delivery_id=delivery.id, by=MACHINE, at=NOW)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.is_simulated, delivery.served_on) == ("sent", True, None)
    assert not send_by_email(delivery_id=delivery.id, by=MACHINE, at=LATER)
    assert waiting_emails() == []
    assert list_entries().filter(action="전자우편 모의 발송").count() == 1


@pytest.mark.unit
def test_a_mail_server_is_named_by_its_address(monkeypatch):
    monkeypatch.setenv("DURU_SMTP_URL", "smtp+tls://me:p%40ss@mail.example")
    server = mailer()
    assert isinstance(server, SmtpMailer)
    assert not server.is_simulated


@pytest.mark.parametrize("role", list(Role))
def test_who_may_send(here, letter, role):
    actor = member(here.office, f"김{role}", role=role)
    if role in (Role.WELFARE_LEAD, Role.CASEWORKER, Role.PERMIT_OFFICER, Role.DEPARTMENT_OFFICER):
        assert out(actor, letter).pk
    else:
        with pytest.raises(NotAllowed):
            out(actor, letter)
