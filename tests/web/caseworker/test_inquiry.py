"""An inquiry is taken from anybody, put on the right citizen, and ended in one of its ways."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from mestring.cases.actions import inquiry as acts
from mestring.cases.errors import SectionNotOffered
from mestring.cases.models import AnonymousInquiry, Case, Due, Inquiry
from mestring.cases.models.inquiry import Channel
from mestring.delivery.actions import ordering
from mestring.delivery.models import Order
from mestring.people.actions import employee as staff
from mestring.people.models import Citizen, Employee, Unit
from tests import given
from tests.web.caseworker.sending import NOWHERE, address, hidden_from, sent, text, was_logged

pytestmark = pytest.mark.django_db
ON = given.TODAY


@pytest.fixture
def by() -> Any:
    return given.caseworker()


@pytest.fixture
def browser(client: Client, by: Any) -> Client:
    return given.logged_in(client, by)  # type: ignore[no-any-return]


def team(by: Any) -> Unit:
    return Unit.objects.get(pk=by.teams[0])


def other_team() -> Any:
    return given.caseworker(given.unit("Myndighed Psykiatri"), name="Jonas Bach")


def new(by: Any, **more: Any) -> dict[str, Any]:
    values = {"unit": str(team(by).public_id), "channel": "phone", "received_on": "25-11-2026", "who": "unknown", "about": "Åbner ikke sin post."}
    return sent(**{**values, **more})


def asked(by: Any, whose: Citizen | None = None, **more: Any) -> Inquiry:
    values = {"channel": "phone", "received_on": ON, "about": "Vil vide, hvad der kan søges om.", **more}
    return acts.receive_inquiry(team(by), by=by, on=ON, citizen=whose, **values)


def place(case: Case, by: Any, section: str = "82d") -> Order:
    """The course is ordered at a provider. Ordering settles the inquiry that waited for it."""
    house = given.unit("Mestringsvejen", Unit.Kind.PROVIDER)
    asked_for = {"purpose": "At komme ud.", "begins_on": ON, "answer_by": ON, "standard": given.VEJLE}
    return ordering.place_order(case, unit=house, section=section, by=by, on=ON, **asked_for)  # type: ignore[no-any-return]


# ------------------------------------------------------------------------------------------------ taken


def test_an_inquiry_is_taken_today_unless_another_day_is_written(browser: Client, by: Any) -> None:
    assert 'value="25-11-2026"' in browser.get(address("new_inquiry")).content.decode()
    answer = browser.post(address("new_inquiry"), new(by, received_on="23.11.2026", from_whom="Line, søster"))
    made = Inquiry.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, address("inquiry", made))
    assert (made.received_on, made.from_whom, made.citizen, made.unit) == (date(2026, 11, 23), "Line, søster", None, team(by))


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(browser: Client, by: Any) -> None:
    answer = browser.post(address("new_inquiry"), new(by, received_on="27-11-2026", channel="", from_whom="Line, søster"))
    assert answer.status_code == 422
    assert "Hvordan kom den? Vælg én af mulighederne." in text(answer)
    assert 'value="Line, søster"' in text(answer)
    assert "Åbner ikke sin post." in text(answer)
    assert not Inquiry.objects.exists()


def test_an_inquiry_is_not_taken_before_it_comes(browser: Client, by: Any) -> None:
    answer = browser.post(address("new_inquiry"), new(by, received_on="27-11-2026"))
    assert answer.status_code == 422
    assert "27-11-2026 er ikke kommet endnu" in text(answer)


def test_a_form_sent_twice_takes_one_inquiry(browser: Client, by: Any) -> None:
    form = new(by)
    first, second = browser.post(address("new_inquiry"), form), browser.post(address("new_inquiry"), form)
    assert first["Location"] == second["Location"]
    assert Inquiry.objects.count() == 1


# ------------------------------------------------------------------------------------------------ whose


def test_a_number_finds_a_citizen_of_another_team_who_is_shown_and_logged_before_anything_is_written(browser: Client, by: Any) -> None:
    far = given.citizen(other_team(), first_name="Hamza")
    form = new(by, who="known", person=f"{far.cpr[:6]}-{far.cpr[6:]}")
    answer = browser.post(address("new_inquiry"), form)
    assert answer.status_code == 200
    assert "Hamza Prøve · 36 år" in text(answer)
    assert "findes allerede, i et andet team" in text(answer)
    assert was_logged(far, "inquiry.receive")
    assert not Inquiry.objects.exists()
    again = browser.post(address("new_inquiry"), {**form, "shown_to": form["person"], "citizen": str(far.public_id)})
    made = Inquiry.objects.get()
    assert (again.status_code, made.citizen) == (303, far)
    assert far.cpr not in again["Location"]
    assert Citizen.objects.visible_to(by).filter(pk=far.pk).exists()
    assert Citizen.objects.count() == 1


def test_a_name_shows_candidates_of_the_own_team_only_and_one_must_be_chosen(browser: Client, by: Any) -> None:
    near = given.citizen(by, first_name="Karen")
    given.citizen(other_team(), first_name="Karen", last_name="Fjern")
    form = new(by, who="known", person="Karen")
    answer = browser.post(address("new_inquiry"), form)
    assert answer.status_code == 200
    assert "Karen Prøve" in text(answer)
    assert "Karen Fjern" not in text(answer)
    answer = browser.post(address("new_inquiry"), {**form, "shown_to": "Karen"})
    assert answer.status_code == 422
    assert "Vælg, hvem det er." in text(answer)
    browser.post(address("new_inquiry"), {**form, "shown_to": "Karen", "citizen": str(near.public_id)})
    assert Inquiry.objects.get().citizen == near


def test_somebody_who_was_not_found_can_not_be_chosen(browser: Client, by: Any) -> None:
    given.citizen(by, first_name="Karen")
    far = given.citizen(other_team(), first_name="Karen", last_name="Fjern")
    form = new(by, who="known", person="Karen", shown_to="Karen", citizen=str(far.public_id))
    assert browser.post(address("new_inquiry"), form).status_code == 422
    assert not Inquiry.objects.exists()


def test_a_changed_number_shows_whom_it_finds_before_anything_is_written(browser: Client, by: Any) -> None:
    one, two = given.citizen(by, first_name="Karen"), given.citizen(by, first_name="Birthe")
    form = new(by, who="known", person=two.cpr, shown_to=one.cpr, citizen=str(one.public_id))
    answer = browser.post(address("new_inquiry"), form)
    assert answer.status_code == 200
    assert "Birthe Prøve" in text(answer)
    assert not Inquiry.objects.exists()


def test_none_of_the_candidates_leads_on_to_a_new_citizen(browser: Client, by: Any) -> None:
    given.citizen(by, first_name="Karen")
    answer = browser.post(address("new_inquiry"), new(by, who="known", person="Karen", shown_to="Karen", citizen="ny"))
    assert answer["Location"] == f"{address('new_citizen')}?henvendelse={Inquiry.objects.get().public_id}"


def test_an_unknown_name_says_so_and_keeps_the_rest(browser: Client, by: Any) -> None:
    answer = browser.post(address("new_inquiry"), new(by, who="known", person="Bregnbeck"))
    assert answer.status_code == 422
    assert "Ingen, du kan se, passer til ”Bregnbeck”" in text(answer)
    assert "Åbner ikke sin post." in text(answer)


def test_a_relative_is_never_found(browser: Client, by: Any) -> None:
    far = given.citizen(other_team())
    staff.declare_disqualification(Employee.objects.get(pk=by.employee), by=by, on=ON, citizen=far, reason="Søster")
    answer = browser.post(address("new_inquiry"), new(by, who="known", person=far.cpr))
    assert answer.status_code == 422
    assert "Karen Prøve" not in text(answer)
    assert not was_logged(far, "inquiry.receive")


def test_whom_an_inquiry_concerns_can_be_said_later(browser: Client, by: Any) -> None:
    row, whose = asked(by), given.citizen(by)
    form = sent(person="Karen")
    assert "Karen Prøve" in text(browser.post(address("name_citizen", row), form))
    answer = browser.post(address("name_citizen", row), {**form, "shown_to": "Karen", "citizen": str(whose.public_id)})
    row.refresh_from_db()
    assert (answer["Location"], row.citizen) == (address("inquiry", row), whose)
    assert was_logged(whose, "inquiry.end")


# ------------------------------------------------------------------------------------------------ anonymous


def test_an_anonymous_inquiry_has_a_handle_and_no_way_to_a_citizen_or_a_letter(browser: Client, by: Any) -> None:
    answer = browser.post(address("new_inquiry"), new(by, who="anonymous"))
    made = AnonymousInquiry.objects.get()
    assert answer["Location"] == address("anonymous_inquiry", made)
    shown = text(browser.get(answer["Location"]))
    assert f"<h1>{made.person.handle}</h1>" in shown
    assert "Der kan ikke sendes brev." in shown
    assert "/borger/" not in shown
    assert "/sag/" not in shown
    assert was_logged(made, "inquiry.see")
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(("name", "value"), [("person", "Karen Prøve"), ("from_whom", "Line, søster"), ("about", "Hun er 999912-0001 og vil være anonym")])
def test_what_names_an_anonymous_person_is_refused(browser: Client, by: Any, name: str, value: str) -> None:
    answer = browser.post(address("new_inquiry"), new(by, who="anonymous", **{name: value}))
    assert answer.status_code == 422
    assert "Fjern" in text(answer)
    assert not AnonymousInquiry.objects.exists()


def test_an_anonymous_inquiry_ends_like_others(browser: Client, by: Any) -> None:
    row = acts.receive_anonymous_inquiry(team(by), by=by, on=ON, channel="phone", received_on=ON, about="Et værested?")
    answer = browser.post(address("advise_anonymous", row), sent(outcome="Fortalte om værestedet."))
    row.refresh_from_db()
    assert (answer["Location"], row.state, row.outcome) == (address("anonymous_inquiry", row), "advised", "Fortalte om værestedet.")


# ------------------------------------------------------------------------------------------------ seen and ended


def test_an_inquiry_shows_when_to_answer_and_why_and_that_it_was_seen(browser: Client, by: Any) -> None:
    whose = given.citizen(by, protected=True)
    row = asked(by, whose)
    shown = text(browser.get(address("inquiry", row)))
    assert "Onsdag 2. december" in shown
    assert "Loven sætter ingen dag for vejledning" in shown
    assert "Navne- og adressebeskyttelse" in shown
    assert was_logged(row, "inquiry.see")


def test_an_application_goes_on_in_an_open_case_or_a_new_one(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    case, row = given.case(by, whose), asked(by, whose)
    shown = browser.get(address("inquiry", row)).content.decode()
    assert f"{address('new_application', case)}?henvendelse={row.public_id}" in shown
    assert f"{address('new_case', whose)}?henvendelse={row.public_id}" in shown


def test_without_a_citizen_there_is_no_application_to_go_on_to(browser: Client, by: Any) -> None:
    shown = browser.get(address("inquiry", asked(by))).content.decode()
    assert "/sag/ny/" not in shown
    assert "sættes på henvendelsen" in shown


@pytest.mark.parametrize(
    ("way", "form", "state"),
    [
        ("advise_inquiry", {"outcome": "Fortalte om § 97."}, "advised"),
        ("refer_inquiry", {"referred_to": "Jobcenteret", "because": "Det er en arbejdssag."}, "referred"),
    ],
)
def test_an_inquiry_ends_in_each_of_its_ways(browser: Client, by: Any, way: str, form: dict[str, str], state: str) -> None:
    row = asked(by)
    answer = browser.post(address(way, row), sent(**form))
    row.refresh_from_db()
    assert (answer.status_code, row.state, row.ended_on) == (303, state, ON)
    assert not Due.objects.filter(thing=row.public_id, done_on=None).exists()
    shown = text(browser.get(address("inquiry", row)))
    assert "Hvad skal der ske?" not in shown
    assert "onsdag 25. november" in shown


@pytest.mark.parametrize(
    ("way", "said"),
    [("advise_inquiry", "Skriv, hvad du rådede til."), ("refer_inquiry", "Skriv, hvem det er vist videre til."), ("enrol_inquiry", "Vælg det tilbud")],
)
def test_an_end_without_words_opens_its_form_and_says_what_to_write(browser: Client, by: Any, way: str, said: str) -> None:
    row = asked(by, given.citizen(by))
    answer = browser.post(address(way, row), sent())
    assert answer.status_code == 422
    assert said in text(answer)
    assert '<details class="m-more" open>' in text(answer)
    row.refresh_from_db()
    assert row.state == "open"


def test_an_offer_that_needs_a_decision_is_not_among_the_choices(browser: Client, by: Any) -> None:
    row = asked(by, given.citizen(by))
    shown = browser.get(address("inquiry", row)).content.decode()
    assert '<option value="82d"' in shown
    assert '<option value="107"' not in shown
    assert browser.post(address("enrol_inquiry", row), sent(section="107")).status_code == 422


def test_the_leader_of_the_shelter_decides_on_admission_and_nobody_is_enrolled_there(browser: Client, by: Any) -> None:
    row = asked(by, given.citizen(by))
    shown = browser.get(address("inquiry", row))
    assert "Optagelse efter § 110: lederen af boformen afgør" in text(shown)
    for section in ("109", "110", "101a"):
        assert f'<option value="{section}"' not in shown.content.decode()
        assert browser.post(address("enrol_inquiry", row), sent(section=section)).status_code == 422


def test_an_unknown_person_begins_nowhere_and_is_not_lost(browser: Client, by: Any) -> None:
    row = asked(by)
    shown = browser.get(address("inquiry", row)).content.decode()
    assert address("enrol_inquiry", row) not in shown, "the way begins with the citizen"
    assert shown.count(address("name_citizen", row)) == 3
    answer = browser.post(address("enrol_inquiry", row), sent(section="99"))
    assert answer.status_code == 422
    assert "Borger: find eller opret borgeren, og sæt borgeren på henvendelsen først." in text(answer)
    row.refresh_from_db()
    assert (row.state, row.section, Case.objects.count()) == ("open", "", 0)
    assert Due.objects.waiting().filter(thing=row.public_id).exists()


def test_who_begins_in_an_offer_gets_a_case_and_leads_to_the_order(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    row = asked(by, whose)
    assert "Det bestilles i en ny sag." in text(browser.get(address("inquiry", row)))
    form = sent(section="82d")
    answer, again = (browser.post(address("enrol_inquiry", row), form) for _ in range(2))
    case = Case.objects.get()
    row.refresh_from_db()
    assert (row.state, row.section, row.case, case.citizen, case.responsible_id) == ("enrolled", "82d", case, whose, by.employee)
    assert answer["Location"] == again["Location"] == address("place_open_order", case, "82d")
    assert "Henvendelsen er afsluttet. Bestil nu forløbet." in text(browser.get(answer["Location"]))


def test_the_order_is_in_reach_from_my_work_the_inquiry_and_the_case_until_it_is_placed(browser: Client, by: Any) -> None:
    whose = given.citizen(by)
    row, case = asked(by, whose), given.case(by, whose)
    assert f"Det bestilles i sag {case.number}." in text(browser.get(address("inquiry", row)))
    browser.post(address("enrol_inquiry", row), sent(section="82d"))
    order = address("place_open_order", case, "82d")
    button = f'<a class="button button-primary" href="{order}">Bestil forløbet</a>'
    assert button in browser.get(address("inquiry", row)).content.decode()
    work = text(browser.get(address("work")))
    assert "§ 82 d er aftalt, men ikke bestilt" in work
    shown = browser.get(address("case", case)).content.decode()
    assert order in shown
    assert "Tag imod en ansøgning" not in shown
    place(case, by)
    assert button not in browser.get(address("inquiry", row)).content.decode()
    assert "men ikke bestilt" not in text(browser.get(address("work")))
    shown = browser.get(address("case", case)).content.decode()
    assert order not in shown
    assert "Tag imod en ansøgning" not in shown
    assert address("case", case) in browser.get(address("inquiry", row)).content.decode()


def test_the_case_page_asks_for_an_application_only_where_nothing_else_began(browser: Client, by: Any) -> None:
    case = given.case(by, given.citizen(by))
    assert "Tag imod en ansøgning" in text(browser.get(address("case", case)))
    order = place(case, by)
    assert "Tag imod en ansøgning" not in text(browser.get(address("case", case)))
    ordering.withdraw_order(order, because="Det var en anden.", by=by, on=ON)
    assert "Tag imod en ansøgning" in text(browser.get(address("case", case)))


def test_the_citizen_of_an_inquiry_that_has_a_case_is_not_changed(browser: Client, by: Any) -> None:
    row = asked(by, given.citizen(by))
    browser.post(address("enrol_inquiry", row), sent(section="82d"))
    assert browser.get(address("name_citizen", row)).status_code == 404


def test_somebody_without_a_name_begins_only_where_law_or_standard_lets_them_be_anonymous(browser: Client, by: Any) -> None:
    row = acts.receive_anonymous_inquiry(team(by), by=by, on=ON, channel="phone", received_on=ON, about="Vil ikke sige sit navn.")
    shown = browser.get(address("anonymous_inquiry", row))
    assert re.findall(r'<option value="([0-9a-z]+)"', shown.content.decode()) == ["101a"]
    assert "Optagelse efter § 109: lederen af boformen afgør" in text(shown)
    assert "Optagelse efter § 110" not in text(shown)
    for section in ("99", "82d", "110"):
        with pytest.raises(SectionNotOffered):
            acts.enrol(row, by=by, on=ON, standard=given.VEJLE, section=section)
    acts.enrol(row, by=by, on=ON, standard=given.VIBORG, section="99")


def test_an_inquiry_ends_once(browser: Client, by: Any) -> None:
    row = asked(by)
    browser.post(address("advise_inquiry", row), sent(outcome="Fortalte."))
    answer = browser.post(address("refer_inquiry", row), sent(referred_to="Jobcenteret"))
    assert answer.status_code == 422
    assert "Det kan ikke gøres nu" in text(answer)


@pytest.mark.parametrize("name", ["inquiry", "name_citizen", "advise_inquiry"])
def test_another_teams_inquiry_is_not_there(client: Client, by: Any, name: str) -> None:
    row = asked(by)
    assert hidden_from(given.logged_in(client, other_team()), name, row)
    assert not was_logged(row, "inquiry.see")


@pytest.mark.parametrize("name", ["anonymous_inquiry", "advise_anonymous"])
def test_another_teams_anonymous_inquiry_is_not_there(client: Client, by: Any, name: str) -> None:
    row = acts.receive_anonymous_inquiry(team(by), by=by, on=ON, channel="phone", received_on=ON, about="Et værested?")
    assert hidden_from(given.logged_in(client, other_team()), name, row)


def test_nothing_is_shown_to_a_visitor(client: Client, by: Any) -> None:
    answer = client.get(address("inquiry", asked(by)))
    assert answer.status_code == 302
    assert address("inquiry", NOWHERE) not in answer["Location"]


def test_the_open_inquiries_of_the_team_stand_on_one_list_the_anonymous_apart(client: Client) -> None:
    from mestring.cases.actions.inquiry import receive_anonymous_inquiry, receive_inquiry

    by, team = given.caseworker(), given.unit()
    receive_inquiry(team, by=by, on=ON, channel="phone", received_on=ON, about="Spørger om ledsagelse", citizen=given.citizen(by, first_name="Ingeborg"))
    nameless = receive_anonymous_inquiry(team, by=by, on=ON, channel="phone", received_on=ON, about="Vil ikke sige sit navn")
    page = given.logged_in(client, by).get("/henvendelser/").content.decode()
    assert "Ingeborg" in page
    assert nameless.person.handle in page
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    foreign = given.logged_in(Client(), stranger).get("/henvendelser/").content.decode()
    assert "Ingeborg" not in foreign
    assert nameless.person.handle not in foreign


@pytest.mark.parametrize("channel", Channel)
def test_an_inquiry_is_called_by_how_it_came_in_one_sentence(browser: Client, by: Any, channel: Channel) -> None:
    one = asked(by, channel=channel.value)
    title = re.search(r"<h1>(.*?)</h1>", browser.get(f"/henvendelse/{one.public_id}/").content.decode())
    assert title
    assert re.fullmatch(r"Henvendelse (på|ved|i|fra) [^,]+", title[1])
