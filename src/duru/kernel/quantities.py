"""Quantities as hand-out lists write them: 2포, 1 box, 10kg 3포, 쌀10kg."""

import re
from typing import NamedTuple

from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text


class Quantity(NamedTuple):
    """How much of something: a whole number and its unit as written ("" when none)."""

    amount: int
    unit: str = ""


MOST = 1_000_000

_NATIVE = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "반": 0}
_NUMBER = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.0+)?(?![.,][0-9])[ xX×*]*([^\d\s,()/+]{0,10})")
_WORD = re.compile(rf"({'|'.join(_NATIVE)}) ?([가-힣]{{1,4}})")


def parse_quantity(typed: str) -> Quantity:
    """Read a count and its unit: "2포", "1 box", "3", "두 박스", "10.0".

    Raises:
        Refused: Blank, no number, a fraction, zero, or more than a million; says what to write.
    """
    text = clean_text(typed)
    if not text:
        raise Refused("수량이 비어 있습니다. 숫자로 적어 주세요.", field="quantity")
    if match := _NUMBER.fullmatch(text):
        amount, unit = int(match[1].replace(",", "")), match[2]
    elif (match := _WORD.fullmatch(text)) and _NATIVE[match[1]]:
        amount, unit = _NATIVE[match[1]], match[2]
    else:
        raise Refused(
            f"‘{text[:20]}’을 수량으로 읽을 수 없습니다. 2포처럼 숫자와 단위를 적어 주세요.", field="quantity"
        )
    if not 0 < amount <= MOST:
        raise Refused(f"수량 {amount:,}은 쓸 수 없습니다. 1 이상 {MOST:,} 이하로 적어 주세요.", field="quantity")
    return Quantity(amount, unit.lower() if unit.isascii() else unit)


def format_quantity(quantity: Quantity) -> str:
    """Write a quantity as the screen shows it: 1,200포."""
    return f"{quantity.amount:,}{quantity.unit}"
