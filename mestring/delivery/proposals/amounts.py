"""How much help: as minutes a week, by a level, and as a share of a day offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from mestring.cases.proposals.proposed import Reason, answers, entries, rules
from mestring.decisions.models.choice import Unit
from mestring.delivery.proposals.trace import said_by
from mestring.rules.kinds import Cap, Levels, Table
from mestring.rules.rulebook import Entry

MONTHS, WEEKS = 12, 52
"""How a month is spread on weeks: as many months and weeks as a year has."""
CENT = Decimal("0.01")
PER_WEEK = {Unit.HOURS_WEEK: Decimal(1), Unit.HOURS_MONTH: Decimal(MONTHS) / WEEKS}
COLUMNS = {"hours per week": PER_WEEK[Unit.HOURS_WEEK], "hours per month": PER_WEEK[Unit.HOURS_MONTH]}
FACE_TO_FACE = "face_to_face"


@lru_cache(maxsize=4096)
def weekly_minutes(amount: int | None, unit: str) -> Decimal | None:
    """An extent as minutes a week, where it is time by the week or month; None where it isn't, or is a total.

    Unit: `amount` in hundredths of its unit; minutes out, to the hundredth.
    Example: weekly_minutes(1500, "hours_month") -> Decimal("207.69").
    """
    share = PER_WEEK.get(Unit(unit)) if unit else None
    return None if amount is None or share is None else _minutes(Decimal(amount) / 100, share)


def _minutes(hours: Decimal, share: Decimal) -> Decimal:
    return (hours * 60 * share).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class LevelTime:
    """The time a level gives a week (niveauets tid).

    Shapes: `low` and `high` are all the time used on the citizen, `high` none where the level is open upwards; `face_to_face` is the part spent with the citizen, where the document
    tells the two apart.
    Unit: minutes a week.
    """

    low: Decimal
    high: Decimal | None
    face_to_face: tuple[Decimal, Decimal | None] | None
    name: str
    source: str
    entry: str


@lru_cache(maxsize=512)
def level_minutes(standard: str, section: str, level: str, on: date) -> LevelTime | None:
    """The level's own interval of hours as minutes a week; None where the document counts its levels otherwise, or has no such level.

    Source: Vejle 2023, l. 1393-1401. Raises: KeyError.
    """
    for entry in rules(standard, section, ("level",), ("levels",)):
        rule = entry.rule
        row = next((one for one in rule.rows if "/".join(str(part) for part in one.key) == str(level)), None) if isinstance(rule, Levels) else None
        if row is None or not isinstance(rule, Levels):
            continue
        found = answers("level", [entry], dict(zip(rule.of, row.key, strict=False)), on, "name")
        times = {column: _interval(row.cell(column), COLUMNS[unit]) for column, unit in rule.columns.items() if unit in COLUMNS}
        whole = next((time for column, time in times.items() if column != FACE_TO_FACE), None) or times.get(FACE_TO_FACE)
        if found and whole:
            return LevelTime(*whole, times.get(FACE_TO_FACE), row.name, entry.source.label(), entry.id)
    return None


def _interval(cell: Any, share: Decimal) -> tuple[Decimal, Decimal | None]:
    low, high = cell if isinstance(cell, list) else (cell, cell)
    return _minutes(Decimal(low), share), None if isinstance(high, str) else _minutes(Decimal(high), share)


@dataclass(frozen=True, slots=True)
class Share:
    """One share of a day offer one can be enrolled in. Unit: percent; days a week; `half_days` is the other way it may be spread, where there is one."""

    percent: int
    days: Decimal
    half_days: int | None = None


@dataclass(frozen=True, slots=True)
class DayShare:
    """How much of a day offer one can have (indskrivning).

    Shapes: `full_percent` and `full_days` are full time; `shares` the ones offered, smallest first, empty where the document counts no percent; `least_days` and `most_days` the days a
    week it has as its rule; `never` the weekdays there is nothing, Monday as 0; `part_time` whether less than full time can be had, none where the document doesn't say.
    """

    full_percent: int | None
    full_days: Decimal | None
    shares: tuple[Share, ...]
    least_days: Decimal | None
    most_days: Decimal | None
    never: tuple[int, ...]
    part_time: bool | None
    says: tuple[Reason, ...]
    source: str
    entry: str


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OFFERS = ("103", "104")


@lru_cache(maxsize=128)
def day_share(standard: str, section: str) -> DayShare | None:
    """Which shares of a day offer can be had; None where the document says nothing of it, and for help that is no day offer.

    Source: Vejle 2023, l. 934-935, 1037-1043 and 1424-1434; Rebild 2015, l. 426 and 456; Viborg 2020, l. 1565. Raises: KeyError.
    """
    if section not in OFFERS:
        return None
    of_days = [entry for entry in rules(standard, section, ("level",), ("table", "cap")) if _of_enrolment(entry)]
    said = [entry for entry in entries(standard, section, ("level", "amount", "content")) if not entry.rule and _says_share(entry)]
    if not of_days and not said:
        return None
    shares = _shares(of_days)
    least, most = _days(of_days)
    figures = [entry.value["full_time_percent"] for entry in said if isinstance(entry.value, dict) and "full_time_percent" in entry.value]
    full = figures[0] if figures else max((one.percent for one in shares), default=None)
    days = next((one.days for one in shares if one.percent == full), None)
    never = tuple(WEEKDAYS.index(day) for entry in said if isinstance(entry.value, dict) for day in WEEKDAYS if entry.value.get(day) is False)
    part = True if any(one.percent < (full or 0) for one in shares) or any(_part_time(entry) for entry in said) else None
    first = (of_days or said)[0]
    says = tuple(said_by(entry) for entry in (*of_days, *said))
    return DayShare(full, days, shares, least, most, never, part, says, first.source.label(), first.id)


def _of_enrolment(entry: Entry) -> bool:
    rule = entry.rule
    return (isinstance(rule, Table) and rule.of == ["day_offer_percent"]) or (
        isinstance(rule, Cap) and rule.measures in ("day_offer_percent", "work_days_in_week")
    )


def _says_share(entry: Entry) -> bool:
    value = entry.value
    if isinstance(value, dict):
        return bool({"full_time_percent", "part_time_percent", "days", *WEEKDAYS} & set(value))
    return _part_time(entry)


def _part_time(entry: Entry) -> bool:
    """Whether it is said that less than full time can be had."""
    return "part_time_percent" in entry.value if isinstance(entry.value, dict) else "deltid" in entry.text.lower()


def _shares(found: list[Entry]) -> tuple[Share, ...]:
    days: dict[int, Decimal] = {}
    halves: dict[int, int] = {}
    for entry in found:
        for row in entry.rule.rows if isinstance(entry.rule, Table) else ():
            percent = int(row.key[0])
            if (whole := row.cell("days_per_week")) is not None:
                days[percent] = Decimal(whole)
            if (half := row.cell("half_days_per_week")) is not None:
                halves[percent] = int(half)
    return tuple(Share(percent, days[percent], halves.get(percent)) for percent in sorted(days))


def _days(found: list[Entry]) -> tuple[Decimal | None, Decimal | None]:
    for entry in found:
        if isinstance(entry.rule, Cap) and entry.rule.measures == "work_days_in_week":
            least, most = entry.rule.at_least, entry.rule.at_most
            return (Decimal(least) if isinstance(least, int) else None), (Decimal(most) if isinstance(most, int) else None)
    return None, None


@dataclass(frozen=True, slots=True)
class Extent:
    """How much help, so that it can be held up against what was delivered. Shapes: `unit` is minutes, days or times; `in_all` that it is a number in all, else it is a week's."""

    unit: str
    amount: Decimal
    in_all: bool = False


