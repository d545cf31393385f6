"""What every proposal is made of: an answer with its source, its strength, what is missing, and the choices a document leaves open.

Everything here is plain values. The day is an argument, and the library is opened by the rulebook alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from mestring.rules.danish import MONTHS, WEEKDAYS
from mestring.rules.facts import NONE
from mestring.rules.finding import Source, Status, Step
from mestring.rules.rulebook import Book, Entry, Finding, Standard, open_library
from mestring.rules.rulebook.model import BINDINGS

Facts = Mapping[str, Any]
"""What is known of a case: fact ids with values. A fact left out is unknown, never no."""

NO_FACTS: Facts = MappingProxyType({})
SILENT = (Status.NOT_APPLICABLE, Status.OUTSIDE_VALIDITY)
"""A rule that doesn't concern the case, or didn't hold on the day."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact a form must ask for (oplysning).

    Shapes: `type` is one of date, yes_no, integer, money, minutes, percent, choice, judgement, monthly; `options` are a choice's keys and Danish
    labels, in order.
    """

    id: str
    label: str
    type: str
    options: tuple[tuple[str, str], ...] = ()
    may_be_none: bool = False
    unit: str = ""
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a trace, written out: what was done or asked, what it led to, and where it stands.

    Shapes: `mark` is met, not_met, to_judge or unknown for a condition, else empty.
    """

    text: str
    value: str = ""
    source: str = ""
    mark: str = ""
    parts: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers a document leaves a person to choose among (valgmulighed). `facts` are what choosing it makes known."""

    key: str
    label: str
    extent: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    source: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a standard or law says about one matter in one case (forslag): guidance for a person, never the decision.

    Shapes: `value` is None when nothing can be said; `choices` are given instead of a guess; `remedy` says in Danish what to do when there is no value.
    """

    matter: str
    sentence: str
    value: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)
    status: Status = Status.STATED
    choices: tuple[Choice, ...] = ()
    missing: tuple[Asked, ...] = ()
    remedy: str = ""
    entry: Entry | None = field(default=None, repr=False)
    finding: Finding | None = field(default=None, repr=False)
    own_steps: tuple[Reason, ...] = ()
    cite: str = ""

    @property
    def entry_id(self) -> str:
        """The rule or statement that answers; empty when neither document nor law says anything."""
        return self.entry.id if self.entry else ""

    @property
    def says(self) -> str:
        """The entry's own sentence: the rule itself, whatever the case."""
        return self.entry.text if self.entry else ""

    @property
    def source(self) -> str:
        """Where it stands: the document with its lines, or the place in law; empty when it stands nowhere."""
        return self.entry.source.label() if self.entry else self.cite

    @property
    def binding(self) -> str:
        """How hard it binds: law, deadline, service_level or indicative; empty when nothing is said."""
        return self.entry.binding if self.entry else "law" if self.cite else ""

    @property
    def binding_label(self) -> str:
        """How hard it binds, in Danish."""
        return BINDINGS.get(self.binding, "")

    @property
    def is_law(self) -> bool:
        """True when law says it, in its own text or through the council's document."""
        return self.binding == "law"

    @property
    def from_law(self) -> bool:
        """True when law's own rule answers, and not the council's document."""
        return self.entry.standard == "law" if self.entry else bool(self.cite)

    @property
    def steps(self) -> tuple[Reason, ...]:
        """The trace, written out. Made when it is read, since few are."""
        return self.own_steps or (written_out(self.finding.steps) if self.finding else ())


def book() -> Book:
    """The library, read once and kept."""
    return open_library()


@lru_cache(maxsize=4096)
def entries(standard: str, section: str, topics: tuple[str, ...]) -> tuple[Entry, ...]:
    """A standard's rules and statements about a section in some topics, in the order of the topics and then of the document. Raises: KeyError."""
    found = [entry for entry in book().standard(standard).entries if section in entry.sections and entry.topic in topics]
    return tuple(sorted(found, key=lambda entry: topics.index(entry.topic)))


def rules(standard: str, section: str, topics: tuple[str, ...], kinds: tuple[str, ...] = ()) -> tuple[Entry, ...]:
    """The entries among them that can be run, of some kinds or of all."""
    return tuple(entry for entry in entries(standard, section, topics) if entry.rule and (not kinds or entry.kind in kinds))


def stated(standard: str, section: str, topics: tuple[str, ...], on: date) -> tuple[Entry, ...]:
    """The sentences among them, those that hold on a day. Raises: KeyError."""
    if not book().standard(standard).in_force(on):
        return ()
    return tuple(entry for entry in entries(standard, section, topics) if not entry.rule and _holds(entry, on))


