"""A citizen is registered once, shown with what must be known first, and corrected on the version that was seen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from mestring.audit import clock
from mestring.audit.acts import record
from mestring.audit.models import LookUp
from mestring.cases.actions import inquiry as inquiries
from mestring.people.actions import citizen as acts
from mestring.people.actions import employee as staff
from mestring.people.models import Citizen, Consent, Employee, Representation, Unit
from tests import given
from tests.given import TODAY
from tests.web.caseworker.sending import address, hidden_from, sent, text, was_logged

pytestmark = pytest.mark.django_db
ON = given.TODAY
NUMBER = "9999150001"


@pytest.fixture
def by() -> Any:
    return given.caseworker()


@pytest.fixture
def browser(client: Client, by: Any) -> Client:
    return given.logged_in(client, by)  # type: ignore[no-any-return]


def other_team() -> Any:
    return given.caseworker(given.unit("Myndighed Psykiatri"), name="Jonas Bach")


def new(by: Any, **more: Any) -> dict[str, Any]:
    values = {"unit": str(Unit.objects.get(pk=by.teams[0]).public_id), "cpr": "", "first_name": "Mikkel", "last_name": "Prøve", "digital_post": "ja"}
    return sent(**{**values, **more})


def inquiry(by: Any) -> Any:
    return inquiries.receive_inquiry(Unit.objects.get(pk=by.teams[0]), by=by, on=ON, channel="phone", received_on=ON, about="Ringer.")


# ------------------------------------------------------------------------------------------------ registered


def test_a_citizen_is_registered_with_what_is_known(browser: Client, by: Any) -> None:
    answer = browser.post(address("new_citizen"), new(by, cpr="999915-0001", born_on="1-2-1990", protected="ja", protected_to="31-12-2026", postal_code="7100"))
    made = Citizen.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, address("citizen", made))
    assert (made.cpr, made.born_on, made.protected_to, made.digital_post) == (NUMBER, date(1990, 2, 1), date(2026, 12, 31), True)
    assert NUMBER not in answer["Location"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("first_name", "", "Skriv fornavnet."),
        ("cpr", "12345", "Skriv ti cifre"),
        ("born_on", "30-02-1990", "Dagen findes ikke. Februar 1990 har 28 dage."),
        ("born_on", "27-11-2026", "Skriv en dag til og med 25-11-2026."),
        ("postal_code", "71", "Skriv fire cifre"),
        ("residence", "Vejle", "kommunens fire cifre"),
        ("protected_to", "31-12-2026", "Sæt kryds ved beskyttelsen"),
    ],
)
def test_what_can_not_be_read_is_said_at_its_field_and_kept(browser: Client, by: Any, name: str, value: str, said: str) -> None:
    answer = browser.post(address("new_citizen"), new(by, **{name: value, "phone": "70 00 00 00"}))
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'value="{value}"' in text(answer)
    assert 'value="70 00 00 00"' in text(answer)
    assert not Citizen.objects.exists()


def test_a_number_that_is_there_leads_to_whoever_has_it(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    answer = browser.post(address("new_citizen"), new(by, cpr=whose.cpr))
    assert answer.status_code == 422
    assert "Karen Prøve findes allerede" in text(answer)
    assert f'href="{address("citizen", whose)}"' in text(answer)
    assert Citizen.objects.count() == 1


def test_a_number_of_another_team_is_shown_by_name_logged_and_without_a_way_in(browser: Client, by: Any) -> None:
    far = given.citizen(other_team())
    answer = browser.post(address("new_citizen"), new(by, cpr=far.cpr))
    assert "Karen Prøve findes allerede, i et andet team" in text(answer)
    assert address("citizen", far) not in text(answer)
    assert was_logged(far, "citizen.register")


def test_a_relative_who_is_there_is_not_told_of(browser: Client, by: Any) -> None:
    far = given.citizen(other_team())
    staff.declare_disqualification(Employee.objects.get(pk=by.employee), by=by, on=ON, citizen=far, reason="Søster")
    answer = browser.post(address("new_citizen"), new(by, cpr=far.cpr))
    assert answer.status_code == 422
    assert "Karen Prøve" not in text(answer)


def test_same_name_and_birth_date_is_asked_about_and_can_be_another(browser: Client, by: Any) -> None:
    whose = given.citizen(by, first_name="Mikkel")
    form = new(by, born_on="14-03-1990")
    assert 'name="sure"' not in browser.get(address("new_citizen")).content.decode()
    answer = browser.post(address("new_citizen"), form)
    assert answer.status_code == 422
    assert f'href="{address("citizen", whose)}"' in text(answer)
    assert 'name="sure"' in text(answer)
    assert browser.post(address("new_citizen"), {**form, "sure": "ja"}).status_code == 303
    assert Citizen.objects.count() == 2


def test_from_an_inquiry_the_new_citizen_is_put_on_it(browser: Client, by: Any) -> None:
    row = inquiry(by)
    answer = browser.post(f"{address('new_citizen')}?henvendelse={row.public_id}", new(by))
    row.refresh_from_db()
    assert (answer["Location"], row.citizen) == (address("inquiry", row), Citizen.objects.get())


def test_from_an_inquiry_whoever_is_there_already_can_be_put_on_it(browser: Client, by: Any) -> None:
    row, far = inquiry(by), given.citizen(other_team())
    answer = browser.post(f"{address('new_citizen')}?henvendelse={row.public_id}", new(by, cpr=far.cpr))
    assert f'action="{address("name_citizen", row)}"' in text(answer)
    assert f'name="citizen" value="{far.public_id}"' in text(answer)
    browser.post(address("name_citizen", row), sent(person=far.cpr, shown_to=far.cpr, citizen=str(far.public_id)))
    row.refresh_from_db()
    assert row.citizen == far


# ------------------------------------------------------------------------------------------------ seen


def test_the_page_says_first_what_must_be_known(browser: Client, by: Any) -> None:
    whose = given.citizen(by, protected=True, communication="Skriv, ring ikke", interpreter="Tegnsprog")
    acts.add_representation(whose, by=by, on=ON, kind="guardian_5", name="Eva Prøve", since=ON)
    shown = text(browser.get(address("citizen", whose)))
    flags = shown[shown.index('<ul class="m-flags"') :]
    assert flags.index("Navne- og adressebeskyttelse") < flags.index("Eva Prøve") < flags.index("Tegnsprog") < flags.index("Skriv, ring ikke")


def test_the_page_tells_of_a_death(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    acts.change_citizen(whose, by=by, on=ON, seen=whose.version, died_on=ON)
    assert "Borgeren er død" in text(browser.get(address("citizen", whose)))


def test_the_page_shows_cases_inquiries_consents_and_who_has_looked(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    case = given.case(by, whose)
    acts.give_consent(whose, by=by, on=ON, source="Egen læge", purpose="Helbred", form="oral", since=ON)
    browser.get(address("citizen", whose))
    shown = text(browser.get(address("citizen", whose)))
    assert f'href="{address("case", case)}"' in shown
    assert "Egen læge" in shown
    assert "Dig, Voksen og handicap: Så borgerens side" in shown
    assert was_logged(whose, "citizen.see")
    assert LookUp.objects.filter(case=str(case.public_id), citizen=str(whose.public_id)).exists()


def test_a_case_of_another_team_is_not_on_the_page(browser: Client, by: Any) -> None:
    whose, other = given.citizen(by), other_team()
    case = given.case(other, whose)
    assert case.number not in text(browser.get(address("citizen", whose)))


def test_the_page_asks_no_more_of_the_database_for_more_rows(browser: Client, by: Any, django_assert_max_num_queries: Any) -> None:
    whose = given.citizen(by)
    for _ in range(3):
        given.case(by, whose)
        acts.add_representation(whose, by=by, on=ON, kind="companion", name="Ole Prøve", since=ON)
    browser.get(address("citizen", whose))
    with django_assert_max_num_queries(30):
        browser.get(address("citizen", whose))


# ------------------------------------------------------------------------------------------------ corrected


def facts(whose: Citizen, **more: Any) -> dict[str, Any]:
    known = {"version": whose.version, "first_name": whose.first_name, "last_name": whose.last_name, "cpr": whose.cpr, "born_on": "14-03-1990"}
    return sent(**{**known, "digital_post": "ja", **more})


def test_what_is_known_is_corrected(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    assert 'value="Prøvevej 7"' in text(browser.get(address("change_citizen", whose)))
    answer = browser.post(address("change_citizen", whose), facts(whose, street="Prøvevej 9", postal_code="7100", city="Vejle"))
    whose.refresh_from_db()
    assert (answer.status_code, whose.street, whose.version) == (303, "Prøvevej 9", 2)


def test_a_number_that_becomes_known_is_added_and_anothers_is_not(browser: Client, by: Any) -> None:
    whose, other = given.citizen(by, number=""), given.citizen(by, first_name="Ole")
    taken = browser.post(address("change_citizen", whose), facts(whose, cpr=other.cpr))
    assert (taken.status_code, "borgeren findes allerede" in text(taken).lower()) == (422, True)
    assert browser.post(address("change_citizen", whose), facts(whose, cpr="999915-0001")).status_code == 303
    whose.refresh_from_db()
    assert whose.cpr == NUMBER


def test_nobody_dies_before_they_are_born(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    answer = browser.post(address("change_citizen", whose), facts(whose, born_on="01-01-1960", died_on="01-01-1950"))
    assert answer.status_code == 422
    assert "Borgeren er født 01-01-1960" in text(answer)
    whose.refresh_from_db()
    assert whose.died_on is None


def test_everything_that_is_wrong_is_said_at_once(browser: Client, by: Any) -> None:
    page = text(browser.post(address("new_citizen"), new(by, cpr="123", first_name="")))
    assert "Skriv ti cifre" in page
    assert "Skriv fornavnet." in page


def test_who_wrote_first_is_shown_beside_ones_own_text(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    form = facts(whose, street="Min vej 1", postal_code="7100", city="Vejle")
    with clock.at(datetime(2026, 11, 25, 9, 42, tzinfo=ZoneInfo("Europe/Copenhagen"))):
        acts.change_citizen(whose, by=given.caseworker(name="Jonas Bach"), on=ON, seen=whose.version, street="Deres vej 2")
    answer = browser.post(address("change_citizen", whose), form)
    assert answer.status_code == 409
    assert "<h1>Jonas Bach gemte i dag kl. 9.42</h1>" in text(answer)
    assert "Min" in text(answer)
    assert "Deres" in text(answer)
    whose.refresh_from_db()
    assert whose.street == "Deres vej 2"


def test_who_wrote_first_is_whoever_wrote_the_version_that_stands_and_no_later_act(browser: Client, by: Any) -> None:
    whose, first = given.citizen(by), by.on - timedelta(days=2)
    form = facts(whose, street="Min vej 1", postal_code="7100", city="Vejle")
    with clock.at(datetime(2026, 11, 23, 14, 5, tzinfo=ZoneInfo("Europe/Copenhagen"))):
        acts.change_citizen(whose, by=by, on=first, seen=whose.version, street="Deres vej 2")
    record("something_else", whose, by=given.caseworker(name="Jonas Bach"), on=ON)
    answer = browser.post(address("change_citizen", whose), form)
    assert "<h1>Du selv gemte mandag 23. november kl. 14.05</h1>" in text(answer)


# ------------------------------------------------------------------------------------------------ who acts, and what is agreed


def acting(**more: Any) -> dict[str, Any]:
    return sent(**{"kind": "party_representative", "name": "Line Prøve", "since": "25-11-2026", "receives_letters": "ja", **more})


def test_who_acts_for_the_citizen_is_noted_and_ended(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    assert browser.post(address("new_representation", whose), acting(until="")).status_code == 303
    row = Representation.objects.get()
    assert (row.name, row.receives_letters, row.until) == ("Line Prøve", True, None)
    assert browser.post(address("end_representation", whose, row), sent(until="30-11-2026")).status_code == 303
    row.refresh_from_db()
    assert row.until == date(2026, 11, 30)


def test_a_companion_gets_no_letters(browser: Client, by: Any) -> None:
    answer = browser.post(address("new_representation", given.citizen(by)), acting(kind="companion"))
    assert answer.status_code == 422
    assert "En bisidder får ikke breve." in text(answer)


def test_days_the_wrong_way_round_are_said_at_the_last_one(browser: Client, by: Any) -> None:
    answer = browser.post(address("new_representation", given.citizen(by)), acting(until="24-11-2026"))
    assert answer.status_code == 422
    assert 'id="e-until"' in text(answer)
    assert not Representation.objects.exists()


def test_a_consent_is_given_for_one_case_and_taken_back(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    case = given.case(by, whose)
    form = sent(source="Egen læge", purpose="Helbred", form="written", since="25-11-2026", until="", case=str(case.public_id))
    assert browser.post(address("new_consent", whose), form).status_code == 303
    row = Consent.objects.get()
    assert (row.case, row.form, row.holds(ON)) == (case.public_id, "written", True)
    assert browser.post(address("withdraw_consent", whose, row), sent()).status_code == 303
    row.refresh_from_db()
    assert (row.withdrawn_on, row.holds(ON)) == (ON, False)
    assert browser.get(address("withdraw_consent", whose, row)).status_code == 404


def test_a_consent_without_a_source_says_what_to_write(browser: Client, by: Any) -> None:
    answer = browser.post(address("new_consent", given.citizen(by)), sent(source="", purpose="Helbred", form="oral", since="25-11-2026"))
    assert answer.status_code == 422
    assert "Skriv, hvem borgeren har sagt ja til." in text(answer)


# ------------------------------------------------------------------------------------------------ hidden


@pytest.mark.parametrize("name", ["citizen", "change_citizen", "new_representation", "new_consent"])
def test_another_teams_citizen_is_not_there(client: Client, by: Any, name: str) -> None:
    whose = given.citizen(by)
    assert hidden_from(given.logged_in(client, other_team()), name, whose)
    assert not was_logged(whose, "citizen.see")


def test_what_belongs_to_another_citizen_can_not_be_reached_through_ones_own(browser: Client, by: Any) -> None:
    far, near = given.citizen(other_team()), given.citizen(by)
    row = acts.add_representation(
        far, by=given.caseworker(given.unit("Myndighed Psykiatri"), name="Ida Bach"), on=ON, kind="companion", name="Ole", since=ON - timedelta(days=1)
    )
    assert hidden_from(browser, "end_representation", near, row)


def test_no_number_stands_in_an_address(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    given.case(by, whose)
    for name in ("citizen", "change_citizen", "new_consent"):
        shown = browser.get(address(name, whose)).content.decode()
        addresses = [part.split('"')[0] for part in shown.split('href="')[1:] + shown.split('action="')[1:]]
        assert not [one for one in addresses if whose.cpr in one.replace("-", "")]


# ------------------------------------------------------------------------------------------------ who acts for the citizen, mended


def test_what_was_noted_wrongly_of_a_guardian_is_corrected_and_a_second_writer_gets_both_texts(client: Client) -> None:
    anne = given.caseworker()
    whose = given.citizen(anne)
    found = acts.add_representation(whose, by=anne, on=TODAY, kind="guardian_5", name="Line Prøve", since=TODAY)
    given.logged_in(client, anne)
    where = f"/borger/{whose.public_id}/repraesentant/{found.public_id}/ret/"
    page = client.get(where).content.decode()
    assert 'value="Line Prøve"' in page
    assert 'value="25-11-2026"' in page
    form = {"kind": "party_representative", "name": "Line Prøve", "scope": "Hele sagen", "since": "20-11-2026", "until": "", "address": "", "phone": ""}
    assert client.post(where, {**form, "key": str(uuid4()), "version": "1"}).status_code == 303
    found.refresh_from_db()
    assert (found.kind, found.scope, found.since.isoformat()) == ("party_representative", "Hele sagen", "2026-11-20")
    assert client.post(where, {**form, "scope": "Kun økonomi", "key": str(uuid4()), "version": "1"}).status_code == 409


def test_a_representative_who_is_a_citizen_here_is_said_to_be_so_and_their_facts_are_not_shown(client: Client) -> None:
    anne = given.caseworker()
    whose, sister = given.citizen(anne), given.citizen(given.caseworker(given.unit("Et andet team"), name="Bo Vang"), first_name="Zofia")
    found = acts.add_representation(whose, by=anne, on=TODAY, kind="guardian_5", name="Line Prøve", since=TODAY)
    given.logged_in(client, anne)
    where = f"/borger/{whose.public_id}/repraesentant/{found.public_id}/person/"
    wrong = client.post(where, {"key": str(uuid4()), "cpr": "9999999999"})
    assert wrong.status_code == 422
    assert 'value="9999999999"' in wrong.content.decode()
    assert client.post(where, {"key": str(uuid4()), "cpr": sister.cpr}).status_code == 303
    found.refresh_from_db()
    assert found.person == sister
    for shown_at in (where, f"/borger/{whose.public_id}/"):
        page = client.get(shown_at).content.decode()
        assert "Zofia" not in page
        assert sister.cpr not in page
    assert client.post(where, {"key": str(uuid4()), "cpr": ""}).status_code == 303
    found.refresh_from_db()
    assert found.person is None
