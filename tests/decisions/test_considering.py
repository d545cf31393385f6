"""Weighing sections, judging conditions, keeping the choice: nothing is lost when two write at once."""

from __future__ import annotations

from datetime import date

import pytest

from mestring.audit.errors import Conflict, MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.actions.application import withdraw
from mestring.cases.actions.case import close_case
from mestring.cases.errors import CaseClosed
from mestring.decisions import actions
from mestring.decisions.actions.considering import left_to_weigh
from mestring.decisions.errors import FieldMissing, GateNeedsFact, NotAwaitingDecision, SectionTwice
from mestring.decisions.gathering import outlook
from mestring.decisions.models import Consideration, GatePass, Preparation
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def test_a_section_taken_up_twice_is_the_same() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    assert actions.consider(asked, "85", by=by, on=TODAY).pk == actions.consider(asked, "85", by=by, on=TODAY).pk
    assert actions.consider(asked, "85", by=by, on=TODAY).applied
    assert not actions.consider(asked, "97", by=by, on=TODAY).applied


def test_a_section_that_does_not_exist_is_not_weighed() -> None:
    by = given.caseworker()
    with pytest.raises(FieldMissing):
        actions.consider(known.asked_for(by), "999", by=by, on=TODAY)


def test_a_fact_is_kept_with_where_it_is_known_from() -> None:
    by = given.caseworker()
    own = actions.consider(known.asked_for(by, "97"), "97", by=by, on=TODAY)
    actions.set_fact(own, "first_granted_97", value="1-2-2024", source="Tidligere sag", seen=own.version, by=by, on=TODAY)
    assert own.facts == {"first_granted_97": {"value": "2024-02-01", "from": "Tidligere sag"}}
    assert outlook(own.application, on=TODAY).facts["first_granted_97"] == date(2024, 2, 1)


@pytest.mark.parametrize(("value", "source"), [("måske", "Samtale"), ("", "Samtale"), ("ja", " ")])
def test_a_fact_that_can_t_be_read_or_has_no_source_is_refused(value: str, source: str) -> None:
    by = given.caseworker()
    own = actions.consider(known.asked_for(by, "97"), "97", by=by, on=TODAY)
    with pytest.raises(FieldMissing):
        actions.set_fact(own, "has_96", value=value, source=source, seen=own.version, by=by, on=TODAY)


def test_a_judgement_needs_words_and_something_to_judge() -> None:
    by = given.caseworker()
    own = actions.consider(known.asked_for(by), "85", by=by, on=TODAY)
    for fact, words in (("significant_impairment", " "), ("has_96", "Nej."), ("no_such", "Ja.")):
        with pytest.raises(FieldMissing):
            actions.judge_condition(own, fact, met=True, words=words, seen=own.version, by=by, on=TODAY)
    actions.judge_condition(own, "significant_impairment", met=True, words="Svært nedsat på fire emner.", seen=own.version, by=by, on=TODAY)
    assert own.judged == {"significant_impairment": True}
    actions.forget_fact(own, "significant_impairment", seen=own.version, by=by, on=TODAY)
    assert own.judged == {}


def test_two_who_judge_at_once_are_told_and_nothing_is_lost() -> None:
    by = given.caseworker()
    own = actions.consider(known.asked_for(by), "85", by=by, on=TODAY)
    other = Consideration.objects.get(pk=own.pk)
    actions.judge_condition(own, "significant_impairment", met=True, words="Ja.", seen=own.version, by=by, on=TODAY)
    with pytest.raises(Conflict) as conflict:
        actions.judge_condition(other, "needs_support_85", met=True, words="Også ja.", seen=1, by=by, on=TODAY)
    assert conflict.value.theirs["judgements"] == own.judgements
    assert "needs_support_85" in str(conflict.value.yours)


def test_the_section_applied_for_is_never_without_relevance() -> None:
    by = given.caseworker()
    own = actions.consider(known.asked_for(by), "85", by=by, on=TODAY)
    with pytest.raises(SectionTwice):
        actions.conclude(own, outcome="not_relevant", why="Nej.", seen=own.version, by=by, on=TODAY)
    with pytest.raises(FieldMissing):
        actions.conclude(own, outcome="open", why="", seen=own.version, by=by, on=TODAY)
    with pytest.raises(FieldMissing):
        actions.conclude(own, outcome="not_met", why=" ", seen=own.version, by=by, on=TODAY)


