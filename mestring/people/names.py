"""A name cut into the parts it is found by."""

from __future__ import annotations

import re
import unicodedata

BETWEEN = re.compile(r"[\s\-‐–]+")
BEYOND = b"\xff"
"""A byte that no text holds, so that what begins with a word lies before the word and this."""


def parts(name: str) -> set[bytes]:
    """First names, middle names, last names and either side of a hyphen, folded so that «åse» is Åse.

    They are bytes: PostgreSQL looks a text up before its row-level security only where the comparison can leak nothing, and that of texts is not held to be so.
    """
    return {part.encode() for part in BETWEEN.split(unicodedata.normalize("NFC", name).casefold()) if part}
