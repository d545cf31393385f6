"""A duty that arises when something has stood unchanged, has happened a number of times, or has happened at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from mestring.rules.calendar import NO_DATE, Days, add_months_column, to_number
from mestring.rules.danish import date_plain
from mestring.rules.facts import NONE, UNKNOWN, Array, Case, Columns, Mask, both
from mestring.rules.finding import Answer, ColumnAnswer, Status, Step
from mestring.rules.kinds.base import Done, DurationField, Model, Owed, Problem, Rule, fact_problem, unknown
from mestring.rules.period import Duration, add_months
from mestring.rules.world import World


class Unchanged(Model):
    """Something that has stood the same since an event, or since another when that event never came."""

    since: str
    else_from: str | None = None
    length: DurationField = Field(alias="for")


class Again(Model):
    """How often the duty returns once it has been done; `last` is when it last was."""

    every: DurationField
    last: str


class WhenCount(Model):
    """A number of times."""

    fact: str
    reaches: int


class BeforeEvent(Model):
    """Some time before an event, or on the day itself."""

    fact: str
    by: DurationField = Duration(0, "days")


class AfterEvent(Model):
    """Some time after an event."""

    fact: str
    by: DurationField


_FORMS = ("unchanged", "when_count", "when_event", "before_event", "after_event")


class Trigger(Rule):
    """When a duty is due, or whether it is owed."""

    outputs: ClassVar[tuple[str, ...]] = ("owed", "date")

    kind: Literal["trigger"]
    duty: str
    unchanged: Unchanged | None = None
    then: Again | None = None
    when_count: WhenCount | None = None
    when_event: str | None = None
    before_event: BeforeEvent | None = None
    after_event: AfterEvent | None = None
    month_end: Literal["last_day"] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Trigger:
        forms = [form for form in _FORMS if getattr(self, form) is not None]
        if len(forms) != 1:
            raise ValueError(f"skriv netop én af {', '.join(_FORMS)}; her er {', '.join(forms) or 'ingen'}")
        if self.then and not self.unchanged:
            raise ValueError("then: hører til unchanged:")
        lengths = [part.length if isinstance(part, Unchanged) else part.by for part in (self.unchanged, self.before_event, self.after_event) if part]
        lengths += [self.then.every] if self.then else []
        if any(length.in_months for length in lengths) and self.month_end is None:
            raise ValueError("skriv month_end: last_day, når der regnes i måneder eller år")
        return self

    def decide(self, case: Case, world: World) -> Answer:
        if self.when_event is not None:
            return self._event(case)
        if self.when_count is not None:
            return self._count(case)
        if self.unchanged is not None:
            return self._unchanged(case, world, self.unchanged)
        return self._around_event(case, world)

    def _event(self, case: Case) -> Answer:
        happened = case.get(self.when_event or "")
        if happened is UNKNOWN:
            return unknown(case, [self.when_event or ""])
        step = Step(case.label(self.when_event or ""), case.show(self.when_event or ""))
        return self._owed(bool(happened), NONE, [step])

    def _count(self, case: Case) -> Answer:
        count = self.when_count
        if count is None:
            raise ValueError("trigger uden when_count")
        reached = case.get(count.fact)
        if reached is UNKNOWN:
            return unknown(case, [count.fact])
        return self._owed(reached >= count.reaches, NONE, [Step(f"{case.label(count.fact)} (pligten opstår ved {count.reaches})", str(reached))])

    def _unchanged(self, case: Case, world: World, unchanged: Unchanged) -> Answer:
        since = case.get(unchanged.since)
        start_fact = unchanged.since
        if since is NONE and unchanged.else_from:
            start_fact = unchanged.else_from
            since = case.get(start_fact)
        last = case.get(self.then.last) if self.then else NONE
        missing = [fact for fact, value in ((start_fact, since), (self.then.last if self.then else "", last)) if value is UNKNOWN]
        if missing:
            return unknown(case, missing)
        if since is NONE:
            return self._owed(False, NONE, [Step(case.label(start_fact), "ingen")])
        first = world.calendar.add(since, unchanged.length)
        steps = [Step(case.label(start_fact), partial(date_plain, since)), Step(f"uændret i {unchanged.length}", partial(date_plain, first))]
        if self.then and last is not NONE and last >= first:
            due: object = world.calendar.add(last, self.then.every)
            steps.append(Step(f"{case.label(self.then.last)} {date_plain(last)} + {self.then.every}", partial(date_plain, due)))  # type: ignore[arg-type]
        else:
            due = first
        return self._owed(isinstance(due, date) and due <= case.on, due, steps)

    def _around_event(self, case: Case, world: World) -> Answer:
        event = self.before_event or self.after_event
        if event is None:
            raise ValueError("trigger uden hændelse")
        day = case.get(event.fact)
        if day is UNKNOWN:
            return unknown(case, [event.fact])
        step = Step(case.label(event.fact), case.show(event.fact))
        if day is NONE:
            return self._owed(False, NONE, [step])
        due = _subtract(day, event.by, world) if self.before_event else world.calendar.add(day, event.by)
        way = "før" if self.before_event else "efter"
        return self._owed(due <= case.on, due, [step, Step(f"{event.by} {way}" if event.by.count else "senest samme dag", partial(date_plain, due))])

    def _owed(self, owed: bool, due: object, steps: list[Step]) -> Answer:
        when = f" Senest {date_plain(due)}." if isinstance(due, date) else ""
        sentence = f"{self.duty.rstrip('.')}.{when}" if owed or when else f"Endnu ikke: {self.duty.rstrip('.')}."
        return Answer(Status.DECIDED, {"owed": owed, "date": due}, steps, sentence=sentence)

    @property
    def happens(self) -> str:
        """The fact that makes it owed as it comes true, or comes to a number; empty for a duty with a day of its own."""
        return self.when_event or (self.when_count.fact if self.when_count else "")

    @property
    def recurs_from(self) -> tuple[str, ...]:
        """The facts its day is counted from, the first that is known; none for a duty without a day."""
        if self.unchanged:
            return tuple(fact for fact in (self.unchanged.since, self.unchanged.else_from) if fact)
        event = self.before_event or self.after_event
        return (event.fact,) if event else ()

    def owed(self, start: date, done: Done, world: World) -> Owed:
        """The day the duty is owed by, until it is done; then the next where it comes again. What is owed when something happens is owed the day it did, which is the start."""
        if self.unchanged:
            first = world.calendar.add(start, self.unchanged.length)
            if done.last is None or max(done.last, done.covered or done.last) < first:
                return Owed(first, f"Uændret i {self.unchanged.length}")
            return Owed(world.calendar.add(done.last, self.then.every), f"Derefter {self.then.every.every}, talt fra den seneste") if self.then else Owed(None)
        if self.when_event or self.when_count:
            return Owed(None if done.last is not None and done.last >= start else start, "Samme dag")
        event = self.before_event or self.after_event
        if event is None:
            return Owed(None)
        day = _subtract(start, event.by, world) if self.before_event else world.calendar.add(start, event.by)
        answered = done.last is not None and max(done.last, done.covered or done.last) >= day
        way = "før" if self.before_event else "efter"
        return Owed(None if answered else day, f"{event.by} {way}" if event.by.count else "Senest samme dag")

    def owed_many(self, start: Days, covered: Days, last: Days, world: World) -> Days:
        """The same for columns of days."""
        none = np.full(len(start), NO_DATE)
        if self.unchanged:
            first = world.calendar.add_column(start, self.unchanged.length)
            again = world.calendar.add_column(last, self.then.every) if self.then else none
            return np.where((last == NO_DATE) | (np.maximum(last, covered) < first), first, again)
        if self.when_event or self.when_count:
            return np.where((last != NO_DATE) & (last >= start), NO_DATE, start)
        event = self.before_event or self.after_event
        if event is None:
            return none
        day = _subtract_column(start, event.by, world) if self.before_event else world.calendar.add_column(start, event.by)
        return np.where((last != NO_DATE) & (np.maximum(last, covered) >= day), NO_DATE, day)

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        rows = columns.rows
        if self.when_event is not None:
            happened, known = columns.get(self.when_event)
            return self._columns(rows, happened.astype(bool, copy=False), np.full(rows, NO_DATE), known)
        if self.when_count is not None:
            count, known = columns.get(self.when_count.fact)
            return self._columns(rows, count >= self.when_count.reaches, np.full(rows, NO_DATE), known)
        due, known = self._unchanged_many(columns, world, self.unchanged) if self.unchanged else self._around_event_many(columns, world)
        return self._columns(rows, (due <= to_number(columns.on)) & (due != NO_DATE), due, known)

    def _columns(self, rows: int, owed: Array, due: Days, known: Mask) -> ColumnAnswer:
        return ColumnAnswer(rows, {"owed": (owed, known), "date": (due, known)})

    def _unchanged_many(self, columns: Columns, world: World, unchanged: Unchanged) -> tuple[Days, Mask]:
        since, known = columns.get(unchanged.since)
        if unchanged.else_from:
            other, other_known = columns.get(unchanged.else_from)
            never = since == NO_DATE
            since = np.where(never, other, since)
            if other_known is not None:
                needed = other_known | ~never
                known = needed if known is None else known & needed
        none = since == NO_DATE
        first = world.calendar.add_column(since, unchanged.length)
        due = first
        if self.then:
            last, last_known = columns.get(self.then.last)
            done = (last != NO_DATE) & (last >= first)
            due = np.where(done, world.calendar.add_column(last, self.then.every), first)
            known = both(known, last_known)
        return np.where(none, NO_DATE, due), known

    def _around_event_many(self, columns: Columns, world: World) -> tuple[Days, Mask]:
        event = self.before_event or self.after_event
        if event is None:
            raise ValueError("trigger uden hændelse")
        day, known = columns.get(event.fact)
        due = _subtract_column(day, event.by, world) if self.before_event else world.calendar.add_column(day, event.by)
        return np.where(day == NO_DATE, NO_DATE, due), known

    def brief(self, world: World) -> str:
        if self.unchanged:
            again = f", derefter {self.then.every.every}" if self.then else ""
            return f"efter {self.unchanged.length} uændret{again}"
        if self.when_count:
            return f"ved {self.when_count.reaches}"
        if self.before_event:
            return f"{self.before_event.by} før" if self.before_event.by.count else "samme dag"
        return f"{self.after_event.by} efter" if self.after_event else self.duty

    def own_facts(self) -> Iterator[str]:
        if self.unchanged:
            yield self.unchanged.since
            if self.unchanged.else_from:
                yield self.unchanged.else_from
        if self.then:
            yield self.then.last
        if self.when_count:
            yield self.when_count.fact
        if self.when_event:
            yield self.when_event
        for event in (self.before_event, self.after_event):
            if event:
                yield event.fact

    def own_problems(self, world: World) -> Iterator[Problem]:
        if self.unchanged:
            yield from fact_problem(self.unchanged.since, ("date",), world, "unchanged", "since")
            if self.unchanged.else_from:
                yield from fact_problem(self.unchanged.else_from, ("date",), world, "unchanged", "else_from")
        if self.then:
            yield from fact_problem(self.then.last, ("date",), world, "then", "last")
        if self.when_count:
            yield from fact_problem(self.when_count.fact, ("integer",), world, "when_count", "fact")
        if self.when_event:
            yield from fact_problem(self.when_event, ("yes_no", "judgement"), world, "when_event")
        for name, event in (("before_event", self.before_event), ("after_event", self.after_event)):
            if event:
                yield from fact_problem(event.fact, ("date",), world, name, "fact")


def _subtract(day: date, length: Duration, world: World) -> date:
    if length.working_days:
        return world.calendar.subtract_working_days(day, length.working_days)
    return add_months(day, -length.months) - timedelta(days=length.days)


def _subtract_column(days: Days, length: Duration, world: World) -> Days:
    if length.working_days:
        return world.calendar.subtract_working_days_column(days, length.working_days)
    return add_months_column(days, -length.months) if length.months else days - np.int32(length.days)
