"""Lists over whole standards: published deadlines, and what the documents contradict or leave open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mestring.rules.kinds import Deadline
from mestring.rules.rulebook import Entry, Note, Standard
from mestring.rules.rulebook.model import Section
from mestring.web.public import comparing
from mestring.web.public.section import Unclear, of_reading
from mestring.web.shell import installation


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One published deadline. Shapes: `day` is the last day for an application received today."""

    section: Section
    label: str
    length: str
    day: date | None
    entry: Entry
    goal: str = ""

    @property
    def is_answer(self) -> bool:
        """Whether it runs until there is an answer, and not until something else has happened."""
        return getattr(self.entry.rule, "until", None) in (None, "decided")

    @property
    def counts_from(self) -> str:
        """What it is counted from, in Danish."""
        return installation.book().facts[self.entry.rule.counts_from].label if isinstance(self.entry.rule, Deadline) else ""


@lru_cache(maxsize=32)
def deadlines(standard_id: str, today: date) -> tuple[DeadlineLine, ...]:
    """Every deadline a standard publishes, section by section (RSL § 3 a)."""
    book = installation.book()
    standard = book.law if standard_id == book.law.id else book.standards[standard_id]
    found = []
    for entry in standard.entries:
        if entry.topic != "deadline":
            continue
        for section_id in entry.sections:
            section = book.sections[section_id]
            if entry.kind != "deadline":
                found.append(DeadlineLine(section, entry.text, "", None, entry))
                continue
            goal = getattr(entry.rule, "goal", None) or ""
            for label, length, day, _ in comparing.deadline_lines(book, entry, today):
                found.append(DeadlineLine(section, label, length, day, entry, str(goal)))
    order = {section: number for number, section in enumerate(book.sections)}
    found.sort(key=lambda line: (order[line.section.id], line.day or date.max))
    return tuple(found)


# What matters most first: where following the text would be wrong, before where it is silent.
KINDS_BY_WEIGHT = ("law_differs", "contradiction", "outdated", "error", "gap", "reading")


@dataclass(frozen=True, slots=True)
class Found:
    """One finding or reading."""

    kind: str
    kind_label: str
    title: str
    text: str
    chosen: str
    standard: Standard
    section: Section | None
    settled: bool
    entry: Entry | None
    note: Note | None


@lru_cache(maxsize=32)
def findings(standard_id: str) -> tuple[Found, ...]:
    """A standard's findings first, then its readings, both in the order of the document."""
    book = installation.book()
    standard = book.law if standard_id == book.law.id else book.standards[standard_id]
    return (*_notes(standard), *_readings(standard))


def _notes(standard: Standard) -> Iterable[Found]:
    for note in standard.findings:
        yield Found(note.type, note.type_label, note.text, "", note.chosen or "", standard, section_of(note), note.status == "settled", None, note)


def _readings(standard: Standard) -> Iterable[Found]:
    book = installation.book()
    for entry in standard.entries:
        section = book.sections[entry.sections[0]] if entry.sections else None
        for reading in entry.readings:
            yield Found("reading", "Læsning", reading.question, reading.because, reading.chosen, standard, section, reading.status == "settled", entry, None)


def section_of(note: Note) -> Section | None:
    """The section a finding is about."""
    book = installation.book()
    return book.sections.get(note.sections[0]) if note.sections else None


def unclear(standard: Standard, section_id: str, entries: Iterable[Entry]) -> list[Unclear]:
    """What is open in one section: its findings and its readings."""
    found = []
    for note in standard.findings:
        section = section_of(note)
        if section and section.id == section_id:
            text = f"{note.chosen}" if note.chosen else ""
            found.append(Unclear(note.text, text, None, note.status == "settled"))
    found += [of_reading(entry, reading) for entry in entries for reading in entry.readings]
    return found
