"""Ages: the pension age by date of birth at every boundary from both sides, and the day an age is reached."""

from datetime import date, timedelta

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta

from mestring.rules.calendar import to_number
from mestring.rules.world import AgeLimit

# Lov om social pension § 1 a, by hand: the last date of birth and the age in years and months (field.md; 70 years voted in 2025).
BY_HAND = [
    (date(1953, 12, 31), 65, 0),
    (date(1954, 6, 30), 65, 6),
    (date(1954, 12, 31), 66, 0),
    (date(1955, 6, 30), 66, 6),
    (date(1962, 12, 31), 67, 0),
    (date(1966, 12, 31), 68, 0),
    (date(1970, 12, 31), 69, 0),
    (date(2010, 12, 31), 70, 0),
]
BOTH_SIDES = [(last, years, months) for last, years, months in BY_HAND] + [
    (BY_HAND[place][0] + timedelta(days=1), BY_HAND[place + 1][1], BY_HAND[place + 1][2]) for place in range(len(BY_HAND) - 1)
]


def by_hand(born: date) -> relativedelta:
    years, months = next((years, months) for last, years, months in BY_HAND if born <= last)
    return relativedelta(years=years, months=months)


@pytest.mark.parametrize(("born", "years", "months"), BOTH_SIDES)
def test_the_pension_age_on_both_sides_of_every_boundary(book, born, years, months):
    assert book.world.pension_ages.months(born) == years * 12 + months
    assert AgeLimit(pension_age=True).reached(born, book.world) == born + relativedelta(years=years, months=months)


def test_every_date_of_birth_has_its_pension_day(book):
    born = [date(1930, 1, 1) + timedelta(days=number) for number in range(29_000)]
    numbers = np.array([to_number(day) for day in born], np.int32)
    for limit, floor in ((AgeLimit(pension_age=True), 0), (AgeLimit(67 * 12, pension_age=True), 67)):
        column = limit.reached_column(numbers, book.world)
        for day, got in zip(born, column.tolist(), strict=True):
            wanted = max(day + by_hand(day), day + relativedelta(years=floor))
            assert got == to_number(wanted), day


@pytest.mark.parametrize(
    ("born", "years", "day"),
    [
        (date(2004, 2, 29), 18, date(2022, 2, 28)),
        (date(2004, 2, 28), 18, date(2022, 2, 28)),
        (date(2004, 2, 29), 20, date(2024, 2, 29)),
        (date(2000, 3, 1), 18, date(2018, 3, 1)),
    ],
)
def test_an_age_is_reached_on_the_birthday_and_a_leap_day_is_kept_on_the_last_of_february(book, born, years, day):
    limit = AgeLimit(years * 12)
    assert limit.reached(born, book.world) == day
    assert limit.reached_column(np.array([to_number(born)], np.int32), book.world).tolist() == [to_number(day)]


def test_reached_by_a_day_is_the_same_for_every_date_of_birth(book):
    """Whether an age is reached on a day, asked of a column at once, is what the birthday says for each."""
    born = [date(1940, 1, 1) + timedelta(days=number) for number in range(0, 30_000, 3)] + [
        date(1954, 6, 30),
        date(1954, 7, 1),
        date(1970, 12, 31),
        date(1971, 1, 1),
    ]
    numbers = np.array([to_number(day) for day in born], np.int32)
    for limit in (AgeLimit(216), AgeLimit(pension_age=True), AgeLimit(804, pension_age=True)):
        for on in (date(2015, 1, 1), date(2019, 7, 1), date(2024, 2, 29), date(2040, 12, 31)):
            got = limit.reached_by(numbers, to_number(on), book.world).tolist()
            assert got == [limit.reached(day, book.world) <= on for day in born]
