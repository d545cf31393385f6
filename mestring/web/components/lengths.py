"""Lengths of time as they are said to people, and an account of hours in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from mestring.delivery.proposals.hours import Account, Lapse
from mestring.rules import danish
from mestring.rules.finding import Step
from mestring.web.components import days, traces

SOON = timedelta(days=31)
"""How near what lapses is said at once."""


def hours(minutes: int) -> str:
    """`7 timer`, `22½ time`, `1 time 20 min.`, `0 timer`. Unit: minutes in."""
    whole, rest = divmod(minutes, 60)
    if rest == 30:
        return f"{whole or ''}½ time"
    return danish.hours(minutes) if minutes else "0 timer"


def lapse(one: Lapse, on: date) -> str:
    """`7 timer udløber 30. april.`"""
    return f"{hours(one.minutes)} udløber {days.plain(one.last_day, on)}."


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of an account, in words."""

    name: str
    came_in: str
    used: str
    lapsed: str
    left: str


@dataclass(frozen=True, slots=True)
class HourAccount:
    """An account of hours in words. Shapes: `left` is empty when it can't be said, and `missing` is then what must be told first; `soon` lapses within a month, `later` after."""

    left: str
    missing: str
    soon: list[str]
    later: list[str]
    months: list[MonthLine]
    monthly: str
    over: str
    saves: bool
    asks: bool
    steps: tuple[Step, ...]
    source: str


def account(found: Account, on: date) -> HourAccount:
    """The account as pages show it, the newest month first."""
    near = found.lapsing(SOON)
    lines = [
        MonthLine(f"{danish.MONTHS[one.first.month - 1]} {one.first.year}", hours(one.came_in), hours(one.used), hours(one.lapsed), hours(one.left))
        for one in reversed(found.months)
    ]
    return HourAccount(
        left="" if found.left is None else hours(found.left),
        missing=", ".join(one.label for one in found.missing),
        soon=[lapse(one, on) for one in near],
        later=[lapse(one, on) for one in found.lapses if one not in near],
        months=lines,
        monthly=hours(found.monthly),
        over=hours(found.over) if found.over > 0 else "",
        saves=found.saves,
        asks=found.asks,
        steps=traces.steps({"text": one.text, "value": one.value, "source": one.source} for one in found.reasons),
        source=found.source,
    )
