"""Asking the library: one case with its trace, many cases in columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from mestring.rules.calendar import NO_DATE, to_number
from mestring.rules.danish import date_plain
from mestring.rules.facts import NONE, Array, Case, Columns, Fact, Mask, both, parse_value
from mestring.rules.finding import Answer, ColumnAnswer, Status, Step
from mestring.rules.kinds import KINDS, Cadence, Rule
from mestring.rules.rulebook.library import SHIPPED, load
from mestring.rules.rulebook.model import Contents, Entry, Note, Section, Standard, plain
from mestring.rules.world import Rate, World


@dataclass(frozen=True, slots=True)
class Question:
    """Something a person asks of a section, and the topics that answer it.

    Shapes: `law_answers` says that law answers where the council is silent; `computed` that only a rule can answer (a sentence about follow-up
    without an interval is no date); `gathers` that what holds for all sections is added to the section's own; `in_order` that a topic is
    only asked when the one before it gave nothing.
    """

    id: str
    label: str
    topics: tuple[str, ...]
    law_answers: bool = False
    computed: bool = False
    gathers: bool = False
    in_order: bool = False


QUESTIONS = {
    question.id: question
    for question in (
        Question("eligibility", "Er personen i målgruppen?", ("target_group", "access", "prerequisite"), law_answers=True),
        Question("deadline", "Hvornår kommer svaret?", ("deadline",), computed=True),
        Question("level", "Hvor meget hjælp?", ("level",)),
        Question("hours", "Hvor mange timer?", ("hour_bank", "level", "amount"), law_answers=True, computed=True, in_order=True),
        Question("amount", "Hvilket beløb?", ("amount",), law_answers=True, computed=True),
        Question("duration", "Hvor længe?", ("duration",), law_answers=True),
        Question("payment", "Hvad koster det?", ("payment",), law_answers=True),
        Question("follow-up", "Hvornår følges der op?", ("follow_up",), computed=True),
        Question("duty", "Hvilke pligter er der undervejs?", ("documentation", "notification", "process", "decision_maker"), law_answers=True, gathers=True),
        Question("notice", "Hvornår kan hjælpen ændres?", ("notice",), law_answers=True, computed=True),
        Question("complaint", "Kan man klage?", ("complaint",), law_answers=True),
        Question("choice", "Kan man vælge selv?", ("free_choice",), law_answers=True),
        Question("provider", "Hvem giver hjælpen?", ("provider", "contact")),
        Question("content", "Hvad er hjælpen?", ("content", "goals")),
        Question("assessment", "Hvordan udredes behovet?", ("assessment", "kpi")),
        Question("companion", "Hvad må ledsageren?", ("companion_rule",)),
    )
}


@dataclass(frozen=True)
class Finding:
    """The answer to a question, with everything needed to explain it and to find it again years later.

    Shapes: `entry` is None when neither document nor law says anything; `superseded` is the council's entry that law has replaced.
    """

    status: Status
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    entry: Entry | None = None
    superseded: Entry | None = None
    standard: str = ""
    version: str = ""
    edition: int = 0
    hash: str = ""
    reference_date: date | None = None
    reading: str = ""

    def to_json(self) -> dict[str, Any]:
        """The finding as plain data: the documented form of `--json`."""
        return {
            "status": self.status.key,
            "sentence": self.sentence,
            "values": {name: "none" if value is NONE else plain(value) for name, value in self.values.items()},
            "missing": list(self.missing),
            "rule": self.entry.id if self.entry else None,
            "source": self.entry.source.label() if self.entry else None,
            "standard": self.standard,
            "version": self.version,
            "edition": self.edition,
            "hash": self.hash,
            "reference_date": plain(self.reference_date),
            "reading": self.reading or None,
            "superseded": self.superseded.id if self.superseded else None,
            "steps": [step.to_json() for step in self.steps],
        }


class Book:
    """The library, open for questions."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.law: Standard = contents.law
        self.standards: Mapping[str, Standard] = contents.standards
        self.facts: Mapping[str, Fact] = contents.facts
        self.rates: Mapping[str, Rate] = contents.rates
        self.sections: Mapping[str, Section] = contents.sections
        self.terms: Mapping[str, Mapping[str, str]] = contents.terms
        self.world: World = contents.world

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {entry.id: entry for standard in self.all_standards() for entry in standard.entries}

    def all_standards(self) -> tuple[Standard, ...]:
        """The councils' standards and law."""
        return (*self.standards.values(), self.law)

    def entries(self) -> Iterable[Entry]:
        """Every entry of every standard and of law."""
        return self._entries.values()

    def entry(self, entry: str) -> Entry:
        """An entry by its id. Raises: KeyError."""
        return self._entries[entry]

    def standard(self, standard: str) -> Standard:
        """A standard, or law, by its id. Raises: KeyError."""
        return self.law if standard == "law" else self.standards[standard]

    def in_force(self, council: str, on: date) -> Standard | None:
        """The version of a council's standard that holds on a day, or None before its first."""
        return next((standard for standard in self.standards.values() if standard.council == council and standard.in_force(on)), None)

    def term(self, term: str) -> str:
        """A term's Danish word."""
        return self.world.term(term)

    def findings(self) -> list[Note]:
        """What the documents contradict, get wrong or leave open, with the choice made."""
        return [note for standard in self.all_standards() for note in standard.findings]

    def answer(self, entry: str | Entry, facts: Mapping[str, Any], on: date, readings: Mapping[str, str] | None = None) -> Finding:
        """What a rule answers in one case.

        Shapes: `facts` by id; a fact left out is unknown. `readings` names the alternative to run by reading, as `{"basis": "status_note"}`.
        Raises: KeyError for an unknown entry; ValueError for a statement, which can't be run.
        """
        found = self.entry(entry) if isinstance(entry, str) else entry
        if found.rule is None:
            raise ValueError(f"{found.id} er en oplysning og kan ikke regnes ud")
        rule, reading = self._under(found, readings or {})
        case = Case(self.facts, facts, on)
        reference = _reference(rule, case)
        standard = self.standard(found.standard)
        outside = _outside(found, standard, reference)
        if outside:
            return self._finding(found, Answer(Status.OUTSIDE_VALIDITY, steps=[Step(outside, date_plain(reference))], sentence=outside), reference, reading)
        if found.superseded and reference >= found.superseded.valid_from:
            return self._by_law(found, facts, on, reference)
        return self._finding(found, rule.one(case, self.world), reference, reading)

    def _under(self, entry: Entry, readings: Mapping[str, str]) -> tuple[Rule, str]:
        """The rule under the readings asked for, and what those were."""
        rule = entry.rule
        if rule is not None and not readings:
            return rule, ""
        said: list[str] = []
        fields: dict[str, Any] = dict(entry.fields)
        for reading in entry.readings:
            for alternative in reading.alternatives:
                if readings.get(reading.id) == alternative.id and alternative.can_be_run:
                    fields = alternative.fields(fields)
                    said.append(f"{reading.id}={alternative.id}")
        if said:
            rule = KINDS[entry.kind].model_validate(fields)
        if rule is None:
            raise ValueError(f"{entry.id} er en oplysning og kan ikke regnes ud")
        return rule, ", ".join(said)

    def _by_law(self, entry: Entry, facts: Mapping[str, Any], on: date, reference: date) -> Finding:
        superseded = entry.superseded
        if superseded is None:
            raise ValueError(entry.id)
        step = Step(f"Loven er ændret fra {date_plain(superseded.valid_from)}", superseded.text, entry.source)
        law = self._entries.get(superseded.by or "")
        if law is None or law.rule is None:
            answer = Answer(Status.SUPERSEDED, steps=[step], sentence=superseded.text)
            return self._finding(entry, answer, reference, "")
        found = self.answer(law, facts, on)
        return replace(found, steps=(step, *found.steps), superseded=entry)

    def _finding(self, entry: Entry, answer: Answer, reference: date | None, reading: str) -> Finding:
        standard = self.standard(entry.standard)
        no_interval = isinstance(entry.rule, Cadence) and entry.rule.interval == "none" and answer.status is Status.NOT_COVERED
        return Finding(
            status=answer.status,
            sentence=f"Intet fast interval. {entry.text}" if no_interval else answer.sentence,
            values=answer.values,
            steps=tuple(answer.steps),
            missing=tuple(answer.missing),
            entry=entry,
            standard=standard.id,
            version=standard.valid_from.isoformat(),
            edition=standard.edition,
            hash=entry.hash,
            reference_date=reference,
            reading=reading,
        )

    def answers(self, entry: str | Entry, columns: Columns) -> ColumnAnswer:
        """What a rule answers in many cases: the same as `answer` for each row."""
        found = self.entry(entry) if isinstance(entry, str) else entry
        if found.rule is None:
            raise ValueError(f"{found.id} er en oplysning og kan ikke regnes ud")
        answer = found.rule.many(columns, self.world)
        reference, constant = _reference_column(found.rule, columns)
        standard = self.standard(found.standard)
        outside = _outside_column(found, standard, reference)
        if found.superseded:
            replaced = reference >= to_number(found.superseded.valid_from)
            if replaced.any():
                answer = self._by_law_many(found, columns, answer, replaced if not constant else np.full(columns.rows, bool(replaced[0])))
        if not outside.any():
            return answer
        rows = outside if not constant else np.full(columns.rows, True)
        return _limited(answer, rows, Status.OUTSIDE_VALIDITY)

    def _by_law_many(self, entry: Entry, columns: Columns, answer: ColumnAnswer, replaced: Array) -> ColumnAnswer:
        law = self._entries.get(entry.superseded.by or "") if entry.superseded else None
        if law is None or law.rule is None:
            return _limited(answer, replaced, Status.SUPERSEDED)
        other = self.answers(law, columns)
        if replaced.all():
            return other
        values: dict[str, tuple[Array, Mask]] = {}
        for name, (array, known) in answer.values.items():
            theirs, their_known = other.values.get(name, (np.zeros_like(array), np.zeros(columns.rows, bool)))
            ours = np.ones(columns.rows, bool) if known is None else known
            law_known = np.ones(columns.rows, bool) if their_known is None else their_known
            values[name] = (np.where(replaced, theirs, array), np.where(replaced, law_known, ours))
        special = {status: rows & ~replaced for status, rows in answer.special.items()}
        for status, rows in other.special.items():
            special[status] = (rows & replaced) | special.get(status, np.zeros(columns.rows, bool))
        return ColumnAnswer(columns.rows, values, special)

    def ask(self, question: str, standard: str, section: str, facts: Mapping[str, Any], on: date, readings: Mapping[str, str] | None = None) -> list[Finding]:
        """Every rule's answer to a question about a section, those that concern the case.

        Where the council is silent and law fixes the matter, law answers; where neither prints anything, none is borrowed and the answer
        is NOT_COVERED. Raises: KeyError for an unknown question or standard.
        """
        asked = QUESTIONS[question]
        own = self.standard(standard)
        found = self._asked(own, (section, "general"), asked, facts, on, readings or {})
        if own.is_law:
            return found or [self._nothing(own)]
        rules = [one.entry for one in found if one.entry and one.entry.rule]
        lapsed = [one for one in found if one.superseded and one.status in _SILENT]
        if lapsed or (asked.law_answers and not any(section in entry.sections for entry in rules)):
            places = (section,) if rules else (section, "general")
            law = self._asked(self.law, places, asked, facts, on, {})
            found = _each_once([one for one in found if one not in lapsed or not law] + law)
        return found or [self._nothing(own)]

    def _asked(
        self, standard: Standard, places: tuple[str, ...], asked: Question, facts: Mapping[str, Any], on: date, readings: Mapping[str, str]
    ) -> list[Finding]:
        """What a standard answers: the section's rules, else its sentences, else what holds for all sections."""
        gathered: list[Finding] = []
        for place in dict.fromkeys(places):
            found = self._by_rules(standard, place, asked, facts, on, readings)
            gathered += found
            if found and not asked.gathers:
                break
        return _each_once(gathered)

    def _by_rules(self, standard: Standard, place: str, asked: Question, facts: Mapping[str, Any], on: date, readings: Mapping[str, str]) -> list[Finding]:
        """The rules that concern the case; when none does, the sentences; when there are none, why the rules don't."""
        rules = [entry for entry in standard.entries if entry.rule and entry.topic in asked.topics and place in entry.sections]
        if asked.in_order and rules:
            first = min(asked.topics.index(entry.topic) for entry in rules)
            rules = [entry for entry in rules if entry.topic == asked.topics[first]]
        answers = _each_once([self.answer(entry, facts, on, readings) for entry in rules])
        concerning = [one for one in answers if one.status not in _SILENT]
        if concerning or (answers and asked.gathers):
            return concerning
        in_force = [one for one in answers if one.status is not Status.OUTSIDE_VALIDITY]
        return self._in_words(standard, place, asked, on) or in_force or answers[-1:]

    def _in_words(self, standard: Standard, place: str, asked: Question, on: date) -> list[Finding]:
        said = [entry for entry in standard.entries if entry.topic in asked.topics and place in entry.sections and not entry.rule]
        if said and not standard.in_force(on):
            outside = _outside(said[0], standard, on)
            return [self._finding(said[0], Answer(Status.OUTSIDE_VALIDITY, steps=[Step(outside, date_plain(on))], sentence=outside), on, "")]
        said = [entry for entry in said if not _outside(entry, standard, on)]
        if not said:
            return []
        status = Status.NOT_COVERED if asked.computed else Status.STATED
        steps = [Step(entry.text, "", entry.source) for entry in said]
        answer = Answer(status, {}, steps, sentence=" ".join(entry.text for entry in said[:3]))
        return [self._finding(said[0], answer, None, "")]

    def _nothing(self, standard: Standard) -> Finding:
        return Finding(
            Status.NOT_COVERED, "Det står ikke i dokumentet.", standard=standard.id, version=standard.valid_from.isoformat(), edition=standard.edition
        )

    def parse_facts(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Facts from what a person wrote. Raises: FactError for the first that can't be read; KeyError for one that doesn't exist."""
        return {name: parse_value(self.facts[name], value) for name, value in given.items()}


_SILENT = (Status.NOT_APPLICABLE, Status.OUTSIDE_VALIDITY)
"""A rule that doesn't concern the case, or didn't hold on the day."""


def _each_once(findings: list[Finding]) -> list[Finding]:
    """Findings without those of an entry already among them: several councils' rules may lead to one rule of law."""
    return list({one.entry.id if one.entry else "": one for one in findings}.values())


def _reference(rule: Rule, case: Case) -> date:
    if rule.version_by == "asked" or rule.version_by not in case.known_facts:
        return case.on
    day = case.get(rule.version_by)
    return day if isinstance(day, date) else case.on


def _reference_column(rule: Rule, columns: Columns) -> tuple[Array, bool]:
    """Each row's reference date, or one for all; the flag says that it is one."""
    on = np.int32(to_number(columns.on))
    if rule.version_by == "asked" or rule.version_by not in columns.facts:
        return np.array([on]), True
    days, known = columns.get(rule.version_by)
    there = days != NO_DATE if known is None else (days != NO_DATE) & known
    return np.where(there, days, on), False


def _outside(entry: Entry, standard: Standard, day: date) -> str:
    """Why nothing is answered for a day outside validity; empty inside."""
    if day < standard.valid_from:
        return f"{standard.name} {standard.title} gælder først fra {date_plain(standard.valid_from)}."
    if standard.valid_to and day > standard.valid_to:
        return f"{standard.name} {standard.title} gjaldt til og med {date_plain(standard.valid_to)}."
    if entry.valid_from and day < entry.valid_from:
        return f"Reglen gælder først fra {date_plain(entry.valid_from)}."
    if entry.valid_to and day > entry.valid_to:
        return f"Reglen gjaldt til og med {date_plain(entry.valid_to)}."
    return ""


def _outside_column(entry: Entry, standard: Standard, days: Array) -> Array:
    outside: Array = np.zeros(len(days), bool)
    for first in (standard.valid_from, entry.valid_from):
        if first:
            outside |= days < to_number(first)
    for last in (standard.valid_to, entry.valid_to):
        if last:
            outside |= days > to_number(last)
    return outside


def _limited(answer: ColumnAnswer, rows: Array, status: Status) -> ColumnAnswer:
    """The answer with some rows taken out, for a reason."""
    values = {name: (array, both(known, ~rows)) for name, (array, known) in answer.values.items()}
    special = {other: there & ~rows for other, there in answer.special.items()}
    special[status] = rows
    return ColumnAnswer(answer.rows, values, special)


@lru_cache(maxsize=4)
def open_library(path: Path = SHIPPED) -> Book:
    """The library, read once and kept. Raises: LibraryErrors with every problem; then nothing is loaded."""
    return Book(load(path))
