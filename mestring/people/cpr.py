"""The CPR number: ten digits, read as people write it.

Modulus 11 has not been required since 2007. A replacement number has 60 added to its day. Its date must be a day that exists; only a day or a month of 99 is let through,
which nobody can have by a slip of the finger and which marks an invented person: it tells no birth date.
Source: CPR-kontoret, Personnummeret i CPR.
"""

from __future__ import annotations

import re
from datetime import date

from mestring.people.errors import CprNotADay, CprNotReadable

REPLACEMENT = 60
INVENTED = "99"


def read(typed: str) -> str:
    """Ten digits, or nothing when nothing was typed. Raises: CprNotReadable, CprNotADay."""
    digits = re.sub(r"[\s-]", "", typed)
    if not digits:
        return ""
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise CprNotReadable
    if INVENTED not in (digits[:2], digits[2:4]) and birth_date(digits) is None:
        raise CprNotADay
    return digits


def written(cpr: str) -> str:
    """As it is shown: 010190-1234."""
    return f"{cpr[:6]}-{cpr[6:]}" if cpr else ""


def is_replacement(cpr: str) -> bool:
    """Whether the number was given in place of a real one."""
    return bool(cpr) and int(cpr[:2]) > REPLACEMENT


def birth_date(cpr: str) -> date | None:
    """The birth date that the number tells, or None when it tells none."""
    if not cpr:
        return None
    day, month, year, seventh = int(cpr[:2]), int(cpr[2:4]), int(cpr[4:6]), int(cpr[6])
    day -= REPLACEMENT if day > REPLACEMENT else 0
    century = 1900
    if seventh in (4, 9):
        century = 2000 if year <= 36 else 1900
    elif seventh >= 5:
        century = 2000 if year <= 57 else 1800
    try:
        return date(century + year, month, day)
    except ValueError:
        return None
