"""A right is a relation in force now, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit import clock
from mestring.audit.errors import NotAllowed
from mestring.cases.actions.glass import MINUTES, break_glass, review_glass
from mestring.cases.models import Case, Due
from mestring.people import access
from mestring.people.access import ACTIONS, Tie
from mestring.people.actions import employee as staff
from mestring.people.actions.citizen import add_representation
from mestring.people.errors import NotYourOwn, ReasonMissing
from mestring.people.models import Account, Citizen, Employee, Relation
from tests import given
from tests.conftest import NOON
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def test_the_team_sees_its_cases_and_another_team_sees_nothing() -> None:
    anne = given.caseworker()
    case = given.case(anne)
    colleague = given.caseworker(name="Jonas Ek")
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    assert list(Case.objects.visible_to(anne)) == [case]
    assert list(Case.objects.visible_to(colleague)) == [case]
    assert not Case.objects.visible_to(stranger).exists()
    assert access.ties(anne, case) == {Tie.RESPONSIBLE, Tie.TEAM}
    assert access.ties(colleague, case) == {Tie.TEAM}
    assert access.ties(stranger, case) == frozenset()


def test_a_citizen_is_found_by_the_units_that_have_something_open_with_them() -> None:
    anne = given.caseworker()
    whose = given.case(anne).citizen
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    assert list(Citizen.objects.visible_to(anne)) == [whose]
    assert not Citizen.objects.visible_to(stranger).exists()


def test_a_role_that_has_ended_gives_nothing_the_day_after() -> None:
    team = given.unit()
    gone = given.employee("Else Gammel", "caseworker", team, until=TODAY)
    case = given.case(given.caseworker(team))
    assert access.may(given.actor(gone, TODAY), "case.see", case)
    assert not access.may(given.actor(gone, TODAY + timedelta(days=1)), "case.see", case)
    assert not Case.objects.visible_to(given.actor(gone, TODAY + timedelta(days=1))).exists()


def test_a_role_that_has_not_begun_gives_nothing() -> None:
    team = given.unit()
    new = given.employee("Nye Nielsen", "caseworker", team, since=TODAY + timedelta(days=1))
    case = given.case(given.caseworker(team))
    assert not access.may(given.actor(new), "case.see", case)


def test_ones_own_case_is_closed_whatever_the_relation() -> None:
    anne = given.caseworker()
    case = given.case(anne)
    Employee.objects.filter(pk=anne.employee).update(person=case.citizen)
    herself = given.actor(Employee.objects.get(pk=anne.employee))
    assert not Case.objects.visible_to(herself).exists()
    assert not Citizen.objects.visible_to(herself).exists()
    assert not Due.objects.visible_to(herself).exists()
    assert access.ties(herself, case) == frozenset()
    with pytest.raises(NotAllowed):
        break_glass(case, by=herself, on=TODAY, category="danger", reason="Det haster")


def test_a_relatives_case_is_closed_whatever_the_relation() -> None:
    anne = given.caseworker()
    case = given.application(anne).case
    staff.declare_disqualification(Employee.objects.get(pk=anne.employee), by=anne, on=TODAY, citizen=case.citizen, reason="Søster")
    assert not Case.objects.visible_to(anne).exists()
    assert not Citizen.objects.visible_to(anne).exists()
    assert not Due.objects.visible_to(anne).exists()
    assert access.ties(anne, case) == frozenset()


def test_the_administrator_sees_no_case() -> None:
    case = given.case(given.caseworker())
    ib = given.administrator()
    assert not Case.objects.visible_to(ib).exists()
    assert not Citizen.objects.visible_to(ib).exists()
    assert access.ties(ib, case) == frozenset()


def test_a_committee_sees_only_what_is_on_its_agenda_while_it_is() -> None:
    case = given.case(given.caseworker())
    bente = given.committee()
    assert not Case.objects.visible_to(bente).exists()
    since = clock.now() - timedelta(days=1)
    Relation.objects.create(case=case.public_id, kind=Relation.Kind.COMMITTEE, unit_id=bente.committees[0], since=since, until=since + timedelta(days=28))
    assert list(Case.objects.visible_to(bente)) == [case]
    assert access.ties(bente, case) == {Tie.COMMITTEE}
    assert not access.may(bente, "case.write", case)
    with clock.at(NOON + timedelta(days=60)):
        assert not Case.objects.visible_to(bente).exists()


def test_broken_glass_opens_one_case_for_half_an_hour_to_read() -> None:
    case, other = given.case(given.caseworker()), given.case(given.caseworker(name="Jonas Ek"))
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    relation = break_glass(case, by=stranger, on=TODAY, category="danger", reason="Borgeren ringer og vil gøre skade på sig selv")
    assert list(Case.objects.visible_to(stranger)) == [case]
    assert access.may(stranger, "case.see", case)
    assert not access.may(stranger, "case.write", case)
    assert not access.may(stranger, "case.see", other)
    assert relation.review_due == date(2026, 12, 2)
    with clock.at(NOON + timedelta(minutes=MINUTES, seconds=1)):
        assert not Case.objects.visible_to(stranger).exists()
        assert not access.may(stranger, "case.see", case)


def test_glass_is_not_broken_without_a_reason() -> None:
    case = given.case(given.caseworker())
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    with pytest.raises(ReasonMissing):
        break_glass(case, by=stranger, on=TODAY, category="danger", reason="  ")


def test_the_leader_of_the_team_reviews_broken_glass_and_nobody_else() -> None:
    anne = given.caseworker()
    case = given.case(anne)
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    relation = break_glass(case, by=stranger, on=TODAY, category="cover", reason="Vikar for Anne")
    with pytest.raises(NotAllowed):
        review_glass(relation, case, by=anne, on=TODAY, review="Fint")
    review_glass(relation, case, by=given.leader(), on=TODAY, review="I orden: vikaraftale")
    assert relation.reviewed_on == TODAY


def test_nobody_gives_themself_a_role() -> None:
    ib = given.administrator()
    with pytest.raises(NotYourOwn):
        staff.assign(Employee.objects.get(pk=ib.employee), by=ib, on=TODAY, unit=given.unit(), role="caseworker", since=TODAY)


def test_the_citizen_sees_their_own_case_and_a_representative_while_they_act() -> None:
    anne = given.caseworker()
    case = given.case(anne)
    sister = given.citizen(anne, first_name="Line")
    add_representation(case.citizen, by=anne, on=TODAY, kind="party_representative", name="Line Prøve", person=sister, since=TODAY, until=TODAY)
    own = access.actor_of(Account.objects.create_user("karen", name="Karen", citizen=case.citizen), TODAY)
    account = Account.objects.create_user("line", name="Line", citizen=sister)
    assert access.ties(own, case) == {Tie.SELF}
    assert access.ties(access.actor_of(account, TODAY), case) == {Tie.REPRESENTATIVE}
    assert access.ties(access.actor_of(account, TODAY + timedelta(days=1)), case) == frozenset()
    assert not access.may(own, "case.see", case)
    assert access.may(own, "own.letter", case)


def test_a_companion_sees_nothing() -> None:
    anne = given.caseworker()
    case = given.case(anne)
    friend = given.citizen(anne, first_name="Ven")
    add_representation(case.citizen, by=anne, on=TODAY, kind="companion", name="Ven", person=friend, since=TODAY)
    who = access.actor_of(Account.objects.create_user("ven", name="Ven", citizen=friend), TODAY)
    assert access.ties(who, case) == frozenset()


def test_a_closed_account_has_no_rights() -> None:
    anne = given.caseworker()
    account = Account.objects.get(public_id=anne.id)
    staff.close_account(account, because="left", by=given.administrator(), on=TODAY)
    account.refresh_from_db()
    assert access.actor_of(account, TODAY).roles == frozenset()


def test_every_action_asks_for_a_relation_or_a_role_and_never_both() -> None:
    for name, action in ACTIONS.items():
        assert bool(action.ties) != bool(action.roles), name
        assert action.label, name


def test_what_one_sees_in_a_list_is_what_one_may_open() -> None:
    """The condition of lists and the relations of one case are two readings of the same rule."""
    team, other = given.unit(), given.unit("Et andet team")
    anne, bo, lars = given.caseworker(team), given.caseworker(other, name="Bo Vang"), given.leader(team)
    bente, ib = given.committee(), given.administrator()
    cases = [given.case(anne), given.case(anne, mine=False), given.case(bo), given.case(bo, mine=False)]
    break_glass(cases[0], by=bo, on=TODAY, category="other", reason="Prøve")
    staff.declare_disqualification(Employee.objects.get(pk=lars.employee), by=lars, on=TODAY, citizen=cases[1].citizen, reason="Nabo")
    for actor in (anne, bo, lars, bente, ib):
        seen = set(Case.objects.visible_to(actor).values_list("pk", flat=True))
        assert seen == {case.pk for case in cases if access.ties(actor, case)}
