"""What the library holds once it has been read and found whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from mestring.rules.facts import Fact
from mestring.rules.finding import Source
from mestring.rules.kinds import Rule
from mestring.rules.world import Rate, World

TOPICS = (
    "target_group", "access", "level", "duration", "deadline", "follow_up", "documentation", "complaint", "payment", "free_choice",
    "provider", "decision_maker", "notice", "notification", "hour_bank", "amount", "goals", "assessment", "process", "kpi",
    "companion_rule", "contact", "prerequisite", "content",
)  # fmt: skip
TOPIC_LABELS = dict(
    zip(
        TOPICS,
        (
            "Målgruppe", "Adgang", "Niveau", "Varighed", "Sagsbehandlingsfrist", "Opfølgning", "Dokumentation", "Klage", "Betaling", "Frit valg",
            "Leverandør", "Hvem afgør", "Varsel", "Underretning", "Timebank", "Beløb", "Mål", "Udredning", "Sagsgang", "Nøgletal",
            "Ledsageren må og må ikke", "Kontakt", "Forudsætning", "Indhold",
        ),
        strict=True,
    )
)  # fmt: skip
ASPECTS = (
    "purpose",
    "includes",
    "excludes",
    "criterion",
    "exclusion",
    "may",
    "may_not",
    "form",
    "place",
    "theme",
    "principle",
    "right",
    "duty",
    "figure",
    "exception",
)
BINDINGS = {
    "law": "Lov",
    "deadline": "Kommunens offentliggjorte frist",
    "service_level": "Serviceniveau: kan fraviges med en begrundelse",
    "indicative": "Vejledende",
}
MARKS = ("heading", "foreword", "contents", "page_furniture", "reading_guide", "quoted_law", "scan_noise", "definition")
REASONS = {"judgement": "Et skøn, ingen regel kan gøre", "missing_kind": "Ingen regeltype kan udtrykke det", "unclear": "Teksten er ikke klar nok"}
FINDING_TYPES = {
    "contradiction": "Modsigelse",
    "gap": "Hul",
    "error": "Fejl",
    "outdated": "Forældet",
    "law_differs": "Loven siger noget andet",
}

WAYS = ("decision", "open", "both", "admission", "anonymous")
"""How a section is entered: by a decision, open to all, both, by admission to a shelter, or without a name."""
DECIDERS = ("caseworker", "committee", "leader", "shelter_leader", "advisers")
METHODS = ("vum2", "vum1", "none")
CONDITIONS_OF = ("form", "start", "word")
"""What a condition is about when it isn't the section: one form of the help, its beginning once offered, or what a word means."""


@dataclass(frozen=True, slots=True)
class Tells:
    """What an entry settles beside its own matter, as words the program follows: how a section is entered, who decides, by which method it is assessed.

    Shapes: each is empty when the entry doesn't settle it; `of` are the sections it is settled for.
    """

    way: str = ""
    decider: str = ""
    method: str = ""
    condition_of: str = ""
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to read an unclear text; `change` is laid over the rule's fields, less those in `without`, so that it can be run."""

    id: str
    text: str
    change: Mapping[str, Any] | None = None
    without: tuple[str, ...] = ()

    @property
    def can_be_run(self) -> bool:
        """True when the reading is data and not only words."""
        return self.change is not None or bool(self.without)

    def fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The rule's fields as this reading has them."""
        return merged({name: value for name, value in fields.items() if name not in self.without}, self.change or {})


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a text is unclear: the question, the reading chosen, and the others."""

    id: str
    question: str
    chosen: str
    because: str
    status: str
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Superseded:
    """Law that has changed since the document: from which day, and which entry of law answers then."""

    valid_from: date
    text: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A test of a rule: given facts, expected answers, a name a caseworker understands."""

    name: str
    rule: str
    given: Mapping[str, Any]
    expect: Mapping[str, Any]
    on: date
    place: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Who compared an entry with its source, when, and the hash of what they read; lapses when the entry changes."""

    by: str
    on: date
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule or statement of a standard or of law."""

    id: str
    standard: str
    sections: tuple[str, ...]
    topic: str
    kind: str
    text: str
    source: Source
    binding: str
    value: Any = None
    aspect: str | None = None
    departure: Mapping[str, Any] | None = None
    readings: tuple[Reading, ...] = ()
    superseded: Superseded | None = None
    fills: str | None = None
    tells: Tells | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    rule: Rule | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    reviewed: Reviewed | None = None
    hash: str = ""
    file: str = ""
    places: Mapping[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict)

    def place(self, *path: str | int) -> tuple[int, int]:
        """Where the entry, or one of its fields, stands in its file: line and column, from 1."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts the rule may read; none for a statement."""
        return self.rule.facts() if self.rule else ()

    @property
    def topic_label(self) -> str:
        """The topic in Danish."""
        return TOPIC_LABELS[self.topic]

    @property
    def binding_label(self) -> str:
        """How hard the entry binds, in Danish."""
        return BINDINGS[self.binding]

    def parameters(self) -> Any:
        """The entry's bare facts: a statement's value, or a rule's fields as they stand in the file."""
        return dict(self.fields) if self.rule else self.value


