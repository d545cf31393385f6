"""A letter is seen with its sources, says what it lacks, is sent to those who may have it, and can be taken back while it waits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from mestring.audit import clock
from mestring.audit.errors import MoveNotAllowed
from mestring.audit.models import Entry
from mestring.cases.actions import application as on_application
from mestring.cases.actions import case as on_case
from mestring.cases.actions import journal, writing
from mestring.cases.actions.letter import queue_letter
from mestring.cases.errors import DayMissing, LetterOutdated, LetterPointless
from mestring.cases.letters import text as content
from mestring.cases.models import Case, Dispatch, Due, InformationRequest, Letter
from mestring.people.actions import citizen as people
from tests import given
from tests.web.caseworker.sending import address, hidden_from, sent, text, was_logged

pytestmark = pytest.mark.django_db
ON = given.TODAY


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DOCUMENTS = tmp_path


@pytest.fixture
def by() -> Any:
    return given.caseworker()


@pytest.fixture
def browser(client: Client, by: Any) -> Client:
    return given.logged_in(client, by)  # type: ignore[no-any-return]


def receipt(by: Any, case: Case | None = None) -> Letter:
    return writing.write_receipt([given.application(by, case or given.case(by))], by=by, on=ON)


def queued(by: Any, case: Case | None = None) -> Letter:
    return queue_letter(receipt(by, case), by=by, on=ON)


# ------------------------------------------------------------------------------------------------ written and seen


def test_a_receipt_is_written_for_everything_sent_together_and_shown(browser: Client, by: Any) -> None:
    application = given.application(by)
    answer = browser.post(address("write_receipt", application.case, application), sent())
    letter = Letter.objects.get()
    assert answer["Location"] == address("letter", application.case, letter)
    assert (letter.kind, letter.state, letter.about) == ("receipt", "draft", application.submission)
    browser.post(address("write_receipt", application.case, application), sent())
    assert Letter.objects.count() == 1


def test_every_sentence_shows_its_source_and_leads_to_where_it_is_mended(browser: Client, by: Any) -> None:
    letter = receipt(by)
    shown = text(browser.get(address("letter", letter.case, letter)))
    assert "Vi har fået din ansøgning" in shown
    assert "Fast tekst · FVL § 8" in shown
    application = letter.case.applications.get()
    assert f'<a href="{address("application", letter.case, application)}">Modtaget' in shown
    assert was_logged(letter, "letter.see")
    assert was_logged(letter.case, "letter.see")


def test_a_sentence_from_a_rule_leads_to_the_rule(browser: Client, by: Any) -> None:
    application = given.application(by, section="107", standard=given.VIBORG)
    letter = writing.write_receipt([application], by=by, on=ON)
    rule = application.finding["rule"]
    assert f'href="/regel/{rule}/"' in text(browser.get(address("letter", letter.case, letter)))


def test_the_pdf_is_how_the_draft_would_be_and_later_the_file_that_was_sent(browser: Client, by: Any) -> None:
    letter = receipt(by)
    draft = browser.get(address("letter_pdf", letter.case, letter))
    assert draft.content.startswith(b"%PDF-")
    assert (draft["Content-Type"], "kladde" in draft["Content-Disposition"]) == ("application/pdf", True)
    queue_letter(letter, by=by, on=ON)
    final = browser.get(address("letter_pdf", letter.case, letter))
    assert final.content == draft.content
    assert "kladde" not in final["Content-Disposition"]
    assert letter.case.citizen.first_name not in final["Content-Disposition"]


# ------------------------------------------------------------------------------------------------ what is missing, and who gets it


def test_what_is_missing_comes_first_and_there_is_no_button_to_send(browser: Client, by: Any) -> None:
    case = given.case(by, given.citizen(by, street="", digital_post=False))
    letter = receipt(by, case)
    shown = text(browser.get(address("letter", case, letter)))
    assert "Der er ingen, brevet må sendes til." in shown
    assert "Skriv modtagerens adresse." in shown
    assert address("send_letter", case, letter) not in shown
    answer = browser.post(address("send_letter", case, letter), sent())
    assert answer.status_code == 422
    assert "Brevet kan ikke sendes endnu. Det mangler:" in text(answer)
    letter.refresh_from_db()
    assert letter.state == "draft"


def test_who_gets_the_letter_and_who_does_not_is_said_with_why(browser: Client, by: Any) -> None:
    case = given.case(by)
    for kind, name, letters in (("party_representative", "Line Prøve", True), ("companion", "Ole Prøve", False)):
        people.add_representation(case.citizen, by=by, on=ON, kind=kind, name=name, since=ON, receives_letters=letters, address="Prøvevej 9, 7100 Vejle")
    letter = receipt(by, case)
    shown = text(browser.get(address("letter", case, letter)))
    assert "Brev til Prøvevej 9, 7100 Vejle" in shown
    assert "Ole Prøve er bisidder. En bisidder får ikke breve." in shown
    browser.post(address("send_letter", case, letter), sent())
    assert sorted(one.representation.name if one.representation else "" for one in Dispatch.objects.filter(letter=letter)) == ["", "Line Prøve"]


def test_an_address_that_became_protected_is_not_on_the_page(browser: Client, by: Any) -> None:
    case = given.case(by, given.citizen(by, street="Hemmelig Vej 3"))
    letter = receipt(by, case)
    assert "Hemmelig Vej 3" in text(browser.get(address("letter", case, letter)))
    people.change_citizen(case.citizen, by=by, on=ON, seen=1, protected=True)
    shown = text(browser.get(address("letter", case, letter)))
    assert "Adressen er beskyttet" in shown
    assert "Hemmelig Vej" not in shown


# ------------------------------------------------------------------------------------------------ sent, taken back, followed


def test_a_letter_waits_in_the_outbox_and_can_be_taken_back(browser: Client, by: Any) -> None:
    letter = receipt(by)
    answer = browser.post(address("send_letter", letter.case, letter), sent())
    assert answer["Location"] == address("letter", letter.case, letter)
    shown = text(browser.get(answer["Location"]))
    assert "Klar til afsendelse · sendes tidligst kl." in shown
    assert address("recall_letter", letter.case, letter) in shown
    assert browser.post(address("recall_letter", letter.case, letter), sent()).status_code == 303
    letter.refresh_from_db()
    assert (letter.state, Dispatch.objects.get().state) == ("recalled", "recalled")
    assert address("recall_letter", letter.case, letter) not in text(browser.get(address("letter", letter.case, letter)))


def test_a_letter_is_put_in_the_outbox_once(browser: Client, by: Any) -> None:
    letter = receipt(by)
    form = sent()
    assert browser.post(address("send_letter", letter.case, letter), form).status_code == 303
    assert browser.post(address("send_letter", letter.case, letter), form).status_code == 303
    assert browser.post(address("send_letter", letter.case, letter), sent()).status_code == 422
    assert Dispatch.objects.filter(letter=letter).count() == 1


def test_each_button_on_the_page_has_a_key_of_its_own(browser: Client, by: Any) -> None:
    letter = receipt(by)
    page = text(browser.get(address("letter", letter.case, letter)))
    keys = [part.split('"')[0] for part in page.split('name="key" value="')[1:]]
    assert len(keys) == len(set(keys)) == 2


def test_a_letter_that_has_left_can_not_be_taken_back(browser: Client, by: Any) -> None:
    letter = queued(by)
    Dispatch.objects.filter(letter=letter).update(state="sent", sent_at=letter.written_at, received_on=ON)
    answer = browser.post(address("recall_letter", letter.case, letter), sent())
    assert answer.status_code == 422
    assert "Skriv et nyt brev, der retter det." in text(answer)
    assert "regnes for modtaget onsdag 25. november" in text(answer)


def stopped(letter: Letter, **values: Any) -> Dispatch:
    Dispatch.objects.filter(letter=letter).update(**{"state": "stopped", "trouble": "Adressen mangler.", **values})
    return Dispatch.objects.get(letter=letter)


def test_a_stopped_sending_says_why_and_is_tried_again_or_let_be(browser: Client, by: Any) -> None:
    letter = queued(by)
    row = stopped(letter)
    shown = text(browser.get(address("letter", letter.case, letter)))
    assert "Adressen mangler." in shown
    assert browser.post(address("retry_sending", letter.case, letter, row), sent()).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("queued", "")
    row = stopped(letter)
    assert "Skriv, hvorfor modtageren ikke får brevet." in text(browser.post(address("give_sending_up", letter.case, letter, row), sent(because="")))
    assert browser.post(address("give_sending_up", letter.case, letter, row), sent(because="Borgeren har fået det i hånden.")).status_code == 303
    row.refresh_from_db()
    assert row.state == "recalled"


def test_what_still_stops_a_sending_is_said(browser: Client, by: Any) -> None:
    letter = queued(by)
    row = stopped(letter)
    people.change_citizen(letter.case.citizen, by=by, on=ON, seen=1, died_on=ON)
    answer = browser.post(address("retry_sending", letter.case, letter, row), sent())
    assert answer.status_code == 422
    assert "Brevet kan stadig ikke sendes. Borgeren er død." in text(answer)


def test_somebody_says_whether_a_sending_nobody_is_sure_of_left(browser: Client, by: Any) -> None:
    letter = queued(by)
    row = stopped(letter, state="sending", trouble="Forbindelsen blev afbrudt.")
    assert "Usikkert, om det er sendt" in text(browser.get(address("letter", letter.case, letter)))
    assert "er ikke kommet endnu" in text(browser.post(address("confirm_sent", letter.case, letter, row), sent(sent_on="26-11-2026")))
    assert browser.post(address("confirm_sent", letter.case, letter, row), sent(sent_on="24-11-2026")).status_code == 303
    letter.refresh_from_db()
    assert letter.state == "sent"
    other = queued(by)
    row = stopped(other, state="sending", trouble="Forbindelsen blev afbrudt.")
    assert browser.post(address("confirm_unsent", other.case, other, row), sent()).status_code == 303
    row.refresh_from_db()
    assert row.state == "queued"


# ------------------------------------------------------------------------------------------------ hidden


@pytest.mark.parametrize(("name", "method"), [("letter", "get"), ("letter_pdf", "get"), ("send_letter", "post"), ("recall_letter", "post")])
def test_another_teams_letter_is_not_there(client: Client, by: Any, name: str, method: str) -> None:
    letter = receipt(by)
    given.logged_in(client, given.caseworker(given.unit("Myndighed Psykiatri"), name="Jonas Bach"))
    assert hidden_from(client, name, letter.case, letter, method=method, data=sent() if method == "post" else None)
    letter.refresh_from_db()
    assert letter.state == "draft"
    assert not was_logged(letter, "letter.see")


def test_a_letter_can_not_be_reached_through_another_case(browser: Client, by: Any) -> None:
    assert hidden_from(browser, "letter", given.case(by), receipt(by))


def test_a_sending_of_another_letter_can_not_be_reached(browser: Client, by: Any) -> None:
    mine, row = queued(by), stopped(queued(by))
    assert hidden_from(browser, "retry_sending", mine.case, mine, row, method="post", data=sent())


def test_a_receipt_is_not_written_for_an_application_of_another_case(browser: Client, by: Any) -> None:
    application, case = given.application(by), given.case(by)
    assert hidden_from(browser, "write_receipt", case, application, method="post", data=sent())
    assert not Letter.objects.exists()


# ------------------------------------------------------------------------------------------------ a draft that has lain, and a recipient without an address


def later(to: date) -> Any:
    """The house lives on a later day."""
    return clock.at(datetime.combine(to, time(9), ZoneInfo("Europe/Copenhagen")))


def test_a_draft_of_an_earlier_day_is_not_sent_but_written_anew_first(browser: Client, by: Any) -> None:
    case = given.case(by)
    application = given.application(by, case, section="107", standard=given.VIBORG)
    letter = writing.write_receipt([application], by=by, on=ON)
    assert application.deadline
    with later(application.deadline + timedelta(days=3)):
        browser = given.logged_in(Client(), by)
        where = address("letter", case, letter)
        shown = text(browser.get(where))
        assert "Brevet er skrevet onsdag 25. november" in shown
        assert "Disse sætninger passer ikke" in shown
        assert "Kan vi ikke nå det, skriver vi til dig inden den dag." in shown
        assert address("send_letter", case, letter) not in shown
        refused = browser.post(address("send_letter", case, letter), sent())
        assert refused.status_code == 422
        assert "det passer ikke længere. Skriv det på ny" in text(refused)
        assert browser.post(address("rewrite_letter", case, letter), sent())["Location"] == where
        letter.refresh_from_db()
        assert "Kan vi ikke nå det" not in str(letter.content)
        assert "Den dag er gået, og vi skriver til dig, hvornår svaret kommer." in str(letter.content)
        assert letter.content["date"] == str(application.deadline + timedelta(days=3))
        assert "passer ikke" not in text(browser.get(where))
        assert browser.post(address("send_letter", case, letter), sent()).status_code == 303
    letter.refresh_from_db()
    assert letter.state == "queued"


def test_a_draft_of_today_that_says_what_no_longer_holds_is_not_sent(browser: Client, by: Any) -> None:
    letter = receipt(by)
    people.give_consent(letter.case.citizen, by=by, on=ON, source="Egen læge", purpose="Medicin", form="oral", since=ON)
    shown = text(browser.get(address("letter", letter.case, letter)))
    assert "Egen læge: Medicin." in shown[: shown.index("Hvem får brevet?")]
    assert browser.post(address("send_letter", letter.case, letter), sent()).status_code == 422
    browser.post(address("rewrite_letter", letter.case, letter), sent())
    assert browser.post(address("send_letter", letter.case, letter), sent()).status_code == 303


def test_every_draft_that_is_sent_from_its_own_page_can_be_written_anew(browser: Client, by: Any) -> None:
    application = given.application(by)
    case = application.case
    request = journal.ask_for_information(case, by=by, on=ON, whom="citizen", source="Borgeren", asks="Din lægeerklæring.", due_on=ON + timedelta(days=14))
    hold = on_application.extend(application, by=by, on=ON, new_day=date(2027, 2, 1), reason="Vi venter på din læge", sure=True)
    drafts = [
        writing.write_receipt([application], by=by, on=ON),
        writing.write_information_request(request, by=by, on=ON, standard=given.VEJLE, why="Den skal vise, hvad du kan"),
        writing.write_delay_notice(hold, by=by, on=ON),
    ]
    for letter in drafts:
        letter.refresh_from_db()
        fresh = writing.anew(letter, by=by, on=ON, standard=given.VEJLE)
        assert fresh is not None
        assert content.Letter.from_json(letter.content).outdated(fresh) == ()
        assert content.Letter.from_json(letter.content).to_json() == fresh.to_json()


def test_a_guardian_without_an_address_is_told_of_and_the_letter_waits_for_it_or_for_a_reason(browser: Client, by: Any) -> None:
    case = given.case(by)
    guardian = people.add_representation(case.citizen, by=by, on=ON, kind="guardian_6", name="Grete Værge", since=ON, receives_letters=True)
    letter = receipt(by, case)
    where = address("send_letter", case, letter)
    shown = text(browser.get(address("letter", case, letter)))
    assert "skal have brevet, men adressen mangler." in shown
    assert f'href="{address("correct_representation", case.citizen, guardian)}"' in shown
    assert "Får breve, men adressen mangler" in text(browser.get(address("citizen", case.citizen)))
    refused = browser.post(where, sent(without=" "))
    assert refused.status_code == 422
    assert "Skriv, hvorfor brevet sendes uden." in text(refused)
    assert browser.post(where, sent(without="Adressen er efterlyst")).status_code == 303
    rows = {one.representation.name if one.representation else "": (one.state, one.trouble) for one in Dispatch.objects.filter(letter=letter)}
    assert rows == {"": ("queued", ""), "Grete Værge": ("recalled", "Adressen er efterlyst")}


def test_with_the_address_written_the_guardian_gets_the_letter(browser: Client, by: Any) -> None:
    case = given.case(by)
    guardian = people.add_representation(case.citizen, by=by, on=ON, kind="guardian_6", name="Grete Værge", since=ON, receives_letters=True)
    letter = receipt(by, case)
    people.correct_representation(guardian, by=by, on=ON, seen=1, address="Prøvevej 9, 7100 Vejle")
    browser.post(address("rewrite_letter", case, letter), sent())
    assert browser.post(address("send_letter", case, letter), sent()).status_code == 303
    assert Dispatch.objects.filter(letter=letter, representation=guardian, state="queued").exists()


def test_a_draft_of_yesterday_is_written_with_the_date_of_the_day_it_is_sent(browser: Client, by: Any) -> None:
    letter = receipt(by)
    with later(ON + timedelta(days=1)):
        browser = given.logged_in(Client(), by)
        assert "Det skal have dagens dato." in text(browser.get(address("letter", letter.case, letter)))
        with pytest.raises(LetterOutdated):
            queue_letter(letter, by=by, on=ON + timedelta(days=1))
        browser.post(address("rewrite_letter", letter.case, letter), sent())
        assert browser.post(address("send_letter", letter.case, letter), sent()).status_code == 303


# ------------------------------------------------------------------------------------------------ a day to answer by that is over


def asked(by: Any, case: Case | None = None) -> tuple[Letter, InformationRequest]:
    request = journal.ask_for_information(
        case or given.case(by), by=by, on=ON, whom="citizen", source="Borgeren", asks="Din lægeerklæring.", due_on=ON + timedelta(days=5)
    )
    return writing.write_information_request(request, by=by, on=ON, standard=given.VEJLE, why="Den skal vise, hvad du kan"), request


def test_a_request_whose_day_is_over_is_given_another_before_it_is_written_anew(by: Any) -> None:
    letter, request = asked(by)
    with later(ON + timedelta(days=9)):
        browser = given.logged_in(Client(), by)
        page = text(browser.get(address("letter", letter.case, letter)))
        assert "Mandag 30. november giver ikke tid til at svare." in page
        assert 'value="18-12-2026"' in page
        assert page.count(">Skriv brevet på ny<") == 1
        where = address("rewrite_letter", letter.case, letter)
        for day, said in (("", "Skriv"), ("30-11-2026", "skriv en dag efter i dag"), ("04-12-2026", "skriv en dag efter i dag")):
            refused = browser.post(where, sent(due_on=day))
            assert refused.status_code == 422
            assert said.lower() in text(refused).lower()
        assert browser.post(where, sent(due_on="18-12-2026")).status_code == 303
        request.refresh_from_db()
        assert request.due_on == date(2026, 12, 18)
        assert Due.objects.waiting().get(thing=request.public_id).on == date(2026, 12, 18)
        page = text(browser.get(address("letter", letter.case, letter)))
        assert "Vi skal have oplysningerne senest fredag 18. december." in page
        assert "30. november" not in page
        assert browser.post(address("send_letter", letter.case, letter), sent()).status_code == 303


def test_no_way_round_writes_a_passed_day_in_a_letter(by: Any) -> None:
    letter, request = asked(by)
    for day in (ON + timedelta(days=5), ON + timedelta(days=9)):
        letter.refresh_from_db()
        fresh = writing.anew(letter, by=by, on=day, standard=given.VEJLE)
        assert fresh
        with pytest.raises(DayMissing, match="Svar senest"):
            writing.write_anew(letter, fresh=fresh, by=by, on=day)
    with pytest.raises(DayMissing):
        journal.move_answer_day(request, due_on=ON, by=by, on=ON)


def test_a_day_that_is_to_come_is_kept_and_no_other_is_asked_for(by: Any) -> None:
    letter, request = asked(by)
    with later(ON + timedelta(days=1)):
        browser = given.logged_in(Client(), by)
        assert "giver ikke tid til at svare" not in text(browser.get(address("letter", letter.case, letter)))
        assert browser.post(address("rewrite_letter", letter.case, letter), sent()).status_code == 303
    request.refresh_from_db()
    assert request.due_on == ON + timedelta(days=5)


def test_the_day_stands_once_the_letter_is_on_its_way(by: Any) -> None:
    letter, request = asked(by)
    queue_letter(letter, by=by, on=ON)
    with pytest.raises(MoveNotAllowed):
        journal.move_answer_day(request, due_on=date(2027, 1, 4), by=by, on=ON)


# ------------------------------------------------------------------------------------------------ a draft whose matter is over


def closed(case: Case, by: Any) -> None:
    for application in case.applications.pending():
        on_application.withdraw(application, by=by, on=ON, because="Fortrudt.")
    for request in case.requests.filter(state="sent"):
        journal.cancel_request(request, by=by, on=ON)
    on_case.close_case(case, by=by, on=ON, because="Fortrudt.")


def test_a_receipt_or_a_request_is_not_sent_from_a_closed_case_but_thrown_away(browser: Client, by: Any) -> None:
    case = given.case(by)
    drafts = [receipt(by, case), asked(by, case)[0]]
    closed(case, by)
    for letter in drafts:
        page = text(browser.get(address("letter", case, letter)))
        assert "Sagen er afsluttet, og det, brevet handler om, er slut." in page
        assert "Send brevet" not in page
        assert "Skriv brevet på ny" not in page
        refused = browser.post(address("send_letter", case, letter), sent())
        assert refused.status_code == 422
        assert "Brevet kan ikke sendes. Sagen er afsluttet" in text(refused)
        letter.refresh_from_db()
        with pytest.raises(LetterPointless):
            queue_letter(letter, by=by, on=ON)
        assert browser.post(address("discard_letter", case, letter), sent()).status_code == 303
        page = text(browser.get(address("letter", case, letter)))
        assert "Kasseret" in page
        assert "Kassér kladden" not in page
        letter.refresh_from_db()
        assert (letter.state, letter.dispatches.count()) == ("discarded", 0)
        assert b"%PDF" in browser.get(address("letter_pdf", case, letter)).content[:8]
        assert Entry.objects.filter(act="discard_letter", thing_id=str(letter.public_id)).exists()
        assert browser.post(address("discard_letter", case, letter), sent()).status_code == 422
    assert not Dispatch.objects.exists()


def test_what_tells_of_what_was_done_goes_from_a_closed_case(browser: Client, by: Any) -> None:
    application = given.application(by)
    case = application.case
    on_application.withdraw(application, by=by, on=ON, because="Fortrudt.")
    letter = writing.write_withdrawal(application, by=by, on=ON)
    closed(case, by)
    assert browser.post(address("discard_letter", case, letter), sent()).status_code == 422
    assert browser.post(address("send_letter", case, letter), sent()).status_code == 303


def test_a_receipt_of_what_is_ended_is_thrown_away_though_the_case_is_open(browser: Client, by: Any) -> None:
    case = given.case(by)
    letter = receipt(by, case)
    assert "Kassér kladden" not in text(browser.get(f"/sag/{case.public_id}/"))
    closed(case, by)
    on_case.reopen_case(case, by=by, on=ON)
    letter.refresh_from_db()
    page = text(browser.get(f"/sag/{case.public_id}/"))
    assert f"Kassér kladden: {letter.title}" in page
    assert "borgeren venter ikke længere på svar" in page
    assert browser.post(address("send_letter", case, letter), sent()).status_code == 422
    assert browser.post(address("discard_letter", case, letter), sent()).status_code == 303
    assert "Kassér kladden" not in text(browser.get(f"/sag/{case.public_id}/"))


def test_a_request_that_was_cancelled_is_not_sent(browser: Client, by: Any) -> None:
    letter, request = asked(by)
    journal.cancel_request(request, by=by, on=ON)
    refused = browser.post(address("send_letter", letter.case, letter), sent())
    assert "Oplysningerne skal ikke længere bruges" in text(refused)
    assert browser.post(address("discard_letter", letter.case, letter), sent()).status_code == 303


def test_a_draft_that_may_still_be_sent_is_not_thrown_away(browser: Client, by: Any) -> None:
    letter = receipt(by)
    assert "Kassér kladden" not in text(browser.get(address("letter", letter.case, letter)))
    assert browser.post(address("discard_letter", letter.case, letter), sent()).status_code == 422
    letter.refresh_from_db()
    assert letter.state == "draft"
