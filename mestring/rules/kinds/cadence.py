"""Follow-ups: the first, and how often then.

A series is always counted from its start, never from the previous date: three months and then every six after 31 August falls on 30
November, 31 May, 30 November. Where a standard says "at least every", the gap may not grow: once a follow-up has been held, the next is
counted from it. In phases, a later rhythm continues from the last date of the earlier one that is not after its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property, partial
from typing import ClassVar, Literal, overload

import numpy as np
from pydantic import field_validator, model_validator

from mestring.rules.calendar import FIRST_DAY, NO_DATE, Days, add_months_column, all_days, month_number, to_number
from mestring.rules.danish import date_plain, listing
from mestring.rules.facts import NONE, UNKNOWN, Array, Case, Columns, both
from mestring.rules.finding import Answer, ColumnAnswer, Status, Step
from mestring.rules.kinds.base import Done, DurationField, Model, Owed, Problem, Rule, fact_problem, unknown
from mestring.rules.period import Duration, add_calendar, add_months
from mestring.rules.world import World

TABLE_ROWS = 8_000
"""From this many rows a table of all starts pays for itself: it is made once for a rule and a day, and a look-up costs two nanoseconds."""


class Occasion(Model):
    """How a follow-up is held: in which forms, on what basis, and what it looks at."""

    form: list[str] = []
    basis: str | None = None
    matters: list[str] = []

    @field_validator("form", mode="before")
    @classmethod
    def _one_form_is_a_list(cls, given: object) -> object:
        return [given] if isinstance(given, str) else given

    def words(self, world: World) -> str:
        """The occasion in Danish: `personligt møde, grundlag: opfølgningsskema`."""
        parts = [listing([world.term(form) for form in self.form], "eller")] if self.form else []
        if self.basis:
            parts.append(f"grundlag: {world.term(self.basis)}")
        if self.matters:
            parts.append(f"emner: {listing([world.term(matter) for matter in self.matters])}")
        return ", ".join(parts)

    def used_terms(self, *path: str | int) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The terms used, with the paths of their fields."""
        yield from (((*path, "form", place), form) for place, form in enumerate(self.form))
        if self.basis:
            yield (*path, "basis"), self.basis
        yield from (((*path, "matters", place), matter) for place, matter in enumerate(self.matters))


class First(Occasion):
    """The first follow-up."""

    after: DurationField


class Then(Occasion):
    """The rhythm that follows."""

    every: DurationField
    at_least: bool = False


class Phase(Then):
    """A rhythm that holds until the stay has lasted some time. A last phase with an end ends the series."""

    until: DurationField | None = None


