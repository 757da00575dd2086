"""Headers, guesses, totals, rows, the fast lane, hashes and cuts."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duru.blocks.exchange.api import CLEAN_COUNT, CLEAN_DAY, CLEAN_WON, CellContext, RowState, list_datasets
from duru.blocks.exchange.persons import PERSON_FIELDS, mention_hash
from duru.blocks.exchange.rules.batching import Batcher
from duru.blocks.exchange.rules.cutting import cut_cells, may_hold_parted
from duru.blocks.exchange.rules.fastlane import SLICE, FastLane
from duru.blocks.exchange.rules.guessing import guess_mapping, known_words, missing_fields
from duru.blocks.exchange.rules.hashing import row_hash, salted
from duru.blocks.exchange.rules.headers import find_header, is_rrn_tail, is_serial, is_total, signature_of
from duru.blocks.exchange.rules.planning import exempt_columns, look_at_sheet
from duru.blocks.exchange.rules.rows import RowRules
from duru.kernel.errors import Refused
from tests.blocks.exchange.samples import HEADER, TODAY, gifts, line, plan_of

pytestmark = pytest.mark.unit
KNOWN = known_words(gifts())


# --- Headers ----------------------------------------------------------------------------------------------------------


def test_header_stands_below_titles():
    rows = [
        ["2026년 3월 나눔 명단"],
        [],
        ["담당: 김복지", "", "2026-03-31"],
        ["연번", "성 명", "생년월일(8자리)", "품목"],
        ["1", "김", "", ""],
    ]
    found = find_header(rows, KNOWN)
    assert (found.at, found.n_lines, found.columns) == (3, 1, ("연번", "성 명", "생년월일(8자리)", "품목"))


def test_header_of_two_lines_is_joined_and_merged_cells_reach_right():
    rows = [
        ["연번", "대상자", "", "", "지원 내역", ""],
        ["", "성명", "생년월일", "연락처", "품목", "수량"],
        ["1", "김철수", "19550305", "", "쌀", "1"],
    ]
    found = find_header(rows, KNOWN)
    assert (found.at, found.n_lines) == (0, 2)
    assert found.columns == (
        "연번",
        "대상자\n성명",
        "대상자\n생년월일",
        "대상자\n연락처",
        "지원 내역\n품목",
        "지원 내역\n수량",
    )


def test_a_row_of_data_is_never_the_second_line_of_a_header():
    found = find_header([["성명", "생년월일", "품목"], ["성명희", "1955-03-05", "쌀"]], KNOWN)
    assert (found.at, found.n_lines) == (0, 1)


def test_table_without_header_is_planned_by_its_content():
    rows = [
        (n, [name, "1955-03-05", "010-1234-5678", "쌀", "2026-03-05"])
        for n, name in enumerate(["김철수", "이영희", "박민수"], 1)
    ]
    plan = look_at_sheet(0, "", rows, gifts()).plan
    assert plan.header_lines == ()
    assert plan.first_line == 1
    assert (plan.columns["name"], plan.columns["birth"], plan.columns["phone"]) == (0, 1, 2)


def test_signature_forgets_spacing_but_not_order():
    assert signature_of(["성 명", "생년월일 "]) == signature_of(["성명", "생년월일", ""])
    assert signature_of(["성명", "생년월일"]) != signature_of(["생년월일", "성명"])
    assert signature_of(["", ""]) != signature_of(["", "", ""])


@pytest.mark.parametrize(
    "cells",
    [
        ["합계", "", "35명"],
        ["", "소 계", "", "120,000"],
        ["총계", "12"],
        ["계", "", "3"],
        ["이하 여백"],
        ["합계 : 35명"],
        ["총 35명"],
        ["※ 담당자 확인 후 제출함.", "", ""],
    ],
)
def test_totals_are_no_persons(cells):
    assert is_total(cells, 1, [2])


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "계백", "19550305"],
        ["1", "이상", "1957-07-10"],
        ["3", "소계", "550305"],
        ["김합계", "", ""],
        ["총무부장", "김철수", ""],
    ],
)
def test_people_with_odd_names_are_no_totals(cells):
    assert not is_total(cells, 1, [2])


def test_running_numbers_are_known_by_word_or_by_counting():
    assert is_serial("연 번", [])
    assert is_serial("No.", [])
    assert is_serial("", ["7", "8", "9"])
    assert not is_serial("", ["7", "9", "8"])
    assert not is_serial("수량", ["1", "2", "3"])


# --- Guessing ---------------------------------------------------------------------------------------------------------


def _guessed(header, *rows):
    return {g.field: g for g in guess_mapping(header, [list(row) for row in rows], gifts()) if g.column is not None}


def test_guess_by_label_alias_and_likeness():
    found = _guessed(
        ["NO", "수혜자명", "생년월일(주민앞자리)", "HP", "사는 곳", "지원품목", "지원일자"],
        ["1", "김철수", "550305", "010-1234-5678", "샛별로 3", "쌀", "2026-03-05"],
    )
    assert {key: each.column for key, each in found.items()} == {
        "name": 1, "birth": 2, "phone": 3, "address": 4, "item": 5, "given_on": 6,
    }  # fmt: skip
    assert found["name"].is_sure
    assert "수혜자명" in found["name"].why


def test_a_header_that_lies_is_doubted():
    found = _guessed(["성명", "생년월일", "일자"], *[["김철수", "샛별로 3", "2026-03-05"]] * 6)
    assert not found.get("birth") or not found["birth"].is_sure


def test_a_required_field_is_found_by_its_content_when_the_word_above_is_unknown():
    found = _guessed(
        ["성명", "전화", "나눔날"], ["김철수", "010-1234-5678", "2026.3.5"], ["이영희", "010-2222-3333", "3월 6일"]
    )
    assert "given_on" not in found
    found = _guessed(["성명", "전화", "나눔날"], *[["김철수", "010-1234-5678", f"2026.3.{n}"] for n in range(1, 6)])
    assert (found["given_on"].column, found["given_on"].is_sure) == (2, False)


def test_missing_fields_are_named():
    assert missing_fields({"name": 0}, gifts()) == ["제공일", "생년월일·전화번호·주소 가운데 하나"]
    assert missing_fields({"name": 0, "given_on": 1, "phone": 2}, gifts()) == []


# --- Rows -------------------------------------------------------------------------------------------------------------


def _judge(text: str, header: str = HEADER):
    return RowRules(gifts(), plan_of(header), TODAY).judge(text.split(","))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "성명: 비어 있습니다"),
        ({"birth": "1950-02-30"}, "없는 날짜"),
        ({"on": "미상"}, "날짜로 읽을 수 없습니다"),
        ({"name": "김철수,이영희"}, "머리글(10개)보다 많습니다"),
    ],
)
def test_a_bad_row_is_refused_with_what_to_do(changed, said):
    verdict = _judge(line(1, **changed))
    assert verdict.state == RowState.REFUSED
    assert said in verdict.reason


def test_a_row_that_tells_nobody_is_refused():
    verdict = _judge("1,김철수,,남,,,쌀,1,1000,2026-03-05")
    assert "누구인지" in verdict.reason


def test_a_parser_that_fails_refuses_its_row_only():
    assert _judge(line(1).replace(",1,30000", ",한 개,30000")).reason == (
        "수량: 읽을 수 없는 값입니다. 다른 줄과 같은 모양으로 적어 주세요."
    )


def test_all_reasons_of_a_row_are_told_at_once():
    assert _judge(line(1, birth="1950-02-30", on="미상")).reason.count(" / ") == 1


def test_header_repeated_on_the_next_page_is_left_out():
    assert _judge(HEADER).state == RowState.LEFT_OUT


# --- The fast lane ----------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["", "김철수", "이상", "합계", "없음", "남궁민수", "김 철수", "1955-03-05", "19550229", "2026-02-29", "2026-0305", "2026-03-31", "남", "여자",
     "남녀", "010-1234-5678", "0101234567", "샛별로 3", " 앞공백", "뒷공백 ", "탭\t", '따옴"표', "역\\슬래시", "0", "1", "01", "1,2", "999999999999",
     "900101-1234567", "9001011234567", "5만원", "\u00a0", "쌀\u2003", "청소·방역", "가" * 300, "가" * 200]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(PIECES, min_size=9, max_size=11), min_size=1, max_size=5), st.booleans())
def test_whatever_the_fast_lane_takes_the_exact_way_takes_alike(rows, must_cut):
    ordinary = line(7).split(",")[1:]
    records = [",".join(["7", *cells]) for cells in [ordinary, *rows, ordinary, ordinary]]
    plan = plan_of()
    made = []
    for fast in (True, False):
        batcher = Batcher(gifts(), [plan], hasher=salted("ORG", "gifts"), today=TODAY, must_cut=must_cut, delimiter=",")
        if not fast:
            batcher._fast_lane = None
        batcher.add_records(records, range(plan.first_line - 1, plan.first_line - 1 + len(records)))
        batch = batcher.take(0, 0)
        made.append((batch.as_bytes(), batch.n_taken, batch.n_refused, batch.n_left_out, batch.n_rrn_cut))
    assert made[0] == made[1]


def _runs(records, *, must_cut=False, plan=None):
    lane = FastLane(gifts(), plan or plan_of(), ",", hasher=salted("ORG", "gifts"), must_cut=must_cut)
    return [
        (run.begin, run.end, bytes(run.copy).count(b"\n")) for run in lane.runs(records, range(2, 2 + len(records)))
    ]


def test_ordinary_lines_take_the_fast_lane_in_runs():
    spoiled = [line(12), line(13), line(14, birth="1955-02-30"), line(15), line(16, name="합계"), line(17)]
    assert _runs(spoiled) == [(0, 2, 2), (3, 4, 1), (5, 6, 1)]
    assert _runs([]) == []
    assert _runs([line(1, name="")]) == []


def test_runs_go_on_from_slice_to_slice():
    assert _runs([line(n) for n in range(SLICE + 3)]) == [(0, SLICE, SLICE), (SLICE, SLICE + 3, 3)]


def test_a_record_of_several_lines_is_nothing_for_the_fast_lane():
    assert _runs([line(1), line(2).replace("쌀", '"쌀\n김치"'), line(3)]) == [(0, 1, 1), (2, 3, 1)]


def test_a_cell_of_two_hundred_letters_is_clean_and_one_of_more_is_not():
    assert len(_runs([line(1).replace("쌀 10kg", "가" * 200)])) == 1
    assert _runs([line(1).replace("쌀 10kg", "가" * 201)]) == []


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("0123456789019０１*xX●·#? -~.–_/\u200b\u00ad가"), max_size=8),
    st.sampled_from(["900101", "９00101", "90 01 01", "9 0 0 1 0 1", "19900101", "90.01.01", "******", "90\u200b0101"]),
    st.sampled_from(["", "-", " - ", ".", "~", "·", "\u200b", "–", " ", ","]),
    st.sampled_from(["1234567", "1******", "１234567", "1 234567", "1●●●●●●", "2 3 4 5 6 7 8", "123456"]),
)
def test_a_line_in_which_a_number_is_found_is_nothing_for_the_fast_lane(before, front, gap, back):
    record = line(1).replace("쌀", before + front + gap + back)
    if cut_cells(record.split(","))[1]:
        assert _runs([record], must_cut=True) == []


@pytest.mark.parametrize("field", PERSON_FIELDS, ids=lambda field: field.key)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_clean_cells_of_person_fields_are_never_refused(field, data):
    if field.clean is None:
        assert field.takes_any_text
        return
    cell = data.draw(st.from_regex(field.clean, fullmatch=True).filter(lambda text: not text.startswith(field.unclean)))
    try:
        field.parse(cell, CellContext(TODAY))
    except Refused as refused:
        pytest.fail(f"{cell!r}: {refused.message}")


@settings(max_examples=100, deadline=None)
@given(
    st.from_regex(CLEAN_DAY, fullmatch=True),
    st.from_regex(CLEAN_WON, fullmatch=True),
    st.from_regex(CLEAN_COUNT, fullmatch=True),
)
def test_clean_days_and_amounts_are_what_they_say(day, won, count):
    fields = {field.key: field for field in gifts().fields}
    cell = CellContext(TODAY)
    assert fields["given_on"].parse(day, cell).strftime("%Y%m%d") == day.replace("-", "")
    assert fields["value_won"].parse(won, cell) == int(won)
    assert fields["quantity"].parse(count, cell) == int(count)


@pytest.mark.parametrize("dataset", [d for d in list_datasets() if d.key != "gifts"], ids=lambda dataset: dataset.key)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_clean_cells_of_every_registered_data_set_are_never_refused(dataset, data):
    for field in dataset.fields:
        if field.clean is not None:
            cell = data.draw(st.from_regex(field.clean, fullmatch=True))
            assert not field.unclean
        elif field.takes_any_text:
            cell = data.draw(st.text(st.sampled_from("가나다 abc123.,-()"), min_size=1, max_size=200).filter(str.strip))
        else:
            continue
        try:
            field.parse(cell, CellContext(TODAY, field.label))
        except Refused as refused:
            pytest.fail(f"{dataset.key}.{field.key} {cell!r}: {refused.message}")


# --- Hashes and cuts --------------------------------------------------------------------------------------------------


def test_running_number_and_spaces_make_no_other_row():
    hasher = salted("ORG", "gifts")
    assert row_hash(hasher, ["1", "김철수 ", "쌀", ""], 0) == row_hash(hasher, ["99", "김철수", " 쌀"], 0)
    assert row_hash(hasher, ["1", "김철수", "쌀"], None) != row_hash(hasher, ["2", "김철수", "쌀"], None)
    assert row_hash(hasher, ["김", "철수"], None) != row_hash(hasher, ["김철", "수"], None)


def test_two_organisations_or_data_sets_never_share_a_row():
    cells = ["김철수", "쌀"]
    hashes = {row_hash(salted(who, what), cells, None) for who in ("A", "B") for what in ("gifts", "grants")}
    assert len(hashes) == 4


def test_mention_is_what_was_written_not_how_it_was_spaced():
    typed = {"name": "김철수", "birth": "19550305"}
    assert mention_hash(typed, is_register=False) == mention_hash(
        {"name": " 김철수", "birth": "19550305 "}, is_register=False
    )
    assert mention_hash(typed, is_register=False) != mention_hash(typed, is_register=True)
    assert mention_hash(typed, is_register=False) != mention_hash({**typed, "birth": "1955.03.05"}, is_register=False)


def test_resident_numbers_are_cut_wherever_they_stand():
    cells, n_cut = cut_cells(["김철수", "900101-1234567", "비고: 배우자 850505-2345678 확인", "010-1234-5678"])
    assert (cells, n_cut) == (["김철수", "1990-01-01", "비고: 배우자 1985-05-05 확인", "010-1234-5678"], 2)


def test_the_back_half_in_a_column_of_its_own_is_cut():
    assert is_rrn_tail("주민번호 뒷자리", [], [])
    assert is_rrn_tail("", ["1234567", "2345678"], ["900101", "850505"])
    assert not is_rrn_tail("금액", ["1500000", "20000"], ["쌀", "김치"])
    assert cut_cells(["900101", "1234567"], secret=[1]) == (["1990-01-01", ""], 1)
    assert cut_cells(["900101", " 0234567"], secret=[1]) == (["900101", ""], 1)


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["김", "410312", "2123456", "쌀"], ["김", "1941-03-12", "", "쌀"]),
        (["410312", "2123456"], ["1941-03-12", ""]),
        (["19410312", " 2123456 "], ["1941-03-12", ""]),
        (["410312-", "2123456"], ["1941-03-12", ""]),
        (["410312", "-2123456"], ["1941-03-12", ""]),
        (["051231", "3123456", "410312", "2123456"], ["2005-12-31", "", "1941-03-12", ""]),
    ],
)
def test_a_number_parted_over_two_unmarked_cells_is_cut(cells, kept):
    assert cut_cells(cells) == (kept, sum(not cell for cell in kept))
    assert cut_cells(kept) == (kept, 0)
    assert may_hold_parted(",".join(cells), ",")
    assert may_hold_parted('가,나\n"' + '","'.join(cells) + '"', ",")
    assert not may_hold_parted(",".join(kept), ",")


@pytest.mark.parametrize(
    "cells",
    [
        ["261105", "150000"],  # a day and an amount below a million
        ["20261105", "1500000"],  # a day of this decade
        ["411312", "2123456"],  # no such month
        ["410312", "0212345"],
        ["410312", "21234567"],
        ["1410312", "2123456"],
        ["410312", "쌀", "2123456"],
        ["2123456", "410312"],
    ],
)
def test_two_cells_that_are_no_resident_number_stay(cells):
    assert cut_cells(cells) == (cells, 0)


def test_an_amount_a_telephone_and_an_own_number_beside_a_day_stay():
    header, columns = (
        ["성명", "제공일", "환산 금액(원)", "집 전화", "주민번호"],
        {"name": 0, "given_on": 1, "source_id": 2},
    )
    assert exempt_columns(header, columns) == {2, 3}
    assert cut_cells(["김", "261105", "1500000"], exempt={2}) == (["김", "261105", "1500000"], 0)


def test_number_cell_that_ate_its_zero_is_cut():
    cells, n_cut = cut_cells(["501013234567"], number_cells=[0])
    assert (cells, n_cut) == (["2005-01-01"], 1)


def test_nothing_like_a_number_is_in_a_batch_of_an_organisation_without_basis():
    plan = plan_of()
    batcher = Batcher(
        gifts(), [plan], hasher=salted("ORG", "gifts"), today=date(2026, 11, 22), must_cut=True, delimiter=","
    )
    batcher.add_records([line(1), line(2, item="쌀 (900101-1234567)"), line(3, birth="900101-1234567")], [2, 3, 4])
    batch = batcher.take(0, 0)
    assert b"1234567" not in batch.as_bytes()
    assert (batch.n_taken, batch.n_rrn_cut) == (3, 2)
    # the hash too is one of the cut cells, so that it cannot be used to try numbers out
    sheet, number, cells, hexed, *_ = batch.as_bytes().decode().splitlines()[1].split("\t")
    assert hexed == "\\\\x" + row_hash(salted("ORG", "gifts"), json.loads(cells), 0).hex()


def test_a_parted_number_takes_no_fast_lane_into_a_batch():
    batcher = Batcher(
        gifts(), [plan_of()], hasher=salted("ORG", "gifts"), today=date(2026, 11, 22), must_cut=True, delimiter=","
    )
    typed = line(2)
    birth = next(cell for cell in typed.split(",") if cell[:2] in ("19", "20") or cell.isdecimal())
    batcher.add_records([line(1), typed.replace(birth, "410312", 1) + ",x", line(3)], [2, 3, 4])
    batcher.add_records([line(1) + ",410312,2123456"], [5])
    batch = batcher.take(0, 0)
    assert b"2123456" not in batch.as_bytes()
    assert b"1941-03-12" in batch.as_bytes()
    assert batch.n_rrn_cut == 1


def test_unknown_words_above_columns_of_digits_are_a_header_all_the_same():
    rows = [["갑", "을", "병"], ["김철수", "19550305", "쌀"], ["이영희", "19400102", "김치"]]
    assert find_header(rows, KNOWN).columns == ("갑", "을", "병")
    assert find_header(rows[1:], KNOWN).n_lines == 0
