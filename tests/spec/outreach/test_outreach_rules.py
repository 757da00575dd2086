"""위기가구 발굴의 표: 신호 읽기, 회차, 무엇을 한 뒤에 어떤 결과로 마칠 수 있는가, 신호별 적중률."""

from datetime import date

import pytest

from duru.kernel.days import Unit
from duru.services.outreach.errors import OutreachRefused
from duru.services.outreach.rules import (
    PeriodRule,
    Reporter,
    Result,
    SignalKind,
    all_rows,
    check_close,
    hit_rates,
    read_signals,
    round_of,
    rows_on,
)

pytestmark = pytest.mark.unit
TODAY = date(2026, 11, 23)
CALL, VISIT, NOTE = ("call", "no_answer"), ("visit", "no_answer"), ("note", "left")
MET, NO_THANKS = ("visit", "met"), ("call", "refused")


def result(key: str) -> Result:
    return next(row for row in rows_on(Result, TODAY) if row.key == key)


@pytest.mark.parametrize(
    ("typed", "keys", "strange"),
    [
        ("단전", ("power_cut",), ()),
        ("건강보험료 체납, 단전", ("health_arrears", "power_cut"), ()),
        ("건보료체납/통신비체납·월세 취약", ("health_arrears", "telecom_arrears", "monthly_rent"), ()),
        ("단전,단전", ("power_cut",), ()),
        ("대출금 연체(1,250만원)", ("loan_arrears",), ()),
        ("우유가 쌓임; 단가스", ("gas_cut",), ("우유가 쌓임",)),
        ("모르는 빚 300만원", (), ("모르는 빚",)),
        (" , ", (), ()),
    ],
)
def test_a_cell_of_the_list_is_read_and_no_amount_is_kept(typed, keys, strange):
    assert read_signals(typed, on=TODAY) == (keys, strange)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-02", (2026, 1)),
        ("2026-02-28", (2026, 1)),
        ("2026-03-01", (2026, 2)),
        ("2026-11-23", (2026, 6)),
        ("2026-12-31", (2026, 6)),
    ],
)
def test_there_are_six_rounds_a_year(day, expected):
    assert round_of(date.fromisoformat(day)) == expected


@pytest.mark.parametrize(
    ("key", "tries", "missing"),
    [
        ("absent", [], "전화 3번, 방문 1번, 안내문 1번"),
        ("absent", [CALL, CALL, CALL], "방문 1번, 안내문 1번"),
        ("absent", [CALL, CALL, VISIT, NOTE], "전화 1번"),
        ("absent", [CALL, CALL, CALL, VISIT, NOTE], None),
        ("refused", [CALL] * 9, "본인과 이야기한 뒤"),
        ("refused", [NO_THANKS], None),
        ("not_needed", [VISIT], "본인과 이야기한 뒤"),
        ("not_needed", [MET], None),
        ("basic", [VISIT], "본인과 이야기한 뒤"),
        ("basic", [MET], None),
        ("emergency", [], None),
        ("moved", [CALL], "방문 1번"),
        ("moved", [VISIT], None),
        ("died", [], None),
        ("already", [], None),
    ],
)
def test_what_must_be_done_before_a_lead_ends(key, tries, missing):
    if missing is None:
        check_close(result(key), tries)
        return
    with pytest.raises(OutreachRefused, match=missing):
        check_close(result(key), tries)


def test_who_was_absent_or_refused_is_looked_at_again():
    assert {row.key for row in rows_on(Result, TODAY) if row.recheck_period} == {"informed", "refused", "absent"}
    assert {row.recheck_period.unit for row in rows_on(Result, TODAY) if row.recheck_period} == {Unit.MONTH}


def test_rates_are_shown_from_five_closed_leads_on():
    leads = [(["power_cut"], "basic")] * 3 + [(["power_cut", "gas_cut"], "absent")] * 2 + [(["power_cut"], "")]
    power, gas = hit_rates(leads, hits=["basic"])
    assert (power.key, power.n_leads, power.n_closed, power.n_hits, power.share) == ("power_cut", 6, 5, 3, 0.6)
    assert (gas.n_closed, gas.share) == (2, None)
    assert hit_rates([], hits=["basic"]) == []


def test_a_list_that_names_a_signal_twice_counts_the_household_once():
    assert hit_rates([(["power_cut", "power_cut"], "")], hits=[])[0].n_leads == 1


def test_the_table_has_the_47_kinds_of_2025_and_what_came_after():
    assert len(rows_on(SignalKind, date(2025, 7, 1))) == 47
    assert [row.key for row in rows_on(SignalKind, TODAY) if not row.holds_on(date(2025, 7, 1))] == ["power_usage"]


@pytest.mark.parametrize("table", [SignalKind, Result, Reporter, PeriodRule], ids=lambda table: table.__name__)
def test_every_row_names_its_source_and_whether_it_was_checked(table):
    rows = all_rows(table)
    assert [row for row in rows if not row.source or row.status not in ("confirmed", "to_check")] == []
    assert len({row.key for row in rows}) == len(rows)


def test_no_two_signals_share_a_word():
    words = [word for row in all_rows(SignalKind) for word in (row.label, *row.aliases)]
    assert len(set(words)) == len(words)


def test_who_must_tell_by_law_is_named_with_the_clause():
    must = {row.key: row.clause for row in all_rows(Reporter) if "제2항" in row.clause}
    assert (must["meter"], must["post"]) == ("사회보장급여법 제13조제2항제24호", "사회보장급여법 제13조제2항제26호")
