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
NOT_APPLIED_FOR = ("general", "other", "3a", "10", "81", "82", "141", "148", "163")
"""Rules for all cases, advice, the duty to care, and what comes with a grant: nobody applies for them by themselves."""

_OF_STANDARD = {
    ("ballerup-undated", "82a"): (OPEN, "ballerup-82a-no-visitation"),
    ("ballerup-undated", "82b"): (OPEN, "ballerup-82a-no-visitation"),
    ("randers-2019", "82a"): (OPEN, "randers-82a-no-visitation"),
    ("randers-2019", "82b"): (OPEN, "randers-82a-no-visitation"),
    ("rebild-2015", "99"): (OPEN, "rebild-99-no-visitation"),
    ("rebild-2015", "104"): (BOTH, "rebild-104-open-no-visitation"),
    ("vejle-2023", "82a"): (DECISION, "vejle-82ab-follow-up"),
    ("vejle-2023", "82b"): (DECISION, "vejle-82ab-follow-up"),
    ("vejle-2023", "85"): (BOTH, "vejle-85-open-no-grant"),
    ("vejle-2023", "109"): (ADMISSION, "vejle-109-decider"),
    ("viborg-2020", "82a"): (DECISION, "viborg-82abc-complaint"),
    ("viborg-2020", "82b"): (DECISION, "viborg-82abc-complaint"),
    ("viborg-2020", "99"): (OPEN, "viborg-99-outreach"),
    ("viborg-2020", "104"): (BOTH, "viborg-104-open-access"),
    ("viborg-2020", "109"): (ADMISSION, "viborg-109-decider"),
    ("viborg-2020", "110"): (ADMISSION, "viborg-110-decider"),
}
"""How a section is entered where a document says so, and the entry that says it."""

_OF_LAW = {
    "82a": (OPEN, "sel-82a-may"),
    "82b": (OPEN, "sel-82b-may"),
    "82c": (OPEN, "sel-82c-purpose"),
    "82d": (OPEN, "sel-82d-content"),
    "99": (OPEN, "sel-99-target-group"),
    "101a": (ANONYMOUS, "sel-101a-decision"),
    "109": (ADMISSION, "sel-109-decider"),
    "110": (ADMISSION, "sel-110-decider"),
}
"""How a section is entered where no document says otherwise."""


@dataclass(frozen=True, slots=True)
class OfferedSection:
    """A section of law a person may get help by (paragraf), and how one enters it.

    Shapes: `way` is decision, open, both, admission or anonymous; `in_standard` is False where only law speaks of it; `duty` is must or may.
    """

    id: str
    sign: str
    title: str
    plain_title: str
    kle: str
    duty: str
    way: str
    way_label: str
    in_standard: bool
    entry: str = ""
    source: str = ""

    @property
    def may_be_applied_for(self) -> bool:
        """True when an application leads to a decision."""
        return self.way in (DECISION, BOTH)

    @property
    def may_be_entered(self) -> bool:
        """True when help may begin without the authority's decision."""
        return self.way != DECISION


@lru_cache(maxsize=256)
def sections_offered(standard: str, on: date) -> tuple[OfferedSection, ...]:
    """The sections that hold on a day, in the order of law: those applied for and those entered without a decision.

    A section the document is silent about is offered all the same, for law gives it. Source: RSL § 5. Raises: KeyError.
    """
    found = book().standard(standard)
    return tuple(_offered(found, section) for section in book().sections if section not in NOT_APPLIED_FOR and _holds(section, found, on))


def section_offered(standard: str, section: str, on: date) -> OfferedSection | None:
    """One section as it is offered on a day, or None when it isn't. Raises: KeyError."""
    return next((one for one in sections_offered(standard, on) if one.id == section), None)


@dataclass(frozen=True, slots=True)
class Way:
    """How a section is entered, and the entry that says so; `entry` is empty where a decision is only what law takes for granted."""

    way: str
    entry: str = ""


def way_of(standard: str, section: str) -> Way:
    """How a section is entered by a standard: its own words, else law's."""
    return Way(*(_OF_STANDARD.get((standard, section)) or _OF_LAW.get(section, (DECISION, ""))))


def _holds(section: str, standard: Standard, on: date) -> bool:
    """Whether law, or the document, has anything about the section that holds on the day; how long papers are kept says nothing about help."""
    said = [entry for entry in (*book().law.entries, *standard.entries) if section in entry.sections and entry.topic != "documentation"]
    return any((entry.valid_from is None or entry.valid_from <= on) and (entry.valid_to is None or on <= entry.valid_to) for entry in said)


def _offered(standard: Standard, section: str) -> OfferedSection:
    law = book().sections[section]
    entered = way_of(standard.id, section)
    way, entry = entered.way, entered.entry
    said_by = book().entry(entry).source.label() if entry else ""
    in_standard = any(section in one.sections for one in standard.entries)
    return OfferedSection(section, law.sign, law.title, law.plain_title, law.kle, law.duty, way, WAYS[way], in_standard, entry, said_by)
