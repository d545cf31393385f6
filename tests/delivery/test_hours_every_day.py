"""The hour bank on every day: what came in is what is left, used and lapsed, whatever was registered in whatever order."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mestring.cases.proposals.proposed import book
from mestring.delivery.proposals import hours
from mestring.delivery.proposals.hours import Terms, Uses
from mestring.rules.calendar import to_number
from mestring.rules.facts import Case, Columns

YEAR = 365
STANDARDS = ("vejle-2023", "viborg-2020", "rebild-2015", "randers-2019")
MOST = {"vejle-2023": 6 * 900, "viborg-2020": 90 * 60, "rebild-2015": 6 * 900, "randers-2019": 6 * 900}
"""What there can be at most of 15 hours a month, by each document. Unit: minutes."""

wished = st.lists(st.tuples(st.integers(0, YEAR), st.integers(1, 24 * 60)), max_size=40)
begun = st.dates(date(2023, 1, 1), date(2030, 12, 31))


def registered(terms: Terms, wishes: list[tuple[int, int]]) -> Uses:
    """What the bank lets be registered of what was wished, in the order it was wished."""
    uses: list[tuple[date, int]] = []
    for after, minutes in wishes:
        day = terms.begins_on + timedelta(days=after)
        if free := hours.free(terms, uses, day):
            uses.append((day, min(minutes, free)))
    return uses


def months(first: date, last: date) -> int:
    """Calendar months from one day's to another's, both counted."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(STANDARDS), begun, wished, st.integers(0, 8) | st.none(), st.sampled_from((0, 300)))
def test_on_every_day_of_a_year_what_came_in_is_left_used_or_lapsed(
    standard: str, begins: date, wishes: list[tuple[int, int]], agreed_after: int | None, other: int
) -> None:
    saves_from = None if agreed_after is None else begins + timedelta(days=30 * agreed_after)
    terms = Terms(standard, begins, granted=900, other=((begins, other),), saves_from=saves_from)
    monthly = 900 - (other if standard == "rebild-2015" else 0)
    uses = registered(terms, wishes)
    lapsed = 0
    for number in range(YEAR + 1):
        day = begins + timedelta(days=number)
        found = hours.state_on(terms, uses, day)
        came_in = monthly * months(begins, day)
        assert found.came_in == came_in
        assert found.used == sum(minutes for when, minutes in uses if when <= day)
        assert found.left == came_in - found.used - found.lapsed
        assert 0 <= found.left <= MOST[standard]
        assert found.lapsed >= lapsed, "what has lapsed doesn't come back"
        lapsed = found.lapsed


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(STANDARDS), begun, wished, st.integers(0, YEAR))
def test_what_is_free_on_a_day_can_be_used_and_a_minute_more_can_not(standard: str, begins: date, wishes: list[tuple[int, int]], after: int) -> None:
    terms = Terms(standard, begins, granted=900, other=((begins, 0),), saves_from=begins)
    uses = registered(terms, wishes)
    day, end = begins + timedelta(days=after), begins + timedelta(days=YEAR)
    free = hours.free(terms, uses, day) or 0
    assert hours.state_on(terms, [*uses, (day, free)], end).over == 0
    assert hours.state_on(terms, [*uses, (day, free + 1)], end).over > 0


@settings(max_examples=10, deadline=None)
@given(begun, wished, st.integers(901, 3000))
def test_a_larger_grant_never_fills_more_than_viborgs_pool(begins: date, wishes: list[tuple[int, int]], granted: int) -> None:
    terms = Terms("viborg-2020", begins, granted=granted, saves_from=begins)
    uses = registered(terms, wishes)
    for number in range(0, YEAR + 1, 3):
        found = hours.state_on(terms, uses, begins + timedelta(days=number))
        assert 0 <= found.left <= 90 * 60
        assert found.over == 0
        assert found.left == granted * months(begins, begins + timedelta(days=number)) - found.used - found.lapsed


changes = st.dictionaries(st.integers(1, 12), st.integers(0, 900), max_size=4)
"""Months after the first, and what is told from them."""


def since(begins: date, after: int) -> date:
    number = begins.year * 12 + begins.month - 1 + after
    return date(number // 12, number % 12 + 1, 1)


@settings(max_examples=10, deadline=None)
@given(begun, wished, st.integers(0, 900), changes, st.integers(0, 8) | st.none(), st.integers(0, YEAR) | st.none())
def test_every_month_comes_in_by_what_was_told_of_it_and_nothing_is_left_when_help_has_ended(
    begins: date, wishes: list[tuple[int, int]], first: int, later: dict[int, int], agreed_after: int | None, ends_after: int | None
) -> None:
    told = ((begins, first), *((since(begins, after), later[after]) for after in sorted(later)))
    saves_from = None if agreed_after is None else begins + timedelta(days=30 * agreed_after)
    last = None if ends_after is None else begins + timedelta(days=ends_after)
    terms = Terms("rebild-2015", begins, last, 900, told, saves_from)
    uses = registered(terms, wishes)
    off = [next((later[one] for one in range(month, 0, -1) if one in later), first) for month in range(14)]
    lapsed = 0
    for number in range(YEAR + 1):
        day = begins + timedelta(days=number)
        found = hours.state_on(terms, uses, day)
        assert found.came_in == sum(900 - off[month] for month in range(months(begins, min(day, last or day))))
        assert found.used == sum(minutes for when, minutes in uses if when <= day)
        assert found.left == found.came_in - found.used - found.lapsed
        assert 0 <= found.left <= (MOST["rebild-2015"] if last is None or day <= last else 0)
        assert found.lapsed >= lapsed
        lapsed = found.lapsed


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 1000), min_size=14, max_size=14), st.lists(st.integers(0, 900), min_size=14, max_size=14)), min_size=1, max_size=5
    ),
    st.integers(0, 13),
)
def test_the_rule_answers_one_and_many_alike_when_what_is_taken_off_changes(cases: list[tuple[list[int], list[int]]], after: int) -> None:
    rule, begins = hours.rule_of("rebild-2015"), date(2026, 1, 1)
    on, facts, names = since(begins, after), book().facts, ("left", "lapsed", "lapses_next")
    given_facts = [{"saving_from": begins, "saving_agreed": True, "accompaniment_given_minutes": off, "used_by_month": used} for off, used in cases]
    arrays = {
        "saving_from": np.full(len(cases), to_number(begins), np.int32),
        "saving_agreed": np.full(len(cases), True),
        "accompaniment_given_minutes": np.array([off for off, _ in cases], np.int32),
        "used_by_month": np.array([used for _, used in cases], np.int32),
    }
    many = rule.many(Columns(facts, arrays, on), book().world)
    for place, one in enumerate(given_facts):
        values = rule.one(Case(facts, one, on), book().world).values
        assert [values[name] for name in names] == [int(many.values[name][0][place]) for name in names]
