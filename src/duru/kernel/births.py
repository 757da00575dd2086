"""Birth dates as agencies write them, and the lunar calendar behind them."""

import re
import threading
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from korean_lunar_calendar import KoreanLunarCalendar

from duru.kernel.dates import read_date
from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text

OLDEST_YEARS = 125  # nobody alive is older; a birth further back is a slip of the keyboard


class LunarDay(NamedTuple):
    """A day of the Korean lunar calendar; a leap month (윤달) repeats the number of the month before it."""

    year: int
    month: int
    day: int
    is_leap_month: bool = False


class Birth(NamedTuple):
    """What a birth cell says.

    Attributes:
        typed: The cell as typed.
        on: The solar date, when the day is known; converted when the cell was marked lunar.
        year: The solar year when the day is known, else the year as written; None when nothing is written.
        month: 1–12, or 0 when not known.
        is_lunar: Whether the cell was marked lunar (음력). Unmarked dates may still be lunar: linkage compares both.
        precision: "day", "month", "year", or "" for a blank cell.
        lunar: The lunar day as written, when marked lunar and complete.
        sex: 'M' or 'F' when a seventh digit told it, else ''.
    """

    typed: str
    on: date | None = None
    year: int | None = None
    month: int = 0
    is_lunar: bool = False
    precision: str = ""
    lunar: LunarDay | None = None
    sex: str = ""


_BLANK = frozenset(
    ["", "-", "--", ".", "?", "??", "x", "X", "0", "00", "000000", "00000000", "0000-00-00", "미상", "모름", "없음", "무", "불명", "불상"]
    + ["확인불가", "확인 불가", "미확인", "미기재", "비공개", "해당없음", "해당 없음", "n/a", "N/A", "NA", "null", "NULL", "None"]
)  # fmt: skip
_PLAIN = re.compile(r"((?:18|19|20)[0-9]{2})-?([0-9]{2})-?([0-9]{2})")
_LUNAR = re.compile(r"\(?(?:음력|음|陰|-)\)|\((?:음력|음|陰|-)\)?|음력|^음|음$|陰")
_SOLAR = re.compile(r"\(?(?:양력|양|陽|\+)\)|\((?:양력|양|陽|\+)\)?|양력|^양|양$|陽")
_LEAP = re.compile(r"\(?윤달?\)?")
_BORN = re.compile(r" ?(?:출생|생일|生|생)\.?$")
_AGE = re.compile(r"(?:만 ?)?[0-9]{1,3} ?(?:세|살)")
_RRN_LIKE = re.compile(r"[0-9]{6} ?-? ?[0-9][0-9*xX]{2,6}")
_CENTURIES = dict.fromkeys("90", 1800) | dict.fromkeys("1256", 1900) | dict.fromkeys("3478", 2000)


def parse_birth(typed: str, *, today: date) -> Birth:
    """Read a birth date.

    Understands eight and six digits, every separator, 1955년 3월 5일생, 음력 marks and 윤달, Excel day numbers, a year or a
    year and month alone (also written with zeros: 1955-00-00), and YYMMDD-1, whose seventh digit gives century and sex.
    A two-digit year means the latest year that does not make the birth lie in the future ("27" is 1927, "25" is 2025):
    who was born more than a hundred years ago must be written with four digits.

    Args:
        typed: The cell as typed; whole resident numbers were cut by `rrn.cut_rrn` before.
        today: The day on which the file is read.

    Returns:
        What is known. A blank cell, or a word for "unknown", is a Birth with precision "".

    Raises:
        Refused: Not a date, no such day, in the future, more than 125 years ago, an age instead of a birth date, or a
            resident number; the message says what to write.
    """
    return _parse_cell(typed, today) if len(typed) <= 40 else _parse_cell.__wrapped__(typed, today)


@lru_cache(maxsize=32768)  # people share some forty thousand birthdays
def _parse_cell(typed: str, today: date) -> Birth:
    if match := _PLAIN.fullmatch(typed):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        if month and day:
            return _of_day(typed, year, month, day, today)
    return _parse(typed, clean_text(typed), today)


def _parse(typed: str, text: str, today: date) -> Birth:
    if text in _BLANK:
        return Birth(typed)
    if _RRN_LIKE.fullmatch(text):
        raise Refused("주민등록번호는 받을 수 없습니다. 생년월일만 8자리(19550305)로 적어 주세요.", field="birth")
    if _AGE.fullmatch(text):
        raise Refused(f"‘{text}’는 나이입니다. 생년월일이나 태어난 해(1955)를 적어 주세요.", field="birth")
    rest, is_leap = text, False
    rest = _SOLAR.sub("", rest)
    rest, n_marks = _LUNAR.subn("", rest)
    is_lunar = n_marks > 0
    if "윤" in rest:
        rest, is_leap, is_lunar = _LEAP.sub("", rest), True, True
    born = _BORN.sub("", rest.strip()).strip()
    if re.fullmatch(r"[0-9]{2}", born) and born != rest.strip():
        born = f"{born}년"  # 55생
    written = read_date(born, until=today)
    if written is None or written.year is None:
        raise Refused(_why_unread(text, has_year=written is None), field="birth")
    year = written.year
    if not written.has_century:
        year = _full_year(year, written.month, written.day, written.tail, today)
    sex = ("F" if written.tail in "02468" else "M") if written.tail else ""
    if not written.month:
        _check_year(year, today)
        return Birth(typed, year=year, is_lunar=is_lunar, precision="year", sex=sex)
    if written.month > 12:
        raise Refused(f"{written.month}월은 없습니다. 생년월일을 8자리(19550305)로 적어 주세요.", field="birth")
    if not written.day:
        _check_year(year, today)
        return Birth(typed, year=year, month=written.month, is_lunar=is_lunar, precision="month", sex=sex)
    if is_lunar:
        return _of_lunar_day(typed, LunarDay(year, written.month, written.day, is_leap), today, sex)
    return _of_day(typed, year, written.month, written.day, today, sex)


