"""Where a header stands, when a person says so or has said so before."""

import pytest

from duru.blocks.exchange.rules.headers import find_known_header, header_at, left_out_signature, signature_of

pytestmark = pytest.mark.unit


def test_two_lines_are_joined_and_a_known_line_is_found_below_others():
    rows = [["명부"], ["성명", "연락처", ""], ["", "집", "손"], ["김", "1", "2"]]
    assert header_at(rows, [1, 2]).columns == ("성명", "연락처\n집", "연락처\n손")
    assert header_at(rows, [1]).columns == ("성명", "연락처", "")
    assert header_at(rows, []).columns == ("", "", "")
    known = {signature_of(header_at(rows, [1, 2]).columns)}
    assert find_known_header(rows, known.__contains__).at == 1
    assert find_known_header(rows, {signature_of(["딴", "말"])}.__contains__) is None
    assert find_known_header([["", ""], ["1", ""]], {signature_of(("", ""))}.__contains__) is None


def test_a_sheet_left_out_is_known_by_its_shape_and_its_name():
    signature = signature_of(["성명", "전화"])
    assert left_out_signature(signature, "작년") == left_out_signature(signature, "작년")
    assert len({signature, left_out_signature(signature, "작년"), left_out_signature(signature, "올해")}) == 3
