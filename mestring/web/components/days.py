"""Days as the screens write them: with the weekday in text, short in tables, the year only when it is another."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from mestring.rules import danish


def in_text(day: date, on: date) -> str:
    """`fredag 27. november`, with the year when it is not the year of `on`."""
    return f"{danish.WEEKDAYS[day.weekday()]} {plain(day, on)}"


def plain(day: date, on: date) -> str:
    """`27. november`, with the year when it is not the year of `on`."""
    return f"{day.day}. {danish.MONTHS[day.month - 1]}{_year(day, on)}"


def in_table(day: date, on: date) -> str:
    """`fre. 27. nov.`, with the year when it is not the year of `on`."""
    return f"{danish.WEEKDAYS[day.weekday()][:3]}. {short(day, on)}"


def short(day: date, on: date) -> str:
    """`27. nov.`, with the year when it is not the year of `on`."""
    return danish.date_short(day).removesuffix(f" {day.year}") + _year(day, on)


def moment(at: datetime, on: date) -> str:
    """`27. nov. kl. 9.30`, with the year when it is not the year of `on`."""
    local = timezone.localtime(at)
    return f"{short(local.date(), on)} kl. {local:%-H.%M}"


def typed(day: date) -> str:
    """`27-11-2026`, as one writes it in a field."""
    return f"{day:%d-%m}-{day.year:04d}"


def left(days: int) -> str:
    """`Om 15 dage`, `I morgen`, `I dag`, `1 dag over`. Unit: days from today, below zero when it is over."""
    if days == 0:
        return "I dag"
    if days == 1:
        return "I morgen"
    if days > 1:
        return f"Om {days} dage"
    return f"{-days} {'dag' if days == -1 else 'dage'} over"


def _year(day: date, on: date) -> str:
    return "" if day.year == on.year else f" {day.year}"
