"""A trace as the tables of delivery keep it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from mestring.cases.proposals.proposed import Reason, book
from mestring.rules import danish
from mestring.rules.rulebook import Entry


def kept(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    """The steps as plain data: `text`, `value` and `source`, in Danish."""
    return [{"text": one.text, "value": one.value, "source": one.source} for one in reasons]


def on_day(text: str, day: date, source: str = "") -> Reason:
    """A step that leads to a day."""
    return Reason(text, danish.date_short(day), source)


def said_by(entry: Entry) -> Reason:
    """What an entry says, in its own words."""
    return Reason(entry.text, source=entry.source.label())


def not_counted(first: date, last: date) -> tuple[Reason, ...]:
    """The holidays and closed days after a day and until another, weekends apart, that don't count among working days."""
    calendar = book().world.calendar
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    closed = [f"{danish.date_short(day)} ({calendar.closed_because(day)})" for day in days if day.weekday() < 5 and not calendar.is_working_day(day)]
    return (Reason("Tæller ikke med som arbejdsdage", danish.listing(closed)),) if closed else ()


def label(fact: str) -> str:
    """A fact's Danish label."""
    return book().facts[fact].label
