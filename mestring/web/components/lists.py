"""Lists of work: when something is due, at a glance, and what can be done to the rows. Word and shape first, colour last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mestring.rules.finding import Step
from mestring.web.components import days
from mestring.web.components.marks import Mark

ICONS = {"late": "error", "today": "time", "week": "calendar-month", "later": "", "done": "success"}
GROUPS = {"late": "Overskredet", "today": "I dag", "week": "Resten af ugen", "later": "Senere"}


@dataclass(frozen=True, slots=True)
class Due:
    """A date seen from a day. Shapes: `shape` is late, today, week (the rest of this week), later or done; `day` is None when no day can be computed."""

    shape: str
    words: str
    day: date | None
    on: date

    @property
    def icon(self) -> str:
        return ICONS[self.shape]


def due(day: date, on: date, *, at: str = "", done_on: date | None = None) -> Due:
    """How far off a day is. `at` is a time of day, as `kl. 15`; `done_on` the day it was done."""
    if done_on:
        return Due("done", f"Klaret {days.short(done_on, on)}", day, on)
    left = (day - on).days
    sunday = on + timedelta(days=6 - on.weekday())
    shape = "late" if left < 0 else "today" if left == 0 else "week" if day <= sunday else "later"
    return Due(shape, f"{days.left(left)}{f' {at}' if at else ''}", day, on)


def no_day(on: date) -> Due:
    """Something that must be done, for which no day can be computed. It is said, never guessed."""
    return Due("later", "Ingen dato", None, on)


@dataclass(frozen=True, slots=True)
class Tag:
    """A word on a row. Shapes: `tone` is empty, ok, soon, late or judge."""

    word: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One deadline in a work list: when, for whom, what and why, and the next step.

    Shapes: `id` is what the checkbox sends; `steps` is the trace, opened in the row, or `why_address` leads to it.
    """

    id: str
    due: Due
    who: str
    who_address: str
    what: str
    next_step: str
    about: str = ""
    tags: Sequence[Tag] = ()
    why: str = ""
    steps: Sequence[Step] = ()
    why_address: str = ""
    next_address: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """The rows that are equally near. `total` is how many there are, also those on other pages."""

    shape: str
    rows: Sequence[WorkRow]
    total: int

    @property
    def title(self) -> str:
        return GROUPS[self.shape]


def grouped(rows: Iterable[WorkRow], totals: dict[str, int] | None = None) -> list[WorkGroup]:
    """Rows as they stand in the list: over, today, the rest of the week, later."""
    by_shape: dict[str, list[WorkRow]] = {shape: [] for shape in GROUPS}
    for row in rows:
        by_shape[row.due.shape if row.due.shape in by_shape else "later"].append(row)
    return [WorkGroup(shape, found, (totals or {}).get(shape, len(found))) for shape, found in by_shape.items() if found]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One case on a committee's agenda."""

    at: str
    number: str
    section: str
    title: str
    address: str
    state: Mark | Tag
    current: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a list, with how many it holds."""

    text: str
    address: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class BulkChoice:
    """What can be done to the chosen rows. The act shows a list and asks before anything is changed."""

    label: str
    name: str
    options: Sequence[tuple[str, str]]
    button: str
    note: str = "Du ser en liste og bekræfter, før noget ændres."
    blank: str = "Vælg"
