"""The office calendar of the tenant: holidays by rule, days named since, and dated office hours."""

from datetime import date
from functools import lru_cache

from django.db import connection

from duru.blocks.casework.models import CounterHours, NamedHoliday
from duru.kernel.days import STANDARD_HOURS, Holiday, OfficeCalendar, OfficeHours
from duru.kernel.holidays_kr import ANNOUNCED, shipped_calendar

_ROWS = b"""
SELECT "on", name, kind, NULL::time, NULL::time, NULL::time, NULL::time FROM casework_namedholiday
UNION ALL SELECT from_on, NULL, NULL, opens, closes, lunch_from, lunch_until FROM casework_counterhours ORDER BY 1
"""


def office_calendar() -> OfficeCalendar:
    """Build the tenant's calendar out of its rows, so that a day named a minute ago counts. One small query."""
    return _calendar(tuple(connection.fetch_prepared(_ROWS, [])))


@lru_cache(maxsize=300)  # one a tenant; making a calendar takes 20 ms
def _calendar(rows: tuple) -> OfficeCalendar:
    announced = {day.on for day in ANNOUNCED}  # an update of 두루 may bring a day that somebody has already entered
    extra = [Holiday(on, name, kind) for on, name, kind, *_ in rows if name is not None and on not in announced]
    hours = [OfficeHours(from_on, *times) for from_on, name, _, *times in rows if name is None]
    return shipped_calendar(extra=extra, hours=(STANDARD_HOURS, *hours))


def list_holidays(year: int) -> list[Holiday]:
    """Return the holidays of a year as they count in this tenant, Sundays left out, in order."""
    return sorted((day for day in office_calendar().holidays if day.on.year == year), key=lambda day: day.on)


def find_named_holiday(on: date) -> NamedHoliday | None:
    """Return the tenant's own row for a day, or None."""
    return NamedHoliday.objects.filter(on=on).first()


def list_hours() -> list[CounterHours]:
    """Return the tenant's rows of office hours, newest first."""
    return list(CounterHours.objects.order_by("-from_on"))
