"""What a story is, the list of them, and how they are told: all at once, day by day, as a year goes by in a house where much happens side by side.

A story is a generator. It yields the day it goes on, and what follows happens that day:

    @story("Et råd i telefonen", "henvendelse: rådgivning")
    def advice(house):
        anne = house.desk("anne")
        yield nov(2)
        asked = anne.hears("Spørger, om kommunen har et sted, hvor man kan spise sammen med andre.")
        yield nov(3)
        anne.advises(asked, "Fortalte om værestedet og fællesspisningen om torsdagen.")
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from mestring.audit.errors import MestringError
from stories import looking
from stories.house import House

COUNCILS = ("ballerup", "randers", "rebild", "vejle", "viborg")

Days = Iterator[date]
"""What a story gives: the days it goes on."""


@dataclass(frozen=True, slots=True)
class Story:
    """A whole case. `shows` are the words for what it covers, `councils` where it can happen."""

    title: str
    councils: tuple[str, ...]
    shows: tuple[str, ...]
    tell: Callable[[House], Days]


@dataclass(slots=True)
class Tale:
    """A story as it was told in a house: what it made there, by kind."""

    story: Story
    made: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, kind: str, thing: Any) -> Any:
        """Remember something the story made."""
        self.made.setdefault(kind, []).append(thing)
        return thing


STORIES: list[Story] = []


def story(title: str, *shows: str, councils: tuple[str, ...] = COUNCILS) -> Callable[[Callable[[House], Days]], Callable[[House], Days]]:
    """Add a story to the list."""

    def add(tell: Callable[[House], Days]) -> Callable[[House], Days]:
        STORIES.append(Story(title, councils, shows, tell))
        return tell

    return add


def tell(house: House, stories: Iterable[Story], *, until: date, evening: Callable[[date], None], told: Callable[[], None] = lambda: None) -> list[Tale]:
    """Tell stories side by side, each on its own days, in the order of the days.

    Shapes: `until` is the day it is when all is told, and still is; `evening` is what the house does when a day is over; `told` is called when a story has come to its end.
    """
    tales, waiting = [], []
    for number, one in enumerate(stories):
        tale = Tale(one)
        days = one.tell(house)
        tales.append(tale)
        waiting.append((next(days), number, tale, days))
    heapq.heapify(waiting)
    today = waiting[0][0] if waiting else None
    while waiting:
        day, number, tale, days = heapq.heappop(waiting)
        if today and day > today:
            evening(today)
            today = day
        following = _go_on(house, tale, days, day)
        if following is None:
            told()
        else:
            heapq.heappush(waiting, (following, number, tale, days))
    if today and today < until:
        evening(today)
    with house.at(until):
        house.keeps_orders()
    return tales


def _go_on(house: House, tale: Tale, days: Days, day: date) -> date | None:
    """One day of a story: all of it happens, or nothing. Answers the next day, or None at the end."""
    house.tale = tale
    with house.at(day):
        before = looking.newest_act()
        with transaction.atomic():
            following = next(days, None)
        looking.looked(house, before)
    if following and following < day:
        raise ValueError(f"{tale.story.title}: {following} kommer efter {day}. En historie går kun frem.")
    return following


@contextmanager
def stopped(error: type[MestringError]) -> Iterator[None]:
    """The house must refuse what is tried in the block; a story that is let through is a fault in the house."""
    try:
        with transaction.atomic():
            yield
    except error:
        return
    raise AssertionError(f"{error.__name__} var ventet, men huset lod det ske.")


def _month(number: int) -> Callable[[int], date]:
    return lambda day: date(2026, number, day)


jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov = (_month(number) for number in range(1, 12))  # noqa: A001 - a month, and nobody counts in eights here
