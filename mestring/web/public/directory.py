"""The list of a standard's sections: in the order of the law, each with a few words about what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mestring.rules import danish
from mestring.rules.kinds import Balance, Levels, Payment
from mestring.rules.rulebook import Standard
from mestring.rules.rulebook.model import Section
from mestring.web.public import words
from mestring.web.public.section import Page, build
from mestring.web.shell import installation


@dataclass(frozen=True, slots=True)
class Row:
    """One section in the list."""

    section: Section
    title: str
    mark: str
    note: str


def order(standard: Standard) -> list[str]:
    """A standard's sections in the order of the law, what concerns all help last."""
    book = installation.book()
    there = [name for name in book.sections if name in standard.section_pages or any(name in entry.sections for entry in standard.entries)]
    return [name for name in there if name not in ("general", "other")] + [name for name in ("general", "other") if name in there]


def plain_title(standard: Standard, section: Section) -> str:
    page = standard.section_pages.get(section.id)
    return page.plain_title if page and page.plain_title else section.plain_title


def rows(standard: Standard, today: date) -> list[Row]:
    """Every section of a standard, to choose from."""
    pages = [build(standard.id, name, today) for name in order(standard)]
    return [Row(page.section, page.plain_title, words.section_mark(page.section), _note(page)) for page in pages]


def _note(page: Page) -> str:
    """A few words beside a section: what it is called, how much, how long, and what it costs."""
    said = []
    for block in page.blocks:
        if block.id == "omfang":
            rules = [entry.rule for entry in block.entries if entry.rule and not entry.rule.applies_when and entry.topic in ("level", "hour_bank")]
            said += [f"{danish.hours(rule.income.amount)} om måneden" for rule in rules if isinstance(rule, Balance)][:1]
            said += [f"{len(rule.rows)} trin eller niveauer" for rule in rules if isinstance(rule, Levels)][:1]
        if block.id == "pris" and not block.silent:
            paid = [entry.rule.free for entry in block.entries if isinstance(entry.rule, Payment) and not entry.rule.applies_when]
            said += ["gratis" if paid[0] else "du betaler"] if paid else []
        if block.id == "laenge":
            said += [fact.text for fact in page.facts if fact.target == "laenge" and fact.is_short and len(fact.text) <= 24]
    if len(said) < 2 and page.title != page.plain_title and len(page.title) <= 32:
        said.insert(0, page.title)
    text = ", ".join(said)
    return text[:1].upper() + text[1:]
