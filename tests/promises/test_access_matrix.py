"""Access is exactly the table: every address, by everybody, in both states of the case, against `access_matrix.csv`, which is written by hand.

The same run is held against two more promises: that every case and person that can be read in an answer stands in the look-ups of that very request, and that no token
of a protected field reaches anybody without a right to it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.apps import apps

from mestring.people import access
from mestring.people.models import Account
from tests import crowd
from tests.promises import running
from tests.promises.running import Answer
from tests.world import RELATIONS, STATES, Token, World

CROWD = crowd.PEOPLE
"""Beside everybody, so many more whose every protected field holds a token, and whom nobody here has any right to: their owner stands in no row of `SEES`."""
MATRIX = Path(__file__).with_name("access_matrix.csv")
WORDS = {"ok", "login", "hidden", "405", "403", "401"}

TEAM = {"open", "closed", "citizen", "representative", "anonymous_open"}
OTHER_TEAM = {"foreign", "foreigner", "anonymous_foreign"}
CASES = {"open", "closed", "citizen"}
SEES: dict[str, set[str]] = {
    "visitor": set(),
    "responsible": TEAM,
    "team": TEAM,
    "leader": TEAM,
    # The other team's case was decided in the same meeting.
    "committee": CASES | {"foreign", "foreigner"},
    "shelter": CASES,
    "glass": CASES | OTHER_TEAM,
    "helper": CASES | OTHER_TEAM,
    "stranger": OTHER_TEAM,
    "other_leader": OTHER_TEAM,
    "administrator": set(),
    "self": CASES,
    "representative": CASES | {"representative"},
    "own_case": {"representative", "anonymous_open"},
    "relative": {"representative", "anonymous_open"},
    "provider": {"open", "citizen"},
    "other_provider": set(),
}
"""Whose tokens each may read."""
NEVER = {"representative": {"street", "city"}}
"""Fields of a citizen with a protected address that those who act for them may not read."""
ONLY = {
    "provider": {
        *("first_name", "last_name", "communication", "interpreter", "case.number", "goal.text", "sub_goal.text", "rating.words", "visit.note"),
        *("order.purpose", "order.needs", "order.extent", "order_revision.because", "team.name", "team.title", "team.phone"),
        *("status.done", "status.citizen_says", "status.staff_says", "status.because", "change.words", "change.answer"),
        *("hour_use.what", "hour_use.error_because", "companion.name"),
    }
}
"""The fields that are all somebody may read: of the help a provider gives, and never of the case behind it. An order's number begins with the case's."""


def table() -> dict[tuple[str, str], dict[str, str]]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return {(row["route"], row["method"]): row for row in csv.DictReader(file)}


def cell(row: dict[str, str], relation: str, state: str) -> str:
    """What the table says. Two words with a stroke between are for the open case and the closed one."""
    words = row[relation].split("/")
    return words[STATES.index(state)] if len(words) > 1 else words[0]


def differing(answers: Iterable[Answer]) -> list[str]:
    """The answers that are not as the table says."""
    rows = table()
    return [f"{one} – the table says {said}" for one in answers if (said := cell(rows[one.route, one.method], one.relation, one.state)) != one.kind]


def unlogged(world: World, answers: Iterable[Answer]) -> list[str]:
    """The answers in which a case or a person can be read that the log rows of the request don't name."""
    ids = {**{name: str(case.public_id) for name, case in world.cases.items()}, **{name: str(one.public_id) for name, one in world.citizens.items()}}
    return [f"{one} – {token.owner} ({token.field})" for one in answers for token in one.tokens if ids.get(token.owner) and ids[token.owner] not in one.looked]


def _may_read(relation: str, token: Token) -> bool:
    own = token.owner in SEES[relation] and not (token.owner == "citizen" and token.field in NEVER.get(relation, ()))
    return own and token.field in ONLY.get(relation, (token.field,))


def leaked(answers: Iterable[Answer]) -> list[str]:
    """The answers that hold a token somebody has no right to, or any in an address, a header or a cookie."""
    read = [f"{one} – {token.owner} ({token.field})" for one in answers for token in one.tokens if not _may_read(one.relation, token)]
    beside = [
        f"{one} – outside the page: {token.field}" for one in answers for token in one.outside if not (_may_read(one.relation, token) and token.field in NAMES)
    ]
    return read + beside + [f"{one} – a CPR number outside the page" for one in answers if one.numbers]


NAMES = {"document.name", "case.number"}
"""A file that is sent says what it is called; those who may read it may read its name."""

Run = Callable[[str], list[Answer]]
_done: dict[str, list[Answer]] = {}


@pytest.fixture
def run(world: World) -> Run:
    """Everything by one of them, asked once."""

    def of(relation: str) -> list[Answer]:
        if relation not in _done:
            _done[relation] = running.everything(world, relation)
        return _done[relation]

    return of


def test_every_address_has_two_rows_and_every_row_an_address() -> None:
    rows = table()
    names = {route.name for route in running.every_route()}
    assert {name for name, _method in rows} == names
    assert {method for _name, method in rows} == {"GET", "POST"}
    assert len(rows) == 2 * len(names)
    assert {word for row in rows.values() for relation in RELATIONS for word in row[relation].split("/")} <= WORDS


