"""What stands out in a month of the log, in plain words; a day is held to the same person's other days."""

from datetime import date

import pytest

from duru.blocks.audit.reviewing import ActorDay, find_unusual, month_of

pytestmark = pytest.mark.unit

DAYS = [date(2026, 11, day) for day in range(2, 7)]


def reasons(days=(), same_person=(), flags=()):
    return [each.reason for each in find_unusual(days, same_person, flags)]


def test_a_day_far_above_ones_own_usual_stands_out_and_steady_work_does_not():
    steady = [ActorDay("user:1", day, 400, 400) for day in DAYS]
    burst = [ActorDay("user:2", day, 20, 20) for day in DAYS[:-1]] + [ActorDay("user:2", DAYS[-1], 320, 320)]
    assert reasons(steady + burst) == ["하루에 320명을 봄(다른 날은 보통 20명)"]
    assert reasons([ActorDay("user:3", DAYS[0], 5, 150)]) == ["하루에 150명을 봄(다른 날은 본 적 없음)"]
    assert reasons([ActorDay("user:3", DAYS[0], 5, 99)]) == []


def test_refusals_downloads_one_person_again_and_again_and_flags_are_told():
    assert reasons([ActorDay("user:1", DAYS[0], 0, 0, 3, 5)], [("user:1", 12)], [("user:1", "가족", 2)]) == [
        "하루에 5번 거부됨",
        "하루에 3번 내려받음",
        "같은 사람 한 명을 12번 봄",
        "‘가족’ 표시된 기록 2건",
    ]


def test_a_month_ends_where_the_next_begins():
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))
    assert month_of(date(2028, 2, 29)) == (date(2028, 2, 1), date(2028, 3, 1))
