"""Closed cases go when their time is over, whole; nothing else goes."""

import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.audit.api import list_entries
from duru.blocks.casework.api import (
    Case,
    CaseEvent,
    CaseworkRefused,
    KeptRule,
    Task,
    comment,
    erase_closed_cases,
    withdraw_case,
)
from duru.blocks.casework.models import Notice
from duru.blocks.documents.api import attach, attachments_of
from tests.blocks.casework.conftest import MACHINE, MONDAY, receive
from tests.blocks.documents.house import PDF

pytestmark = pytest.mark.django_db
IN_2020 = datetime(2020, 6, 1, 1, tzinfo=UTC)


def closed(office, two_steps, at=IN_2020, **given):
    case = receive(office, kind=two_steps.key, at=at, **given)
    withdraw_case(by=office.actor("김접수"), public_id=case.public_id, at=at)
    return case


def erase(office, on=date(2026, 1, 1), **given):
    officer = office.actor("보호책임자", role=Role.PRIVACY_OFFICER)
    return erase_closed_cases(**{"by": officer, "on": on, "reason": "보존기간 경과", "at": MONDAY, **given})


@pytest.mark.unit
def test_years_are_counted_from_the_new_year_after_the_closing():
    rule = KeptRule(date(2000, 1, 1), 5, "시험")
    assert rule.closed_before(date(2026, 1, 1)) == rule.closed_before(date(2026, 12, 31)) == date(2021, 1, 1)
    ended = KeptRule(date(2000, 1, 1), 5, "시험", until_on=date(2015, 3, 1))
    assert ended.closed_before(date(2026, 1, 1)) == date(2015, 3, 1)
    with pytest.raises(ValueError, match="article"):
        KeptRule(date(2000, 1, 1), 5, " ")


def test_what_is_over_goes_whole_and_the_log_says_so(office, two_steps, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    gone, kept, running = (
        closed(office, two_steps),
        closed(office, two_steps, at=MONDAY),
        receive(office, kind=two_steps.key),
    )
    comment(by=MACHINE, public_id=gone.public_id, text="챙길 것", at=IN_2020, mentions=[office.member("김접수")])
    event = CaseEvent.objects.filter(case=gone).earliest("id")
    Notice.objects.create(case=gone, event=event, channel="text", address="01012345678", words="접수", made_at=IN_2020)
    subject = f"case:{gone.public_id}"
    attach(by=MACHINE, subject=subject, name="신청서.pdf", file=io.BytesIO(PDF), at=IN_2020)
    assert erase(office, on=date(2025, 12, 31)) == 0
    assert (erase(office), erase(office)) == (1, 0)
    assert set(Case.objects.values_list("id", flat=True)) == {kept.id, running.id}
    assert not Task.objects.filter(case_id=gone.id).exists()
    assert not CaseEvent.objects.filter(case_id=gone.id).exists()
    assert not Notice.objects.exists()
    assert not attachments_of(subject).exists()
    (deed,) = list_entries().filter(action="끝난 민원 파기")
    assert (deed.subject_refs, deed.detail["cases"]) == ([subject], 1)


def test_a_case_stays_while_one_received_with_it_is_kept(office, two_steps):
    parent = receive(office, kind=two_steps.key, at=IN_2020)
    closed(office, two_steps, at=MONDAY, parent=parent)
    withdraw_case(by=office.actor("김접수"), public_id=parent.public_id, at=IN_2020)
    assert erase(office) == 0


def test_nobody_else_and_nothing_ahead(office, two_steps):
    closed(office, two_steps)
    with pytest.raises(NotAllowed):
        erase(office, by=office.actor("김접수"))
    with pytest.raises(CaseworkRefused, match="까닭"):
        erase(office, reason=" ")
    with pytest.raises(CaseworkRefused, match="오지 않은"):
        erase(office, on=date(2030, 1, 1))


def test_history_of_a_running_or_lately_closed_case_cannot_be_erased_by_anyone(office, two_steps):
    case = closed(office, two_steps, at=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_erase_history(%s)", [[case.id, receive(office, kind=two_steps.key).id]])
        assert cursor.fetchone() == (0,)
