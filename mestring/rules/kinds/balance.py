"""An hour bank: hours come in each month, the oldest are used first, and what is not used in time lapses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator

from mestring.rules.calendar import NO_DATE, month_number, to_number
from mestring.rules.danish import date_plain, hours
from mestring.rules.facts import NONE, UNKNOWN, Array, Case, Columns, Mask, both
from mestring.rules.finding import Answer, ColumnAnswer, Status, Step
from mestring.rules.kinds.base import DurationField, Model, Problem, Rule, fact_problem, unknown
from mestring.rules.period import add_months, parse_minutes
from mestring.rules.world import World


def _minutes(given: object) -> object:
    return given if isinstance(given, int) else parse_minutes(str(given))


Minutes = Annotated[int, BeforeValidator(_minutes)]


class Income(Model):
    """What comes in. Unit: minutes a month.

    Shapes: `less` is a fact of minutes a month that are taken off: as many every month, or month by month from the first, the last holding on.
    """

    every: Literal["month"]
    amount: Minutes
    less: str | None = None


class Balance(Rule):
    """How much is left now, what lapses next and when, and what has lapsed."""

    outputs: ClassVar[tuple[str, ...]] = ("left", "lapses_next", "lapses_on", "lapsed")

    kind: Literal["balance"]
    counts_from: str
    income: Income
    used: str
    lapses_after: DurationField
    at_most: Minutes | None = None
    requires: str | None = None

    @property
    def _months(self) -> int:
        return self.lapses_after.months

    def decide(self, case: Case, world: World) -> Answer:
        names = [name for name in (self.counts_from, self.income.less, self.used) if name]
        missing = [name for name in names if case.get(name) in (UNKNOWN, NONE)]
        agreed = case.get(self.requires) if self.requires else True
        if agreed is False and self.requires:
            return Answer(Status.NOT_APPLICABLE, steps=[Step(case.label(self.requires), "nej")], sentence="Timer spares ikke op, når det ikke er aftalt.")
        waiting = [self.requires] if self.requires and agreed is UNKNOWN else []
        if missing:
            return unknown(case, [*waiting, *missing])
        found = self._balance(case)
        if not waiting:
            return found
        label = case.label(waiting[0])
        steps = [Step(label, "mangler", mark="unknown"), *found.steps]
        return Answer(Status.UNKNOWN, steps=steps, missing=waiting, sentence=f"Hvis {label.lower()}: {found.sentence}")

    def _balance(self, case: Case) -> Answer:
        """The account on the day asked about, every fact known."""
        start: date = case.get(self.counts_from)
        told: int | list[int] = case.get(self.income.less) if self.income.less else 0
        months = (case.on.year - start.year) * 12 + case.on.month - start.month + 1
        less = _taken_off(told, max(months, 1))
        come_in = [max(self.income.amount - off, 0) for off in less]
        used: list[int] = list(case.get(self.used))[: max(months, 0)]
        pots, lapsed = self._ledger(come_in, used, months)
        when = "hver måned" if len(set(less)) == 1 else "i denne måned"
        steps = [
            Step(f"Kommer ind {when}" + (f" ({hours(self.income.amount)} minus {hours(less[-1])})" if less[-1] else ""), hours(come_in[-1])),
            Step("Timer bruges ældst først og bortfalder efter", str(self.lapses_after)),
            Step("Brugt i alt", hours(sum(used))),
            Step("Bortfaldet i alt", hours(lapsed)),
        ]
        ahead, lapses_next = next(((months, pot) for months, pot in enumerate(pots, 1) if pot), (0, 0))
        lapses_on = add_months(date(case.on.year, case.on.month, 1), ahead)
        values: dict[str, Any] = {"left": sum(pots), "lapses_next": lapses_next, "lapses_on": lapses_on if lapses_next else NONE, "lapsed": lapsed}
        soon = f" {hours(lapses_next)} bortfalder {date_plain(lapses_on)}." if lapses_next else ""
        return Answer(Status.DECIDED, values, steps, sentence=f"{hours(sum(pots))} tilbage.{soon}")

    def _ledger(self, come_in: list[int], used: list[int], months: int) -> tuple[list[int], int]:
        """What is left of each month's hours, oldest first, and what has lapsed. Shapes: both lists are by month from the first. Unit: minutes."""
        pots = [0] * self._months
        lapsed = 0
        for month in range(months):
            lapsed += pots.pop(0)
            pots.append(come_in[month])
            if self.at_most is not None:
                lapsed += _take(pots, max(sum(pots) - self.at_most, 0))
            _take(pots, used[month] if month < len(used) else 0)
        return pots, lapsed

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        rows = columns.rows
        start, known = columns.get(self.counts_from)
        used, used_known = columns.get(self.used)
        less: Array = np.zeros(rows, np.int32)
        less_known: Mask = None
        if self.income.less:
            less, less_known = columns.get(self.income.less)
        known = both(known, used_known, less_known, start != NO_DATE)
        special: dict[Status, Array] = {}
        if self.requires:
            agreed, agreed_known = columns.get(self.requires)
            special[Status.NOT_APPLICABLE] = ~agreed if agreed_known is None else ~agreed & agreed_known
            known = both(known, agreed, agreed_known)
        come_in = np.maximum(np.int32(self.income.amount) - less, np.int32(0)).astype(np.int32)
        by_month = come_in.T if come_in.ndim > 1 else come_in[np.newaxis]
        this_month = int(month_number(np.array([to_number(columns.on)], np.int32))[0])
        elapsed = np.int32(this_month) - month_number(start)
        pots = np.zeros((self._months, rows), np.int32)
        lapsed: Array = np.zeros(rows, np.int32)
        relevant = elapsed[(elapsed >= 0) if known is None else (elapsed >= 0) & known]
        for month in range(int(relevant.max()) + 1 if len(relevant) else 0):
            active = elapsed >= month
            of_month = by_month[min(month, len(by_month) - 1)]
            self._one_month(pots, lapsed, of_month, used[:, month] if month < used.shape[1] else np.zeros(rows, np.int32), active)
        left = pots.sum(axis=0, dtype=np.int32)
        lapses_next: Array = np.zeros(rows, np.int32)
        lapses_on: Array = np.full(rows, NO_DATE)
        for ahead, pot in enumerate(pots, 1):
            first = (lapses_next == 0) & (pot > 0)
            lapses_next = np.where(first, pot, lapses_next)
            lapses_on = np.where(first, np.int32(to_number(add_months(date(columns.on.year, columns.on.month, 1), ahead))), lapses_on)
        return ColumnAnswer(
            rows, {"left": (left, known), "lapses_next": (lapses_next, known), "lapses_on": (lapses_on, known), "lapsed": (lapsed, known)}, special
        )

    def _one_month(self, pots: Array, lapsed: Array, come_in: Array, used: Array, active: Array) -> None:
        """Move every active row one month on, in place."""
        lapsed += np.where(active, pots[0], 0).astype(np.int32)
        pots[:] = np.where(active, np.vstack([pots[1:], come_in]), pots)
        if self.at_most is not None:
            over = np.where(active, np.maximum(pots.sum(axis=0, dtype=np.int32) - np.int32(self.at_most), 0), 0)
            for pot in pots:
                gone = np.minimum(over, pot)
                pot -= gone
                over -= gone
                lapsed += gone
        rest = np.where(active, used, 0).astype(np.int32)
        for pot in pots:
            taken = np.minimum(rest, pot)
            pot -= taken
            rest -= taken

    def brief(self, world: World) -> str:
        most = f", højst {hours(self.at_most)} i alt" if self.at_most else ""
        return f"{hours(self.income.amount)} om måneden, kan spares i {self.lapses_after}{most}"

    def own_facts(self) -> Iterator[str]:
        yield self.counts_from
        yield self.used
        if self.income.less:
            yield self.income.less
        if self.requires:
            yield self.requires

    def own_problems(self, world: World) -> Iterator[Problem]:
        yield from fact_problem(self.counts_from, ("date",), world, "counts_from")
        yield from fact_problem(self.used, ("monthly",), world, "used")
        if self.income.less:
            yield from fact_problem(self.income.less, ("minutes", "monthly"), world, "income", "less")
        if self.requires:
            yield from fact_problem(self.requires, ("yes_no",), world, "requires")
        if not self._months:
            yield ("lapses_after",), "timer bortfalder efter et antal hele måneder; skriv fx '6 months'"


def _taken_off(told: int | list[int], months: int) -> list[int]:
    """What is taken off in each of so many months; what was told last holds on. Unit: minutes."""
    if isinstance(told, int):
        return [told] * months
    return [told[min(month, len(told) - 1)] if told else 0 for month in range(months)]


def _take(pots: list[int], minutes: int) -> int:
    """Take minutes from the oldest first, in place; answers how many there were to take."""
    left = minutes
    for place, pot in enumerate(pots):
        taken = min(left, pot)
        pots[place] -= taken
        left -= taken
    return minutes - left
