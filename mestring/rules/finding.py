"""What a rule answers: a status, values, the steps that led to them, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np

from mestring.rules.facts import Array, Mask


class Status(IntEnum):
    """How far a rule could answer. The number is the code used in columns."""

    DECIDED = 0
    UNKNOWN = 1
    TO_JUDGE = 2
    NOT_APPLICABLE = 3
    NOT_COVERED = 4
    RATE_MISSING = 5
    OUTSIDE_VALIDITY = 6
    SUPERSEDED = 7
    STATED = 8

    @property
    def label(self) -> str:
        """The Danish word on the screen."""
        return _LABELS[self]

    @property
    def key(self) -> str:
        """The word used in examples and in JSON."""
        return self.name.lower()


_LABELS = {
    Status.DECIDED: "Regnet ud",
    Status.UNKNOWN: "Mangler oplysning",
    Status.TO_JUDGE: "Skal vurderes",
    Status.NOT_APPLICABLE: "Gælder ikke her",
    Status.NOT_COVERED: "Står ikke i dokumentet",
    Status.RATE_MISSING: "Sats mangler",
    Status.OUTSIDE_VALIDITY: "Uden for gyldighed",
    Status.SUPERSEDED: "Loven er ændret",
    Status.STATED: "Står i dokumentet",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from.

    Shapes: `lines` is the first and last line in the document's text file, both included; `also` further passages; `cite` a place in law; `reprinted` that the document is only
    where the text of law was read, as a council's document prints it.
    """

    document: str | None = None
    lines: tuple[int, int] | None = None
    also: tuple[tuple[int, int], ...] = ()
    heading: str | None = None
    cite: str | None = None
    certainty: str | None = None
    reprinted: bool = False

    @property
    def passages(self) -> tuple[tuple[int, int], ...]:
        """Every passage cited, the main one first."""
        return ((self.lines,) if self.lines else ()) + self.also

    def label(self) -> str:
        """`Vejle 2023, l. 1452–1456, Bilag 4`, or the place in law: law is cited as law, whichever document it was read in."""
        parts = [self.cite, "" if self.reprinted and self.cite else self.printed, self.heading]
        return " · ".join(part for part in parts if part)

    @property
    def printed(self) -> str:
        """`Vejle 2023, l. 1452–1456`; empty where no document is named."""
        if not (self.document and self.lines):
            return ""
        council, _, year = self.document.partition("-")
        name = council.capitalize() + (f" {year}" if year.isdigit() else "")
        spans = ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in self.passages)
        return f"{name}, l. {spans}"


Words = str | Callable[[], str]
"""Danish words, or what will write them: a trace is made for every case, and read for few."""


def written(words: Words) -> str:
    """The words themselves."""
    return words if isinstance(words, str) else words()


class Step:
    """One step of a trace: a Danish sentence, the value it led to, where it comes from, and the steps beneath it.

    Shapes: `mark` is met, not_met, to_judge or unknown for a condition, else None.
    """

    __slots__ = ("_text", "_value", "mark", "parts", "source")

    def __init__(self, text: Words, value: Words = "", source: Source | None = None, mark: str | None = None, parts: list[Step] | None = None) -> None:
        self._text = text
        self._value = value
        self.source = source
        self.mark = mark
        self.parts: list[Step] = [] if parts is None else parts

    @property
    def text(self) -> str:
        """What was done or asked."""
        return written(self._text)

    @property
    def value(self) -> str:
        """What it led to."""
        return written(self._value)

    def to_json(self) -> dict[str, Any]:
        """The step as plain data."""
        found: dict[str, Any] = {"text": self.text, "value": self.value}
        if self.source:
            found["source"] = self.source.label()
        if self.mark:
            found["mark"] = self.mark
        if self.parts:
            found["parts"] = [part.to_json() for part in self.parts]
        return found


class Answer:
    """A rule's answer for one case. A value that is None is unknown."""

    __slots__ = ("_sentence", "missing", "status", "steps", "values")

    def __init__(
        self, status: Status, values: dict[str, Any] | None = None, steps: list[Step] | None = None, missing: list[str] | None = None, sentence: Words = ""
    ) -> None:
        self.status = status
        self.values = {} if values is None else values
        self.steps = [] if steps is None else steps
        self.missing = [] if missing is None else missing
        self._sentence = sentence

    @property
    def sentence(self) -> str:
        """The answer as one Danish sentence."""
        return written(self._sentence)

    @sentence.setter
    def sentence(self, words: Words) -> None:
        self._sentence = words


@dataclass(slots=True)
class ColumnAnswer:
    """A rule's answers for many cases.

    Shapes: `values` has for each name the array and its known-mask (None when all are known). `special` holds the rows whose status is
    neither DECIDED nor UNKNOWN. The first value decides which of those two the others are.
    """

    rows: int
    values: dict[str, tuple[Array, Mask]]
    special: Mapping[Status, Array] = field(default_factory=dict)

    def status(self) -> Array:
        """The status code of every row."""
        codes = np.zeros(self.rows, np.uint8)
        if self.values:
            known = next(iter(self.values.values()))[1]
            if known is not None:
                codes[~known] = Status.UNKNOWN
        for status, rows in self.special.items():
            codes[rows] = status
        return codes


class RateMissing(Exception):
    """No value of a rate is known for the day. It is said, never guessed, and never last year's."""

    def __init__(self, rate: str, label: str, on: object) -> None:
        super().__init__(f"{label}: sats mangler")
        self.rate = rate
        self.label = label
        self.on = on
