import re
from datetime import date
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duru.kernel.births import parse_birth
from duru.kernel.rrn import cut_rrn, has_rrn

pytestmark = pytest.mark.unit

# None of these numbers belongs to anybody: the check digit is wrong or the number was never issued.
NUMBERS = [
    ("900101-1234567", "1990-01-01"),
    ("9001011234567", "1990-01-01"),
    ("900101 1234567", "1990-01-01"),
    ("900101 - 1234567", "1990-01-01"),
    ("900101–1234567", "1990-01-01"),
    ("900101.1234567", "1990-01-01"),
    ("900101/1234567", "1990-01-01"),
    ("900101_1234567", "1990-01-01"),
    ("900101~1234567", "1990-01-01"),
    ("９００１０１－１２３４５６７", "1990-01-01"),
    ("900101\u00a0-\u00a01234567", "1990-01-01"),
    ("900101\u00a01234567", "1990-01-01"),
    ("9001\u200b01-12\u200b34567", "1990-01-01"),
    ("9\ufeff00101-1234567", "1990-01-01"),
    ("900101\n-1234567", "1990-01-01"),
    ("900101-1 234567", "1990-01-01"),
    ("900101-1-234567", "1990-01-01"),
    ("9 0 0 1 0 1 1 2 3 4 5 6 7", "1990-01-01"),
    ("9 0 0 1 0 1 - 1 2 3 4 5 6 7", "1990-01-01"),
    ("9-0-0-1-0-1-1-2-3-4-5-6-7", "1990-01-01"),
    ("900101-1******", "1990-01-01"),
    ("900101-1xxxxxx", "1990-01-01"),
    ("900101-1●●●●●●", "1990-01-01"),
    ("9001011○○○○○○", "1990-01-01"),
    ("900101-12*****", "1990-01-01"),
    ("900101-1***", "1990-01-01"),
    ("******-1234567", "******"),
    ("19900101-1234567", "1990-01-01"),
    ("1990.01.01-1234567", "1990-01-01"),
    ("2005-03-05-3234567", "2005-03-05"),
    ("90.01.01-1234567", "1990.01.01"),
    ("900101-123456", "1990-01-01"),
    ("900101-12345678", "1990-01-01"),
    ("900101-5234567", "1990-01-01"),
    ("900101-8234567", "2090-01-01"),
    ("900101-9234567", "1890-01-01"),
    ("900101-0234567", "1890-01-01"),
    ("000229-4000123", "2000-02-29"),
    ("201015-3987654", "2020-10-15"),
]


@pytest.mark.parametrize(("typed", "left"), NUMBERS)
def test_cuts_every_way_of_writing_a_resident_number(typed, left):
    assert cut_rrn(typed) == (left, 1)
    assert has_rrn(typed)


@pytest.mark.parametrize(("typed", "_left"), NUMBERS)
def test_finds_it_inside_a_sentence(typed, _left):
    text, n_cut = cut_rrn(f"홍길동님({typed})께 쌀 10kg 전달, 연락처 010-1234-5678")
    assert n_cut == 1
    assert "234567" not in re.sub(r"\D", "", text.split(")")[0])
    assert text.endswith("께 쌀 10kg 전달, 연락처 010-1234-5678")


@pytest.mark.parametrize(
    "typed",
    [
        "010-1234-5678", "01012345678", "01012345678 01098765432", "010 1234 5678 010 9876 5432", "02-123-4567", "+82 10-1234-5678", "1588-1234",
        "110-123-456789", "110123456789", "352-1234-5678-93", "1234-5678-9012-3456", "123-45-67890", "451201-01-123456", "100-2345-678901",
        "2026-03-05 12:30:45", "20260305123045", "2026-03-05 3000000", "260305 3000000원", "260305~260405", "260305-260405", "2026.03.05~2026.04.05",
        "20260305-20260405", "20260301 20260331", "260305-0000012", "2026-03-05-12", "제2026-03-05-12호", "1700000000000",
        "1111010100100010000", "4113510900100010000012345", "9788936434120", "900101", "900101-1", "19900101", "19900101-1", "900101-*******",
        "1990-01-01", "37.5665,126.9780", "1,234,567", "900101,1234567", "101동 1203호", "새벽로12길 34-5", "홍길동", "", "901301-1234567",
        "900132-1234567", "900100-1234567",
    ],
)  # fmt: skip
def test_leaves_other_numbers_alone(typed):
    text, n_cut = cut_rrn(typed)
    assert (text, n_cut) == (typed, 0)
    assert text is typed
    assert not has_rrn(typed)


@pytest.mark.parametrize("typed", ["8801062123456", "110111-1234567"])
def test_cuts_a_bar_code_or_corporate_number_of_the_same_shape_because_nobody_can_tell(typed):
    assert cut_rrn(typed)[1] == 1


