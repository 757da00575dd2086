"""What lists, events and searches mean."""

from datetime import date

import pytest

from duru.blocks.registry.enums import LifeEventKind, PersonStatus
from duru.blocks.registry.rules import (
    EventFact,
    NameQuery,
    Standing,
    after_prefix,
    derive_standing,
    find_event_kind,
    look_flags,
    may_follow,
    read_event,
    read_name_query,
    read_protection,
)
from duru.kernel.errors import Refused

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("사망", "death"), ("사망 말소", "death"), ("말소", "deregistration"), ("직권말소", "deregistration"),
        ("거주불명 등록", "residence_unknown"), ("전출", "move_out"), ("전입(세대편입)", "move_in"), ("세대 분리", "split"), ("분가", "split"),
        ("출생신고", "birth"), ("해외이주", "move_out"), ("정정", None), ("", None),
    ],
)  # fmt: skip
def test_words_of_lists(word, kind):
    assert find_event_kind(word) == kind


@pytest.mark.parametrize(
    ("kind", "reason", "office", "reported", "expected"),
    [
        # Only the register confirms a death …
        ("deregistration", "사망", True, False, ("deregistration", "confirmed", True)),
        ("deregistration", "실종선고", True, True, ("deregistration", "confirmed", True)),
        ("death", "", True, True, ("death", "confirmed", True)),
        ("death", "사망말소", True, False, ("death", "confirmed", True)),
        # … everything else is a suspicion, however sure it sounds.
        ("death", "", True, False, ("death", "suspected", True)),
        ("death", "화장예약", True, True, ("death", "suspected", True)),
        ("death", "사망신고", False, True, ("death", "suspected", True)),
        ("deregistration", "사망 의심", True, True, ("deregistration", "suspected", True)),
        # 말소 for another reason says nothing about life; 거주불명 is not gone.
        ("deregistration", "이중등록", True, True, ("deregistration", "confirmed", False)),
        ("deregistration", "국외이주", True, True, ("move_out", "confirmed", False)),
        ("residence_unknown", "", True, True, ("residence_unknown", "confirmed", False)),
        ("move_out", "", True, True, ("move_out", "confirmed", False)),
        ("move_out", "", False, True, ("move_out", "suspected", False)),
    ],
)
def test_what_is_confirmed_and_what_is_only_heard(kind, reason, office, reported, expected):
    meaning = read_event(kind, reason, is_register_office=office, is_reported=reported)
    assert (meaning.kind, meaning.state, meaning.is_death) == expected


@pytest.mark.parametrize(
    ("cell", "hidden"),
    [("Y", True), ("비공개", True), ("○", True), ("1", True), ("열람제한", True), ("무슨뜻", True), ("N", False), ("", False), (" 아니오 ", False), ("해당 없음", False), ("0", False)],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_protects(cell, hidden):
    assert read_protection(cell) is hidden


D1, D2, D3 = date(2026, 1, 10), date(2026, 3, 1), date(2026, 5, 1)


def event(
    number: int, kind: str, on: date, *, sure: bool = True, death: bool | None = None, refuted: bool = False
) -> EventFact:
    is_death = kind == LifeEventKind.DEATH if death is None else death
    return EventFact(number, kind, on, "confirmed" if sure else "suspected", is_death, refuted)


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ([], Standing()),
        ([event(1, "death", D1)], Standing("dead", D1, 1)),
        ([event(1, "death", D1, sure=False)], Standing("suspected", D1, 1)),
        ([event(1, "death", D2, sure=False), event(2, "death", D1)], Standing("dead", D1, 2)),
        # Two lists with two days: the one told first stays, so that repeats change nothing.
        ([event(1, "death", D2), event(2, "death", D1)], Standing("dead", D2, 1)),
        ([event(1, "move_out", D1)], Standing("moved_out", D1, 1)),
        ([event(1, "move_out", D1), event(2, "move_in", D2)], Standing()),
        ([event(1, "move_in", D1), event(2, "move_out", D1)], Standing()),
        ([event(1, "move_in", D1), event(2, "move_out", D2)], Standing("moved_out", D2, 2)),
        ([event(1, "move_out", D1, sure=False)], Standing()),
        ([event(1, "residence_unknown", D1), event(2, "split", D2)], Standing()),
        ([event(1, "deregistration", D1, death=False)], Standing()),
        ([event(1, "deregistration", D1, death=True)], Standing("dead", D1, 1)),
        ([event(1, "death", D1, refuted=True)], Standing()),
        ([event(1, "death", D1, refuted=True), event(2, "death", D3)], Standing("dead", D3, 2)),
        ([event(1, "move_out", D1), event(2, "death", D2)], Standing("dead", D2, 2)),
    ],
)
def test_what_events_add_up_to(events, standing):
    assert derive_standing(events) == standing
    assert derive_standing(reversed(events)) == standing


def test_the_machine_never_raises_the_dead():
    assert [then for then in PersonStatus if may_follow("dead", then, has_returned=True)] == []
    assert [then for then in PersonStatus if may_follow("suspected", then)] == ["dead", "moved_out"]
    assert [then for then in PersonStatus if may_follow("moved_out", then)] == ["dead"]
    assert [then for then in PersonStatus if may_follow("moved_out", then, has_returned=True)] == [
        "living", "suspected", "dead",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("홍 길동", NameQuery(("홍길동",), ("홍길동",), key="홍.")),
        ("ㅎㄱㄷ", NameQuery(initials="ㅎㄱㄷ")),
        ("홍ㄱㄷ", NameQuery(initials="ㅎㄱㄷ", pattern="홍ㄱㄷ")),
    ],
)
def test_what_a_typed_name_means(typed, query):
    found = read_name_query(typed)
    assert (found.names, found.prefixes, found.initials, found.pattern) == (
        query.names, query.prefixes, query.initials, query.pattern,
    )  # fmt: skip
    assert found.key.startswith(query.key)


def test_a_surname_is_found_in_both_spellings():
    assert set(read_name_query("이영희").names) == {"이영희", "리영희"}
    assert set(read_name_query("류현진").names) >= {"류현진", "유현진"}


@pytest.mark.parametrize("typed", ["", "홍", "ㅎ", "  ", "12", "김철수, 이영희"])
def test_a_search_that_would_list_strangers_is_refused(typed):
    with pytest.raises(Refused):
        read_name_query(typed)


def test_a_prefix_is_a_range():
    assert "홍길" <= "홍길동" < after_prefix("홍길")
    assert not "홍길" <= "홍기" < after_prefix("홍길")


@pytest.mark.parametrize(
    ("person", "household", "colleagues", "protected", "flags"),
    [
        ("김담당", [], [], False, ["본인 가능성"]),
        ("김담당", ["김담당"], ["김담당", "박동료"], False, ["본인 가능성"]),
        ("이가족", ["김담당", "이가족"], [], False, ["가족 가능성"]),
        ("박동료", [], ["박동료"], False, ["동료 가능성"]),
        ("홍길동", ["홍길순"], ["박동료"], False, []),
        ("홍길동", [], [], True, ["비공개 대상"]),
    ],
)
def test_looks_close_to_home_are_flagged(person, household, colleagues, protected, flags):
    assert (
        look_flags(
            actor_name="김담당",
            person_name=person,
            household_names=household,
            colleague_names=colleagues,
            is_protected=protected,
        )
        == flags
    )
