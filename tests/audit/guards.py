"""The part of whoever owns the database: the guards that make the logs append-only are taken away, and put back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def without_guards(*models: Any) -> Iterator[None]:
    """Let the block write in the logs as their owner can. The transaction of the test puts everything back."""
    tables = [model._meta.db_table for model in models]
    dropped: list[str] = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(tables))
            cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({marks})", tables)
            for name, sql in cursor.fetchall():
                dropped.append(sql)
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            for table in tables:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    yield
    with connection.cursor() as cursor:
        for sql in dropped:
            cursor.execute(sql.replace("%", "%%"))
        if connection.vendor != "sqlite":
            for table in tables:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
