"""Who is covered: a tree of all, any and none over comparisons and judgements.

Three-valued: a leaf that nobody has answered is neither yes nor no, and the tree is decided as soon as the answers given decide it. A
condition that only waits for a person's judgement says so, and one that only waits for a rate nobody knows says that: what doesn't need the rate
is tested and asked all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, model_validator

from mestring.rules.calendar import NO_DATE, to_number
from mestring.rules.danish import date_plain
from mestring.rules.facts import NONE, UNKNOWN, Array, Case, Columns, Mask
from mestring.rules.finding import Answer, ColumnAnswer, RateMissing, Source, Status, Step
from mestring.rules.kinds.base import (
    DayField,
    Model,
    Problem,
    Quantity,
    RateRef,
    Rule,
    fact_problem,
    rate_problem,
    resolve,
)
from mestring.rules.period import parse_duration
from mestring.rules.world import AgeLimit, World


def _age_limit(given: object) -> object:
    if isinstance(given, AgeLimit):
        return given
    if given == "pension_age":
        return AgeLimit(pension_age=True)
    if isinstance(given, dict) and set(given) == {"later_of"}:
        months = [parse_duration(part).months for part in given["later_of"] if part != "pension_age"]
        if len(months) < len(given["later_of"]):
            return AgeLimit(max(months, default=0), pension_age=True)
    if isinstance(given, str):
        months_of_age = parse_duration(given).months
        if months_of_age:
            return AgeLimit(months_of_age)
    raise ValueError("skriv en alder: '18 years', pension_age eller {later_of: [pension_age, 67 years]}")


Age = Annotated[AgeLimit, BeforeValidator(_age_limit)]


class AgeTest(Model):
    """An age that must be reached, or not yet reached, on the day asked about."""

    of: str = "born"
    at_least: Age | None = None
    under: Age | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> AgeTest:
        if self.at_least is None and self.under is None:
            raise ValueError("skriv at_least: eller under:")
        return self


_FORMS = ("age", "date", "judge", "fact", "all", "any", "none")


class Node(Model):
    """A branch (all, any or none of its parts) or a leaf (one question with its Danish text)."""

    text: str = ""
    source: dict[str, Any] | None = None
    all: list[Node] | None = None
    any: list[Node] | None = None
    none: list[Node] | None = None
    age: AgeTest | None = None
    date: str | None = None
    before_age: Age | None = None
    before: DayField | None = None
    on_or_after: DayField | None = None
    judge: str | None = None
    fact: str | None = None
    # `is` and friends are the words of the file; the attribute needs another name only where Python has taken it
    equals: bool | int | str | None = None
    one_of: list[bool | int | str] | None = None
    at_least: Quantity | None = None
    at_most: Quantity | None = None
    over: Quantity | None = None
    under: Quantity | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_is(cls, given: Any) -> Any:
        if isinstance(given, dict) and "is" in given:
            given = {("equals" if key == "is" else key): value for key, value in given.items()}
        return given

    @model_validator(mode="after")
    def _one_form(self) -> Node:
        forms = [form for form in _FORMS if getattr(self, form) is not None]
        if len(forms) != 1:
            raise ValueError(f"et led har netop én af {', '.join(_FORMS)}; her er {', '.join(forms) or 'ingen'}")
        leaf = forms[0] not in ("all", "any", "none")
        if not leaf and not getattr(self, forms[0]):
            raise ValueError(f"{forms[0]}: uden led siger intet; skriv mindst ét")
        if leaf and not self.text:
            raise ValueError("et led skal have en dansk text:, som siger hvad der spørges om")
        tests = (self.equals, self.one_of, self.at_least, self.at_most, self.over, self.under)
        if forms[0] == "fact" and all(test is None for test in tests):
            raise ValueError("sammenlign oplysningen: is, one_of, at_least, at_most, over eller under")
        if forms[0] == "date" and self.before_age is None and self.before is None and self.on_or_after is None:
            raise ValueError("sammenlign datoen: before_age, before eller on_or_after")
        return self

    @cached_property
    def branch(self) -> tuple[str, list[Node]] | None:
        """Which branch this is and its parts, or None for a leaf."""
        for name in ("all", "any", "none"):
            parts = getattr(self, name)
            if parts is not None:
                return name, parts
        return None

    @cached_property
    def bounds(self) -> list[tuple[str, int | RateRef]]:
        """The comparisons with a figure."""
        names = ("at_least", "at_most", "over", "under")
        return [(name, getattr(self, name)) for name in names if getattr(self, name) is not None]

    @cached_property
    def origin(self) -> Source | None:
        """Where this part of the condition comes from, when it says so itself."""
        if not self.source:
            return None
        lines = self.source.get("lines")
        return Source(
            document=self.source.get("document"),
            lines=(int(lines[0]), int(lines[1])) if lines else None,
            heading=self.source.get("heading"),
            cite=self.source.get("cite"),
            reprinted=bool(self.source.get("document")),
        )

    def leaves(self) -> Iterator[Node]:
        """Every leaf beneath, in reading order."""
        found = self.branch
        if found is None:
            yield self
        else:
            for part in found[1]:
                yield from part.leaves()

    @cached_property
    def fact_names(self) -> tuple[str, ...]:
        """The facts a leaf reads."""
        if self.age:
            return (self.age.of,)
        names = [name for name in (self.date, self.judge, self.fact) if name]
        return (*names, "born") if self.before_age else tuple(names)


_COMPARE = {
    "at_least": lambda value, bound: value >= bound,
    "at_most": lambda value, bound: value <= bound,
    "over": lambda value, bound: value > bound,
    "under": lambda value, bound: value < bound,
}
_BOUND_WORDS = {"at_least": "mindst", "at_most": "højst", "over": "over", "under": "under"}


_BRANCH_WORDS = {"all": "Alt dette skal være opfyldt", "any": "Mindst ét af dette skal være opfyldt", "none": "Intet af dette må gælde"}


_RATE, _JUDGEMENT, _FACT = 1, 2, 3
"""What an undecided node waits for, the last to be mended first: where several are missing the highest is said."""
_WAITS = {_RATE: Status.RATE_MISSING, _JUDGEMENT: Status.TO_JUDGE, _FACT: Status.UNKNOWN}


@dataclass(slots=True)
class _Outcome:
    """A node's answer in one case; `open_facts` are the facts an undecided answer waits for, `rates` what is said of the rates it lacks."""

    value: bool | None
    step: Step
    open_facts: list[str]
    waits: int = 0
    rates: tuple[str, ...] = ()