def _full_year(short: int, month: int, day: int, tail: str, today: date) -> int:
    if tail:
        return _CENTURIES[tail] + short
    recent = today.year - today.year % 100 + short
    is_future = (recent, month, day) > (today.year, today.month, today.day) if month else recent > today.year
    return recent - 100 if is_future else recent


def _check_year(year: int, today: date) -> None:
    if year > today.year:
        raise Refused(f"{year}년은 아직 오지 않은 해입니다. 태어난 해를 확인해 주세요.", field="birth")
    if year < today.year - OLDEST_YEARS:
        raise Refused(f"{year}년생은 {today.year - year}세입니다. 태어난 해를 확인해 주세요.", field="birth")


def _of_day(typed: str, year: int, month: int, day: int, today: date, sex: str = "") -> Birth:
    try:
        on = date(year, month, day)
    except ValueError:
        may_be_lunar = month <= 12 and day == 30
        hint = "음력이면 뒤에 (음)을 붙여 주세요." if may_be_lunar else "생년월일을 확인해 주세요."
        raise Refused(f"{year}년 {month}월 {day}일은 양력에 없는 날짜입니다. {hint}", field="birth") from None
    _check_day(on, today)
    return Birth(typed, on, year, month, False, "day", None, sex)


def _of_lunar_day(typed: str, lunar: LunarDay, today: date, sex: str) -> Birth:
    _check_year(lunar.year, today)
    on = lunar_to_solar(lunar)
    _check_day(on, today)
    return Birth(typed, on, on.year, on.month, True, "day", lunar, sex)


def _check_day(on: date, today: date) -> None:
    if on > today:
        raise Refused(f"{on.isoformat()}은 아직 오지 않은 날입니다. 생년월일을 확인해 주세요.", field="birth")
    _check_year(on.year, today)


def _why_unread(text: str, *, has_year: bool) -> str:
    if not has_year:
        return f"‘{text[:20]}’에 태어난 해가 없습니다. 8자리(19550305)로 적어 주세요."
    if re.fullmatch(r"[0-9]{5}", text):
        return f"‘{text}’는 어느 날인지 두 가지로 읽힙니다. 8자리(19550305)로 적어 주세요."
    return f"‘{text[:20]}’를 생년월일로 읽을 수 없습니다. 8자리(19550305)로 적어 주세요."


# --- The lunar calendar -----------------------------------------------------------------------------------------------


_kept = threading.local()


def _calendar() -> KoreanLunarCalendar:
    """Return this thread's calendar: it remembers the years it has added up since 1000, which is nearly all of its work."""
    if not hasattr(_kept, "calendar"):
        _kept.calendar = KoreanLunarCalendar()
    return _kept.calendar


@lru_cache(maxsize=32768)
def solar_to_lunar(day: date) -> LunarDay:
    """Convert a solar day to the Korean lunar calendar.

    Raises:
        Refused: Outside 1000-02-13 to 2050-12-31, the years of the library's table.

    Source: 한국천문연구원 음양력 자료, through the library korean-lunar-calendar.
    """
    calendar = _calendar()
    if not calendar.setSolarDate(day.year, day.month, day.day):
        raise Refused(f"{day.isoformat()}의 음력은 계산할 수 없습니다. 양력으로 적어 주세요.", field="birth")
    return LunarDay(calendar.lunarYear, calendar.lunarMonth, calendar.lunarDay, bool(calendar.isIntercalation))


@lru_cache(maxsize=32768)
def lunar_to_solar(lunar: LunarDay) -> date:
    """Convert a day of the Korean lunar calendar to the solar one.

    Raises:
        Refused: There is no such lunar day (a 30th in a short month, a leap month in a year without it), or it lies
            outside the years 1000–2050.

    Source: as `solar_to_lunar`.
    """
    calendar = _calendar()
    is_known = calendar.setLunarDate(lunar.year, lunar.month, lunar.day, lunar.is_leap_month)
    on = date(calendar.solarYear, calendar.solarMonth, calendar.solarDay) if is_known else None
    # The library takes a leap month that does not exist for the ordinary one; going back tells.
    if on is None or solar_to_lunar(on) != lunar:
        leap = "윤" if lunar.is_leap_month else ""
        raise Refused(
            f"음력 {lunar.year}년 {leap}{lunar.month}월 {lunar.day}일은 없는 날짜입니다. 날짜를 확인해 주세요.",
            field="birth",
        )
    return on


def as_if_lunar(day: date) -> date | None:
    """Read a solar-looking day as a lunar one and convert it, for comparing records with the calendars mixed up.

    Returns:
        The solar day, or None when the numbers are no lunar day.
    """
    try:
        return lunar_to_solar(LunarDay(day.year, day.month, day.day))
    except Refused:
        return None
