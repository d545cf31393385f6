"""Checks at the start: refuse a database that could lose or damage what it has said yes to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

FULL = 2


def sqlite_keeps_what_it_is_given(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """SQLite must write in full before it answers, with a write-ahead log, and never through a memory map."""
    problems: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "sqlite":
            continue
        with connection.cursor() as cursor:

            def pragma(name: str, cursor: Any = cursor) -> Any:
                row = cursor.execute(f"PRAGMA {name}").fetchone()
                return row[0] if row else 0

            if pragma("synchronous") < FULL:
                problems.append(
                    Error("SQLite runs with synchronous below FULL: a power cut could lose a decision.", hint="Remove the pragma.", id="mestring.E001")
                )
            if pragma("mmap_size") > 0:
                problems.append(Error("SQLite runs with a memory map: a file cut short would end the process.", hint="Set mmap_size to 0.", id="mestring.E002"))
            if pragma("journal_mode") not in ("wal", "memory"):
                problems.append(Error("SQLite runs without its write-ahead log.", hint="Use a file on a local disk.", id="mestring.E003"))
    return problems
