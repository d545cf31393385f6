"""Which sections one may apply for, and which are entered without a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mestring.cases.proposals.proposed import book
from mestring.rules.rulebook import Standard

DECISION, OPEN, BOTH, ADMISSION, ANONYMOUS = "decision", "open", "both", "admission", "anonymous"
WAYS = {
    DECISION: "Kræver en afgørelse",
    OPEN: "Åbent: ingen afgørelse",
    BOTH: "Både åbent og efter en afgørelse",
    ADMISSION: "Optagelse efter lederens afgørelse",
    ANONYMOUS: "Anonymt: ingen sag på navn",
}


@dataclass(frozen=True, slots=True)
class OfferedSection:
    """A section of law a person may get help by (paragraf), and how one enters it.

    Shapes: `way` is decision, open, both, admission or anonymous; `in_standard` is False where only law speaks of it; `duty` is must or may; `nameless` that law or the
    document lets the person be anonymous.
    """

    id: str
    sign: str
    title: str
    kle: str
    duty: str
    way: str
    way_label: str
    in_standard: bool
    entry: str = ""
    source: str = ""
    nameless: bool = False

    @property
    def may_be_applied_for(self) -> bool:
        """True when an application leads to a decision."""
        return self.way in (DECISION, BOTH, ADMISSION)

    @property
    def may_be_entered(self) -> bool:
        """True when one who is known may begin without anybody's decision. Admission to a shelter is its leader's."""
        return self.way in (OPEN, BOTH)

    @property
    def may_be_entered_nameless(self) -> bool:
        """True when one who says no name may begin without anybody's decision."""
        return self.way == ANONYMOUS or (self.may_be_entered and self.nameless)


@lru_cache(maxsize=256)
def sections_offered(standard: str, on: date) -> tuple[OfferedSection, ...]:
    """The sections that hold on a day, in the order of law: those applied for and those entered without a decision.

    A section the document is silent about is offered all the same, for law gives it. Source: RSL § 5. Raises: KeyError.
    """
    found = book().standard(standard)
    return tuple(_offered(found, one.id, on) for one in book().sections.values() if one.applied_for and _holds(one.id, found, on))


def section_offered(standard: str, section: str, on: date) -> OfferedSection | None:
    """One section as it is offered on a day, or None when it isn't. Raises: KeyError."""
    return next((one for one in sections_offered(standard, on) if one.id == section), None)


@dataclass(frozen=True, slots=True)
class Way:
    """How a section is entered, and the entry that says so; `entry` is empty where a decision is only what law takes for granted."""

    way: str
    entry: str = ""


def way_of(standard: str, section: str) -> Way:
    """How a section is entered by a standard: its own words, else law's. Raises: KeyError."""
    said = book().standard(standard).told("way", section) or book().law.told("way", section)
    return Way(said[0][0], said[0][1].id) if said else Way(DECISION)


_ASIDE = ("documentation", "prerequisite")
"""How long papers are kept, and who may have help, say nothing of whether there is help."""


def _holds(section: str, standard: Standard, on: date) -> bool:
    """Whether law, or the document, has anything about the help itself that holds on the day."""
    said = [entry for entry in (*book().law.entries, *standard.entries) if section in entry.sections and entry.topic not in _ASIDE]
    return any((entry.valid_from is None or entry.valid_from <= on) and (entry.valid_to is None or on <= entry.valid_to) for entry in said)


def _offered(standard: Standard, section: str, on: date) -> OfferedSection:
    law = book().sections[section]
    entered = way_of(standard.id, section)
    way, entry = entered.way, entered.entry
    said_by = book().entry(entry).source.label() if entry else ""
    in_standard = any(section in one.sections for one in standard.entries)
    return OfferedSection(section, law.sign, law.title(on), law.kle, law.duty, way, WAYS[way], in_standard, entry, said_by, _nameless(standard, section))


def _nameless(standard: Standard, section: str) -> bool:
    """Whether law or the document says that one may be anonymous when one asks for the section."""
    said = [entry.value for entry in (*book().law.entries, *standard.entries) if section in entry.sections and entry.topic == "access"]
    return any(isinstance(value, dict) and value.get("anonymous") is True for value in said)
