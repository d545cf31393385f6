"""Whoever is disqualified says so themself: the citizen's cases close for them at once, somebody else gets them, and what they wrote stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.actions.case import assign, close_case
from mestring.cases.actions.disqualification import keep_away, step_aside
from mestring.cases.actions.helping import let_help
from mestring.cases.actions.inquiry import receive_inquiry
from mestring.cases.actions.journal import write_note
from mestring.cases.models import Case, Due, Inquiry, Note
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.actions.employee import lift_disqualification
from mestring.people.errors import ReasonMissing
from mestring.people.models import Citizen, Disqualification, Employee, Relation, Unit
from tests import given
from tests.given import TODAY

pytestmark = pytest.mark.django_db
SISTER = "Søster"


def row_of(who: Actor) -> Employee:
    return Employee.objects.get(pk=who.employee)


def waiting(case: Case) -> Due:
    return Due.objects.waiting().get(kind=Due.Kind.ASSIGN, thing=case.public_id)


def test_the_responsible_who_steps_aside_has_the_case_no_more_and_the_leader_is_to_give_it_to_another() -> None:
    anne, lars = given.caseworker(), given.leader()
    case = given.application(anne).case
    note = write_note(case, by=anne, on=TODAY, kind="internal", subject="Møde", text="Karen kom.", happened_on=TODAY)
    step_aside(case, reason=SISTER, by=anne, on=TODAY)
    assert case.responsible is None
    assert not Case.objects.visible_to(anne).exists()
    assert access.ties(anne, case) == frozenset()
    row = waiting(case)
    assert (row.what, row.next, row.on, row.leader) == ("Anne Mette Riis er inhabil", "Giv sagen til en anden", TODAY, True)
    assert SISTER in row.why[0]["text"]
    assert list(Due.objects.visible_to(lars).filter(kind=Due.Kind.ASSIGN)) == [row]
    assert Note.objects.get(pk=note.pk).text == "Karen kom."
    assert not Due.objects.waiting().filter(case=case).exclude(responsible=None).exists()
    acts = dict(Entry.objects.filter(actor=anne.id, act__in=("step_aside", "declare_disqualification", "assign_case")).values_list("act", "detail"))
    assert set(acts) == {"step_aside", "declare_disqualification", "assign_case"}
    assert SISTER not in str(acts)


def test_every_case_of_the_citizen_is_given_back_and_nobody_elses() -> None:
    anne = given.caseworker()
    first = given.case(anne)
    second, another = given.case(anne, first.citizen), given.case(anne)
    step_aside(first, reason=SISTER, by=anne, on=TODAY)
    assert set(Case.objects.filter(responsible=None)) == {first, second}
    assert {one.thing for one in Due.objects.waiting().filter(kind=Due.Kind.ASSIGN)} == {first.public_id, second.public_id}
    assert list(Case.objects.visible_to(anne)) == [another]


def test_a_colleague_who_steps_aside_leaves_the_responsible_and_the_leader_is_told() -> None:
    anne, jonas = given.caseworker(), given.caseworker(name="Jonas Ek")
    given.leader()
    case = given.case(anne)
    step_aside(case, reason=SISTER, by=jonas, on=TODAY)
    assert Case.objects.get(pk=case.pk).responsible_id == anne.employee
    assert waiting(case).next == "Se, om en anden skal have sagen"
    assert access.may(anne, "case.write", case)


def test_giving_the_case_to_somebody_settles_the_leaders_row_and_never_to_the_disqualified() -> None:
    anne, lars = given.caseworker(), given.leader()
    jonas = given.caseworker(name="Jonas Ek")
    case = given.case(anne)
    step_aside(case, reason=SISTER, by=anne, on=TODAY)
    with pytest.raises(Exception, match="inhabilitet"):
        assign(case, by=lars, on=TODAY, responsible=row_of(anne))
    assign(case, by=lars, on=TODAY, responsible=None)
    assert waiting(case)
    assign(case, by=lars, on=TODAY, responsible=row_of(jonas))
    assert not Due.objects.waiting().filter(kind=Due.Kind.ASSIGN).exists()


def test_two_who_step_aside_are_both_named_in_the_leaders_row() -> None:
    anne, jonas = given.caseworker(), given.caseworker(name="Jonas Ek")
    given.leader()
    case = given.case(anne)
    step_aside(case, reason=SISTER, by=anne, on=TODAY)
    step_aside(case, reason="Nabo", by=jonas, on=TODAY)
    assert [one["text"].split(":")[0] for one in waiting(case).why] == ["Anne Mette Riis er inhabil", "Jonas Ek er inhabil"]


def test_the_only_leader_who_steps_aside_leaves_the_row_to_the_team_without_the_reason() -> None:
    anne, lars = given.caseworker(), given.leader()
    case = given.case(anne)
    step_aside(case, reason=SISTER, by=lars, on=TODAY)
    row = waiting(case)
    assert (row.leader, row.why[0]["text"]) == (False, "Lars Holm er inhabil")
    assert row in Due.objects.visible_to(anne)
    assert row not in Due.objects.visible_to(lars)


def test_a_leader_beside_the_one_who_steps_aside_gets_the_row() -> None:
    anne, lars = given.caseworker(), given.leader()
    tove = given.leader(name="Tove Anden")
    case = given.case(anne)
    step_aside(case, reason=SISTER, by=lars, on=TODAY)
    assert waiting(case).leader
    assert waiting(case) in Due.objects.visible_to(tove)


def test_a_helper_who_steps_aside_helps_no_more() -> None:
    anne, bo = given.caseworker(), given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    case = given.case(anne)
    helps = let_help(case, row_of(bo), reason="Dækker ferie.", since=TODAY, until=TODAY + timedelta(days=9), by=anne, on=TODAY)
    later = let_help(given.case(anne, case.citizen), row_of(bo), reason="Ferie.", since=TODAY + timedelta(days=2), until=date(2026, 12, 9), by=anne, on=TODAY)
    step_aside(case, reason=SISTER, by=bo, on=TODAY)
    ends = dict(Relation.objects.filter(pk__in=[helps.pk, later.pk]).values_list("pk", "until"))
    assert ends[helps.pk] < helps.until
    assert ends[later.pk] < later.until
    assert not access.may(bo, "case.see", case)


def test_an_inquiry_of_the_citizens_is_the_units_again() -> None:
    anne = given.caseworker()
    case = given.case(anne)
    where = Unit.objects.get(pk=case.team_id)
    taken = receive_inquiry(where, by=anne, on=TODAY, channel="phone", received_on=TODAY, about="Vil tale om bostøtte.", citizen=case.citizen)
    step_aside(case, reason=SISTER, by=anne, on=TODAY)
    assert Inquiry.objects.get(pk=taken.pk).taken_by is None
    assert Due.objects.waiting().get(inquiry=taken).responsible is None


def test_a_closed_case_asks_nobody_for_anything_and_closing_one_settles_the_row() -> None:
    anne, lars = given.caseworker(), given.leader()
    case, other = given.case(anne), given.case(anne)
    close_case(case, by=anne, on=TODAY, because="Flyttet.")
    step_aside(case, reason=SISTER, by=anne, on=TODAY)
    assert case.responsible is None
    assert not Due.objects.waiting().filter(kind=Due.Kind.ASSIGN).exists()
    step_aside(other, reason=SISTER, by=anne, on=TODAY)
    close_case(other, by=lars, on=TODAY, because="Flyttet.")
    assert not Due.objects.waiting().filter(kind=Due.Kind.ASSIGN).exists()


def test_only_who_sees_the_case_can_step_aside_and_only_with_a_reason() -> None:
    anne, bo = given.caseworker(), given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    case = given.case(anne)
    for stranger in (bo, given.administrator(), access.house(TODAY)):
        with pytest.raises(NotAllowed):
            step_aside(case, reason=SISTER, by=stranger, on=TODAY)
    with pytest.raises(ReasonMissing):
        step_aside(case, reason=" ", by=anne, on=TODAY)
    assert not Disqualification.objects.exists()
    assert access.may(anne, "case.write", case)


def test_a_committee_member_and_a_shelters_leader_can_step_aside() -> None:
    assert access.ACTIONS["case.step_aside"].ties == access.ACTIONS["case.see"].ties


def test_what_the_administrator_notes_gives_the_cases_back_too() -> None:
    anne, ib = given.caseworker(), given.administrator()
    given.leader()
    case = given.case(anne)
    keep_away(row_of(anne), Citizen.objects.get(pk=case.citizen_id), reason=SISTER, by=ib, on=TODAY)
    assert Case.objects.get(pk=case.pk).responsible is None
    assert waiting(case).next == "Giv sagen til en anden"


def test_what_was_noted_by_mistake_is_lifted_by_the_administrator_and_the_case_can_be_given_back() -> None:
    anne, lars, ib = given.caseworker(), given.leader(), given.administrator()
    case = given.case(anne)
    made = step_aside(case, reason=SISTER, by=anne, on=TODAY)
    for nobody in (anne, lars):
        with pytest.raises(NotAllowed):
            lift_disqualification(made, by=nobody, on=TODAY, because="En fejl")
    with pytest.raises(ReasonMissing):
        lift_disqualification(made, by=ib, on=TODAY, because=" ")
    lift_disqualification(made, by=ib, on=TODAY, because="En anden med samme navn")
    assert Case.objects.visible_to(anne).get() == case
    assert not access.is_blocked(anne, case.citizen_id)
    assign(case, by=lars, on=TODAY, responsible=row_of(anne))
    assert case.responsible == row_of(anne)
    with pytest.raises(MoveNotAllowed):
        lift_disqualification(made, by=ib, on=TODAY, because="En gang til")
    step_aside(case, reason=SISTER, by=anne, on=TODAY)
    assert access.is_blocked(anne, case.citizen_id), "it can be said again"
