"""Whoever decides sees it otherwise than it was prepared: the committee and the leader of a shelter answer, conclude and choose for themselves, and their reasons are their own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mestring.audit.models import Entry
from mestring.decisions import actions, letters, proposals
from mestring.decisions.actions import Answer, Otherwise
from mestring.decisions.errors import FieldMissing, GatesOpen
from mestring.decisions.models import AgendaItem, Consideration, Decision, Grant, Outcome, Preparation, Referral
from mestring.people.access import Actor
from mestring.people.models import Unit
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY, VIBORG

pytestmark = pytest.mark.django_db
WHERE = "Udvalgets møde 25-11-2026"
WHY = "Borgeren klarer sig med støtte hjemme."
REFUSED: dict[str, Any] = {"outcome": "refused", **known.REASONS}


def in_a_meeting(**chosen: Any) -> tuple[Actor, AgendaItem]:
    by, member = given.caseworker(), given.committee()
    asked = known.asked_for(by, "107", standard=VIBORG)
    where = given.unit("Visitationsudvalget", Unit.Kind.COMMITTEE)
    item = known.on_agenda(asked, known.meeting(where, by), by, **chosen)
    actions.hold_meeting(item.meeting, present=[known.employee_of(member)], by=member, on=TODAY)
    return member, item


def before_a_shelter() -> tuple[Actor, Referral]:
    by, rikke = given.caseworker(), given.shelter_leader()
    return rikke, known.before_shelter(by, given.unit("Forsorgshjemmet", Unit.Kind.SHELTER))


def own(of: AgendaItem | Referral) -> Consideration:
    found: Consideration = Consideration.objects.get(application=of.application, applied=True)
    return found


def version(of: AgendaItem | Referral) -> int:
    return Preparation.objects.get(application=of.application).version


def decided(item: AgendaItem, member: Actor, otherwise: Otherwise, **chosen: Any) -> Decision:
    return actions.decide_in_committee(item, seen=version(item), by=member, on=TODAY, otherwise=otherwise, **chosen)


def no_to(*facts: str, why: str = WHY) -> Otherwise:
    return Otherwise(WHERE, passing={"hearing_done": "Borgeren kender alle oplysningerne."}, answers={fact: Answer("nej", why) for fact in facts})


def judged(of: AgendaItem) -> list[str]:
    """Everything the conditions leave to a person."""
    asked = proposals.required_facts(of.application.standard, of.application.section, "conditions")
    return [one.id for one in asked if one.type == "judgement"]


def test_an_answer_of_the_committees_stands_as_theirs_and_the_conclusion_follows_so_that_a_refusal_is_no_departure() -> None:
    member, item = in_a_meeting()
    fact = next(iter(own(item).judgements))
    made = decided(item, member, no_to(*judged(item)), **REFUSED | {"discretion": WHY})
    stands = own(item)
    assert stands.judgements[fact] == {"mark": "not_met", "words": WHY, "from": WHERE}
    assert (stands.outcome, stands.why, stands.concluded_by_id) == ("not_met", WHY, member.employee)
    assert (made.outcome, made.departure, made.findings["eligible"]) == ("refused", "", "not_met")
    assert made.findings["judgements"][fact]["from"] == WHERE
    assert {"answer_otherwise", "conclude"} <= set(Entry.objects.filter(actor=member.id).values_list("act", flat=True))
    told = " ".join(one.text for one in letters.decision_letter([made], by=given.caseworker(), on=TODAY, received=TODAY).sentences())
    assert WHY in told


def test_the_prepared_reasons_do_not_stand_on_other_answers() -> None:
    member, item = in_a_meeting(outcome="refused", **known.REASONS)
    fact = next(fact for fact, said in own(item).judgements.items() if said["mark"] == "not_met")
    yes = Otherwise(WHERE, {"hearing_done": "Kendt."}, {fact: Answer("ja", "Det er nedsat.")}, Answer("met", "Det er nedsat."))
    with pytest.raises(FieldMissing) as refused:
        decided(item, member, yes, departure="Nej.")
    assert refused.value.fields == ("discretion",)
    assert not Decision.objects.exists()


def test_an_answer_otherwise_needs_its_reason_and_so_does_another_conclusion() -> None:
    member, item = in_a_meeting()
    fact = next(iter(own(item).judgements))
    with pytest.raises(FieldMissing) as refused:
        decided(item, member, no_to(fact, why=" "), **REFUSED)
    assert refused.value.fields == (f"{fact}_why",)
    with pytest.raises(FieldMissing) as refused:
        decided(item, member, Otherwise(WHERE, concludes=Answer("not_met", "")), **REFUSED)
    assert refused.value.fields == ("concludes_why",)


def test_what_the_committee_answers_is_undone_with_a_decision_that_is_not_made() -> None:
    member, item = in_a_meeting()
    before = own(item)
    fact = next(iter(before.judgements))
    with pytest.raises(GatesOpen):
        decided(item, member, Otherwise(WHERE, answers={fact: Answer("nej", WHY)}), **REFUSED)
    after = own(item)
    assert (after.judgements, after.outcome, after.version) == (before.judgements, before.outcome, before.version)


def test_an_answer_that_is_the_same_stays_the_caseworkers() -> None:
    member, item = in_a_meeting()
    before = own(item).judgements
    decided(item, member, Otherwise(WHERE, answers={fact: Answer("ja", "Enig.") for fact in before}, concludes=Answer("met")))
    assert own(item).judgements == before


def test_the_shelters_leader_refuses_what_was_put_before_them_with_their_own_reasons_through_the_same_gates() -> None:
    rikke, found = before_a_shelter()
    chosen = REFUSED | {"discretion": "Der er en bolig, borgeren kan være i.", "departure": "Der er en bolig."}
    with pytest.raises(GatesOpen):
        actions.decide_as_shelter(found, seen=version(found), by=rikke, on=TODAY, **chosen)
    assert Preparation.objects.get().outcome == Outcome.GRANTED
    heard = Otherwise("Lederen af boformen", passing={"hearing_done": "Borgeren kender alle oplysningerne."})
    made = actions.decide_as_shelter(found, seen=version(found), by=rikke, on=TODAY, otherwise=heard, **chosen)
    assert (made.outcome, made.capacity, made.discretion) == ("refused", "shelter_leader", "Der er en bolig, borgeren kan være i.")
    assert not Grant.objects.exists()
    assert found.state == "decided"


def test_the_shelters_leader_admits_from_another_day_than_was_put() -> None:
    rikke, found = before_a_shelter()
    begins = date(2026, 12, 4)
    actions.decide_as_shelter(found, seen=version(found), by=rikke, on=TODAY, begins_on=begins)
    assert Grant.objects.get().begins_on == begins


def test_a_correction_begins_without_the_reasons_of_the_decision_it_replaces() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    known.considered(asked, by, met=False)
    known.weighed(asked, by)
    choice = actions.prepare(asked, seen=0, by=by, on=TODAY, **REFUSED, next_steps="Jeg ringer mandag.")
    known.unassessed(asked, by)
    actions.pass_gate(asked, "hearing_done", reason="Borgeren kender alle oplysningerne.", by=by, on=TODAY)
    made = actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    assert (made.discretion, made.next_steps) == (REFUSED["discretion"], "Jeg ringer mandag.")
    kept = Preparation.objects.get()
    assert (kept.outcome, kept.legal_basis, kept.discretion, kept.facts, kept.departure, kept.next_steps) == ("refused", "", "", "", "", "")
    with pytest.raises(GatesOpen) as refused:
        actions.correct_decision(made, because="Et tal var forkert.", seen=kept.version, by=by, on=TODAY)
    assert [one.code for one in refused.value.gates] == ["reasons_in_three_parts"]
    new = actions.correct_decision(made, because="Et tal var forkert.", seen=kept.version, by=by, on=TODAY, **known.REASONS)
    assert new.discretion == known.REASONS["discretion"]