def test_never_looks_at_the_check_digit():
    assert {cut_rrn(f"900101-123456{digit}")[1] for digit in range(10)} == {1}


def test_cuts_several_in_one_cell():
    assert cut_rrn("900101-1234567, 920202-2345678 / 9303032345678") == ("1990-01-01, 1992-02-02 / 1993-03-03", 3)


def test_what_is_left_of_two_neighbours_stays():
    assert cut_rrn("900101-1234567 920202-2345678") == ("1990-01-01 1992-02-02", 2)
    assert cut_rrn("9001011234567\n9202022345678") == ("1990-01-01\n1992-02-02", 2)


def test_can_cut_the_whole_number():
    assert cut_rrn("주민번호 900101-1234567", keep_birth=False) == ("주민번호 [주민등록번호 삭제]", 1)


def test_a_number_cell_may_have_lost_its_zero():
    assert cut_rrn("501013234567") == ("501013234567", 0)
    assert cut_rrn("501013234567", is_number_cell=True) == ("2005-01-01", 1)
    assert cut_rrn("501013234567.0", is_number_cell=True) == ("2005-01-01", 1)
    assert cut_rrn("110123456789", is_number_cell=True)[1] == 1  # an account number in a number cell looks the same
    assert cut_rrn("1012345678", is_number_cell=True) == ("1012345678", 0)


def test_what_is_left_is_a_birth_date_with_its_century(today):
    birth = parse_birth(cut_rrn("050101-3234567")[0], today=today)
    assert (birth.on, birth.sex) == (date(2005, 1, 1), "")  # the sex it also told is not ours to keep


def test_a_block_of_a_file_is_asked_at_once():
    clean = "홍길동,1955-03-05,010-1234-5678,한빛특별시 해오름구 새벽로12길 34-5\r\n" * 2000
    assert not has_rrn(clean)
    assert has_rrn(clean + "김철수,900101-1234567\r\n" + clean)


def test_a_long_run_of_digits_is_not_slow():
    for hostile in ("9" * 200_000, "900101-" * 50_000, "9 " * 100_000, "*" * 200_000, "900101-1 " * 20_000):
        start = process_time()
        cut_rrn(hostile)
        assert process_time() - start < 2


digits = st.text("0123456789", min_size=6, max_size=6)
births = st.dates(date(1900, 1, 1), date(2026, 11, 22)).map(lambda day: f"{day:%y%m%d}")
gaps = st.sampled_from(["", "-", " ", " - ", "\u00a0", "–", "－", "\u200b-", "."])
around = st.text("홍길동 ,.()/-:0123456789*\n\u00a0\u200b○x", max_size=12)


@given(around, births, gaps, st.sampled_from("12345678"), digits, around)
@example("", "900101", "-", "1", "234567", " 234567")
@example("900101-1 ", "234567", "", "1", "234567", "")
def test_cutting_twice_changes_nothing_and_leaves_nothing(before, birth, gap, sex, tail, after):
    text, n_cut = cut_rrn(f"{before}{birth}{gap}{sex}{tail}{after}")
    assert cut_rrn(text) == (text, 0)
    assert not has_rrn(text)
    assert cut_rrn(text, keep_birth=False)[1] == 0
    assert n_cut >= 0


@given(births, gaps, st.sampled_from("0123456789"), digits)
def test_every_plausible_number_is_cut(birth, gap, sex, tail):
    number = f"{birth}{gap}{sex}{tail}"
    expected = 0 if f"{sex}{tail}".startswith("000") else 1
    text, n_cut = cut_rrn(f"이름 {number} 끝")
    assert n_cut == expected
    assert (number in text) == (expected == 0)


@given(births, gaps, st.sampled_from("12345678"), digits)
def test_every_plausible_number_is_seen_in_a_block(birth, gap, sex, tail):
    assert has_rrn(f"가,{birth}{gap}{sex}{tail},나\n")


@given(st.text(max_size=60))
def test_any_text_passes(text):
    left, n_cut = cut_rrn(text)
    assert (left is text) == (n_cut == 0)


@given(births, st.text("0123456789-- ./~_*x\n\r,", min_size=3, max_size=16))
def test_the_quick_question_never_misses_what_the_pattern_would_find(birth, after):
    # A hidden character outside the number sends the text past the quick question.
    assert has_rrn(f",{birth}{after}") == has_rrn(f"\u200b,{birth}{after}")


@given(births, st.text("0123456789１０９-–― ./~_*·●○x\n\r,\u3000가①", min_size=3, max_size=16), st.booleans())
def test_nor_among_letters_that_are_not_plain(birth, after, is_wide):
    birth = birth.translate({48 + n: 0xFF10 + n for n in range(10)}) if is_wide else birth
    assert has_rrn(f"·,{birth}{after}") == has_rrn(f"·\u200b,{birth}{after}")
