import pytest

from duru.kernel.sexes import parse_sex

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "sex"),
    [
        ("남", "M"), ("남자", "M"), ("남성", "M"), ("M", "M"), ("male", "M"), ("1", "M"), ("3", "M"), ("1.0", "M"), ("(남)", "M"), (" 남 ", "M"), ("Ｍ", "M"),
        ("여", "F"), ("여자", "F"), ("F", "F"), ("Female", "F"), ("2", "F"), ("4", "F"), ("8", "F"), ("여\u200b", "F"),
        ("", ""), ("?", ""), ("모름", ""), ("남/여", ""), ("9", ""), ("0", ""),
    ],
)  # fmt: skip
def test_reads_a_sex_or_nothing(typed, sex):
    assert parse_sex(typed) == sex
