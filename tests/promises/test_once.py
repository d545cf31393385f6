"""A form that is sent twice does its act once, whichever form it is; and of two who write at the same moment, one is told, with their own text back.

Every form of the house that a fair answer carries through is replayed. One after the other here, and at the same moment in `racing.py`, on both databases.
"""

from __future__ import annotations

import random
import re
from typing import Any
from uuid import uuid4

import pytest

from mestring.audit import once
from mestring.audit.models import Entry
from mestring.web.components import acting
from tests.promises import forms, running
from tests.promises.running import Route
from tests.promises.server import run as run_apart
from tests.world import World

SEQUENCES = 200
SENDERS = ("responsible", "leader", "committee", "administrator")


def _fresh(answers: dict[str, Any]) -> dict[str, Any]:
    """As it is sent again: a file from its beginning."""
    for value in answers.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return answers


def _answers(client: Any, route: Route, world: World) -> dict[str, Any] | None:
    """What carries the form of an address through: read from its page, or nothing but the button where there is no page."""
    address = route.address(world)

    def send(answers: dict[str, Any]) -> Any:
        with running.taken_back():
            return client.post(address, _fresh(answers))

    with running.taken_back():
        page = client.get(address)
    if page.status_code == 405:
        answers = {"key": str(uuid4()), "version": "", **running.DATA.get(route.name, lambda *_: {})(world, "open")}
        return answers if send(answers).status_code == 303 else None
    found = forms.own(page.content.decode(errors="replace"), address) if page.status_code == 200 else None
    return forms.mended(send, found) if found else None


def carried(world: World, relation: str) -> dict[str, dict[str, Any]]:
    """The routes whose form can be carried through, with the answers."""
    client = running.client_of(world, relation)
    asked = [one for one in running.every_route() if one.name.startswith(("caseworker:", "committee:", "team_leader:", "administrator:"))]
    return {route.name: answers for route in asked if (answers := _answers(client, route, world)) is not None}


def _replayed(world: World, relation: str, route: Route, answers: dict[str, Any], copies: int) -> str:
    """Send the same form several times. Answers what is wrong with what came of it."""
    client, address = running.client_of(world, relation), route.address(world)
    with running.taken_back():
        first: Any = client.post(address, _fresh(answers))
        once_done = Entry.objects.count()
        again: list[Any] = [client.post(address, _fresh(answers)) for _ in range(copies - 1)]
        after = Entry.objects.count()
    if first.status_code != 303:
        return f"{route.name}: {first.status_code} the first time"
    if after != once_done:
        return f"{route.name}: {after - once_done} acts more by sending it again"
    others = {(one.status_code, one.get("Location")) for one in again}
    # What the first sending did may have closed the page itself; then it is as if it were not there.
    if not others <= {(303, first["Location"]), (404, None), (302, first["Location"])}:
        return f"{route.name}: the first led to {first['Location']}, the others to {others}"
    return ""


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, dict[str, Any]]]:
    return {}


def _all(world: World, found: dict[str, Any]) -> dict[str, Any]:
    for relation in SENDERS:
        if relation not in found:
            found[relation] = carried(world, relation)
    return found


def test_a_fair_answer_carries_most_forms_through(world: World, found: dict[str, Any]) -> None:
    names = {name for forms_of in _all(world, found).values() for name in forms_of}
    print(f"\n{len(names)} forms can be replayed: {', '.join(sorted(names))}")
    assert len(names) >= 40


def test_a_form_sent_again_does_nothing_more_and_leads_to_the_same_place(world: World, found: dict[str, Any]) -> None:
    ways = [(relation, name) for relation, forms_of in _all(world, found).items() for name in forms_of]
    routes = {route.name: route for route in running.every_route()}
    dice, wrong, sent = random.Random(11), [], 0
    for number in range(SEQUENCES):
        relation, name = ways[number % len(ways)]
        copies = dice.randint(2, 8) if number >= len(ways) else 2
        sent += copies
        if told := _replayed(world, relation, routes[name], found[relation][name], copies):
            wrong.append(told)
    print(f"\n{SEQUENCES} sequences of {len(ways)} forms and senders, {sent} sendings")
    assert sorted(set(wrong)) == []


def test_an_act_done_twice_is_seen(world: World, found: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    route = next(one for one in running.every_route() if one.name == "caseworker:new_note")
    answers = _all(world, found)["responsible"]["caseworker:new_note"]
    assert _replayed(world, "responsible", route, answers, 3) == ""
    monkeypatch.setattr(acting.once, "claim", lambda *_, **__: None)
    assert "acts more" in _replayed(world, "responsible", route, answers, 3)
    assert once.claim is acting.once.claim


def test_who_writes_on_an_old_version_is_told_and_has_their_text_back(world: World) -> None:
    """Two who have the same citizen open: the second is answered 409, with both texts."""
    route = next(one for one in running.every_route() if one.name == "caseworker:change_citizen")
    address = route.address(world)
    client, other = running.client_of(world, "responsible"), running.client_of(world, "leader")
    with running.taken_back():
        form = forms.own(client.get(address).content.decode(), address)
        assert form is not None
        mine, theirs = {**form.untouched(), "communication": "Skriv, ring ikke."}, {**form.untouched(), "communication": "Ring om morgenen."}
        assert other.post(address, theirs).status_code == 303
        answer = client.post(address, mine)
        page = re.sub(r"</?(?:ins|del|mark|span|b|strong)[^>]*>", "", answer.content.decode())
    assert answer.status_code == 409
    assert "Skriv, ring ikke." in page
    assert "Ring om morgenen." in page


# ------------------------------------------------------------------------------------------------ at the same moment


@pytest.fixture(params=["sqlite", "postgresql"])
def raced(request: pytest.FixtureRequest, tmp_path: Any) -> dict[str, Any]:
    """What came of the races on a database of their own."""
    more = {"ALLOW_UNSAFE_DATABASE": "1"}
    if request.param == "postgresql":
        import psycopg

        server, name = request.getfixturevalue("postgres"), f"once_{uuid4().hex[:8]}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        head, _, tail = server.partition("?")
        more["DATABASE_URL"] = f"{head.rpartition('/')[0]}/{name}?{tail}"
    result: dict[str, Any] = run_apart(tmp_path, "racing", **more)
    return result


def test_of_many_at_the_same_moment_one_comes_through(raced: dict[str, Any]) -> None:
    print(f"\n{raced['rounds']} rounds, {raced['copies']} copies of one form, {raced['rivals']} rivals")
    assert raced["same_key"] == []
    assert raced["rival_writes"] == []
    assert raced["lost_text"] == []
    assert raced["copies"] > 2 * raced["rounds"]