_IN_ALL = {Unit.HOURS: ("minutes", 60), Unit.SESSIONS: ("times", 1), Unit.DAYS: ("days", 1)}
_DAYS = {Unit.DAYS_WEEK: Decimal(1), Unit.HALF_DAYS_WEEK: Decimal("0.5"), Unit.DAYS_YEAR: Decimal(1) / WEEKS}
_CONTACTS = {Unit.CONTACTS_WEEK: Decimal(1), Unit.CONTACTS_14D: Decimal("0.5"), Unit.CONTACTS_MONTH: Decimal(12) / Decimal(52)}


@lru_cache(maxsize=4096)
def extent(standard: str, section: str, amount: int | None, unit: str) -> Extent | None:
    """An extent as it is counted; None where it can't be. A share in percent is so many days, by the document that offers it.

    Unit: `amount` in hundredths of `unit`. Source: for percent the council's own shares (`day_share`). Raises: KeyError.
    """
    if not amount or not unit:
        return None
    weekly = weekly_minutes(amount, unit)
    if weekly is not None:
        return Extent("minutes", weekly)
    number, kind = Decimal(amount) / 100, Unit(unit)
    if kind in _IN_ALL:
        counted, each = _IN_ALL[kind]
        return Extent(counted, number * each, in_all=True)
    if kind in _CONTACTS:
        return Extent("times", number * _CONTACTS[kind])
    if kind in _DAYS:
        return Extent("days", number * _DAYS[kind])
    return _share_in_days(standard, section, number) if kind == Unit.PERCENT else None


@lru_cache(maxsize=4096)
def granted_extent(standard: str, section: str, amount: int | None, unit: str, level: str, on: date) -> Extent | None:
    """An extent as it was granted: its own number, else the least its level gives, by the document the level is from. Raises: KeyError."""
    if amount or not level:
        return extent(standard, section, amount, unit)
    if time := level_minutes(standard, section, level, on):
        return Extent("minutes", (time.face_to_face or (time.low, time.high))[0])
    return _share_in_days(standard, section, Decimal(level)) if level.isdigit() else None


def as_amount(found: Extent | None) -> tuple[int | None, str]:
    """An extent by the week as an amount with its unit, to order by. Unit: hundredths out."""
    if found is None or found.in_all or found.unit not in ("minutes", "days"):
        return None, ""
    number, unit = (found.amount / 60, Unit.HOURS_WEEK) if found.unit == "minutes" else (found.amount, Unit.DAYS_WEEK)
    return int((number * 100).quantize(Decimal(1), ROUND_HALF_UP)), unit.value


def days_each(measure: str) -> Decimal:
    """How much of a day each day somebody came is: half a one where help is ordered in half days. Source: Vejle 2023, l. 1427-1429."""
    return Decimal("0.5") if measure == Unit.HALF_DAYS_WEEK else Decimal(1)


def closed_days(standard: str, section: str) -> str:
    """What a document says of the weekdays on which a day offer isn't given; empty where it says nothing. Source: Vejle 2023, l. 1037 and 1429-1434. Raises: KeyError."""
    said = entries(standard, section, ("level", "amount", "content")) if section in OFFERS else ()
    return " ".join(entry.text for entry in said if isinstance(entry.value, dict) and any(entry.value.get(day) is False for day in WEEKDAYS))


def _share_in_days(standard: str, section: str, percent: Decimal) -> Extent | None:
    found = day_share(standard, section)
    if found is None:
        return None
    own = next((one.days for one in found.shares if one.percent == percent), None)
    if own is None and found.full_percent and found.full_days:
        own = percent * found.full_days / found.full_percent
    return Extent("days", own) if own is not None else None
