"""The clock of the house. Whoever needs the moment something was written asks here; the day that law counts from is always an argument."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def _system() -> datetime:
    return timezone.now()


def now() -> datetime:
    """The moment, aware. The machine's own unless `at` tells another."""
    return _told.get() or _system()


MOMENT = timedelta(microseconds=1)
"""The shortest time there is: what begins now is in force when the same moment asks."""


def start_of(day: date) -> datetime:
    """The first moment of a day in Denmark."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The last moment of a day in Denmark."""
    return timezone.make_aware(datetime.combine(day, time.max))


def today() -> date:
    """The day in Denmark."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime | None) -> Iterator[None]:
    """Let the block live at another moment: a story being told, or a demo whose day was moved. None changes nothing."""
    token = _told.set(moment) if moment else None
    try:
        yield
    finally:
        if token:
            _told.reset(token)
