"""An amount by interval: the table that gives a standard amount for a span of expenses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cached_property, partial
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, model_validator

from mestring.rules.facts import UNKNOWN, Case, Columns
from mestring.rules.finding import Answer, ColumnAnswer, Status, Step
from mestring.rules.kinds.base import Model, Money, Problem, RateRef, RoundingField, Rule, fact_problem, rate_problem, rate_steps, read_money, resolve, unknown
from mestring.rules.money import format_money
from mestring.rules.world import World


def _gives(given: object) -> object:
    return given if given == "the_amount" or isinstance(given, int) else read_money(given)


Gives = Annotated[int | RateRef | Literal["the_amount"], BeforeValidator(_gives)]


class Tier(Model):
    """One interval and what it gives. Unit: øre, or a rate."""

    lower: Money | None = Field(default=None, alias="from")
    under: Money | None = None
    up_to: Money | None = None
    above: Money | None = None
    gives: Gives

    @model_validator(mode="after")
    def _one_bound(self) -> Tier:
        if sum(bound is not None for bound in (self.under, self.up_to, self.above)) != 1:
            raise ValueError("hver række har netop én af under, up_to og above")
        return self


class Tiers(Rule):
    """The amount an expense gives, and the row it fell in."""

    outputs: ClassVar[tuple[str, ...]] = ("amount", "row")

    kind: Literal["tiers"]
    of: str
    rounding: RoundingField | None = None
    rows: list[Tier]
    round_result: RoundingField | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Tiers:
        if len(self.rows) < 2 or self.rows[-1].above is None or any(row.above is not None for row in self.rows[:-1]):
            raise ValueError("den sidste række, og kun den, har above:")
        return self

    @cached_property
    def _unit(self) -> int:
        return self.rounding.rounding.unit if self.rounding and self.rounding.moment == "before_lookup" else 1

    @cached_property
    def _found_starts(self) -> dict[date, list[int]]:
        """The rows' first amounts by the day they were asked for."""
        return {}

    def _starts(self, world: World, on: date) -> list[int]:
        """The first amount of every row but the first. Unit: øre. Raises: RateMissing; ValueError at a hole or an overlap."""
        if on not in self._found_starts:
            self._found_starts[on] = self._make_starts(world, on)
        return self._found_starts[on]

    def _make_starts(self, world: World, on: date) -> list[int]:
        unit = self._unit
        starts: list[int] = []
        for row in self.rows[:-1]:
            if row.under is not None:
                starts.append(resolve(row.under, world, on))
            elif row.up_to is not None:
                starts.append(resolve(row.up_to, world, on) + unit)
        for place, (start, row) in enumerate(zip([0, *starts], self.rows, strict=True)):
            if row.lower is not None and (printed := resolve(row.lower, world, on)) != start:
                raise ValueError(f"række {place + 1} begynder ved {format_money(printed)}, men rækken før slutter ved {format_money(start - unit)}")
        last = self.rows[-1].above
        if last is not None and starts and resolve(last, world, on) + unit != starts[-1]:
            raise ValueError(
                f"den sidste række begynder over {format_money(resolve(last, world, on))}, rækken før slutter ved {format_money(starts[-1] - unit)}"
            )
        if starts != sorted(set(starts)):
            raise ValueError("rækkerne overlapper; de skal stå i stigende orden")
        return starts

    def decide(self, case: Case, world: World) -> Answer:
        starts = self._starts(world, case.on)
        given = case.get(self.of)
        if given is UNKNOWN:
            return unknown(case, [self.of])
        steps = [Step(case.label(self.of), partial(format_money, given))]
        amount = given
        if self.rounding and self.rounding.moment == "before_lookup":
            amount = self.rounding.rounding.apply(given)
            steps.append(Step(self.rounding.words, partial(format_money, amount)))
        place = bisect_right(starts, amount)
        row = self.rows[place]
        steps += rate_steps([bound for bound in (row.under, row.up_to, row.above, row.gives) if isinstance(bound, RateRef)], world, case.on)
        gives = amount if row.gives == "the_amount" else resolve(row.gives, world, case.on)
        steps.append(Step(partial(_row_words, place, starts, self._unit), partial(format_money, gives)))
        if self.round_result:
            rounded = self.round_result.rounding.apply(gives)
            steps.append(Step(self.round_result.words, partial(format_money, rounded)))
            gives = rounded
        return Answer(Status.DECIDED, {"amount": gives, "row": place + 1}, steps, sentence=partial(format_money, gives))

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        starts = np.array(self._starts(world, columns.on))
        amount, known = columns.get(self.of)
        kind = amount.dtype.type
        if self.rounding and self.rounding.moment == "before_lookup":
            amount = self.rounding.rounding.apply_column(amount)
        place = np.zeros(len(amount), np.uint8)
        for start in starts:
            place += amount >= kind(start)
        fixed = np.array([0 if row.gives == "the_amount" else resolve(row.gives, world, columns.on) for row in self.rows], amount.dtype)
        gives = np.take(fixed, place)
        for own, row in enumerate(self.rows):
            if row.gives == "the_amount":
                gives = np.where(place == own, amount, gives)
        if self.round_result:
            gives = self.round_result.rounding.apply_column(gives)
        return ColumnAnswer(columns.rows, {"amount": (gives, known), "row": (place + np.uint8(1), known)})

    def brief(self, world: World) -> str:
        return f"{len(self.rows)} intervaller"

    def own_facts(self) -> Iterator[str]:
        yield self.of

    def own_problems(self, world: World) -> Iterator[Problem]:
        yield from fact_problem(self.of, ("money",), world, "of")
        missing = False
        for place, row in enumerate(self.rows):
            for name, bound in (("under", row.under), ("up_to", row.up_to), ("above", row.above), ("gives", row.gives)):
                for problem in rate_problem(bound if isinstance(bound, RateRef) else None, world, "rows", place, name):
                    missing = True
                    yield problem
        if missing:
            return
        for day in self._days(world):
            try:
                self._starts(world, day)
            except ValueError as error:
                yield ("rows",), str(error)
                return

    def _days(self, world: World) -> list[date]:
        """A day in each span in which all the rates used are known; the table must hold in all of them."""
        rates = [bound.rate for row in self.rows for bound in (row.under, row.up_to, row.above) if isinstance(bound, RateRef)]
        if not rates:
            return [date(2020, 1, 1)]
        turns = {value.valid_from for rate in rates for value in world.rates[rate].values}
        return [day for day in sorted(turns) if all(world.rates[rate].known_on(day) for rate in rates)]


def _row_words(place: int, starts: list[int], unit: int) -> str:
    low = format_money(starts[place - 1]) if place else format_money(0)
    high = f" til {format_money(starts[place] - unit)}" if place < len(starts) else " og op"
    return f"række {place + 1}: fra {low}{high}"
