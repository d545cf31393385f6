"""The administrator's pages: employees, roles, units, the log; and never a case."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from mestring.audit import anchor
from mestring.audit.models import Entry
from mestring.cases.models import PublishedDeadline
from mestring.people import access
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
    where = f"/medarbejdere/{who.public_id}/"
    assert admin.post(f"{where}luk/", sent()).status_code == 422
    assert hers.get("/arbejde/").status_code == 200
    assert admin.post(f"{where}luk/", sent(because="left")).status_code == 303
    assert hers.get("/arbejde/").status_code == 302
    page = admin.get(where).content.decode().replace("\xa0", " ")
    assert "kontoen er lukket onsdag 25. november: arbejder her ikke længere" in page
    assert "Åbn kontoen igen" in page
    assert "Ny adgangskode" not in page


def test_an_account_opened_again_lets_its_owner_in_but_no_visit_from_before(admin: Client) -> None:
    anne = given.caseworker()
    hers = given.logged_in(Client(), anne)
    where = f"/medarbejdere/{Employee.objects.get(pk=anne.employee).public_id}/"
    admin.post(f"{where}luk/", sent(because="misuse"))
    assert admin.post(f"{where}aabn/", sent()).status_code == 303
    assert hers.get("/arbejde/").status_code == 302
    assert given.logged_in(Client(), anne).get("/arbejde/").status_code == 200
    again = admin.post(f"{where}aabn/", sent())
    assert again.status_code == 422
    assert "Kontoen er åben i forvejen" in again.content.decode()


def test_nobody_closes_or_opens_their_own_account(client: Client) -> None:
    ib = given.administrator()
    where = f"/medarbejdere/{Employee.objects.get(pk=ib.employee).public_id}/"
    browser = given.logged_in(client, ib)
    for step, form in (("luk", sent(because="left")), ("aabn", sent())):
        answer = browser.post(f"{where}{step}/", form)
        assert answer.status_code == 422
        assert "En anden skal gøre det" in answer.content.decode()


def test_a_citizens_account_is_closed_at_once_and_opened_again_and_nothing_of_the_citizen_is_shown(admin: Client) -> None:
    case = given.case(given.caseworker())
    admin.post("/borgerkonto/ny/", sent(cpr=case.citizen.cpr, username="karen.borger"))
    account = Account.objects.get(citizen=case.citizen)
    hers = given.logged_in(Client(), access.actor_of(account, given.TODAY))
    assert hers.get("/min-sag/").status_code == 200
    assert 'href="/borgerkonto/"' in admin.get("/medarbejdere/").content.decode()
    closing = {"cpr": case.citizen.cpr, "what": "luk"}
    refused = admin.post("/borgerkonto/", sent(**closing, because=""))
    assert refused.status_code == 422
    assert "Vælg, hvorfor kontoen lukkes." in refused.content.decode()
    assert hers.get("/min-sag/").status_code == 200
    done = admin.post("/borgerkonto/", sent(**closing, because="wish"))
    assert done.status_code == 303
    assert case.citizen.name not in admin.get(done["Location"]).content.decode()
    assert hers.get("/min-sag/").status_code == 302
    assert Entry.objects.get(act="close_account").detail == {"because": "wish"}
    assert "i forvejen" in admin.post("/borgerkonto/", sent(**closing, because="wish")).content.decode()
    taken = admin.post("/borgerkonto/ny/", sent(cpr=case.citizen.cpr, username="karen.igen"))
    assert "åbn den igen under" in taken.content.decode()
    assert admin.post("/borgerkonto/", sent(cpr=case.citizen.cpr, what="aabn")).status_code == 303
    assert hers.get("/min-sag/").status_code == 302
    account.refresh_from_db()
    assert given.logged_in(Client(), access.actor_of(account, given.TODAY)).get("/min-sag/").status_code == 200


def test_why_a_citizens_account_is_not_closed_is_said_at_its_field(admin: Client) -> None:
    citizen = given.citizen(given.caseworker())
    for cpr, said in ((citizen.cpr, "har ingen konto"), ("9999999999", "ingen borger i systemet har det nummer"), ("12", "skriv ti cifre")):
        answer = admin.post("/borgerkonto/", sent(cpr=cpr, what="luk", because="wish"))
        assert answer.status_code == 422
        assert said in answer.content.decode().lower()


def test_a_unit_is_added(admin: Client) -> None:
    assert admin.post("/enheder/ny/", sent(kind="team", name="Rusmiddel", address="Testvej 1, 7100 Vejle")).status_code == 303
    assert Unit.objects.filter(name="Rusmiddel").exists()
    assert admin.post("/enheder/ny/", sent(kind="team", name="Rusmiddel")).status_code == 422


FRIST = {"number": "8", "unit": "weeks", "valid_from": "01-01-2026", "where": "vejle.example/frister"}


def test_no_deadline_is_invented_and_one_is_written_corrected_and_removed(admin: Client) -> None:
    page = admin.get("/offentliggjorte-frister/").content.decode()
    assert page.count("Skriv fristen") > 5
    assert "Skrevet af</th>" in page
    assert not PublishedDeadline.objects.exists()
    where = "/offentliggjorte-frister/107/"
    assert admin.post(where, sent(**FRIST)).status_code == 303
    row = PublishedDeadline.objects.get()
    assert (row.council, row.section, row.length) == ("vejle", "107", "8 weeks")
    assert "8 uger" in admin.get("/offentliggjorte-frister/").content.decode()
    assert admin.post(where, sent(**FRIST, replaces="ny")).status_code == 422
    assert admin.post(where, sent(**{**FRIST, "number": "6"}, replaces=str(row.public_id))).status_code == 303
    newer = PublishedDeadline.objects.standing("vejle").get()
    assert newer.length == "6 weeks"
    page = admin.get(where).content.decode()
    assert "Retter 8 uger fra" in page
    assert admin.post(where, sent(**FRIST, replaces=str(row.public_id))).status_code == 422
    assert admin.post(where, sent(where="Ikke offentliggjort", replaces=str(newer.public_id), removed="on")).status_code == 303
    assert not PublishedDeadline.objects.standing("vejle").exists()


def test_what_is_wrong_with_a_deadline_is_said_and_nothing_typed_is_lost(admin: Client) -> None:
    answer = admin.post("/offentliggjorte-frister/107/", sent(**{**FRIST, "number": "900"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "skriv et tal fra 1 til 104" in page.lower()
    assert 'value="900"' in page
    assert "vejle.example/frister" in page


def test_a_section_that_nobody_applies_for_or_that_does_not_exist_has_no_deadline(admin: Client) -> None:
    for section in ("141", "999", "general"):
        assert admin.get(f"/offentliggjorte-frister/{section}/").status_code == 404


def test_the_caseworker_uses_the_deadline_that_was_written_after_the_application_came(admin: Client) -> None:
    anne = given.caseworker()
    made = given.application(anne, section="107")
    hers, where = given.logged_in(Client(), anne), f"/sag/{made.case.public_id}/ansoegning/{made.public_id}/"
    assert "kan administratoren skrive den under Frister" in hers.get(where).content.decode()
    admin.post("/offentliggjorte-frister/107/", sent(**FRIST))
    page = hers.get(where).content.decode()
    assert "Brug fristen" in page
    assert "Kommunens offentliggjorte frist: vejle.example/frister" in page
    assert hers.post(f"{where}offentliggjort-frist/", sent()).status_code == 303
    page = hers.get(where).content.decode()
    assert 'datetime="2027-01-20"' in page
    assert "Brug fristen" not in page


def test_the_log_is_verified_against_the_file_outside(admin: Client, settings: object, tmp_path: Path) -> None:
    settings.ANCHORS = tmp_path / "anchors.jsonl"
    anchor.write(settings.ANCHORS)
    page = admin.get("/loggen/?efterproev=ja").content.decode()
    assert "Begge kæder holder" in page
    settings.ANCHORS.write_text(settings.ANCHORS.read_text().replace('"head": "', '"head": "0'))
    assert "Kæden holder ikke" in admin.get("/loggen/?efterproev=ja").content.decode()


def test_no_page_of_the_administrators_shows_a_citizen(admin: Client) -> None:
    case = given.case(given.caseworker())
    for where in ("/medarbejdere/", "/enheder/", "/offentliggjorte-frister/", "/loggen/"):
        page = admin.get(where).content.decode()
        assert case.citizen.name not in page
        assert case.number not in page
    assert admin.get(f"/sag/{case.public_id}/").status_code == 404


def test_nobody_else_gets_in(client: Client) -> None:
    given.logged_in(client, given.leader())
    for where in ("/medarbejdere/", "/medarbejdere/ny/", "/enheder/", "/offentliggjorte-frister/", "/offentliggjorte-frister/107/", "/loggen/"):
        assert client.get(where).status_code == 404


def test_an_employee_is_said_to_be_a_citizen_too_and_nothing_of_the_citizen_is_shown(admin: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne)
    who = Employee.objects.get(pk=anne.employee)
    where = f"/medarbejdere/{who.public_id}/"
    assert admin.post(f"{where}borger/", sent(cpr="9999999999")).status_code == 422
    assert admin.post(f"{where}borger/", sent(cpr=case.citizen.cpr)).status_code == 303
    who.refresh_from_db()
    assert who.person == case.citizen
    page = admin.get(where).content.decode()
    assert "Medarbejderen er også borger her" in page
    for told in (case.citizen.name, case.citizen.cpr, case.number):
        assert told not in page
        assert told not in admin.get(f"{where}borger/").content.decode()
    assert admin.post(f"{where}borger/", sent(cpr="")).status_code == 303
    who.refresh_from_db()
    assert who.person is None


def test_a_relative_of_an_employee_is_noted_by_number_and_never_shown(admin: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne)
    who = Employee.objects.get(pk=anne.employee)
    where = f"/medarbejdere/{who.public_id}/"
    assert admin.post(f"{where}inhabil/", sent(cpr=case.citizen.cpr, reason="")).status_code == 422
    assert admin.post(f"{where}inhabil/", sent(cpr=case.citizen.cpr, reason="Søster")).status_code == 303
    assert who.disqualifications.get().citizen == case.citizen
    page = admin.get(where).content.decode()
    assert "Søster" in page
    assert case.citizen.name not in page
    assert case.citizen.cpr not in page


def test_what_keeps_an_employee_away_is_lifted_with_a_reason(admin: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne)
    who = Employee.objects.get(pk=anne.employee)
    where = f"/medarbejdere/{who.public_id}/"
    admin.post(f"{where}inhabil/", sent(cpr=case.citizen.cpr, reason="Søster"))
    lift = f"{where}inhabil/{who.disqualifications.get().pk}/ophaev/"
    assert f'href="{lift}"' in admin.get(where).content.decode()
    assert admin.post(lift, sent(because="")).status_code == 422
    assert admin.post(lift, sent(because="En anden med samme navn")).status_code == 303
    assert "Søster, oplyst 25. nov., ophævet 25. nov." in admin.get(where).content.decode().replace("\u00a0", " ")
    assert admin.get(lift).status_code == 404


def test_a_citizen_gets_an_account_by_number_once_and_nothing_of_the_citizen_is_shown(admin: Client) -> None:
    case = given.case(given.caseworker())
    where, form = "/borgerkonto/ny/", sent(cpr=case.citizen.cpr, username="Karen.Borger")
    assert 'href="/borgerkonto/ny/"' in admin.get("/medarbejdere/").content.decode()
    first, again = admin.post(where, form), admin.post(where, form)
    assert (first.status_code, again.status_code) == (303, 303)
    account = Account.objects.get(citizen=case.citizen)
    assert account.username == "karen.borger"
    assert not account.has_usable_password()
    assert case.citizen.name not in admin.get(first["Location"]).content.decode()
    assert given.logged_in(Client(), access.actor_of(account, given.TODAY)).get("/min-sag/").status_code == 200


def test_why_an_account_is_not_opened_is_said_at_its_field(admin: Client) -> None:
    case = given.case(given.caseworker())
    admin.post("/borgerkonto/ny/", sent(cpr=case.citizen.cpr, username="karen.borger"))
    for cpr, username, said in (
        (case.citizen.cpr, "en.anden", "har allerede en konto"),
        ("9999999999", "en.anden", "ingen borger i systemet har det nummer"),
        ("310299-1234", "en.anden", "er ikke en dag, der findes"),
        (given.citizen(given.caseworker()).cpr, "KAREN.borger", "bruges af en anden"),
    ):
        answer = admin.post("/borgerkonto/ny/", sent(cpr=cpr, username=username))
        assert answer.status_code == 422
        assert said in answer.content.decode().lower()
    assert Account.objects.exclude(citizen=None).count() == 1