class Cadence(Rule):
    """When the next follow-up is due, and which have passed."""

    outputs: ClassVar[tuple[str, ...]] = ("next", "overdue")

    kind: Literal["cadence"]
    counts_from: str = "started"
    last: str = "last_follow_up"
    first: First | None = None
    then: Then | None = None
    phases: list[Phase] = []
    interval: Literal["none"] | None = None
    month_end: Literal["last_day"] | None = None

    @model_validator(mode="after")
    def _one_rhythm(self) -> Cadence:
        if self.interval == "none":
            if self.first or self.then or self.phases:
                raise ValueError("interval: none betyder, at dokumentet ikke siger hvor ofte; fjern first, then og phases")
            return self
        if self.then and self.phases:
            raise ValueError("skriv enten then: eller phases:, ikke begge")
        if not (self.first or self.then or self.phases):
            raise ValueError("skriv first:, then: eller phases:; eller interval: none, hvis dokumentet ikke siger hvor ofte")
        if any(phase.until is None for phase in self.phases[:-1]):
            raise ValueError("alle faser før den sidste skal have until:")
        lengths = [part.every for part in self.rhythms] + ([self.first.after] if self.first else [])
        if any(length.count == 0 or length.working_days for length in lengths):
            raise ValueError("et interval skal være mindst 1 og i dage, uger, måneder eller år")
        if any(length.in_months for length in lengths) and self.month_end is None:
            raise ValueError("skriv month_end: last_day, når der regnes i måneder eller år")
        return self

    @cached_property
    def rhythms(self) -> list[Phase]:
        """The rhythms in order; a single `then` is one without end."""
        if self.then:
            return [Phase(**dict(self.then))]
        return self.phases

    @cached_property
    def _head(self) -> list[tuple[int, int, Occasion]]:
        """Offsets (months, days) of every date before the last rhythm takes over, with its occasion."""
        head: list[tuple[int, int, Occasion]] = []
        months = days = 0
        if self.first:
            months, days = self.first.after.months, self.first.after.days
            head.append((months, days, self.first))
        for phase in self.rhythms:
            if phase.until is None:
                break
            end = (phase.until.months, phase.until.days)
            while _not_after(months + phase.every.months, days + phase.every.days, end):
                months, days = months + phase.every.months, days + phase.every.days
                head.append((months, days, phase))
        return head

    @cached_property
    def _tail(self) -> Phase | None:
        return self.rhythms[-1] if self.rhythms and self.rhythms[-1].until is None else None

    def place(self, start: date, place: int) -> date | None:
        """The date in a place of the series (0 is the first), or None past its end."""
        head = self._head
        if place < len(head):
            months, days, _ = head[place]
            return _ahead(start, months, days)
        if self._tail is None:
            return None
        months, days, _ = head[-1] if head else (0, 0, None)
        steps = place - len(head) + 1
        every = self._tail.every
        return _ahead(start, months + steps * every.months, days + steps * every.days)

    def _passed(self, start: date, on: date) -> int:
        """How many dates of the series lie on or before a day."""
        head = self._head
        for place in range(len(head)):
            day = self.place(start, place)
            if day is None or day > on:
                return place
        if self._tail is None:
            return len(head)
        months, days, _ = head[-1] if head else (0, 0, None)
        every = self._tail.every
        if every.months:
            place = ((on.year - start.year) * 12 + on.month - start.month - months) // every.months - 1
        else:
            place = ((on - add_months(start, months)).days - days) // every.days - 1
        place = len(head) + max(place, 0)
        while (day := self.place(start, place)) is not None and day <= on:
            place += 1
        while place > len(head) and (day := self.place(start, place - 1)) is not None and day > on:
            place -= 1
        return place

    def _occasion(self, place: int) -> Occasion:
        head = self._head
        if place < len(head):
            return head[place][2]
        return self._tail or Occasion()

    def decide(self, case: Case, world: World) -> Answer:
        if self.interval == "none":
            return Answer(Status.NOT_COVERED, sentence="Dokumentet siger ikke, hvor ofte der følges op.")
        start = case.get(self.counts_from)
        last = case.get(self.last) if self._counts_from_last else NONE
        missing = [fact for fact, value in ((self.counts_from, start), (self.last, last)) if value is UNKNOWN]
        if missing:
            return unknown(case, missing)
        if start is NONE:
            return Answer(Status.NOT_COVERED, sentence=f"{case.label(self.counts_from)}: ingen. Der er intet at regne fra.")
        steps = [Step(case.label(self.counts_from), partial(date_plain, start))]
        if last is not NONE and last >= start and self._counts_from_last:
            return self._after_last(case, world, start, last, steps)
        return self._in_series(case, world, start, steps)

    @cached_property
    def _counts_from_last(self) -> bool:
        return any(rhythm.at_least for rhythm in self.rhythms)

    def _in_series(self, case: Case, world: World, start: date, steps: list[Step]) -> Answer:
        place = self._passed(start, case.on)
        due = DueDates(self, start, place)
        day = self.place(start, place)
        if place:
            steps.append(Step("Datoer der er nået", partial(_dates, due)))
        occasion = self._occasion(place)
        values = {"next": day, "overdue": False, "due": due, "number": place + 1, **_held(occasion)}
        if day is None:
            return Answer(Status.DECIDED, {**values, "next": NONE}, steps, sentence="Reglen giver ikke flere opfølgninger.")
        steps.append(Step(partial(self._how, place, start, world), partial(date_plain, day)))
        return Answer(Status.DECIDED, values, steps, sentence=partial(_said_next, day, place + 1, occasion, world))

    def _how(self, place: int, start: date, world: World) -> str:
        head = self._head
        occasion = self._occasion(place)
        words = occasion.words(world)
        if place == 0 and self.first:
            counted = f"Første opfølgning efter {self.first.after}"
        else:
            rhythm = occasion if isinstance(occasion, Then) else self._tail
            least = "mindst " if rhythm is not None and rhythm.at_least else ""
            every = rhythm.every if rhythm is not None else Duration(0, "days")
            each = every.every
            counted = f"Derefter {least}{each}, talt fra {date_plain(start)}"
            if not head and place == 0:
                counted = f"{least.capitalize()}{each}" if least else each[:1].upper() + each[1:]
        return f"{counted} ({words})" if words else counted

    def _after_last(self, case: Case, world: World, start: date, last: date, steps: list[Step]) -> Answer:
        steps.append(Step(case.label(self.last), partial(date_plain, last)))
        day, rhythm = self._day_after(start, last)
        if day is None:
            values = {"next": NONE, "overdue": False, "due": [], "number": None, **_held(rhythm)}
            return Answer(Status.DECIDED, values, steps, sentence="Reglen giver ikke flere opfølgninger.")
        steps.append(Step(partial(_from_last, rhythm.every), partial(date_plain, day)))
        overdue = day < case.on
        values = {"next": day, "overdue": overdue, "due": [day] if day <= case.on else [], "number": None, **_held(rhythm)}
        sentence = f"Næste opfølgning {'skulle have været holdt' if overdue else 'er'} senest {date_plain(day)}"
        return Answer(Status.DECIDED, values, steps, sentence=_with_occasion(sentence, rhythm, world))

    @property
    def recurs_from(self) -> tuple[str, ...]:
        """The facts its days are counted from, the first that is known; none where the document prints no interval."""
        return () if self.interval == "none" else (self.counts_from,)

    def owed(self, start: date, done: Done, world: World) -> Owed:
        """The follow-up that is owed, and stays so until it is held, however late that is.

        Of a series the first date that neither was answered nor lies before the last one held; with «at least» counted from the last one held, once the first was answered.
        """
        if self.interval == "none":
            return Owed(None)
        first = self.place(start, 0)
        if done.last is not None and done.last >= start and self._counts_from_last:
            day, rhythm = self._day_after(start, done.last)
            if done.covered is None and first and first > done.last and (day is None or first < day):
                return _owed(first, self._how(0, start, world), self._occasion(0))  # an extra one is no answer to the first
            return _owed(day, _from_last(rhythm.every), rhythm)
        place = 0 if done.last is None or done.last < start else self._passed(start, max(done.last, done.covered or done.last))
        return _owed(self.place(start, place), self._how(place, start, world), self._occasion(place))

    def owed_many(self, start: Days, covered: Days, last: Days, world: World) -> Days:
        """The same for columns of days."""
        if self.interval == "none":
            return np.full(len(start), NO_DATE)
        held = (last != NO_DATE) & (last >= start)
        after = np.where(held, np.maximum(last, covered), start - np.int32(1))
        following = self._series_many(start, after)
        if not self._counts_from_last:
            return following
        again = self._after_last_many(start, last)
        first = self._series_many(start, start - np.int32(1))
        unanswered = (covered == NO_DATE) & (first != NO_DATE) & (first > last) & ((again == NO_DATE) | (first < again))
        return np.where(held, np.where(unanswered, first, again), following)

    def _day_after(self, start: date, last: date) -> tuple[date | None, Phase]:
        """The day counted from the last one held, in the rhythm that holds then; none past the end of the last."""
        for rhythm in self.rhythms:
            day = add_calendar(last, rhythm.every)
            if rhythm.until is None or day <= add_calendar(start, rhythm.until):
                return day, rhythm
        return None, self.rhythms[-1]

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        rows = columns.rows
        if self.interval == "none":
            return ColumnAnswer(rows, self.nothing(rows), {Status.NOT_COVERED: np.ones(rows, bool)})
        start, known = columns.get(self.counts_from)
        special = {}
        if columns.facts[self.counts_from].may_be_none:
            none = (start == NO_DATE) if known is None else (start == NO_DATE) & known
            special[Status.NOT_COVERED] = none
            known = ~none if known is None else known & ~none
        following = self._next_many(start, columns.on)
        overdue: Array = np.zeros(rows, bool)
        if self._counts_from_last and columns.may_have(self.last):
            last, last_known = columns.get(self.last)
            held = (last != NO_DATE) & (last >= start)
            if held.any():
                after = self._after_last_many(start, last)
                following = np.where(held, after, following)
                overdue = held & (after < to_number(columns.on)) & (after != NO_DATE)
            known = both(known, last_known)
            if last_known is not None and special:
                special = {status: none & last_known for status, none in special.items()}
        return ColumnAnswer(rows, {"next": (following, known), "overdue": (overdue, known)}, special)

    @cached_property
    def _tables(self) -> dict[date, Days]:
        """The next date for every possible start, for the day last asked about."""
        return {}

    def _next_many(self, start: Days, on: date) -> Days:
        """The series' next date: by a table of every start when there are many rows, since the answer depends on the start alone."""
        table = self._tables.get(on)
        if table is None:
            today = np.array([to_number(on)], np.int32)
            if len(start) < TABLE_ROWS:
                return self._series_many(start, today)
            self._tables.clear()
            table = self._tables[on] = self._series_many(all_days(), today)
        return np.take(table, start - FIRST_DAY, mode="clip")

    def _series_many(self, start: Days, today: Days) -> Days:
        """The first date of the series after a day: one day for all rows, or a day for each."""
        head = self._head
        tail = self._tail
        following: Days
        months, days = (head[-1][0], head[-1][1]) if head else (0, 0)
        if tail is None:
            following = np.full(len(start), NO_DATE)
        elif tail.every.months and not (days or tail.every.days):
            every = np.int32(tail.every.months)
            steps = np.maximum((month_number(today) - np.int32(months) - month_number(start)) // every, np.int32(1))
            ahead = np.int32(months) + steps * every
            following = add_months_column(start, ahead)
            following = np.where(following > today, following, add_months_column(start, ahead + every))
        elif tail.every.days:
            base = add_months_column(start, months) if months else start
            base = base + np.int32(days)
            every = np.int32(tail.every.days)
            following = base + np.maximum((today - base) // every + np.int32(1), np.int32(1)) * every
        else:
            every = np.int32(tail.every.months)
            steps = np.maximum((month_number(today) - np.int32(months + days // 28 + 1) - month_number(start)) // every - 1, np.int32(1))
            following = add_months_column(start, np.int32(months) + steps * every) + np.int32(days)
            for _ in range(4 + days // 28 // int(every)):
                steps = steps + (following <= today)
                following = add_months_column(start, np.int32(months) + steps * every) + np.int32(days)
        for head_months, head_days, _ in reversed(head):
            day = add_months_column(start, head_months) if head_months else start
            day = day + np.int32(head_days) if head_days else day
            following = np.where(day > today, day, following)
        return following

    def _after_last_many(self, start: Days, last: Days) -> Days:
        following = _add_column(last, self.rhythms[-1].every) if self._tail else np.full(len(last), NO_DATE)
        for rhythm in reversed(self.rhythms if self._tail is None else self.rhythms[:-1]):
            if rhythm.until is not None:
                day = _add_column(last, rhythm.every)
                following = np.where(day <= _add_column(start, rhythm.until), day, following)
        return following

    def series(self, start: date, until: date) -> list[date]:
        """Every date of the series up to and including a day, for a picture or a plan."""
        found: list[date] = []
        while (day := self.place(start, len(found))) is not None and day <= until:
            found.append(day)
        return found

    def brief(self, world: World) -> str:
        if self.interval == "none":
            return "Intet interval i dokumentet"
        parts = [f"første efter {self.first.after}"] if self.first else []
        for place, rhythm in enumerate(self.rhythms):
            least = "mindst " if rhythm.at_least else ""
            until = f" indtil {rhythm.until}" if rhythm.until else ""
            parts.append(f"{'derefter ' if parts or place else ''}{least}{rhythm.every.every}{until}")
        return ", ".join(parts)

    def own_facts(self) -> Iterator[str]:
        if self.interval != "none":
            yield self.counts_from
            if self._counts_from_last:
                yield self.last

    def own_problems(self, world: World) -> Iterator[Problem]:
        yield from fact_problem(self.counts_from, ("date",), world, "counts_from")
        yield from fact_problem(self.last, ("date",), world, "last")
        for place, phase in enumerate(self.phases[:-1]):
            earlier = self.phases[place - 1].until if place else None
            if earlier and phase.until and phase.until.at_most_days() <= earlier.at_most_days():
                yield ("phases", place, "until"), f"fasen slutter ({phase.until}) før eller samtidig med den forrige ({earlier})"

    def terms(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        if self.first:
            yield from self.first.used_terms("first")
        if self.then:
            yield from self.then.used_terms("then")
        for place, phase in enumerate(self.phases):
            yield from phase.used_terms("phases", place)


def _not_after(months: int, days: int, end: tuple[int, int]) -> bool:
    """Whether an offset from the start is within a phase's end; months and days are compared in their own unit."""
    return (months, days) <= end if months and end[0] else months * 31 + days <= end[0] * 30 + end[1]


def _add_column(days: Days, length: Duration) -> Days:
    return add_months_column(days, length.months) if length.months else days + np.int32(length.days)


def _ahead(start: date, months: int, days: int) -> date:
    day = add_months(start, months) if months else start
    return day + timedelta(days=days) if days else day


def _owed(day: date | None, how: str, occasion: Occasion) -> Owed:
    return Owed(day, how if day else "", tuple(occasion.form), occasion.basis or "", tuple(occasion.matters))


class DueDates(Sequence[date]):
    """The first dates of a series, worked out when they are read."""

    def __init__(self, cadence: Cadence, start: date, count: int) -> None:
        self._cadence = cadence
        self._start = start
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> date: ...
    @overload
    def __getitem__(self, place: slice) -> list[date]: ...
    def __getitem__(self, place: int | slice) -> date | list[date]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(self._count))]
        if not -self._count <= place < self._count:
            raise IndexError(place)
        day = self._cadence.place(self._start, place % self._count)
        if day is None:
            raise IndexError(place)
        return day


def _dates(days: Sequence[date]) -> str:
    return ", ".join(date_plain(day) for day in days)


def _from_last(every: Duration) -> str:
    return f"Mindst {every.every}, talt fra den seneste"


def _said_next(day: date, number: int, occasion: Occasion, world: World) -> str:
    return _with_occasion(f"Næste opfølgning er senest {date_plain(day)} (nr. {number})", occasion, world)


def _held(occasion: Occasion) -> dict[str, object]:
    return {"form": list(occasion.form), "basis": occasion.basis, "matters": list(occasion.matters)}


def _with_occasion(sentence: str, occasion: Occasion, world: World) -> str:
    words = occasion.words(world)
    return f"{sentence}: {words}." if words else f"{sentence}."