def _holds(entry: Entry, on: date) -> bool:
    replaced = entry.superseded is not None and entry.superseded.valid_from <= on
    return not replaced and (entry.valid_from is None or entry.valid_from <= on) and (entry.valid_to is None or on <= entry.valid_to)


def sign(section: str) -> str:
    """`§ 82 a`, or the title of what is no section. Raises: KeyError."""
    return book().sections[section].sign


def whose(standard: Standard) -> str:
    """`Vejle 2023`, or `loven`."""
    return "loven" if standard.is_law else standard.short


@lru_cache(maxsize=1024)
def asked(fact: str) -> Asked:
    """A fact as a form asks for it. Raises: KeyError."""
    found = book().facts[fact]
    return Asked(found.id, found.label, found.type, tuple(found.options.items()), found.may_be_none, found.unit, found.answered_by)


def all_asked(facts: Iterable[str]) -> tuple[Asked, ...]:
    """Facts as a form asks for them, each once, in the order given."""
    return tuple(asked(fact) for fact in dict.fromkeys(facts))


def facts_of(found: Iterable[Entry]) -> tuple[Asked, ...]:
    """The facts that rules may read, in the order they would be asked for."""
    return all_asked(fact for entry in found for fact in entry.facts)


def written_out(steps: Iterable[Step]) -> tuple[Reason, ...]:
    """A trace as plain words."""
    return tuple(Reason(step.text, step.value, _label(step.source), step.mark or "", written_out(step.parts)) for step in steps)


def _label(source: Source | None) -> str:
    return source.label() if source else ""


def from_finding(matter: str, finding: Finding, value: str = "", remedy: str = "") -> Proposed:
    """A rule's answer as a proposal; `value` names which of its values is the answer."""
    answer = finding.values.get(value) if value else None
    return Proposed(
        matter,
        finding.sentence,
        None if answer is NONE else answer,
        finding.values,
        finding.status,
        missing=all_asked(finding.missing),
        remedy=remedy,
        entry=finding.entry,
        finding=finding,
    )


def from_entry(matter: str, entry: Entry, value: Any = None, sentence: str = "") -> Proposed:
    """What an entry states, without running it."""
    return Proposed(matter, sentence or entry.text, value, entry=entry, own_steps=(Reason(entry.text, source=entry.source.label()),))


def nothing(matter: str, sentence: str, remedy: str = "", cite: str = "") -> Proposed:
    """That neither document nor law says anything, and what to do then."""
    return Proposed(matter, sentence, status=Status.NOT_COVERED, remedy=remedy, cite=cite)


def answers(matter: str, found: Iterable[Entry], facts: Facts, on: date, value: str = "") -> list[Proposed]:
    """Every rule's answer that concerns the case; two rules that lead to the same rule of law answer once."""
    by_entry: dict[str, Proposed] = {}
    for entry in found:
        finding = book().answer(entry, facts, on)
        if finding.status not in SILENT and finding.entry:
            by_entry.setdefault(finding.entry.id, from_finding(matter, finding, value))
    return list(by_entry.values())


def ask(matter: str, question: str, standard: str, section: str, facts: Facts, on: date, value: str = "") -> tuple[Proposed, ...]:
    """The library's answers to a question, those that concern the case; one that says nothing when all are silent. Raises: KeyError."""
    found = book().ask(question, standard, section, facts, on)
    return tuple(from_finding(matter, finding, value) for finding in found)


def with_facts(facts: Facts, **more: Any) -> dict[str, Any]:
    """Facts with others added where they are not known already."""
    return {**more, **facts}


def outside(standard: str, on: date) -> str:
    """Why a standard says nothing on a day; empty when it is in force. Raises: KeyError."""
    found = book().standard(standard)
    if found.in_force(on):
        return ""
    if on < found.valid_from:
        return f"{found.short} gælder først fra {in_text(found.valid_from, None)}."
    return f"{found.short} gjaldt til og med {in_text(found.valid_to or found.valid_from, None)}."


def in_text(day: date, on: date | None) -> str:
    """`fredag 27. november`, with the year when it is not the year of `on`."""
    year = "" if on is not None and day.year == on.year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {day.day}. {MONTHS[day.month - 1]}{year}"


def renamed(proposed: Proposed, **changes: Any) -> Proposed:
    """The proposal with some of its parts said otherwise."""
    return replace(proposed, **changes)
