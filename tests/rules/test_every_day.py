"""Every day from 2015 to 2040 for every rule that answers with a date, against lengths written by hand and counted by other means."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache

import holidays
import numpy as np
import pytest
from dateutil.relativedelta import relativedelta

from mestring.rules.calendar import to_number
from mestring.rules.facts import NONE, Case, Columns
from mestring.rules.finding import Status
from mestring.rules.kinds import Cadence, Cap, Complaint, Deadline, Notice, Trigger
from tests.rules.cases import STANDARDS
from tests.rules.deadlines_by_hand import BY_HAND, NO_COMPLAINT, NO_INTERVAL, Ends, Rhythm, Working

DAYS = [date(2015, 1, 1) + timedelta(days=number) for number in range((date(2040, 12, 31) - date(2015, 1, 1)).days + 1)]
NUMBERS = np.array([to_number(day) for day in DAYS], np.int32)
DANISH = holidays.country_holidays("DK", years=range(2014, 2043))
OPEN_DAYS = [
    day
    for day in (date(2014, 1, 1) + timedelta(days=number) for number in range(365 * 28))
    if day.weekday() < 5 and day not in DANISH and (day.month, day.day) not in ((6, 5), (12, 24), (12, 31))
]
SAMPLE = sorted(
    {*DAYS[::97], *(day for day in DAYS if (day + timedelta(days=1)).day == 1), *(day for day in DAYS if (day.month, day.day) in ((2, 28), (2, 29)))}
)


def answers_with_a_date(rule) -> bool:
    if isinstance(rule, Trigger):
        return bool(rule.unchanged or rule.before_event or rule.after_event)
    return isinstance(rule, (Deadline, Notice, Complaint, Cadence)) or (isinstance(rule, Cap) and rule.is_duration)


@cache
def counted(start: date, length, before: bool = False, moves: bool = False) -> date:
    """A length after or before a date, by dateutil and the list of open days."""
    if isinstance(length, Working):
        if before:
            return OPEN_DAYS[bisect_left(OPEN_DAYS, start) - length.days]
        end = OPEN_DAYS[bisect_right(OPEN_DAYS, start) + length.days - 1] if length.days else start
    else:
        end = start - length if before else start + length
    return OPEN_DAYS[bisect_left(OPEN_DAYS, end)] if moves else end


def ask_many(book, rule, counts_from, facts, on):
    """The rule's columns for every start day, the same facts in every row."""
    arrays = {counts_from: NUMBERS}
    for name, value in facts.items():
        if value is not None:
            fact = book.facts[name]
            code = list(fact.options).index(value) if fact.type == "choice" else value
            arrays[name] = np.full(len(DAYS), code, np.int32 if not isinstance(code, bool) else bool)
    return rule.many(Columns(book.facts, arrays, on), book.world)


def ask_one(book, rule, counts_from, facts, start, on):
    given = {name: value for name, value in facts.items() if value is not None}
    return rule.one(Case(book.facts, {**given, counts_from: start}, on), book.world)


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_rule_with_a_date_stands_in_the_table_by_hand(book, standard):
    rules = {entry.id for entry in book.standard(standard).entries if entry.rule and answers_with_a_date(entry.rule)}
    prefixes = {entry.id.partition("-")[0] for entry in book.standard(standard).entries}
    rows = {name for name in BY_HAND if name.partition("-")[0] in prefixes}
    assert rules - rows == set(), "rules without a row in deadlines_by_hand.py"
    assert rows - rules == set(), "rows without a rule"


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_day_has_the_date_counted_by_other_means(book, standard):
    faults = []
    for entry in book.standard(standard).entries:
        row = BY_HAND.get(entry.id)
        for ends in row if isinstance(row, list) else ():
            faults += _ends(book, entry, ends)
    assert not faults, "\n".join(faults)


def day_of(ends: Ends, start: date) -> date:
    return last_of(start, ends.length) if ends.included else counted(start, ends.length, ends.before, ends.moves)


def last_of(start: date, length) -> date:
    """The last day of a time that begins on `start`, by the page of a calendar: the day before in the month it reaches, no later than that month's end."""
    if not (length.months or length.years):
        return start + length - timedelta(days=1)
    month = start.replace(day=1) + length
    return min(month + timedelta(days=start.day - 2), month + relativedelta(months=1) - timedelta(days=1))


