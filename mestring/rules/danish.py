"""Dates, amounts and lists as a Danish sentence writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")


def date_long(day: date) -> str:
    """`søndag 28. februar 2027`."""
    return f"{WEEKDAYS[day.weekday()]} {date_plain(day)}"


def date_plain(day: date) -> str:
    """`28. februar 2027`."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def date_short(day: date) -> str:
    """`28. feb. 2027`; months of four letters or fewer are written in full, as the tables do."""
    name = MONTHS[day.month - 1]
    return f"{day.day}. {name if len(name) <= 4 else name[:3] + '.'} {day.year}"


def hours(minutes: int) -> str:
    """`15 timer`, `1 time 30 min.`, `42 min.`. Unit: minutes in."""
    whole, rest = divmod(minutes, 60)
    parts = [f"{whole} {'time' if whole == 1 else 'timer'}"] if whole else []
    if rest or not whole:
        parts.append(f"{rest} min.")
    return " ".join(parts)


def number(value: object) -> str:
    """A number with a decimal comma."""
    return str(value).replace(".", ",")


def yes_no(value: bool) -> str:
    """`ja` or `nej`."""
    return "ja" if value else "nej"


def quoted(text: str) -> str:
    """`”Jeg vil hjem.”`: somebody's own words. Who wrote them with quotation marks around has them once."""
    return f"”{text.strip().strip(_QUOTES)}”"


_QUOTES = '"”“„«»'


def listing(items: Iterable[str], last: str = "og") -> str:
    """`a, b og c`."""
    words = list(items)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


_SINGULAR = {
    "gange": "gang",
    "mødegange": "mødegang",
    "samtaler": "samtale",
    "kontakter": "kontakt",
    "overnatninger": "overnatning",
    "medarbejdere": "medarbejder",
    "borgere": "borger",
    "måneder": "måned",
    "timer": "time",
    "dage": "dag",
    "uger": "uge",
}


def counted(value: object, unit: str) -> str:
    """`1 gang pr. måned`, `3 gange pr. måned`: the unit's first word in the singular when there is one."""
    first, _, rest = unit.partition(" ")
    word = _SINGULAR.get(first, first) if value == 1 and not isinstance(value, bool) else first
    return " ".join(part for part in (number(value), word, rest) if part)


_WITHOUT_SUBJECT = ("Har ", "Er ", "Kan ", "Får ", "Bor ", "Skal ")
_SUBJECT = ("borgeren ", "der ")


def clause(label: str, holds: bool = True) -> str:
    """A yes-or-no question's label as what follows *hvis*: `borgeren ikke er med i en kørselsordning`."""
    said = f"borgeren {label[:1].lower()}{label[1:]}" if label.startswith(_WITHOUT_SUBJECT) else f"{label[:1].lower()}{label[1:]}"
    if holds:
        return said
    subject = next((one for one in _SUBJECT if said.startswith(one)), "")
    return f"{subject}ikke {said.removeprefix(subject)}" if subject else f"det ikke er sådan, at {said}"
