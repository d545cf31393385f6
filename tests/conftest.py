"""What all tests share: a fixed day, the library, a browser, and a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

# Playwright's own loop runs in the test's thread; Django would otherwise refuse to reach its database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Doors are told that it is 25 November 2026."""
    from mestring.web.shell import clock

    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL database on a server that lives as long as the run."""
    from tests import postgres as server

    with server.running() as address:
        yield address
