"""Follow-ups: anchored months, phases, the gap that may not grow, and what is said when nothing is printed."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mestring.rules.facts import NONE
from mestring.rules.finding import Status
from mestring.rules.kinds import KINDS
from tests.rules.invented import ask, rule

FIXED = rule("cadence", counts_from="started", first={"after": "3 months"}, then={"every": "6 months"}, month_end="last_day")
LEAST = rule("cadence", counts_from="started", first={"after": "3 months"}, then={"every": "6 months", "at_least": True}, month_end="last_day")
PHASES = rule(
    "cadence",
    counts_from="started",
    first={"after": "3 months", "form": "virtual"},
    phases=[{"until": "3 years", "every": "6 months", "at_least": True, "form": "in_person"}, {"every": "1 years", "form": "paper"}],
    month_end="last_day",
)


def test_months_are_counted_from_the_start_and_never_chained():
    answer = ask(FIXED, date(2024, 6, 30), started=date(2023, 8, 31))
    assert list(answer.values["due"]) == [date(2023, 11, 30), date(2024, 5, 31)]
    assert (answer.values["next"], answer.values["number"]) == (date(2024, 11, 30), 3)


def test_from_a_leap_day_the_year_ends_on_the_last_of_february_and_returns_to_the_leap_day():
    yearly = rule("cadence", counts_from="started", then={"every": "1 years"}, month_end="last_day")
    answer = ask(yearly, date(2028, 2, 29), started=date(2024, 2, 29))
    assert list(answer.values["due"]) == [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]
    assert answer.values["next"] == date(2029, 2, 28)


def test_a_date_that_is_today_is_due_and_the_next_is_after_today():
    day = date(2023, 5, 1)
    assert list(ask(FIXED, day, started=date(2023, 2, 1)).values["due"]) == [day]
    assert ask(FIXED, day, started=date(2023, 2, 1)).values["next"] == date(2023, 11, 1)
    assert list(ask(FIXED, day - timedelta(days=1), started=date(2023, 2, 1)).values["due"]) == []


def test_a_stay_that_begins_later_has_its_first_follow_up_ahead():
    answer = ask(FIXED, date(2020, 1, 1), started=date(2023, 2, 1))
    assert (list(answer.values["due"]), answer.values["next"], answer.values["number"]) == ([], date(2023, 5, 1), 1)


def test_a_fixed_series_does_not_move_when_a_follow_up_was_held():
    assert ask(FIXED, date(2024, 1, 1), started=date(2023, 2, 1), last_follow_up=date(2023, 12, 24)).values["next"] == date(2024, 5, 1)


def test_at_least_counts_from_the_last_one_held_so_that_the_gap_never_grows():
    answer = ask(LEAST, date(2023, 9, 1), started=date(2023, 2, 1), last_follow_up=date(2023, 4, 10))
    assert answer.values["next"] == date(2023, 10, 10)
    assert answer.values["overdue"] is False


@pytest.mark.parametrize(("on", "overdue"), [(date(2023, 10, 9), False), (date(2023, 10, 10), False), (date(2023, 10, 11), True)])
def test_a_follow_up_is_overdue_the_day_after_its_last_day(on, overdue):
    answer = ask(LEAST, on, started=date(2023, 2, 1), last_follow_up=date(2023, 4, 10))
    assert answer.values["overdue"] is overdue
    assert answer.values["next"] == date(2023, 10, 10)


def test_a_follow_up_held_before_the_stay_does_not_count():
    assert ask(LEAST, date(2023, 3, 1), started=date(2023, 2, 1), last_follow_up=date(2022, 12, 1)).values["next"] == date(2023, 5, 1)
    assert ask(LEAST, date(2023, 3, 1), started=date(2023, 2, 1), last_follow_up=date(2023, 2, 1)).values["next"] == date(2023, 8, 1)


def test_no_follow_up_held_is_the_series_and_a_missing_start_is_asked_for():
    assert ask(LEAST, date(2023, 3, 1), started=date(2023, 2, 1), last_follow_up=NONE).values["next"] == date(2023, 5, 1)
    answer = ask(LEAST, date(2023, 3, 1), last_follow_up=date(2023, 2, 5))
    assert (answer.status, answer.missing) == (Status.UNKNOWN, ["started"])


def test_a_later_phase_goes_on_from_the_last_date_of_the_earlier():
    """Three months, every six until three years (33 months is the last), then yearly from there."""
    start = date(2020, 1, 31)
    answer = ask(PHASES, date(2025, 1, 1), started=start)
    months = [3, 9, 15, 21, 27, 33, 45, 57]
    assert list(answer.values["due"]) == [start + relativedelta(months=month) for month in months]
    assert answer.values["next"] == start + relativedelta(months=69)
    assert ask(PHASES, date(2020, 2, 1), started=start).values["form"] == ["virtual"]
    assert ask(PHASES, date(2020, 6, 1), started=start).values["form"] == ["in_person"]
    assert ask(PHASES, date(2022, 11, 1), started=start).values["form"] == ["paper"]


def test_a_phase_ends_on_its_last_day_included():
    short = rule("cadence", counts_from="started", phases=[{"until": "1 years", "every": "6 months"}, {"every": "2 years"}], month_end="last_day")
    answer = ask(short, date(2024, 6, 1), started=date(2020, 1, 1))
    assert list(answer.values["due"]) == [date(2020, 7, 1), date(2021, 1, 1), date(2023, 1, 1)]


def test_in_phases_a_follow_up_held_is_followed_by_the_rhythm_of_its_time():
    start = date(2020, 1, 1)
    assert ask(PHASES, date(2022, 8, 1), started=start, last_follow_up=date(2022, 7, 1)).values["next"] == date(2023, 1, 1)
    assert ask(PHASES, date(2022, 8, 1), started=start, last_follow_up=date(2022, 7, 2)).values["next"] == date(2023, 7, 2)


def test_a_first_without_more_is_one_follow_up_only():
    once = rule("cadence", counts_from="started", first={"after": "14 days"})
    assert ask(once, date(2023, 2, 14), started=date(2023, 2, 1)).values["next"] == date(2023, 2, 15)
    answer = ask(once, date(2023, 2, 15), started=date(2023, 2, 1))
    assert (answer.values["next"], list(answer.values["due"]), answer.status) == (NONE, [date(2023, 2, 15)], Status.DECIDED)


def test_a_last_phase_with_an_end_is_the_end_of_the_series():
    three = rule("cadence", counts_from="started", phases=[{"until": "3 years", "every": "1 years"}], month_end="last_day")
    answer = ask(three, date(2022, 12, 31), started=date(2020, 2, 29))
    assert (list(answer.values["due"]), answer.values["next"]) == ([date(2021, 2, 28), date(2022, 2, 28)], date(2023, 2, 28))
    assert ask(three, date(2023, 2, 28), started=date(2020, 2, 29)).values["next"] is NONE


def test_dates_passed_are_a_list_that_can_be_sliced():
    due = ask(FIXED, date(2026, 1, 1), started=date(2020, 1, 31)).values["due"]
    assert list(due[-2:]) == [due[-2], due[-1]] == [date(2025, 4, 30), date(2025, 10, 31)]
    assert len(due) == len(list(due))


def test_where_no_interval_is_printed_none_is_borrowed():
    assert ask(rule("cadence", interval="none"), date(2023, 1, 1), started=date(2022, 1, 1)).status is Status.NOT_COVERED


def test_nothing_to_count_from_is_not_covered():
    ended = rule("cadence", counts_from="ended", then={"every": "1 years"}, month_end="last_day")
    assert ask(ended, date(2023, 1, 1), ended=NONE).status is Status.NOT_COVERED


SPANS = st.one_of(st.tuples(st.integers(1, 30), st.sampled_from(["months", "weeks", "days"])), st.tuples(st.integers(1, 3), st.just("years")))


@settings(max_examples=250, deadline=None)
@given(
    st.dates(date(2015, 1, 1), date(2030, 12, 31)),
    st.integers(-400, 4000),
    st.one_of(st.none(), SPANS),
    SPANS,
    st.booleans(),
    st.one_of(st.none(), st.integers(-50, 3000)),
)
def test_every_series_is_the_one_counted_step_by_step(start, later, first, then, least, held):
    on = start + timedelta(days=later)
    fields = {"then": {"every": f"{then[0]} {then[1]}", "at_least": least}, "counts_from": "started", "month_end": "last_day"}
    if first:
        fields["first"] = {"after": f"{first[0]} {first[1]}"}
    facts = {"started": start} | ({"last_follow_up": start + timedelta(days=held)} if held is not None else {})
    answer = ask(rule("cadence", **fields), on, **facts)
    step = relativedelta(**{then[1]: then[0]})
    if least and held is not None and held >= 0:
        wanted = start + timedelta(days=held) + step
        assert (answer.values["next"], answer.values["overdue"]) == (wanted, wanted < on)
        return
    base = relativedelta(**{first[1]: first[0]}) if first else relativedelta()
    number = 0 if first else 1
    while start + (base + step * number) <= on:
        number += 1
    assert answer.values["next"] == start + (base + step * number)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "interval: none"),
        ({"interval": "none", "then": {"every": "1 years"}}, "fjern"),
        ({"then": {"every": "1 years"}}, "month_end"),
        ({"then": {"every": "0 days"}}, "mindst 1"),
        ({"then": {"every": "3 working_days"}}, "mindst 1"),
        ({"then": {"every": "1 weeks"}, "phases": [{"every": "1 weeks"}]}, "ikke begge"),
        ({"phases": [{"every": "1 weeks"}, {"every": "2 weeks"}]}, "until:"),
    ],
)
def test_a_rhythm_that_says_nothing_or_two_things_is_refused(fields, said):
    with pytest.raises(ValidationError, match=said):
        KINDS["cadence"].model_validate({"kind": "cadence", **fields})
