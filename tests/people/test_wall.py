"""The second wall: PostgreSQL alone refuses foreign rows, with every filter of ours left out. On SQLite there is one wall, and these tests are not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from mestring.cases.actions import journal
from mestring.cases.actions.glass import break_glass
from mestring.cases.models import Application, Case, Due, Note
from mestring.decisions.models import Grant
from mestring.followups.actions import answer
from mestring.followups.models import AgreedDate, FollowUp, GrantCadence, GrantFact
from mestring.people import wall
from mestring.people.actions.citizen import register_citizen
from mestring.people.errors import CitizenExists
from mestring.people.models import Citizen, Employee, NamePart
from tests import given
from tests.decisions import given_decision as known
from tests.followups.given_follow_up import held
from tests.given import TODAY

pytestmark = pytest.mark.django_db
if connection.vendor != "postgresql":
    pytest.skip("the second wall is PostgreSQL's", allow_module_level=True)


@pytest.fixture
def restricted() -> Iterator[None]:
    """The connection as a real installation has it: a role that is no superuser. A test's own is, whom no wall stops."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'mestring_wall'")
        if not cursor.fetchone():
            cursor.execute("CREATE ROLE mestring_wall NOLOGIN")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO mestring_wall")
        cursor.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO mestring_wall")
        cursor.execute("SET ROLE mestring_wall")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT set_config('mestring.house', 'on', false)")


TABLES = (Case, Citizen, NamePart, Application, Note, Due, Grant, FollowUp, AgreedDate, GrantCadence, GrantFact)


def seen(model: Any) -> set[int]:
    return set(model._base_manager.values_list("pk", flat=True))


def test_a_connection_that_was_told_nothing_sees_nothing(restricted: None) -> None:
    wall.let_in(given.access.house(TODAY))
    case = given.application(given.caseworker()).case
    wall.shut()
    assert not seen(Case)
    assert not seen(Citizen)
    assert not seen(Application)
    wall.let_in(given.access.house(TODAY))
    assert case.pk in seen(Case)


def test_the_team_sees_its_own_and_another_team_nothing_whatever_is_asked(restricted: None) -> None:
    wall.let_in(given.access.house(TODAY))
    anne = given.caseworker()
    made = given.application(anne)
    journal.write_note(made.case, by=anne, on=TODAY, kind=Note.Kind.PHONE, subject="x", text="x", happened_on=TODAY)
    answer(known.granted(anne), answers={"placement": "own_offer"}, source="Samtale", by=anne, on=TODAY)
    held(known.granted(anne), anne, on=TODAY, next_on=TODAY + timedelta(days=20), extra=True)
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    wall.let_in(anne)
    for model in TABLES:
        assert seen(model), model
    wall.let_in(stranger)
    for model in TABLES:
        assert not seen(model), model
    assert not Case._base_manager.filter(pk=made.case_id).update(kle="00.00.00")
    assert not Note._base_manager.filter(case=made.case_id).delete()[0]


def test_a_foreign_row_can_not_be_written(restricted: None) -> None:
    wall.let_in(given.access.house(TODAY))
    case = given.case(given.caseworker())
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    wall.let_in(stranger)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Note._base_manager.create(case=case, kind="phone", subject="x", text="x", happened_on=TODAY, written_at=given.access.clock.now())


def test_ones_own_case_and_a_relatives_are_behind_the_wall(restricted: None) -> None:
    wall.let_in(given.access.house(TODAY))
    anne = given.caseworker()
    case, other = given.application(anne).case, given.application(anne).case
    Employee.objects.filter(pk=anne.employee).update(person=case.citizen)
    herself = given.actor(Employee.objects.get(pk=anne.employee))
    given.staff.declare_disqualification(Employee.objects.get(pk=anne.employee), by=anne, on=TODAY, citizen=other.citizen, reason="Søster")
    wall.let_in(herself)
    for model in (Case, Due, NamePart, Application):
        assert not seen(model), model


def test_broken_glass_opens_one_case_and_the_acts_work_behind_the_wall(restricted: None) -> None:
    wall.let_in(given.access.house(TODAY))
    anne = given.caseworker()
    case, other = given.case(anne), given.case(anne)
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    wall.let_in(stranger)
    with wall.lifted():
        found = Case.objects.get(pk=case.pk)
    break_glass(found, by=stranger, on=TODAY, category="danger", reason="Fare")
    wall.let_in(stranger)
    assert seen(Case) == {case.pk}
    assert other.pk not in seen(Case)
    mine = given.application(stranger)
    assert mine.case_id in seen(Case)
    with pytest.raises(CitizenExists):
        register_citizen(given.unit("Et andet team"), by=stranger, on=TODAY, first_name="En", last_name="Anden", number=case.citizen.cpr)


def test_every_table_that_leads_to_a_case_or_a_citizen_has_its_wall() -> None:
    """Structural: a new table without a policy is found here."""
    open_on_purpose = {"people_account", "people_employee", "people_citizenunit", "people_disqualification", "decisions_meeting_present"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        walled = {name for (name,) in cursor.fetchall()}
    leading: set[str] = {"cases_case", "people_citizen"}
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ("people", "cases", "assessments", "decisions", "followups", "complaints")
    ]
    grown = True
    while grown:
        before = set(leading)
        for model in ours:
            for field in model._meta.local_fields:
                if isinstance(field, models.ForeignKey) and field.related_model._meta.db_table in leading and model._meta.db_table not in open_on_purpose:
                    leading.add(model._meta.db_table)
        grown = leading != before
    assert leading - walled == set()


def test_who_was_let_in_is_forgotten_for_the_next() -> None:
    wall.let_in(given.caseworker())
    wall.shut()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('mestring.house', true), current_setting('mestring.units', true)")
        assert cursor.fetchone() == ("off", "")
        cursor.execute("SELECT set_config('mestring.house', 'on', false)")