@dataclass(frozen=True, slots=True)
class Note:
    """Something said about a document: a finding, or a passage left out."""

    id: str
    standard: str
    type: str
    text: str
    source: Source
    chosen: str = ""
    status: str = "settled"
    sections: tuple[str, ...] = ()

    @property
    def type_label(self) -> str:
        """The type in Danish."""
        return FINDING_TYPES.get(self.type) or REASONS.get(self.type, self.type)


@dataclass(frozen=True, slots=True)
class Marked:
    """Lines that hold no rule: a heading, a foreword, a list of contents."""

    lines: tuple[int, int]
    what: str


@dataclass(frozen=True, slots=True)
class OpenTerm:
    """What law leaves to a council, and the bound it sets."""

    id: str
    section: str
    topic: str
    kind: str
    text: str
    source: Source
    field: str | None = None
    at_most: str | None = None
    at_least: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The adopted text. It isn't shipped; its lines are cited and its hash is known."""

    id: str
    file: str
    sha256: str
    dated: str = ""


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section of a standard as a citizen would look for it."""

    id: str
    title: str
    plain_title: str
    lead: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class SectionName:
    """What law calls a section from a day on (navn). Shapes: `title` as a heading, `in_a_sentence` as the help stands in a sentence."""

    valid_from: date
    title: str
    in_a_sentence: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of law that cases are about. Shapes: `names` in the order of their days; the first holds from the beginning."""

    id: str
    names: tuple[SectionName, ...]
    plain_title: str
    law: str = ""
    kle: str = ""
    duty: str = ""
    applied_for: bool = True

    def title(self, on: date) -> str:
        """The section's title on a day: `Midlertidigt botilbud`."""
        return self._name(on).title

    def named(self, on: date) -> str:
        """The help as it stands in a sentence on a day: `socialpædagogisk støtte`, `et midlertidigt botilbud`."""
        return self._name(on).in_a_sentence

    def _name(self, on: date) -> SectionName:
        return next(name for name in reversed(self.names) if name.valid_from <= on)

    @property
    def sign(self) -> str:
        """`§ 107`, `§ 82 a`, or the title of what is no section."""
        if self.law.startswith("SEL "):
            return self.law.removeprefix("SEL ")
        return self.law or self.names[0].title


@dataclass(frozen=True)
class Standard:
    """An adopted version of a council's standard, or the law beneath them (id `law`)."""

    id: str
    council: str
    name: str
    title: str
    adopted_by: str
    adopted_on: date | None
    valid_from: date
    valid_to: date | None
    edition: int
    document: Document
    contact: Mapping[str, Any]
    entries: tuple[Entry, ...]
    section_pages: Mapping[str, SectionPage]
    findings: tuple[Note, ...]
    not_modelled: tuple[Note, ...]
    marked: tuple[Marked, ...]
    open_terms: tuple[OpenTerm, ...]
    passages: Mapping[str, str]
    hash: str
    note: str = ""

    @property
    def is_law(self) -> bool:
        """True for the law beneath the councils' standards."""
        return self.id == "law"

    @cached_property
    def _told(self) -> dict[tuple[str, str], list[tuple[str, Entry]]]:
        found: dict[tuple[str, str], list[tuple[str, Entry]]] = {}
        for entry in self.entries:
            for matter in ("way", "decider", "method"):
                word = getattr(entry.tells, matter, "")
                for section in entry.tells.of if entry.tells and word else ():
                    found.setdefault((matter, section), []).append((word, entry))
        return found

    def told(self, matter: str, section: str) -> tuple[tuple[str, Entry], ...]:
        """What the document settles of a matter (way, decider, method) for a section, each word with the entry that says it; empty when it is silent."""
        return tuple(self._told.get((matter, section), ()))

    @property
    def cited(self) -> str:
        """The document by its own title and year, as a letter names it: `Viborg Kommune: Kvalitetsstandarder 2020`."""
        year = self.document.dated[:4]
        return f"{self.name}: {self.title}" + (f" ({year})" if year.isdigit() and year not in self.title else "")

    @property
    def short(self) -> str:
        """`Vejle 2023`."""
        council, _, year = self.id.partition("-")
        return council.capitalize() + (f" {year}" if year.isdigit() else "")

    def in_force(self, day: date) -> bool:
        """Whether the version holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Contents:
    """All the parts of the library, read and checked."""

    law: Standard
    standards: Mapping[str, Standard]
    facts: Mapping[str, Fact]
    rates: Mapping[str, Rate]
    sections: Mapping[str, Section]
    terms: Mapping[str, Mapping[str, str]]
    world: World
    vocabulary: Mapping[str, Any] = field(default_factory=dict)


def merged(fields: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """Fields with a change laid over them: maps are merged, everything else is replaced."""
    found = dict(fields)
    for key, value in change.items():
        old = found.get(key)
        found[key] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return found


def plain(value: Any) -> Any:
    """Any value of the library as JSON can hold it: dates as text, decimals as numbers in text."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def content_hash(value: Any) -> str:
    """A short hash of content, the same for the same content everywhere. Unit: 16 hex digits of SHA-256."""
    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
