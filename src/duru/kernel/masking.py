"""What a screen shows of personal values to those who need not see the whole.

A masked value keeps its shape so that people recognise their own case, and never holds a hidden character. Whatever is
not understood is masked whole.
"""

import re
from datetime import date

from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text
from duru.kernel.names import parse_name
from duru.kernel.phones import phone_kind

_KEPT_OF_ADDRESS = re.compile(
    r"(?:[가-힣]+(?:특별자치시|특별자치도|특별시|광역시|도|시|군|구)(?: |$))+"
    r"(?:(?:[가-힣]+[읍면]|[가-힣]+(?:[0-9]가|[0-9·.]*동))(?= |$))?"
)


def mask_name(name: str) -> str:
    """Mask a name: 홍길동 → 홍○동, 홍길 → 홍○, 김하늘별 → 김○○별, 남궁민수 → 남궁○○, KIM CHULSOO → K** C******.

    Titles go. Of a name that cannot be read nothing remains but ○.
    """
    text = clean_text(name)
    if not text:
        return ""
    try:
        parsed = parse_name(text)
    except Refused:
        return "○"
    if parsed.is_roman:
        return " ".join(word[0] + "*" * (len(word) - 1) if len(word) > 1 else "*" for word in parsed.name.split())
    whole = parsed.name
    if len(whole) < 2:
        return "○"
    if len(parsed.surname) > 1:
        return parsed.surname + "○" * (len(whole) - len(parsed.surname)) if parsed.given else "○" * len(whole)
    if len(whole) == 2:
        return f"{whole[0]}○"
    return whole[0] + "○" * (len(whole) - 2) + whole[-1]


def mask_birth(birth: date | int | None) -> str:
    """Mask a birth date down to its year: 1955-**-**; nothing for an unknown one."""
    if birth is None:
        return ""
    return f"{birth.year if isinstance(birth, date) else birth:04d}-**-**"


def mask_phone(digits: str) -> str:
    """Mask the middle of a number given as digits: 010-****-5678, 02-***-4567; unknown numbers whole."""
    kind = phone_kind(digits)
    if kind == "unknown" or len(digits) < 9:
        return "*" * len(digits)
    head = 2 if digits.startswith("02") else 3
    return f"{digits[:head]}-{'*' * (len(digits) - head - 4)}-{digits[-4:]}"


def mask_address(address: str) -> str:
    """Keep an address down to 동, 읍 or 면 and mask the rest; an address without a readable region is masked whole."""
    text = clean_text(address)
    if not text:
        return ""
    match = _KEPT_OF_ADDRESS.match(text)
    if match is None:
        return "***"
    return f"{match[0].strip()} ***"


def mask_digits(number: str) -> str:
    """Mask an account, card or certificate number but for its last four digits; short ones whole."""
    seen = 0
    n_digits = sum(char.isdigit() for char in number)
    out = []
    for char in number:
        if char.isdigit():
            seen += 1
            out.append(char if n_digits > 8 and seen > n_digits - 4 else "*")
        else:
            out.append(char)
    return "".join(out)
