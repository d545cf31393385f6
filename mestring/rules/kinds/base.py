"""What all kinds of rules share: how their fields are read, the guard that says whom a rule concerns, and the two evaluations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict

from mestring.rules.calendar import NO_DATE, Days
from mestring.rules.danish import clause, listing
from mestring.rules.facts import UNKNOWN, Array, Case, Columns, Fact, Mask, both
from mestring.rules.finding import Answer, ColumnAnswer, RateMissing, Status, Step
from mestring.rules.money import Rounding, parse_money
from mestring.rules.period import Duration, parse_duration, parse_minutes
from mestring.rules.world import World

Problem = tuple[tuple[str | int, ...], str]
"""A fault found in a rule's fields: the path of the field, and what is wrong in Danish."""


class Model(BaseModel):
    """A part of a rule as it stands in a file. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _duration(given: object) -> object:
    if isinstance(given, Duration):
        return given
    if not isinstance(given, str):
        raise ValueError(f"'{given}' er ikke en længde; skriv fx '3 months' eller '10 working_days'")
    return parse_duration(given)


def _day(given: object) -> object:
    if isinstance(given, date):
        return given
    try:
        if _DAY.fullmatch(str(given)):
            return date.fromisoformat(str(given))
    except ValueError:
        pass
    raise ValueError(f"'{given}' er ikke en dato; skriv fx 2024-02-01")


DurationField = Annotated[Duration, BeforeValidator(_duration)]
DayField = Annotated[date, BeforeValidator(_day)]


class RateRef(Model):
    """A figure that stands among the rates."""

    rate: str

    def __str__(self) -> str:
        return self.rate


def read_quantity(given: object) -> int | RateRef:
    """A bound or an amount: `545 kr` (øre), `15 hours` (minutes), `5 days`, `80 %`, a whole number or a rate.

    Raises: ValueError with the ways it can be written.
    """
    if isinstance(given, RateRef):
        return given
    if isinstance(given, Mapping):
        return RateRef.model_validate(given)
    if isinstance(given, bool):
        raise ValueError(f"'{given}' er ikke et tal")
    if isinstance(given, int):
        return given
    text = str(given)
    if text.endswith(" kr"):
        return parse_money(text)
    if text.endswith(" %"):
        return int(text[:-2])
    if "hour" in text or "minute" in text:
        return parse_minutes(text)
    try:
        length = parse_duration(text)
    except ValueError:
        raise ValueError(f"'{text}' er ikke en mængde; skriv fx 545 kr, 15 hours, 5 days, 80 % eller et helt tal") from None
    if not length.days:
        raise ValueError(f"'{text}' kan ikke tælles i dage; skriv fx '5 days'")
    return length.days


Quantity = Annotated[int | RateRef, BeforeValidator(read_quantity)]


def read_money(given: object) -> int | RateRef:
    """An amount: `545 kr` (øre) or a rate. Raises: ValueError with the way it is written."""
    if isinstance(given, RateRef):
        return given
    if isinstance(given, Mapping):
        return RateRef.model_validate(given)
    return parse_money(str(given))


Money = Annotated[int | RateRef, BeforeValidator(read_money)]


class RoundingField(Model):
    """Rounding as a rule states it: to what, which way, when, and who says so."""

    to: Annotated[int, BeforeValidator(read_money)]
    direction: Literal["half_up", "up", "down"]
    moment: Literal["before_lookup", "result"] = "result"
    source: dict[str, Any] | str | None = None

    @cached_property
    def words(self) -> str:
        """The rounding in Danish."""
        return str(self.rounding)

    @cached_property
    def rounding(self) -> Rounding:
        """The rounding to apply."""
        return Rounding(self.to, self.direction, self.moment)


def resolve(quantity: int | RateRef, world: World, on: date) -> int:
    """The figure a quantity stands for on a day. Raises: RateMissing."""
    return world.rate(quantity.rate, on) if isinstance(quantity, RateRef) else quantity


def rate_steps(quantities: list[int | RateRef], world: World, on: date) -> list[Step]:
    """A step for each rate among the quantities."""
    return [world.rate_step(quantity.rate, on) for quantity in quantities if isinstance(quantity, RateRef)]


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that comes again and is owed until it is done (det, der skylderes): the day it is owed by, how that was counted in Danish, and the occasion.

    Shapes: `day` is None when nothing more is owed.
    """

    day: date | None
    how: str = ""
    form: tuple[str, ...] = ()
    basis: str = ""
    matters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What has been done of it: `covered` is the latest of the rule's days that was answered, `last` the day it was last done; none before the first time."""

    covered: date | None = None
    last: date | None = None


GuardValue = bool | int | str
Guard = dict[str, GuardValue | list[GuardValue]]
"""Which cases a rule or a variant concerns: each fact must have the value, or one of the values."""


