"""Figures for those who lead: a number never without its whole, a picture never without its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mestring.web.components.marks import Mark


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure with its whole."""

    label: str
    value: str
    of: str = ""
    mark: Mark | None = None
    late: bool = False
    link: str = ""
    link_address: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a month's were in time. Shapes: nothing to count has no share, which is not 0 %."""

    label: str
    kept: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 89.9 is not shown as the goal of 90."""
        return self.kept * 100 // self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Column:
    """One month as it is drawn. Unit: percent of the picture, as SVG writes it."""

    share: Share
    x: str
    width: str
    middle: str
    y: str
    height: str
    text_y: str
    above: bool
    reached: bool


@dataclass(frozen=True, slots=True)
class GoalBars:
    """Shares month by month against a goal."""

    title: str
    columns: Sequence[Column]
    goal: int
    goal_y: str
    begins: int
    table_newest_first: Sequence[Column]

    @property
    def spoken(self) -> str:
        known = [column.share.percent for column in self.columns if column.share.percent is not None]
        if not known:
            return f"{self.title}: der er ingen tal endnu."
        return f"{self.title}, mellem {min(known)} og {max(known)} procent. Målet er {self.goal} procent. Tallene står i tabellen."


def goal_bars(title: str, shares: Sequence[Share], *, goal: int = 90, begins: int = 50) -> GoalBars:
    """Columns from `begins` to 100 percent. Begins lower when a share lies below, so that no column vanishes."""
    known = [share.percent for share in shares if share.percent is not None]
    if known and min(known) < begins + 5:
        begins = 0
    span = 100 - begins
    slot = 100 / max(len(shares), 1)

    def at(percent: float) -> str:
        return f"{percent:.2f}%"

    goal_y = 100 - (goal - begins) * 100 / span
    columns = []
    for index, share in enumerate(shares):
        height = max((share.percent or 0) - begins, 0) * 100 / span if share.percent is not None else 0
        columns.append(
            Column(
                share,
                at(index * slot + slot * 0.08),
                at(slot * 0.84),
                at(index * slot + slot / 2),
                at(100 - height),
                at(height),
                # The figure stands beneath the line of the goal, so that the line never crosses it.
                at(100 - height if height < 10 else max(100 - height, goal_y)),
                height < 10,
                share.percent is not None and share.percent >= goal,
            )
        )
    return GoalBars(title, columns, goal, at(goal_y), begins, columns[::-1])


@dataclass(frozen=True, slots=True)
class Load:
    """How much one has to do. It says nothing about how heavy it is, and the list is never sorted by it."""

    name: str
    cases: int
    address: str = ""
    soon: int | None = None
    late: int | None = None
    percent: str = "0%"


def loads(found: Sequence[Load]) -> list[Load]:
    """With the length of each bar, as a share of the longest."""
    most = max((load.cases for load in found), default=0) or 1
    return [Load(load.name, load.cases, load.address, load.soon, load.late, f"{load.cases * 100 / most:.1f}%") for load in found]
