"""The page of one section in one standard: the questions a citizen has, each answered with its source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mestring.rules.rulebook import Book, Entry, Standard
from mestring.rules.rulebook.model import Reading, Section, SectionPage
from mestring.web.public import examples, tables, words
from mestring.web.shell import installation

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One entry on the page, with an example where its rule has one."""

    entry: Entry
    worked: examples.Worked | None = None
    table: tables.Shown | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Lines from one place: the section itself, what the standard says of all help, or the law."""

    title: str
    lines: tuple[Line, ...]
    more: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One question and its answers. Shapes: `silent` says that the document's section has no answer."""

    id: str
    title: str
    parts: tuple[Part, ...]
    silent: bool = False

    @property
    def entries(self) -> list[Entry]:
        return [line.entry for part in self.parts for line in (*part.lines, *part.more)]


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the few things to know at once."""

    label: str
    text: str
    target: str
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """A question the text leaves open, and how it is read here."""

    title: str
    text: str
    entry: Entry | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template shows."""

    standard: Standard
    section: Section
    title: str
    plain_title: str
    lead: str
    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]
    changed: tuple[Entry, ...]
    count: int
    neighbours: tuple[tuple[Standard, bool], ...]

    @property
    def changes(self) -> list[Entry]:
        """Each change of the law once, though it touches several entries."""
        return list({entry.superseded.text: entry for entry in self.changed if entry.superseded}.values())


def _is_what(entry: Entry) -> bool:
    return (entry.topic == "content" and entry.aspect in (None, "purpose", "theme", "principle", "place")) or (
        entry.topic == "goals" and entry.aspect == "purpose"
    )


def _is_extent(entry: Entry) -> bool:
    return entry.topic in ("level", "amount", "hour_bank", "companion_rule") or (entry.topic == "content" and not _is_what(entry))


def _topics(*topics: str) -> Callable[[Entry], bool]:
    return lambda entry: entry.topic in topics


# Title on the page, and whether a silent document is said out loud: a citizen will look for these.
QUESTIONS: tuple[tuple[str, str, Callable[[Entry], bool], bool], ...] = (
    ("hvad", "Hvad er det?", _is_what, False),
    ("hvem", "For hvem?", _topics("target_group", "prerequisite"), True),
    ("omfang", "Hvad kan du få?", _is_extent, True),
    ("laenge", "Hvor længe?", _topics("duration"), True),
    ("pris", "Hvad koster det?", _topics("payment"), True),
    ("svar", "Hvornår får du svar?", _topics("deadline"), True),
    ("gang", "Hvordan foregår det?", _topics("access", "assessment", "process", "decision_maker", "documentation", "notification", "contact"), False),
    ("opf", "Hvordan følger vi op?", lambda entry: entry.topic in ("follow_up", "kpi") or (entry.topic == "goals" and entry.aspect != "purpose"), True),
    ("valg", "Kan du vælge selv?", _topics("free_choice", "provider"), True),
    ("klage", "Hvis du er uenig", _topics("complaint", "notice"), True),
)
# Where the document is silent, law's own rules for all help answer these.
FROM_GENERAL_LAW = ("svar", "klage")
# Rules of law on how receipt is counted: used by others, no answer to when a reply comes.
NOT_AN_ANSWER = ("rsl-receipt", "rsl-quickpost-documented")
# What one can get is a long list in most documents: it is told by kind.
_EXTENTS: tuple[tuple[str, Callable[[Entry], bool]], ...] = (
    ("", lambda entry: entry.topic in ("level", "amount", "hour_bank") or entry.aspect in (None, "figure", "form", "criterion", "right", "duty")),
    ("Det omfatter", lambda entry: entry.aspect == "includes"),
    ("Det omfatter ikke", lambda entry: entry.aspect == "excludes"),
    ("Det må hjælperen", lambda entry: entry.aspect == "may"),
    ("Det må hjælperen ikke", lambda entry: entry.aspect == "may_not"),
    ("Andet", lambda entry: True),
)
_ASPECTS = (
    "purpose",
    "theme",
    "principle",
    "criterion",
    "right",
    "form",
    "figure",
    None,
    "includes",
    "place",
    "may",
    "may_not",
    "excludes",
    "exclusion",
    "duty",
)


def _elsewhere(entry: Entry) -> bool:
    """Told in a catalogue or an annex, not where the document tells of the section itself."""
    return not entry.file.rpartition("/")[2].startswith(("sel-", "abl-"))


_MEASURES = ("hour_bank", "level", "amount")


