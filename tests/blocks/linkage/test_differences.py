"""What is marked when two typed texts stand side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.blocks.linkage.rules.differences import Piece, differences, field_differences

pytestmark = pytest.mark.unit


def test_one_letter_is_marked_with_its_jamo():
    left, right = differences("김민수", "김민슈")
    assert left == [Piece("김민"), Piece("수", True, "ㅜ→ㅠ")]
    assert right == [Piece("김민"), Piece("슈", True, "ㅠ→ㅜ")]


def test_missing_final_consonant_is_named():
    left, _ = differences("박영선", "박영서")
    assert left[-1] == Piece("선", True, "ㄴ→없음")


def test_digits_are_marked_without_jamo():
    left, _ = differences("010-1234-5678", "010-1234-5679")
    assert left[-1] == Piece("8", True)


@pytest.mark.parametrize(("left", "right"), [("", "김민수"), ("김민수", ""), ("김민수", "김민수"), ("", "")])
def test_nothing_to_compare_is_no_difference(left, right):
    assert not any(piece.differs for side in differences(left, right) for piece in side)


def test_hidden_characters_are_no_difference():
    left, right = differences("김민수\u200b", "김민수")
    assert left == right == [Piece("김민수")]


@given(st.text(alphabet="김민수슈ABC12 -", max_size=12), st.text(alphabet="김민수슈ABC12 -", max_size=12))
def test_pieces_join_to_the_cleaned_texts(left, right):
    from duru.kernel.hangul import clean_text

    pieces = differences(left, right)
    assert ["".join(piece.text for piece in side) for side in pieces] == [clean_text(left), clean_text(right)]


@pytest.mark.parametrize(("field", "left", "right"), [("sex", "남", "M"), ("birth", "1951.1.2", "1951-01-02")])
def test_what_means_the_same_is_not_marked(field, left, right):
    assert field_differences(field, left, right, is_same=True) == ([Piece(left)], [Piece(right)])
    assert any(piece.differs for piece in field_differences(field, left, right)[0])
