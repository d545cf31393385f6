"""The gates, without a database: each opens and closes on its own fact, and passes by a reason only where the rule leaves room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mestring.decisions import gates
from mestring.decisions.gates import Code, Heard, Situation, State

TODAY = date(2026, 11, 25)

IN_ORDER = Situation(
    sign="§ 85",
    outcome="partly_granted",
    opens=True,
    gives=True,
    concluded=True,
    to_weigh={"97": "§ 97", "102": "§ 102"},
    weighed=frozenset({"97", "102"}),
    heard=Heard(state="answered", due_on=TODAY, answered_on=TODAY),
    legal_basis="Serviceloven § 85.",
    discretion="Støtten er nok.",
    facts="Karen klarer selv post.",
    complaint_right=True,
    complaint_source="RSL § 60",
    plan="offered",
    payment="Støtten er gratis.",
    decider="caseworker",
    capacity="caseworker",
)


def gate(situation: Situation, code: str) -> gates.Gate:
    return next(one for one in gates.evaluate(situation) if one.code == code)


def test_everything_in_order_leaves_no_gate_open() -> None:
    assert gates.still_open(gates.evaluate(IN_ORDER)) == ()


def test_every_gate_says_which_rule_asks_for_it() -> None:
    for one in gates.evaluate(Situation(sign="§ 85")):
        assert one.label
        assert one.rule
        assert bool(one.missing) == one.is_open


PLANTED: dict[str, tuple[Code, dict[str, Any]]] = {
    "nobody has concluded": (Code.FACTS, {"concluded": False}),
    "a condition is not answered": (Code.FACTS, {"conditions_missing": ("Betydeligt nedsat funktionsevne",)}),
    "the assessment the standard asks for is not finished": (Code.ASSESSMENT, {"assess_by": "VUM 2.0"}),
    "law's conditions are not met": (Code.BASIS, {"law_not_met": True}),
    "fewer hours are given than law gives": (Code.BASIS, {"less_than_law": "Loven giver ret til 15 timer om måneden."}),
    "only the standard speaks for the refusal": (Code.BASIS, {"outcome": "refused", "opens": False, "gives": False, "on_standard_alone": True}),
    "only the standard speaks for the ending": (
        Code.BASIS,
        {"outcome": "ended", "opens": False, "gives": False, "on_standard_alone": True, "effect_on": TODAY, "earliest_effect": TODAY},
    ),
    "another section is not weighed": (Code.LAW, {"weighed": frozenset({"97"})}),
    "the citizen is not heard": (Code.HEARING, {"heard": None}),
    "the citizen may still answer": (Code.HEARING, {"heard": Heard(state="sent", due_on=TODAY)}),
    "the legal basis is not written": (Code.REASONS, {"legal_basis": " "}),
    "the discretion is not written": (Code.REASONS, {"discretion": ""}),
    "the facts are not written": (Code.REASONS, {"facts": ""}),
    "nobody knows whether one may complain": (Code.COMPLAINT, {"complaint_right": None}),
    "no plan is offered": (Code.PLAN, {"plan": ""}),
    "the payment is not stated": (Code.PAYMENT, {"payment": "  "}),
    "the caseworker decides for the committee": (Code.COMPETENCE, {"decider": "committee"}),
    "the leader decides for the committee": (Code.COMPETENCE, {"decider": "committee", "capacity": "leader"}),
    "the caseworker decides for a shelter's leader": (Code.COMPETENCE, {"decider": "shelter_leader"}),
    "the help has no end where law sets one": (Code.CAP, {"cap_last_day": TODAY}),
    "the help ends a day too late": (Code.CAP, {"cap_last_day": TODAY, "ends_on": date(2026, 11, 26)}),
    "the help goes on after the age law sets": (Code.CAP, {"cap_last_day": TODAY, "cap_by_age": True, "ends_on": date(2026, 11, 26), "follow_up_on": TODAY}),
    "nobody looks again before the age law sets": (Code.CAP, {"cap_last_day": TODAY, "cap_by_age": True, "follow_up_on": date(2026, 11, 26)}),
    "the help was given before for the same need": (Code.CAP, {"cap_last_day": TODAY, "ends_on": TODAY, "cap_used": "Givet før."}),
    "the notice is a day too short": (
        Code.NOTICE,
        {"outcome": "reduced", "effect_on": date(2027, 3, 2), "earliest_effect": date(2027, 3, 3), "notice_weeks": 14},
    ),
    "the day of the reduction is not set": (Code.NOTICE, {"outcome": "reduced", "earliest_effect": date(2027, 3, 3)}),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_opens_its_gate_and_no_other(fault: str) -> None:
    code, values = PLANTED[fault]
    assert [one.code for one in gates.still_open(gates.evaluate(replace(IN_ORDER, **values)))] == [code]


BY_REASON = {
    "a condition is not answered": True,
    "nobody has concluded": False,
    "the assessment the standard asks for is not finished": True,
    "law's conditions are not met": False,
    "fewer hours are given than law gives": True,
    "only the standard speaks for the refusal": True,
    "the help goes on after the age law sets": False,
    "another section is not weighed": False,
    "the citizen is not heard": True,
    "the citizen may still answer": False,
    "the discretion is not written": False,
    "nobody knows whether one may complain": False,
    "no plan is offered": True,
    "the payment is not stated": False,
    "the caseworker decides for the committee": False,
    "the help ends a day too late": False,
    "the notice is a day too short": False,
}


@pytest.mark.parametrize("fault", BY_REASON)
def test_a_reason_passes_a_gate_only_where_the_rule_leaves_room_for_one(fault: str) -> None:
    code, values = PLANTED[fault]
    found = gate(replace(IN_ORDER, **values, reasons={code.value: "Fordi det er sådan."}), code)
    assert found.state == (State.BY_REASON if BY_REASON[fault] else State.OPEN)
    if BY_REASON[fault]:
        assert found.says == "Fordi det er sådan."


def test_a_blank_reason_passes_nothing() -> None:
    assert gate(replace(IN_ORDER, heard=None, reasons={"hearing_done": "  "}), "hearing_done").is_open


@pytest.mark.parametrize("outcome", ["reduced", "ended"])
def test_a_planned_reduction_or_ending_is_always_heard(outcome: str) -> None:
    situation = replace(IN_ORDER, outcome=outcome, heard=None, reasons={"hearing_done": "Intet nyt."}, effect_on=TODAY, touches=True)
    assert gate(situation, "hearing_done").is_open


def test_the_council_s_own_initiative_is_always_heard_whatever_the_outcome_is_called() -> None:
    assert gate(replace(IN_ORDER, outcome="changed", by_authority=True, heard=None, reasons={"hearing_done": "Intet nyt."}), "hearing_done").is_open


def test_a_hearing_nobody_answered_is_a_hearing() -> None:
    assert gate(replace(IN_ORDER, heard=Heard(state="lapsed", due_on=TODAY)), "hearing_done").state == State.BY_FACT


def test_who_gets_it_all_needs_no_hearing_and_no_reasons() -> None:
    situation = replace(IN_ORDER, outcome="granted", wholly_granted=True, heard=None, legal_basis="", discretion="", facts="")
    assert [gate(situation, code).state for code in ("hearing_done", "reasons_in_three_parts")] == [State.NOT_ASKED, State.NOT_ASKED]


def test_law_s_conditions_not_met_are_enough_to_refuse_whatever_is_not_answered_or_assessed() -> None:
    situation = replace(IN_ORDER, outcome="refused", opens=False, gives=False, law_not_met=True, assess_by="VUM 2.0")
    assert [gate(situation, code).state for code in ("facts_sufficient", "assessment_finished", "basis_in_law")] == [
        State.BY_FACT,
        State.NOT_ASKED,
        State.BY_FACT,
    ]


def test_a_refusal_with_something_unanswered_never_says_that_it_changes_nothing() -> None:
    situation = replace(IN_ORDER, outcome="refused", opens=False, gives=False, conditions_missing=("Første bevilling af ledsagelse",))
    found = gate(situation, "facts_sufficient")
    assert found.is_open
    assert found.by_reason
    assert "Første bevilling" in found.missing


def test_a_finished_assessment_passes_and_none_is_asked_for_where_the_standard_asks_for_none() -> None:
    assert gate(replace(IN_ORDER, assess_by="VUM 2.0", assessed_on=TODAY), "assessment_finished").state == State.BY_FACT
    assert gate(IN_ORDER, "assessment_finished").state == State.NOT_ASKED


def test_help_without_an_end_may_go_on_to_the_age_law_sets_when_it_is_followed_up_before() -> None:
    assert gate(replace(IN_ORDER, cap_last_day=TODAY, cap_by_age=True, follow_up_on=TODAY), "duration_cap").state == State.BY_FACT


def test_the_longest_time_says_only_what_is_true() -> None:
    assert gate(replace(IN_ORDER, outcome="refused", gives=False, cap_waits=True), "duration_cap").says == "Der gives ikke hjælp."
    assert gate(replace(IN_ORDER, cap_waits=True), "duration_cap").says == "Længste tid regnes ud, når den første dag er valgt."
    assert gate(IN_ORDER, "duration_cap").says == "Loven sætter ingen længste tid for § 85."


def test_help_that_ends_on_the_citizen_s_wish_needs_neither_conditions_notice_nor_hearing() -> None:
    situation = Situation(sign="§ 96", outcome="ended", as_wished=True, wholly_granted=True, touches=True, earliest_effect=date(2027, 3, 3), effect_on=TODAY)
    asked = [gate(situation, code).state for code in ("facts_sufficient", "all_law_considered", "hearing_done", "notice_respected")]
    assert asked == [State.NOT_ASKED] * 4


def test_death_stands_in_place_of_hearing_and_notice() -> None:
    situation = Situation(
        sign="§ 96", outcome="ended", touches=True, by_authority=True, citizen_died_on=TODAY, effect_on=TODAY, earliest_effect=date(2027, 3, 3)
    )
    assert [gate(situation, code).is_open for code in ("facts_sufficient", "all_law_considered", "hearing_done", "notice_respected")] == [False] * 4


def test_law_s_notice_can_t_be_reasoned_away_but_a_council_s_longer_one_can() -> None:
    values: dict[str, Any] = {"outcome": "reduced", "effect_on": TODAY, "earliest_effect": date(2027, 3, 3), "reasons": {"notice_respected": "Det haster."}}
    assert gate(replace(IN_ORDER, **values), "notice_respected").is_open
    assert gate(replace(IN_ORDER, **values, notice_is_law=False), "notice_respected").state == State.BY_REASON


def test_the_notice_is_kept_on_its_first_day() -> None:
    values: dict[str, Any] = {"outcome": "ended", "effect_on": date(2027, 3, 3), "earliest_effect": date(2027, 3, 3), "notice_weeks": 14}
    assert gate(replace(IN_ORDER, **values), "notice_respected").state == State.BY_FACT


def test_a_section_without_notice_in_law_is_not_said_to_have_one_and_binds_from_the_day_it_is_told() -> None:
    values: dict[str, Any] = {"sign": "§ 85", "outcome": "reduced", "earliest_effect": date(2026, 12, 1), "notice_weeks": 0, "notice_source": ""}
    kept = gate(replace(IN_ORDER, **values, effect_on=date(2026, 12, 10)), "notice_respected")
    assert kept.says == "Loven fastsætter intet varsel for § 85. Ændringen gælder fra 10. december 2026."
    assert kept.rule == "SEL § 3 a omfatter ikke paragraffen"
    early = gate(replace(IN_ORDER, **values, effect_on=date(2026, 11, 30), reasons={"notice_respected": "Det haster."}), "notice_respected")
    assert early.missing == "Ændringen kan tidligst gælde fra 1. december 2026, når borgeren har fået afgørelsen."


def test_a_standard_that_draws_no_line_is_not_said_to_be_silent() -> None:
    found = gate(replace(IN_ORDER, decider="", deciders=("caseworker", "committee")), "competence")
    assert (found.state, found.says) == (State.BY_FACT, "Standarden lader både sagsbehandleren og visitationsudvalget afgøre og siger ikke, hvor grænsen går.")


def test_nothing_given_is_never_said_to_be_without_a_longest_time() -> None:
    assert gate(replace(IN_ORDER, outcome="refused", gives=False), "duration_cap").says == "Der gives ikke hjælp."


def test_law_s_two_groups_must_be_offered_a_plan_and_no_reason_will_do() -> None:
    assert gate(replace(IN_ORDER, plan="", plan_must=True, reasons={"action_plan_offered": "Ikke til gavn."}), "action_plan_offered").is_open


@pytest.mark.parametrize("plan", ["accepted", "declined", "offered"])
def test_a_plan_offered_is_offered_whatever_the_citizen_says(plan: str) -> None:
    assert gate(replace(IN_ORDER, plan=plan, plan_must=True), "action_plan_offered").state == State.BY_FACT


def test_a_plan_is_not_asked_for_above_pension_age_or_when_nothing_is_given() -> None:
    assert gate(replace(IN_ORDER, plan="", plan_owed=False), "action_plan_offered").state == State.NOT_ASKED
    assert gate(replace(IN_ORDER, plan="", outcome="refused", gives=False), "action_plan_offered").state == State.NOT_ASKED


@pytest.mark.parametrize("capacity", ["caseworker", "committee", "leader"])
def test_a_leader_and_a_committee_may_decide_what_a_caseworker_may(capacity: str) -> None:
    assert gate(replace(IN_ORDER, capacity=capacity), "competence").state == State.BY_FACT


def test_where_the_standard_draws_no_line_anybody_who_may_decide_may() -> None:
    assert gate(replace(IN_ORDER, decider=""), "competence").state == State.BY_FACT


def test_a_decision_without_complaint_right_says_by_which_rule() -> None:
    found = gate(replace(IN_ORDER, complaint_right=False, complaint_source="SEL § 82 b, stk. 2"), "complaint_guidance")
    assert (found.state, found.rule) == (State.BY_FACT, "SEL § 82 b, stk. 2")