def _ends(book, entry, ends: Ends):
    on = date(2020, 1, 15)
    answer = ask_many(book, entry.rule, ends.counts_from, ends.facts, on)
    values, known = answer.values[ends.output]
    wanted = [day_of(ends, day) for day in DAYS]
    wanted_numbers = np.array([to_number(day) for day in wanted], np.int32)
    wrong = np.flatnonzero((values != wanted_numbers) | (False if known is None else ~known))
    for place in wrong[:2]:
        yield f"{entry.id} {ends.output} from {DAYS[place]}: by hand {wanted[place]}, the columns say {values[place]} (known: {known is None or known[place]})"
    for start in SAMPLE:
        one = ask_one(book, entry.rule, ends.counts_from, ends.facts, start, on)
        if one.values.get(ends.output) != day_of(ends, start):
            yield f"{entry.id} {ends.output} from {start}: by hand {day_of(ends, start)}, one says {one.values.get(ends.output)}"
            return


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_day_has_the_follow_up_counted_by_other_means(book, standard):
    faults = []
    for entry in book.standard(standard).entries:
        row = BY_HAND.get(entry.id)
        if isinstance(row, Rhythm):
            faults += _first(book, entry, row)
            faults += _later(book, entry, row)
            faults += _after_one_held(book, entry, row)
    assert not faults, "\n".join(faults)


def _steps(row: Rhythm) -> tuple[list[relativedelta], relativedelta | None]:
    """The lengths from the start to each of the first dates, and the rhythm that then goes on."""
    found = [row.first] if row.first else []
    for until, every in row.phases:
        if until is None:
            return found, every
        while _months(found[-1] + every if found else every) <= _months(until):
            found.append((found[-1] + every if found else every).normalized())
    return found, row.then


def _months(length: relativedelta) -> int:
    return length.years * 12 + length.months