@pytest.mark.parametrize("relation", RELATIONS)
def test_access_is_the_table(run: Run, relation: str) -> None:
    assert not (found := differing(run(relation))), "\n".join(found)


@pytest.mark.parametrize("relation", RELATIONS)
def test_what_is_shown_was_logged_as_looked_at_by_that_request(world: World, run: Run, relation: str) -> None:
    assert not (found := unlogged(world, run(relation))), "\n".join(found)


@pytest.mark.parametrize("relation", RELATIONS)
def test_no_token_reaches_anybody_without_a_right_to_it(run: Run, relation: str) -> None:
    assert not (found := leaked(run(relation))), "\n".join(found)


def test_the_tokens_are_seen_at_all(world: World, run: Run) -> None:
    """A run in which nothing could be read would prove nothing."""
    read = {token.text for one in run("responsible") for token in one.tokens}
    assert len(read & world.canaries.of("open")) > 40
    assert len(read & world.canaries.of("citizen")) > 8
    given = {token.field for one in run("provider") for token in one.tokens}
    assert given == ONLY["provider"], "a provider reads what the order holds"


# ------------------------------------------------------------------------------------------------ a child of another case


def _crossed(world: World, name: str, relation: str) -> list[str]:
    """Every address with two or more parameters, with one of them from the other case: it must be as if it were not there."""
    client = running.client_of(world, relation)
    found = []
    for route in running.every_route():
        children = [
            one for one in route.parameters if one.endswith("_id") and one not in ("assignment_id", "disqualification_id", "employee_id", "provider_id")
        ][1:]
        for child in children:
            theirs = world.kwargs([child], name, route.name)[child]
            if theirs is None or theirs == world.kwargs([child], "open", route.name)[child]:
                continue
            for method in ("GET", "POST"):
                answer = running.ask(
                    client, route, world, method=method, relation=relation, state="open", address=route.address(world, "open", **{child: theirs})
                )
                if answer.kind not in ("hidden", "405"):
                    found.append(f"{answer} with {child} of the {name} case")
    return found


@pytest.mark.parametrize("name", ["foreign", "closed"])
def test_what_belongs_to_another_case_is_not_found_under_this_one(world: World, name: str) -> None:
    assert _crossed(world, name, "responsible") == []


@pytest.mark.parametrize("name", ["foreign", "closed"])
def test_what_belongs_to_another_order_is_not_found_under_this_one(world: World, name: str) -> None:
    assert _crossed(world, name, "provider") == []


def test_a_letter_of_another_case_is_not_the_citizens(world: World) -> None:
    assert _crossed(world, "foreign", "self") == []


# ------------------------------------------------------------------------------------------------ planted faults


def test_a_right_given_too_widely_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    wider = access.Action("Læste et brev", access.ACTIONS["letter.see"].ties | {access.Tie.SELF})
    monkeypatch.setitem(access.ACTIONS, "letter.see", wider)
    route = next(one for one in running.every_route() if one.name == "caseworker:letter")
    asked = running.ask(running.client_of(world, "self"), route, world, method="GET", relation="self", state="open")
    assert len(differing([asked])) == 1


def test_a_right_taken_away_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(access.ACTIONS, "case.see", access.Action("Så sagen", access.ACTIONS["case.see"].ties - {access.Tie.GLASS}))
    route = next(one for one in running.every_route() if one.name == "caseworker:case")
    asked = running.ask(running.client_of(world, "glass"), route, world, method="GET", relation="glass", state="open")
    assert len(differing([asked])) == 1


def test_a_page_without_a_look_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from mestring.web.shell import doors

    monkeypatch.setattr(doors, "look", lambda *_, **__: None)
    route = next(one for one in running.every_route() if one.name == "caseworker:case")
    asked = running.ask(running.client_of(world, "responsible"), route, world, method="GET", relation="responsible", state="open")
    assert unlogged(world, [asked]) != []


def test_a_token_shown_to_the_wrong_reader_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "is_blocked", lambda *_: False)
    monkeypatch.setattr(access, "_not_blocked", lambda *_, **__: ~access.Q(pk__in=()))
    route = next(one for one in running.every_route() if one.name == "caseworker:case")
    asked = running.ask(running.client_of(world, "relative"), route, world, method="GET", relation="relative", state="open")
    assert leaked([asked]) != []


# ------------------------------------------------------------------------------------------------ no flag gives everything


def test_no_account_has_a_flag_that_gives_everything() -> None:
    names = {field.name for field in Account._meta.get_fields()}
    assert not names & {"is_superuser", "is_staff", "groups", "user_permissions"}
    assert not hasattr(Account, "has_perm")


def test_no_code_asks_for_such_a_flag() -> None:
    folder = Path(apps.get_app_config("people").path).parent
    words = ("is_superuser", "is_staff", "has_perm", "user_passes_test", "permission_required")
    found = [str(path) for path in folder.rglob("*") if path.suffix in (".py", ".html") and any(word in path.read_text(encoding="utf-8") for word in words)]
    assert found == []
