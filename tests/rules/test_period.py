"""Lengths of time as they are written, and months as law counts them."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from mestring.rules.period import Duration, add_calendar, add_months, parse_duration, parse_minutes

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("3 months", Duration(3, "months")),
        ("1 month", Duration(1, "months")),
        ("1 years", Duration(1, "years")),
        ("6 weeks", Duration(6, "weeks")),
        ("0 days", Duration(0, "days")),
        ("10 working_days", Duration(10, "working_days")),
    ],
)
def test_a_length_is_a_whole_number_and_a_unit(text, length):
    assert parse_duration(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "months",
        "3 måneder",
        "3months",
        "1.5 months",
        "-3 months",
        "3  months",
        " 3 months",
        "3 months ",
        "three months",
        "3 hours",
        "3 Months",
        "٣ months x",
    ],
)
def test_a_length_written_otherwise_is_refused_with_the_way_to_write_it(text):
    with pytest.raises(ValueError, match="skriv fx '3 months'"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("15 hours", 900), ("0.5 hours", 30), ("1.06 hours", None), ("42 minutes", 42), ("1.75 hours", 105), ("0.7 hours", 42)]
)
def test_hours_are_whole_minutes(text, minutes):
    if minutes is None:
        with pytest.raises(ValueError, match="helt antal minutter"):
            parse_minutes(text)
    else:
        assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["15", "15 timer", "15,5 hours", "-1 hours", "1:30", "90 min"])
def test_hours_written_otherwise_are_refused(text):
    with pytest.raises(ValueError, match="skriv fx '15 hours'"):
        parse_minutes(text)


@given(DAYS, st.integers(-600, 600))
def test_months_are_calendar_months_that_end_on_the_last_day(day, months):
    assert add_months(day, months) == day + relativedelta(months=months)


@given(DAYS, st.integers(0, 500), st.sampled_from(["years", "months", "weeks", "days"]))
def test_a_length_is_counted_as_dateutil_counts_it(day, count, unit):
    if unit == "years":
        count //= 12
    assert add_calendar(day, Duration(count, unit)) == day + relativedelta(**{unit: count})


def test_months_from_the_start_are_not_months_chained():
    start = date(2023, 8, 31)
    assert add_months(start, 9) == date(2024, 5, 31)
    assert add_months(add_months(start, 6), 3) == date(2024, 5, 29)


def test_a_year_from_a_leap_day_is_the_last_of_february_and_four_years_is_the_leap_day():
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 2, 29), 48) == date(2028, 2, 29)


def test_working_days_cannot_be_counted_without_a_calendar():
    with pytest.raises(ValueError, match="kalender"):
        add_calendar(date(2024, 1, 1), Duration(3, "working_days"))


@given(DAYS, st.integers(1, 60), st.sampled_from(["years", "months", "weeks", "days"]))
def test_no_length_ever_spans_more_days_than_said(day, count, unit):
    length = Duration(count if unit != "years" else count % 5 + 1, unit)
    assert (add_calendar(day, length) - day).days <= length.at_most_days()


def test_a_month_and_a_half_year_are_shorter_than_what_is_rarer():
    order = ["14 days", "3 weeks", "1 months", "6 weeks", "3 months", "6 months", "1 years", "2 years"]
    spans = [parse_duration(text).at_most_days() for text in order]
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    ("text", "danish"), [("1 months", "1 måned"), ("2 months", "2 måneder"), ("1 weeks", "1 uge"), ("1 years", "1 år"), ("3 working_days", "3 arbejdsdage")]
)
def test_a_length_reads_as_danish(text, danish):
    assert str(parse_duration(text)) == danish
