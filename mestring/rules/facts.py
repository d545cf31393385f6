"""The facts of a case: what a rule may read, for one case and for many.

A fact has a value, is `NONE` ("there is none", such as a case not yet decided: a value like any other) or is unknown. Unknown is
never taken for no.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property, partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mestring.rules import danish
from mestring.rules.calendar import NO_DATE
from mestring.rules.money import format_money, parse_money
from mestring.rules.period import parse_minutes

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_] | None
"""Which rows are known; None when all are, so that it costs nothing then."""


class _None(Enum):
    NONE = "none"

    def __repr__(self) -> str:
        return "NONE"


NONE: Final = _None.NONE
"""There is none: a known answer."""

UNKNOWN: Final = None
"""Nobody has answered."""

TYPES = ("date", "yes_no", "integer", "money", "minutes", "percent", "choice", "judgement", "monthly")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a rule may ask about a case.

    Shapes: `type` is one of TYPES; `options` are a choice's identifiers with Danish labels, in order; `may_be_none` says that "none" is
    an answer; `unit` is the Danish word after a whole number; `absent` is NONE when a fact left out means that there is none.
    Unit: money in øre, minutes in minutes, percent in whole percent, monthly a list of minutes by month.
    """

    id: str
    type: str
    label: str
    answered_by: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    may_be_none: bool = False
    absent: _None | None = None
    unit: str = ""

    def show(self, value: object) -> str:
        """The value in Danish, as a trace writes it."""
        if value is UNKNOWN:
            return "mangler"
        if value is NONE:
            return "ingen"
        if isinstance(value, date):
            return danish.date_plain(value)
        if isinstance(value, bool):
            return danish.yes_no(value)
        if self.type == "choice":
            return self.options.get(str(value), str(value))
        if self.type == "money" and isinstance(value, int):
            return format_money(value)
        if self.type == "minutes" and isinstance(value, int):
            return danish.hours(value)
        if self.type == "monthly" and isinstance(value, (list, tuple)):
            return danish.listing([danish.hours(used) for used in value])
        unit = "%" if self.type == "percent" else self.unit
        return danish.counted(value, unit) if isinstance(value, int) else f"{value} {unit}".strip()


@dataclass(frozen=True, slots=True)
class FactError(ValueError):
    """A value that a fact cannot have. `what` says what is wrong and `remedy` what to write, both in Danish."""

    fact: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.fact}: {self.what} {self.remedy}"


_DATE = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})")


class NoSuchDay(ValueError):
    """A day written as one that the calendar doesn't have; the message says why, in Danish."""


def parse_date(text: str) -> date:
    """Read 2024-02-01, 1-2-2024, 1.2.2024 or 1/2/2024 (the day first). Raises: ValueError when it is no date, NoSuchDay when the calendar hasn't got it."""
    text = text.strip()
    found = _DATE.fullmatch(text)
    day = _day(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    if not 1850 <= day.year < 2150:
        raise ValueError("året ligger uden for 1850–2149")
    return day


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if not 1 <= month <= 12:
            raise NoSuchDay(f"Der er ingen måned {month}.") from None
        if year == 0:
            raise
        of_year = f" {year}" if month == 2 else ""
        raise NoSuchDay(f"{danish.MONTHS[month - 1].capitalize()}{of_year} har {monthrange(year, month)[1]} dage.") from None


def parse_value(fact: Fact, given: object) -> object:
    """A fact's value from what a person or a file wrote.

    Shapes: text, or the Python value itself. An empty text is UNKNOWN.
    Raises: FactError, which names the fact and says what to write.
    """
    if given is UNKNOWN or given is NONE:
        return given
    if isinstance(given, str):
        given = given.strip()
        if given in ("", "unknown", "ved ikke"):
            return UNKNOWN
        if given == "none":
            if not fact.may_be_none:
                raise FactError(fact.id, f"{fact.label} kan ikke være 'none'.", "Udelad oplysningen, hvis den er ukendt.")
            return NONE
    reader = _READERS[fact.type]
    try:
        return reader(fact, given)
    except (ValueError, TypeError) as error:
        remedy = _REMEDIES[fact.type]
        if fact.type == "choice":
            remedy = f"Vælg en af: {', '.join(fact.options)}."
        raise FactError(fact.id, f"'{given}' er ikke et svar på {fact.label.lower()}.", remedy) from error


def _read_date(_fact: Fact, given: object) -> date:
    if isinstance(given, date):
        return given
    return parse_date(str(given))


_YES = ("true", "yes", "ja", "met", "opfyldt")
_NO = ("false", "no", "nej", "not_met", "ikke opfyldt")


def _read_yes_no(_fact: Fact, given: object) -> bool:
    if isinstance(given, bool):
        return given
    word = str(given).lower()
    if word not in _YES + _NO:
        raise ValueError(word)
    return word in _YES


def _read_integer(fact: Fact, given: object) -> int:
    if isinstance(given, bool):
        raise TypeError("bool")
    text = str(given).removesuffix("%").strip()
    if not re.fullmatch(r"-?\d{1,9}", text) or (fact.type == "integer" and text.startswith("-")):
        raise ValueError(text)
    return int(text)


_AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,10})(?:,(\d{1,2}))?(?: ?kr\.?)?")


