"""Checks at the start: refuse a database that could lose or damage what it has said yes to, and settings that would let in others than they should."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error
from django.db import connections

FULL = 2
# Before it, two connections that reset the write-ahead log at the same moment could damage the database.
OLDEST_SQLITE = (3, 51, 3)
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}
SHORTEST_KEY = 32


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

            version = cursor.execute("SELECT sqlite_version()").fetchone()[0]
            if tuple(int(part) for part in version.split(".")) < OLDEST_SQLITE:
                problems.append(
                    Error(
                        f"SQLite is {version}: before {'.'.join(map(str, OLDEST_SQLITE))} its write-ahead log could damage the database.",
                        hint="Use the engine mestring.config.sqlite with the pysqlite3 of requirements/base.txt.",
                        id="mestring.E004",
                    )
                )
            if pragma("synchronous") < FULL:
                problems.append(
                    Error("SQLite runs with synchronous below FULL: a power cut could lose a decision.", hint="Remove the pragma.", id="mestring.E001")
                )
            if pragma("mmap_size") > 0:
                problems.append(Error("SQLite runs with a memory map: a file cut short would end the process.", hint="Set mmap_size to 0.", id="mestring.E002"))
            if pragma("journal_mode") not in ("wal", "memory"):
                problems.append(Error("SQLite runs without its write-ahead log.", hint="Use a file on a local disk.", id="mestring.E003"))
    return problems


@checks.register(checks.Tags.database)
def postgresql_keeps_what_it_is_given(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """PostgreSQL must have flushed a commit before it answers, and be able to mend a page torn by a power cut."""
    problems: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql" or settings.ALLOW_UNSAFE_DATABASE:
            continue
        with connection.cursor() as cursor:
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                cursor.execute(f"SHOW {name}")
                if cursor.fetchone()[0] == "off":
                    problems.append(Error(f"PostgreSQL runs with {name}=off: a power cut could lose a decision.", hint=f"Set {name}=on.", id="mestring.E005"))
            cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:
                problems.append(
                    Error(
                        "PostgreSQL is used as a superuser, whom no row-level security stops: the second wall is down.",
                        hint="Use a role of its own: CREATE ROLE mestring LOGIN; GRANT the database to it.",
                        id="mestring.E012",
                    )
                )
    return problems


def _answers_others() -> list[str]:
    """The names the site answers to that are not this machine's own."""
    return [host for host in settings.ALLOWED_HOSTS if host not in LOOPBACK]


@checks.register(checks.Tags.security)
def demo_is_kept_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """In a demo anybody may be anybody: it must never be what others reach."""
    if not settings.DEMO:
        return []
    reached = "HTTPS=1" if settings.HTTPS else next((f"ALLOWED_HOSTS={host}" for host in _answers_others() if not settings.DEBUG), "")
    if not reached:
        return []
    return [
        Error(
            f"DEMO=1 together with {reached}: anybody could step into any role.",
            hint="Leave DEMO out, or let the demo answer to 127.0.0.1 only.",
            id="mestring.E006",
        )
    ]


@checks.register(checks.Tags.security)
def settings_are_safe_for_others(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An installation that others reach must not tell its insides, nor be opened by a guess."""
    others = _answers_others()
    if not others and not settings.HTTPS:
        return []
    found = {
        "mestring.E007": (settings.DEBUG, "DEBUG=1 on a site that others reach: a fault would show code and data.", "Leave DEBUG out."),
        "mestring.E008": (
            len(settings.SECRET_KEY) < SHORTEST_KEY,
            f"SECRET_KEY is shorter than {SHORTEST_KEY} characters: sessions could be forged.",
            "Leave SECRET_KEY out, and one is made and kept in VAR.",
        ),
        "mestring.E009": (
            settings.HTTPS and not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE),
            "Cookies are sent without TLS although the site has HTTPS=1.",
            "Set SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE.",
        ),
        "mestring.E010": (
            not (settings.PASSWORD_HASHERS and settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")),
            "Passwords are not kept with Argon2.",
            "Put Argon2PasswordHasher first in PASSWORD_HASHERS.",
        ),
        "mestring.E011": (settings.ALLOW_UNSAFE_DATABASE, "ALLOW_UNSAFE_DATABASE is for a test run only.", "Leave it out."),
    }
    return [Error(told, hint=hint, id=code) for code, (wrong, told, hint) in found.items() if wrong]


def refuse_to_start_unsafe() -> None:
    """Run every check and stop the process when one finds an error: for a server, which Django starts without checking."""
    errors = [problem for problem in checks.run_checks(databases=list(connections)) if problem.is_serious() and not problem.is_silenced()]
    if errors:
        raise SystemExit("Mestring does not start:\n" + "\n".join(str(problem) for problem in errors))
