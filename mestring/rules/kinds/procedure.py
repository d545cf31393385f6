"""Two clocks that start with a decision: when a change may take effect (notice), and where and until when it can be complained of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import model_validator

from mestring.rules.calendar import NO_DATE, Days
from mestring.rules.danish import date_plain
from mestring.rules.facts import NONE, UNKNOWN, Array, Case, Columns, Mask, both
from mestring.rules.finding import Answer, ColumnAnswer, Status, Step
from mestring.rules.kinds.base import DurationField, Guard, Model, Problem, Rule, fact_problem, guard_many, guard_one, guard_problems, guard_words, unknown
from mestring.rules.period import Duration
from mestring.rules.world import World


class Notice(Rule):
    """The first day a reduction or an ending may take effect."""

    outputs: ClassVar[tuple[str, ...]] = ("date",)

    kind: Literal["notice"]
    counts_from: str = "decision_received"
    length: DurationField
    month_end: Literal["last_day"] | None = None

    @model_validator(mode="after")
    def _month_end(self) -> Notice:
        if self.length.in_months and self.month_end is None:
            raise ValueError("skriv month_end: last_day, når varslet er i måneder eller år")
        return self

    def decide(self, case: Case, world: World) -> Answer:
        start = case.get(self.counts_from)
        if start is UNKNOWN or start is NONE:
            return unknown(case, [self.counts_from])
        day = world.calendar.add(start, self.length)
        steps = [Step(case.label(self.counts_from), partial(date_plain, start)), Step(f"+ {self.length} varsel", partial(date_plain, day))]
        return Answer(Status.DECIDED, {"date": day}, steps, sentence=f"Ændringen kan tidligst ske {date_plain(day)}.")

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        start, known = columns.get(self.counts_from)
        if columns.facts[self.counts_from].may_be_none:
            known = both(known, start != NO_DATE)
        return ColumnAnswer(columns.rows, {"date": (world.calendar.add_column(start, self.length), known)})

    def brief(self, world: World) -> str:
        return f"{self.length} varsel"

    def own_facts(self) -> Iterator[str]:
        yield self.counts_from

    def own_problems(self, world: World) -> Iterator[Problem]:
        yield from fact_problem(self.counts_from, ("date",), world, "counts_from")


class Otherwise(Model):
    """Cases where the answer is another."""

    when: Guard
    allowed: bool
    text: str = ""


class Review(Model):
    """How long the first receiver has to look at the case again."""

    length: DurationField
    counts_from: str = "complaint_received"


class Complaint(Rule):
    """Whether a decision can be complained of, to whom, and until when."""

    outputs: ClassVar[tuple[str, ...]] = ("allowed", "date", "review_by")

    kind: Literal["complaint"]
    allowed: bool
    exception: Otherwise | None = None
    first_to: str | None = None
    body: str | None = None
    limit: DurationField | None = None
    counts_from: str = "decision_received"
    moves_off_closed_day: bool = False
    review: Review | None = None

    def _allowed_one(self, case: Case) -> tuple[bool | None, list[str], bool]:
        """Whether it can be complained of, what that waits for, and whether the exception decided it."""
        if self.exception is None or self.exception.allowed == self.allowed:
            return self.allowed, [], False
        holds, missing = guard_one(self.exception.when, case)
        if holds is None:
            return None, missing, True
        return (self.exception.allowed, [], True) if holds else (self.allowed, [], False)

    def decide(self, case: Case, world: World) -> Answer:
        allowed, missing, by_exception = self._allowed_one(case)
        steps = []
        if self.exception:
            mark = "unknown" if allowed is None else "met" if by_exception else "not_met"
            steps.append(Step(f"Undtagelse: {self.exception.text or guard_words(self.exception.when, world)}", "", mark=mark))
        start, reviewed = case.get(self.counts_from) if self.limit else UNKNOWN, self._review_by(case, world)
        last = self._last_day(start, world) if isinstance(start, date) and self.limit else None
        values: dict[str, Any] = {"allowed": allowed, "date": last if allowed else None, "review_by": reviewed, "body": self.body}
        if allowed is None:
            found = unknown(case, missing, steps)
            found.values = {**values, "date": None}
            return found
        if not allowed:
            return Answer(Status.DECIDED, {**values, "review_by": None}, steps, sentence="Der kan ikke klages.")
        return Answer(Status.DECIDED, values, [*steps, *self._counted(case, start, last, world)], sentence=self._said(last, world))

    def _counted(self, case: Case, start: object, last: date | None, world: World) -> list[Step]:
        steps = []
        if isinstance(start, date) and last and self.limit:
            reached = world.calendar.add(start, self.limit)
            steps += [Step(case.label(self.counts_from), partial(date_plain, start)), Step(f"+ {self.limit}", partial(date_plain, reached))]
            if reached != last:
                steps.append(Step(f"{date_plain(reached)} er {world.calendar.closed_because(reached)}; fristen flyttes", partial(date_plain, last)))
        if self.review:
            steps.append(Step("Sagen ses igennem igen inden", str(self.review.length)))
        return steps

    def _said(self, last: date | None, world: World) -> str:
        to = f" til {world.term(self.first_to)}" if self.first_to else ""
        then = f"; får man ikke ret, går sagen videre til {world.term(self.body)}" if self.body and self.body != self.first_to else ""
        until = f" senest {date_plain(last)}" if last else f" inden {self.limit}" if self.limit else ""
        return f"Der kan klages{to}{until}{then}."

    def _last_day(self, start: date, world: World) -> date:
        end = world.calendar.add(start, self.limit or Duration(0, "days"))
        return world.calendar.on_or_after(end) if self.moves_off_closed_day else end

    def _review_by(self, case: Case, world: World) -> date | None:
        received = case.get(self.review.counts_from) if self.review else UNKNOWN
        return world.calendar.add(received, self.review.length) if self.review and isinstance(received, date) else None

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        rows = columns.rows
        allowed: Array = np.full(rows, self.allowed)
        known: Mask = None
        if self.exception is not None and self.exception.allowed != self.allowed:
            sure, may = guard_many(self.exception.when, columns)
            if sure is not None and may is not None:
                allowed = np.where(sure, self.exception.allowed, self.allowed)
                known = None if (sure == may).all() else sure == may
        able = allowed if known is None else allowed & known
        last, last_known = self._date_many(columns, self.counts_from, self.limit, world, self.moves_off_closed_day)
        review = self.review
        by, by_known = self._date_many(columns, review.counts_from if review else self.counts_from, review.length if review else None, world, False)
        decided = None if known is None else known
        refused = ~allowed if decided is None else ~allowed & decided
        return ColumnAnswer(rows, {"allowed": (allowed, known), "date": (last, both(last_known, able)), "review_by": (by, both(by_known, ~refused))})

    def _date_many(self, columns: Columns, fact: str, length: Duration | None, world: World, moves: bool) -> tuple[Days, Mask]:
        if length is None:
            return np.full(columns.rows, NO_DATE), np.zeros(columns.rows, bool)
        start, known = columns.get(fact)
        if columns.facts[fact].may_be_none:
            known = both(known, start != NO_DATE)
        end = world.calendar.add_column(start, length)
        return (world.calendar.on_or_after_column(end) if moves else end), known

    def brief(self, world: World) -> str:
        can = f"kan påklages inden {self.limit}" if self.allowed and self.limit else "kan påklages" if self.allowed else "kan ikke påklages"
        return f"{can}, med undtagelse" if self.exception else can

    def own_facts(self) -> Iterator[str]:
        if self.exception:
            yield from self.exception.when
        if self.limit:
            yield self.counts_from
        if self.review:
            yield self.review.counts_from

    def own_problems(self, world: World) -> Iterator[Problem]:
        if self.limit:
            yield from fact_problem(self.counts_from, ("date",), world, "counts_from")
        if self.review:
            yield from fact_problem(self.review.counts_from, ("date",), world, "review", "counts_from")
        if self.exception:
            yield from guard_problems(self.exception.when, world, ("exception", "when"))

    def terms(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        if self.first_to:
            yield ("first_to",), self.first_to
        if self.body:
            yield ("body",), self.body
