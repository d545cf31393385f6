"""The database: an embedded SQLite file, or the PostgreSQL that DATABASE_URL names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# WAL lets readers go on while one writes. FULL, since a decision must survive a power cut. mmap is off: a file cut short under a map
# ends the process instead of raising an error.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000; PRAGMA mmap_size=0;"


def sqlite(path: Path | str) -> dict[str, Any]:
    """An embedded database. IMMEDIATE takes the write lock at once, so that two writers wait for each other instead of failing."""
    return {
        "ENGINE": "mestring.config.sqlite",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        "TEST": {"NAME": ":memory:"},
    }


def from_url(url: str) -> dict[str, Any]:
    """Read `postgresql://user:password@host:port/name?option=value` or `sqlite:///path`.

    A connection of the command line is the house's own. One of a server is nobody's until a door says who asks (`people.wall`).
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(parts.path[1:])  # sqlite:///relative and sqlite:////absolute
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"DATABASE_URL begins with '{parts.scheme}'. Write postgresql://user:password@host:5432/name, or leave it out to use the embedded SQLite file."
        )
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {**options, "options": f"{options.get('options', '')} -c mestring.house={'off' if os.environ.get('MESTRING_DOOR') else 'on'}".strip()},
    }