class Condition(Rule):
    """Whether a case meets conditions, each with its state and source, and what is then given (0 otherwise)."""

    outputs: ClassVar[tuple[str, ...]] = ("met", "gives")

    kind: Literal["condition"]
    gives: Quantity | None = None
    per: str | None = None
    all: list[Node] | None = None
    any: list[Node] | None = None
    none: list[Node] | None = None

    @model_validator(mode="after")
    def _has_tree(self) -> Condition:
        if not (self.all or self.any or self.none):
            raise ValueError("skriv all:, any: eller none: med mindst ét led")
        return self

    @cached_property
    def tree(self) -> Node:
        """The whole condition as one node."""
        groups = [Node(**{name: parts}) for name in ("all", "any", "none") if (parts := getattr(self, name))]
        return groups[0] if len(groups) == 1 else Node(all=groups)

    def decide(self, case: Case, world: World) -> Answer:
        found = _one(self.tree, case, world)
        steps = found.step.parts
        if found.value is not None:
            word, sentence = ("met", "Betingelserne er opfyldt.") if found.value else ("not_met", "Betingelserne er ikke opfyldt.")
            given = self._given(world, case.on)
            return Answer(Status.DECIDED, {"met": found.value, "answer": word, "gives": given if found.value else 0}, steps, sentence=sentence)
        status = _WAITS[found.waits]
        labels = "; ".join(case.label(fact) for fact in dict.fromkeys(found.open_facts))
        asked = {_FACT: f"Kan ikke afgøres endnu. Mangler: {labels}.", _JUDGEMENT: f"En sagsbehandler skal vurdere: {labels}."}.get(found.waits, "")
        sentence = " ".join(filter(None, (asked, *dict.fromkeys(found.rates))))
        return Answer(status, {"met": None, "answer": status.key}, steps, list(dict.fromkeys(found.open_facts)), sentence)

    def _given(self, world: World, on: date) -> int:
        return resolve(self.gives, world, on) if self.gives is not None else 0

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        yes, may, waits = _many(self.tree, columns, world)
        known = None if yes is may else yes == may
        values: dict[str, tuple[Array, Mask]] = {"met": (yes, known)}
        if self.gives is not None:
            given = self._given(world, columns.on)
            values["gives"] = (yes.view(np.uint8) * (np.uint8 if given < 256 else np.int64)(given), known)
        special = {} if waits is None else {_WAITS[one]: may & ~yes & (waits == one) for one in (_RATE, _JUDGEMENT)}
        return ColumnAnswer(columns.rows, values, special)

    def brief(self, world: World) -> str:
        leaves = [leaf.text for leaf in self.tree.leaves()]
        return "; ".join(leaves[:3]) + (f" og {len(leaves) - 3} mere" if len(leaves) > 3 else "")

    def cited(self) -> Iterator[Mapping[str, Any]]:
        for leaf in self.tree.leaves():
            if leaf.source:
                yield leaf.source

    def own_facts(self) -> Iterator[str]:
        for leaf in self.tree.leaves():
            yield from leaf.fact_names

    def own_problems(self, world: World) -> Iterator[Problem]:
        for name in ("all", "any", "none"):
            for place, node in enumerate(getattr(self, name) or []):
                yield from _node_problems(node, world, (name, place))


