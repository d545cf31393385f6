"""The world that the promises are tried on: built once for each file that asks for it, with a crowd beside it where the file says how many, and every test leaves it as it was."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from tests import crowd
from tests import world as worlds


@pytest.fixture(scope="module")
def _built(request: pytest.FixtureRequest, django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[worlds.World]:
    before = settings.DOCUMENTS
    settings.DOCUMENTS = Path(tmp_path_factory.mktemp("documents"))
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # a look is committed outside every transaction but a test's
    with django_db_blocker.unblock(), block:
        built = worlds.build()
        if people := getattr(request.module, "CROWD", 0):
            crowd.gather(built, people)
        yield built
        transaction.set_rollback(True)
    settings.DOCUMENTS = before


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """A thousand pages that are not found need not be told of."""
    found = logging.getLogger("django.request")
    before = found.level
    if "loud" not in request.keywords:
        found.setLevel(logging.CRITICAL)
    yield
    found.setLevel(before)


@pytest.fixture
def world(_built: worlds.World, db: None) -> worlds.World:
    """Everybody and everything, in a savepoint of its own."""
    return _built
