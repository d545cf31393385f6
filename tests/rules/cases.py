"""Invented cases for a rule: random facts, and rows that stand on every edge the rule has.

A rule's own figures, lengths, ages and rates are read out of it, so that a fact falls on the edge, one below and one above; dates are drawn
around the day asked about, around the day the standard, the entry or the law begins or ends, on month ends and leap days, and one rule's
length before or after another of its dates. One fact in ten is missing.
"""

from __future__ import annotations

import calendar as month_calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
from pydantic import BaseModel

from mestring.rules.calendar import NO_DATE, to_number
from mestring.rules.facts import NONE, Case, Columns, Fact
from mestring.rules.kinds import Condition
from mestring.rules.kinds.base import RateRef
from mestring.rules.period import Duration, add_months
from mestring.rules.rulebook import Book, Entry
from mestring.rules.world import AgeLimit

MISSING = 0.1
NONE_SHARE = 0.15
STANDARDS = ("ballerup-undated", "law", "randers-2019", "rebild-2015", "vejle-2023", "viborg-2020")
LEAP_DAYS = tuple(date(year, 2, 29) for year in (1952, 1964, 1996, 2016, 2020, 2024))
PENSION_EDGES = tuple(
    date(year, month, 1) + timedelta(days=days)
    for year, month in ((1954, 1), (1954, 7), (1955, 1), (1955, 7), (1963, 1), (1967, 1), (1971, 1))
    for days in (-1, 0)
)


@dataclass
class Edges:
    """What a rule compares with."""

    numbers: list[int]
    lengths: list[Duration]
    ages: list[AgeLimit]
    rates: list[str]


def edges(book: Book, entry: Entry) -> Edges:
    """Every figure, length, age and rate in a rule, and in the rule of law that takes over from it."""
    found = Edges([], [], [], [])
    for rule in rules_of(book, entry):
        _walk(rule, found)
    return found


def rules_of(book: Book, entry: Entry) -> list[Any]:
    """The entry's rule, and law's when the entry is superseded."""
    rules = [entry.rule]
    if entry.superseded and entry.superseded.by:
        law = book.entry(entry.superseded.by)
        rules += [law.rule] if law.rule else []
    return rules


def facts_of(book: Book, entry: Entry) -> list[str]:
    """Every fact that may count for the entry, the one that picks the version included."""
    names = [fact for rule in rules_of(book, entry) for fact in (*rule.facts(), *([rule.version_by] if rule.version_by in book.facts else []))]
    return list(dict.fromkeys(names))


def _walk(value: Any, found: Edges) -> None:
    if isinstance(value, RateRef):
        found.rates.append(value.rate)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            _walk(getattr(value, name), found)
        for extra in (value.model_extra or {}).values():
            _walk(extra, found)
    elif isinstance(value, AgeLimit):
        found.ages.append(value)
    elif isinstance(value, Duration):
        found.lengths.append(value)
    elif isinstance(value, dict):
        for part in value.values():
            _walk(part, found)
    elif isinstance(value, (list, tuple)):
        for part in value:
            _walk(part, found)
    elif isinstance(value, int) and not isinstance(value, bool):
        found.numbers.append(value)


