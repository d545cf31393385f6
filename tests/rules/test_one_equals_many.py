"""Every rule's two evaluations answer the same in every case: `one` with its trace, `many` over columns.

How many cases: by day each rule is asked MESTRING_ROWS (300) random cases, drawn on some fifteen to thirty days, so that some 450 rules
give 135,000 comparisons of every output and of the status. By night each rule is asked MESTRING_NIGHT_ROWS (20,000) others, nine million
in all; 100,000 for every rule is MESTRING_NIGHT_ROWS=100000 and five times the time. `many` is asked all of them; `one` is a function of
the facts alone, so a case that has come before on the same day is not asked again but its answer reused: a duty that hangs on one yes or
no has three cases, not 20,000.
"""

import os
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

import numpy as np
import pytest

from mestring.rules.finding import Status
from mestring.rules.kinds import Cadence, Cap, Complaint, Condition, Count, Deadline, Levels, Payment, PriceTable, Table
from tests.rules.cases import STANDARDS, Draw, SeenFacts, batches, columns, days_to_ask, edges, facts_of, key, plain_value, rules_of

ROWS = int(os.environ.get("MESTRING_ROWS", "300"))
NIGHT_ROWS = int(os.environ.get("MESTRING_NIGHT_ROWS", "20000"))


@dataclass
class Held:
    """What came of holding one rule's evaluations against each other."""

    compared: int = 0
    differences: list[str] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    branches: Counter = field(default_factory=Counter)
    read: set = field(default_factory=set)


def hold(book, entry, rows, seed=0) -> Held:
    """Ask a rule both ways and note every difference."""
    random = Random(f"{entry.id}/{seed}")
    held = Held()
    names = facts_of(book, entry)
    days = days_to_ask(book, entry, random, 12)
    for on, size in zip(days, batches(rows, len(days)), strict=True):
        draw = Draw(book, entry, on, random)
        cases = [draw.row() for _ in range(size)]
        if not cases:
            continue
        asked = columns(book, names, cases, on)
        many = book.answers(entry, asked)
        held.read |= asked.read
        codes = many.status()
        lists = {name: (array.tolist(), None if known is None else known.tolist()) for name, (array, known) in many.values.items()}
        answered = {}
        for row, facts in enumerate(cases):
            again = key(facts)
            if again not in answered:
                given = SeenFacts(facts)
                answered[again] = book.answer(entry, given, on)
                held.read |= given.read
                _note_branch(held, answered[again])
            one = answered[again]
            held.statuses[one.status] += 1
            _compare(held, entry, on, facts, one, int(codes[row]), row, lists)
    return held


def _compare(held, entry, on, facts, one, code, row, lists):
    held.compared += 1
    if code != one.status:
        held.differences.append(f"{entry.id} on {on} {facts}: one {one.status.key}, many {Status(code).key}")
        return
    for name, (values, known) in lists.items():
        got = values[row] if known is None or known[row] else None
        wanted = _wanted(one, name)
        if got != wanted or isinstance(got, bool) is not isinstance(wanted, bool):
            held.differences.append(f"{entry.id} on {on} {facts}: {name} is {wanted} by one, {got} by many")


def _wanted(one, name):
    column, _, side = name.rpartition("_")
    if side in ("low", "high") and name not in one.values:
        rule = one.entry.rule
        if one.status is not Status.DECIDED or not isinstance(rule, (Table, Levels)):
            return None
        cell = one.values[column]
        end = cell[0 if side == "low" else 1] if isinstance(cell, list) else cell
        money = rule.columns[column].startswith(("kr", "money"))
        return -1 if end == "open" else int(Decimal(end) * (1 if money else 100))
    return plain_value(one.values.get(name))


def _note_branch(held, one):
    if one.status is Status.DECIDED:
        for name in ("answer", "row", "owed", "late", "kept", "overdue", "allowed", "free"):
            if name in one.values:
                held.branches[name, one.values[name]] += 1


def can_be(book, entry) -> set[Status]:
    """The statuses a rule can answer with, by its kind and its guard, when cases enough are drawn."""
    found = {Status.OUTSIDE_VALIDITY}
    superseded = entry.superseded is not None
    if superseded and (not entry.superseded.by or book.entry(entry.superseded.by).rule is None):
        found.add(Status.SUPERSEDED)
    if not _rates_ever_known(book, entry):
        return found | {Status.RATE_MISSING}
    for rule in rules_of(book, entry):
        if rule.applies_when:
            found |= {Status.NOT_APPLICABLE, Status.UNKNOWN}
        if isinstance(rule, Cadence) and rule.interval == "none":
            found.add(Status.NOT_COVERED)
            continue
        found.add(Status.DECIDED)
        judged = isinstance(rule, Condition) and any(leaf.judge for leaf in rule.tree.leaves())
        found |= {Status.TO_JUDGE} if judged else set()
        found |= {Status.UNKNOWN} if _can_be_unknown(book, rule) else set()
        # A guard on the very fact that is looked up leaves no case without a row.
        if isinstance(rule, (Deadline, Table)) and rule.covers == "listed" and not set(rule.applies_when) & set(rule.own_facts()):
            found.add(Status.NOT_COVERED)
    if edges(book, entry).rates:
        found.add(Status.RATE_MISSING)
    return found


