"""What a consent form asks for, and its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duru.blocks.consent.enums import Item, Purpose

FORM_VERSION = "2026-01"
N_YEARS = 2


@dataclass(frozen=True, slots=True)
class FormTerms:
    """What the form of one purpose asks for: items every such consent has, and items somebody may agree to besides."""

    items: tuple[str, ...]
    besides: tuple[str, ...]
    recipient_wants: str
    if_refused: str


TERMS = {
    Purpose.OVERLAP_CHECK: FormTerms(
        (Item.PRIVATE_HANDOUTS, Item.DISTRICT_GIFTS),
        (Item.PUBLIC_GRANTS,),
        "비슷한 지원을 최근에 받았는지 확인해 겹치지 않고 빠지지 않게 돕기 위해",
        "겹침을 미리 확인하지 못할 뿐, 지원을 받는 데 불이익은 없습니다.",
    ),
    Purpose.SERVICE_LINK: FormTerms(
        (Item.IDENTITY, Item.CONTACT, Item.PRIVATE_HANDOUTS, Item.DISTRICT_GIFTS),
        (Item.PUBLIC_GRANTS, Item.NEEDS),
        "알맞은 지원을 찾아 이어 주기 위해",
        "다른 기관의 지원을 소개받지 못할 수 있습니다.",
    ),
    Purpose.CASE_SHARING: FormTerms(
        (Item.IDENTITY, Item.CONTACT, Item.PRIVATE_HANDOUTS, Item.DISTRICT_GIFTS),
        (Item.PUBLIC_GRANTS, Item.NEEDS),
        "여러 기관이 함께 돕는 계획을 세우고 나누기 위해",
        "기관들이 함께 돕는 계획에 들어가지 못할 수 있습니다.",
    ),
}


def next_number(year: int, serial: int) -> str:
    """Return the twelve digits of a sheet: two of the year, nine of the serial, one check digit.

    Source: Luhn formula, ISO/IEC 7812-1 annex B.
    """
    digits = f"{year % 100:02d}{serial % 10**9:09d}"
    return digits + str(_check_digit(digits))


def is_number(text: str) -> bool:
    """Tell whether twelve digits are a sheet's number: one digit misread, or two neighbours swapped, is seen."""
    return len(text) == 12 and text.isascii() and text.isdigit() and int(text[-1]) == _check_digit(text[:-1])


def is_under_14(birth_on: date | None, *, on: date) -> bool:
    """Tell whether somebody needs a legal representative to consent; an unknown birthday does not say so.

    Source: 개인정보보호법 §22의2①.
    """
    if birth_on is None:
        return False
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day)) < 14


def _check_digit(digits: str) -> int:
    doubled = (int(d) * 2 if n % 2 == 0 else int(d) for n, d in enumerate(reversed(digits)))
    return -sum(d - 9 if d > 9 else d for d in doubled) % 10
