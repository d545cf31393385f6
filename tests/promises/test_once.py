"""A form that is sent twice does its act once, whichever form it is; and of two who write at the same moment, one is told, with their own text back.

Every form of the house that a fair answer carries through is replayed. One after the other here, and at the same moment in `racing.py`, on both databases.
"""

from __future__ import annotations

import html
import random
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mestring.audit import once
from mestring.audit.models import Entry
from mestring.cases.models import Document
from mestring.web.components import acting
from tests.promises import forms, running
from tests.promises.running import Route
from tests.promises.server import run as run_apart
from tests.world import World

SEQUENCES, SEQUENCES_AT_NIGHT = 200, 1000
ROUNDS, ROUNDS_AT_NIGHT = 30, 500


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
    asked = [one for one in running.every_route() if one.name.startswith(running.SENDERS[relation])]
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
    for relation in running.SENDERS:
        if relation not in found:
            found[relation] = carried(world, relation)
    return found


def test_a_fair_answer_carries_most_forms_through(world: World, found: dict[str, Any]) -> None:
    names = {name for forms_of in _all(world, found).values() for name in forms_of}
    print(f"\n{len(names)} forms can be replayed: {', '.join(sorted(names))}")
    assert len(names) >= 40


@pytest.mark.parametrize("sequences", [SEQUENCES, pytest.param(SEQUENCES_AT_NIGHT, marks=pytest.mark.night)])
def test_a_form_sent_again_does_nothing_more_and_leads_to_the_same_place(world: World, found: dict[str, Any], sequences: int) -> None:
    ways = [(relation, name) for relation, forms_of in _all(world, found).items() for name in forms_of]
    routes = {route.name: route for route in running.every_route()}
    dice, wrong, sent = random.Random(11), [], 0
    for number in range(sequences):
        relation, name = ways[number % len(ways)]
        copies = dice.randint(2, 8) if number >= len(ways) else 2
        sent += copies
        if told := _replayed(world, relation, routes[name], found[relation][name], copies):
            wrong.append(told)
    print(f"\n{sequences} sequences of {len(ways)} forms and senders, {sent} sendings")
    assert sorted(set(wrong)) == []


def test_an_act_done_twice_is_seen(world: World, found: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    route = next(one for one in running.every_route() if one.name == "caseworker:new_note")
    answers = _all(world, found)["responsible"]["caseworker:new_note"]
    assert _replayed(world, "responsible", route, answers, 3) == ""
    monkeypatch.setattr(acting.once, "claim", lambda *_, **__: None)
    assert "acts more" in _replayed(world, "responsible", route, answers, 3)
    assert once.claim is acting.once.claim


def _sent_with_other_words(world: World, relation: str, route: Route, answers: dict[str, Any]) -> str:
    """Send a form, go back, change a text, and send it again with the key it had. Answers what is wrong with what came of it."""
    client, address = running.client_of(world, relation), route.address(world)
    name = next((one for one, said in answers.items() if isinstance(said, str) and " " in said and "<" not in said), "")
    words = f"{answers[name]} – rettet" if name else "ja"
    with running.taken_back():
        first: Any = client.post(address, _fresh(answers))
        once_done = Entry.objects.count()
        again: Any = client.post(address, _fresh({**answers, name or "andet": words}))
        after = Entry.objects.count()
        page = html.unescape(again.content.decode())
    if first.status_code != 303 or after != once_done:
        return f"{route.name}: {first.status_code} the first time, {after - once_done} acts more by the second"
    # What the first sending did may have closed the page, or left nothing to choose; then that is said instead.
    if again.status_code in (404, 422) or (again.status_code == 302 and again["Location"] != first["Location"]):
        return ""
    if again.status_code != 409 or first["Location"] not in page or (name and words not in page):
        return f"{route.name}: {again.status_code} {again.get('Location', '')}"
    return "kept"


def test_a_form_sent_again_with_other_words_is_never_answered_as_if_they_were_stored(world: World, found: dict[str, Any]) -> None:
    routes = {route.name: route for route in running.every_route()}
    came = [
        _sent_with_other_words(world, relation, routes[name], answers)
        for relation, forms_of in _all(world, found).items()
        for name, answers in forms_of.items()
    ]
    print(f"\n{came.count('kept')} of {len(came)} forms give both back")
    assert [one for one in came if one not in ("", "kept")] == []
    assert came.count("kept") > len(came) // 2


def test_a_key_that_takes_any_words_is_seen(world: World, found: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault: the key is not bound to what the form says."""
    monkeypatch.setattr(acting, "_content", lambda _: "")
    route = next(one for one in running.every_route() if one.name == "caseworker:new_note")
    assert "303" in _sent_with_other_words(world, "responsible", route, _all(world, found)["responsible"]["caseworker:new_note"])


def test_what_was_written_the_second_time_can_be_stored_beside_the_first(world: World, found: dict[str, Any]) -> None:
    route = next(one for one in running.every_route() if one.name == "caseworker:upload")
    answers = _all(world, found)["responsible"]["caseworker:upload"]
    client, address = running.client_of(world, "responsible"), route.address(world)
    with running.taken_back():
        assert client.post(address, _fresh(answers)).status_code == 303
        before = Entry.objects.filter(act="add_document").count()
        other = {**answers, "title": "Et andet brev <b>i dag</b>", "file": SimpleUploadedFile("andet.txt", b"Et andet brev.", "text/plain")}
        page = client.post(address, other).content.decode()
        assert "Et andet brev &lt;b&gt;i dag" in page
        assert "Filer skal vælges igen." in page
        form = forms.own(page, address)
        assert form is not None
        assert form.questions["key"].value not in ("", answers["key"])
        kept = {name: one.value for name, one in form.questions.items() if one.kind == "hidden" and name not in forms.SKIPPED}
        assert client.post(address, {**kept, "file": _fresh(other)["file"]}).status_code == 303
        assert Entry.objects.filter(act="add_document").count() == before + 1
        assert Document.objects.filter(title="Et andet brev <b>i dag</b>", name="andet.txt").exists()
    # The same words with another file are other content too.
    with running.taken_back():
        assert client.post(address, _fresh(answers)).status_code == 303
        assert client.post(address, {**answers, "file": SimpleUploadedFile("brev.txt", b"Noget helt andet.", "text/plain")}).status_code == 409


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


@pytest.mark.apart
@pytest.mark.parametrize("rounds", [ROUNDS, pytest.param(ROUNDS_AT_NIGHT, marks=pytest.mark.night)])
def test_of_many_at_the_same_moment_one_comes_through(installed_on: dict[str, str], tmp_path: Path, rounds: int) -> None:
    raced = run_apart(tmp_path, "racing", str(rounds), **installed_on)
    print(f"\n{raced['rounds']} rounds, {raced['copies']} copies of one form, {raced['rivals']} rivals")
    assert raced["same_key"] == []
    assert raced["rival_writes"] == []
    assert raced["lost_text"] == []
    assert raced["other_words"] == []
    assert raced["copies"] > 2 * raced["rounds"]