def _weight(entry: Entry) -> tuple[bool, bool, bool, int]:
    """What comes first on a page: how much there is, then what can be worked out, then what is told."""
    return (_elsewhere(entry), entry.topic not in _MEASURES, entry.rule is None, _ASPECTS.index(entry.aspect) if entry.aspect in _ASPECTS else len(_ASPECTS))


def own_entries(standard: Standard, section: str) -> list[Entry]:
    return [entry for entry in standard.entries if section in entry.sections]


@lru_cache(maxsize=512)
def build(standard_id: str, section_id: str, today: date) -> Page:
    """The page as it is today: its examples begin today."""
    book = installation.book()
    standard = book.law if standard_id == book.law.id else book.standards[standard_id]
    section = book.sections[section_id]
    own = own_entries(standard, section_id)
    general = [] if section_id == "general" else own_entries(standard, "general")
    law = [] if standard is book.law else own_entries(book.law, section_id)
    general_law = own_entries(book.law, "general")
    blocks = []
    for block_id, title, wanted, must_say in QUESTIONS:
        lines = sorted(filter(wanted, own), key=_weight)
        parts = _parts(book, block_id, lines, today)
        silent = not lines and must_say and standard is not book.law
        computed = any(entry.kind in ("deadline", "complaint") for entry in lines)
        if (not lines or (block_id in FROM_GENERAL_LAW and not computed)) and section_id != "general":
            from_general = sorted(filter(wanted, general), key=_weight) if block_id in ("svar", "klage", "opf", "pris", "valg") and not lines else []
            if from_general:
                parts.append(_part(book, "For al hjælp" if standard is book.law else f"For al hjælp i {standard.name}", from_general, today))
            from_law = list(filter(wanted, law))
            if (
                not any(entry.kind in ("deadline", "complaint") for entry in (*from_law, *from_general))
                and block_id in FROM_GENERAL_LAW
                and standard is not book.law
            ):
                from_law += [entry for entry in filter(wanted, general_law) if entry.id not in NOT_AN_ANSWER]
            if from_law:
                parts.append(_part(book, "Det siger loven", sorted(from_law, key=_weight), today))
        if parts or silent:
            blocks.append(Block(block_id, title, tuple(parts), silent))
    page: SectionPage | None = standard.section_pages.get(section_id)
    return Page(
        standard=standard,
        section=section,
        title=(page and page.title) or section.title(today),
        plain_title=page.plain_title if page else section.plain_title,
        lead=page.lead if page else "",
        facts=tuple(_facts(book, standard, section_id, blocks, general)),
        blocks=tuple(blocks),
        changed=_changed(own, today),
        count=len(own),
        neighbours=tuple((other, section_id in other.section_pages) for other in book.standards.values()),
    )


def _changed(entries: list[Entry], today: date) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.superseded and entry.superseded.valid_from <= today)


def _parts(book: Book, block_id: str, lines: list[Entry], today: date) -> list[Part]:
    if block_id != "omfang":
        return [_part(book, "", lines, today)] if lines else []
    parts, left = [], lines
    for title, wanted in _EXTENTS:
        here = [entry for entry in left if wanted(entry)]
        left = [entry for entry in left if not wanted(entry)]
        if here:
            parts.append(_part(book, title, here, today))
    return parts


def _part(book: Book, title: str, entries: Iterable[Entry], today: date) -> Part:
    lines = [Line(entry, examples.work(book, entry, today), tables.of(book, entry, today)) for entry in entries]
    # A list that is one or two too long is shown whole: a fold costs more than it saves.
    cut = SHOWN if len(lines) > SHOWN + 2 else len(lines)
    return Part(title, tuple(lines[:cut]), tuple(lines[cut:]))


# What a citizen wants to know at once, and the block and topic that tell it.
_FACTS = (
    ("Hvem afgør", "gang", "decision_maker"),
    ("Hvor længe", "laenge", "duration"),
    ("Pris", "pris", "payment"),
    ("Svar inden", "svar", "deadline"),
    ("Opfølgning", "opf", "follow_up"),
    ("Klage", "klage", "complaint"),
)
_MAIN_KINDS = {"payment": "payment", "follow_up": "cadence", "deadline": "deadline", "complaint": "complaint", "duration": "cap"}


