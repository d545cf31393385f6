"""What the citizen sees: their own case in plain words, and everybody who has looked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from mestring.audit import clock
from mestring.cases import proposals
from mestring.cases.actions.dispatch import dispatch_ready
from mestring.decisions import actions
from mestring.people import access
from mestring.people.actions.citizen import add_representation
from mestring.people.models import Account, Citizen
from tests import given
from tests.cases import given_letters as post
from tests.decisions import given_decision as known
from tests.followups.given_follow_up import held
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def citizens_client(whose: Citizen, username: str = "karen") -> Client:
    client = Client()
    client.force_login(Account.objects.create_user(username, name=whose.name, citizen=whose), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def left() -> None:
    """Everything in the outbox leaves the house."""
    dispatch_ready(post.Remembers(), by=access.house(TODAY), on=TODAY, now=post.LATER)


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


def test_what_one_has_is_told_with_how_much_since_when_and_what_comes_next() -> None:
    anne = given.caseworker()
    made = known.decided(anne, **{**known.GRANTED, "begins_on": TODAY, "follow_up_on": date(2027, 1, 25), "ends_on": date(2027, 6, 30)})
    door = citizens_client(made.application.case.citizen)
    before = plain(door.get("/min-sag/"))
    assert "Vi har truffet en afgørelse. Du får den i et brev." in before
    assert "2,8 timer om ugen" not in before
    actions.communicate_orally(made, words="Karen fik det at vide.", told_on=TODAY, by=anne, on=TODAY)
    page = plain(door.get("/min-sag/"))
    assert "Du søgte 25. november" in page
    assert "Du fik ja onsdag 25. november." in page
    assert "Du får 2,8 timer om ugen, fra onsdag 25. november til og med onsdag 30. juni 2027." in page
    assert "Vi følger op senest mandag 25. januar 2027." in page
    assert "Du kan klage til og med onsdag 23. december." in page


def test_a_follow_up_that_was_not_held_is_told_as_late_and_the_next_when_it_was() -> None:
    anne = given.caseworker()
    grant = known.granted(anne)
    actions.communicate_orally(grant.decision, words="Karen fik det at vide.", told_on=TODAY, by=anne, on=TODAY)
    door = citizens_client(grant.case.citizen)
    with clock.at(datetime(2027, 3, 8, 12, tzinfo=UTC)):
        assert "Vi skulle have fulgt op senest mandag 1. marts. Ring til os" in plain(door.get("/min-sag/"))
    held(grant, anne, on=date(2027, 3, 8))
    with clock.at(datetime(2027, 3, 8, 12, tzinfo=UTC)):
        assert "Vi følger op senest onsdag 8. september." in plain(door.get("/min-sag/"))


def test_help_that_is_told_in_words_is_a_sentence_of_its_own() -> None:
    """Randers measures § 85 in levels: the letter and the page say how it is given in the caseworker's words."""
    anne = given.caseworker()
    chosen = {"amount": None, "unit": "", "level": "", "level_label": "Omfattende støtte", "extent": "Vi kommer en gang om ugen"}
    made = known.decided(anne, departure="Aftalt sådan.", **{**known.GRANTED, **chosen, "begins_on": TODAY})
    actions.communicate_orally(made, words="Karen fik det at vide.", told_on=TODAY, by=anne, on=TODAY)
    page = plain(citizens_client(made.application.case.citizen).get("/min-sag/"))
    assert "Du får hjælp på niveauet »omfattende støtte«, fra onsdag 25. november" in page
    assert "Hjælpen gives sådan: Vi kommer en gang om ugen." in page


def test_a_refusal_is_told_as_one() -> None:
    anne = given.caseworker()
    asked = known.asked_for(anne)
    known.prepared(asked, anne, **known.REFUSED)
    actions.pass_gate(asked, "hearing_done", reason="Borgeren kender alt.", by=anne, on=TODAY)
    made = actions.decide(asked, seen=1, by=anne, on=TODAY)
    actions.communicate_orally(made, words="Karen fik det at vide.", told_on=TODAY, by=anne, on=TODAY)
    page = plain(citizens_client(asked.case.citizen).get("/min-sag/"))
    assert "Du fik nej onsdag 25. november." in page
    assert "Du får" not in page.split("Du fik nej")[1].split("<h3>")[0]


def test_an_application_that_names_its_section_is_not_said_to_be_without() -> None:
    anne = given.caseworker()
    made = given.application(anne, section="107", standard=given.VEJLE)
    assert made.deadline is None
    page = plain(citizens_client(made.case.citizen).get("/min-sag/"))
    assert "Vi behandler din ansøgning. Vi skriver, hvornår du får svar." in page
    assert "hvilken hjælp det drejer sig om" not in page


def test_the_day_treatment_must_have_begun_by_is_told() -> None:
    anne = given.caseworker()
    made = given.application(anne, section="101", kind=proposals.kinds(given.VEJLE, "101", TODAY)[0].id, standard=given.VEJLE)
    assert "Behandlingen skal være i gang senest onsdag 9. december." in plain(citizens_client(made.case.citizen).get("/min-sag/"))


def test_a_letter_is_a_page_to_be_read_and_a_file_to_be_kept() -> None:
    anne = given.caseworker()
    case = given.case(anne)
    letter = post.queued(case, anne)
    left()
    door = citizens_client(case.citizen)
    where = f"/min-sag/{case.public_id}/brev/{letter.public_id}/"
    page = plain(door.get(where))
    assert "Ja, du kan søge om hjælp til at komme i gang om morgenen." in page
    assert "Kilde" not in page
    assert f"{where}brev.pdf" in page
    assert door.get(f"{where}brev.pdf")["Content-Type"] == "application/pdf"


def test_who_acts_for_the_citizen_reads_the_letter_without_the_citizens_address() -> None:
    anne = given.caseworker()
    case, sister = given.case(anne), given.citizen(anne, first_name="Line", street="Andenvej 2")
    line = add_representation(
        case.citizen, by=anne, on=TODAY, kind="party_representative", name="Line Prøve", person=sister, since=TODAY, receives_letters=True
    )
    letter = post.queued(case, anne, to=[None, line])
    left()
    page = plain(citizens_client(sister, "line").get(f"/min-sag/{case.public_id}/brev/{letter.public_id}/"))
    assert "Ja, du kan søge om hjælp" in page
    assert "Line Prøve" in page
    assert "Prøvevej" not in page
