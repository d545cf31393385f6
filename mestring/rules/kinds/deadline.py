"""A date by which something must be done, counted from an event, with variants by what the case turns out to be.

A variant is often learned during the case. The date is known as soon as every variant that is still possible agrees on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property, partial
from itertools import product
from typing import ClassVar, Literal

import numpy as np
from pydantic import model_validator

from mestring.rules.calendar import NO_DATE, Days, to_number
from mestring.rules.danish import date_plain
from mestring.rules.facts import NONE, UNKNOWN, Array, Case, Columns, Mask, both
from mestring.rules.finding import Answer, ColumnAnswer, Status, Step
from mestring.rules.kinds.base import (
    Done,
    DurationField,
    Guard,
    Model,
    Owed,
    Problem,
    Rule,
    fact_problem,
    guard_many,
    guard_one,
    guard_problems,
    guard_words,
    unknown,
)
from mestring.rules.period import Duration
from mestring.rules.world import World


class Variant(Model):
    """One way a case can be, and the length that then holds."""

    when: Guard
    length: DurationField
    text: str = ""


class Deadline(Rule):
    """The last day for something, and whether it was kept."""

    outputs: ClassVar[tuple[str, ...]] = ("date", "late")

    kind: Literal["deadline"]
    version_by: Literal["asked", "received", "decided", "granted_from"] = "received"
    counts_from: str = "received"
    until: str | None = None
    length: DurationField | None = None
    variants: list[Variant] = []
    covers: Literal["all", "listed"] = "all"
    month_end: Literal["last_day"] | None = None
    moves_off_closed_day: bool = False
    goal: str | None = None
    when_overrun: str | None = None

    @model_validator(mode="after")
    def _one_length(self) -> Deadline:
        if (self.length is None) == (not self.variants):
            raise ValueError("skriv enten length: eller variants:")
        lengths = [variant.length for variant in self.cases]
        if any(length.in_months for length in lengths) and self.month_end is None:
            raise ValueError("skriv month_end: last_day, når fristen er i måneder eller år")
        return self

    @cached_property
    def cases(self) -> list[Variant]:
        """The variants; a single length is one that always holds."""
        return [Variant(when={}, length=self.length)] if self.length else self.variants

    def _end(self, start: date, length: Duration, world: World) -> date:
        day = world.calendar.add(start, length)
        return world.calendar.on_or_after(day) if self.moves_off_closed_day else day

    def decide(self, case: Case, world: World) -> Answer:
        start = case.get(self.counts_from)
        held = [(variant, *guard_one(variant.when, case)) for variant in self.cases]
        possible = [(variant, missing) for variant, holds, missing in held if holds is not False]
        if not possible:
            return Answer(Status.NOT_COVERED, sentence="Dokumentet sætter ingen frist for et tilfælde som dette.")
        waiting = [fact for _, missing in possible for fact in missing]
        if start is UNKNOWN or start is NONE:
            return unknown(case, [self.counts_from, *waiting])
        ends = {self._end(start, variant.length, world) for variant, _ in possible}
        if len(ends) > 1:
            return unknown(case, list(dict.fromkeys(waiting)), self._alternatives(case, world, start, [variant for variant, _ in possible]))
        (end,) = ends
        variant = possible[0][0]
        steps = [Step(case.label(self.counts_from), partial(date_plain, start)), *self._counted(variant, start, end, world)]
        late = self._late(case, end, steps)
        if self.goal:
            steps.append(Step("Kommunens mål", f"holdes i {self.goal} af sagerne"))
        if self.when_overrun and late is not False:
            steps.append(Step("Hvis fristen ikke kan holdes", self.when_overrun))
        return Answer(Status.DECIDED, {"date": end, "late": late}, steps, sentence=partial(_said, end, late))

    def _alternatives(self, case: Case, world: World, start: date, possible: list[Variant]) -> list[Step]:
        first = Step(case.label(self.counts_from), partial(date_plain, start))
        others = [
            Step(variant.text or guard_words(variant.when, world), f"senest {date_plain(self._end(start, variant.length, world))}", mark="unknown")
            for variant in possible
        ]
        return [first, *others]

    def _counted(self, variant: Variant, start: date, end: date, world: World) -> list[Step]:
        reached = world.calendar.add(start, variant.length)
        steps = [Step(partial(_length_words, variant, world), partial(date_plain, reached))]
        if self.moves_off_closed_day and reached != end:
            steps.append(Step(f"{date_plain(reached)} er {world.calendar.closed_because(reached)}; fristen flyttes", partial(date_plain, end)))
        return steps

    def _late(self, case: Case, end: date, steps: list[Step]) -> bool | None:
        if self.until is None:
            return None
        done = case.get(self.until)
        if done is UNKNOWN:
            return None
        steps.append(Step(case.label(self.until), case.shown(self.until)))
        return (case.on if done is NONE else done) > end

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        start, known = columns.get(self.counts_from)
        none_start = columns.facts[self.counts_from].may_be_none
        if none_start:
            known = both(known, start != NO_DATE)
        special: dict[Status, Array] = {}
        if self.length:
            end = self._end_many(start, self.length, world)
        else:
            end, agreed, covered = self._variants_many(columns, start, world)
            known = both(known, agreed)
            if covered is not None:
                special[Status.NOT_COVERED] = ~covered
                known = both(known, covered)
        late, late_known = self._late_many(columns, end, known)
        return ColumnAnswer(columns.rows, {"date": (end, known), "late": (late, late_known)}, special)

    @property
    def recurs_from(self) -> tuple[str, ...]:
        """The fact its day is counted from, where one length holds for all."""
        return (self.counts_from,) if self.length else ()

    def owed(self, start: date, done: Done, world: World) -> Owed:
        """The day, until it is done: a deadline comes once."""
        if self.length is None:
            return Owed(None)
        end = self._end(start, self.length, world)
        answered = done.last is not None and max(done.last, done.covered or done.last) >= end
        return Owed(None if answered else end, f"{self.length} efter")

    def owed_many(self, start: Days, covered: Days, last: Days, world: World) -> Days:
        """The same for columns of days."""
        if self.length is None:
            return np.full(len(start), NO_DATE)
        end = self._end_many(start, self.length, world)
        return np.where((last != NO_DATE) & (np.maximum(last, covered) >= end), NO_DATE, end)

    def _end_many(self, start: Days, length: Duration, world: World) -> Days:
        end = world.calendar.add_column(start, length)
        return world.calendar.on_or_after_column(end) if self.moves_off_closed_day else end

    def _variants_many(self, columns: Columns, start: Days, world: World) -> tuple[Days, Mask, Mask]:
        """The date by variant, the rows where all possible variants agree, and the rows some variant covers."""
        earliest: Days = np.full(columns.rows, np.iinfo(np.int32).max, np.int32)
        latest: Days = np.full(columns.rows, NO_DATE)
        covered: Array = np.zeros(columns.rows, bool)
        for variant in self.variants:
            end = self._end_many(start, variant.length, world)
            _, may = guard_many(variant.when, columns)
            covered |= True if may is None else may
            earliest = np.minimum(earliest, end) if may is None else np.where(may & (end < earliest), end, earliest)
            latest = np.maximum(latest, end) if may is None else np.where(may & (end > latest), end, latest)
        agreed = earliest == latest
        return latest, None if agreed.all() else agreed, None if covered.all() else covered

    def _late_many(self, columns: Columns, end: Days, known: Mask) -> tuple[Array, Mask]:
        if self.until is None:
            return np.zeros(columns.rows, bool), np.zeros(columns.rows, bool)
        done, done_known = columns.get(self.until)
        if columns.facts[self.until].may_be_none:
            done = np.where(done == NO_DATE, np.int32(to_number(columns.on)), done)
        return done > end, both(known, done_known)

    def brief(self, world: World) -> str:
        if self.length:
            return str(self.length)
        return "; ".join(f"{variant.length}: {variant.text or guard_words(variant.when, world)}" for variant in self.variants)

    def own_facts(self) -> Iterator[str]:
        yield self.counts_from
        for variant in self.variants:
            yield from variant.when
        if self.until:
            yield self.until

    def own_problems(self, world: World) -> Iterator[Problem]:
        yield from fact_problem(self.counts_from, ("date",), world, "counts_from")
        if self.until:
            yield from fact_problem(self.until, ("date",), world, "until")
        faults = [fault for place, variant in enumerate(self.variants) for fault in guard_problems(variant.when, world, ("variants", place, "when"))]
        yield from faults
        if self.variants and not faults:
            yield from self._completeness(world)

    def _completeness(self, world: World) -> Iterator[Problem]:
        """Every case must meet exactly one variant: tried over all combinations of the facts they read."""
        names = list(dict.fromkeys(fact for variant in self.variants for fact in variant.when))
        domains = [_domain(name, self.variants, world) for name in names]
        for combination in product(*domains):
            values = dict(zip(names, combination, strict=True))
            hits = [place for place, variant in enumerate(self.variants) if _holds(variant.when, values)]
            shown = ", ".join(f"{name}: {value}" for name, value in values.items())
            if len(hits) > 1:
                yield ("variants", hits[1]), f"to varianter passer på samme tilfælde ({shown}); gør dem gensidigt udelukkende"
                return
            if not hits and self.covers == "all":
                yield ("variants",), f"ingen variant passer på {shown}; tilføj en, eller skriv covers: listed"
                return


def _domain(name: str, variants: list[Variant], world: World) -> list[object]:
    fact = world.facts[name]
    if fact.type == "choice":
        return list(fact.options)
    if fact.type in ("yes_no", "judgement"):
        return [False, True]
    listed = [variant.when[name] for variant in variants if name in variant.when]
    values = {value for one in listed for value in (one if isinstance(one, list) else [one])}
    return [*sorted(values, key=str), "andre tal"]


def _holds(guard: Guard, values: dict[str, object]) -> bool:
    return all(values[fact] in (wanted if isinstance(wanted, list) else [wanted]) for fact, wanted in guard.items())


def _length_words(variant: Variant, world: World) -> str:
    what = variant.text or guard_words(variant.when, world)
    return f"+ {variant.length}" + (f" ({what})" if what else "")


def _said(end: date, late: bool | None) -> str:
    return f"Senest {date_plain(end)}.{_said_late(late)}"


def _said_late(late: bool | None) -> str:
    if late is None:
        return ""
    return " Fristen er overskredet." if late else ""
