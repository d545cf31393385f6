"""An employee says on a page of the case that they are disqualified: what will happen stands there first, and the case is closed to them with it."""

from __future__ import annotations

import pytest
from django.test import Client

from mestring.audit.models import LookUp
from mestring.people.models import Disqualification
from tests import given
from tests.web.caseworker.sending import address, hidden_from, sent, text

pytestmark = pytest.mark.django_db


def test_the_page_says_what_will_happen_and_the_case_is_closed_with_it() -> None:
    anne, lars = given.caseworker(), given.leader()
    case = given.application(anne).case
    browser, where = given.logged_in(Client(), anne), address("step_aside", case)
    assert f'<a href="{where}">Jeg er inhabil</a>' in text(browser.get(address("case", case)))
    page = text(browser.get(where))
    for said in (
        "Borgerens sager er lukket for dig",
        "Du er ikke længere ansvarlig for sagen",
        "kan give sagen til en anden",
        "Det, du har skrevet, bliver stående",
        "Skriv ikke borgerens navn",
    ):
        assert said in page
    assert not Disqualification.objects.exists()
    done = browser.post(where, sent(reason="Søster"))
    assert (done.status_code, done["Location"]) == (303, "/arbejde/")
    assert "Borgerens sager er lukket for dig" in text(browser.get("/arbejde/"))
    assert hidden_from(browser, "case", case)
    assert case.citizen.name not in text(browser.get("/arbejde/?hvem=team"))
    assert LookUp.objects.filter(action="case.step_aside", case=str(case.public_id), actor=anne.id).exists()
    leaders = given.logged_in(Client(), lars)
    work = text(leaders.get("/arbejde/"))
    assert "Anne Mette Riis er inhabil" in work
    assert f'href="{address("assign_case", case)}"' in work
    assert "Anne Mette Riis" not in text(leaders.get(address("assign_case", case))).partition("<select")[2].partition("</select>")[0]


def test_without_a_reason_nothing_happens(client: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne)
    browser = given.logged_in(client, anne)
    answer = browser.post(address("step_aside", case), sent(reason=" "))
    assert answer.status_code == 422
    assert "Skriv, hvorfor du er inhabil." in text(answer)
    assert browser.get(address("case", case)).status_code == 200


def test_who_is_not_responsible_and_a_closed_case_are_told_only_what_is_true(client: Client) -> None:
    from mestring.cases.actions.case import close_case

    anne, jonas = given.caseworker(), given.caseworker(name="Jonas Ek")
    case = given.case(anne)
    browser = given.logged_in(client, jonas)
    assert "ikke længere ansvarlig" not in text(browser.get(address("step_aside", case)))
    close_case(case, by=anne, on=given.TODAY, because="Flyttet.")
    assert "kan give sagen til en anden" not in text(browser.get(address("step_aside", case)))
    assert browser.post(address("step_aside", case), sent(reason="Nabo")).status_code == 303


def test_a_stranger_is_told_nothing(client: Client) -> None:
    case = given.case(given.caseworker())
    stranger = given.logged_in(client, given.caseworker(given.unit("Et andet team"), name="Bo Vang"))
    assert hidden_from(stranger, "step_aside", case)
