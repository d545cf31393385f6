"""An act happens once, a text is not lost under another, and a thing moves only along its table."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from mestring.audit import moves, once, versions
from mestring.audit.errors import Conflict, MoveNotAllowed, NotAllowed, SentBefore
from mestring.audit.models import Entry, Once
from mestring.cases.models import AnonymousInquiry, Application, Case, Dispatch, InformationRequest, Inquiry, Letter
from mestring.cases.states import InquiryState
from tests import given

pytestmark = pytest.mark.django_db
TODAY = given.TODAY


# ------------------------------------------------------------------------------------------------ once


def test_a_form_sent_twice_does_its_act_once_and_leads_to_the_same_place() -> None:
    by, key = given.caseworker(), uuid4()
    assert once.claim(key, "open_case", by=by, content="a") is None
    once.finish(key, "/sager/1/")
    assert [once.claim(key, "open_case", by=by, content="a") for _ in range(3)] == ["/sager/1/"] * 3
    assert Once._base_manager.count() == 1


@pytest.mark.parametrize(("act", "content"), [("open_case", "b"), ("close_case", "a")], ids=["other words", "another act"])
def test_a_key_that_comes_again_for_something_else_says_where_the_first_led(act: str, content: str) -> None:
    by, key = given.caseworker(), uuid4()
    assert once.claim(key, "open_case", by=by, content="a") is None
    once.finish(key, "/sager/1/")
    with pytest.raises(SentBefore) as told:
        once.claim(key, act, by=by, content=content)
    assert told.value.led == "/sager/1/"
    assert once.claim(key, "open_case", by=by, content="a") == "/sager/1/"


def test_a_form_whose_act_was_refused_can_be_sent_again() -> None:
    by, key = given.caseworker(), uuid4()
    with transaction.atomic():
        assert once.claim(key, "open_case", by=by, content="a") is None
        transaction.set_rollback(True)
    assert once.claim(key, "open_case", by=by, content="b") is None


def test_nobody_can_use_anothers_key_to_learn_where_it_led() -> None:
    first, second, key = given.caseworker(), given.caseworker(name="Ole Kvist"), uuid4()
    once.claim(key, "open_case", by=first, content="a")
    once.finish(key, "/sager/1/")
    with pytest.raises(NotAllowed):
        once.claim(key, "open_case", by=second, content="a")


# ------------------------------------------------------------------------------------------------ versions


def test_who_writes_on_an_old_version_gets_both_texts_back_and_nothing_is_written() -> None:
    case = given.case(given.caseworker())
    seen = case.version
    versions.write(case, seen=seen, kle="27.35.04")
    stale = Case.objects.get(pk=case.pk)
    with pytest.raises(Conflict) as lost:
        versions.write(stale, seen=seen, kle="27.36.00")
    assert (lost.value.theirs, lost.value.yours, lost.value.version) == ({"kle": "27.35.04"}, {"kle": "27.36.00"}, seen + 1)
    assert Case.objects.get(pk=case.pk).kle == "27.35.04"


def test_who_writes_on_the_version_that_stands_wins_and_moves_it_on() -> None:
    case = given.case(given.caseworker())
    for text in ("a", "b", "c"):
        versions.write(case, seen=case.version, kle=text)
    stands = Case.objects.get(pk=case.pk)
    assert (stands.kle, stands.version, case.version) == ("c", 4, 4)


def test_every_act_that_writes_a_version_says_which() -> None:
    """Otherwise nobody can say who wrote first: each function that calls `versions.write` names the version when it records."""
    silent = []
    for path in sorted((Path(__file__).parents[2] / "mestring").rglob("actions/*.py")):
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(one, ast.FunctionDef):
                continue
            calls = [call for call in ast.walk(one) if isinstance(call, ast.Call)]
            if any(ast.unparse(call.func) == "versions.write" for call in calls) and not any(
                ast.unparse(call.func) == "acts.record" and any(named.arg == "version" for named in call.keywords) for call in calls
            ):
                silent.append(one.name)
    ends = "what is decided or sent is written no more, and a drafted letter is no form"
    assert sorted(silent) == ["_prepared", "_review", "draft_letter", "send_hearing"], ends


# ------------------------------------------------------------------------------------------------ moves


def an_inquiry(**more: Any) -> Inquiry:
    unit = given.unit()
    return Inquiry.objects.create(channel="phone", received_on=TODAY, unit=unit, about="Et spørgsmål", **more)


@pytest.mark.parametrize("before", InquiryState.values)
@pytest.mark.parametrize("after", InquiryState.values)
def test_a_thing_moves_exactly_along_its_table(before: str, after: str) -> None:
    inquiry, by = an_inquiry(state=before), given.caseworker()
    rows = Entry._base_manager.count()
    if after in Inquiry.MOVES.get(before, ()):
        moves.move(inquiry, after, by=by, on=TODAY, act="end_inquiry", outcome="told")
        last = Entry._base_manager.order_by("-number").first()
        assert (last.act, last.actor, last.detail) == ("end_inquiry", by.id, {"from": before, "to": after, "outcome": "told"})
    else:
        with pytest.raises(MoveNotAllowed):
            moves.move(inquiry, after, by=by, on=TODAY)
        assert Entry._base_manager.count() == rows
        after = before
    assert Inquiry.objects.get(pk=inquiry.pk).state == inquiry.state == after


def test_of_two_moves_at_the_same_moment_the_second_is_refused_and_not_in_the_log() -> None:
    inquiry, by = an_inquiry(), given.caseworker()
    same = Inquiry.objects.get(pk=inquiry.pk)
    moves.move(inquiry, InquiryState.ADVISED, by=by, on=TODAY)
    rows = Entry._base_manager.count()
    with pytest.raises(MoveNotAllowed):
        moves.move(same, InquiryState.REFERRED, by=by, on=TODAY)
    assert Inquiry.objects.get(pk=inquiry.pk).state == InquiryState.ADVISED
    assert Entry._base_manager.count() == rows


def test_what_is_written_with_a_move_is_written_only_when_it_is_made() -> None:
    inquiry, by = an_inquiry(), given.caseworker()
    same = Inquiry.objects.get(pk=inquiry.pk)
    moves.move(inquiry, InquiryState.ADVISED, by=by, on=TODAY, also={"outcome": "Talt om hjælp"})
    with pytest.raises(MoveNotAllowed):
        moves.move(same, InquiryState.REFERRED, by=by, on=TODAY, also={"outcome": "Noget andet"})
    assert Inquiry.objects.get(pk=inquiry.pk).outcome == inquiry.outcome == "Talt om hjælp"


@pytest.mark.parametrize("model", [Case, Inquiry, AnonymousInquiry, Application, InformationRequest, Letter, Dispatch])
def test_a_table_of_moves_names_only_states_that_exist(model: Any) -> None:
    states = {value for value, _ in model._meta.get_field("state").choices}
    assert {*model.MOVES, *(to for tos in model.MOVES.values() for to in tos)} <= states