def _read_money(_fact: Fact, given: object) -> int:
    if isinstance(given, bool):
        raise TypeError("bool")
    if isinstance(given, int):
        return given
    text = str(given)
    if re.fullmatch(r"\d+(,\d{2})? kr", text):
        return parse_money(text)
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise ValueError(text)
    return int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0"))


def _read_minutes(_fact: Fact, given: object) -> int:
    if isinstance(given, bool):
        raise TypeError("bool")
    if isinstance(given, int):
        return given
    text = str(given)
    if re.fullmatch(r"\d{1,7}", text):
        return int(text)
    found = re.fullmatch(r"(\d+(?:[.,]\d{1,2})?) ?(?:timer|time|t)", text)
    return parse_minutes(f"{found[1].replace(',', '.')} hours" if found else text)


def _read_choice(fact: Fact, given: object) -> str:
    if str(given) not in fact.options:
        raise ValueError(given)
    return str(given)


def _read_monthly(fact: Fact, given: object) -> list[int]:
    months = given if isinstance(given, (list, tuple)) else str(given).split(";")
    return [_read_minutes(fact, month.strip() if isinstance(month, str) else month) for month in months]


_READERS = {
    "date": _read_date,
    "yes_no": _read_yes_no,
    "judgement": _read_yes_no,
    "integer": _read_integer,
    "percent": _read_integer,
    "money": _read_money,
    "minutes": _read_minutes,
    "choice": _read_choice,
    "monthly": _read_monthly,
}
_REMEDIES = {
    "date": "Skriv en dato, fx 30-11-2026 eller 2026-11-30.",
    "yes_no": "Skriv ja eller nej.",
    "judgement": "Skriv ja eller nej.",
    "integer": "Skriv et helt tal, 0 eller mere.",
    "percent": "Skriv et helt tal, fx 80.",
    "money": "Skriv et beløb, fx 1.250,50 eller 545 kr.",
    "minutes": "Skriv timer eller minutter, fx '1,5 timer' eller '90 minutes'.",
    "monthly": "Skriv timer måned for måned med semikolon imellem, fx '10 timer; 0 timer; 5 timer'.",
    "choice": "",
}


class Case:
    """The facts of one case on the day that is asked about."""

    __slots__ = ("_given", "known_facts", "on")

    def __init__(self, facts: Mapping[str, Fact], given: Mapping[str, object], on: date) -> None:
        self.known_facts = facts
        self._given = given
        self.on = on

    def get(self, fact: str) -> Any:
        """The fact's value, NONE, or UNKNOWN."""
        value = self._given.get(fact)
        return self.known_facts[fact].absent if value is UNKNOWN else value

    def show(self, fact: str) -> str:
        """The fact's value in Danish."""
        return self.known_facts[fact].show(self.get(fact))

    def shown(self, fact: str) -> Callable[[], str]:
        """The fact's value in Danish, written when somebody reads it."""
        return partial(self.known_facts[fact].show, self.get(fact))

    def label(self, fact: str) -> str:
        """What the fact is called in Danish."""
        return self.known_facts[fact].label


class Columns:
    """The facts of many cases, one array a fact, on the day that is asked about.

    Shapes: every array has `rows` rows. Dates are int32 days since 1970-01-01 with NO_DATE for "there is none"; choices are indexes into
    the fact's options; monthly facts are a matrix of minutes, one column a month. `known` has a mask for each fact of which something is
    missing; a fact without an array is unknown everywhere.
    """

    def __init__(self, facts: Mapping[str, Fact], arrays: Mapping[str, Array], on: date, known: Mapping[str, Array] | None = None) -> None:
        self.facts = facts
        self.on = on
        self._arrays = arrays
        self._known = known or {}

    @cached_property
    def rows(self) -> int:
        """How many cases there are."""
        return len(next(iter(self._arrays.values()))) if self._arrays else 0

    def get(self, fact: str) -> tuple[Array, Mask]:
        """The fact's values and which of them are known."""
        values = self._arrays.get(fact)
        definition = self.facts[fact]
        if values is None:
            if definition.absent is NONE:
                return np.full(self.rows, NO_DATE), None
            return _empty(definition, self.rows), np.zeros(self.rows, bool)
        known = self._known.get(fact)
        if known is not None and definition.absent is NONE:
            return np.where(known, values, NO_DATE), None
        return values, known

    def may_have(self, fact: str) -> bool:
        """False when the fact isn't among the columns and that means that there is none."""
        return fact in self._arrays or self.facts[fact].absent is not NONE

    def slice(self, rows: slice) -> Columns:
        """The same facts for some of the rows."""
        arrays = {name: values[rows] for name, values in self._arrays.items()}
        return Columns(self.facts, arrays, self.on, {name: known[rows] for name, known in self._known.items()})


def _empty(fact: Fact, rows: int) -> Array:
    if fact.type == "monthly":
        return np.zeros((rows, 1), np.int32)
    return np.zeros(rows, {"yes_no": bool, "judgement": bool, "money": np.int64}.get(fact.type, np.int32))


def both(*masks: Mask) -> Mask:
    """Rows known in every mask."""
    known: Mask = None
    for mask in masks:
        if mask is not None:
            known = mask if known is None else known & mask
    return known
