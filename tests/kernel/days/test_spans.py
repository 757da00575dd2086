from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.days import (
    Span,
    add_months,
    age_on,
    count_working_days,
    is_working_day,
    month_start,
    next_working_day,
    working_day_from,
    working_day_until,
)

pytestmark = pytest.mark.unit

SEOLLAL = frozenset(date(2026, 2, day) for day in (16, 17, 18))
dates = st.dates(date(1950, 1, 1), date(2060, 12, 31))
spans = st.builds(
    lambda start, size: Span(start, None if size is None else start + timedelta(size)),
    dates,
    st.none() | st.integers(0, 400),
)


def test_weekends_and_holidays_are_not_worked():
    assert is_working_day(date(2026, 2, 13), SEOLLAL)
    assert not is_working_day(date(2026, 2, 14), SEOLLAL)
    assert not is_working_day(date(2026, 2, 15), SEOLLAL)
    assert not is_working_day(date(2026, 2, 17), SEOLLAL)


def test_the_working_days_around_a_feast():
    assert next_working_day(date(2026, 2, 13), SEOLLAL) == date(2026, 2, 19)
    assert working_day_from(date(2026, 2, 13), SEOLLAL) == date(2026, 2, 13)
    assert working_day_from(date(2026, 2, 14), SEOLLAL) == date(2026, 2, 19)
    assert working_day_until(date(2026, 2, 18), SEOLLAL) == date(2026, 2, 13)
    assert count_working_days(Span(date(2026, 2, 13), date(2026, 2, 20)), SEOLLAL) == 2


@pytest.mark.parametrize(
    ("day", "n_months", "moved"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 11, 30), 1, date(2024, 12, 30)),
        (date(2024, 5, 5), 0, date(2024, 5, 5)),
    ],
)
def test_months_are_added_to_the_end_of_short_months(day, n_months, moved):
    assert add_months(day, n_months) == moved


@given(dates, st.integers(-600, 600))
def test_months_from_the_first_go_there_and_back(day, n_months):
    first = month_start(day)
    assert add_months(add_months(first, n_months), -n_months) == first


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(1955, 3, 5), date(2026, 3, 4), 70),
        (date(1955, 3, 5), date(2026, 3, 5), 71),
        (date(2000, 2, 29), date(2001, 2, 28), 0),
        (date(2000, 2, 29), date(2001, 3, 1), 1),
        (date(2000, 2, 29), date(2004, 2, 29), 4),
    ],
)
def test_age_is_counted_in_full_years(born_on, day, age):
    assert age_on(born_on, day) == age


class TestSpan:
    def test_until_is_not_in_it(self):
        span = Span(date(2026, 3, 1), date(2026, 4, 1))
        assert date(2026, 3, 31) in span
        assert date(2026, 4, 1) not in span
        assert (span.n_days, span.last_on) == (31, date(2026, 3, 31))
        assert span == Span.inclusive(date(2026, 3, 1), date(2026, 3, 31)) == Span.of_month(date(2026, 3, 17))

    def test_touching_spans_do_not_overlap(self):
        assert not Span.of_day(date(2026, 3, 1)).overlaps(Span.of_day(date(2026, 3, 2)))
        assert Span.of_day(date(2026, 3, 1)).overlaps(Span.of_month(date(2026, 3, 1)))

    def test_an_open_span_goes_on(self):
        span = Span(date(2026, 3, 1))
        assert date(2099, 1, 1) in span
        assert span.n_days is None
        assert span.intersection(Span.of_month(date(2026, 3, 5))) == Span.of_month(date(2026, 3, 5))
        with pytest.raises(ValueError, match="open"):
            span.days()
        with pytest.raises(ValueError, match="open"):
            span.months()

    def test_an_empty_span_overlaps_nothing(self):
        empty = Span(date(2026, 3, 5), date(2026, 3, 5))
        assert not empty.overlaps(Span(date(2026, 3, 1)))
        assert list(empty.days()) == list(empty.months()) == []

    def test_refuses_to_end_before_it_begins(self):
        with pytest.raises(ValueError, match="before"):
            Span(date(2026, 3, 5), date(2026, 3, 4))

    def test_goes_through_its_months(self):
        span = Span.inclusive(date(2025, 12, 31), date(2026, 2, 1))
        assert list(span.months()) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]

    @given(spans, spans, dates)
    def test_the_intersection_holds_the_days_of_both(self, left, right, day):
        shared = left.intersection(right)
        assert shared == right.intersection(left)
        assert left.overlaps(right) == (shared is not None)
        assert (shared is not None and day in shared) == (day in left and day in right)
