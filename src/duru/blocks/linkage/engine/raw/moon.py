"""The Korean lunar calendar by columns, for a million birthdays; `kernel.births` defines what is right."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from korean_lunar_calendar import KoreanLunarCalendar

from duru.kernel.births import LunarDay, lunar_to_solar

_FIRST, _LAST = 1890, 2049
NO_DAY = np.iinfo(np.int32).min


@lru_cache(maxsize=1)
def _months() -> tuple[np.ndarray, np.ndarray]:
    """Return the first solar day (days since 1970) and the length of every ordinary lunar month, by (year, month)."""
    start = np.zeros((_LAST - _FIRST + 1, 13), np.int64)
    length = np.zeros_like(start)
    day = (lunar_to_solar(LunarDay(_FIRST, 1, 1)) - date(1970, 1, 1)).days
    for year in range(_FIRST, _LAST + 1):
        # The library's table: bit 12-m tells a long month, bits 12-15 the leap month, bit 16 its length.
        bits = KoreanLunarCalendar.KOREAN_LUNAR_DATA[year - KoreanLunarCalendar.KOREAN_LUNAR_BASE_YEAR]
        for month in range(1, 13):
            start[year - _FIRST, month], length[year - _FIRST, month] = day, 29 + (bits >> (12 - month) & 1)
            day += length[year - _FIRST, month]
            if bits >> 12 & 15 == month:
                day += 29 + (bits >> 16 & 1)
    return start, length


def solar_of_lunar(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Convert lunar days of ordinary months to days since 1970-01-01; `NO_DAY` where there is no such day."""
    start, length = _months()
    row, column = np.clip(year - _FIRST, 0, _LAST - _FIRST), np.clip(month, 0, 12)
    known = (year >= _FIRST) & (year <= _LAST) & (day >= 1) & (day <= length[row, column])
    return np.where(known, start[row, column] + day - 1, NO_DAY)


def as_if_lunar(days: np.ndarray) -> np.ndarray:
    """Read solar-looking days (since 1970-01-01) as lunar ones, as `births.as_if_lunar` does; `NO_DAY` where they are none."""
    value = np.where(days == NO_DAY, 0, days).astype("datetime64[D]")
    months = value.astype("datetime64[M]")
    year, month = months.astype("datetime64[Y]").astype(int) + 1970, months.astype(int) % 12 + 1
    return np.where(days == NO_DAY, NO_DAY, solar_of_lunar(year, month, (value - months).astype(int) + 1))
