"""An alarm is told again and again, by a second channel too, until a person has seen it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from duru.site.watch.__main__ import look_once
from duru.site.watch.alarms import AlarmBook, Alarms, Page, acknowledge, advance
from duru.site.watch.findings import Finding, State
from duru.site.watch.telling import tell

pytestmark = pytest.mark.unit

START = datetime(2026, 11, 22, 17, tzinfo=UTC)
BAD = Finding(State.BAD, "디스크", "0.2 GiB 남음", "공간을 비우십시오.")
GOOD = Finding(State.GOOD, "디스크", "90 GiB 남음")


NONE = Alarms()


def watch(looks, alarms=NONE, *, step=timedelta(seconds=30), start=START):
    """Look every `step`; returns the alarms and [(minute, page)]."""
    told = []
    for n, findings in enumerate(looks):
        alarms, pages = advance(alarms, findings, now=start + n * step)
        told += [((n * step).total_seconds() / 60, page) for page in pages]
    return alarms, told


def test_an_alarm_that_nobody_answers_is_told_at_least_every_five_minutes():
    alarms, told = watch([[BAD]] * 121)  # an hour
    minutes = [minute for minute, _ in told]
    assert minutes[0] == 1
    assert max(later - earlier for earlier, later in zip(minutes, minutes[1:], strict=False)) <= 5
    assert len(minutes) == alarms.open[0].n_pages == 12


def test_what_a_restart_mends_wakes_nobody():
    assert watch([[BAD], [BAD], [GOOD], [GOOD]]) == (Alarms(last_number=1), [])


def test_an_answer_silences_it_for_a_day_and_no_longer():
    alarms, told = watch([[BAD]] * 4)
    assert len(told) == 1
    alarms = acknowledge(alarms, 1, by="김관리", now=START + timedelta(minutes=2))
    alarms, told = watch([[BAD]] * 24, alarms, step=timedelta(hours=1), start=START + timedelta(minutes=2))
    assert told == []
    _, told = watch([[BAD]], alarms, start=START + timedelta(hours=24, minutes=2))
    assert [page.alarm.seen_by for _, page in told] == [""], "somebody must look again"


def test_the_first_who_answers_is_written_down():
    alarms, _ = watch([[BAD]] * 4)
    for name in ("김관리", "이관리"):
        alarms = acknowledge(alarms, 1, by=name, now=START)
    assert alarms.open[0].seen_by == "김관리"
    with pytest.raises(KeyError):
        acknowledge(alarms, 2, by="김관리", now=START)


def test_the_end_is_told_and_kept():
    alarms, told = watch([[BAD]] * 4 + [[GOOD]])
    assert (alarms.open, [each.name for each in alarms.past]) == ((), ["디스크"])
    assert [page.is_over for _, page in told] == [False, True]


def told_through(pages, *, mail_fails=False, phones=("01012345678",), mails=("a@gu.example",)):
    sent = []

    def mail(*message):
        if mail_fails:
            raise OSError("frozen")
        sent.append(("mail", *message))

    tell(pages, mails, phones, mail, lambda *message: sent.append(("text", *message)))
    return [each[0] for each in sent]


def test_the_second_channel_is_used_when_nobody_answers_or_the_first_fails():
    _, told = watch([[BAD]] * 14)
    first, second = (page for _, page in told)
    assert told_through([first]) == ["mail"]
    assert told_through([second]) == ["mail", "text"]
    assert told_through([first], mail_fails=True) == ["text"]
    assert told_through([first], mails=()) == ["text"]
    assert told_through([Page(first.alarm), Page(first.alarm)], mail_fails=True) == ["text", "text"]


def test_a_book_that_was_never_written_or_is_torn_is_empty_and_a_kept_one_comes_back(tmp_path):
    book = AlarmBook(tmp_path / "alarms.json")
    assert book.read() == Alarms()
    alarms, _ = watch([[BAD]] * 4)
    with book.turn():
        book.write(alarms)
    assert book.read() == alarms
    (tmp_path / "alarms.json").write_text('{"open": [')
    assert book.read() == Alarms()


def test_a_full_disk_and_a_dead_database_are_told_although_nothing_can_be_written(tmp_path, monkeypatch):
    monkeypatch.setenv("DURU_HOME", str(tmp_path))
    monkeypatch.setenv("DURU_DATABASE_URL", "postgresql://duru_app@127.0.0.1:1/duru")
    (tmp_path / "alarms.unfinished").mkdir()  # as good as a full disk: the book cannot be written
    kept, pages = look_once(None)
    assert ([each.name for each in kept.open], pages) == (["데이터베이스 대답"], [])
    waited = replace(kept, open=tuple(replace(each, since=START.isoformat()) for each in kept.open))
    kept, pages = look_once(waited)
    assert [page.alarm.name for page in pages] == ["데이터베이스 대답"]
    assert kept.open[0].n_pages == 1
