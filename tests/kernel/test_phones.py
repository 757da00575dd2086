import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.phones import Phone, format_phone, known_number, parse_phone, phone_kind

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "typed",
    [
        "010-1234-5678", "01012345678", "010 1234 5678", "010.1234.5678", "010)1234-5678", "(010)1234-5678", "010-12345678", "0101234-5678",
        "+82 10-1234-5678", "+821012345678", "82-10-1234-5678", "+82-010-1234-5678", "0082 10 1234 5678", "1012345678", "1012345678.0", "10-1234-5678",
        "０１０－１２３４－５６７８", "010–1234–5678", " 010-1234-5678\u200b", "\ufeff010-1234-5678", "H.P 010-1234-5678", "010-1234-5678(본인)",
        "010 - 1234 - 5678", "010·1234·5678", "tel:010-1234-5678", "휴대폰 010-1234-5678 (딸)",
    ],
)  # fmt: skip
def test_reads_every_way_of_writing_a_mobile(typed):
    phone = parse_phone(typed)
    assert (phone.digits, phone.kind, phone.extension, phone.others) == ("01012345678", "mobile", "", ())
    assert phone.typed == typed


@pytest.mark.parametrize(
    ("typed", "digits", "kind"),
    [
        ("02-123-4567", "021234567", "unknown"),
        ("02-223-4567", "022234567", "landline"),
        ("02)2234-5678", "0222345678", "landline"),
        ("222345678", "0222345678", "landline"),
        ("031-234-5678", "0312345678", "landline"),
        ("312345678", "0312345678", "landline"),
        ("064-723-1234", "0647231234", "landline"),
        ("070-1234-5678", "07012345678", "internet"),
        ("0505-123-4567", "05051234567", "personal"),
        ("1588-1234", "15881234", "service"),
        ("080-123-4567", "0801234567", "service"),
        ("011-234-5678", "0112345678", "mobile"),
        ("016-9234-5678", "01692345678", "mobile"),
        ("010-123-4567", "0101234567", "unknown"),
        ("1234-5678", "12345678", "unknown"),
        ("5678", "5678", "unknown"),
    ],
)
def test_names_the_kind(typed, digits, kind):
    phone = parse_phone(typed)
    assert (phone.digits, phone.kind) == (digits, kind)


@pytest.mark.parametrize("typed", ["", " ", "-", "없음", "010-0000-0000", "000-0000-0000", "010-1111-1111", "\u200b"])
def test_no_number_is_an_empty_phone(typed):
    assert parse_phone(typed) == Phone(typed)


@pytest.mark.parametrize(
    ("typed", "digits", "others"),
    [
        ("010-1234-5678 / 02-2234-5678", "01012345678", ("0222345678",)),
        ("02-2234-5678, 010-1234-5678", "01012345678", ("0222345678",)),
        ("010-1234-5678\n010-8765-4321(딸)", "01012345678", ("01087654321",)),
        ("010-1234-5678 또는 010-8765-4321", "01012345678", ("01087654321",)),
        ("010-1234-5678, 010-1234-5678", "01012345678", ()),
        ("01012345678 01087654321", "01012345678", ("01087654321",)),
    ],
)
def test_several_numbers_put_a_mobile_first(typed, digits, others):
    phone = parse_phone(typed)
    assert (phone.digits, phone.others) == (digits, others)


@pytest.mark.parametrize(
    ("typed", "extension"), [("02-2234-5678 (내선 123)", "123"), ("02-2234-5678 ext.45", "45"), ("0222345678#9", "9")]
)
def test_extension_is_kept_apart(typed, extension):
    phone = parse_phone(typed)
    assert (phone.digits, phone.extension) == ("0222345678", extension)


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("01012345678", "010-1234-5678"), ("0112345678", "011-234-5678"), ("022234567", "02-223-4567"), ("0222345678", "02-2234-5678"),
        ("0312345678", "031-234-5678"), ("15881234", "1588-1234"), ("07012345678", "070-1234-5678"), ("050512345678", "0505-1234-5678"), ("123", "123"),
    ],
)  # fmt: skip
def test_formats_with_hyphens(digits, shown):
    assert format_phone(digits) == shown


numbers = st.one_of(
    st.from_regex(r"010[2-9][0-9]{7}", fullmatch=True),
    st.from_regex(r"02[2-9][0-9]{6,7}", fullmatch=True),
    st.from_regex(r"0(31|51|64)[2-9][0-9]{6,7}", fullmatch=True),
    st.from_regex(r"070[1-9][0-9]{7}", fullmatch=True),
).filter(lambda digits: len(set(digits[3:])) > 1)


@given(numbers)
def test_what_is_formatted_is_read_back(digits):
    assert parse_phone(format_phone(digits)).digits == digits
    assert parse_phone(digits).digits == digits
    assert phone_kind(digits) != "unknown"


@given(numbers.filter(lambda digits: digits.startswith("010")))
def test_a_lost_zero_is_put_back(digits):
    assert parse_phone(digits[1:]).digits == digits


@given(st.text(max_size=30))
def test_any_text_passes(typed):
    phone = parse_phone(typed)
    assert phone.typed == typed
    assert phone.digits == "" or phone.digits.isdigit()


@pytest.mark.parametrize(("digits", "known"), [("01012345678", "01012345678"), ("0101234", ""), ("", ""), (None, "")])
def test_half_a_number_is_none(digits, known):
    assert known_number(digits) == known
