"""Short words for the pages: what a section is called, what an entry says in a few words, and how topics are named."""

from __future__ import annotations

import re
from datetime import date

from mestring.rules.kinds import Cap, Levels, Trigger
from mestring.rules.rulebook import Book, Entry, Standard
from mestring.rules.rulebook.model import TOPIC_LABELS, Section

# As the library names them, but for those a citizen would not understand.
TOPICS = TOPIC_LABELS | {
    "deadline": "Svartid",
    "amount": "Omfang",
    "hour_bank": "Opsparing af timer",
    "process": "Sagens gang",
    "kpi": "Kvalitetsmål",
    "companion_rule": "Ledsagerens opgaver",
}
SAID_NOT = "Står ikke i dokumentet"


def section_mark(section: Section) -> str:
    """`§ 82 a`, `ABL § 105`; empty for what is no section of law."""
    return (section.law or "").removeprefix("SEL ")


def law_name(section: Section) -> str:
    """`serviceloven § 107` or `almenboliglovens § 105`."""
    mark = section_mark(section)
    if not mark:
        return ""
    if mark.startswith("ABL "):
        return f"almenboliglovens {mark.removeprefix('ABL ')}"
    return f"serviceloven {mark}"


def standard_label(standard: Standard) -> str:
    """`Vejle 2023`, `Ballerup uden dato`."""
    return standard.short if standard.short[-1:].isdigit() else f"{standard.short} uden dato"


def year_label(standard: Standard) -> str:
    year = standard.id.rpartition("-")[2]
    return year if year.isdigit() else "uden dato"


# A full stop after a figure is an ordinal (hvert 2. år), no end.
_END = re.compile(r"(?<!\d)\. (?=[A-ZÆØÅ])|; ")


def first_sentence(text: str, at_most: int | None = 120) -> str:
    """The first sentence, cut at a word when it is too long for its place; None for a place with room for all of it."""
    sentence = _END.split(text, maxsplit=1)[0].rstrip(".")
    if at_most is None or len(sentence) <= at_most:
        return sentence
    return sentence[:at_most].rsplit(" ", 1)[0].rstrip(",;") + " …"


_BRIEF_KINDS = ("payment", "cadence", "deadline", "complaint", "balance", "notice")


def short(book: Book, entry: Entry) -> str | None:
    """What an entry says in a few words; None when it has no short form."""
    rule = entry.rule
    if rule is None:
        return _yes_or_no(entry)
    if isinstance(rule, Levels):
        return f"{len(rule.rows)} trin eller niveauer"
    if entry.kind in _BRIEF_KINDS or (isinstance(rule, Cap) and rule.is_duration):
        said = rule.brief(book.world)
        return said[:1].upper() + said[1:] or None
    if isinstance(rule, Trigger) and rule.unchanged:
        return f"Når intet er ændret i {rule.unchanged.length}"
    return None


def _yes_or_no(entry: Entry) -> str | None:
    """Free choice is often a plain yes or no."""
    if entry.topic != "free_choice":
        return None
    value = entry.value.get("free_choice") if isinstance(entry.value, dict) else entry.value
    return ("Ja" if value else "Nej") if isinstance(value, bool) else None


def span(start: date, day: date) -> str:
    """How long after the start a day is, in the unit that fits: `9 mdr.`, `14 dage`."""
    months = (day.year - start.year) * 12 + day.month - start.month
    if months and abs(day.day - start.day) <= 3:
        return f"{months} mdr." if months % 12 else f"{months // 12} år"
    days = (day - start).days
    return f"{days // 7} uger" if days % 7 == 0 and days else f"{days} dage"
