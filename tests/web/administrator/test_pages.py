"""The administrator's pages: employees, roles, units, the log; and never a case."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from mestring.audit import anchor
from mestring.people.models import Account, Assignment, Employee, Unit
from tests import given

pytestmark = pytest.mark.django_db
PASSWORD = "en lang og god kode 47"


@pytest.fixture
def admin(client: Client) -> Client:
    return given.logged_in(client, given.administrator())


def sent(**values: object) -> dict[str, object]:
    return {"key": str(uuid4()), **values}


def test_an_employee_is_added_once_and_can_log_in(admin: Client) -> None:
    form = sent(name="Nye Nielsen", username="Nye", password=PASSWORD)
    first, again = admin.post("/medarbejdere/ny/", form), admin.post("/medarbejdere/ny/", form)
    assert (first.status_code, again.status_code) == (303, 303)
    assert first["Location"] == again["Location"]
    account = Account.objects.get(username="nye")
    assert account.check_password(PASSWORD)
    assert Employee.objects.filter(name="Nye Nielsen").count() == 1


def test_a_user_name_that_is_taken_is_said_at_its_field_and_nothing_is_lost(admin: Client) -> None:
    admin.post("/medarbejdere/ny/", sent(name="Nye Nielsen", username="nye", password=PASSWORD))
    answer = admin.post("/medarbejdere/ny/", sent(name="En Anden", username="NYE", password=PASSWORD))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Det bruges af en anden" in page
    assert 'value="En Anden"' in page
    assert PASSWORD not in page


def test_a_weak_password_is_refused_in_danish(admin: Client) -> None:
    answer = admin.post("/medarbejdere/ny/", sent(name="Nye Nielsen", username="nye", password="123"))
    assert answer.status_code == 422
    assert "Adgangskode:" in answer.content.decode()
    assert not Account.objects.filter(username="nye").exists()


def test_a_role_is_given_and_ended(admin: Client) -> None:
    admin.post("/medarbejdere/ny/", sent(name="Nye Nielsen", username="nye", password=PASSWORD))
    who, team = Employee.objects.get(name="Nye Nielsen"), given.unit()
    where = f"/medarbejdere/{who.public_id}/"
    assert admin.post(where, sent(role="caseworker", unit=str(team.public_id), since="01-11-2026", until="")).status_code == 303
    role = Assignment.objects.get(employee=who)
    assert admin.post(f"{where}rolle/{role.pk}/slut/", sent(until="30-11-2026")).status_code == 303
    role.refresh_from_db()
    assert (role.since.isoformat(), role.until.isoformat()) == ("2026-11-01", "2026-11-30")
    wrong = admin.post(f"{where}rolle/{role.pk}/slut/", sent(until="01-10-2026"))
    assert wrong.status_code == 422
    assert "ligger før den første dag" in wrong.content.decode()


def test_a_lost_password_is_replaced(admin: Client) -> None:
    admin.post("/medarbejdere/ny/", sent(name="Nye Nielsen", username="nye", password=PASSWORD))
    who = Employee.objects.get(name="Nye Nielsen")
    assert admin.post(f"/medarbejdere/{who.public_id}/adgangskode/", sent(password="en helt anden kode 48")).status_code == 303
    assert Account.objects.get(username="nye").check_password("en helt anden kode 48")


def test_a_closed_account_is_out_at_the_next_page(client: Client, admin: Client) -> None:
    anne = given.caseworker()
    hers = given.logged_in(Client(), anne)
    assert hers.get("/arbejde/").status_code == 200
    who = Employee.objects.get(pk=anne.employee)
    assert admin.post(f"/medarbejdere/{who.public_id}/luk/", sent()).status_code == 303
    assert hers.get("/arbejde/").status_code == 302


def test_a_unit_is_added(admin: Client) -> None:
    assert admin.post("/enheder/ny/", sent(kind="team", name="Rusmiddel", address="Testvej 1, 7100 Vejle")).status_code == 303
    assert Unit.objects.filter(name="Rusmiddel").exists()
    assert admin.post("/enheder/ny/", sent(kind="team", name="Rusmiddel")).status_code == 422


def test_the_log_is_verified_against_the_file_outside(admin: Client, settings: object, tmp_path: Path) -> None:
    settings.ANCHORS = tmp_path / "anchors.jsonl"
    anchor.write(settings.ANCHORS)
    page = admin.get("/loggen/?efterproev=ja").content.decode()
    assert "Begge kæder holder" in page
    settings.ANCHORS.write_text(settings.ANCHORS.read_text().replace('"head": "', '"head": "0'))
    assert "Kæden holder ikke" in admin.get("/loggen/?efterproev=ja").content.decode()


def test_no_page_of_the_administrators_shows_a_citizen(admin: Client) -> None:
    case = given.case(given.caseworker())
    for where in ("/medarbejdere/", "/enheder/", "/loggen/"):
        page = admin.get(where).content.decode()
        assert case.citizen.name not in page
        assert case.number not in page
    assert admin.get(f"/sag/{case.public_id}/").status_code == 404


def test_nobody_else_gets_in(client: Client) -> None:
    given.logged_in(client, given.leader())
    for where in ("/medarbejdere/", "/medarbejdere/ny/", "/enheder/", "/loggen/"):
        assert client.get(where).status_code == 404
