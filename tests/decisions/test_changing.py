"""Help that is changed, reduced or ended: on the citizen's wish, or on the council's initiative with hearing and notice. And corrections."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mestring.audit.errors import MoveNotAllowed
from mestring.cases.models import Application, Due
from mestring.decisions import actions
from mestring.decisions.errors import (
    AlreadyDecided,
    CorrectionTakesAway,
    FieldMissing,
    GatesOpen,
    GrantMissing,
    GrantNotInForce,
    NoticeTooShort,
)
from mestring.decisions.gathering import outlook
from mestring.decisions.models import Consideration, Decision, Grant, PlannedChange, Preparation
from mestring.people.access import Actor
from mestring.rules.danish import date_plain
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY, VEJLE

pytestmark = pytest.mark.django_db
LATER = date(2027, 2, 1)
"""A day when the help has been given for two months."""

REDUCED = {
    **known.REASONS,
    "outcome": "reduced",
    "level": "2",
    "level_label": "Trin 2",
    "amount": 140,
    "unit": "hours_week",
    "follow_up_on": date(2027, 4, 1),
    "payment": "Støtten er gratis.",
    "plan": "offered",
}
BPA = {
    "outcome": "granted",
    "amount": 4000,
    "unit": "hours_week",
    "begins_on": known.STARTS,
    "follow_up_on": date(2027, 3, 1),
    "payment": "Ordningen er gratis.",
    "plan": "offered",
}


def begun(grant: Grant, by: Actor, intended: str = "reduced", on: date = LATER) -> Application:
    return actions.end_or_reduce(grant, intended=intended, because="Støtten virker, og behovet er mindre.", standard=VEJLE, by=by, on=on)


def heard_out(asked: Application, by: Actor, on: date = LATER) -> date:
    """The hearing sent, and not answered; the day after."""
    hearing = known.heard(asked, by, on=on)
    after = hearing.due_on + timedelta(days=1)
    actions.lapse_hearing(hearing, by=by, on=after)
    return after


def test_the_council_s_own_initiative_has_no_deadline_and_begins_with_a_hearing() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    asked = begun(grant, by)
    assert (asked.wish, asked.sent_by, asked.deadline, asked.section) == ("change", "Kommunen", None, "85")
    row = Due.objects.waiting().get(thing=asked.public_id)
    assert (row.kind, row.on, row.next) == (Due.Kind.APPLICATION, None, "Hør borgeren, og afgør")
    change = PlannedChange.objects.get(application=asked)
    assert (change.grant, change.by_authority, change.intended) == (grant, True, "reduced")


def test_a_reduction_is_heard_then_ends_the_old_help_and_opens_the_new() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    asked = begun(grant, by)
    choice = known.prepared(asked, by, on=LATER, **REDUCED, effect_on=date(2027, 3, 15))
    with pytest.raises(GatesOpen) as refused:
        actions.decide(asked, seen=choice.version, by=by, on=LATER)
    assert [one.code for one in refused.value.gates] == ["hearing_done"]
    after = heard_out(asked, by)
    made = actions.decide(asked, seen=choice.version, by=by, on=after)
    grant.refresh_from_db()
    assert (grant.ended_on, grant.ended_by) == (date(2027, 3, 14), made)
    new = Grant.objects.get(decision=made)
    assert (new.begins_on, new.amount) == (date(2027, 3, 15), 140)
    assert list(Grant.objects.in_force(date(2027, 3, 14))) == [grant]
    assert list(Grant.objects.in_force(date(2027, 3, 15))) == [new]


def test_a_reduction_can_t_be_given_another_name() -> None:
    by = given.caseworker()
    asked = begun(known.granted(by), by)
    after = heard_out(asked, by)
    for outcome in ("changed", "granted", "refused", "partly_granted"):
        values = {**REDUCED, "outcome": outcome, "begins_on": date(2027, 3, 15), "effect_on": date(2027, 3, 15)}
        found = Preparation.objects.filter(application=asked).first()
        choice = actions.prepare(asked, seen=found.version if found else 0, by=by, on=after, **values)
        with pytest.raises(FieldMissing) as refused:
            actions.decide(asked, seen=choice.version, by=by, on=after)
        assert refused.value.fields == ("outcome",)
    with pytest.raises(FieldMissing):
        actions.prepare(asked, seen=choice.version, by=by, on=after, as_wished=True)


def test_an_ending_can_t_have_effect_before_the_citizen_has_it() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    asked = begun(grant, by, "ended")
    after = heard_out(asked, by)
    choice = known.prepared(asked, by, on=after, outcome="ended", effect_on=after - timedelta(days=1), **known.REASONS)
    with pytest.raises(GatesOpen) as refused:
        actions.decide(asked, seen=choice.version, by=by, on=after)
    assert [one.code for one in refused.value.gates] == ["notice_respected"]
    choice = actions.prepare(asked, seen=choice.version, by=by, on=after, effect_on=after + timedelta(days=14))
    made = actions.decide(asked, seen=choice.version, by=by, on=after)
    grant.refresh_from_db()
    assert grant.ended_on == after + timedelta(days=13)
    assert not Grant.objects.filter(decision=made).exists()


def test_personal_assistance_is_taken_away_only_with_fourteen_weeks_notice() -> None:
    by = given.caseworker()
    first = known.asked_for(by, "96")
    known.prepared(first, by, **BPA)
    if outlook(first, on=TODAY).differences:
        actions.prepare(first, seen=1, by=by, on=TODAY, departure="Konkret vurdering.")
    grant = Grant.objects.get(decision=actions.decide(first, seen=Preparation.objects.get(application=first).version, by=by, on=TODAY))
    asked = begun(grant, by, "ended")
    after = heard_out(asked, by)
    first_lawful = after + timedelta(weeks=14)
    choice = known.prepared(asked, by, on=after, outcome="ended", effect_on=first_lawful - timedelta(days=1), **known.REASONS)
    with pytest.raises(GatesOpen) as refused:
        actions.decide(asked, seen=choice.version, by=by, on=after)
    (gate,) = refused.value.gates
    assert (gate.code, gate.by_reason) == ("notice_respected", False)
    assert date_plain(first_lawful) in gate.missing
    choice = actions.prepare(asked, seen=choice.version, by=by, on=after, effect_on=first_lawful)
    made = actions.decide(asked, seen=choice.version, by=by, on=after)
    with pytest.raises(NoticeTooShort):
        actions.send_decision_letter([made], by=by, on=after + timedelta(days=1))
    letter = actions.send_decision_letter([made], by=by, on=after)
    assert "14 uger" in str(letter.content)
    assert "I dag får du borgerstyret personlig assistance, 40 timer om ugen." in str(letter.content)


def test_a_change_on_the_citizen_s_wish_needs_neither_hearing_nor_notice() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    asked = actions.change_on_wish(grant, wish="end", words="Jeg klarer mig selv nu.", channel="phone", received_on=LATER, standard=VEJLE, by=by, on=LATER)
    choice = actions.prepare(asked, seen=0, by=by, on=LATER, outcome="ended", as_wished=True, effect_on=LATER)
    made = actions.decide(asked, seen=choice.version, by=by, on=LATER)
    grant.refresh_from_db()
    assert (made.wholly_granted, grant.ended_on) == (True, LATER - timedelta(days=1))


def test_who_asked_for_a_change_has_not_asked_for_an_ending() -> None:
    by = given.caseworker()
    asked = actions.change_on_wish(
        known.granted(by), wish="change", words="Jeg vil gerne have mere.", channel="phone", received_on=LATER, standard=VEJLE, by=by, on=LATER
    )
    choice = actions.prepare(asked, seen=0, by=by, on=LATER, outcome="ended", as_wished=True, effect_on=LATER)
    with pytest.raises(FieldMissing) as refused:
        actions.decide(asked, seen=choice.version, by=by, on=LATER)
    assert refused.value.fields == ("as_wished",)


def test_more_help_on_the_citizen_s_wish_takes_the_place_of_the_old() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    asked = actions.change_on_wish(grant, wish="change", words="Jeg vil gerne have mere.", channel="phone", received_on=LATER, standard=VEJLE, by=by, on=LATER)
    known.considered(asked, by, on=LATER)
    known.weighed(asked, by, on=LATER)
    values: dict[str, Any] = {**REDUCED, "outcome": "changed", "as_wished": True, "level": "4", "level_label": "Trin 4", "amount": 420}
    choice = actions.prepare(asked, seen=0, by=by, on=LATER, **values, effect_on=date(2027, 2, 15))
    made = actions.decide(asked, seen=choice.version, by=by, on=LATER)
    assert [one.amount for one in Grant.objects.in_force(date(2027, 2, 15))] == [420]
    assert Grant.objects.get(decision=made).begins_on == date(2027, 2, 15)


def test_help_that_has_ended_can_t_be_changed_or_named() -> None:
    by = given.caseworker()
    grant = known.granted(by, **{**known.GRANTED, "ends_on": date(2027, 1, 31)})
    with pytest.raises(GrantNotInForce):
        begun(grant, by)
    with pytest.raises(FieldMissing):
        actions.end_or_reduce(grant, intended="changed", because="Ja.", standard=VEJLE, by=by, on=TODAY)
    with pytest.raises(FieldMissing):
        actions.end_or_reduce(grant, intended="ended", because=" ", standard=VEJLE, by=by, on=TODAY)


def test_an_application_concerns_help_of_its_own_case_and_section() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    with pytest.raises(GrantMissing):
        actions.name_grant(known.asked_for(by, "104", where=grant.case), grant, by=by, on=TODAY)
    other = known.asked_for(by, where=given.case(by, given.citizen(by, first_name="Ove")))
    with pytest.raises(GrantMissing):
        actions.name_grant(other, grant, by=by, on=TODAY)


def test_the_same_help_is_ended_once() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    wishes = [
        actions.change_on_wish(grant, wish="end", words="Nok.", channel="phone", received_on=LATER, standard=VEJLE, by=by, on=LATER),
    ]
    first = wishes[0]
    choice = actions.prepare(first, seen=0, by=by, on=LATER, outcome="ended", as_wished=True, effect_on=date(2027, 3, 1))
    second = known.asked_for(by, where=grant.case, on=LATER, sure=True)
    actions.name_grant(second, grant, by=by, on=LATER)
    actions.decide(first, seen=choice.version, by=by, on=LATER)
    choice = known.prepared(second, by, on=LATER, **{**known.GRANTED, "begins_on": date(2027, 2, 20), "follow_up_on": date(2027, 5, 1)})
    with pytest.raises(GrantNotInForce):
        actions.decide(second, seen=choice.version, by=by, on=LATER)


def test_an_extension_of_82_b_counts_from_the_first_day() -> None:
    by = given.caseworker()
    values = {
        "outcome": "granted",
        "extent": "Et forløb.",
        "begins_on": known.STARTS,
        "ends_on": date(2027, 3, 1),
        "follow_up_on": date(2027, 1, 15),
        "payment": "Gratis.",
        "plan": "offered",
        "departure": "Konkret vurdering.",
    }
    grant = known.granted(by, section="82b", **values)
    asked = actions.change_on_wish(grant, wish="change", words="Må jeg få længere?", channel="phone", received_on=LATER, standard=VEJLE, by=by, on=LATER)
    longer = {**values, "outcome": "changed", "as_wished": True, "begins_on": None, "effect_on": date(2027, 3, 2), "follow_up_on": date(2027, 4, 1)}
    choice = known.prepared(asked, by, on=LATER, **{**longer, "ends_on": date(2027, 8, 1)})
    with pytest.raises(GatesOpen) as refused:
        actions.decide(asked, seen=choice.version, by=by, on=LATER)
    assert [one.code for one in refused.value.gates] == ["duration_cap"]
    choice = actions.prepare(asked, seen=choice.version, by=by, on=LATER, ends_on=date(2027, 5, 31))
    actions.decide(asked, seen=choice.version, by=by, on=LATER)


def test_a_death_ends_the_help_without_hearing_and_notice() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    citizen = grant.case.citizen
    type(citizen).objects.filter(pk=citizen.pk).update(died_on=LATER)
    asked = begun(grant, by, "ended")
    choice = actions.prepare(asked, seen=0, by=by, on=LATER, outcome="ended", effect_on=date(2027, 2, 2), **known.REASONS)
    assert actions.decide(asked, seen=choice.version, by=by, on=LATER).outcome == "ended"


# ------------------------------------------------------------------------------------------------ corrections


def version(made: Decision) -> int:
    return Preparation.objects.get(application=made.application).version


def test_a_wrong_decision_is_replaced_by_a_new_one_and_stays_as_it_was() -> None:
    by = given.caseworker()
    made = known.decided(by)
    actions.send_decision_letter([made], by=by, on=TODAY)
    values = {"level": "4", "level_label": "Trin 4", "amount": 420}
    with pytest.raises(FieldMissing):
        actions.correct_decision(made, because=" ", seen=version(made), by=by, on=TODAY, **values)
    new = actions.correct_decision(made, because="Et tal var skrevet forkert.", seen=version(made), by=by, on=TODAY, **values)
    assert (made.state, made.amount, made.replaced_by) == ("replaced", 280, new)
    assert (new.replaces, new.replaces_because, new.amount) == (made, "Et tal var skrevet forkert.", 420)
    assert [one.amount for one in Grant.objects.in_force(known.STARTS)] == [420]
    assert Decision.objects.standing().get() == new
    assert Due.objects.waiting().filter(kind=Due.Kind.LETTER, thing=new.public_id).exists()
    with pytest.raises(AlreadyDecided):
        actions.correct_decision(made, because="Igen.", seen=version(made), by=by, on=TODAY)


def test_a_correction_goes_through_the_same_gates() -> None:
    by = given.caseworker()
    made = known.decided(by)
    with pytest.raises(GatesOpen):
        actions.correct_decision(made, because="Fejl.", seen=version(made), by=by, on=TODAY, payment="")
    made.refresh_from_db()
    assert made.state == "decided"
    assert Decision.objects.count() == 1


def test_help_that_has_begun_is_not_taken_away_by_a_correction() -> None:
    by = given.caseworker()
    made = known.decided(by)
    actions.send_decision_letter([made], by=by, on=TODAY)
    for less in ({"amount": 140, "level": "2", "level_label": "Trin 2"}, {"ends_on": date(2027, 3, 1)}, {"outcome": "refused", **known.REASONS}):
        with pytest.raises(CorrectionTakesAway):
            actions.correct_decision(made, because="Det var for meget.", seen=version(made), by=by, on=LATER, **less)


def test_a_wrong_ending_that_is_corrected_brings_the_help_back() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    asked = begun(grant, by, "ended")
    after = heard_out(asked, by)
    choice = known.prepared(asked, by, on=after, outcome="ended", effect_on=after + timedelta(days=14), **known.REASONS)
    made = actions.decide(asked, seen=choice.version, by=by, on=after)
    later = after + timedelta(days=44)
    actions.correct_decision(made, because="Forkert dag.", seen=choice.version, by=by, on=after, effect_on=later, **known.REASONS)
    grant.refresh_from_db()
    assert grant.ended_on == later - timedelta(days=1)
    assert grant.ended_by
    assert grant.ended_by.replaces == made


def test_a_decision_corrected_twice_gives_the_help_of_the_last_alone() -> None:
    by = given.caseworker()
    made = known.decided(by)
    for amount in (270, 260):
        values = {"amount": amount, "departure": "Et tal var skrevet forkert."}
        made = actions.correct_decision(made, because="Et tal var skrevet forkert.", seen=version(made), by=by, on=TODAY, **values)
    running = Grant.objects.running()
    assert [(one.decision_id, one.amount) for one in running] == [(made.pk, 260)]
    assert [row.thing for row in Due.objects.waiting().filter(kind=Due.Kind.FOLLOW_UP)] == [running[0].public_id]


def test_a_refusal_corrected_to_a_grant_opens_the_help() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by, **known.REFUSED)
    actions.pass_gate(asked, "hearing_done", reason="Karen kender alt.", by=by, on=TODAY)
    made = actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    own = Consideration.objects.get(application=asked, section="85")
    for fact in own.judgements:
        actions.judge_condition(own, fact, met=True, words="Statusnotatet var overset.", seen=own.version, by=by, on=TODAY)
    known.considered(asked, by)
    known.unassessed(asked, by)
    new = actions.correct_decision(
        made, because="En oplysning var overset.", seen=choice.version, by=by, on=TODAY, **{**known.GRANTED, "departure": "Ny oplysning."}
    )
    assert Grant.objects.get().decision == new


def test_a_decision_replaced_is_never_sent() -> None:
    by = given.caseworker()
    made = known.decided(by)
    actions.correct_decision(made, because="Fejl.", seen=version(made), by=by, on=TODAY, amount=280)
    with pytest.raises(MoveNotAllowed):
        actions.communicate_orally(made, words="Ringede.", told_on=TODAY, by=by, on=TODAY)
