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


def listing(items: Iterable[str], last: str = "og") -> str:
    """`a, b og c`."""
    words = list(items)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""