def _one(node: Node, case: Case, world: World) -> _Outcome:
    branch = node.branch
    if branch is None:
        return _leaf_one(node, case, world)
    name, parts = branch
    found = [_one(part, case, world) for part in parts]
    decisive = name != "all"
    value: bool | None = not decisive
    undecided: list[_Outcome] = []
    for part in found:
        if part.value is decisive:
            value = decisive
            break
        if part.value is None:
            undecided.append(part)
            value = None
    if value is not None:
        step = Step(node.text or _BRANCH_WORDS[name], "", node.origin, "met" if value is not (name == "none") else "not_met", [part.step for part in found])
        return _Outcome(value is not (name == "none"), step, [])
    waits = max(part.waits for part in undecided)
    mark = "to_judge" if waits == _JUDGEMENT else "unknown"
    step = Step(node.text or _BRANCH_WORDS[name], "", node.origin, mark, [part.step for part in found])
    open_facts = [fact for part in undecided for fact in part.open_facts]
    return _Outcome(None, step, open_facts, waits, tuple(words for part in undecided for words in part.rates))


def _rate_missing(leaf: Node, world: World, on: date) -> RateMissing | None:
    """The first rate a leaf compares with that nobody knows for the day."""
    try:
        for _, bound in leaf.bounds:
            resolve(bound, world, on)
    except RateMissing as error:
        return error
    return None


def _leaf_one(leaf: Node, case: Case, world: World) -> _Outcome:
    if lacking := _rate_missing(leaf, world, case.on):
        said = f"Satsen mangler for {case.on.year}: {lacking.label}."
        return _Outcome(None, Step(leaf.text, f"sats mangler for {case.on.year}", leaf.origin, "unknown"), [], _RATE, (said,))
    missing = [fact for fact in leaf.fact_names if case.get(fact) is UNKNOWN]
    if missing and not (leaf.before_age and leaf.date and case.get(leaf.date) is NONE):
        judged = leaf.judge is not None
        step = Step(leaf.text, "skal vurderes" if judged else "mangler", leaf.origin, "to_judge" if judged else "unknown")
        return _Outcome(None, step, missing, _JUDGEMENT if judged else _FACT)
    value, parts = _leaf_value(leaf, case, world)
    return _Outcome(value, Step(leaf.text, partial(_shown, leaf, case), leaf.origin, "met" if value else "not_met", parts), [])