def _accepted(wanted: GuardValue | list[GuardValue]) -> list[GuardValue]:
    return wanted if isinstance(wanted, list) else [wanted]


def guard_one(guard: Guard, case: Case) -> tuple[bool | None, list[str]]:
    """Whether a guard holds (None when that can't be known yet), and the facts it waits for."""
    missing = []
    for fact, wanted in guard.items():
        value = case.get(fact)
        if value is UNKNOWN:
            missing.append(fact)
        elif not any(value is accepted or value == accepted for accepted in _accepted(wanted)):
            return False, []
    return (None, missing) if missing else (True, [])


def guard_many(guard: Guard, columns: Columns) -> tuple[Array | None, Array | None]:
    """Rows where a guard surely holds and rows where it may; both None when there is nothing to guard."""
    sure: Array | None = None
    may: Array | None = None
    for fact, wanted in guard.items():
        values, known = columns.get(fact)
        options = list(columns.facts[fact].options)
        hits = np.zeros(columns.rows, bool)
        for accepted in _accepted(wanted):
            hits |= values == (options.index(accepted) if isinstance(accepted, str) else accepted)
        fact_sure, fact_may = (hits, hits) if known is None else (hits & known, hits | ~known)
        sure = fact_sure if sure is None else sure & fact_sure
        may = fact_may if may is None else may & fact_may
    return sure, may


def guard_problems(guard: Guard, world: World, path: tuple[str | int, ...]) -> Iterator[Problem]:
    """Facts that don't exist and values a fact can't have."""
    for fact, wanted in guard.items():
        definition = world.facts.get(fact)
        if definition is None:
            yield (*path, fact), f"oplysningen '{fact}' findes ikke; tilføj den i facts/ eller ret navnet"
            continue
        for accepted in _accepted(wanted):
            if definition.type == "choice" and accepted not in definition.options:
                yield (*path, fact), f"'{accepted}' er ikke et svar på '{fact}'; vælg en af {', '.join(definition.options)}"
            if definition.type in ("yes_no", "judgement") and not isinstance(accepted, bool):
                yield (*path, fact), f"'{fact}' er ja/nej; skriv true eller false"
            if definition.type not in ("choice", "yes_no", "judgement", "integer", "percent"):
                yield (*path, fact), f"'{fact}' er af typen {definition.type} og kan ikke bruges som betingelse her"


def guard_words(guard: Guard, world: World) -> str:
    """The guard in Danish, as what follows *hvis*: `svaret på ”Målgruppe” er ”Udviklingshæmmede”`, `borgeren ikke har valgt en anden udbyder`."""
    return listing(_guard_part(world.facts[fact], _accepted(wanted)) for fact, wanted in guard.items())


def _guard_part(fact: Fact, accepted: Sequence[Any]) -> str:
    if len(accepted) == 1 and isinstance(accepted[0], bool):
        return clause(fact.label, accepted[0])
    if fact.type == "choice":
        return f"svaret på ”{fact.label}” er {listing((f'”{fact.show(one)}”' for one in accepted), 'eller')}"
    return f"{fact.label[:1].lower()}{fact.label[1:]} er {listing((fact.show(one) for one in accepted), 'eller')}"


