"""Birth cells by columns: the same answers as `kernel.births.parse_birth`."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.raw.columns import clean, distinct, matches, spread, where
from duru.blocks.linkage.engine.raw.moon import NO_DAY, as_if_lunar, solar_of_lunar
from duru.kernel.births import OLDEST_YEARS, parse_birth
from duru.kernel.errors import Refused

_EPOCH = date(1970, 1, 1)
# Shapes read here: a whole date with separators or without, two-digit years, 생, a lunar mark in the usual places.
_WHOLE = (
    r"^(?P<pre>음력? ?|\(음력?\) ?)?(?:(?P<y4>(?:18|19|20)[0-9]{2})|(?P<y2>[0-9]{2}))(?:(?P<m>[0-9]{2})(?P<d>[0-9]{2})"
    r"|[-./](?P<ms>[0-9]{1,2})[-./](?P<ds>[0-9]{1,2})|년 ?(?P<mk>[0-9]{1,2})월 ?(?P<dk>[0-9]{1,2})일)생?(?P<post> ?음력| ?\(음력?\))?$"
)
_YEAR = r"^(?:(?P<y4>(?:18|19|20)[0-9]{2})(?:년생?|년? ?생)?|(?P<y2>[0-9]{2})년생?)$"
_NUMBERS = re.compile(r"(?<![0-9])(?P<y>(?:18|19|20)[0-9]{2})[^0-9]*(?P<m>[0-9]{2})?[^0-9]*(?P<d>[0-9]{2})?(?![0-9])")


def birth_columns(column: pa.Array, *, today: date) -> dict[str, pa.Array]:
    """Read a column of birth cells.

    What intake would refuse (the 30th of February, a 14th month) does not stop a linkage: of such a cell the year still counts,
    and the day where only day and month have changed places.

    Returns:
        birth_on (date32), birth_alt_on (the same numbers read as a lunar day), birth_year, birth_text (YYYYMMDD), month_day, and
        birth_sex ('M', 'F' or '', told by a seventh digit).
    """
    cells, places = distinct(column)
    days, years, sex = _read(clean(cells), cells, today)
    return {name: spread(values, places) for name, values in {**day_columns(days, years), "birth_sex": sex}.items()}


def day_columns(days: np.ndarray, years: np.ndarray) -> dict[str, pa.Array]:
    """Work out the birth columns from days since 1970 (`NO_DAY` for none) and years (0 for none)."""
    known = days != NO_DAY
    on = pa.array(np.where(known, days, 0).astype(np.int32), mask=~known).cast(pa.date32())
    alt = as_if_lunar(days)
    text = pc.fill_null(pc.strftime(on, format="%Y%m%d"), "")
    return {
        "birth_on": on,
        "birth_alt_on": pa.array(np.where(alt == NO_DAY, 0, alt).astype(np.int32), mask=alt == NO_DAY).cast(
            pa.date32()
        ),
        "birth_year": pc.coalesce(pc.year(on).cast(pa.int32()), pa.array(years.astype(np.int32), mask=years == 0)),
        "birth_text": text,
        "month_day": pc.utf8_slice_codeunits(text, 4),
    }


def _read(text: pa.Array, cells: pa.Array, today: date) -> tuple[np.ndarray, np.ndarray, pa.Array]:
    n = len(text)
    days, years = np.full(n, NO_DAY, np.int64), np.zeros(n, np.int64)
    sex = np.full(n, "", "<U1")
    whole = matches(text, _WHOLE)
    read = _whole_dates(text.take(where(whole)), today)
    # What the calendar refuses is left to the kernel, whose word counts.
    done = np.zeros(n, bool)
    done[np.flatnonzero(whole)[read != NO_DAY]] = True
    days[done] = read[read != NO_DAY]
    only_year = matches(text, _YEAR)
    years[only_year] = _only_years(text.take(where(only_year)), today)
    done |= (only_year & (years > 0)) | (pc.equal(text, "").to_numpy(zero_copy_only=False))
    for at, cell in zip(np.flatnonzero(~done).tolist(), cells.take(where(~done)).to_pylist(), strict=True):
        on, year, sex[at] = _of_kernel(cell, today)
        days[at] = NO_DAY if on is None else (on - _EPOCH).days
        years[at] = year or 0
    return days, years, pa.array(sex)


def _number(found: pa.Array, *names: str) -> np.ndarray:
    """Return the first of some groups that is not empty, as a number (0 when all are)."""
    text = pc.struct_field(found, names[0])
    for name in names[1:]:
        text = pc.if_else(pc.equal(text, ""), pc.struct_field(found, name), text)
    return pc.if_else(pc.equal(text, ""), "0", text).cast(pa.int64()).to_numpy(zero_copy_only=False)


def _full_years(four: np.ndarray, two: np.ndarray, month: np.ndarray, day: np.ndarray, today: date) -> np.ndarray:
    recent = today.year - today.year % 100 + two
    later = np.where(month > 0, recent * 10_000 + month * 100 + day > today.year * 10_000 + today.month * 100 + today.day,
                     recent > today.year)  # fmt: skip
    return np.where(four > 0, four, recent - 100 * later)


def _whole_dates(text: pa.Array, today: date) -> np.ndarray:
    found = pc.extract_regex(text, _WHOLE)
    month, day = _number(found, "m", "ms", "mk"), _number(found, "d", "ds", "dk")
    year = _full_years(_number(found, "y4"), _number(found, "y2"), month, day, today)
    lunar = (
        pc.or_(pc.not_equal(pc.struct_field(found, "pre"), ""), pc.not_equal(pc.struct_field(found, "post"), ""))
    ).to_numpy(zero_copy_only=False)
    first = (np.where(year > 0, year, 1970) - 1970).astype("datetime64[Y]").astype("datetime64[M]") + np.clip(
        month - 1, 0, 11
    )
    solar = first.astype("datetime64[D]").astype(int) + day - 1
    fits = (
        (month >= 1)
        & (month <= 12)
        & (day >= 1)
        & (day <= ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(int))
    )
    result = np.where(fits, solar, NO_DAY)
    if lunar.any():
        result[lunar] = solar_of_lunar(year[lunar], month[lunar], day[lunar])
    last = (today - _EPOCH).days
    oldest = (date(today.year - OLDEST_YEARS, 1, 1) - _EPOCH).days
    plausible = (result <= last) & (result >= oldest) & (year >= today.year - OLDEST_YEARS) & (year <= today.year)
    return np.where(plausible, result, NO_DAY)


def _only_years(text: pa.Array, today: date) -> np.ndarray:
    found = pc.extract_regex(text, _YEAR)
    zero = np.zeros(len(text), int)
    year = _full_years(_number(found, "y4"), _number(found, "y2"), zero, zero, today)
    return np.where((year <= today.year) & (year >= today.year - OLDEST_YEARS), year, 0)


def _of_kernel(cell: str, today: date) -> tuple[date | None, int | None, str]:
    try:
        birth = parse_birth(cell, today=today)
    except Refused:
        return _salvage(cell, today)
    return birth.on, birth.year, birth.sex


def _salvage(cell: str, today: date) -> tuple[date | None, int | None, str]:
    """Keep what a refused cell still says: its year, and its day when day and month have only changed places."""
    found = _NUMBERS.search(cell)
    if not found:
        return None, None, ""
    year, month, day = (int(part or 0) for part in found.groups())
    if not today.year - OLDEST_YEARS <= year <= today.year:
        return None, None, ""
    if month > 12 >= day >= 1:
        try:
            return date(year, day, month), year, ""
        except ValueError:
            pass
    return None, year, ""
