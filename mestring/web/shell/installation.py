"""Whose installation this is, and the standard that is in force there."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from mestring.rules import rulebook
from mestring.rules.rulebook import Book, Standard


def book() -> Book:
    """The library, read once for each process."""
    return rulebook.open_library()


def standard_of(council: str, on: date) -> Standard:
    """The council's standard in force on a day, else its newest. A council always has one."""
    own = sorted((s for s in book().standards.values() if s.council == council), key=lambda s: s.valid_from)
    in_force = [s for s in own if s.valid_from <= on and (s.valid_to is None or on <= s.valid_to)]
    return (in_force or own)[-1]


def home(on: date) -> Standard:
    """The installation's own standard."""
    return standard_of(settings.COUNCIL, on)
