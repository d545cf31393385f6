"""Holidays and working days, held against the independent `holidays` library."""

from datetime import date, timedelta

import holidays
import numpy as np
import pytest

from mestring.rules.calendar import YEAR_FROM, YEAR_TO, add_months_column, month_number, to_date, to_number
from mestring.rules.period import add_months, parse_duration

YEARS = range(2015, 2041)
DAYS = [date(2015, 1, 1) + timedelta(days=number) for number in range((date(2040, 12, 31) - date(2015, 1, 1)).days + 1)]
DANISH = holidays.country_holidays("DK", years=range(2014, 2042))


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in DANISH and (day.month, day.day) not in ((6, 5), (12, 24), (12, 31))


@pytest.fixture(scope="module")
def calendar(book):
    return book.world.calendar


@pytest.mark.parametrize("year", YEARS)
def test_the_years_holidays_are_those_of_the_independent_library(calendar, year):
    expected = {day for day in DANISH if day.year == year} | {date(year, 6, 5), date(year, 12, 24), date(year, 12, 31)}
    assert set(calendar.named(year)) == expected


def test_every_day_is_open_or_closed_as_the_independent_library_says(calendar):
    assert [day for day in DAYS if calendar.is_working_day(day) is not is_open(day)] == []


def test_store_bededag_is_closed_to_2023_and_open_from_2024(calendar):
    assert calendar.closed_because(date(2023, 5, 5)) == "Store Bededag"
    assert calendar.closed_because(date(2024, 4, 26)) is None
    assert calendar.is_working_day(date(2025, 5, 16))
    assert [year for year in YEARS if "Store Bededag" in calendar.named(year).values()] == list(range(2015, 2024))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2024, 6, 5), "Grundlovsdag"),
        (date(2024, 12, 24), "Juleaftensdag"),
        (date(2024, 12, 31), "Nytårsaftensdag"),
        (date(2024, 3, 28), "Skærtorsdag"),
        (date(2024, 5, 9), "Kristi himmelfartsdag"),
        (date(2024, 5, 20), "2. pinsedag"),
        (date(2024, 3, 2), "lørdag"),
        (date(2024, 3, 3), "søndag"),
        (date(2024, 5, 10), None),
        (date(2024, 12, 27), None),
        (date(2024, 5, 1), None),
    ],
)
def test_a_closed_day_says_why(calendar, day, why):
    assert calendar.closed_because(day) == why


def test_working_days_are_counted_one_by_one_on_every_day(calendar):
    numbers = np.array([to_number(day) for day in DAYS], np.int32)
    for count in (1, 3, 5, 6, 7, 10):
        column = calendar.add_column(numbers, parse_duration(f"{count} working_days"))
        back = calendar.subtract_working_days_column(numbers, count)
        for day, got, earlier in zip(DAYS[::11], column.tolist()[::11], back.tolist()[::11], strict=True):
            there, before = day, day
            for _ in range(count):
                there += timedelta(days=1)
                before -= timedelta(days=1)
                while not is_open(there):
                    there += timedelta(days=1)
                while not is_open(before):
                    before -= timedelta(days=1)
            assert to_date(got) == there == calendar.add_working_days(day, count)
            assert to_date(earlier) == before == calendar.subtract_working_days(day, count)


def test_a_date_on_a_closed_day_moves_to_the_next_open_one(calendar):
    numbers = np.array([to_number(day) for day in DAYS], np.int32)
    for day, moved in zip(DAYS, calendar.on_or_after_column(numbers).tolist(), strict=True):
        wanted = day
        while not is_open(wanted):
            wanted += timedelta(days=1)
        assert to_date(moved) == wanted
    assert calendar.on_or_after(date(2024, 3, 28)) == date(2024, 4, 2)
    assert calendar.on_or_after(date(2025, 12, 24)) == date(2025, 12, 29)


def test_a_column_of_months_is_the_months_one_by_one():
    rng = np.random.default_rng(7)
    numbers = rng.integers(to_number(date(YEAR_FROM + 60, 1, 1)), to_number(date(YEAR_TO - 60, 1, 1)), 4000).astype(np.int32)
    months = rng.integers(-600, 600, 4000)
    each = add_months_column(numbers, months)
    for number, count, got in zip(numbers.tolist(), months.tolist(), each.tolist(), strict=True):
        assert to_date(got) == add_months(to_date(number), count)
    for count in (-12, 1, 3, 6, 12, 600):
        assert add_months_column(numbers[:200], count).tolist() == [to_number(add_months(to_date(number), count)) for number in numbers[:200].tolist()]


def test_month_numbers_count_from_the_first_year():
    days = [date(YEAR_FROM, 1, 1), date(YEAR_FROM, 12, 31), date(2024, 2, 29), date(YEAR_TO - 1, 12, 31)]
    assert month_number(np.array([to_number(day) for day in days], np.int32)).tolist() == [(day.year - YEAR_FROM) * 12 + day.month - 1 for day in days]


def test_a_council_may_close_more_days(book):
    """A closed day of one's own is a day like the others in both evaluations."""
    from mestring.rules.calendar import Calendar, ClosedDay

    friday = ClosedDay("after_ascension", "Fredag efter Kristi himmelfart", easter_offset=40, valid_from=date(2020, 1, 1))
    more = Calendar((*book.world.calendar._closed_days, friday))
    assert more.closed_because(date(2024, 5, 10)) == friday.name
    assert more.closed_because(date(2019, 5, 31)) is None
    assert to_date(int(more.on_or_after_column(np.array([to_number(date(2024, 5, 9))], np.int32))[0])) == date(2024, 5, 13)