def _facts(book: Book, standard: Standard, section: str, blocks: list[Block], general: list[Entry]) -> Iterable[Fact]:
    """The few things to know at once: of a council's document each is said, if only that it isn't there."""
    by_id = {block.id: block for block in blocks}
    for label, block_id, topic in _FACTS:
        found = [entry for entry in by_id[block_id].entries if entry.topic == topic] if block_id in by_id else []
        said = _decider(book, section, found, general) if topic == "decision_maker" else _told(book, standard, section, found)
        if said:
            yield Fact(label, said[0], block_id, said[1])
        elif standard is not book.law:
            yield Fact(label, words.SAID_NOT, block_id)


def _told(book: Book, standard: Standard, section: str, found: list[Entry]) -> tuple[str, bool] | None:
    """The main point of the section's own entries, else of those on all help, else what law says in a few words."""
    found = [entry for entry in found if entry.id not in NOT_AN_ANSWER and (entry.topic != "deadline" or entry.kind == "deadline" or not entry.rule)]
    own = [entry for entry in found if section in entry.sections and entry.standard == standard.id]
    if own:
        point = main_point(book, own)
        # What a document says of its own right to complain is worth less than how long one has.
        if point[1] or own[0].topic != "complaint":
            return point
    others = [entry for entry in found if entry not in own]
    council = [entry for entry in others if entry.standard == standard.id and (entry.topic != "deadline" or entry.kind == "deadline" or entry.aspect is None)]
    from_law = main_point(book, law) if (law := [entry for entry in others if entry.standard != standard.id]) else ("", False)
    if council and not (council[0].topic == "complaint" and from_law[1]):
        return main_point(book, council)
    if from_law[1]:
        return from_law
    return main_point(book, own) if own else None


_DECIDES = re.compile(r"\b(afgør|afgøres|træffer? afgørelse|bevilge|bevilger|bevilges|optages|visiterer|tager stilling)\b")


def _decider(book: Book, section: str, found: list[Entry], general: list[Entry]) -> tuple[str, bool] | None:
    """Who decides: the section's own words first, then what holds for all help; as a name where the entry has one as data, else as it is said."""
    for entries in ([entry for entry in found if section in entry.sections], general):
        about = [entry for entry in sorted(entries, key=_elsewhere) if entry.topic == "decision_maker" and _DECIDES.search(entry.text)]
        named = next((who for entry in about if (who := _who(entry))), None)
        if named:
            word = book.term(named)
            return word[:1].upper() + word[1:], True
        plain = [entry for entry in about if entry.aspect is None] or about
        if plain:
            said = [words.first_sentence(entry.text, None) for entry in plain[:2]]
            return said[0] if len(said) == 1 else f"{said[0]}. {said[1]}.", False
    return None


def _who(entry: Entry) -> str | None:
    """Who decides on the help itself, where an entry has it as data."""
    value = entry.value if isinstance(entry.value, dict) else {}
    if {"discussed_by", "examples"} & set(value) or value.get("decides", "optagelse") != "optagelse":
        return None
    who = value.get("department") or value.get("decider") or value.get("decided_by")
    return who if isinstance(who, str) else None


def main_point(book: Book, entries: list[Entry]) -> tuple[str, bool]:
    """What matters most of some entries on one topic, and whether it is the whole point in a few words.

    A rule that concerns only some cases is never taken for the whole: then it is said what the answer depends on, or what the document says first.
    """
    kind = _MAIN_KINDS.get(entries[0].topic)
    in_order = sorted(entries, key=lambda entry: (_elsewhere(entry), entry.aspect == "exception", entry.source.lines or (0, 0)))
    main = [entry for entry in in_order if entry.kind == kind]
    for entry in main:
        if not _guard(entry) and (said := words.short(book, entry)) and len(said) <= 160:
            return said, entry is in_order[0] or len(said) <= 80
    if len(main) > 1 and all(map(_guard, main)):
        name, times = Counter(name for entry in main for name in _guard(entry)).most_common(1)[0]
        label = book.facts[name].label
        if times > len(main) / 2 and book.facts[name].type == "choice":
            comma = "," if label.startswith(("Hv", "Om ")) else ""
            return f"Afhænger af{comma} {label[:1].lower()}{label[1:]}", False
    return words.first_sentence(in_order[0].text, None), False


def _guard(entry: Entry) -> Mapping[str, object]:
    """What must hold for a rule to concern a case; empty when it always does."""
    return (entry.rule.applies_when or {}) if entry.rule else {}


def of_reading(entry: Entry, reading: Reading) -> Unclear:
    return Unclear(reading.question, f"Her læses det sådan: {reading.chosen}. {reading.because}".replace("..", "."), entry, reading.status == "settled")
