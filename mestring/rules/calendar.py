"""The Danish calendar as the rules count it: holidays, closed days, working days, months; for one date and for columns.

Columns hold days since 1970-01-01 as int32. A caseload lives within three hundred years, some 110,000 days: small enough to tabulate
once. numpy's own date type spends tens of nanoseconds on a conversion, a look-up in a cached table one or two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt
from dateutil.easter import easter

from mestring.rules.period import Duration, add_months, last_day

Days = npt.NDArray[np.int32]

YEAR_FROM, YEAR_TO = 1850, 2150
EPOCH = date(1970, 1, 1).toordinal()
NO_DATE = np.int32(-(2**31))
"""The column's way of writing "there is none": a value, not a missing one."""

_FIRST = date(YEAR_FROM, 1, 1).toordinal() - EPOCH
_LAST = date(YEAR_TO, 1, 1).toordinal() - EPOCH
_MONTH_COUNT = (YEAR_TO - YEAR_FROM) * 12 + 1
FIRST_DAY = np.int32(_FIRST)
_month_starts = (np.arange(_MONTH_COUNT) + (YEAR_FROM - 1970) * 12).astype("M8[M]").astype("M8[D]").astype(np.int64)
_all_days = np.arange(_FIRST, _LAST)
_MONTH_OF_DAY: npt.NDArray[np.int16] = (np.searchsorted(_month_starts, _all_days, "right") - 1).astype(np.int16)
_DAY_IN_MONTH: npt.NDArray[np.uint8] = (_all_days - _month_starts[_MONTH_OF_DAY]).astype(np.uint8)
_MONTH_START: Days = _month_starts.astype(np.int32)
_MONTH_LAST: Days = np.append(_month_starts[1:] - 1, _month_starts[-1] + 30).astype(np.int32)


def all_days() -> Days:
    """Every day a column may hold, in order."""
    return _all_days.astype(np.int32)


def to_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def to_date(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + EPOCH)


def add_months_column(days: Days, months: int | npt.NDArray[np.integer]) -> Days:
    """`add_months` over a column. Rows outside 1850–2150 answer with that range's edge and must not be known."""
    place = days - FIRST_DAY
    month = np.take(_MONTH_OF_DAY, place, mode="clip") + (np.int32(months) if isinstance(months, int) else months)
    start: Days = np.take(_MONTH_START, month, mode="clip")
    start = start + np.take(_DAY_IN_MONTH, place, mode="clip")
    return np.minimum(start, np.take(_MONTH_LAST, month, mode="clip"))


def month_number(days: Days) -> npt.NDArray[np.int32]:
    """Months since January of `YEAR_FROM`, one for each day."""
    return np.take(_MONTH_OF_DAY, days - FIRST_DAY, mode="clip").astype(np.int32)


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day each year on which nothing is open, by its date or its distance from Easter Sunday.

    Shapes: either `month` and `day`, or `easter_offset` in days; `valid_to` is the last date it can fall on.
    """

    id: str
    name: str
    month: int = 0
    day: int = 0
    easter_offset: int | None = None
    valid_from: date = date.min
    valid_to: date = date.max

    def in_year(self, year: int) -> date | None:
        """Where it falls in a year, or None when it was not one then."""
        day = date(year, self.month, self.day) if self.easter_offset is None else easter(year) + timedelta(days=self.easter_offset)
        return day if self.valid_from <= day <= self.valid_to else None


class Calendar:
    """Which days are working days (arbejdsdage, hverdage): not Saturday, Sunday, public holiday, nor closed day."""

    def __init__(self, closed_days: tuple[ClosedDay, ...]) -> None:
        self._closed_days = closed_days
        self._years: dict[int, dict[date, str]] = {}

    def closed_because(self, day: date) -> str | None:
        """Why a date is no working day, in Danish, or None when it is one."""
        if day.weekday() >= 5:
            return "lørdag" if day.weekday() == 5 else "søndag"
        return self.named(day.year).get(day)

    def named(self, year: int) -> dict[date, str]:
        """The year's holidays and closed days with their names."""
        if year not in self._years:
            falls = ((closed.in_year(year), closed.name) for closed in self._closed_days)
            self._years[year] = {day: name for day, name in falls if day}
        return self._years[year]

    def is_working_day(self, day: date) -> bool:
        """True when the day counts as a working day."""
        return self.closed_because(day) is None

    def on_or_after(self, day: date) -> date:
        """The first working day not before `day`."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; the day itself is not counted."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def subtract_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day before `day`; the day itself is not counted."""
        while count > 0:
            day -= timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def add(self, day: date, length: Duration) -> date:
        """`day` plus a length in any unit."""
        if length.working_days:
            return self.add_working_days(day, length.working_days)
        return add_months(day, length.months) + timedelta(days=length.days)

    def last_day(self, first: date, length: Duration) -> date:
        """The last day of a length that begins on `first`, in any unit."""
        return self.add(first, length) - timedelta(days=1) if length.working_days else last_day(first, length)

    @cached_property
    def _open(self) -> npt.NDArray[np.bool_]:
        is_open = (_all_days + 3) % 7 < 5  # 1970-01-01 was a Thursday
        for year in range(YEAR_FROM, YEAR_TO):
            for closed in self._closed_days:
                day = closed.in_year(year)
                if day:
                    is_open[to_number(day) - _FIRST] = False
        return is_open

    @cached_property
    def _open_days(self) -> Days:
        return (np.flatnonzero(self._open) + _FIRST).astype(np.int32)

    @cached_property
    def _open_before_or_on(self) -> npt.NDArray[np.int32]:
        return np.cumsum(self._open).astype(np.int32)

    @cached_property
    def _next_open(self) -> Days:
        index = np.searchsorted(self._open_days, _all_days, "left")
        return np.take(self._open_days, index, mode="clip").astype(np.int32)

    def on_or_after_column(self, days: Days) -> Days:
        """`on_or_after` over a column."""
        return np.take(self._next_open, days - FIRST_DAY, mode="clip")

    def subtract_working_days_column(self, days: Days, count: int) -> Days:
        """`subtract_working_days` over a column."""
        passed = np.take(self._open_before_or_on, days - np.int32(1) - FIRST_DAY, mode="clip")
        return np.take(self._open_days, passed - np.int32(count), mode="clip")

    def add_column(self, days: Days, length: Duration) -> Days:
        """`add` over a column."""
        if length.working_days:
            passed = np.take(self._open_before_or_on, days - FIRST_DAY, mode="clip")
            return np.take(self._open_days, passed + np.int32(length.working_days - 1), mode="clip")
        if length.months:
            return add_months_column(days, length.months)
        return days + np.int32(length.days)

    def last_day_column(self, first: Days, length: Duration) -> Days:
        """`last_day` over a column."""
        after = self.add_column(first, length)
        if not length.months:
            return after - np.int32(1)
        full = np.take(_DAY_IN_MONTH, after - FIRST_DAY, mode="clip") == np.take(_DAY_IN_MONTH, first - FIRST_DAY, mode="clip")
        last: Days = after - full.astype(np.int32)
        return last
