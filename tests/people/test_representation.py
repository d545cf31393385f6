"""Who acts for the citizen, corrected; who they are; and which citizen an employee is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mestring.audit.errors import Conflict, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.models import Case
from mestring.people import access
from mestring.people.actions import citizen as acts
from mestring.people.actions import employee as staff
from mestring.people.errors import CprNotReadable, DatesTheWrongWay, NotYourOwn, PersonUnknown, PersonWrong, ReasonMissing
from mestring.people.models import Account, Citizen, Employee, Representation
from tests import given
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def represented(by: access.Actor, kind: str = "guardian_5", **more: Any) -> Representation:
    values = {"name": "Line Prøve", "since": TODAY, "receives_letters": kind != "companion", "scope": "Økonomi", **more}
    return acts.add_representation(given.case(by).citizen, by=by, on=TODAY, kind=kind, **values)


def own(person: Citizen, name: str = "line") -> access.Actor:
    found = Account.objects.filter(citizen=person).first() or Account.objects.create_user(name, name=person.name, citizen=person)
    return access.actor_of(found, TODAY)


def test_what_was_noted_wrongly_is_corrected_and_the_trace_keeps_what_gave_rights_before_and_after() -> None:
    anne = given.caseworker()
    found = represented(anne)
    acts.correct_representation(found, by=anne, on=TODAY, seen=1, kind="party_representative", scope="Hele sagen", since=TODAY - timedelta(days=9))
    assert (found.kind, found.scope, found.version) == ("party_representative", "Hele sagen", 2)
    entry = Entry.objects.get(act="correct_representation")
    assert entry.detail["fields"] == ["kind", "scope", "since"]
    assert (entry.detail["kind_before"], entry.detail["kind"]) == ("guardian_5", "party_representative")
    assert "Hele sagen" not in str(entry.detail)


def test_of_two_who_correct_the_same_the_second_is_told() -> None:
    anne = given.caseworker()
    found = represented(anne)
    acts.correct_representation(found, by=anne, on=TODAY, seen=1, scope="Bolig")
    with pytest.raises(Conflict):
        acts.correct_representation(found, by=anne, on=TODAY, seen=1, scope="Helbred")


def test_the_dates_still_go_forward_and_nothing_changed_is_nothing_written() -> None:
    anne = given.caseworker()
    found = represented(anne)
    with pytest.raises(DatesTheWrongWay):
        acts.correct_representation(found, by=anne, on=TODAY, seen=1, until=TODAY - timedelta(days=1))
    acts.correct_representation(found, by=anne, on=TODAY, seen=1, scope="Økonomi")
    assert not Entry.objects.filter(act="correct_representation").exists()


def test_whoever_was_a_companion_all_along_gets_no_letters_and_no_way_in() -> None:
    anne = given.caseworker()
    sister = given.citizen(anne, first_name="Line")
    found = represented(anne, person=sister)
    assert Case.objects.visible_to(own(sister)).filter(citizen=found.citizen).exists()
    acts.correct_representation(found, by=anne, on=TODAY, seen=1, kind="companion", receives_letters=True)
    assert (found.receives_letters, found.person) == (False, None)
    assert not Case.objects.visible_to(own(sister)).filter(citizen=found.citizen).exists()


def test_a_representative_who_is_a_citizen_here_sees_the_case_when_it_is_said_who_they_are_and_not_after_it_is_taken_back() -> None:
    anne = given.caseworker()
    found, sister = represented(anne), given.citizen(anne, first_name="Line")
    assert not Case.objects.visible_to(own(sister)).filter(citizen=found.citizen).exists()
    acts.name_representative(found, number=f"{sister.cpr[:6]}-{sister.cpr[6:]}", by=anne, on=TODAY)
    assert Case.objects.visible_to(own(sister)).filter(citizen=found.citizen).exists()
    acts.unname_representative(found, by=anne, on=TODAY)
    assert not Case.objects.visible_to(own(sister)).filter(citizen=found.citizen).exists()


def test_a_number_that_can_not_be_the_representatives_is_refused_with_the_reason() -> None:
    anne = given.caseworker()
    found, sister = represented(anne), given.citizen(anne, first_name="Line")
    for number, error in (("123", CprNotReadable), ("9999999999", PersonUnknown), ("", PersonUnknown), (found.citizen.cpr, PersonWrong)):
        with pytest.raises(error):
            acts.name_representative(found, number=number, by=anne, on=TODAY)
    with pytest.raises(PersonWrong, match="bisidder"):
        acts.name_representative(represented(anne, "companion"), number=sister.cpr, by=anne, on=TODAY)


def test_a_caseworker_does_not_name_themself() -> None:
    anne = given.caseworker()
    found, herself = represented(anne), given.citizen(anne, first_name="Anne Mette")
    Employee.objects.filter(pk=anne.employee).update(person=herself)
    with pytest.raises(NotYourOwn):
        acts.name_representative(found, number=herself.cpr, by=given.actor(Employee.objects.get(pk=anne.employee)), on=TODAY)


def test_another_teams_caseworker_corrects_nothing() -> None:
    found = represented(given.caseworker())
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    with pytest.raises(NotAllowed):
        acts.correct_representation(found, by=stranger, on=TODAY, seen=1, scope="x")
    with pytest.raises(NotAllowed):
        acts.name_representative(found, number="9999999999", by=stranger, on=TODAY)


def test_the_database_lets_nobody_represent_themself() -> None:
    found = represented(given.caseworker())
    with pytest.raises(IntegrityError), transaction.atomic():
        Representation.objects.filter(pk=found.pk).update(person=found.citizen)


# ------------------------------------------------------------------------------------------------ an employee who is a citizen too


def test_an_employees_own_case_is_closed_from_the_moment_the_administrator_says_who_they_are() -> None:
    anne, ib = given.caseworker(), given.administrator()
    case = given.case(anne)
    who = Employee.objects.get(pk=anne.employee)
    staff.say_person(who, number=case.citizen.cpr, by=ib, on=TODAY)
    assert not Case.objects.visible_to(given.actor(who)).exists()
    assert Entry.objects.get(act="say_person").detail == {"citizen": str(case.citizen.public_id)}
    staff.forget_person(who, by=ib, on=TODAY)
    assert Case.objects.visible_to(given.actor(Employee.objects.get(pk=who.pk))).exists()


def test_nobody_but_another_administrator_says_who_an_employee_is() -> None:
    anne, ib = given.caseworker(), given.administrator()
    case = given.case(anne)
    who = Employee.objects.get(pk=anne.employee)
    for by in (anne, given.leader()):
        with pytest.raises(NotAllowed):
            staff.say_person(who, number=case.citizen.cpr, by=by, on=TODAY)
        with pytest.raises(NotAllowed):
            staff.forget_person(who, by=by, on=TODAY)
    himself = Employee.objects.get(pk=ib.employee)
    with pytest.raises(NotYourOwn):
        staff.say_person(himself, number=case.citizen.cpr, by=ib, on=TODAY)
    with pytest.raises(NotYourOwn):
        staff.forget_person(himself, by=ib, on=TODAY)


def test_the_administrator_notes_a_relative_on_the_employees_behalf_and_a_colleague_does_not() -> None:
    anne, jonas, ib = given.caseworker(), given.caseworker(name="Jonas Ek"), given.administrator()
    case = given.case(anne)
    who = Employee.objects.get(pk=anne.employee)
    with pytest.raises(NotAllowed):
        staff.declare_disqualification(who, by=jonas, on=TODAY, citizen=case.citizen, reason="Søster")
    with pytest.raises(ReasonMissing):
        staff.declare_disqualification(who, by=ib, on=TODAY, citizen=case.citizen, reason=" ")
    staff.declare_disqualification(who, by=ib, on=date(2026, 11, 25), citizen=case.citizen, reason="Søster")
    assert not Case.objects.visible_to(anne).exists()
