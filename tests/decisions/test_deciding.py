"""Deciding: who may, what must be in order, what it opens, and that it happens once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mestring.audit.errors import Conflict, NotAllowed
from mestring.cases.actions.application import withdraw
from mestring.cases.errors import CaseClosed
from mestring.cases.models import Case, Due
from mestring.cases.states import ApplicationState, CaseState
from mestring.decisions import actions
from mestring.decisions.errors import AlreadyDecided, DepartureUnexplained, FieldMissing, GatesOpen, GrantMissing, NotAwaitingDecision, NotPrepared
from mestring.decisions.gates import Code
from mestring.decisions.gathering import amount_words, outlook
from mestring.decisions.models import Decision, GatePass, Grant, Preparation
from mestring.rules.rulebook import open_library
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def test_a_grant_is_opened_by_a_decision_and_pinned_to_the_standard() -> None:
    by = given.caseworker()
    made = known.decided(by)
    grant = Grant.objects.get(decision=made)
    assert (made.outcome, made.capacity, made.decided_on, made.state) == ("granted", "caseworker", TODAY, "decided")
    assert (made.standard, made.edition, len(made.hash) > 8) == ("vejle-2023", open_library().standard("vejle-2023").edition, True)
    assert (grant.level, grant.amount, grant.unit, grant.begins_on, grant.ends_on, grant.price) == ("3", 280, "hours_week", known.STARTS, None, None)
    assert not grant.in_force(date(2026, 11, 30))
    assert grant.in_force(known.STARTS)
    assert list(Grant.objects.visible_to(by).in_force(known.STARTS)) == [grant]
    assert made.findings["eligible"] == "met"
    assert any(part["part"] == "Hvem afgør" for part in made.findings["proposal"])


def test_deciding_settles_the_deadline_and_asks_for_the_letter() -> None:
    by = given.caseworker()
    made = known.decided(by)
    assert made.application.state == ApplicationState.DECIDED
    assert not Due.objects.waiting().filter(thing=made.application.public_id).exists()
    letter = Due.objects.waiting().get(kind=Due.Kind.LETTER, thing=made.public_id)
    assert (letter.on, letter.next) == (TODAY, "Send afgørelsen")


def test_every_gate_is_kept_with_the_decision_as_it_was_passed() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by, **known.REFUSED)
    actions.pass_gate(asked, "hearing_done", reason="Karen kender alle oplysningerne.", by=by, on=TODAY)
    made = actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    passed = {one.gate: one for one in GatePass.objects.filter(decision=made)}
    assert len(passed) == len(Code)
    assert passed["hearing_done"].reason == "Karen kender alle oplysningerne."
    assert passed["facts_sufficient"].fact["state"] == "passed_by_fact"
    assert not Grant.objects.filter(decision=made).exists()


def test_an_application_is_decided_once() -> None:
    by = given.caseworker()
    made = known.decided(by)
    choice = Preparation.objects.get(application=made.application)
    with pytest.raises(AlreadyDecided):
        actions.decide(made.application, seen=choice.version, by=by, on=TODAY)
    assert Decision.objects.count() == 1


def test_a_withdrawn_application_is_never_decided() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by)
    withdraw(asked, by=by, on=TODAY, because="Ringede.")
    with pytest.raises(NotAwaitingDecision):
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)


def test_nothing_is_decided_in_a_closed_case() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by)
    # A case with something pending can't be closed by an act, so the fault is planted in the row.
    Case.objects.filter(pk=asked.case_id).update(state=CaseState.CLOSED, closed_on=TODAY)
    with pytest.raises(CaseClosed):
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)


def test_nothing_is_decided_before_something_is_chosen() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    with pytest.raises(NotPrepared):
        actions.decide(asked, seen=0, by=by, on=TODAY)
    actions.prepare(asked, seen=0, by=by, on=TODAY, payment="Gratis.")
    with pytest.raises(NotPrepared):
        actions.decide(asked, seen=1, by=by, on=TODAY)
    asked.refresh_from_db()
    assert asked.state == ApplicationState.RECEIVED


def test_what_a_colleague_changed_meanwhile_is_not_decided_unseen() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by)
    actions.prepare(asked, seen=choice.version, by=by, on=TODAY, amount=100)
    with pytest.raises(Conflict):
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)


def test_a_stranger_a_member_of_a_committee_and_a_leader_elsewhere_can_t_decide() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by)
    elsewhere = given.unit("Et andet team")
    for who in (given.caseworker(elsewhere, "Per Fremmed"), given.committee(), given.leader(elsewhere, "Ida Fremmed")):
        with pytest.raises(NotAllowed):
            actions.decide(asked, seen=choice.version, by=who, on=TODAY)
        with pytest.raises(NotAllowed):
            actions.decide_as_leader(asked, seen=choice.version, by=who, on=TODAY)
    with pytest.raises(NotAllowed):
        actions.decide_as_leader(asked, seen=choice.version, by=by, on=TODAY)


def test_the_leader_of_the_team_may_decide_as_leader() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by)
    made = actions.decide_as_leader(asked, seen=choice.version, by=given.leader(), on=TODAY)
    assert made.capacity == Decision.Capacity.LEADER


PLANTED: dict[str, tuple[str, dict[str, Any]]] = {
    "payment_stated": ("payment_stated", {"payment": ""}),
    "action_plan_offered": ("action_plan_offered", {"plan": "", "plan_on": None}),
    "reasons": ("reasons_in_three_parts", {"outcome": "partly_granted", **known.REASONS, "discretion": ""}),
    "hearing": ("hearing_done", {"outcome": "partly_granted", **known.REASONS}),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_gate_left_open_stops_the_decision_and_nothing_is_written(fault: str) -> None:
    gate, values = PLANTED[fault]
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by, **{**known.GRANTED, **values})
    with pytest.raises(GatesOpen) as refused:
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    assert gate in [one.code for one in refused.value.gates]
    asked.refresh_from_db()
    assert asked.state == ApplicationState.RECEIVED
    assert not Decision.objects.exists()
    assert not Grant.objects.exists()
    assert Due.objects.waiting().filter(kind=Due.Kind.APPLICATION, thing=asked.public_id).exists()


def test_conditions_and_other_sections_must_be_answered() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = actions.prepare(asked, seen=0, by=by, on=TODAY, **known.GRANTED)
    with pytest.raises(GatesOpen) as refused:
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    assert [one.code for one in refused.value.gates] == ["facts_sufficient", "assessment_finished", "all_law_considered"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"begins_on": None}, "begins_on"),
        ({"level": "", "level_label": "", "amount": None, "unit": "", "extent": "", "departure": "Konkret."}, "amount"),
        ({"unit": ""}, "unit"),
    ],
)
def test_a_choice_without_what_its_outcome_needs_is_refused(values: dict[str, Any], field: str) -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by)
    Preparation.objects.filter(pk=choice.pk).update(**values)
    with pytest.raises(FieldMissing) as refused:
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    assert refused.value.fields == (field,)


def test_help_that_isn_t_given_can_t_be_ended() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by, outcome="ended", effect_on=known.STARTS, **known.REASONS)
    with pytest.raises(GrantMissing):
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)


DEPARTURES: dict[str, tuple[dict[str, Any], str]] = {
    "more hours than the step": ({"amount": 350}, "0,7 timer om ugen over trin 3."),
    "fewer hours than the step": ({"amount": 200}, "0,8 timer om ugen under trin 3."),
    "no step": ({"level": "", "level_label": ""}, "Du har ikke valgt et af standardens niveauer."),
    "follow-up too late": ({"follow_up_on": date(2027, 6, 1)}, "Standarden foreslår opfølgning senest 1. marts 2027. Du har sat 1. juni 2027."),
    "no follow-up": ({"follow_up_on": None}, "Standarden foreslår opfølgning senest 1. marts 2027. Du har ikke sat en dag."),
}


@pytest.mark.parametrize("fault", DEPARTURES)
def test_a_choice_beside_the_proposal_needs_its_reason(fault: str) -> None:
    values, says = DEPARTURES[fault]
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by, **{**known.GRANTED, **values})
    with pytest.raises(DepartureUnexplained) as refused:
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    assert refused.value.differences == (says,)
    choice = actions.prepare(asked, seen=choice.version, by=by, on=TODAY, departure="Gælden skal ryddes op først. Gælder 12 uger.")
    made = actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    assert made.departure
    assert made.findings["differences"] == [says]


def test_to_grant_although_one_concluded_that_the_conditions_are_not_met_is_a_departure() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    own = known.considered(asked, by)
    actions.conclude(own, outcome="not_met", why="Behovet er dækket.", seen=own.version, by=by, on=TODAY)
    known.weighed(asked, by)
    choice = actions.prepare(asked, seen=0, by=by, on=TODAY, **known.GRANTED)
    known.unassessed(asked, by)
    with pytest.raises(DepartureUnexplained):
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)


def test_to_refuse_although_the_conditions_are_met_is_a_departure() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    known.considered(asked, by, met=True)
    known.weighed(asked, by)
    choice = actions.prepare(asked, seen=0, by=by, on=TODAY, **known.REFUSED)
    known.unassessed(asked, by)
    actions.pass_gate(asked, "hearing_done", reason="Karen kender alle oplysningerne.", by=by, on=TODAY)
    with pytest.raises(DepartureUnexplained):
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)


def test_the_six_months_of_82_b_are_law_and_hold() -> None:
    by = given.caseworker()
    asked = known.asked_for(by, "82b")
    values = {**known.GRANTED, "level": "", "level_label": "", "amount": None, "unit": "", "extent": "Et forløb på 12 uger.", "follow_up_on": date(2027, 2, 1)}
    choice = known.prepared(asked, by, **values, ends_on=date(2027, 6, 1), departure="Konkret vurdering.")
    with pytest.raises(GatesOpen) as refused:
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    assert [one.code for one in refused.value.gates] == ["duration_cap"]
    choice = actions.prepare(asked, seen=choice.version, by=by, on=TODAY, ends_on=None)
    with pytest.raises(GatesOpen):
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    choice = actions.prepare(asked, seen=choice.version, by=by, on=TODAY, ends_on=date(2027, 5, 31))
    made = actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    assert not made.complaint_right
    assert "82 b" in made.complaint_source


def test_82_b_is_given_once_for_the_same_need() -> None:
    by = given.caseworker()
    first = known.asked_for(by, "82b")
    values = {
        "outcome": "granted",
        "extent": "Et forløb.",
        "begins_on": known.STARTS,
        "ends_on": date(2027, 2, 1),
        "follow_up_on": date(2027, 1, 15),
        "payment": "Gratis.",
        "plan": "offered",
        "departure": "Konkret vurdering.",
    }
    known.decided(by, application=first, **values)
    again = known.asked_for(by, "82b", where=first.case)
    choice = known.prepared(again, by, **{**values, "begins_on": date(2027, 3, 1), "ends_on": date(2027, 6, 1), "follow_up_on": date(2027, 4, 15)})
    own = again_consideration = actions.consider(again, "82b", by=by, on=TODAY)
    stands = next(one for one in outlook(again, on=TODAY).gates if one.code == "duration_cap")
    assert "før" in stands.missing
    actions.set_fact(own, "earlier_courses_same_need", value="1", source="Sagen", seen=own.version, by=by, on=TODAY)
    with pytest.raises(GatesOpen):
        actions.decide(again, seen=choice.version, by=by, on=TODAY)
    actions.set_fact(again_consideration, "earlier_courses_same_need", value="0", source="Sagen", seen=own.version, by=by, on=TODAY)
    assert actions.decide(again, seen=choice.version, by=by, on=TODAY).outcome == "granted"


def test_a_request_without_a_section_must_be_named_first() -> None:
    from mestring.cases.actions.application import receive_open_application

    by = given.caseworker()
    asked = receive_open_application(given.case(by), by=by, on=TODAY, standard=given.VEJLE, words="Jeg har brug for hjælp.", channel="phone", received_on=TODAY)
    with pytest.raises(FieldMissing):
        actions.decide(asked, seen=0, by=by, on=TODAY)


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (350, "hours_week", "3,5 timer om ugen"),
        (280, "hours_week", "2,8 timer om ugen"),
        (106, "hours_week", "1,06 timer om ugen"),
        (100, "hours_week", "1 time om ugen"),
        (1500, "hours_month", "15 timer om måneden"),
        (8000, "percent", "80 procent"),
        (54500, "kroner_month", "545 kroner om måneden"),
        (123450, "kroner", "1.234,50 kroner"),
        (None, "hours_week", ""),
    ],
)
def test_an_amount_is_said_in_danish(amount: int | None, unit: str, words: str) -> None:
    assert amount_words(amount, unit) == words
