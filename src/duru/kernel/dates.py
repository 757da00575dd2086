"""Days as people and spreadsheets write them.

`read_date` only reads what is written; `parse_day` decides which day of an event is meant (a hand-out, a payment, a
death). Birth dates have their own rules in `duru.kernel.births`, on top of the same reading.
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text


class WrittenDate(NamedTuple):
    """The parts of a date as written, before anybody asked whether such a day exists.

    Attributes:
        year: The year as written, None when only month and day are there.
        has_century: Whether the year was written with four digits.
        month: 0 when not written, or written as 00.
        day: 0 when not written, or written as 00.
        tail: A seventh digit after YYMMDD or YYYYMMDD (century and sex), else "".
    """

    year: int | None
    has_century: bool
    month: int
    day: int
    tail: str = ""


_EPOCH = date(1899, 12, 30)  # day 0 of Excel, which believes in a 29 February 1900; right from 1 March 1900 on
_SERIAL_LAST = 73050  # the end of the year 2099

_YEARS_AHEAD = 10  # further ahead no event is planned, so a two-digit year means the last century

_YMD = re.compile(r"'?([0-9]{4}|[0-9]{2}) ?[-./년,] ?([0-9]{1,2}) ?[-./월,] ?([0-9]{1,2})[.일]?")
_YM = re.compile(r"'?([0-9]{4}) ?[-./년] ?([0-9]{1,2})[.월]?")
_SHORT_YM = re.compile(r"'?([0-9]{2})년 ?([0-9]{1,2})월")
_MD = re.compile(r"([0-9]{1,2}) ?[-./월] ?([0-9]{1,2})[.일]?")
_MDY = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4})")
_Y = re.compile(r"([0-9]{4})[.년]?")
_SHORT_Y = re.compile(r"'([0-9]{2})[.년]?|([0-9]{2})년")
_COMPACT = re.compile(r"([0-9]{4}|[0-9]{2})([0-9]{2})([0-9]{2})(?:-?([0-9]))?")
_COMPACT_TAIL = re.compile(r"'?([0-9]{4}|[0-9]{2})[-./]([0-9]{1,2})[-./]([0-9]{1,2})-([0-9])")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
# A time of day, a weekday or a remark after the date adds nothing to it.
_AFTER = re.compile(
    r"(?:[ T](?:(?:오전|오후|am|pm) ?)?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?(?: ?(?:am|pm|z))?"
    r"(?:[+-][0-9]{2}:?[0-9]{2})?|Z|[ .]*\(?[월화수목금토일](?:요일)?\)| [월화수목금토일]요일)+$",
    re.IGNORECASE,
)


def read_date(text: str, *, until: date = date.max) -> WrittenDate | None:
    """Read the parts of one written date, or None when the text is not a date.

    Understands 2026-03-05, 2026.3.5., 2026년 3월 5일 (목), 26/03/05, '26.3.5, 20260305, 260305, 2026-03-05 00:00:00,
    3/5/2026 where it cannot be the fifth of March and the third of May at once, 2026.3, 2026년, 3월 5일, and the day
    numbers of Excel (46086). Five digits may also be a YYMMDD whose leading zero a spreadsheet ate (50312): they are
    read so when the day number would lie after `until`, and not read when both are possible.

    Args:
        text: Already cleaned by `clean_text`.
        until: The last day that makes sense.
    """
    if len(text) == 10 and text[4] in "-./" and (match := _YMD.fullmatch(text)):
        return WrittenDate(int(match[1]), True, int(match[2]), int(match[3]))
    text = _AFTER.sub("", text).rstrip(" ,")
    if text.isdigit() and text.isascii():
        return _read_digits(text, until)
    if match := _YMD.fullmatch(text) or _COMPACT_TAIL.fullmatch(text) or _COMPACT.fullmatch(text):
        tail = match[4] or "" if match.re is not _YMD else ""
        return WrittenDate(int(match[1]), len(match[1]) == 4, int(match[2]), int(match[3]), tail)
    if match := _YM.fullmatch(text):
        return WrittenDate(int(match[1]), True, int(match[2]), 0)
    if match := _SHORT_YM.fullmatch(text):
        return WrittenDate(int(match[1]), False, int(match[2]), 0)
    if match := _MD.fullmatch(text):
        return WrittenDate(None, False, int(match[1]), int(match[2]))
    if match := _MDY.fullmatch(text):
        month, day = int(match[1]), int(match[3])
        if month <= 12 and (day > 12 or day == month):
            return WrittenDate(int(match[4]), True, month, day)
        return None
    if match := _Y.fullmatch(text):
        return WrittenDate(int(match[1]), True, 0, 0)
    if match := _SHORT_Y.fullmatch(text):
        return WrittenDate(int(match[1] or match[2]), False, 0, 0)
    if match := _SERIAL.fullmatch(text):
        return _read_serial(match[1], until)
    return None


def _read_digits(text: str, until: date) -> WrittenDate | None:
    size = len(text)
    if size == 8:
        return WrittenDate(int(text[:4]), True, int(text[4:6]), int(text[6:]))
    if size in (6, 7):
        month, day = int(text[2:4]), int(text[4:6])
        if size == 6 and month > 12 and text[:2] in ("18", "19", "20") and int(text[4:]) <= 12:
            return WrittenDate(int(text[:4]), True, day, 0)  # YYYYMM: 195503
        return WrittenDate(int(text[:2]), False, month, day, text[6:])
    if size == 4:
        return WrittenDate(int(text), True, 0, 0)
    if size == 5:
        return _read_serial(text, until)
    return None


def _read_serial(text: str, until: date) -> WrittenDate | None:
    number, month, day = int(text), int(text[1:3]), int(text[3:])
    is_eaten_zero = 1 <= month <= 12 and 1 <= day <= 31
    is_serial = number <= _SERIAL_LAST and _EPOCH + timedelta(days=number) <= until
    if is_eaten_zero == is_serial:
        return None
    if is_eaten_zero:
        return WrittenDate(int(text[0]), False, month, day)
    on = _EPOCH + timedelta(days=number)
    return WrittenDate(on.year, True, on.month, on.day)


def parse_day(typed: str, *, today: date, year: int | None = None, field: str = "date") -> date:
    """Read the day of an event: when something was given, paid, reported.

    A two-digit year means the 2000s, unless that would be more than ten years ahead. Days in the future are allowed
    (a payment date); the caller knows whether they make sense.

    Args:
        typed: The cell as typed.
        today: The day on which the file is read.
        year: The year meant when only month and day are written (from the file's title or the campaign).
        field: What a refusal names as its field.

    Raises:
        Refused: Blank, not one whole day, two readings possible, or a day that does not exist; says what to write.
    """
    parse = _parse_day if len(typed) <= 40 else _parse_day.__wrapped__
    return parse(typed, today, year, field)


@lru_cache(maxsize=16384)
def _parse_day(typed: str, today: date, year: int | None, field: str) -> date:
    text = clean_text(typed)
    if not text:
        raise Refused("날짜가 비어 있습니다. 2026-03-05처럼 적어 주세요.", field=field)
    written = read_date(text, until=today.replace(year=today.year + _YEARS_AHEAD, day=1))
    if written is None:
        raise Refused(_why_unread(text), field=field)
    if not written.month or not written.day:
        raise Refused(f"‘{text}’에는 날(일)이 없습니다. 2026-03-05처럼 연·월·일을 모두 적어 주세요.", field=field)
    if written.year is None:
        if year is None:
            raise Refused(f"‘{text}’에 연도가 없습니다. 2026-03-05처럼 연도까지 적어 주세요.", field=field)
        full_year = year
    elif written.has_century:
        full_year = written.year
    else:
        full_year = 2000 + written.year if 2000 + written.year <= today.year + _YEARS_AHEAD else 1900 + written.year
    return real_day(full_year, written.month, written.day, field=field)


def _why_unread(text: str) -> str:
    if re.search(r"[~∼～]", text):
        return f"‘{text}’는 기간입니다. 한 칸에 하루만 2026-03-05처럼 적어 주세요."
    if re.fullmatch(r"[0-9]{5}", text):
        return f"‘{text}’는 어느 날인지 두 가지로 읽힙니다. 2026-03-05처럼 적어 주세요."
    return f"‘{text[:30]}’를 날짜로 읽을 수 없습니다. 2026-03-05처럼 적어 주세요."


def real_day(year: int, month: int, day: int, *, field: str = "date") -> date:
    """Make a day of the solar calendar.

    Raises:
        Refused: There is no such day (2월 30일, 13월), or the year is outside 1800–2199.
    """
    if not 1800 <= year <= 2199:
        raise Refused(f"{year}년은 쓸 수 없는 연도입니다. 네 자리 연도를 확인해 주세요.", field=field)
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused(f"{year}년 {month}월 {day}일은 없는 날짜입니다. 날짜를 확인해 주세요.", field=field) from None


def format_day(day: date) -> str:
    """Write a day as the screen shows it: 2026-03-05."""
    return day.isoformat()