def days_to_ask(book: Book, entry: Entry, random: Random, count: int) -> list[date]:
    """Days to ask about: both sides of every day on which something changes, then month ends, leap days and random days."""
    standard = book.standard(entry.standard)
    turns = {standard.valid_from, standard.valid_to, entry.valid_from, entry.valid_to and entry.valid_to + timedelta(days=1)}
    if entry.superseded:
        turns.add(entry.superseded.valid_from)
        law = book.entry(entry.superseded.by) if entry.superseded.by else None
        turns |= {law.valid_from, law.valid_to} if law else set()
    for rate in edges(book, entry).rates:
        known = book.rates[rate].values
        turns |= {known[0].valid_from, known[-1].valid_to + timedelta(days=1), known[len(known) // 2].valid_from}
    both_sides = [turn + timedelta(days=days) for turn in sorted(filter(None, turns)) for days in (-1, 0)]
    last = entry.valid_to or standard.valid_to or date(2040, 12, 31)
    inside = [max(entry.valid_from or standard.valid_from, standard.valid_from) + timedelta(days=days) for days in (400, 1500, 3300)]
    others = [day for day in (*inside, date(2024, 2, 29), date(2023, 10, 31), date(2025, 2, 28)) if day <= last]
    spread = [date(2014, 1, 1) + timedelta(days=random.randrange(9800)) for _ in range(count)]
    return (both_sides + others + spread)[: max(count, len(both_sides) + len(others))]


class Draw:
    """Random facts for one rule on one day."""

    def __init__(self, book: Book, entry: Entry, on: date, random: Random) -> None:
        self.book, self.on, self.random = book, on, random
        self.edges = edges(book, entry)
        self.names = facts_of(book, entry)
        standard = book.standard(entry.standard)
        changes = [standard.valid_from, standard.valid_to, entry.valid_from, entry.valid_to, entry.superseded and entry.superseded.valid_from]
        self.changes = [day for day in changes if day]
        self.guards = [rule.applies_when for rule in rules_of(book, entry)]
        self.trees = [rule.tree for rule in rules_of(book, entry) if isinstance(rule, Condition)]

    def row(self) -> dict[str, Any]:
        """One case; what is missing is left out."""
        facts: dict[str, Any] = {}
        for name in self.names:
            facts[name] = self.value(self.book.facts[name], facts)
        if self.random.random() < 0.6:
            self._inside_guards(facts)
        missing = MISSING
        if self.trees and self.random.random() < 0.5:
            # A long condition is hardly ever met by chance: aim at met, then turn one leaf round, and half the time let nothing be missing.
            for tree in self.trees:
                self._aim(tree, True, facts)
                self._aim(self.random.choice(list(tree.leaves())), self.random.random() < 0.7, facts)
            missing = self.random.choice((0, 2 / len(self.names), MISSING))
        return {name: value for name, value in facts.items() if self.random.random() >= missing}

    def _aim(self, node: Any, wanted: bool, facts: dict[str, Any]) -> None:
        """Give facts that make a node of a condition what is wanted, where that can be done simply."""
        branch = node.branch
        if branch is not None:
            name, parts = branch
            every = (name == "all") is wanted if name != "none" else wanted
            for part in parts if every else [self.random.choice(parts)]:
                self._aim(part, wanted is not (name == "none"), facts)
        elif node.judge:
            facts[node.judge] = wanted
        elif node.fact:
            self._aim_fact(node, wanted, facts)
        elif node.age:
            for _ in range(30):
                born = self._born()
                old_enough = node.age.at_least is None or node.age.at_least.reached(born, self.book.world) <= self.on
                young_enough = node.age.under is None or node.age.under.reached(born, self.book.world) > self.on
                if (old_enough and young_enough) is wanted:
                    facts[node.age.of] = born
                    return

    def _aim_fact(self, leaf: Any, wanted: bool, facts: dict[str, Any]) -> None:
        fact = self.book.facts[leaf.fact]
        for _ in range(30):
            value = self.value(fact, facts)
            if leaf.equals is not None:
                met = value == leaf.equals
            elif leaf.one_of is not None:
                met = value in leaf.one_of
            else:
                return
            if met is wanted:
                facts[leaf.fact] = value
                return

    def _inside_guards(self, facts: dict[str, Any]) -> None:
        for guard in self.guards:
            for name, wanted in guard.items():
                facts[name] = self.random.choice(wanted) if isinstance(wanted, list) else wanted

    def value(self, fact: Fact, before: dict[str, Any]) -> Any:
        """A value the fact may have."""
        if fact.may_be_none and self.random.random() < NONE_SHARE:
            return NONE
        return getattr(self, f"_{fact.type}")(fact, before)

    def _date(self, fact: Fact, before: dict[str, Any]) -> date:
        if fact.id == "born":
            return self._born()
        random = self.random
        anchors = [self.on, *self.changes, *[day for day in before.values() if isinstance(day, date)]]
        way = random.random()
        if way < 0.45 and self.edges.lengths:
            return self._length_away(random.choice(anchors), random.choice(self.edges.lengths))
        if way < 0.5 and self.edges.ages and isinstance(before.get("born"), date):
            return random.choice(self.edges.ages).reached(before["born"], self.book.world) + timedelta(days=random.choice((-1, 0, 1)))
        if way < 0.6:
            return random.choice(anchors) + timedelta(days=random.choice((-1, 0, 1)))
        if way < 0.7:
            day = self.on - timedelta(days=random.randrange(2000))
            return day.replace(day=month_calendar.monthrange(day.year, day.month)[1])
        if way < 0.75:
            return random.choice(LEAP_DAYS[3:])
        if way < 0.8:
            return date(self.on.year - random.randrange(3), random.choice((12, 1, 4, 5)), random.randrange(20, 31))
        if way < 0.85:
            return self.on + timedelta(days=random.randrange(1, 800))
        return self.on - timedelta(days=random.randrange(2500))

    def _length_away(self, anchor: date, length: Duration) -> date:
        random = self.random
        if length.working_days:
            there = anchor + timedelta(days=random.choice((-1, 1)) * length.working_days * 7 // 5 + random.choice((-2, -1, 0, 1, 2, 3)))
        else:
            times = random.choice((-1, -1, -1, 1, 1, -2, -3, 2))
            there = add_months(anchor, times * length.months) + timedelta(days=times * length.days)
        return there + timedelta(days=random.choice((-1, 0, 0, 1)))

    def _born(self) -> date:
        random = self.random
        way = random.random()
        if way < 0.4 and self.edges.ages:
            limit = random.choice(self.edges.ages)
            months = limit.months or random.choice((780, 786, 792, 798, 804, 816, 828, 840))
            return add_months(self.on, -months) + timedelta(days=random.choice((-1, 0, 1)))
        if way < 0.5:
            return random.choice(LEAP_DAYS[:3])
        if way < 0.65:
            return random.choice(PENSION_EDGES)
        return date(1930, 1, 1) + timedelta(days=random.randrange(30000))

    def _yes_no(self, _fact: Fact, _before: dict[str, Any]) -> bool:
        return self.random.random() < 0.5

    _judgement = _yes_no

    def _integer(self, _fact: Fact, _before: dict[str, Any]) -> int:
        if self.edges.numbers and self.random.random() < 0.8:
            return self.random.choice(self.edges.numbers) + self.random.choice((-1, 0, 0, 1))
        return self.random.choice((0, -1, 7, 100_000, self.random.randrange(60)))

    _percent = _integer

    def _money(self, _fact: Fact, _before: dict[str, Any]) -> int:
        marks = [value.value for rate in self.edges.rates for value in self.book.rates[rate].values] + [
            number for number in self.edges.numbers if number >= 100
        ]
        if marks and self.random.random() < 0.7:
            return max(self.random.choice(marks) + self.random.choice((-100, -51, -50, -1, 0, 1, 49, 50, 100)), 0)
        return self.random.choice((0, 1, self.random.randrange(500_000), self.random.randrange(60_000_000)))

    def _minutes(self, _fact: Fact, _before: dict[str, Any]) -> int:
        if self.edges.numbers and self.random.random() < 0.6:
            return max(self.random.choice(self.edges.numbers) + self.random.choice((-1, 0, 1)), 0)
        return self.random.randrange(2400)

    def _choice(self, fact: Fact, _before: dict[str, Any]) -> str:
        return self.random.choice(list(fact.options))

    def _monthly(self, _fact: Fact, _before: dict[str, Any]) -> list[int]:
        return [self.random.choice((0, 0, 600, 900, self.random.randrange(2400))) for _ in range(self.random.randrange(1, 16))]


def key(facts: dict[str, Any]) -> tuple[Any, ...]:
    """The same for the same facts, so that a case that comes again is asked once."""
    return tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in facts.items())


class SeenColumns(Columns):
    """Columns that note which facts a rule read."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.read: set[str] = set()

    def get(self, fact: str) -> Any:
        self.read.add(fact)
        return super().get(fact)


class SeenFacts(dict):
    """Facts that note which of them a rule read."""

    def __init__(self, given: dict[str, Any]) -> None:
        super().__init__(given)
        self.read: set[str] = set()

    def get(self, fact: str, otherwise: Any = None) -> Any:
        self.read.add(fact)
        return super().get(fact, otherwise)


def columns(book: Book, names: list[str], rows: list[dict[str, Any]], on: date) -> SeenColumns:
    """The rows as columns, with a mask for every fact that some row lacks."""
    arrays: dict[str, Any] = {"_rows": np.zeros(len(rows), bool)}
    masks: dict[str, Any] = {}
    for name in names:
        fact = book.facts[name]
        known = np.array([name in row for row in rows], bool)
        arrays[name] = _column(fact, [row.get(name) for row in rows])
        if not known.all():
            masks[name] = known
    return SeenColumns(book.facts, arrays, on, masks)


def _column(fact: Fact, values: list[Any]) -> Any:
    if fact.type == "monthly":
        width = max([len(value) for value in values if value is not None], default=1)
        return np.array([[*(value or []), *[0] * (width - len(value or []))] for value in values], np.int32)
    if fact.type == "date":
        # A date that is missing is given a date like any other: only the mask may say that it isn't known.
        numbers = [NO_DATE if value is NONE else to_number(value or date(2020, 6, 15)) for value in values]
        return np.array(numbers, np.int32)
    if fact.type == "choice":
        options = list(fact.options)
        return np.array([options.index(value) if value is not None else 0 for value in values], np.int32)
    if fact.type in ("yes_no", "judgement"):
        return np.array([bool(value) for value in values], bool)
    kind = np.int64 if fact.type == "money" else np.int32
    return np.array([0 if value is None else value for value in values], kind)


def plain_value(value: Any) -> Any:
    """One case's value as a column holds it: a day number, NO_DATE, a number, true or false, or None when it isn't known."""
    if value is NONE:
        return int(NO_DATE)
    if isinstance(value, date):
        return to_number(value)
    return value


def batches(total: int, parts: int) -> Iterator[int]:
    """How many rows each part gets."""
    whole, rest = divmod(total, parts)
    for part in range(parts):
        yield whole + (part < rest)


__all__ = [
    "MISSING",
    "STANDARDS",
    "Case",
    "Draw",
    "SeenColumns",
    "SeenFacts",
    "batches",
    "columns",
    "days_to_ask",
    "edges",
    "facts_of",
    "key",
    "plain_value",
    "rules_of",
]
