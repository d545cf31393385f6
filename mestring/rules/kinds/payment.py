"""What the citizen pays: nothing, an amount, what it costs, a share of the income, or what an authority fixes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from mestring.rules.danish import listing
from mestring.rules.facts import UNKNOWN, Array, Case, Columns, Mask, both
from mestring.rules.finding import Answer, ColumnAnswer, Status, Step
from mestring.rules.kinds.base import Model, Money, Problem, RateRef, Rule, fact_problem, per_words, rate_problem, rate_steps, resolve, unknown
from mestring.rules.money import format_money
from mestring.rules.world import World


class Share(Model):
    """A share of the part of an income that lies in one band."""

    up_to: Money | None = None
    above: Money | None = None
    percent: str

    @property
    def hundredths(self) -> int:
        """The share. Unit: whole percent."""
        return int(self.percent.removesuffix("%").strip())


class Shares(Model):
    """Bands of an income, each with its share; never more than `at_most`, a fact of money."""

    of: str
    rows: list[Share] = Field(min_length=1)
    at_most: str | None = None


class Payment(Rule):
    """The citizen's payment."""

    outputs: ClassVar[tuple[str, ...]] = ("amount", "free")

    kind: Literal["payment"]
    free: bool | None = None
    amount: Money | None = None
    per: str | None = None
    times: str | None = None
    shares: Shares | None = None
    own_costs: bool | None = None
    set_by: str | None = None
    law: str | None = None
    included: list[str] = []
    not_included: list[str] = []

    @model_validator(mode="after")
    def _one_form(self) -> Payment:
        forms = [name for name in ("free", "amount", "shares", "own_costs", "set_by") if getattr(self, name)]
        if len(forms) != 1:
            raise ValueError(f"skriv netop én af free, amount, shares, own_costs og set_by; her er {', '.join(forms) or 'ingen'}")
        return self

    def decide(self, case: Case, world: World) -> Answer:
        steps = self._lists(world)
        if self.free:
            return Answer(Status.DECIDED, {"amount": 0, "free": True}, steps, sentence="Det er gratis.")
        if self.own_costs:
            return Answer(Status.DECIDED, {"amount": None, "free": False}, steps, sentence="Borgeren betaler selv det, det koster.")
        if self.set_by:
            sentence = f"Betalingen fastsættes af {world.term(self.set_by)}."
            return Answer(Status.DECIDED, {"amount": None, "free": False, "set_by": self.set_by}, steps, sentence=sentence)
        if self.shares:
            return self._share(case, world, self.shares, steps)
        return self._fixed(case, world, steps)

    def _lists(self, world: World) -> list[Step]:
        steps = [Step("Heri er medregnet", listing([world.term(item) for item in self.included]))] if self.included else []
        outside = listing([world.term(item) for item in self.not_included])
        return [*steps, Step("Ikke medregnet", outside)] if outside else steps

    def _fixed(self, case: Case, world: World, steps: list[Step]) -> Answer:
        amount = self.amount if self.amount is not None else 0
        each = resolve(amount, world, case.on)
        steps = [*rate_steps([amount], world, case.on), *steps]
        unit = per_words(self.per)
        values: dict[str, Any] = {"amount": each, "free": False, "each": each, "per": self.per}
        if self.times is None:
            return Answer(Status.DECIDED, values, steps, sentence=f"{format_money(each)}{unit}.".replace("..", "."))
        times = case.get(self.times)
        if times is UNKNOWN:
            found = unknown(case, [self.times], [Step("Sats", f"{format_money(each)}{unit}"), *steps])
            found.values = {"amount": None, "free": False, "each": each, "per": self.per}
            found.sentence = f"{format_money(each)}{unit}. Mangler: {case.label(self.times)}."
            return found
        total = each * times
        steps = [*steps, Step(f"{format_money(each)} × {times}", partial(format_money, total))]
        return Answer(Status.DECIDED, {**values, "amount": total}, steps, sentence=f"{format_money(total)} ({format_money(each)}{unit}).")

    def _share(self, case: Case, world: World, shares: Shares, steps: list[Step]) -> Answer:
        bands = self._bands(shares, world, case.on)
        income = case.get(shares.of)
        most = case.get(shares.at_most) if shares.at_most else 0
        missing = [name for name, value in ((shares.of, income), (shares.at_most or "", most)) if value is UNKNOWN]
        if missing:
            return unknown(case, missing)
        steps = [Step(case.label(shares.of), partial(format_money, income)), *steps]
        hundredths = 0
        for low, high, share in bands:
            part = max(min(income, high) - low, 0) if high is not None else max(income - low, 0)
            hundredths += part * share.hundredths
            bound = share.up_to if share.up_to is not None else share.above
            steps += rate_steps([bound] if isinstance(bound, RateRef) else [], world, case.on)
            steps.append(Step(f"{share.hundredths} % af {format_money(part)}", format_money(part * share.hundredths // 100)))
        amount = hundredths // 100
        if shares.at_most:
            steps.append(Step(f"dog højst {case.label(shares.at_most).lower()}", partial(format_money, most)))
            amount = min(amount, most)
        values = {"amount": amount, "free": False, "per": self.per}
        return Answer(Status.DECIDED, values, steps, sentence=f"{format_money(amount)}{per_words(self.per)}")

    def _bands(self, shares: Shares, world: World, on: date) -> list[tuple[int, int | None, Share]]:
        """Each band's low and high end. Unit: øre; the last has no high end."""
        bands, low = [], 0
        for share in shares.rows:
            high = resolve(share.up_to, world, on) if share.up_to is not None else None
            bands.append((low, high, share))
            low = high if high is not None else low
        return bands

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        rows = columns.rows
        amount, known = self._amount_many(columns, world)
        free: Array = np.full(rows, bool(self.free))
        if self.own_costs or self.set_by:
            return ColumnAnswer(rows, {"free": (free, None), "amount": (amount, known)})
        return ColumnAnswer(rows, {"amount": (amount, known), "free": (free, None if self.times else known)})

    def _amount_many(self, columns: Columns, world: World) -> tuple[Array, Mask]:
        rows = columns.rows
        if self.shares:
            return self._share_many(columns, world, self.shares)
        if self.own_costs or self.set_by:
            return np.zeros(rows, np.int64), np.zeros(rows, bool)
        each = resolve(self.amount, world, columns.on) if self.amount is not None else 0
        if self.times is None:
            return np.full(rows, each, np.int64), None
        times, known = columns.get(self.times)
        return times.astype(np.int64) * each, known

    def _share_many(self, columns: Columns, world: World, shares: Shares) -> tuple[Array, Mask]:
        income, known = columns.get(shares.of)
        hundredths: Array = np.zeros(columns.rows, np.int64)
        for low, high, share in self._bands(shares, world, columns.on):
            part = np.maximum((income if high is None else np.minimum(income, high)) - low, 0)
            hundredths += part.astype(np.int64) * share.hundredths
        amount = hundredths // 100
        if shares.at_most:
            most, most_known = columns.get(shares.at_most)
            amount, known = np.minimum(amount, most), both(known, most_known)
        return amount, known

    def brief(self, world: World) -> str:
        if self.free:
            return "gratis"
        if self.own_costs:
            return "borgeren betaler selv, hvad det koster"
        if self.set_by:
            return f"fastsættes af {world.term(self.set_by)}"
        if self.shares:
            return "en andel af indtægten"
        per = per_words(self.per)
        return f"{format_money(self.amount)}{per}" if isinstance(self.amount, int) else f"en sats{per}"

    def own_facts(self) -> Iterator[str]:
        if self.times:
            yield self.times
        if self.shares:
            yield self.shares.of
            if self.shares.at_most:
                yield self.shares.at_most

    def terms(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield from ((("included", place), item) for place, item in enumerate(self.included))
        yield from ((("not_included", place), item) for place, item in enumerate(self.not_included))

    def own_problems(self, world: World) -> Iterator[Problem]:
        yield from rate_problem(self.amount if isinstance(self.amount, RateRef) else None, world, "amount")
        if self.times:
            yield from fact_problem(self.times, ("integer",), world, "times")
        if self.shares:
            yield from fact_problem(self.shares.of, ("money",), world, "shares", "of")
            if self.shares.at_most:
                yield from fact_problem(self.shares.at_most, ("money",), world, "shares", "at_most")
            for place, share in enumerate(self.shares.rows):
                for name, bound in (("up_to", share.up_to), ("above", share.above)):
                    yield from rate_problem(bound if isinstance(bound, RateRef) else None, world, "shares", "rows", place, name)