def _shown(leaf: Node, case: Case) -> str:
    return "; ".join(case.show(fact) for fact in leaf.fact_names if case.get(fact) is not UNKNOWN)


def _leaf_value(leaf: Node, case: Case, world: World) -> tuple[bool, list[Step]]:
    if leaf.age:
        return _age_one(leaf.age, case, world)
    if leaf.judge:
        return bool(case.get(leaf.judge)), []
    if leaf.date:
        return _date_one(leaf, case, world)
    value = case.get(leaf.fact or "")
    if leaf.equals is not None:
        return value == leaf.equals, []
    if leaf.one_of is not None:
        return value in leaf.one_of, []
    steps = []
    met = True
    for name, bound in leaf.bounds:
        figure = resolve(bound, world, case.on)
        met = met and value is not NONE and bool(_COMPARE[name](value, figure))
        steps.append(
            world.rate_step(bound.rate, case.on) if isinstance(bound, RateRef) else Step(f"{_BOUND_WORDS[name]}", world.facts[leaf.fact or ""].show(figure))
        )
    return met, steps


def _age_one(test: AgeTest, case: Case, world: World) -> tuple[bool, list[Step]]:
    born = case.get(test.of)
    met, steps = True, []
    for limit, must_have in ((test.at_least, True), (test.under, False)):
        if limit is not None:
            reached = limit.reached(born, world)
            met = met and (reached <= case.on) is must_have
            source = world.pension_ages.source(born) if limit.pension_age else None
            steps.append(Step(partial(_when_age, limit), partial(date_plain, reached), source))
    return met, steps


def _when_age(limit: AgeLimit) -> str:
    return f"når {limit.show()}"


def _date_one(leaf: Node, case: Case, world: World) -> tuple[bool, list[Step]]:
    day = case.get(leaf.date or "")
    if day is NONE:
        return False, []
    met, steps = True, []
    if leaf.before_age is not None:
        reached = leaf.before_age.reached(case.get("born"), world)
        met = day < reached
        steps.append(Step(partial(_when_age, leaf.before_age), partial(date_plain, reached)))
    if leaf.before is not None:
        met = met and day < leaf.before
    if leaf.on_or_after is not None:
        met = met and day >= leaf.on_or_after
    return met, steps


Triple = tuple[Array, Array, Array | None]
"""Rows surely met, rows that may be met, and what each undecided row waits for. The first two are one array when nothing is missing; the third
is None when every undecided row waits for a fact."""


def _many(node: Node, columns: Columns, world: World) -> Triple:
    branch = node.branch
    if branch is None:
        return _leaf_many(node, columns, world)
    name, parts = branch
    combine = np.logical_and if name == "all" else np.logical_or
    found = [_many(part, columns, world) for part in parts]
    yes, may, _ = found[0]
    for part_yes, part_may, _ in found[1:]:
        same = yes is may and part_yes is part_may
        yes = combine(yes, part_yes)
        may = yes if same else combine(may, part_may)
    if name == "none":
        yes, may = (np.logical_not(yes),) * 2 if yes is may else (np.logical_not(may), np.logical_not(yes))
    if yes is may:
        return yes, may, None
    undecided = [(part_may & ~part_yes, part_waits) for part_yes, part_may, part_waits in found if part_yes is not part_may]
    if all(part_waits is None for _, part_waits in undecided):
        return yes, may, None
    waits: Array = np.zeros(columns.rows, np.uint8)
    for rows, part_waits in undecided:
        waits = np.maximum(waits, rows.view(np.uint8) * (np.uint8(_FACT) if part_waits is None else part_waits))
    return yes, may, waits


def _three(values: Array, known: Array | None, judged: bool) -> Triple:
    if known is None:
        return values, values, None
    return values & known, values | ~known, np.full(len(values), _JUDGEMENT, np.uint8) if judged else None


