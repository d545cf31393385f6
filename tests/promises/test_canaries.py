"""Protected facts reach nobody without a right, by any way: beside the pages, which `test_access_matrix.py` searches, there are the log at its most talkative, the page for a
fault of ours, what a form sends back, the letters and the papers, and the fields themselves: each must have a token, or nothing is proved of it.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models

from mestring.audit.models import Entry
from mestring.cases import storage
from mestring.cases.models import Letter
from mestring.delivery.models import ChangeReport, CompanionChoice, HourUse, Order, OrderGoal, OrderRevision, Rating, StatusNote, SubGoal, TeamMember, Visit
from mestring.people import access
from mestring.people.models import Citizen
from tests import crowd
from tests.promises import forms, running
from tests.world import Token, World

CROWD = crowd.PEOPLE
WITHOUT = {
    # codes, keys and sources of the library, and what the house computes
    "people.citizen": {"postal_code", "residence"},
    "cases.case": {"kle", "facet", "acting", "paying", "residence"},
    "cases.publisheddeadline": {"council", "section", "where"},
    "cases.application": {"section", "kind", "kind_label", "kind_facts", "standard", "finding"},
    "cases.inquiry": {"section", "outcome", "referred_to"},
    "cases.anonymousinquiry": {"section", "outcome", "referred_to"},
    "cases.due": {"section", "next", "source"},
    "cases.document": {"type", "sha256", "error_because"},
    "cases.letter": {"title", "pdf"},
    "cases.dispatch": {"trouble", "receipt", "pdf"},
    "assessments.assessment": {"standard", "because"},
    "assessments.targetgroup": {"code"},
    "assessments.diagnosis": {"code"},
    "assessments.topicentry": {"topic"},
    "assessments.statement": {"error_because"},
    "decisions.consideration": {"section", "judgements"},
    "decisions.decision": {"level", "level_label", "departure", "replaces_because", "section", "competence", "complaint_source", "standard", "hash", "findings"},
    "decisions.grant": {"section", "level", "level_label", "standard"},
    "decisions.hearing": {"answer", "considered"},
    "decisions.meeting": {"place", "minutes"},
    "decisions.disqualified": {"reason"},
    "decisions.preparation": {"level", "level_label", "departure"},
    "decisions.gatepass": {"gate", "rule", "fact"},
    "decisions.plannedchange": {"because"},
    "followups.grantcadence": {"rule", "counted_from"},
    "followups.grantfact": {"fact", "value"},
    "followups.followup": {"standard"},
    "delivery.goal": {"topic", "secondary"},
    "delivery.order": {"section", "standard", "level_label", "start_source", "start_why"},
    "delivery.orderservice": {"code", "offer"},
    "delivery.statusdue": {"source", "why"},
    "delivery.statusnote": {"figures"},
    "delivery.group": {"name", "section", "place"},
    "complaints.complaint": {
        "trace", "right_source", "right_says", "right_facts", "right_missing", "suspends_source", "review_trace", "late_because", "index", "left_out",
        "left_out_because", "board_reference", "board_reasons", "board_words", "carried_out",
    },
}  # fmt: skip
"""Fields of words that hold no token: codes and sources, and those of steps that no case of the world has come to."""


def _fields() -> Iterable[tuple[type[models.Model], Any]]:
    """The protected fields of words."""
    for model in crowd.protected():
        for field in model._meta.concrete_fields:
            words = isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
            if words and field.name not in WITHOUT.get(model._meta.label_lower, ()):
                yield model, field


def _tokens(world: World, model: type[models.Model], field: Any) -> set[Token]:
    return {token for one in model._base_manager.values_list(field.attname, flat=True) for token in world.canaries.within(str(one))}


def bare(world: World) -> list[str]:
    """The protected fields in which no row has a token."""
    return [f"{model._meta.label}.{field.name}" for model, field in _fields() if not _tokens(world, model, field)]


def test_every_protected_field_of_words_has_a_token(world: World) -> None:
    """A field that is added without one is red: nobody would see it leak."""
    assert bare(world) == []
    gone = [
        f"{label}.{name}" for label, names in WITHOUT.items() for name in names if name not in {one.name for one in apps.get_model(label)._meta.get_fields()}
    ]
    assert gone == []


def test_a_field_without_a_token_is_seen(world: World) -> None:
    from mestring.cases.models import Note

    with running.taken_back():
        Note.objects.update(subject="Uden")
        assert "cases.Note.subject" in bare(world)


def test_each_of_three_hundred_has_tokens_that_nobody_else_has(world: World) -> None:
    """In every field in which the one who was made by acts has one; their words are searched for wherever the world's are. What a paper says lies on the disk, once for all."""
    fields = list(_fields())
    found = {token for model, field in fields for token in _tokens(world, model, field) if token.owner == crowd.OWNER}
    assert {token.text for token in found} == world.canaries.of(crowd.OWNER)
    alone = Counter(token.field for token in world.canaries.tokens.values() if token.owner in ("foreign", "foreigner") and token.field != "document.content")
    told = Counter(token.field for token in found)
    assert {name: count / CROWD for name, count in told.items()} == alone
    print(f"\n{CROWD} people beside the world, {len(found)} tokens in {len(told)} kinds of field")


