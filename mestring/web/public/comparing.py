"""Councils side by side on one section: the differences in words, in a picture and in a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from mestring.rules import danish
from mestring.rules.finding import Status
from mestring.rules.kinds import Cadence, Deadline
from mestring.rules.period import add_months
from mestring.rules.rulebook import Book, Entry, Standard
from mestring.rules.rulebook.model import Section
from mestring.web.public import examples, words
from mestring.web.public.section import own_entries
from mestring.web.shell import installation

MONTHS = 24
ROWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("hvem", "Gælder for", ("target_group",)),
    ("omfang", "Omfang", ("level", "amount", "hour_bank")),
    ("svar", "Svar inden", ("deadline",)),
    ("laenge", "Hvor længe", ("duration",)),
    ("opf", "Opfølgning", ("follow_up",)),
    ("valg", "Frit valg", ("free_choice",)),
    ("pris", "Pris", ("payment",)),
    ("klage", "Klage", ("complaint",)),
    ("afgoer", "Hvem afgør", ("decision_maker",)),
    ("leverer", "Hvem hjælper", ("provider",)),
)
# Rows whose rules have a few words that can be held against each other.
_COMPARABLE = ("svar", "laenge", "opf", "valg", "pris", "klage")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one standard says on one row. Shapes: `state` is said, silent (the section has nothing) or absent (no such section)."""

    standard: Standard
    state: str
    short: str = ""
    entries: tuple[Entry, ...] = ()
    more: tuple[Entry, ...] = ()
    from_general: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark on a line of time. Shapes: `at` is the place on the line in percent; `shape` f, l or s as in the key."""

    at: str
    day: date
    text: str
    shape: str


@dataclass(frozen=True, slots=True)
class Track:
    """One line of time: one rule of one standard."""

    standard: Standard
    label: str
    dots: tuple[Dot, ...]
    said: str = ""
    entry: Entry | None = None
    first_of_standard: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """A deadline as a bar. Shapes: `width` in percent of the longest."""

    standard: Standard
    label: str
    width: str
    text: str
    day: date | None
    entry: Entry | None
    first_of_standard: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """One row in words: who says what."""

    title: str
    same: bool
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    section: Section
    standards: tuple[Standard, ...]
    differences: tuple[Difference, ...]
    tracks: tuple[Track, ...]
    hidden_tracks: int
    bars: tuple[Bar, ...]
    axis: tuple[tuple[str, str, str], ...]
    bar_axis: tuple[tuple[str, str, str], ...]
    rows: tuple[Row, ...]
    shapes: frozenset[str]


@lru_cache(maxsize=256)
def compare(section_id: str, standard_ids: tuple[str, ...], start: date) -> Comparison:
    book = installation.book()
    section = book.sections[section_id]
    standards = tuple(book.standards[name] for name in standard_ids)
    rows = tuple(Row(id_, title, tuple(_cell(book, standard, section_id, topics) for standard in standards)) for id_, title, topics in ROWS)
    rows = tuple(row for row in rows if any(cell.state == "said" for cell in row.cells))
    tracks = [track for standard in standards for track in _tracks(book, standard, section_id, start)]
    bars, bar_axis = _bars(book, standards, section_id, start)
    return Comparison(
        section=section,
        standards=standards,
        differences=tuple(_differences(book, rows)),
        tracks=tuple(tracks),
        hidden_tracks=0,
        bars=bars,
        axis=(("0%", "Start", "start"), ("25%", "6 mdr.", "middle"), ("50%", "1 år", "middle"), ("75%", "1½ år", "middle"), ("100%", "2 år", "end")),
        bar_axis=bar_axis,
        rows=rows,
        shapes=frozenset(dot.shape for track in tracks for dot in track.dots),
    )


def _cell(book: Book, standard: Standard, section: str, topics: tuple[str, ...]) -> Cell:
    own = own_entries(standard, section)
    found = [entry for entry in own if entry.topic in topics]
    from_general = False
    if not found and own and section != "general" and topics[0] in ("deadline", "complaint", "payment", "free_choice", "decision_maker"):
        found = [entry for entry in own_entries(standard, "general") if entry.topic in topics]
        from_general = bool(found)
    if not own:
        return Cell(standard, "absent")
    if not found:
        return Cell(standard, "silent")
    found.sort(key=lambda entry: (entry.rule is None, entry.aspect in ("exclusion", "excludes", "may_not")))
    telling = [entry for entry in found if topics[0] != "follow_up" or entry.kind in ("cadence", "trigger")]
    # What holds for all comes before what holds for some; those are told beneath.
    telling = [entry for entry in telling if not (entry.rule and entry.rule.applies_when)] or telling
    shorts = list(dict.fromkeys(said for entry in telling if (said := words.short(book, entry))))
    if len(shorts) > 1:
        shorts = [said for said in shorts if said != "Intet interval i dokumentet"]
    shown = found[:1] if shorts else found[:2]
    return Cell(standard, "said", "; ".join(shorts[:3]), tuple(shown), tuple(entry for entry in found if entry not in shown), from_general)


def _differences(book: Book, rows: Iterable[Row]) -> Iterable[Difference]:
    for row in rows:
        if row.id not in _COMPARABLE:
            continue
        said: dict[str, list[str]] = {}
        for cell in row.cells:
            if cell.state == "absent":
                continue
            name = cell.standard.council.capitalize()
            if cell.state == "silent":
                said.setdefault("", []).append(name)
            else:
                said.setdefault(cell.short or words.first_sentence(cell.entries[0].text, None), []).append(name)
        if not any(said):
            continue
        lines = [(danish.listing(names), text) for text, names in said.items() if text]
        if said.get(""):
            lines.append((danish.listing(said[""]), "står ikke i dokumentet"))
        same = len(lines) == 1 and len(row.cells) > 1 and all(cell.state == "said" for cell in row.cells)
        yield Difference(row.title, same, tuple(lines))


def _tracks(book: Book, standard: Standard, section: str, start: date) -> list[Track]:
    own = own_entries(standard, section)
    name = words.standard_label(standard)
    if not own:
        return [Track(standard, name, (), "Dokumentet har ikke afsnittet")]
    end = add_months(start, MONTHS)
    length = (end - start).days
    tracks: list[Track] = []
    free = ""
    for entry in own:
        if entry.topic not in ("follow_up", "process", "documentation") or entry.kind not in ("cadence", "trigger"):
            continue
        dots = tuple(
            Dot(f"{(moment.day - start).days / length * 100:.2f}%", moment.day, moment.text, _shape(entry, moment))
            for moment in examples.moments(book, entry, start, MONTHS)
            if start < moment.day
        )
        if dots:
            tracks.append(Track(standard, _track_label(book, entry), dots, "", entry))
        elif isinstance(entry.rule, Cadence) and entry.rule.interval == "none":
            free = "Ingen fast dato"
    if not tracks:
        return [Track(standard, name, (), free or f"{words.SAID_NOT}")]
    return [Track(track.standard, track.label, track.dots, "", track.entry, number == 0) for number, track in enumerate(tracks)]


def _shape(entry: Entry, moment: examples.Moment) -> str:
    if moment.kind == "review":
        return "s"
    then = getattr(entry.rule, "then", None)
    return "l" if then is not None and then.at_least else "f"


def _track_label(book: Book, entry: Entry) -> str:
    guard = getattr(entry.rule, "applies_when", None) or {}
    parts = []
    for name, wanted in guard.items():
        fact = book.facts[name]
        values = wanted if isinstance(wanted, list) else [wanted]
        if fact.type in ("integer", "percent", "money", "minutes"):
            parts.append(f"{fact.label}: {danish.listing([fact.show(value) for value in values], 'eller')}")
        elif fact.type in ("yes_no", "judgement"):
            parts.append(fact.label if values[0] else f"ikke: {fact.label}")
        else:
            parts.append(" eller ".join(fact.options.get(str(value), str(value)) for value in values))
    if entry.kind == "trigger":
        parts.append(words.first_sentence(getattr(entry.rule, "duty", "") or entry.text, 60))
    return ", ".join(parts)


def _bars(book: Book, standards: Iterable[Standard], section: str, start: date) -> tuple[tuple[Bar, ...], tuple[tuple[str, str, str], ...]]:
    raw: list[tuple[Standard, str, int, str, date | None, Entry | None]] = []
    for standard in standards:
        own = own_entries(standard, section)
        found = [entry for entry in own if entry.kind == "deadline" and entry.topic == "deadline"]
        if not found and own:
            found = [entry for entry in own_entries(standard, "general") if entry.kind == "deadline" and entry.topic == "deadline"]
        lines = [line for entry in found for line in deadline_lines(book, entry, start)]
        if lines:
            raw += [(standard, label, (day - start).days, length, day, entry) for label, length, day, entry in lines]
        else:
            raw.append((standard, "", 0, "Dokumentet har ikke afsnittet" if not own else words.SAID_NOT, None, None))
    longest = max((days for _, _, days, *_ in raw), default=0)
    weeks = -(-max(longest, 28) // 28) * 4
    bars = []
    seen: set[str] = set()
    for standard, label, days, text, day, entry in raw:
        bars.append(Bar(standard, label, f"{days / (weeks * 7) * 100:.2f}%", text, day, entry, standard.id not in seen))
        seen.add(standard.id)
    step = weeks // 4
    axis = tuple((f"{place * 25}%", f"{place * step} uger" if place else "Start", ("start", "middle", "middle", "middle", "end")[place]) for place in range(5))
    return tuple(bars), axis


_PLAIN_DEADLINE = re.compile(r"(.+): \d+ (?:uger|dage) fra ansøgning til afgørelse\.?")


def _concerns(entry: Entry) -> str:
    """What a deadline is about, without the length that stands beside it."""
    plain = _PLAIN_DEADLINE.fullmatch(entry.text)
    return plain[1] if plain else words.first_sentence(entry.text, None)


def deadline_lines(book: Book, entry: Entry, start: date) -> list[tuple[str, str, date, Entry]]:
    """What a deadline rule says: for each variant its name, its length, and the day it falls on when it counts from `start`."""
    rule = entry.rule
    if not isinstance(rule, Deadline):
        return []
    cases: list[tuple[str, object, dict[str, Any]]] = [(variant.text, variant.length, dict(variant.when)) for variant in rule.variants]
    if not cases:
        cases = [(_track_label(book, entry) or _concerns(entry), rule.length, {})]
    found = []
    for label, length, when in cases:
        facts = examples.assume(book, entry, start)
        facts |= {name: wanted[0] if isinstance(wanted, list) else wanted for name, wanted in when.items()}
        finding = book.answer(entry.id, facts, start)
        day = finding.values.get("date")
        if finding.status == Status.DECIDED and isinstance(day, date):
            found.append((label, str(length), day, entry))
    return found