def _rates_ever_known(book, entry) -> bool:
    """Whether there is a day within the entry's validity on which every rate it uses is known."""
    rates = edges(book, entry).rates
    days = [value.valid_from for rate in rates for value in book.rates[rate].values] or [entry.valid_from or book.standard(entry.standard).valid_from]
    first, last = entry.valid_from or days[0].min, entry.valid_to or days[0].max
    return any(
        first <= day <= last and all(any(value.valid_from <= day <= value.valid_to for value in book.rates[rate].values) for rate in rates) for day in days
    )


def _can_be_unknown(book, rule) -> bool:
    if isinstance(rule, Condition):
        return any(leaf.judge is None for leaf in rule.tree.leaves())
    if isinstance(rule, Count) or (isinstance(rule, Cap) and not rule.is_duration and rule.extended is None):
        return False
    if isinstance(rule, Complaint):
        return rule.exception is not None
    if isinstance(rule, Payment):
        return bool(rule.times or rule.shares)
    if isinstance(rule, (Table, Levels, PriceTable)):
        return bool(rule.of)
    return bool(rule.facts())


def branches_of(book, entry) -> set[tuple[str, object]]:
    """The answers a rule must have been brought to give: both sides of every test, every row of every table."""
    wanted = set()
    for rule in rules_of(book, entry) if _rates_ever_known(book, entry) else ():
        if isinstance(rule, Condition):
            wanted |= {("answer", "met"), ("answer", "not_met")}
        elif isinstance(rule, Deadline) and rule.until:
            wanted |= {("late", True), ("late", False)}
        elif (isinstance(rule, (Table, Levels, PriceTable)) and rule.of) or rule.kind == "tiers":
            wanted |= {("row", place + 1) for place in range(len(rule.rows))}
        elif rule.kind == "trigger":
            wanted |= {("owed", True), ("owed", False)}
        elif isinstance(rule, Complaint) and rule.exception:
            wanted |= {("allowed", True), ("allowed", False)}
        elif (isinstance(rule, Cap) and rule.tested) or isinstance(rule, Count):
            wanted |= {("kept", True), ("kept", False)}
        elif isinstance(rule, Cadence) and rule.interval != "none" and any(rhythm.at_least for rhythm in rule.rhythms):
            wanted |= {("overdue", True), ("overdue", False)}
    return wanted


def test_the_standards_tested_are_the_standards_shipped(book):
    assert {standard.id for standard in book.all_standards()} == set(STANDARDS)


@pytest.mark.parametrize("standard", STANDARDS)
def test_one_equals_many(book, standard):
    rules = [entry for entry in book.standard(standard).entries if entry.rule]
    assert rules
    faults, unreached, undeclared = [], [], []
    for entry in rules:
        held = hold(book, entry, ROWS)
        assert held.compared == ROWS
        faults += held.differences[:3]
        undeclared += [f"{entry.id} reads {name}" for name in sorted(held.read - set(facts_of(book, entry)))]
        if ROWS >= 300:
            unreached += [f"{entry.id} never answered {status.key}" for status in sorted(can_be(book, entry) - set(held.statuses))]
            unreached += [f"{entry.id} never answered {name}: {value}" for name, value in sorted(branches_of(book, entry) - set(held.branches), key=str)]
    assert not faults, "\n".join(faults)
    assert not undeclared, "\n".join(undeclared)
    assert not unreached, "\n".join(unreached)


def test_every_status_occurs_somewhere(book):
    seen = set()
    for entry in book.entries():
        if entry.rule and entry.rule.kind in ("condition", "deadline", "tiers", "table", "cadence", "complaint"):
            seen |= set(hold(book, entry, 60, seed="statuses").statuses)
    assert seen >= {status for status in Status if status.key not in ("superseded", "stated")}


@pytest.mark.night
@pytest.mark.parametrize("standard", STANDARDS)
def test_one_equals_many_in_very_many_cases(book, standard):
    faults = []
    for entry in book.standard(standard).entries:
        if entry.rule:
            held = hold(book, entry, NIGHT_ROWS, seed="night")
            assert held.compared == NIGHT_ROWS
            faults += held.differences[:3]
    assert not faults, "\n".join(faults)


def test_a_missing_fact_is_never_read_as_a_value(book):
    """The value behind a mask may be anything: turning it round changes nothing."""
    for entry in book.entries():
        if not entry.rule:
            continue
        random = Random(entry.id)
        on = days_to_ask(book, entry, random, 3)[-1]
        draw = Draw(book, entry, on, random)
        cases = [draw.row() for _ in range(40)]
        names = facts_of(book, entry)
        asked = columns(book, names, cases, on)
        before = book.answers(entry, asked)
        other = columns(book, names, cases, on)
        for name, known in other._known.items():
            behind = other._arrays[name]
            behind[~known] = ~behind[~known] if behind.dtype == bool else 1
        after = book.answers(entry, other)
        assert np.array_equal(before.status(), after.status()), entry.id
        for name, (array, known) in before.values.items():
            there = np.ones(len(cases), bool) if known is None else known
            later, later_known = after.values[name]
            assert np.array_equal(there, np.ones(len(cases), bool) if later_known is None else later_known), (entry.id, name)
            assert np.array_equal(array[there], later[there]), (entry.id, name)
