"""How far a goal is, as two see it: the citizen's curve and the staff's, each with its own line, marker and name, and a table beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from mestring.rules import danish
from mestring.web.components import days

HEIGHT, TOP, STEP = 190, 12, 15
"""Unit: pixels; `STEP` is one of the ten steps of the scale."""
LEFT, RIGHT = 9.0, 69.0
"""Where the lines run. Unit: percent of the width; what is to the right is the names'."""
NAME = 18
"""Unit: pixels between two names, so that neither covers the other."""
CROWDED = 24
"""How many points have a marker each; of more only the last has, and the line tells the rest."""
MOST = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer of one of the two. Unit: `value` is 0 (not at all) to 10 (wholly in place)."""

    day: date
    value: int
    citizen: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One answer as it is drawn. Unit: `x` in percent, `y` in pixels, as SVG writes them."""

    x: str
    y: int
    marked: bool


@dataclass(frozen=True, slots=True)
class Line:
    """From one answer to the next."""

    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True, slots=True)
class Series:
    """One of the two. Shapes: `name` ends with the last value, and is written beside it."""

    citizen: bool
    name: str
    dots: Sequence[Dot]
    lines: Sequence[Line]
    name_y: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A day beneath the picture."""

    x: str
    text: str
    last: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One day of the table, the newest first. Shapes: None is that nobody said a number."""

    day: date
    citizen: int | None
    staff: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The two beside each other over time."""

    title: str
    spoken: str
    series: Sequence[Series]
    ticks: Sequence[Tick]
    rows: Sequence[Row]
    on: date

    @property
    def grid(self) -> list[tuple[int, int]]:
        """The lines of 0, 5 and 10: the number and where it lies."""
        return [(value, _y(value)) for value in (0, MOST // 2, MOST)]

    @property
    def has_words(self) -> bool:
        return any(row.words for row in self.rows)


def curve(title: str, readings: Sequence[Reading], on: date) -> Curve | None:
    """The picture of some answers; none when nobody has answered."""
    ordered = sorted(readings, key=lambda one: one.day)
    if not ordered:
        return None
    first, last = ordered[0].day, ordered[-1].day
    sides = [[one for one in ordered if one.citizen is citizen] for citizen in (True, False)]
    found = [side for side in sides if side]
    names = _apart([side[-1].value for side in found])
    return Curve(
        title,
        _spoken(title, found, on),
        [_series(side, first, last, name_y) for side, name_y in zip(found, names, strict=True)],
        _ticks(first, last, on),
        _rows(ordered),
        on,
    )


def _y(value: int) -> int:
    return TOP + (MOST - value) * STEP


def _x(day: date, first: date, last: date) -> str:
    share = (day - first).days / max((last - first).days, 1)
    return f"{LEFT + share * (RIGHT - LEFT):.2f}%"


def _series(side: Sequence[Reading], first: date, last: date, name_y: int) -> Series:
    crowded = len(side) > CROWDED
    dots = [Dot(_x(one.day, first, last), _y(one.value), not crowded or one is side[-1]) for one in side]
    lines = [Line(a.x, a.y, b.x, b.y) for a, b in pairwise(dots)]
    return Series(side[0].citizen, f"{'Borgeren' if side[0].citizen else 'Medarb.'} {side[-1].value}", dots, lines, name_y)


def _apart(values: Sequence[int]) -> list[int]:
    """Where the names are written: at their last value, and so far apart that both can be read. Where the two say the same, the citizen's stands above."""
    places = [_y(value) + 5 for value in values]
    if len(places) == 2 and abs(places[0] - places[1]) < NAME:
        more = (NAME - abs(places[0] - places[1]) + 1) // 2
        up = 0 if places[0] <= places[1] else 1
        places[up] -= more
        places[1 - up] += more
    return places


def _ticks(first: date, last: date, on: date) -> list[Tick]:
    """The first day and the last, with one between when there is room for it."""
    span = (last - first).days
    shown = [first] if span == 0 else [first, last] if span < 60 else [first, first + timedelta(days=span // 2), last]
    return [Tick(_x(day, first, last), days.short(day, on), day == last) for day in shown]


def _spoken(title: str, found: Sequence[Sequence[Reading]], on: date) -> str:
    said = []
    for side in found:
        who = "borgerens tal" if side[0].citizen else "medarbejderens tal"
        first, last = side[0], side[-1]
        said.append(
            f"{who} er {last.value} {days.plain(last.day, on)}"
            if len(side) == 1
            else f"{who} gik fra {first.value} {days.plain(first.day, on)} til {last.value} {days.plain(last.day, on)}"
        )
    return f"{title}: {danish.listing(said)}. Tallene står i tabellen."


def _rows(ordered: Sequence[Reading]) -> list[Row]:
    by_day: dict[date, dict[bool, Reading]] = {}
    for one in ordered:
        by_day.setdefault(one.day, {})[one.citizen] = one
    return [
        Row(
            day,
            said[True].value if True in said else None,
            said[False].value if False in said else None,
            " ".join(said[who].words for who in (True, False) if who in said and said[who].words),
        )
        for day, said in reversed(by_day.items())
    ]
