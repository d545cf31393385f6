"""Nothing is shown without a look-up that stands already: the row is committed before the page is made, outside every transaction, and without it there is no page.

That every answer of the whole run has its rows is held in `test_access_matrix.py`.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.template import Template

from mestring.audit import lookups
from mestring.audit.models import LookUp
from mestring.web.shell import doors
from tests.promises import running
from tests.world import World

READERS = ("responsible", "committee", "self")


class CannotBeWritten(Exception):
    """The log can't take the row."""


def _pages(*, only: tuple[str, ...] = ("caseworker:", "committee:", "citizen:", "team_leader:")) -> list[running.Route]:
    return [one for one in running.every_route() if one.name.startswith(only)]


@pytest.mark.parametrize("relation", READERS)
def test_without_a_look_in_the_log_nothing_is_shown(world: World, monkeypatch: pytest.MonkeyPatch, relation: str) -> None:
    """The fault is a log that can't be written: every page that holds anything of anybody must then be refused."""

    def refuse(rows: Any) -> None:
        # An empty list is a page that shows nobody.
        if rows:
            raise CannotBeWritten

    monkeypatch.setattr(lookups, "commit", refuse)
    client = running.client_of(world, relation)
    shown = []
    for route in _pages():
        for method in ("GET", "POST"):
            answer = running.ask(client, route, world, method=method, relation=relation, state="open")
            shown += [f"{answer} – {token.owner} ({token.field})" for token in answer.tokens if not token.owner.startswith("anonymous")]
    assert shown == []


def _order(world: World, monkeypatch: pytest.MonkeyPatch, relation: str, *, after: bool = False) -> list[tuple[str, list[str]]]:
    """For every page, what happened in order: a look committed, or a page made."""
    happened: list[str] = []
    commit, make, depth = lookups.commit, Template.render, [0]

    def committing(rows: Any) -> None:
        commit(rows)
        if rows:
            # In a test the block of the test, and of the single request, are open around everything.
            happened.append("look" if len(connection.savepoint_ids) == depth[0] else "look inside a transaction")

    def making(self: Template, context: Any) -> Any:
        happened.append("page")
        return make(self, context)

    monkeypatch.setattr(lookups, "commit", committing)
    monkeypatch.setattr(Template, "render", making)
    client = running.client_of(world, relation)
    found = []
    for route in _pages():
        happened.clear()
        with running.taken_back():
            depth[0] = len(connection.savepoint_ids)
            response: Any = client.get(route.address(world))
            tokens = world.canaries.within(running.readable(response))
        if response.status_code == 200 and any(not one.owner.startswith("anonymous") for one in tokens):
            found.append((route.name, list(happened)))
    return found


@pytest.mark.parametrize("relation", READERS)
def test_the_look_stands_before_the_page_is_made(world: World, monkeypatch: pytest.MonkeyPatch, relation: str) -> None:
    found = _order(world, monkeypatch, relation)
    assert len(found) >= (2 if relation == "self" else 6)
    assert [name for name, order in found if "page" in order and "look" not in order[: order.index("page")]] == []
    assert [name for name, order in found if "look inside a transaction" in order] == []


def test_a_page_made_before_its_look_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    late: list[Any] = []
    look = doors.look
    monkeypatch.setattr(doors, "look", lambda *arguments, **more: late.append((arguments, more)))
    found = _order(world, monkeypatch, "responsible")
    assert [name for name, order in found if "page" in order and "look" not in order[: order.index("page")]] != []
    assert late
    assert look is not doors.look


def test_no_request_is_one_transaction(world: World) -> None:
    """It would take the look back with whatever failed after it."""
    assert not any(one.get("ATOMIC_REQUESTS") for one in settings.DATABASES.values())


def test_a_look_inside_a_transaction_is_refused(world: World) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        lookups.commit([LookUp()])


def test_a_look_stays_when_the_act_after_it_is_refused(world: World) -> None:
    """An act that can't be done is a look all the same."""
    route = next(one for one in running.every_route() if one.name == "caseworker:close_case")
    client = running.client_of(world, "responsible")
    with running.taken_back():
        response: Any = client.post(route.address(world), {"because": "Vi er færdige.", "key": "0f2f7a4e-7d0c-4d1e-9a55-1c7c3f6d2b11", "version": ""})
        assert response.status_code == 422
        assert LookUp.objects.filter(request=response.wsgi_request.id, case=str(world.cases["open"].public_id)).exists()
