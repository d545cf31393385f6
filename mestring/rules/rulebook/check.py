"""The checks a library must pass: examples that hold, bounds of law that are kept, names that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from operator import ge, le
from typing import Any

from mestring.rules.facts import NONE, FactError
from mestring.rules.kinds.base import read_quantity
from mestring.rules.money import parse_money
from mestring.rules.period import parse_duration, parse_minutes
from mestring.rules.rulebook.book import Book, Finding
from mestring.rules.rulebook.files import Problem
from mestring.rules.rulebook.model import Entry, Example, OpenTerm, Standard, plain


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """How an example went: what was expected and what was found where they differ."""

    entry: Entry
    example: Example
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True when everything expected was found."""
        return not self.differences


def run_example(book: Book, entry: Entry, example: Example) -> ExampleResult:
    """Ask the rule and hold its answer against what the example expects."""
    try:
        facts = book.parse_facts(example.given)
    except FactError as error:
        return ExampleResult(entry, example, (str(error),))
    found = book.answer(entry, facts, example.on)
    differences = tuple(_differences(found, example.expect))
    return ExampleResult(entry, example, differences)


def _differences(found: Finding, expect: Mapping[str, Any]) -> Iterator[str]:
    actual = {"status": found.status.key, "missing": list(found.missing), "sentence": found.sentence, **found.values}
    for name, wanted in expect.items():
        if name in ("status", "answer"):
            said = actual.get(name, found.status.key)
            if wanted != said and not (wanted == "superseded" and found.superseded):
                yield f"{name}: ventede {wanted}, fik {said} ({found.sentence})"
        elif name not in actual and wanted != "unknown":
            yield f"{name}: ventede {_shown(meant(wanted))}, men svaret er {found.status.key} ({found.sentence})"
        elif not _equal(meant(wanted), actual.get(name)):
            yield f"{name}: ventede {_shown(meant(wanted))}, fik {_shown(actual.get(name))}"


def _equal(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, list) and isinstance(got, Sequence) and not isinstance(got, str):
        return len(wanted) == len(got) and all(_equal(one, other) for one, other in zip(wanted, got, strict=True))
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if wanted is NONE:
        return got is NONE or got == "none"
    return bool(wanted == got)


def _shown(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_shown(part) for part in value) + "]"
    if value is None:
        return "unknown"
    return "none" if value is NONE else str(plain(value))


def meant(value: Any) -> Any:
    """An expected answer as the file writes it: a date, an amount in øre, minutes, a number, none, unknown."""
    if isinstance(value, list):
        return [meant(part) for part in value]
    if not isinstance(value, str):
        return value
    if value == "none":
        return NONE
    if value == "unknown":
        return None
    for reader in (date.fromisoformat, parse_money, parse_minutes, _percent):
        try:
            return reader(value)
        except ValueError:
            continue
    try:
        return Decimal(value)
    except InvalidOperation:
        return value


def _percent(text: str) -> int:
    number, _, sign = text.partition(" ")
    if sign != "%":
        raise ValueError(text)
    return int(number)


def check(book: Book, standards: tuple[Standard, ...] | None = None) -> list[Problem]:
    """Every fault of a library that could be read: an empty list means that it may be used."""
    found: list[Problem] = []
    for standard in standards or book.all_standards():
        for entry in standard.entries:
            found += check_entry(book, entry)
    return sorted(found, key=lambda problem: (problem.file, problem.line, problem.what))


def check_entry(book: Book, entry: Entry) -> Iterator[Problem]:
    """The faults of one entry: what it refers to, the bounds of law, and its examples."""
    line, column = entry.place("id")
    if entry.superseded and entry.superseded.by and entry.superseded.by not in {other.id for other in book.law.entries}:
        yield Problem(entry.file, line, column, f"{entry.id}: loven har ingen regel '{entry.superseded.by}'; ret superseded.by eller udelad det")
    if entry.fills and entry.fills not in {term.id for term in book.law.open_terms}:
        yield Problem(entry.file, line, column, f"{entry.id}: loven har intet åbent led '{entry.fills}'; ret fills")
    if entry.rule is None:
        return
    if not entry.examples:
        yield Problem(entry.file, line, column, f"{entry.id}: reglen har ingen eksempler; skriv mindst ét for hver gren og hver grænse")
    if entry.standard != "law":
        for term in book.law.open_terms:
            if term.field and term.section in entry.sections and (term.topic, term.kind) == (entry.topic, entry.kind):
                yield from _check_bound(entry, term)
    for example in entry.examples:
        result = run_example(book, entry, example)
        for difference in result.differences:
            yield Problem(entry.file, *example.place, f"{entry.id}: eksemplet '{example.name}' fejler: {difference}")


def _check_bound(entry: Entry, term: OpenTerm) -> Iterator[Problem]:
    for path, value in _bounded(entry.fields, term.field or ""):
        name = ".".join(str(part) for part in path)
        for bound, keeps, word in ((term.at_most, le, "højst"), (term.at_least, ge, "mindst")):
            if bound is not None and not keeps(_measure(value), _measure(bound)):
                what = f"{entry.id}: {name} er {value}, men loven tillader {word} {bound} ({term.source.label()})"
                yield Problem(entry.file, *entry.place(*path), what)


_ELSEWHERE = {"length": ("variants", "length"), "then.every": ("phases", "every")}
"""A field that stands once for each case or time of a rule that has several."""


def _bounded(fields: Mapping[str, Any], path: str) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value of a rule that a bound holds for, with its path: variants, phases and extensions too."""
    keys = tuple(path.split("."))
    value: Any = fields
    for part in keys:
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is not None:
        yield keys, value
    several, name = _ELSEWHERE.get(path, ("", ""))
    for place, one in enumerate(fields.get(several) or ()):
        yield (several, place, name), one[name]
    if path == "at_most" and isinstance(fields.get("extended"), Mapping):
        yield ("extended", "to"), fields["extended"]["to"]


def _measure(value: Any) -> int:
    """A length or an amount as one number, to hold a council's figure against law's bound."""
    try:
        length = parse_duration(str(value))
    except ValueError:
        figure = read_quantity(value)
        return figure if isinstance(figure, int) else 0
    return length.at_most_days()
