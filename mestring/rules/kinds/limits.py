"""At most (or at least) so much: a duration, an amount, days, hours, percent (cap), or a number of times (count)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import field_validator, model_validator

from mestring.rules.calendar import NO_DATE
from mestring.rules.danish import date_plain
from mestring.rules.facts import NONE, UNKNOWN, Array, Case, Columns, Fact, Mask, both
from mestring.rules.finding import Answer, ColumnAnswer, Status, Step
from mestring.rules.kinds.base import (
    Guard,
    Model,
    Problem,
    Quantity,
    RateRef,
    Rule,
    fact_problem,
    guard_many,
    guard_one,
    guard_problems,
    per_words,
    rate_problem,
    rate_steps,
    read_quantity,
    resolve,
    unknown,
)
from mestring.rules.period import Duration, parse_duration
from mestring.rules.world import World

_NUMBERS = ("integer", "money", "minutes", "percent")


class Extended(Model):
    """A wider limit in some cases."""

    to: Any
    when: Guard
    text: str = ""


def _bound(given: object, duration: bool) -> Duration | int | RateRef:
    if isinstance(given, (Duration, RateRef)):
        return given
    if duration:
        return parse_duration(str(given))
    return read_quantity(given)


class Cap(Rule):
    """The limit for something, and whether it is kept."""

    outputs: ClassVar[tuple[str, ...]] = ("limit", "kept")

    kind: Literal["cap"]
    measures: str
    counts_from: str | None = None
    at_most: Any = None
    at_least: Any = None
    tests: str | None = None
    extended: Extended | None = None
    per: str | None = None
    month_end: Literal["last_day"] | None = None
    dispensation: bool | None = None

    @field_validator("at_most", "at_least")
    @classmethod
    def _readable(cls, given: Any, info: Any) -> Any:
        return None if given is None else _bound(given, info.data.get("measures") == "duration")

    @model_validator(mode="after")
    def _whole(self) -> Cap:
        if self.at_most is None and self.at_least is None:
            raise ValueError("skriv at_most: eller at_least:")
        if self.is_duration:
            if not self.counts_from or not isinstance(self.at_most, Duration):
                raise ValueError("en varighed skal have counts_from: og at_most: (fx 6 months)")
            lengths = [length for length in (self.at_most, self.at_least) if isinstance(length, Duration)]
            if any(length.in_months for length in lengths) and self.month_end is None:
                raise ValueError("skriv month_end: last_day, når der regnes i måneder eller år")
        return self

    @property
    def is_duration(self) -> bool:
        """True when the limit is a day, counted from an event."""
        return self.measures == "duration"

    @property
    def tested(self) -> str | None:
        """The fact held against the limit."""
        return self.tests if self.is_duration else self.tests or self.measures

    def _limits(self, case: Case) -> tuple[list[Any], list[str], str]:
        """The limits that may hold, the facts that would settle which, and why a wider one does."""
        if self.extended is None:
            return [self.at_most], [], ""
        wider, missing = guard_one(self.extended.when, case)
        extended = _bound(self.extended.to, self.is_duration)
        if wider is None:
            return [self.at_most, extended], missing, ""
        return ([extended], [], self.extended.text) if wider else ([self.at_most], [], "")

    def decide(self, case: Case, world: World) -> Answer:
        return self._duration(case, world) if self.is_duration else self._amount(case, world)

    def _duration(self, case: Case, world: World) -> Answer:
        start = case.get(self.counts_from or "")
        lengths, waiting, why = self._limits(case)
        if start is UNKNOWN or start is NONE:
            return unknown(case, [self.counts_from or ""])
        ends = [world.calendar.last_day(start, length) for length in lengths]
        value = case.get(self.tested) if self.tested else UNKNOWN
        earliest = world.calendar.last_day(start, self.at_least) if isinstance(self.at_least, Duration) else None
        kept = _agree([_within(value, earliest, end) for end in ends])
        first = Step(case.label(self.counts_from or ""), partial(date_plain, start))
        steps = [first, *(Step(f"højst {length}" + (f" ({why})" if why else ""), date_plain(end)) for length, end in zip(lengths, ends, strict=True))]
        if earliest:
            steps.append(Step(f"mindst {self.at_least}", partial(date_plain, earliest)))
        if len(set(ends)) > 1:
            answer = unknown(case, waiting, steps)
            answer.values = {"limit": None, "kept": kept}
            return answer
        if value is not UNKNOWN and self.tested:
            steps.append(Step(case.label(self.tested), case.show(self.tested)))
        return Answer(Status.DECIDED, {"limit": ends[0], "kept": kept, "earliest": earliest}, steps, sentence=f"Senest {date_plain(ends[0])}.{_said(kept)}")

    def _amount(self, case: Case, world: World) -> Answer:
        bounds, waiting, why = self._limits(case)
        fact = self.tested or ""
        definition = world.facts[fact]
        value = case.get(fact)
        lower = None if self.at_least is None else resolve(self.at_least, world, case.on)
        limits = [None if bound is None else resolve(bound, world, case.on) for bound in bounds]
        kept = None if value is UNKNOWN else _agree([_between(value, lower, limit) for limit in limits])
        steps = rate_steps([bound for bound in (*bounds, self.at_least) if isinstance(bound, RateRef)], world, case.on)
        per = per_words(self.per)
        for limit in limits:
            span = _span(lower, limit, definition)
            steps.append(Step(f"grænse{per}" + (f" ({why})" if why else ""), span))
        if len(set(limits)) > 1:
            answer = unknown(case, waiting, steps)
            answer.values = {"limit": None, "kept": kept}
            return answer
        if value is not UNKNOWN:
            steps.append(Step(case.label(fact), case.show(fact)))
        limit = limits[0] if limits[0] is not None else lower
        sentence = f"{_span(lower, limits[0], definition).capitalize()}{per}.{_said(kept)}"
        return Answer(Status.DECIDED, {"limit": limit, "kept": kept}, steps, sentence=sentence)

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        rows = columns.rows
        if self.is_duration:
            start, start_known = columns.get(self.counts_from or "")
            if columns.facts[self.counts_from or ""].may_be_none:
                start_known = both(start_known, start != NO_DATE)
            make = [world.calendar.last_day_column(start, bound) for bound in self._bounds()]
        else:
            start_known = None
            bounds = [self.at_least if bound is None else bound for bound in self._bounds()]
            make = [np.full(rows, resolve(bound, world, columns.on)) for bound in bounds if bound is not None]
        tests = [self._kept_many(columns, world, limit) for limit in make]
        kept, kept_known = tests[0]
        limit, limit_known = make[0], start_known
        if self.extended is not None:
            sure, may = guard_many(self.extended.when, columns)
            if sure is not None and may is not None:
                limit = np.where(sure, make[1], make[0])
                settled = (sure == may) | (make[0] == make[1])
                limit_known = both(limit_known, None if settled.all() else settled)
                kept = np.where(sure, tests[1][0], tests[0][0])
                agreed = (sure == may) | (tests[0][0] == tests[1][0])
                kept_known = both(kept_known, None if agreed.all() else agreed)
        return ColumnAnswer(rows, {"limit": (limit, limit_known), "kept": (kept, both(start_known, kept_known))})

    def _bounds(self) -> list[Any]:
        return [self.at_most, *([_bound(self.extended.to, self.is_duration)] if self.extended else [])]

    def _kept_many(self, columns: Columns, world: World, limit: Array) -> tuple[Array, Mask]:
        if not self.tested:
            return np.zeros(columns.rows, bool), np.zeros(columns.rows, bool)
        value, known = columns.get(self.tested)
        if self.is_duration:
            kept = (value != NO_DATE) & (value <= limit)
            if isinstance(self.at_least, Duration):
                kept = kept & (value >= world.calendar.last_day_column(columns.get(self.counts_from or "")[0], self.at_least))
            return kept, known
        kept = np.ones(columns.rows, bool) if self.at_most is None else value <= limit
        if self.at_least is not None:
            kept = kept & (value >= resolve(self.at_least, world, columns.on))
        return kept, known

    def brief(self, world: World) -> str:
        per = per_words(self.per)
        if self.is_duration:
            wider = f", {self.extended.text or 'kan forlænges til'} {_bound(self.extended.to, True)}" if self.extended else ""
            least = f"mindst {self.at_least}, " if self.at_least else ""
            return f"{least}højst {self.at_most}{per}{wider}"
        bounds = [None if isinstance(bound, RateRef) else bound for bound in (self.at_least, self.at_most)]
        return _span(bounds[0], bounds[1], world.facts[self.tested or ""]) + per if any(bound is not None for bound in bounds) else ""

    def own_facts(self) -> Iterator[str]:
        if self.counts_from and self.is_duration:
            yield self.counts_from
        if self.extended:
            yield from self.extended.when
        if self.tested:
            yield self.tested

    def own_problems(self, world: World) -> Iterator[Problem]:
        if self.is_duration:
            yield from fact_problem(self.counts_from or "", ("date",), world, "counts_from")
            if self.tests:
                yield from fact_problem(self.tests, ("date",), world, "tests")
        else:
            yield from fact_problem(self.tested or "", _NUMBERS, world, "tests" if self.tests else "measures")
            yield from rate_problem(self.at_most if isinstance(self.at_most, RateRef) else None, world, "at_most")
        if self.extended:
            yield from guard_problems(self.extended.when, world, ("extended", "when"))
            try:
                _bound(self.extended.to, self.is_duration)
            except ValueError as error:
                yield ("extended", "to"), str(error)
        if isinstance(self.at_most, int) and isinstance(self.at_least, int) and self.at_least > self.at_most:
            yield ("at_least",), f"mindst {self.at_least} er mere end højst {self.at_most}"


def _within(value: object, earliest: date | None, end: date) -> bool | None:
    if value is UNKNOWN:
        return None
    return isinstance(value, date) and value <= end and (earliest is None or value >= earliest)


def _between(value: Any, lower: int | None, upper: int | None) -> bool:
    return (lower is None or value >= lower) and (upper is None or value <= upper)


def _agree(answers: list[bool | None]) -> bool | None:
    return answers[0] if len(set(answers)) == 1 else None


def _span(lower: int | None, upper: int | None, fact: Fact) -> str:
    if lower is not None and lower == upper:
        return fact.show(lower)
    if lower is not None and upper is not None:
        return f"{fact.show(lower)} til {fact.show(upper)}"
    if upper is not None:
        return f"højst {fact.show(upper)}"
    return f"mindst {fact.show(lower or 0)}"


def _said(kept: bool | None) -> str:
    if kept is None:
        return ""
    return " Det er inden for grænsen." if kept else " Det er uden for grænsen."


class Count(Rule):
    """How many times at most or at least, and whether that is kept."""

    outputs: ClassVar[tuple[str, ...]] = ("limit", "kept")

    kind: Literal["count"]
    counts: str
    at_most: Quantity | None = None
    at_least: Quantity | None = None
    per: str | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Count:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError("skriv enten at_most: eller at_least:")
        return self

    def _limit(self, world: World, on: date) -> int:
        bound = self.at_most if self.at_most is not None else self.at_least
        return resolve(0 if bound is None else bound, world, on)

    def decide(self, case: Case, world: World) -> Answer:
        limit, value = self._limit(world, case.on), case.get(self.counts)
        kept = None if value is UNKNOWN else (value <= limit if self.at_most is not None else value >= limit)
        per = per_words(self.per)
        said = f"{'højst' if self.at_most is not None else 'mindst'} {world.facts[self.counts].show(limit)}{per}"
        steps = [Step("antal", said)]
        if value is not UNKNOWN:
            steps.append(Step(case.label(self.counts), case.shown(self.counts)))
        return Answer(Status.DECIDED, {"limit": limit, "kept": kept}, steps, sentence=f"{said.capitalize()}.{_said(kept)}")

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        limit = self._limit(world, columns.on)
        value, known = columns.get(self.counts)
        kept = value <= limit if self.at_most is not None else value >= limit
        return ColumnAnswer(columns.rows, {"limit": (np.full(columns.rows, limit), None), "kept": (kept, known)})

    def brief(self, world: World) -> str:
        bound = self.at_most if self.at_most is not None else self.at_least
        per = per_words(self.per)
        shown = bound if isinstance(bound, RateRef) else world.facts[self.counts].show(bound)
        return f"{'højst' if self.at_most is not None else 'mindst'} {shown}{per}"

    def own_facts(self) -> Iterator[str]:
        yield self.counts

    def own_problems(self, world: World) -> Iterator[Problem]:
        yield from fact_problem(self.counts, ("integer",), world, "counts")