class Rule(Model):
    """A rule of one kind. The subclass is both the form its fields have in a file and its two evaluations.

    `one` answers for one case, with its trace; `many` for columns, with masks. They must agree on every case.
    """

    outputs: ClassVar[tuple[str, ...]] = ()
    """Names of the values both evaluations give, the deciding one first."""

    kind: str
    applies_when: Guard = {}
    version_by: Literal["asked", "received", "decided", "granted_from"] = "asked"

    def one(self, case: Case, world: World) -> Answer:
        """The answer for one case."""
        applies, missing = guard_one(self.applies_when, case) if self.applies_when else (True, [])
        if applies is False:
            words = guard_words(self.applies_when, world)
            return Answer(Status.NOT_APPLICABLE, steps=[Step("Reglen gælder, hvis", words)], sentence=f"Reglen gælder kun, hvis {words}.")
        if applies is None:
            return self._conditional(case, world, missing)
        try:
            return self.decide(case, world)
        except RateMissing as error:
            day = f"{error.on:%Y}" if isinstance(error.on, date) else ""
            sentence = f"Kan ikke regnes ud: sats mangler for {day} ({error.label})."
            return Answer(Status.RATE_MISSING, steps=[Step(error.label, f"sats mangler for {day}", mark="unknown")], sentence=sentence)

    @property
    def recurs_from(self) -> tuple[str, ...]:
        """The facts that what the rule owes over time is counted from, the first that is known; none when it owes nothing so."""
        return ()

    def owed(self, start: date, done: Done, world: World) -> Owed:
        """What is owed, counted from a day, when so much has been done."""
        return Owed(None)

    def owed_many(self, start: Days, covered: Days, last: Days, world: World) -> Days:
        """The same for columns of days; `NO_DATE` is none, in and out."""
        return np.full(len(start), NO_DATE)

    def _conditional(self, case: Case, world: World, missing: list[str]) -> Answer:
        """The answer while nobody knows whether the rule concerns the case: what to ask, and what it would say if it does."""
        found = unknown(case, missing)
        try:
            otherwise = self.decide(case, world)
        except RateMissing:
            return found
        if otherwise.sentence and otherwise.status in (Status.DECIDED, Status.NOT_COVERED):
            found.sentence = f"Hvis {guard_words(self.applies_when, world)}: {otherwise.sentence}"
            found.steps += otherwise.steps
        return found

    def many(self, columns: Columns, world: World) -> ColumnAnswer:
        """The answers for many cases."""
        sure, may = guard_many(self.applies_when, columns)
        try:
            answer = self.decide_many(columns, world)
        except RateMissing:
            answer = ColumnAnswer(columns.rows, self.nothing(columns.rows), {Status.RATE_MISSING: np.ones(columns.rows, bool)})
        if sure is None or may is None:
            return answer
        values = {name: (array, both(known, sure)) for name, (array, known) in answer.values.items()}
        special = {status: rows & sure for status, rows in answer.special.items()}
        special[Status.NOT_APPLICABLE] = ~may
        if not values:
            special[Status.UNKNOWN] = may & ~sure
        return ColumnAnswer(answer.rows, values, special)

    def decide(self, case: Case, world: World) -> Answer:
        """The answer for a case the rule concerns. Raises: RateMissing."""
        raise NotImplementedError

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        """The answers where every row is a case the rule concerns. Raises: RateMissing."""
        raise NotImplementedError

    def nothing(self, rows: int) -> dict[str, tuple[Array, Mask]]:
        """Values of which none is known."""
        return {name: (np.zeros(rows, np.int32), np.zeros(rows, bool)) for name in self.outputs}

    def own_facts(self) -> Iterator[str]:
        """The facts this kind reads besides its guard, most telling first."""
        yield from ()

    def facts(self) -> tuple[str, ...]:
        """Every fact the rule may read, each once, the guard's first."""
        return tuple(dict.fromkeys([*self.applies_when, *self.own_facts()]))

    def brief(self, world: World) -> str:
        """The rule in a few Danish words, without a case: `3 måneder efter start, derefter mindst hver 6. måned`."""
        return ""

    def cited(self) -> Iterator[Mapping[str, Any]]:
        """Sources of the rule's own parts, besides the entry's."""
        yield from ()

    def problems(self, world: World) -> Iterator[Problem]:
        """What is wrong with the rule though its form is right."""
        yield from guard_problems(self.applies_when, world, ("applies_when",))
        yield from self.own_problems(world)

    def own_problems(self, world: World) -> Iterator[Problem]:
        """What is wrong by the kind's own measure."""
        yield from ()

    def remarks(self) -> list[str]:
        """What a reader should know though nothing is wrong: a document may print a hole."""
        return []

    def terms(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The terms of the vocabulary the rule uses, each with the path of its field."""
        yield from ()


def unknown(case: Case, missing: list[str], steps: list[Step] | None = None) -> Answer:
    """The answer while facts are missing: the next questions to ask."""
    labels = [case.label(fact) for fact in missing]
    found = steps if steps is not None else [Step(label, "mangler", mark="unknown") for label in labels]
    return Answer(Status.UNKNOWN, steps=found, missing=list(dict.fromkeys(missing)), sentence=partial(_said_missing, labels))


def _said_missing(labels: list[str]) -> str:
    return f"Kan ikke regnes ud endnu. Mangler: {'; '.join(dict.fromkeys(labels))}."


def fact_problem(fact: str, types: tuple[str, ...], world: World, *path: str | int) -> Iterator[Problem]:
    """A fact that doesn't exist or is of the wrong type for its place."""
    definition = world.facts.get(fact)
    if definition is None:
        yield path, f"oplysningen '{fact}' findes ikke; tilføj den i facts/ eller ret navnet"
    elif definition.type not in types:
        yield path, f"oplysningen '{fact}' er af typen {definition.type}; her skal stå en af typen {' eller '.join(types)}"


def rate_problem(quantity: int | RateRef | None, world: World, *path: str | int) -> Iterator[Problem]:
    """A rate that doesn't exist."""
    if isinstance(quantity, RateRef) and quantity.rate not in world.rates:
        yield path, f"satsen '{quantity.rate}' findes ikke; tilføj den i law/rates/ eller ret navnet"


_PER = {"day": "døgn", "week": "uge", "month": "måned", "quarter": "kvartal", "year": "år", "meal": "måltid", "time": "gang"}


def per_words(per: str | None) -> str:
    """` pr. uge`, or nothing."""
    return f" pr. {_PER.get(per, per)}" if per else ""
