"""Days, moments and lists of days in Korean, for the steps of a deadline and for letters."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from duru.kernel.days.calendar import OfficeCalendar, day_start

_DAY = timedelta(days=1)
_WEEKDAYS = "월화수목금토일"
_LISTED = 6  # more days left out than this are told as a number of weekend days and the holidays by name


def day_words(day: date, *, after: date | None = None, name: str = "") -> str:
    """Write a day as 12월 25일(금, 기독탄신일); the year stands before it when it differs from the day `after`."""
    if name == f"{day.month}월 {day.day}일":  # the decree calls New Year's Day by its date
        name = "공휴일"
    year = "" if after is not None and after.year == day.year else f"{day.year}년 "
    return f"{year}{day.month}월 {day.day}일({_WEEKDAYS[day.weekday()]}{', ' if name else ''}{name})"


def moment_words(at: datetime, *, after: date | None = None, is_end: bool = False) -> str:
    """Write a moment as 12월 2일(수) 17시 30분; midnight at an end belongs to the day before, as 24시."""
    if is_end and at == day_start(at.date()):
        return f"{day_words(at.date() - _DAY, after=after)} 24시"
    minutes = f" {at.minute}분" if at.minute else ""
    return f"{day_words(at.date(), after=after)} {at.hour}시{minutes}"


def length_words(length: timedelta) -> str:
    """Write a length of working time as 7시간 30분."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return (
        " ".join(part for part in (f"{hours}시간" if hours else "", f"{minutes}분" if minutes else "") if part) or "0분"
    )


def span_words(first: date, last: date, *, after: date | None = None) -> str:
    """Write the days from the first to the last one, or the one day."""
    words = day_words(first, after=after)
    return words if first == last else f"{words}부터 {day_words(last, after=first)}까지"


def days_words(days: Iterable[date], calendar: OfficeCalendar, *, after: date) -> str:
    """Write a list of days that are not worked: neighbours joined, and a long list summed up."""
    listed = list(days)
    if len(listed) > _LISTED:
        named = [day for day in listed if calendar.name_of(day)]
        plain = f"토·일요일 {len(listed) - len(named)}일" if len(named) < len(listed) else ""
        holidays = days_words(named[:_LISTED], calendar, after=after) if named else ""
        more = f" 등 공휴일 {len(named)}일" if len(named) > _LISTED else ""
        return "과 ".join(part for part in (plain, holidays + more) if part)
    words, before = "", None
    for day in listed:
        full = day_words(day, after=before or after, name=calendar.name_of(day))
        if before is not None and day - before == _DAY and day.month == before.month:
            words += f"·{full.split('월 ', 1)[1]}"
        else:
            words += f", {full}" if words else full
        before = day
    return words
