"""Tables that stand in rules: levels with their hours, amounts by interval, deadlines by kind of case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mestring.rules.finding import RateMissing
from mestring.rules.kinds import Levels, PriceTable, Table, Tiers
from mestring.rules.kinds.base import RateRef
from mestring.rules.money import format_money
from mestring.rules.rulebook import Book, Entry
from mestring.web.public import words


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule's table. Shapes: every row has a cell for each head."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def of(book: Book, entry: Entry, today: date) -> Shown | None:
    """The table a rule holds; None for a rule that holds none."""
    rule = entry.rule
    caption = words.first_sentence(entry.text)
    if isinstance(rule, Tiers):
        return Shown(caption, (book.facts[rule.of].label, "Giver"), tuple(_tier(book, row, today) for row in rule.rows))
    if not isinstance(rule, (Levels, Table, PriceTable)) or len(rule.rows) < 2:
        return None
    columns = [name for name in rule.columns if any(row.cell(name) is not None for row in rule.rows)]
    texts = any(row.text for row in rule.rows)
    first = " og ".join(book.facts[name].label for name in rule.of if name in book.facts) or "Niveau"
    heads = (first, *(_head(book, name) for name in columns), *(("Note",) if texts else ()))
    rows = []
    for row in rule.rows:
        name = row.name or ", ".join(_key(book, fact, key) for fact, key in zip(rule.of or ("",) * len(row.key), row.key, strict=False))
        rows.append((name, *(row.show(column, _UNITS.get(rule.columns[column], rule.columns[column])) for column in columns), *((row.text,) if texts else ())))
    return Shown(caption, heads, tuple(rows))


_UNITS = {
    "hours per week": "timer om ugen",
    "hours per month": "timer om måneden",
    "days": "dage",
    "days per week": "dage",
    "halve days per week": "halve dage",
    "half_days": "halve dage",
    "number": "",
    "text": "",
    "contacts": "",
}


# What stands in a column whose name is no word for a reader.
_HEADS = {"period": "Hvor tit", "words": "Det betyder", "problem": "Problem", "days_per_week": "Dage om ugen"}


def _head(book: Book, column: str) -> str:
    word = book.term(column) or _HEADS.get(column, "Giver")
    return word[:1].upper() + word[1:].replace("_", " ")


def _key(book: Book, fact: str, key: object) -> str:
    if fact in book.facts:
        return book.facts[fact].show(key)
    return str(key)


def _tier(book: Book, row: object, today: date) -> tuple[str, str]:
    bounds = (("Under", getattr(row, "under", None)), ("Til og med", getattr(row, "up_to", None)), ("Over", getattr(row, "above", None)))
    word, bound = next((word, bound) for word, bound in bounds if bound is not None)
    gives = getattr(row, "gives", 0)
    return f"{word} {_amount(book, bound, today)}", "Det faktiske beløb" if gives == "the_amount" else _amount(book, gives, today)


def _amount(book: Book, amount: object, today: date) -> str:
    if isinstance(amount, RateRef):
        try:
            return book.rates[amount.rate].show(book.rates[amount.rate].on(today).value)
        except RateMissing:
            return f"{book.rates[amount.rate].label} (sats mangler for {today.year})"
    return format_money(amount) if isinstance(amount, int) else str(amount)
