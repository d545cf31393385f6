"""The logs can only grow: the database itself refuses to change or remove a row."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from mestring.audit import acts, clock
from mestring.audit.chain import append
from mestring.audit.models import Entry, LookUp
from mestring.people import access
from tests import given
from tests.audit.guards import without_guards

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[Entry, LookUp])
def log(request: pytest.FixtureRequest) -> Any:
    acts.record("try", given.unit(), by=access.house(given.TODAY), on=given.TODAY)
    append("lookups", [LookUp(at=clock.now(), actor="a", role="caseworker", relation="team", action="case.see", thing="cases.case", thing_id="1")])
    return request.param


def attempts(table: str) -> list[str]:
    return [
        f"UPDATE {table} SET actor = 'x'",
        f"UPDATE {table} SET hash = hash WHERE number = 1",
        f"DELETE FROM {table}",
        f"DELETE FROM {table} WHERE number = 1",
    ]


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


def test_the_database_refuses_to_change_or_remove_a_row(log: Any) -> None:
    before = list(log._base_manager.values_list())
    assert [statement for statement in attempts(log._meta.db_table) if not refused(statement)] == []
    assert list(log._base_manager.values_list()) == before


def test_the_refusal_is_the_guards_and_not_the_tests(log: Any) -> None:
    """The fault is planted: the guards are taken away."""
    with without_guards(log):
        assert not refused(attempts(log._meta.db_table)[0])


def test_the_log_still_grows(log: Any) -> None:
    acts.record("try", given.unit(), by=access.house(given.TODAY), on=given.TODAY)
    assert Entry._base_manager.filter(act="try").count() == 2
