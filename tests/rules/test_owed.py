"""What is owed stays owed until it is done: no date moves on by itself, and the next is never later than the rule allows."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from mestring.rules.calendar import NO_DATE, to_date, to_number
from mestring.rules.kinds import Cadence, Done, Rule, Trigger
from mestring.rules.period import add_calendar
from mestring.rules.rulebook import open_library
from tests.rules.invented import rule

BOOK = open_library()
RECURRING = [entry for standard in (BOOK.law, *BOOK.standards.values()) for entry in standard.entries if entry.rule and entry.rule.recurs_from]
FIXED = rule("cadence", counts_from="started", then={"every": "1 years"}, month_end="last_day")
LEAST = rule("cadence", counts_from="started", first={"after": "3 months"}, then={"every": "6 months", "at_least": True}, month_end="last_day")
ONCE = rule("cadence", counts_from="started", first={"after": "12 weeks"})
SPARRING = BOOK.entry("vejle-85-sparring").rule
DEADLINE = BOOK.entry("viborg-107-follow-up").rule
BEFORE_END = BOOK.entry("viborg-general-follow-up-before-end").rule
START = date(2023, 2, 1)


def owed(one: Rule, covered: date | None = None, last: date | None = None, start: date = START) -> date | None:
    return one.owed(start, Done(covered, last), BOOK.world).day


@pytest.mark.parametrize(
    ("one", "covered", "last", "day"),
    [
        (FIXED, None, None, date(2024, 2, 1)),  # never held: the first, however long ago
        (FIXED, date(2024, 2, 1), date(2024, 1, 10), date(2025, 2, 1)),  # held early: the plan's next, not the same again
        (FIXED, date(2024, 2, 1), date(2024, 4, 1), date(2025, 2, 1)),  # held late: the plan stands
        (FIXED, date(2024, 2, 1), date(2025, 3, 1), date(2026, 2, 1)),  # so late that another has passed: that one is held too
        (FIXED, None, date(2023, 8, 1), date(2024, 2, 1)),  # an extra one answers no date of the plan
        (LEAST, None, None, date(2023, 5, 1)),
        (LEAST, date(2023, 5, 1), date(2023, 4, 20), date(2023, 10, 20)),
        (LEAST, date(2023, 5, 1), date(2023, 7, 1), date(2024, 1, 1)),
        (LEAST, None, date(2022, 12, 1), date(2023, 5, 1)),  # held before the help began
        (LEAST, None, date(2023, 2, 10), date(2023, 5, 1)),  # an extra one is no answer to the first
        (LEAST, None, date(2023, 6, 10), date(2023, 12, 10)),
        (ONCE, None, None, date(2023, 4, 26)),
        (ONCE, date(2023, 4, 26), date(2023, 4, 20), None),
        (SPARRING, None, None, date(2024, 2, 1)),
        (SPARRING, date(2024, 2, 1), date(2024, 2, 20), date(2024, 8, 20)),
        (SPARRING, date(2024, 2, 1), date(2024, 1, 25), date(2024, 7, 25)),  # held a week early
        (DEADLINE, None, date(2023, 3, 1), date(2023, 6, 1)),  # an extra one is no answer
        (DEADLINE, date(2023, 6, 1), date(2023, 5, 20), None),
        (BEFORE_END, None, None, START),
        (BEFORE_END, START, date(2023, 1, 10), None),
        (BEFORE_END, None, date(2022, 6, 1), START),
    ],
)
def test_what_is_owed_is_the_first_day_that_nothing_has_answered(one: Rule, covered: date | None, last: date | None, day: date | None) -> None:
    assert owed(one, covered, last) == day


def test_the_how_says_from_where_it_is_counted() -> None:
    assert "Første opfølgning efter 3 måneder" in LEAST.owed(START, Done(), BOOK.world).how
    assert LEAST.owed(START, Done(date(2023, 5, 1), date(2023, 4, 20)), BOOK.world).how == "Mindst hver 6. måned, talt fra den seneste"


@pytest.mark.parametrize("entry", RECURRING, ids=lambda entry: entry.id)
def test_one_by_one_and_in_columns_the_same_is_owed(entry) -> None:
    """Also: what is owed is after what was done, and a gap that may not grow does not."""
    random = Random(entry.id)
    rows: list[tuple[date, date | None, date | None]] = []
    for _ in range(400):
        start = date(2015, 1, 1) + timedelta(days=random.randrange(4000))
        last = start + timedelta(days=random.randrange(-200, 3000)) if random.random() < 0.7 else None
        covered = last + timedelta(days=random.randrange(-90, 90)) if last and random.random() < 0.7 else None
        rows.append((start, covered, last))
    rows += [(day, None, None) for day in (date(2024, 2, 29), date(2023, 8, 31), date(2020, 12, 31))]

    def column(place: int) -> np.ndarray:
        return np.array([NO_DATE if row[place] is None else to_number(row[place]) for row in rows], np.int32)

    many = [None if day == NO_DATE else to_date(int(day)) for day in entry.rule.owed_many(column(0), column(1), column(2), BOOK.world)]
    assert many == [owed(entry.rule, covered, last, start) for start, covered, last in rows]
    for (start, _, last), day in zip(rows, many, strict=True):
        if day and last and isinstance(entry.rule, Cadence):
            assert day > last or last < start
        if day and last and last >= start and isinstance(entry.rule, Cadence) and any(one.at_least for one in entry.rule.rhythms):
            assert day <= max(add_calendar(last, rhythm.every) for rhythm in entry.rule.rhythms)
    assert any(many) or isinstance(entry.rule, Trigger)
