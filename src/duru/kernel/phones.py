"""Telephone numbers as agencies write them, reduced to their digits."""

import re
from typing import NamedTuple

from duru.kernel.hangul import clean_text


class Phone(NamedTuple):
    """What a phone cell says.

    Attributes:
        typed: The cell as typed.
        digits: The number to compare and to call, digits only with the leading 0; "" when there is none.
        kind: "mobile", "landline", "internet" (070), "personal" (050x), "service" (1588, 080), "unknown" (digits
            that are no whole Korean number), or "" for a blank cell.
        extension: Digits behind 내선 or "ext", else "".
        others: Further whole numbers in the same cell, mobiles first.
    """

    typed: str
    digits: str = ""
    kind: str = ""
    extension: str = ""
    others: tuple[str, ...] = ()


_MOBILE = re.compile(r"(010)-?([0-9]{4})-?([0-9]{4})")
_SHAPES = (
    ("mobile", re.compile(r"010[0-9]{8}|01[16789][0-9]{7,8}")),
    ("internet", re.compile(r"070[0-9]{7,8}")),
    ("personal", re.compile(r"050[0-9]{8,9}")),
    ("service", re.compile(r"080[0-9]{6,8}|1[568][0-9]{6}")),
    ("landline", re.compile(r"02[2-9][0-9]{6,7}|0(?:3[1-3]|4[1-4]|5[1-5]|6[1-4])[2-9][0-9]{6,7}")),
)
_CANDIDATE = re.compile(r"(?<![0-9])(?:\+? ?82|0082)?[ \-.)]*\(?[0-9](?:[ ]?[\-.)(·~_]?[ ]?[0-9]){6,13}(?![0-9])")
_EXTENSION = re.compile(r"(?:내선|교환|구내|ext\.?|#) ?:? ?([0-9]{1,5})", re.IGNORECASE)
_NUMBER_TEXT = re.compile(r"([0-9]{8,11})\.0")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_SPLIT = re.compile(r"[,;/\n|]|또는|혹은")


def parse_phone(typed: str) -> Phone:
    """Read a phone cell: one number or several, with country code, without its leading 0, with an extension.

    Never refuses: a phone only supports a match, and half a number is still worth keeping as typed. A number of one
    digit throughout (010-0000-0000) is no number.

    Returns:
        The first mobile in the cell, or else the first whole number; kind "unknown" when digits are there but no
        Korean number.
    """
    if match := _MOBILE.fullmatch(typed):
        digits = match[1] + match[2] + match[3]
        return Phone(typed) if _is_filler(digits) else Phone(typed, digits, "mobile")
    text = clean_text(typed.replace("\n", ","))
    if not text:
        return Phone(typed)
    if match := _NUMBER_TEXT.fullmatch(text):
        text = match[1]
    extension = ""
    if match := _EXTENSION.search(text):
        extension, text = match[1], text[: match.start()] + text[match.end() :]
    found: list[tuple[str, str]] = []
    for part in _SPLIT.split(text):
        for candidate in _CANDIDATE.finditer(part):
            found += [number for number in _numbers(candidate[0]) if number not in found]
    if not found:
        digits = _NOT_DIGIT.sub("", text)
        return Phone(typed, digits[:15], "unknown", extension) if digits and not _is_filler(digits) else Phone(typed)
    found.sort(key=lambda number: number[1] != "mobile")
    return Phone(typed, *found[0], extension, tuple(digits for digits, _ in found[1:]))


def _numbers(candidate: str) -> list[tuple[str, str]]:
    digits = _NOT_DIGIT.sub("", candidate)
    kind = phone_kind(digits)
    if kind == "unknown":
        digits, kind = _repair(digits)
    return [] if kind == "unknown" or _is_filler(digits) else [(digits, kind)]


def _repair(digits: str) -> tuple[str, str]:
    """Put back what a country code replaced or a spreadsheet ate."""
    bare = digits.removeprefix("0082").removeprefix("82") if digits.startswith(("0082", "82")) else digits
    for attempt in (bare, f"0{bare}"):
        kind = phone_kind(attempt)
        if kind != "unknown":
            return attempt, kind
    return digits, "unknown"


def phone_kind(digits: str) -> str:
    """Name the kind of a number given as digits only, "unknown" when it is no whole Korean number.

    Source: 전기통신번호관리세칙 (과학기술정보통신부 고시), 식별번호와 지역번호.
    """
    for kind, shape in _SHAPES:
        if shape.fullmatch(digits):
            return kind
    return "unknown"


def known_number(digits: str | None) -> str:
    """Return the digits when they are a number of a known kind, "" for half numbers and for none."""
    return digits if digits and phone_kind(digits) != "unknown" else ""


def _is_filler(digits: str) -> bool:
    tail = digits[3:] if len(digits) > 8 else digits
    return tail == tail[0] * len(tail)


def format_phone(digits: str) -> str:
    """Write a number with its hyphens: 010-1234-5678, 02-123-4567, 1588-1234; unknown digits unchanged."""
    kind = phone_kind(digits)
    if kind == "unknown":
        return digits
    if len(digits) == 8:
        return f"{digits[:4]}-{digits[4:]}"
    head = 2 if digits.startswith("02") else 4 if kind == "personal" and len(digits) == 12 else 3
    return f"{digits[:head]}-{digits[head:-4]}-{digits[-4:]}"
