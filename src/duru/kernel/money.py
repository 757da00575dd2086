"""Money in whole won."""

import re

from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text

LARGEST_WON = 10**15  # more than the state budget: a slip of the keyboard

_PLAIN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")
_MARKS = re.compile(r"^(?:일금|금|약|₩|\\|￦|krw)+|(?:원정|원|정|krw|won)+$", re.IGNORECASE)
_MINUS = ("-", "△", "▲", "▽", "▼")
_UNITS = {"조": 10**12, "억": 10**8, "만": 10**4}
_SMALL = {"천": 1000, "백": 100, "십": 10}
_DIGITS = {char: at for at, char in enumerate("영일이삼사오육칠팔구")} | {"공": 0, "령": 0, "륙": 6}
_NUMBER = re.compile(r"([0-9][0-9,]*)(?:\.([0-9]+))?")


def parse_won(typed: str, *, unit_won: int = 1) -> int:
    """Read an amount of money.

    Understands 1234, 1,234원, ₩1,234, 1234.0 (a spreadsheet's number), 3만5천원, 1억 2,000만, 1.5만원, 금 오만원정.

    Args:
        typed: The cell as typed.
        unit_won: What one unit of the column is worth: 1000 where the header says 천원.

    Returns:
        Whole won, zero or more.

    Raises:
        Refused: Blank, not a number, negative, not whole won, or too large; says what to write.
    """
    text = clean_text(typed).replace(" ", "")
    if _PLAIN.fullmatch(text):
        return _checked(int(text.replace(",", "")) * unit_won, text)
    if not text or text in ("-", "없음"):
        raise Refused("금액이 비어 있습니다. 없으면 0을 적어 주세요.", field="won")
    body = text
    while (stripped := _MARKS.sub("", body)) != body:
        body = stripped
    if body.startswith(_MINUS) or text.startswith(_MINUS) or (text.startswith("(") and text.endswith(")")):
        raise Refused(f"‘{text[:20]}’은 0보다 작은 금액입니다. 환수나 취소는 따로 적어 주세요.", field="won")
    tenths = _amount(body)
    if tenths is None:
        raise Refused(f"‘{text[:20]}’을 금액으로 읽을 수 없습니다. 숫자만 원 단위로 적어 주세요.", field="won")
    won, rest = tenths
    if rest:
        raise Refused(f"‘{text[:20]}’은 원 단위로 떨어지지 않습니다. 소수점 없이 적어 주세요.", field="won")
    return _checked(won * unit_won, text)


def _checked(won: int, text: str) -> int:
    if won > LARGEST_WON:
        raise Refused(f"‘{text[:20]}’은 너무 큰 금액입니다. 단위를 확인해 주세요.", field="won")
    return won


def _amount(body: str) -> tuple[int, bool] | None:
    """Read digits and Korean number words; the flag says that a part of a won was left."""
    total, has_rest, rest = 0, False, body
    while rest:
        at = next((at for at, char in enumerate(rest) if char in _UNITS), None)
        part, unit, rest = (rest, 1, "") if at is None else (rest[:at], _UNITS[rest[at]], rest[at + 1 :])
        scaled = _part(part, unit)
        if scaled is None:
            return None
        total, has_rest = total + scaled[0], has_rest or scaled[1]
    return (total, has_rest) if body else None


def _part(part: str, unit: int) -> tuple[int, bool] | None:
    """Read what stands before one big unit: 2,000 · 1.5 · 3천5백 · 이천오백 · nothing (만원 is 1만)."""
    if not part:
        return unit, False
    total, digit, at, has_rest = 0, None, 0, False
    while at < len(part):
        if match := _NUMBER.match(part, at):
            if digit is not None or (match[1].count(",") and not _PLAIN.fullmatch(match[1])):
                return None
            scale = unit * _SMALL.get(part[match.end()], 1) if match.end() < len(part) else unit
            fraction = int(match[2] or "0") * scale
            power = 10 ** len(match[2] or "")
            total += int(match[1].replace(",", "")) * scale + fraction // power
            has_rest = has_rest or fraction % power != 0
            at = match.end() + (1 if match.end() < len(part) and part[match.end()] in _SMALL else 0)
        elif part[at] in _DIGITS and digit is None:
            digit, at = _DIGITS[part[at]], at + 1
        elif part[at] in _SMALL:
            total, digit, at = total + (1 if digit is None else digit) * _SMALL[part[at]] * unit, None, at + 1
        else:
            return None
    return total + (digit or 0) * unit, has_rest


def format_won(won: int) -> str:
    """Write an amount as the screen shows it: 1,234원."""
    return f"{won:,}원"


def cut_to_tens(won: int) -> int:
    """Cut an amount down to whole tens of won (10원 미만 절사); levies and benefits differ in whether this applies."""
    return won - won % 10
