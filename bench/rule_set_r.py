"""Rule set R read from its file, its invented rows, and the plain-Python reference every other way is held against."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_right
from pathlib import Path
from typing import Any

import numpy as np

from mestring.rules.bulk import Wanted
from mestring.rules.calendar import NO_DATE, to_date, to_number
from mestring.rules.facts import NONE, Columns, Fact
from mestring.rules.finding import Source
from mestring.rules.kinds import KINDS, Rule
from mestring.rules.money import parse_money
from mestring.rules.rulebook import open_library
from mestring.rules.rulebook.files import read
from mestring.rules.world import Rate, RateValue, World

ON = dt.date(2019, 6, 30)
INPUTS = {"born": "i4", "granted97": "i4", "has96": "?", "has98": "?", "expense": "i4", "start85": "i4", "received": "i4", "decided": "i4", "step": "u1"}
DATES = ("born", "granted97", "start85", "received", "decided")
SEED = 20190630
BLOCK = 100_000


class RuleSet:
    """Rule set R, ready to run."""

    def __init__(self) -> None:
        data = read(Path(__file__).with_name("rule_set_r.yaml")).data
        shipped = open_library().world
        absent = {name: NONE if fact.get("absent") else None for name, fact in data["facts"].items()}
        facts = {
            name: Fact(name, fact["type"], fact["label"], may_be_none=fact.get("may_be_none", False), absent=absent[name])
            for name, fact in data["facts"].items()
        }
        span = (dt.date(2019, 1, 1), dt.date(2019, 12, 31))
        rates = {name: Rate(name, name, "kr", (RateValue(*span, parse_money(value), Source()),), span[1]) for name, value in data["rates"].items()}
        self.facts = facts
        self.world = World(shipped.calendar, shipped.pension_ages, rates, facts, {})
        self.rules: dict[str, Rule] = {name: KINDS[fields["kind"]].model_validate(fields) for name, fields in data["rules"].items()}
        self.wanted = {name: Wanted(self.rules[rule], value, dtype) for name, (rule, value, dtype) in data["results"].items()}
        self.results = data["results"]

    def columns(self, arrays: dict[str, Any], known: dict[str, Any] | None = None) -> Columns:
        """The rows as the rules read them."""
        return Columns(self.facts, arrays, ON, known)


def _block(block: int) -> dict[str, Any]:
    g = np.random.Generator(np.random.PCG64([SEED, block]))
    n = BLOCK

    def day(*parts: int) -> int:
        return to_number(dt.date(*parts))

    on = to_number(ON)
    expense = np.floor(np.minimum(g.lognormal(7.0, 0.8, n), 20_000) * 100).astype("i8")
    edges = np.array([54449, 54450, 54499, 54500, 153000, 153049, 153050, 153100, 255000, 255049, 255050, 255100, 0])
    expense = np.where(g.random(n) < 0.02, edges[g.integers(0, len(edges), n)], expense)
    start = g.integers(day(2009, 1, 1), on + 1, n)
    month_end = ((np.datetime64("2009-01") + g.integers(1, 126, n)).astype("M8[D]") - np.timedelta64(1, "D")).astype("i8")
    start = np.minimum(np.where(g.random(n) < 0.1, month_end, start), on)
    received = g.integers(day(2018, 1, 1), on + 1, n)
    decided = received + g.integers(0, 101, n)
    found = {
        "born": g.integers(day(1925, 1, 1), day(2004, 1, 1), n),
        "granted97": np.where(g.random(n) < 0.2, g.integers(day(2000, 1, 1), on, n), NO_DATE),
        "has96": g.random(n) < 0.02,
        "has98": g.random(n) < 0.01,
        "expense": expense,
        "start85": start,
        "received": received,
        "decided": np.where((g.random(n) < 0.85) & (decided <= on), decided, NO_DATE),
        "step": 1 + np.searchsorted(np.cumsum([0.15, 0.35, 0.25, 0.15]), g.random(n)),
    }
    return {name: np.ascontiguousarray(found[name]).astype(kind) for name, kind in INPUTS.items()}


def rows(count: int) -> dict[str, Any]:
    """Invented rows. Row i is the same whatever the count."""
    out = {name: np.empty(count, kind) for name, kind in INPUTS.items()}
    for block in range(-(-count // BLOCK)):
        first, last = block * BLOCK, min(count, (block + 1) * BLOCK)
        made = _block(block)
        for name in out:
            out[name][first:last] = made[name][: last - first]
    return out


def as_objects(arrays: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows as plain Python objects, the shape a request handler has them in."""
    lists = []
    for name in INPUTS:
        values = arrays[name].tolist()
        lists.append([None if value == NO_DATE else to_date(value) for value in values] if name in DATES else values)
    return list(zip(*lists, strict=True))


PENSION = [
    (dt.date(1, 1, 1), 780), (dt.date(1954, 1, 1), 786), (dt.date(1954, 7, 1), 792), (dt.date(1955, 1, 1), 798),
    (dt.date(1955, 7, 1), 804), (dt.date(1963, 1, 1), 816), (dt.date(1967, 1, 1), 828), (dt.date(1971, 1, 1), 840),
]  # fmt: skip
_FROM, _AGE = [row[0] for row in PENSION], [row[1] for row in PENSION]
HOURS = [0, 70, 140, 280, 420, 560]
COST = [0, *(half_days * 7 * 35_000 * 52 // 2 for half_days in (1, 2, 4, 6, 8))]


def _months(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def plain(row: tuple[Any, ...], on: dt.date = ON) -> tuple[Any, ...]:
    """All eight results of one row, written out by hand in plain Python."""
    born, granted97, has96, has98, expense, start85, received, decided, step = row
    kroner = (expense + 50) // 100
    pay = 0 if kroner < 545 else 1020 if kroner <= 1530 else 2040 if kroner <= 2550 else kroner
    limit = _months(born, max(_AGE[bisect_right(_FROM, born) - 1], 804))
    eligible = on >= _months(born, 216) and (on < limit or (granted97 is not None and granted97 < limit)) and not has96 and not has98
    months = 3
    following = _months(start85, months)
    while following <= on:
        months += 6
        following = _months(start85, months)
    deadline = received + dt.timedelta(days=42)
    late = decided > deadline if decided is not None else on > deadline
    return pay * 100, eligible, 15 if eligible else 0, following, deadline, late, HOURS[step], COST[step]