def _series(row: Rhythm, start: date, after: date) -> date | None:
    """The first date of the series after a day; each step is counted from the start."""
    head, then = _steps(row)
    for step in head:
        if start + step > after:
            return start + step
    if then is None:
        return None
    base = head[-1] if head else relativedelta()
    number = max((after - start).days // 400 // max(then.years, 1) - 8, 1) if then.years else 1
    while start + (base + then * number) <= after:
        number += 1
    return start + (base + then * number)


def _first(book, entry, row: Rhythm):
    """Asked before every start, the next follow-up is the first."""
    on = date(2014, 12, 31)
    answer = ask_many(book, entry.rule, row.counts_from, row.facts, on)
    values, known = answer.values["next"]
    length = row.first or row.then or row.phases[0][1]
    wanted = np.array([to_number(counted(day, length)) for day in DAYS], np.int32)
    if known is not None and not known.all():
        yield f"{entry.id}: nothing is known of the first follow-up; which facts decide it?"
        return
    for place in np.flatnonzero(values != wanted)[:2]:
        yield f"{entry.id} first after {DAYS[place]}: by hand {counted(DAYS[place], length)}, the columns say {values[place]}"
    for start in SAMPLE[::3]:
        one = ask_one(book, entry.rule, row.counts_from, row.facts, start, on)
        if one.values.get("next") != counted(start, length):
            yield f"{entry.id} first after {start}: by hand {counted(start, length)}, one says {one.values['next']}"
            return


def _later(book, entry, row: Rhythm):
    """Asked on some days, the next of the series, counted step by step from the start."""
    for on in (date(2019, 2, 28), date(2024, 2, 29), date(2031, 8, 31)):
        values, _ = ask_many(book, entry.rule, row.counts_from, row.facts, on).values["next"]
        numbers = values.tolist()
        for place in range(0, len(DAYS), 13):
            start = DAYS[place]
            if not -2000 < (on - start).days < 2000:
                continue
            wanted = _series(row, start, on)
            got = None if numbers[place] == -(2**31) else date.fromordinal(numbers[place] + date(1970, 1, 1).toordinal())
            if got != wanted:
                yield f"{entry.id} on {on}, from {start}: by hand {wanted}, the columns say {got}"
                return
            if place % 91 == 0:
                one = ask_one(book, entry.rule, row.counts_from, row.facts, start, on).values.get("next")
                if (None if one is NONE else one) != wanted:
                    yield f"{entry.id} on {on}, from {start}: by hand {wanted}, one says {one}"
                    return


def _after_one_held(book, entry, row: Rhythm):
    """A follow-up held moves the next only where the document says "at least"; else the series runs on."""
    on = date(2026, 1, 15)
    for start in (date(2025, 1, 31), date(2024, 2, 29), date(2021, 8, 31)):
        for last in (start + timedelta(days=100), date(2025, 8, 31)):
            one = ask_one(book, entry.rule, row.counts_from, {**row.facts, "last_follow_up": last}, start, on)
            if row.least and row.phases:
                six, year = last + row.phases[0][1], last + row.phases[-1][1]
                wanted = six if six <= start + row.phases[0][0] else year
            else:
                wanted = last + row.then if row.least else _series(row, start, on)
            got = one.values.get("next")
            if (None if got is NONE else got) != wanted:
                yield f"{entry.id} from {start}, last held {last}: by hand {wanted}, one says {got}"


@pytest.mark.parametrize("standard", STANDARDS)
def test_where_nothing_is_printed_no_date_is_given(book, standard):
    for entry in book.standard(standard).entries:
        row = BY_HAND.get(entry.id)
        if row == NO_INTERVAL:
            guard = {fact: wanted[0] if isinstance(wanted, list) else wanted for fact, wanted in entry.rule.applies_when.items()}
            assert ask_one(book, entry.rule, "started", guard, date(2024, 1, 1), date(2024, 6, 1)).status is Status.NOT_COVERED, entry.id
            answer = ask_many(book, entry.rule, "started", guard, date(2024, 6, 1))
            assert (answer.status() == Status.NOT_COVERED).all(), entry.id
            assert not answer.values["next"][1].any(), entry.id
        if row == NO_COMPLAINT:
            one = ask_one(book, entry.rule, "decision_received", {}, date(2024, 1, 1), date(2024, 1, 2))
            assert (one.values["allowed"], one.values["date"]) == (False, None), entry.id
            answer = ask_many(book, entry.rule, "decision_received", {}, date(2024, 1, 2))
            assert not answer.values["allowed"][0].any(), entry.id
            assert not answer.values["date"][1].any(), entry.id


@pytest.mark.parametrize("standard", STANDARDS)
def test_no_complaint_where_the_exception_is_not_met(book, standard):
    for entry in book.standard(standard).entries:
        rule = entry.rule
        if isinstance(rule, Complaint) and rule.exception:
            for name, value in rule.exception.when.items():
                other = (not value) if isinstance(value, bool) else next(option for option in book.facts[name].options if option != value)
                met = {**rule.exception.when, name: other}
                one = ask_one(book, rule, "decision_received", met, date(2024, 1, 2), date(2024, 1, 3))
                assert one.values["allowed"] is rule.allowed, entry.id


def test_late_is_the_day_after_the_last_day(book):
    """On every start day: done on the last day is kept, the day after is late, not done is late from the day after."""
    for entry in book.entries():
        row = BY_HAND.get(entry.id)
        if not (entry.rule and isinstance(entry.rule, Deadline) and entry.rule.until and isinstance(row, list)):
            continue
        ends = row[0]
        for extra, late in ((0, False), (1, True)):
            arrays = {ends.counts_from: NUMBERS, entry.rule.until: np.array([to_number(counted(day, ends.length)) + extra for day in DAYS], np.int32)}
            for name, value in ends.facts.items():
                code = list(book.facts[name].options).index(value) if book.facts[name].type == "choice" else value
                arrays[name] = np.full(len(DAYS), code)
            values, known = entry.rule.many(Columns(book.facts, arrays, date(2020, 1, 1)), book.world).values["late"]
            assert known is None or known.all(), entry.id
            assert (values == late).all(), (entry.id, extra)
        start = date(2024, 3, 27)
        end = counted(start, ends.length)
        if book.facts[entry.rule.until].may_be_none:
            for on, late in ((end, False), (end + timedelta(days=1), True)):
                assert ask_one(book, entry.rule, ends.counts_from, {**ends.facts, entry.rule.until: NONE}, start, on).values["late"] is late, (entry.id, on)
