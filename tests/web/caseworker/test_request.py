"""Facts are fetched on a consent or a ground in law, by a day, and the citizen is asked by a letter that is seen before it is sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from mestring.cases.actions import journal
from mestring.cases.models import Case, Due, InformationRequest, Letter
from mestring.people.actions import citizen as people
from mestring.people.models import Consent
from tests import given
from tests.web.caseworker.sending import address, hidden_from, sent, text, was_logged

pytestmark = pytest.mark.django_db
ON = given.TODAY


@pytest.fixture
def by() -> Any:
    return given.caseworker()


@pytest.fixture
def browser(client: Client, by: Any) -> Client:
    return given.logged_in(client, by)  # type: ignore[no-any-return]


def asking(**more: Any) -> dict[str, Any]:
    return sent(
        **{"whom": "citizen", "asks": "Kopi af dit budget", "why": "Så vi kan se, hvad du selv klarer.", "due_on": "09-12-2026", "application": "", **more}
    )


def consent(where: Case, by: Any, **more: Any) -> Consent:
    values = {"source": "Egen læge", "purpose": "Helbred", "form": "written", "since": ON - timedelta(days=9), **more}
    return people.give_consent(where.citizen, by=by, on=ON, **values)


def asked(case: Case, by: Any, *, due_on: date = date(2026, 12, 9), on: date = ON) -> InformationRequest:
    return journal.ask_for_information(case, by=by, on=on, whom="citizen", source=case.citizen.name, asks="Budget", due_on=due_on)


# ------------------------------------------------------------------------------------------------ asked


def test_a_day_for_the_answer_is_proposed_in_working_days(browser: Client, by: Any) -> None:
    assert 'value="09-12-2026"' in text(browser.get(address("new_request", given.case(by))))


def test_asking_the_citizen_writes_a_letter_as_a_draft_and_shows_it(browser: Client, by: Any) -> None:
    case = given.case(by)
    application = given.application(by, case)
    answer = browser.post(address("new_request", case), asking(application=str(application.public_id)))
    row, letter = InformationRequest.objects.get(), Letter.objects.get()
    assert answer["Location"] == address("letter", case, letter)
    assert (row.source, row.application, row.due_on, row.letter, letter.state) == (case.citizen.name, application, date(2026, 12, 9), letter, "draft")
    shown = text(browser.get(answer["Location"]))
    assert "Kopi af dit budget. Så vi kan se, hvad du selv klarer." in shown
    assert Due.objects.filter(thing=row.public_id, on=row.due_on).exists()


def test_asking_another_rests_on_a_consent_that_holds(browser: Client, by: Any) -> None:
    case = given.case(by)
    held = consent(case, by, case=case.public_id)
    over = consent(case, by, until=ON - timedelta(days=1), source="Tidligere læge")
    elsewhere = consent(case, by, case=given.case(by, case.citizen).public_id, source="Anden sag")
    shown = text(browser.get(address("new_request", case)))
    assert str(held.public_id) in shown
    assert str(over.public_id) not in shown
    assert str(elsewhere.public_id) not in shown
    answer = browser.post(address("new_request", case), asking(whom="other", source="Egen læge", consent=str(held.public_id)))
    row = InformationRequest.objects.get()
    assert (answer["Location"], row.consent, row.letter) == (address("request", case, row), held, None)


def test_a_consent_can_be_given_in_the_same_form(browser: Client, by: Any) -> None:
    case = given.case(by)
    form = asking(whom="other", source="Egen læge", consent="new")
    assert "Vælg, hvordan borgeren siger ja." in text(browser.post(address("new_request", case), form))
    assert browser.post(address("new_request", case), {**form, "form": "oral", "until": "31-12-2026"}).status_code == 303
    made = Consent.objects.get()
    assert (made.source, made.form, made.until, made.case) == ("Egen læge", "oral", date(2026, 12, 31), case.public_id)
    assert InformationRequest.objects.get().consent == made


def test_a_consent_given_in_a_form_that_is_refused_is_not_given(browser: Client, by: Any) -> None:
    form = asking(whom="other", source="Egen læge", consent="new", form="oral", due_on="25-11-2026")
    answer = browser.post(address("new_request", given.case(by)), form)
    assert answer.status_code == 422
    assert "Skriv en dag efter i dag" in text(answer)
    assert not Consent.objects.exists()


def test_a_ground_in_law_stands_in_place_of_a_consent(browser: Client, by: Any) -> None:
    case = given.case(by)
    form = asking(whom="other", source="Egen læge", consent="ground")
    assert "Skriv den lovhjemmel" in text(browser.post(address("new_request", case), form))
    assert browser.post(address("new_request", case), {**form, "ground": "RSL § 11 c, stk. 1, nr. 1"}).status_code == 303
    assert InformationRequest.objects.get().ground == "RSL § 11 c, stk. 1, nr. 1"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"asks": ""}, "Skriv, hvilke oplysninger du beder om."),
        ({"whom": "other", "source": "", "consent": "ground", "ground": "RSL § 11 c"}, "Skriv, hvem du spørger."),
        ({"whom": "other", "source": "Egen læge", "consent": ""}, "Samtykke: borgeren skal have sagt ja"),
        ({"whom": ""}, "Vælg én af mulighederne."),
        ({"due_on": "9. december"}, "Skriv dagen som dag-måned-år"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(browser: Client, by: Any, more: dict[str, str], said: str) -> None:
    answer = browser.post(address("new_request", given.case(by)), asking(**more))
    assert answer.status_code == 422
    assert said in text(answer)
    assert "Så vi kan se, hvad du selv klarer." in text(answer)
    assert not InformationRequest.objects.exists()


# ------------------------------------------------------------------------------------------------ ended


def test_a_request_is_shown_with_when_the_answer_is_due_and_the_look_is_logged(browser: Client, by: Any) -> None:
    case = given.case(by)
    row = asked(case, by)
    shown = text(browser.get(address("request", case, row)))
    assert "onsdag 9. december" in shown
    assert "Om 14 dage" in shown
    assert was_logged(row, "case.see")


def test_an_answer_is_noted(browser: Client, by: Any) -> None:
    case = given.case(by)
    row = asked(case, by)
    wrong = browser.post(address("answer_request", case, row), sent(answered_on="26-11-2026", answer="Se vedlagte."))
    assert wrong.status_code == 422
    assert "26-11-2026 er ikke kommet endnu" in text(wrong)
    assert "Se vedlagte." in text(wrong)
    assert browser.post(address("answer_request", case, row), sent(answered_on="24-11-2026", answer="Se vedlagte.")).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.answered_on, row.answer) == ("answered", date(2026, 11, 24), "Se vedlagte.")
    assert address("answer_request", case, row) not in text(browser.get(address("request", case, row)))


def test_a_request_lapses_only_when_its_day_has_passed(browser: Client, by: Any) -> None:
    case = given.case(by)
    row = asked(case, by)
    assert address("lapse_request", case, row) not in text(browser.get(address("request", case, row)))
    early = browser.post(address("lapse_request", case, row), sent())
    assert early.status_code == 422
    assert "vent til efter 09-12-2026" in text(early)
    late = asked(case, by, due_on=ON - timedelta(days=1), on=ON - timedelta(days=9))
    assert address("lapse_request", case, late) in text(browser.get(address("request", case, late)))
    assert browser.post(address("lapse_request", case, late), sent()).status_code == 303
    late.refresh_from_db()
    assert late.state == "lapsed"


def test_a_request_can_be_cancelled(browser: Client, by: Any) -> None:
    case = given.case(by)
    row = asked(case, by)
    assert browser.get(address("cancel_request", case, row)).status_code == 200
    assert browser.post(address("cancel_request", case, row), sent()).status_code == 303
    row.refresh_from_db()
    assert row.state == "cancelled"


# ------------------------------------------------------------------------------------------------ hidden


@pytest.mark.parametrize("name", ["request", "answer_request", "lapse_request", "cancel_request"])
def test_another_teams_request_is_not_there(client: Client, by: Any, name: str) -> None:
    case = given.case(by)
    row = asked(case, by)
    given.logged_in(client, given.caseworker(given.unit("Myndighed Psykiatri"), name="Jonas Bach"))
    assert hidden_from(client, name, case, row)
    assert hidden_from(client, "new_request", case)
    assert not was_logged(row, "case.see")


def test_a_request_can_not_be_reached_through_another_case(browser: Client, by: Any) -> None:
    assert hidden_from(browser, "request", given.case(by), asked(given.case(by), by))


def test_an_application_of_another_case_can_not_be_chosen(browser: Client, by: Any) -> None:
    other = given.application(by)
    answer = browser.post(address("new_request", given.case(by)), asking(application=str(other.public_id)))
    assert answer.status_code == 422
    assert not InformationRequest.objects.exists()
