"""Lengths of time as the law writes them: calendar months, days, or working days.

A length is kept as it was written, never turned into days in advance: three months after 30 November is the last day of February.
"""

from __future__ import annotations

import calendar as _calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

_PATTERN = re.compile(r"(\d+) (years?|months?|weeks?|days?|working_days?)")
_AMOUNT_OF_TIME = re.compile(r"(\d+(?:\.\d{1,2})?) (hours?|minutes?)")

_DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DANISH_UNIT = {
    "years": ("år", "år"),
    "months": ("måned", "måneder"),
    "weeks": ("uge", "uger"),
    "days": ("dag", "dage"),
    "working_days": ("arbejdsdag", "arbejdsdage"),
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in one unit.

    Shapes: `count` is a whole number of `unit`, which is one of years, months, weeks, days, working_days.
    """

    count: int
    unit: str

    @property
    def months(self) -> int:
        """Calendar months in this length; 0 when it is not written in months or years."""
        return self.count if self.unit == "months" else self.count * 12 if self.unit == "years" else 0

    @property
    def days(self) -> int:
        """Calendar days in this length; 0 when it is not written in days or weeks."""
        return self.count if self.unit == "days" else self.count * 7 if self.unit == "weeks" else 0

    @property
    def working_days(self) -> int:
        """Working days in this length; 0 when it is not written in working days."""
        return self.count if self.unit == "working_days" else 0

    @property
    def in_months(self) -> bool:
        """True when adding this length must say what happens at a month's end."""
        return self.unit in ("months", "years")

    @property
    def every(self) -> str:
        """How often, when it is this long between: `hvert år`, `hver 6. måned`."""
        one, _ = _DANISH_UNIT[self.unit]
        each = "hvert" if self.unit == "years" else "hver"
        return f"{each} {one}" if self.count == 1 else f"{each} {self.count}. {one}"

    def at_most_days(self) -> int:
        """The greatest number of calendar days this length can span, to compare lengths of different units."""
        if self.in_months:
            starts = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(48)]
            return max((add_months(start, self.months) - start).days for start in starts)
        return self.days or (self.count * 7 + 4) // 5

    def __str__(self) -> str:
        one, many = _DANISH_UNIT[self.unit]
        return f"{self.count} {one if self.count == 1 else many}"


def parse_duration(text: str) -> Duration:
    """Read `3 months`, `6 weeks`, `10 working_days`.

    Raises: ValueError with a Danish explanation when the text is not a whole number and a known unit.
    """
    found = _PATTERN.fullmatch(text)
    if not found:
        raise ValueError(f"'{text}' er ikke en længde; skriv fx '3 months', '6 weeks' eller '10 working_days'")
    unit = found[2] if found[2].endswith("s") else found[2] + "s"
    return Duration(int(found[1]), unit)


def parse_minutes(text: str) -> int:
    """Read `15 hours`, `0.5 hours` or `42 minutes`.

    Unit: whole minutes. Raises: ValueError when the text is neither, or is not a whole number of minutes.
    """
    found = _AMOUNT_OF_TIME.fullmatch(text)
    if not found:
        raise ValueError(f"'{text}' er ikke et antal timer; skriv fx '15 hours' eller '42 minutes'")
    minutes = Decimal(found[1]) * (60 if found[2].startswith("hour") else 1)
    if minutes != minutes.to_integral_value():
        raise ValueError(f"'{text}' er ikke et helt antal minutter")
    return int(minutes)


def add_months(day: date, months: int) -> date:
    """The same day of the month some months later, or that month's last day when it has no such day.

    Source: the rule of forældelsesloven § 27, stk. 1, used where a standard is silent.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    in_month = day.day
    if in_month > 28:
        in_month = min(in_month, 29 if month == 1 and _calendar.isleap(year) else _DAYS_IN_MONTH[month])
    return date(year, month + 1, in_month)


def add_calendar(day: date, length: Duration) -> date:
    """`day` plus a length in calendar months or days. Raises: ValueError for working days, which need a calendar."""
    if length.unit == "working_days":
        raise ValueError("arbejdsdage skal tælles i en kalender")
    return add_months(day, length.months) + timedelta(days=length.days)


def last_day(first: date, length: Duration) -> date:
    """The last day of a length that begins on `first`, that day included: six months from 1 April end on 30 September.

    It is the day before the one the length leads to; where that month has no such day, the month's own last.
    Raises: ValueError for working days, which need a calendar.
    Example: last_day(date(2027, 4, 1), Duration(6, "months")) -> date(2027, 9, 30).
    """
    after = add_calendar(first, length)
    cut_short = length.in_months and after.day != first.day
    return after if cut_short else after - timedelta(days=1)
