"""What all tests share: a fixed day, the library, a browser, and a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

# Playwright's own loop runs in the test's thread; Django would otherwise refuse to reach its database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

LONGEST = (
    "promises.test_lifecycle",
    "promises.test_access_matrix",
    "stories.test_stories",
    "promises.test_right_recipient",
    "promises.test_forms_fuzz",
    "promises.test_kill",
    "promises.test_once",
    "cases.test_dispatch",
    "audit.test_chain",
    "web.test_links",
    "house.test_databases",
    "promises.test_sync",
    "decisions.test_race",
    "promises.test_canaries",
    "web.work.test_screens",
    "config.test_start",
)
"""The files that take the longest, the longest first. What begins last must be short: one worker would else be left alone with it."""
ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files are handed out first."""
    rank = {ROOT / "tests" / f"{name.replace('.', '/')}.py": number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house is told that it is noon on 25 November 2026."""
    from mestring.audit import clock

    monkeypatch.setattr(clock, "_system", lambda: NOON)


@pytest.fixture(scope="session", autouse=True)
def cleans_up_past_the_refusals(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that really commits is cleaned up after by emptying the tables, which the database refuses for the logs and the decisions: there, and only then, it is let."""
    from django.db import connection
    from django.test import TransactionTestCase

    from mestring.audit import protection as of_logs
    from mestring.decisions import protection as of_decisions

    migrated = not request.config.getoption("nomigrations", default=False)
    empty = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        guards = (of_logs, of_decisions) if migrated else ()
        for guard in guards:
            guard.remove(connection)
        empty(self)
        for guard in guards:
            guard.install(connection)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL database on a server that lives as long as the run."""
    from tests import postgres as server

    with server.running() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def installed_on(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """What the environment of an installation of its own says of its database: nothing, for the file, or a PostgreSQL that waits for the disk."""
    if request.param == "sqlite":
        yield {}
        return
    from tests import postgres as server

    with server.running(durable=True) as address:
        yield {"DATABASE_URL": server.database(address)}