def test_a_search_that_forgets_who_asks_shows_one_of_the_crowd(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault: whoever asks may find everybody."""
    client = running.client_of(world, "responsible")
    person = Citizen.objects.get(
        first_name=next(token.text for token in world.canaries.tokens.values() if (token.owner, token.field) == (crowd.OWNER, "first_name"))
    )

    def shown() -> bool:
        with running.taken_back():
            return person.last_name in running.readable(client.post("/soeg-borger/", {"q": person.first_name}))

    assert not shown()
    monkeypatch.setattr(type(Citizen.objects.all()), "visible_to", lambda self, _: self)
    assert shown()


# ------------------------------------------------------------------------------------------------ a provider


def held(world: World) -> set[str]:
    """The tokens of what the provider's own orders hold, and of whom they are about as far as a provider may know: neither number nor address, and nothing of the case."""
    by = world.actors["provider"]
    orders = Order.objects.provided_by(by)
    rows: list[Any] = [
        orders.values_list("number", "purpose", "needs", "extent"),
        orders.values_list("citizen__first_name", "citizen__last_name", "citizen__communication", "citizen__interpreter"),
        OrderRevision.objects.provided_by(by).values_list("because"),
        OrderGoal.objects.provided_by(by).values_list("goal__text"),
        TeamMember.objects.provided_by(by).values_list("name", "title", "phone"),
        SubGoal.objects.provided_by(by).values_list("text"),
        Rating.objects.provided_by(by).values_list("words"),
        Visit.objects.provided_by(by).filter(error_on=None).values_list("note"),
        StatusNote.objects.provided_by(by).values_list("done", "citizen_says", "staff_says", "because"),
        ChangeReport.objects.provided_by(by).values_list("words", "answer"),
        HourUse.objects.provided_by(by).values_list("what", "error_because"),
        CompanionChoice.objects.filter(grant__in=orders.values("grant")).values_list("name"),
    ]
    return {token.text for token in world.canaries.within("\n".join(str(row) for one in rows for row in one))}


def read_by_provider(world: World) -> set[str]:
    """Every token in any page a provider can open."""
    client = running.client_of(world, "provider")
    asked = (running.ask(client, route, world, method="GET", relation="provider", state="open") for route in running.every_route())
    return {token.text for answer in asked for token in answer.tokens | answer.outside}


def test_a_provider_reads_what_its_orders_hold_and_nothing_else(world: World) -> None:
    holds, read = held(world), read_by_provider(world)
    assert [world.canaries.tokens[text] for text in read - holds] == []
    assert len(read) > 20, "where nothing was read nothing would be proved"


def test_a_page_that_shows_anothers_order_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    holds = held(world)
    monkeypatch.setattr(access, "orders", lambda *_: ~access.Q(pk__in=()))
    assert read_by_provider(world) - holds


# ------------------------------------------------------------------------------------------------ the log


class Heard(logging.Handler):
    """Everything that is logged, as it would be written: how many lines, and those that hold a token or a number."""

    def __init__(self, world: World) -> None:
        super().__init__(logging.DEBUG)
        self.world, self.count, self.faults = world, 0, 0
        self.told: list[str] = []
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        self.count += 1
        self.faults += "Internal Server Error" in line
        if self.world.canaries.within(line) or running.CPR.search(re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", line)):
            self.told.append(line[:300])


@pytest.fixture
def heard(world: World) -> Iterator[Heard]:
    """Every logger at its most talkative. Those that pytest listens with are put aside: they would keep every page in memory."""
    handler, root = Heard(world), logging.getLogger()
    names = ("django", "django.request", "mestring", "axes", "allauth")
    before, aside, level = {name: logging.getLogger(name).level for name in names}, list(root.handlers), root.level
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield handler
    root.handlers[:] = aside
    root.setLevel(level)
    for name, was in before.items():
        logging.getLogger(name).setLevel(was)


def test_nothing_of_anybody_is_in_the_log_however_talkative(world: World, heard: Heard) -> None:
    client = running.client_of(world, "responsible")
    for route in running.every_route():
        if route.name.startswith(("caseworker:", "committee:")):
            for method in ("GET", "POST"):
                running.ask(client, route, world, method=method, relation="responsible", state="open")
    number = next(token for token in world.canaries.tokens.values() if token.field == "cpr" and token.owner == "citizen").text
    for typed in (number, f"{number[:6]}-{number[6:]}", next(iter(world.canaries.of("citizen")))):
        with running.taken_back():
            assert client.post("/soeg-borger/", {"q": typed}).status_code == 200
            assert client.post("/noedadgang/", {"number": typed[:12], "category": "danger", "reason": "", "key": str(uuid4())}).status_code == 422
    assert heard.count > 100
    assert heard.told == []
    logging.getLogger("mestring").debug("borger %s", number)
    assert len(heard.told) == 1


def test_a_fault_of_ours_tells_the_visitor_nothing_and_the_log_no_values(world: World, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    from mestring.web.caseworker.pages import case as page

    def broken(found: Any, *arguments: Any, **more: Any) -> Any:
        name = found.citizen.name
        raise RuntimeError("planted" if name else "")

    monkeypatch.setattr(page, "build", broken)
    client = running.client_of(world, "responsible")
    with running.taken_back():
        response: Any = client.get(next(one for one in running.every_route() if one.name == "caseworker:case").address(world))
    assert response.status_code == 500
    assert world.canaries.within(running.readable(response)) == set()
    assert "planted" not in running.readable(response)
    assert heard.faults
    assert heard.told == []


# ------------------------------------------------------------------------------------------------ letters, papers, traces


def test_no_letter_holds_a_protected_address_of_another_or_a_number(world: World) -> None:
    """Nor does its file, in its words or in what it says of itself."""
    hidden = {token.text for token in world.canaries.tokens.values() if token.owner == "citizen" and token.field in ("street", "city", "cpr", "phone")}
    # The crowd's letters are rows, and have no files of their own.
    for letter in Letter.objects.filter(case__in=world.cases.values()).exclude(pdf=""):
        text = running.printed(storage.read(letter.pdf))
        # Digital Post needs no address, so a protected one is not printed; what goes to a representative is the same file.
        assert {token.text for token in world.canaries.within(text)} & hidden == set(), letter.kind
        assert not running.CPR.search(text), letter.kind
        others = (
            world.canaries.of("representative", "foreigner", "foreign")
            if letter.case_id != world.cases["foreign"].pk
            else world.canaries.of("citizen", "open", "closed")
        )
        assert {token.text for token in world.canaries.within(text)} & others == set(), letter.kind


def test_the_trace_holds_no_words(world: World) -> None:
    found = [entry.act for entry in Entry.objects.all() if world.canaries.within(f"{entry.detail} {entry.act} {entry.thing_id}")]
    assert found == []


def test_a_paper_lies_under_its_hash_and_under_no_name(world: World) -> None:
    found = [str(path) for path in storage.folder().rglob("*") if world.canaries.within(str(path))]
    assert found == []


def test_a_form_that_comes_back_does_not_put_what_was_typed_in_an_address(world: World) -> None:
    """Not in a link, nor where the next page is."""
    client, wrong = running.client_of(world, "responsible"), []
    for name in ("caseworker:new_note", "caseworker:new_citizen", "caseworker:new_inquiry", "caseworker:search", "caseworker:new_request"):
        address = next(one for one in running.every_route() if one.name == name).address(world)
        with running.taken_back():
            found = forms.own(client.get(address).content.decode(), address)
            typed = {one: "Zqbabebqz" for one in (found.questions if found else ["q"]) if one not in ("key", "version")}
            response: Any = client.post(address, {**typed, "key": str(uuid4())})
        links = re.findall(r'(?:href|src|action)="([^"]*)"', running.readable(response))
        wrong += [f"{name}: {link}" for link in [*links, response.get("Location", "")] if "Zqbabebqz" in link]
    assert wrong == []
