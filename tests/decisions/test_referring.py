"""A case put before whoever decides: the leader, or a shelter's leader; decided, sent back, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import ProtectedError

from mestring.audit import clock
from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.cases.actions.application import withdraw
from mestring.cases.actions.case import move_to_team
from mestring.cases.models import Case, Due
from mestring.decisions import actions
from mestring.decisions.errors import AlreadyDecided, BeforeAnother, FieldMissing, GatesOpen, NotPrepared, NotTheirs, OnAnAgenda
from mestring.decisions.models import Grant, Preparation, Referral
from mestring.people import access
from mestring.people.access import Tie
from mestring.people.models import Unit
from mestring.web.caseworker.pages.work import parts
from tests import given
from tests.conftest import NOON
from tests.decisions import given_decision as known
from tests.given import TODAY, VIBORG

pytestmark = pytest.mark.django_db


def shelter(name: str = "Forsorgshjemmet") -> Unit:
    return given.unit(name, Unit.Kind.SHELTER)


def version(found: Referral) -> int:
    return Preparation.objects.get(application=found.application).version


def row(found: Referral) -> Due:
    return Due.objects.waiting().get(kind=Due.Kind.REFERRAL, thing=found.application.public_id)


# ------------------------------------------------------------------------------------------------ the leader


def test_what_is_put_before_the_leader_stands_on_the_leaders_work_list_with_the_caseworkers_words_and_on_nobody_elses() -> None:
    anne, lars = given.caseworker(), given.leader()
    found = known.before_leader(anne)
    due = row(found)
    assert (due.leader, due.section, due.on) == (True, "85", found.application.deadline or TODAY)
    assert "Tre timer mere" in due.why[0]["text"]
    assert list(Due.objects.visible_to(lars).nearest(parts(lars, "mig"), 9)) == [due]
    assert due not in Due.objects.visible_to(anne)
    other = given.leader(given.unit("Et andet team"), name="Grete Holm")
    assert due not in Due.objects.visible_to(other)


def test_the_leader_decides_and_the_row_is_gone() -> None:
    anne, lars = given.caseworker(), given.leader()
    found = known.before_leader(anne)
    made = actions.decide_as_leader(found.application, seen=version(found), by=lars, on=TODAY)
    found.refresh_from_db()
    assert (made.capacity, found.state, found.decision, found.answered_by_id) == ("leader", "decided", made, lars.employee)
    assert not Due.objects.waiting().filter(kind=Due.Kind.REFERRAL).exists()


def test_the_leader_sends_it_back_and_the_caseworker_gets_a_row_that_says_why() -> None:
    anne, lars = given.caseworker(), given.leader()
    found = known.before_leader(anne)
    with pytest.raises(FieldMissing):
        actions.send_back(found, because=" ", by=lars, on=TODAY)
    actions.send_back(found, because="Skriv, hvad det koster.", by=lars, on=TODAY)
    due = row(found)
    assert (due.leader, due.responsible_id, due.waits) == (False, anne.employee, "")
    assert "Skriv, hvad det koster." in due.why[0]["text"]
    assert due in Due.objects.visible_to(anne).nearest(parts(anne, "mig"), 9)
    again = actions.send_to_leader(found.application, words="Det koster 400 kr. om måneden.", by=anne, on=TODAY)
    assert row(again).leader
    assert row(again).pk == due.pk


def test_what_lies_with_the_leader_is_not_decided_by_the_caseworker_nor_put_on_an_agenda() -> None:
    anne = given.caseworker()
    given.leader()
    found = known.before_leader(anne)
    with pytest.raises(BeforeAnother):
        actions.decide(found.application, seen=version(found), by=anne, on=TODAY)
    with pytest.raises(BeforeAnother):
        actions.send_to_leader(found.application, words="Igen", by=anne, on=TODAY)
    meeting = known.meeting(given.unit("Visitationsudvalget", Unit.Kind.COMMITTEE), anne)
    actions.recommend(found.application, text="Bevilg.", seen=0, by=anne, on=TODAY)
    with pytest.raises(BeforeAnother):
        actions.put_on_agenda(found.application, meeting, by=anne, on=TODAY)
    actions.take_back(found, by=anne, on=TODAY)
    assert not Due.objects.waiting().filter(kind=Due.Kind.REFERRAL).exists()
    actions.put_on_agenda(found.application, meeting, by=anne, on=TODAY)
    with pytest.raises(OnAnAgenda):
        actions.send_to_leader(found.application, words="Igen", by=anne, on=TODAY)


def test_nothing_is_put_before_anybody_without_words_or_a_prepared_choice() -> None:
    anne = given.caseworker()
    given.leader()
    asked = known.asked_for(anne)
    with pytest.raises(NotPrepared):
        actions.send_to_leader(asked, words="Se på den.", by=anne, on=TODAY)
    known.prepared(asked, anne)
    with pytest.raises(FieldMissing):
        actions.send_to_leader(asked, words="  ", by=anne, on=TODAY)


def test_a_team_without_a_leader_is_told_so() -> None:
    anne = given.caseworker()
    asked = known.asked_for(anne)
    known.prepared(asked, anne)
    with pytest.raises(FieldMissing, match="ingen leder"):
        actions.send_to_leader(asked, words="Se på den.", by=anne, on=TODAY)


def test_the_caseworker_can_not_send_it_back_for_the_leader() -> None:
    anne = given.caseworker()
    given.leader()
    found = known.before_leader(anne)
    with pytest.raises(NotAllowed):
        actions.send_back(found, because="Nej", by=anne, on=TODAY)


def test_the_leaders_row_goes_with_the_case_to_another_team() -> None:
    anne, lars = given.caseworker(), given.leader()
    other = given.unit("Et andet team")
    grete = given.leader(other, name="Grete Holm")
    found = known.before_leader(anne)
    move_to_team(found.application.case, by=anne, on=TODAY, team=other)
    assert row(found) in Due.objects.visible_to(grete)
    assert row(found) not in Due.objects.visible_to(lars)


def test_an_application_that_is_withdrawn_waits_for_nobody() -> None:
    anne, lars = given.caseworker(), given.leader()
    found = known.before_leader(anne)
    withdraw(found.application, by=anne, on=TODAY, because="Borgeren vil ikke.")
    assert not Due.objects.visible_to(lars).waiting().filter(kind=Due.Kind.REFERRAL).exists()
    assert not Referral.objects.waiting().exists()


# ------------------------------------------------------------------------------------------------ the shelter


def test_the_shelters_leader_sees_the_case_put_before_them_and_no_other_and_decides_it() -> None:
    anne, rikke = given.caseworker(), given.shelter_leader()
    other = given.case(anne)
    found = known.before_shelter(anne, shelter())
    case = found.application.case
    assert list(Case.objects.visible_to(rikke)) == [case]
    assert access.ties(rikke, case) == {Tie.SHELTER}
    assert not access.may(rikke, "decision.prepare", case)
    assert not access.may(rikke, "case.see", other)
    assert row(found).waits == "forstanderen for Forsorgshjemmet"
    assert row(found) in Due.objects.visible_to(anne).nearest(parts(anne, "mig"), 9)
    made = actions.decide_as_shelter(found, seen=version(found), by=rikke, on=TODAY)
    assert (made.capacity, made.decided_by_id, found.state) == ("shelter_leader", rikke.employee, "decided")
    assert Grant.objects.get(decision=made).section == "110"
    assert not Due.objects.waiting().filter(kind=Due.Kind.REFERRAL).exists()
    assert Due.objects.waiting().get(kind=Due.Kind.LETTER).responsible_id == anne.employee


def test_nobody_else_passes_the_gate_of_a_shelters_case() -> None:
    anne, lars = given.caseworker(), given.leader()
    asked = known.asked_for(anne, "110", standard=VIBORG)
    choice = known.prepared(asked, anne, **known.SHELTER_GRANTED)
    for act, by in ((actions.decide, anne), (actions.decide_as_leader, lars)):
        with pytest.raises(GatesOpen, match="Kun lederen af boformen kan afgøre"):
            act(asked, seen=choice.version, by=by, on=TODAY)
    with pytest.raises(NotTheirs):
        actions.send_to_leader(asked, words="Se på den.", by=anne, on=TODAY)


def test_a_shelter_is_not_asked_to_decide_what_is_a_caseworkers() -> None:
    anne = given.caseworker()
    given.shelter_leader()
    asked = known.asked_for(anne)
    known.prepared(asked, anne)
    with pytest.raises(NotTheirs):
        actions.send_to_shelter(asked, shelter(), words="Se på den.", by=anne, on=TODAY)


def test_another_shelters_leader_can_neither_see_nor_decide_nor_send_back() -> None:
    anne = given.caseworker()
    given.shelter_leader()
    other = given.shelter_leader(shelter("Kvindehjemmet"), name="Mia Borg")
    found = known.before_shelter(anne, shelter())
    assert not Case.objects.visible_to(other).exists()
    assert not Referral.objects.before(other).exists()
    with pytest.raises(NotAllowed):
        actions.decide_as_shelter(found, seen=version(found), by=other, on=TODAY)
    with pytest.raises(NotAllowed):
        actions.send_back(found, because="Nej", by=other, on=TODAY)


def test_a_shelters_leader_with_two_cases_before_two_shelters_answers_only_their_own() -> None:
    """A tie to the case through one referral is no right to another."""
    anne, rikke = given.caseworker(), given.shelter_leader()
    given.shelter_leader(shelter("Kvindehjemmet"), name="Mia Borg")
    case = given.case(anne)
    own = known.before_shelter(anne, shelter(), application=known.asked_for(anne, "110", standard=VIBORG, where=case))
    other = known.before_shelter(anne, shelter("Kvindehjemmet"), application=known.asked_for(anne, "109", standard=VIBORG, where=case))
    assert list(Referral.objects.before(rikke)) == [own]
    with pytest.raises(NotAllowed):
        actions.decide_as_shelter(other, seen=version(other), by=rikke, on=TODAY)
    with pytest.raises(NotAllowed):
        actions.send_back(other, because="Nej", by=rikke, on=TODAY)


def test_a_case_that_is_sent_back_or_taken_back_is_no_longer_seen() -> None:
    anne, rikke = given.caseworker(), given.shelter_leader()
    found = known.before_shelter(anne, shelter())
    actions.send_back(found, because="Er der et værelse? Ring først.", by=rikke, on=TODAY)
    assert not Case.objects.visible_to(rikke).exists()
    again = actions.send_to_shelter(found.application, shelter(), words="Der er et værelse.", by=anne, on=TODAY)
    assert Case.objects.visible_to(rikke).exists()
    actions.take_back(again, by=anne, on=TODAY)
    assert not Case.objects.visible_to(rikke).exists()
    with pytest.raises((AlreadyDecided, NotAllowed, MoveNotAllowed)):
        actions.decide_as_shelter(again, seen=version(again), by=rikke, on=TODAY)


def test_a_shelter_sees_the_case_for_four_weeks_and_four_more_when_it_is_decided() -> None:
    anne, rikke = given.caseworker(), given.shelter_leader()
    found = known.before_shelter(anne, shelter())
    with clock.at(NOON + timedelta(weeks=4, days=1)):
        assert not Case.objects.visible_to(rikke).exists()
    with clock.at(NOON + timedelta(weeks=2)):
        actions.decide_as_shelter(found, seen=version(found), by=rikke, on=TODAY)
    with clock.at(NOON + timedelta(weeks=5)):
        assert Case.objects.visible_to(rikke).exists()
    with clock.at(NOON + timedelta(weeks=6, days=1)):
        assert not Case.objects.visible_to(rikke).exists()


def test_a_unit_without_a_leader_or_that_is_no_shelter_is_not_chosen() -> None:
    anne = given.caseworker()
    asked = known.asked_for(anne, "110", standard=VIBORG)
    known.prepared(asked, anne, **known.SHELTER_GRANTED)
    for where in (shelter(), given.unit()):
        with pytest.raises(FieldMissing, match="Boform"):
            actions.send_to_shelter(asked, where, words="Se på den.", by=anne, on=TODAY)


def test_the_shelters_leader_replaces_a_decision_that_was_wrong() -> None:
    anne, rikke = given.caseworker(), given.shelter_leader()
    found = known.before_shelter(anne, shelter())
    made = actions.decide_as_shelter(found, seen=version(found), by=rikke, on=TODAY)
    known.prepared(found.application, anne, **known.SHELTER_GRANTED | {"extent": "Værelse 4 i stueetagen."})
    again = actions.send_to_shelter(found.application, shelter(), words="Værelset var forkert.", by=anne, on=TODAY)
    new = actions.correct_as_shelter(again, made, because="Værelset var forkert.", seen=version(again), by=rikke, on=TODAY)
    assert (new.replaces, new.capacity, again.state, again.decision) == (made, "shelter_leader", "decided", new)
    assert not Due.objects.waiting().filter(kind=Due.Kind.REFERRAL).exists()


def test_a_relation_that_a_referral_rests_on_is_not_removed() -> None:
    given.shelter_leader()
    found = known.before_shelter(given.caseworker(), shelter())
    with pytest.raises(ProtectedError):
        found.relation.delete()
