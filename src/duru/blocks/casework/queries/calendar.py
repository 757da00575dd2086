"""The office calendar of the tenant: holidays by rule, days named since, and dated office hours."""

from datetime import date
from functools import lru_cache

from django.db import connection

from duru.blocks.casework.models import CounterHours, NamedHoliday
from duru.kernel.days import STANDARD_HOURS, Holiday, OfficeCalendar, OfficeHours
from duru.kernel.holidays_kr import ANNOUNCED, shipped_calendar

_NAMED = b'SELECT "on", name, kind FROM casework_namedholiday ORDER BY "on"'
_HOURS = b"SELECT from_on, opens, closes, lunch_from, lunch_until FROM casework_counterhours ORDER BY from_on"


def office_calendar() -> OfficeCalendar:
    """Build the tenant's calendar out of its rows, so that a day named a minute ago counts. Two small queries."""
    named = {day.on for day in ANNOUNCED}  # an update of 두루 may bring a day that somebody has already entered
    extra = connection.fetch_prepared(_NAMED, [])
    hours = connection.fetch_prepared(_HOURS, [])
    return _calendar(tuple(row for row in extra if row[0] not in named), tuple(hours))


@lru_cache(maxsize=300)  # one a tenant; making a calendar takes 20 ms
def _calendar(extra: tuple, hours: tuple) -> OfficeCalendar:
    return shipped_calendar(
        extra=[Holiday(*row) for row in extra], hours=(STANDARD_HOURS, *(OfficeHours(*row) for row in hours))
    )


def list_holidays(year: int) -> list[Holiday]:
    """Return the holidays of a year as they count in this tenant, Sundays left out, in order."""
    return sorted((day for day in office_calendar().holidays if day.on.year == year), key=lambda day: day.on)


def find_named_holiday(on: date) -> NamedHoliday | None:
    """Return the tenant's own row for a day, or None."""
    return NamedHoliday.objects.filter(on=on).first()


def list_hours() -> list[CounterHours]:
    """Return the tenant's rows of office hours, newest first."""
    return list(CounterHours.objects.order_by("-from_on"))
