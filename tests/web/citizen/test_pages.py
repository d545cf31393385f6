"""What the citizen sees: their own case in plain words, and everybody who has looked."""

from __future__ import annotations

import pytest
from django.test import Client

from mestring.cases import proposals
from mestring.people.actions.citizen import add_representation
from mestring.people.models import Account, Citizen
from tests import given
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def citizens_client(whose: Citizen, username: str = "karen") -> Client:
    client = Client()
    client.force_login(Account.objects.create_user(username, name=whose.name, citizen=whose), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def plain(answer: object) -> str:
    return answer.content.decode().replace("\xa0", " ")


def test_the_answer_comes_first_with_its_day_and_why() -> None:
    anne = given.caseworker()
    made = given.application(anne, section="85", kind=proposals.kinds(given.VIBORG, "85", TODAY)[0].id, standard=given.VIBORG)
    page = plain(citizens_client(made.case.citizen).get("/min-sag/"))
    assert "Du får svar senest" in page
    assert f"{made.deadline.day}. " in page
    assert "Hvorfor den dag?" in page


def test_the_citizen_sees_who_has_looked_by_role_and_unit_and_never_by_name(client: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne)
    given.logged_in(client, anne).get(f"/sag/{case.public_id}/")
    page = plain(citizens_client(case.citizen).get("/min-log/"))
    assert "Så sagen" in page
    assert "Ansvarlig sagsbehandler" in page
    assert "Voksen og handicap" in page
    assert anne.name not in page


def test_a_citizen_sees_nobody_elses_case() -> None:
    anne = given.caseworker()
    own, other = given.case(anne), given.case(anne)
    page = plain(citizens_client(own.citizen).get("/min-sag/"))
    assert own.number in page
    assert other.number not in page


def test_a_representative_sees_the_case_but_not_the_log_of_the_citizen() -> None:
    anne = given.caseworker()
    case, sister = given.case(anne), given.citizen(anne, first_name="Line")
    add_representation(case.citizen, by=anne, on=TODAY, kind="party_representative", name="Line Prøve", person=sister, since=TODAY)
    hers = citizens_client(sister, "line")
    assert case.number in plain(hers.get("/min-sag/"))
    assert case.number not in plain(hers.get("/min-log/"))


def test_the_citizens_pages_are_closed_to_employees_and_the_work_to_citizens(client: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne)
    assert given.logged_in(client, anne).get("/min-sag/").status_code == 404
    theirs = citizens_client(case.citizen)
    assert theirs.get("/arbejde/").status_code == 404
    assert theirs.get(f"/sag/{case.public_id}/").status_code == 404
