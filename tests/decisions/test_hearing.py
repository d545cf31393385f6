"""Hearing the citizen: sent, answered or not, and the gate it passes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.cases.errors import DayInTheFuture
from mestring.cases.letters.text import Letter
from mestring.cases.models import Dispatch, Due
from mestring.decisions import actions
from mestring.decisions.errors import FieldMissing, GatesOpen, HearingAwaited, HearingDayTooSoon, HearingNotOver
from mestring.decisions.gathering import outlook
from mestring.decisions.models import Hearing
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY

pytestmark = pytest.mark.django_db
FACTS = [{"text": "Du klarer selv post.", "from": "Statusnotat 20-11-2026"}]


def hearing_gate(hearing: Hearing, on: date) -> str:
    return next(one.state.value for one in outlook(hearing.application, on=on).gates if one.code == "hearing_done")


def test_a_hearing_tells_what_is_considered_and_on_which_facts_and_waits_for_an_answer() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    hearing = known.heard(asked, by)
    content = Letter.from_json(hearing.letter.content)
    said = " ".join(one.text for one in content.sentences())
    assert "Vi overvejer at sætte støtten ned til trin 2." in said
    assert "Du klarer nu selv post og regninger." in said
    assert "onsdag 9. december" in said
    assert hearing.letter.about == hearing.public_id
    assert Dispatch.objects.filter(letter=hearing.letter).count() == 1
    waiting = Due.objects.waiting().get(kind=Due.Kind.HEARING, thing=hearing.public_id)
    assert (waiting.on, waiting.waits) == (TODAY + timedelta(days=14), "borgeren")
    assert hearing_gate(hearing, TODAY) == "open"


def test_an_answer_passes_the_gate_and_settles_the_list() -> None:
    by = given.caseworker()
    hearing = known.heard(known.asked_for(by), by)
    day = TODAY + timedelta(days=3)
    actions.answer_hearing(hearing, answer="Jeg er uenig: min søster åbner posten.", answered_on=day, by=by, on=day)
    assert hearing_gate(hearing, day) == "passed_by_fact"
    assert not Due.objects.waiting().filter(thing=hearing.public_id).exists()
    with pytest.raises(MoveNotAllowed):
        actions.answer_hearing(hearing, answer="Igen.", answered_on=day, by=by, on=day)


def test_no_answer_passes_the_gate_only_the_day_after_the_last_day() -> None:
    by = given.caseworker()
    hearing = known.heard(known.asked_for(by), by)
    with pytest.raises(HearingNotOver):
        actions.lapse_hearing(hearing, by=by, on=hearing.due_on)
    after = hearing.due_on + timedelta(days=1)
    assert list(Hearing.objects.visible_to(by).past_due(after)) == [hearing]
    actions.lapse_hearing(hearing, by=by, on=after)
    assert hearing_gate(hearing, after) == "passed_by_fact"
    actions.answer_hearing(hearing, answer="Undskyld, her er mit svar.", answered_on=after, by=by, on=after)
    assert hearing.state == "answered"


def test_one_hearing_is_awaited_at_a_time() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    known.heard(asked, by)
    with pytest.raises(HearingAwaited):
        known.heard(asked, by)


def test_the_citizen_gets_time_from_the_day_the_letter_is_there() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    with pytest.raises(HearingDayTooSoon):
        actions.send_hearing(asked, planned="Vi overvejer afslag.", facts=FACTS, due_on=TODAY, by=by, on=TODAY)
    on_paper = known.asked_for(by, where=given.case(by, given.citizen(by, first_name="Ove", digital_post=False)))
    with pytest.raises(HearingDayTooSoon) as refused:
        actions.send_hearing(on_paper, planned="Vi overvejer afslag.", facts=FACTS, due_on=date(2026, 12, 3), by=by, on=TODAY)
    assert "04-12-2026" in refused.value.message


@pytest.mark.parametrize(
    ("planned", "facts"),
    [(" ", FACTS), ("Afslag.", []), ("Afslag.", [{"text": " ", "from": "Notat"}]), ("Afslag.", [{"text": "Du klarer selv post.", "from": ""}])],
)
def test_a_hearing_without_a_plan_or_without_facts_and_their_source_is_refused(planned: str, facts: list[dict[str, str]]) -> None:
    by = given.caseworker()
    with pytest.raises(FieldMissing):
        actions.send_hearing(known.asked_for(by), planned=planned, facts=facts, due_on=TODAY + timedelta(days=14), by=by, on=TODAY)


def test_an_answer_has_words_or_a_paper_and_a_day_that_has_been() -> None:
    by = given.caseworker()
    hearing = known.heard(known.asked_for(by), by)
    with pytest.raises(FieldMissing):
        actions.answer_hearing(hearing, answer=" ", answered_on=TODAY, by=by, on=TODAY)
    with pytest.raises(DayInTheFuture):
        actions.answer_hearing(hearing, answer="Ja.", answered_on=TODAY + timedelta(days=1), by=by, on=TODAY)
    with pytest.raises(FieldMissing):
        actions.answer_hearing(hearing, answer="Ja.", answered_on=TODAY - timedelta(days=1), by=by, on=TODAY)


def test_a_refusal_waits_for_the_hearing() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by, **known.REFUSED)
    hearing = known.heard(asked, by)
    with pytest.raises(GatesOpen):
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    day = TODAY + timedelta(days=5)
    actions.answer_hearing(hearing, answer="Jeg er uenig.", answered_on=day, by=by, on=day)
    made = actions.decide(asked, seen=choice.version, by=by, on=day)
    assert made.outcome == "refused"


def test_a_stranger_neither_sends_nor_sees_a_hearing() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    stranger = given.caseworker(given.unit("Et andet team"), "Per Fremmed")
    with pytest.raises(NotAllowed):
        known.heard(asked, stranger)
    known.heard(asked, by)
    assert not Hearing.objects.visible_to(stranger).exists()