def _leaf_many(leaf: Node, columns: Columns, world: World) -> Triple:
    if leaf.age:
        return _age_many(leaf.age, columns, world)
    if leaf.date:
        return _date_many(leaf, columns, world)
    if _rate_missing(leaf, world, columns.on):
        return np.zeros(columns.rows, bool), np.ones(columns.rows, bool), np.full(columns.rows, _RATE, np.uint8)
    values, known = columns.get(leaf.judge or leaf.fact or "")
    if leaf.judge:
        return _three(values.astype(bool, copy=False), known, judged=True)
    fact = columns.facts[leaf.fact or ""]
    options = list(fact.options)
    if leaf.equals is not None:
        wanted = options.index(leaf.equals) if isinstance(leaf.equals, str) else leaf.equals
        return _three(np.equal(values, wanted), known, judged=False)
    if leaf.one_of is not None:
        codes = [options.index(one) if isinstance(one, str) else one for one in leaf.one_of]
        return _three(np.isin(values, codes), known, judged=False)
    met: Array | None = None
    for name, bound in leaf.bounds:
        hit = _COMPARE[name](values, resolve(bound, world, columns.on))
        met = hit if met is None else met & hit
    if met is None:
        raise ValueError(f"leddet '{leaf.text}' sammenligner ikke")
    return _three(met, known, judged=False)


def _age_many(test: AgeTest, columns: Columns, world: World) -> Triple:
    born, known = columns.get(test.of)
    on = np.int32(to_number(columns.on))
    met: Array | None = None
    for limit, must_have in ((test.at_least, True), (test.under, False)):
        if limit is not None:
            reached = limit.reached_by(born, on, world)
            hit = reached if must_have else ~reached
            met = hit if met is None else met & hit
    if met is None:
        raise ValueError("en alder uden grænse")
    return _three(met, known, judged=False)


def _date_many(leaf: Node, columns: Columns, world: World) -> Triple:
    days, known = columns.get(leaf.date or "")
    there_is = days != NO_DATE
    met = there_is
    if leaf.before_age is not None:
        born, born_known = columns.get("born")
        met = met & (days < leaf.before_age.reached_column(born, world))
        if born_known is not None:
            surely_none = ~there_is if known is None else ~there_is & known
            known = (born_known if known is None else born_known & known) | surely_none
    if leaf.before is not None:
        met = met & (days < to_number(leaf.before))
    if leaf.on_or_after is not None:
        met = met & (days >= to_number(leaf.on_or_after))
    return _three(met, known, judged=False)


def _node_problems(node: Node, world: World, path: tuple[str | int, ...]) -> Iterator[Problem]:
    branch = node.branch
    if branch is not None:
        for place, part in enumerate(branch[1]):
            yield from _node_problems(part, world, (*path, branch[0], place))
        return
    if node.age:
        yield from fact_problem(node.age.of, ("date",), world, *path, "age")
    if node.date:
        yield from fact_problem(node.date, ("date",), world, *path, "date")
    if node.judge:
        yield from fact_problem(node.judge, ("judgement",), world, *path, "judge")
    if node.fact:
        yield from _fact_leaf_problems(node, node.fact, world, path)


def _fact_leaf_problems(node: Node, name: str, world: World, path: tuple[str | int, ...]) -> Iterator[Problem]:
    bounds = node.bounds
    types = ("integer", "money", "minutes", "percent") if bounds else ("yes_no", "integer", "choice", "percent")
    yield from fact_problem(name, types, world, *path, "fact")
    for bound_name, bound in bounds:
        yield from rate_problem(bound, world, *path, bound_name)
    fact = world.facts.get(name)
    if fact is None:
        return
    for value in [node.equals, *(node.one_of or [])]:
        if value is None:
            continue
        if fact.type == "choice" and value not in fact.options:
            yield (*path, "is"), f"'{value}' er ikke et svar på '{name}'; vælg en af {', '.join(fact.options)}"
        if fact.type == "yes_no" and not isinstance(value, bool):
            yield (*path, "is"), f"'{name}' er ja/nej; skriv true eller false"
