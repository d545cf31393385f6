"""Worked examples for the pages: a rule asked with invented facts, so that a reader sees dates and amounts and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mestring.rules import danish
from mestring.rules.finding import Status
from mestring.rules.period import add_months
from mestring.rules.rulebook import Book, Entry, Finding
from mestring.web.public import words


@dataclass(frozen=True, slots=True)
class Moment:
    """One date on a line of dates."""

    day: date
    text: str
    kind: str = "follow_up"


@dataclass(frozen=True, slots=True)
class Worked:
    """A rule's answer to one invented case. Shapes: `moments` is empty where a line of dates says nothing."""

    title: str
    finding: Finding
    moments: tuple[Moment, ...] = ()
    why: str = "Hvorfor?"


def assume(book: Book, entry: Entry, start: date) -> dict[str, Any]:
    """Facts of a case that the rule concerns and that begins on a day: every date it counts from is that day."""
    facts: dict[str, Any] = {
        name: start
        for name in entry.facts
        if book.facts[name].type == "date" and not book.facts[name].may_be_none and name not in ("planned_end", "next_follow_up")
    }
    guard = getattr(entry.rule, "applies_when", None) or {}
    for name, wanted in guard.items():
        facts[name] = wanted[0] if isinstance(wanted, list) else wanted
    return facts


def moments(book: Book, entry: Entry, start: date, months: int = 24) -> tuple[Moment, ...]:
    """The dates a follow-up rule or a duty gives in the first months of a case."""
    end = add_months(start, months)
    if entry.kind == "cadence":
        return _cadence(book, entry, start, end)
    if entry.kind == "trigger":
        return _trigger(book, entry, start, end)
    return ()


def _cadence(book: Book, entry: Entry, start: date, end: date) -> tuple[Moment, ...]:
    finding = book.answer(entry.id, assume(book, entry, start), end)
    if finding.status != Status.DECIDED:
        return ()
    days = [day for day in finding.values.get("due") or () if day <= end]
    upcoming = finding.values.get("next")
    if not days and isinstance(upcoming, date):
        days = [upcoming]
    return tuple(Moment(day, f"efter {words.span(start, day)}") for day in days if day <= end)


def _trigger(book: Book, entry: Entry, start: date, end: date) -> tuple[Moment, ...]:
    facts = assume(book, entry, start)
    facts.pop("last_review", None)
    repeated = getattr(getattr(entry.rule, "then", None), "last", None)
    found: list[Moment] = []
    for _ in range(8):
        finding = book.answer(entry.id, facts, start)
        day = finding.values.get("date") if finding.status == Status.DECIDED else None
        if not isinstance(day, date) or day > end or (found and day <= found[-1].day):
            break
        found.append(Moment(day, f"efter {words.span(start, day)}", "review"))
        if not repeated:
            break
        facts[repeated] = day
    return tuple(found)


def work(book: Book, entry: Entry, today: date) -> Worked | None:
    """An example to show beside a rule: dates from today for a rule that counts, else the first of its own examples."""
    if entry.rule is None:
        return None
    if entry.kind == "cadence":
        return _work_cadence(book, entry, today)
    if entry.kind in ("deadline", "notice"):
        facts = assume(book, entry, today)
        for name in entry.facts:
            facts.setdefault(name, _first_choice(book, name)) if book.facts[name].type == "choice" else None
        finding = book.answer(entry.id, facts, today)
        if isinstance(finding.values.get("date"), date):
            return Worked(f"Hvis det begynder i dag, {danish.date_plain(today)}", finding, why=f"Hvorfor {_day(finding.values['date'])}?")
    if entry.examples:
        example = entry.examples[0]
        finding = book.answer(entry, book.parse_facts(example.given), example.on)
        return Worked(f"Eksempel: {example.name}", finding)
    return None


def _work_cadence(book: Book, entry: Entry, today: date) -> Worked | None:
    found = moments(book, entry, today, 25)[:3]
    facts = assume(book, entry, today)
    finding = book.answer(entry.id, facts, today)
    if not found:
        later = finding.values.get("next")
        if not isinstance(later, date):
            return Worked("Hvad siger reglen?", finding) if finding.status == Status.NOT_COVERED else None
        found = (Moment(later, f"efter {words.span(today, later)}"),)
    label = _BEGINS.get(getattr(entry.rule, "counts_from", ""), "begynder")
    line = (Moment(today, label, "start"), *found)
    finding = book.answer(entry.id, facts, found[-1].day - timedelta(days=1))
    return Worked(
        f"Hvis det begynder i dag, {danish.date_plain(today)}", finding, line, "Hvorfor de datoer?" if len(found) > 1 else f"Hvorfor {_day(found[0].day)}?"
    )


_BEGINS = {"moved_in": "indflytning", "admitted": "optagelse", "granted": "bevilling", "started": "støtten begynder"}


def _day(day: date) -> str:
    return f"{day.day}. {danish.MONTHS[day.month - 1]}"


def _first_choice(book: Book, name: str) -> str:
    return next(iter(book.facts[name].options))
