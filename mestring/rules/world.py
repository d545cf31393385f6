"""What rules stand on besides the facts of a case: the calendar, the rates, the pension age, and what facts and terms are called."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from mestring.rules.calendar import FIRST_DAY, Calendar, Days, add_months_column, all_days, to_number
from mestring.rules.facts import Fact
from mestring.rules.finding import RateMissing, Source, Step
from mestring.rules.money import format_money
from mestring.rules.period import add_months


@dataclass(frozen=True, slots=True)
class RateValue:
    """A rate's value for a span of days, both included. Unit: øre for money, else whole numbers."""

    valid_from: date
    valid_to: date
    value: int
    source: Source
    basis: str = "printed"


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure that law or a council sets again and again. Years nobody knows are left out."""

    id: str
    label: str
    unit: str
    values: tuple[RateValue, ...]
    known_until: date

    def on(self, day: date) -> RateValue:
        """The value in force. Raises: RateMissing when no value is known for the day."""
        for value in self.values:
            if value.valid_from <= day <= value.valid_to:
                return value
        raise RateMissing(self.id, self.label, day)

    def known_on(self, day: date) -> bool:
        """Whether a value is known for the day."""
        return any(value.valid_from <= day <= value.valid_to for value in self.values)

    def show(self, value: int) -> str:
        """The value in Danish."""
        return format_money(value) if self.unit.startswith("kr") else f"{value} {self.unit}"


class PensionAges:
    """The age at which folkepension begins, by date of birth. Unit: months of age. Source: lov om social pension § 1 a."""

    def __init__(self, rows: tuple[tuple[date, int, Source], ...]) -> None:
        self._from = [born_from for born_from, _, _ in rows]
        self._months = [months for _, months, _ in rows]
        self._sources = [source for _, _, source in rows]
        self._reached: dict[int, Days] = {}
        self._latest: dict[tuple[int, bool, int], np.int32] = {}

    def _row(self, born: date) -> int:
        return max(bisect_right(self._from, born) - 1, 0)

    def months(self, born: date) -> int:
        """Months of age at which a person born on this day reaches the pension age."""
        return self._months[self._row(born)]

    def source(self, born: date) -> Source:
        """Where the age for this date of birth comes from."""
        return self._sources[self._row(born)]

    @cached_property
    def _starts(self) -> Days:
        return np.array([to_number(born_from) for born_from in self._from[1:]], np.int32)

    @cached_property
    def _table(self) -> Days:
        return np.array(self._months, np.int32)

    def months_column(self, born: Days) -> Days:
        """`months` over a column of dates of birth."""
        return np.take(self._table, np.searchsorted(self._starts, born, "right"))

    def latest_born(self, floor: int, pension_age: bool, on: int) -> np.int32:
        """The last date of birth whose age of `floor` months (or the pension age, if later) is reached on a day. Units: days since 1970."""
        key = (floor, pension_age, on)
        if key not in self._latest:
            oldest = max(floor, *self._months) if pension_age else floor
            every = all_days()[: -366 * (oldest // 12 + 2)]  # those whose age is reached within the calendar
            reached = self.reached_column(every, floor) if pension_age else add_months_column(every, floor)
            if (np.diff(reached) < 0).any():
                raise ValueError("en senere fødselsdato når en alder tidligere; pensionsaldrene må ikke falde")
            self._latest[key] = np.int32(FIRST_DAY + np.searchsorted(reached, on, "right") - 1)
        return self._latest[key]

    def reached_column(self, born: Days, floor: int) -> Days:
        """The day of the pension age, or of `floor` months if that is later, by a table of every date of birth."""
        if floor not in self._reached:
            every = all_days()
            self._reached[floor] = add_months_column(every, np.maximum(self.months_column(every), np.int32(floor)))
        return np.take(self._reached[floor], born - FIRST_DAY, mode="clip")


@dataclass(frozen=True)
class World:
    """Everything a rule may look up that is not a fact of the case."""

    calendar: Calendar
    pension_ages: PensionAges
    rates: Mapping[str, Rate] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)

    def rate(self, rate: str, on: date) -> int:
        """A rate's value on a day. Raises: RateMissing."""
        return self.rates[rate].on(on).value

    def rate_step(self, rate: str, on: date) -> Step:
        """The step of a trace that says which value of a rate was used. Raises: RateMissing."""
        found = self.rates[rate]
        value = found.on(on)
        return Step(partial("{} {}".format, found.label, on.year), partial(found.show, value.value), value.source)

    def term(self, term: str) -> str:
        """A term's Danish word."""
        return self.terms.get(term, term)


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """An age: a number of months, the pension age, or the later of the two.

    Shapes: `months` is 0 when only the pension age counts.
    """

    months: int = 0
    pension_age: bool = False

    def reached(self, born: date, world: World) -> date:
        """The day the age is reached."""
        months = max(self.months, world.pension_ages.months(born)) if self.pension_age else self.months
        return add_months(born, months)

    def reached_column(self, born: Days, world: World) -> Days:
        """`reached` over a column of dates of birth, by a table of every date of birth."""
        if not self.pension_age:
            return add_months_column(born, self.months)
        return world.pension_ages.reached_column(born, self.months)

    def reached_by(self, born: Days, on: Days | np.int32, world: World) -> npt.NDArray[np.bool_]:
        """Whether the age is reached on a day, for a column of dates of birth: who is born later reaches it later, so one comparison will do."""
        return born <= world.pension_ages.latest_born(self.months, self.pension_age, int(on))

    def show(self) -> str:
        """The age in Danish."""
        years, months = divmod(self.months, 12)
        fixed = f"{years} år" + (f" og {months} måneder" if months else "")
        if not self.pension_age:
            return fixed
        return f"folkepensionsalderen, dog mindst {fixed}" if self.months else "folkepensionsalderen"
