"""Levels of functioning now and before, as bars with a table beside. Unknown is an empty frame, never zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 96
"""Unit: pixels of the picture."""


@dataclass(frozen=True, slots=True)
class Level:
    """One topic's level. Shapes: None is not assessed."""

    topic: str
    now: int | None
    before: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One step of a bar."""

    x: int
    width: int
    filled: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One topic as it is drawn."""

    level: Level
    cells: Sequence[Cell]
    tick: int | None

    @property
    def changed(self) -> str:
        """How it has moved, in words: higher is more reduced."""
        now, before = self.level.now, self.level.before
        if now is None or before is None:
            return ""
        return "uændret" if now == before else "mere nedsat" if now > before else "mindre nedsat"


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of an assessment. Shapes: `now_label` and `before_label` name the two assessments."""

    bars: Sequence[Bar]
    now_label: str
    before_label: str
    title: str

    @property
    def has_before(self) -> bool:
        return any(bar.level.before is not None for bar in self.bars)


def levels(found: Sequence[Level], *, now_label: str = "Nu", before_label: str = "Før", title: str = "Funktionsniveau", steps: int = 4) -> Levels:
    """Bars of `steps` cells."""
    step = WIDTH // steps

    def bar(level: Level) -> Bar:
        cells = [Cell(index * step, step - 2, level.now is not None and index < level.now) for index in range(steps)]
        return Bar(level, cells, None if level.before is None else min(max(level.before * step - 2, 0), WIDTH - 3))

    return Levels([bar(level) for level in found], now_label, before_label, title)
