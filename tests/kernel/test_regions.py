import pytest

from duru.kernel.regions import is_admin_dong, is_region_code, is_within, region_level, region_parent

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("1100000000", "sido", ""),
        ("1111000000", "sgg", "1100000000"),
        ("1111010100", "emd", "1111000000"),
        ("1111051500", "emd", "1111000000"),
        ("4182025021", "ri", "4182025000"),
        ("3611000000", "sgg", "3600000000"),
    ],
)
def test_levels_are_read_from_the_digits(code, level, parent):
    assert (region_level(code), region_parent(code)) == (level, parent)


@pytest.mark.parametrize(
    "text", ["", "111101010", "11110101000", "0111010100", "1111000021", "11110A0100", "１１１１０１０１００"]
)
def test_refuses_what_is_no_code(text):
    assert not is_region_code(text)
    with pytest.raises(ValueError, match="region code"):
        region_level(text)


def test_a_region_lies_in_those_above_it():
    assert is_within("1111010100", "1111000000")
    assert is_within("1111010100", "1100000000")
    assert is_within("1111010100", "1111010100")
    assert not is_within("1111010100", "1114000000")
    assert not is_within("1111000000", "1111010100")


def test_admin_dongs_are_told_from_legal_ones():
    assert is_admin_dong("1111051500")
    assert not is_admin_dong("1111010100")
    assert not is_admin_dong("1111000000")