def test_other_sections_are_weighed_with_a_reason_each() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    before = [one.section for one in left_to_weigh(asked)]
    assert {"97", "102"} <= set(before)
    with pytest.raises(FieldMissing):
        actions.weigh_others(asked, {"97": " "}, by=by, on=TODAY)
    actions.weigh_others(asked, {"97": "Årsagen er sindslidelse."}, by=by, on=TODAY)
    assert [one.section for one in left_to_weigh(asked)] == [one for one in before if one != "97"]
    actions.weigh_others(asked, {"97": "Noget andet."}, by=by, on=TODAY)
    assert Consideration.objects.get(application=asked, section="97").why == "Årsagen er sindslidelse."


def test_the_choice_survives_and_two_who_write_it_get_both_texts_back() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    first = actions.prepare(asked, seen=0, by=by, on=TODAY, outcome="granted", discretion=" Min tekst. ")
    assert (first.version, first.discretion) == (1, "Min tekst.")
    with pytest.raises(Conflict):
        actions.prepare(asked, seen=0, by=by, on=TODAY, discretion="Min anden tekst.")
    actions.prepare(asked, seen=1, by=by, on=TODAY, payment="Gratis.")
    with pytest.raises(Conflict) as conflict:
        actions.prepare(asked, seen=1, by=by, on=TODAY, discretion="Kollegaens.")
    assert conflict.value.theirs == {"discretion": "Min tekst."}
    assert conflict.value.yours == {"discretion": "Kollegaens."}
    assert Preparation.objects.get(application=asked).discretion == "Min tekst."


@pytest.mark.parametrize(
    "chosen",
    [
        {"outcome": "perhaps"},
        {"begins_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)},
        {"amount": 100, "unit": ""},
        {"plan": "later"},
    ],
)
def test_what_can_t_be_chosen_is_refused(chosen: dict[str, object]) -> None:
    by = given.caseworker()
    with pytest.raises(FieldMissing):
        actions.prepare(known.asked_for(by), seen=0, by=by, on=TODAY, **chosen)


def test_an_end_before_a_start_written_earlier_is_refused() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    actions.prepare(asked, seen=0, by=by, on=TODAY, begins_on=date(2026, 12, 2))
    with pytest.raises(FieldMissing):
        actions.prepare(asked, seen=1, by=by, on=TODAY, ends_on=date(2026, 12, 1))


def test_nothing_is_prepared_on_a_withdrawn_application_or_a_closed_case_or_by_a_stranger() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    stranger = given.caseworker(given.unit("Et andet team"), "Per Fremmed")
    with pytest.raises(NotAllowed):
        actions.prepare(asked, seen=0, by=stranger, on=TODAY, outcome="granted")
    withdraw(asked, by=by, on=TODAY, because="Ringede.")
    with pytest.raises(NotAwaitingDecision):
        actions.prepare(asked, seen=0, by=by, on=TODAY, outcome="granted")
    close_case(asked.case, by=by, on=TODAY, because="Intet mere.")
    with pytest.raises(CaseClosed):
        actions.consider(asked, "85", by=by, on=TODAY)


def test_a_gate_is_passed_by_a_reason_and_opens_when_it_is_withdrawn() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    known.prepared(asked, by, **known.REFUSED)
    assert [one.code for one in outlook(asked, on=TODAY).open_gates] == ["hearing_done"]
    with pytest.raises(FieldMissing):
        actions.pass_gate(asked, "hearing_done", reason=" ", by=by, on=TODAY)
    actions.pass_gate(asked, "hearing_done", reason="Karen kender alle oplysningerne.", by=by, on=TODAY)
    assert outlook(asked, on=TODAY).open_gates == ()
    with pytest.raises(MoveNotAllowed):
        actions.pass_gate(asked, "hearing_done", reason="Igen.", by=by, on=TODAY)
    actions.withdraw_reason(asked, "hearing_done", by=by, on=TODAY)
    assert len(outlook(asked, on=TODAY).open_gates) == 1
    with pytest.raises(MoveNotAllowed):
        actions.withdraw_reason(asked, "hearing_done", by=by, on=TODAY)
    assert GatePass.objects.filter(application=asked).count() == 1


def test_a_gate_without_room_for_a_reason_says_what_is_missing() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    with pytest.raises(GateNeedsFact) as refused:
        actions.pass_gate(asked, "all_law_considered", reason="Det er vist fint.", by=by, on=TODAY)
    assert "§ 102" in refused.value.message
    assert "RSL § 5" in refused.value.message


def test_the_trace_holds_codes_and_never_what_was_written() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    known.prepared(asked, by, **known.REFUSED)
    actions.pass_gate(asked, "hearing_done", reason="HEMMELIG", by=by, on=TODAY)
    rows = Entry.objects.filter(case=str(asked.case.public_id))
    assert {"consider", "judge_condition", "conclude", "prepare_decision", "pass_gate"} <= set(rows.values_list("act", flat=True))
    assert not any("HEMMELIG" in str(row.detail) or "Karen" in str(row.detail) for row in rows)
