"""Look-up: one set of values by key (table), and named levels with hours or contacts as intervals (levels)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property, partial
from itertools import product
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, ConfigDict, model_validator

from mestring.rules.danish import counted, number
from mestring.rules.facts import UNKNOWN, Array, Case, Columns, Mask, both
from mestring.rules.finding import Answer, ColumnAnswer, Status, Step
from mestring.rules.kinds.base import Model, Problem, RateRef, Rule, fact_problem, rate_problem, rate_steps, resolve, unknown
from mestring.rules.money import format_money, parse_money
from mestring.rules.world import World

Key = bool | int | str
OPEN = "open"


def _keys(given: object) -> object:
    return given if isinstance(given, list) else [given]


def _cell(value: Any) -> Any:
    """A cell as it is meant: a number, an interval, money in øre, or text."""
    if isinstance(value, list) and len(value) == 2 and all(_is_number(part) or part == OPEN for part in value):
        return [part if part == OPEN else _number(part) for part in value]
    if isinstance(value, str) and value.endswith(" kr"):
        return parse_money(value)
    return _number(value) if _is_number(value) else value


def _is_number(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return True
    try:
        Decimal(str(value))
    except InvalidOperation:
        return False
    return isinstance(value, str) and value[:1].isdigit()


def _number(value: Any) -> Any:
    return value if isinstance(value, int) else Decimal(str(value))


class Row(Model):
    """A row: its key, its name, and a cell for each column."""

    model_config = ConfigDict(extra="allow", frozen=True)

    key: Annotated[list[Key], BeforeValidator(_keys)]
    name: str = ""
    text: str = ""

    @cached_property
    def cells(self) -> dict[str, Any]:
        """The values by column: a whole number, Decimal, `[low, high]`, or text."""
        return {column: _cell(value) for column, value in (self.model_extra or {}).items()}

    def cell(self, column: str) -> Any:
        """The value in a column, or None."""
        return self.cells.get(column)

    def show(self, column: str, unit: str) -> str:
        """The cell in Danish with its unit."""
        value = self.cell(column)
        if value is None:
            return ""
        if unit == "money":
            return format_money(value)
        if isinstance(value, list) and len(value) == 2:
            low, high = value
            return f"mindst {counted(low, unit)}" if high == OPEN else f"{number(low)}–{number(high)} {unit}"
        return counted(value, unit) if isinstance(value, (int, Decimal)) else str(value)


class _Lookup(Rule):
    """What table and levels share: rows found by key."""

    outputs: ClassVar[tuple[str, ...]] = ("row",)

    of: Annotated[list[str], BeforeValidator(_keys)] = []
    columns: dict[str, str]
    rows: list[Row]

    @model_validator(mode="after")
    def _cells_have_columns(self) -> _Lookup:
        for row in self.rows:
            extra = set(row.model_extra or {}) - set(self.columns)
            if extra:
                raise ValueError(f"rækken {row.key} har {', '.join(sorted(extra))}, som ikke står i columns:")
            if self.of and len(row.key) != len(self.of):
                raise ValueError(f"rækken {row.key} skal have {len(self.of)} nøgler, én for hver af {', '.join(self.of)}")
        return self

    @cached_property
    def _numeric(self) -> list[str]:
        """Columns whose every cell is a number or an interval of numbers."""
        return [column for column in self.columns if all(_numeric_cell(row.cell(column)) for row in self.rows)]

    def _find(self, keys: Sequence[object]) -> int | None:
        return self._by_key.get(tuple((key, type(key) is bool) for key in keys))

    @cached_property
    def _by_key(self) -> dict[tuple[tuple[object, bool], ...], int]:
        """Each row's place by its key; true and 1 are not the same key."""
        places = reversed(list(enumerate(self.rows)))
        return {tuple((part, type(part) is bool) for part in row.key): place for place, row in places}

    def decide(self, case: Case, world: World) -> Answer:
        keys = [case.get(fact) for fact in self.of]
        missing = [fact for fact, key in zip(self.of, keys, strict=True) if key is UNKNOWN]
        if not self.of or missing:
            steps = self.row_steps(world)
            if not self.of:
                return Answer(Status.DECIDED, {"row": None}, steps, sentence="; ".join(f"{step.text}: {step.value}" for step in steps) + ".")
            return unknown(case, missing, steps)
        place = self._find(keys)
        steps = [Step(case.label(fact), case.shown(fact)) for fact in self.of]
        if place is None:
            return Answer(Status.NOT_COVERED, {}, steps, sentence="Dokumentet har ingen række for det, der er svaret.")
        row = self.rows[place]
        values: dict[str, Any] = {"row": place + 1, **{column: row.cell(column) for column in self.columns}}
        if row.name:
            values["name"] = row.name
        found = self._row_step(row, world)
        return Answer(Status.DECIDED, values, [*steps, found], sentence=partial(_said_row, found))

    def row_steps(self, world: World) -> list[Step]:
        """Every row in words: its name, and what it holds."""
        return [self._row_step(row, world) for row in self.rows]

    def _row_step(self, row: Row, world: World) -> Step:
        return Step(partial(self._row_name, row, world), partial(self._row_words, row, world))

    def _row_name(self, row: Row, world: World) -> str:
        return row.name or ", ".join(_key_words(fact, key, world) for fact, key in zip(self.of or ["" for _ in row.key], row.key, strict=True))

    def _row_words(self, row: Row, world: World) -> str:
        shown = [f"{world.term(column)} {cell}".strip() for column, unit in self.columns.items() if (cell := row.show(column, _unit(unit)))]
        return "; ".join(part for part in [*shown, row.text] if part)

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        rows = columns.rows
        if not self.of:
            return ColumnAnswer(rows, {})
        index, known = self._index(columns)
        known, special = self._unlisted(columns, index, known)
        by_index = self._by_index(columns)
        values: dict[str, tuple[Array, Mask]] = {name: (np.take(table, index), known) for name, table in by_index.items()}
        for name in self._numeric:
            if f"{name}_high" not in values:
                values[f"{name}_high"] = values[f"{name}_low"]
        return ColumnAnswer(rows, values, special)

    def _unlisted(self, columns: Columns, index: Array, known: Mask) -> tuple[Mask, dict[Status, Array]]:
        """The known-mask and the special rows, once rows whose key the table hasn't are set aside."""
        listed = np.take(self._places(columns) < len(self.rows), index)
        if listed.all():
            return known, {}
        return both(known, listed), {Status.NOT_COVERED: ~listed if known is None else ~listed & known}

    def _keys_of(self, columns: Columns) -> list[list[int]]:
        """For each fact, the code every row of the table has for it."""
        return [[_code(row.key[position], list(columns.facts[fact].options)) for row in self.rows] for position, fact in enumerate(self.of)]

    @cached_property
    def _made(self) -> dict[str, Any]:
        """The look-up tables, made when columns are first asked: a choice's codes are the same for a whole library."""
        return {}

    def _places(self, columns: Columns) -> Array:
        """For every index, the place of its row; one past the end where the table has none. An index holds the facts' codes, one past the
        greatest for all that the table hasn't."""
        if "places" not in self._made:
            keys = self._keys_of(columns)
            tops = [max(codes, default=0) + 2 for codes in keys]
            places = np.full(int(np.prod(tops)), len(self.rows), np.int16)
            for place in reversed(range(len(self.rows))):
                index = 0
                for codes, top in zip(keys, tops, strict=True):
                    index = index * top + codes[place]
                places[index] = place
            self._made["places"], self._made["tops"] = places, tops
        found: Array = self._made["places"]
        return found

    def _index(self, columns: Columns) -> tuple[Array, Mask]:
        """Each case's index into the look-up tables, and where it is known."""
        self._places(columns)
        index: Array | None = None
        known: Mask = None
        for fact, top in zip(self.of, self._made["tops"], strict=True):
            values, fact_known = columns.get(fact)
            known = both(known, fact_known)
            code = np.minimum(
                values.view(np.uint8) if values.dtype == bool else values, values.dtype.type(top - 1) if values.dtype != bool else np.uint8(top - 1)
            )
            if code.dtype.kind == "i":
                code = np.where(code < 0, top - 1, code)
            index = code.astype(np.intp) if index is None else index * top + code
        return np.zeros(columns.rows, np.intp) if index is None else index, known

    def _by_index(self, columns: Columns) -> dict[str, Array]:
        """The row number and each numeric column's ends, for every index. A column without intervals has no high end of its own."""
        if "columns" not in self._made:
            places = self._places(columns)
            tables = {"row": places.astype(np.int32) + 1}
            for name in self._numeric:
                low, high = self._ends(name)
                tables[f"{name}_low"] = np.take(low, places)
                if (low != high).any():
                    tables[f"{name}_high"] = np.take(high, places)
            self._made["columns"] = tables
        found: dict[str, Array] = self._made["columns"]
        return found

    def _ends(self, column: str) -> tuple[Array, Array]:
        """A column's low and high ends by row. Unit: hundredths of the column's unit (øre for money); -1 for an open end."""
        scale = 1 if _unit(self.columns[column]) == "money" else 100
        ends = [cell if isinstance(cell, list) else [cell, cell] for cell in (row.cell(column) for row in self.rows)]
        low, high = ([-1 if end[side] == OPEN else int(end[side] * scale) for end in ends] for side in (0, 1))
        kind = np.int64 if scale == 1 else np.int32
        return np.array([*low, 0], kind), np.array([*high, 0], kind)

    def brief(self, world: World) -> str:
        return "; ".join(f"{step.text}: {step.value}" for step in self.row_steps(world))

    def own_facts(self) -> Iterator[str]:
        yield from self.of

    def terms(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for column in self.columns:
            yield ("columns", column), column

    def own_problems(self, world: World) -> Iterator[Problem]:
        for fact in self.of:
            yield from fact_problem(fact, ("choice", "integer", "percent", "yes_no"), world, "of")
        seen: dict[tuple[Key, ...], int] = {}
        for place, row in enumerate(self.rows):
            key = tuple(row.key)
            if key in seen:
                yield ("rows", place, "key"), f"nøglen {row.key} står også i række {seen[key] + 1}; hver nøgle må kun have én række"
            seen.setdefault(key, place)
            for position, fact in enumerate(self.of):
                definition = world.facts.get(fact)
                if definition and definition.type == "choice" and row.key[position] not in definition.options:
                    yield ("rows", place, "key"), f"'{row.key[position]}' er ikke et svar på '{fact}'; vælg en af {', '.join(definition.options)}"


class Table(_Lookup):
    """One value (or several) by key; complete over its keys unless it lists only some."""

    kind: Literal["table"]
    covers: Literal["all", "listed"] = "all"

    def own_problems(self, world: World) -> Iterator[Problem]:
        yield from super().own_problems(world)
        if not self.of:
            yield ("of",), "skriv of: med de oplysninger, tabellen slås op på"
        if self.covers == "listed" or any(fact not in world.facts for fact in self.of):
            return
        domains = [_domain(fact, position, self.rows, world) for position, fact in enumerate(self.of)]
        have = {tuple(row.key) for row in self.rows}
        for combination in product(*domains):
            if combination not in have:
                shown = ", ".join(f"{fact}: {key}" for fact, key in zip(self.of, combination, strict=True))
                yield ("rows",), f"der er ingen række for {shown}; tilføj den, eller skriv covers: listed"
                return


class Levels(_Lookup):
    """Named levels. Without the level among the facts, the whole table is the answer's trace."""

    kind: Literal["levels"]

    def remarks(self) -> list[str]:
        """Holes between the intervals of neighbouring rows, in Danish: reported, not refused, since documents print them."""
        found = []
        for column in self._numeric:
            for before, after in zip(self.rows, self.rows[1:], strict=False):
                high, low = before.cell(column), after.cell(column)
                if isinstance(high, list) and isinstance(low, list) and high[1] != OPEN and low[0] != OPEN and low[0] > high[1] + 1:
                    found.append(
                        f"{column}: {before.name or before.key} slutter ved {number(high[1])}, {after.name or after.key} begynder ved {number(low[0])}"
                    )
        return found


class Priced(Model):
    """Figures multiplied with a table's column: exact, and a whole number of øre or an error."""

    column: str
    by: list[RateRef | int | str]


class PriceTable(_Lookup):
    """A price by key: a column of factors times rates and whole numbers."""

    outputs: ClassVar[tuple[str, ...]] = ("amount",)

    kind: Literal["price_table"]
    price: Priced

    @cached_property
    def _amounts(self) -> dict[tuple[int, Any], int]:
        """Prices already worked out, by row and day."""
        return {}

    def _amount(self, row: Row, world: World, on: Any) -> int:
        key = (id(row), on)
        if key not in self._amounts:
            self._amounts[key] = self._work_out(row, world, on)
        return self._amounts[key]

    def _work_out(self, row: Row, world: World, on: Any) -> int:
        factor = Fraction(str(row.cell(self.price.column)))
        for part in self.price.by:
            factor *= resolve(part, world, on) if isinstance(part, RateRef) else Fraction(str(part))
        if factor.denominator != 1:
            raise ValueError(f"prisen for {row.key} er ikke et helt antal øre; skriv hvordan der afrundes")
        return int(factor)

    def decide(self, case: Case, world: World) -> Answer:
        for part in self.price.by:
            if isinstance(part, RateRef):
                resolve(part, world, case.on)  # a missing rate is said, whatever is known of the case
        found = super().decide(case, world)
        if found.status is not Status.DECIDED or not self.of:
            return found
        row = self.rows[found.values["row"] - 1]
        amount = self._amount(row, world, case.on)
        steps = [*found.steps, *rate_steps([part for part in self.price.by if isinstance(part, RateRef)], world, case.on)]
        steps.append(Step(partial(self._product_words, row), partial(format_money, amount)))
        return Answer(Status.DECIDED, {"amount": amount, **found.values}, steps, sentence=partial(format_money, amount))

    def _product_words(self, row: Row) -> str:
        figures = [number(row.cell(self.price.column)), *(part.rate if isinstance(part, RateRef) else str(part) for part in self.price.by)]
        return " × ".join(figures)

    def decide_many(self, columns: Columns, world: World) -> ColumnAnswer:
        amounts = np.array([*(self._amount(row, world, columns.on) for row in self.rows), 0], np.int64)
        index, known = self._index(columns)
        known, special = self._unlisted(columns, index, known)
        return ColumnAnswer(columns.rows, {"amount": (np.take(amounts[self._places(columns)], index), known)}, special)

    def own_problems(self, world: World) -> Iterator[Problem]:
        yield from super().own_problems(world)
        if self.price.column not in self.columns:
            yield ("price", "column"), f"'{self.price.column}' står ikke i columns:"
        for place, part in enumerate(self.price.by):
            yield from rate_problem(part if isinstance(part, RateRef) else None, world, "price", "by", place)


def _said_row(step: Step) -> str:
    return f"{step.text}: {step.value}."


def _numeric_cell(cell: Any) -> bool:
    if isinstance(cell, list):
        return len(cell) == 2 and all(part == OPEN or isinstance(part, (int, Decimal)) for part in cell)
    return isinstance(cell, (int, Decimal)) and not isinstance(cell, bool)


def _code(key: Key, options: list[str]) -> int:
    return options.index(key) if isinstance(key, str) and options else int(key)


def _domain(fact: str, position: int, rows: list[Row], world: World) -> list[Key]:
    definition = world.facts[fact]
    if definition.type == "choice":
        return list(definition.options)
    if definition.type == "yes_no":
        return [False, True]
    return list(dict.fromkeys(row.key[position] for row in rows))


def _key_words(fact: str, key: Key, world: World) -> str:
    definition = world.facts.get(fact)
    return definition.show(key) if definition else str(key)


_UNITS = {
    "hours": "timer",
    "hour": "time",
    "minutes": "minutter",
    "days": "dage",
    "number": "",
    "money": "money",
    "text": "",
    "week": "uge",
    "month": "måned",
    "year": "år",
    "per": "pr.",
    "contacts": "kontakter",
}


def _unit(unit: str) -> str:
    return " ".join(word for part in unit.split() if (word := _UNITS.get(part, part)))
