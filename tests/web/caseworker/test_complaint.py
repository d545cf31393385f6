"""The pages of a complaint: taken in whoever asks, reviewed with nothing lost, sent on with its papers, and the board's answer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from mestring.audit.models import LookUp
from mestring.cases.models import Case, Note
from mestring.complaints import actions
from mestring.complaints.models import BoardOutcome, Complaint
from mestring.people import access
from mestring.people.access import Actor
from mestring.web.caseworker.pages import complaint_in_case, complaint_review
from tests import given
from tests.complaints import given_complaint as gc

pytestmark = pytest.mark.django_db
ON = gc.RECEIVED


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    from mestring.audit import clock

    monkeypatch.setattr(clock, "today", lambda: ON)


def later(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    from mestring.audit import clock

    monkeypatch.setattr(clock, "today", lambda: day)


@pytest.fixture
def by() -> Actor:
    return given.caseworker()


@pytest.fixture
def door(by: Actor) -> Client:
    return given.logged_in(Client(), by)


def at(found: Complaint, name: str = "complaint") -> str:
    return reverse(f"caseworker:{name}", args=[found.case.public_id, found.public_id])


def sent(**values: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **values}


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\xa0", " ")


def new(case: Case) -> str:
    return reverse("caseworker:new_complaint", args=[case.public_id])


def fresh(found: Complaint) -> Complaint:
    return Complaint.objects.get(pk=found.pk)


def plain(decision: Any, **more: Any) -> dict[str, Any]:
    values = {"kind": "decision", "decision": str(decision.public_id), "received_on": "02-12-2026", "channel": "phone", "complained_by": "citizen"}
    return sent(**values, **more)


# ------------------------------------------------------------------------------------------------ it comes


def test_a_complaint_is_registered_once_however_often_the_form_is_sent(by: Actor, door: Client) -> None:
    decision = gc.refused(by)
    case = decision.application.case
    page = text(door.get(f"{new(case)}?afgoerelse={decision.public_id}"))
    assert "§ 85: afslag, 25. november" in page
    form = plain(decision, words="")
    first, again = door.post(new(case), form), door.post(new(case), form)
    found = Complaint.objects.get()
    assert (first.status_code, first["Location"]) == (303, at(found)) == (again.status_code, again["Location"])
    assert Note.objects.filter(subject="Klage modtaget mundtligt").count() == 1


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(by: Actor, door: Client) -> None:
    decision = gc.refused(by)
    case = decision.application.case
    for wrong, said in (
        ({"received_on": "i går"}, "Skriv dagen som dag-måned-år"),
        ({"received_on": "03-12-2026"}, "er ikke kommet endnu"),
        ({"decision": ""}, "vælg den afgørelse, der klages over"),
        ({"complained_by": "other"}, "skriv, hvem det er, og hvorfor de har ret til at klage"),
    ):
        answer = door.post(new(case), {**plain(decision, words="Jeg klarer det ikke alene."), **wrong})
        assert answer.status_code == 422
        assert said in text(answer)
        assert "Jeg klarer det ikke alene." in text(answer)
    assert not Complaint.objects.exists()


def test_the_question_of_chapter_15_a_is_asked_with_what_is_known_and_its_answer_kept(by: Actor, door: Client) -> None:
    decision = gc.early_help(by, specific="ja", referred="nej")
    case = decision.application.case
    asks = door.post(new(case), plain(decision, words="Jeg søgte om støtte."))
    assert asks.status_code == 200
    assert "Der er søgt om en bestemt ydelse" in text(asks)
    assert "Jeg søgte om støtte." in text(asks)
    assert re.search(r'name="ask_applied_for_specific_service"[^>]* value="ja" checked', asks.content.decode())
    assert not Complaint.objects.exists()
    answers = {"ask_applied_for_specific_service": "ja", "ask_refused_with_reference_to_early_help": "ja"}
    door.post(new(case), plain(decision, **answers))
    found = Complaint.objects.get()
    assert (found.right, found.right_facts) == (True, {"applied_for_specific_service": True, "refused_with_reference_to_early_help": True})
    assert "Genvurdér afgørelsen" in text(door.get(at(found)))


def test_a_decision_without_a_right_is_answered_with_the_rule(by: Actor, door: Client) -> None:
    decision = gc.early_help(by)
    door.post(new(decision.application.case), plain(decision, ask_applied_for_specific_service="nej", ask_refused_with_reference_to_early_help=""))
    found = Complaint.objects.get()
    page = text(door.get(at(found)))
    assert "Der kan ikke klages over afgørelsen." in page
    assert "Sidste dag at klage" not in page
    assert "SEL § 82 a, stk. 2" in page
    assert door.get(at(found, "review_complaint"))["Location"] == at(found)
    assert "skriv svaret" in text(door.post(at(found, "answer_complaint"), sent(text=" "))).lower()
    answer = door.post(at(found, "answer_complaint"), sent(text="Du kan bruge gruppen om onsdagen."))
    letter = fresh(found).answer
    assert letter
    assert answer["Location"] == reverse("caseworker:letter", args=[found.case.public_id, letter.public_id])
    assert "kan ikke klage over afgørelsen til Ankestyrelsen" in text(door.get(answer["Location"]))


def test_an_open_question_can_be_answered_afterwards(by: Actor, door: Client) -> None:
    found = gc.complaint(by, gc.early_help(by))
    assert "Svar på, om der kan klages" in text(door.get(at(found)))
    assert "kapitel 15 a" in text(door.get(at(found, "complaint_right")))
    door.post(at(found, "complaint_right"), sent(ask_applied_for_specific_service="nej"))
    assert fresh(found).right is False


def test_a_complaint_of_staff_needs_no_decision_and_says_where_it_goes(by: Actor, door: Client) -> None:
    case = given.case(by)
    door.post(new(case), sent(kind="staff", received_on="2-12-2026", channel="email", complained_by="citizen", words="Der kom ingen."))
    found = Complaint.objects.get()
    page = text(door.get(at(found)))
    assert "Denne slags klager behandler kommunen selv" in page
    assert "Loven sætter ingen dato" in page
    assert door.post(at(found, "review_complaint"), sent(version="1", outcome="maintained"))["Location"] == at(found)
    refused = door.post(at(found, "forward_complaint"), sent())
    assert (refused.status_code, fresh(found).state) == (422, "registered")


def test_a_late_complaint_says_how_late_and_why(by: Actor, door: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    late = date(2027, 1, 11)
    found = gc.complaint(by, received_on=late)
    later(monkeypatch, late)
    page = text(door.get(at(found)))
    assert "Klagen kom 19 dage efter fristen" in page
    assert "onsdag 23. december 2026" in page
    assert "mandag 8. februar" in page
    assert "Dagen klagen blev modtaget" in page


# ------------------------------------------------------------------------------------------------ who sees it


def test_another_team_the_committee_and_nobody_get_the_same_page_as_for_what_is_not_there(by: Actor) -> None:
    found = gc.complaint(by)
    stranger = given.logged_in(Client(), given.caseworker(given.unit("Et andet team"), "Per Andet"))
    committee = given.logged_in(Client(), given.committee())
    missing = reverse("caseworker:complaint", args=[found.case.public_id, uuid4()])
    for who in (stranger, committee):
        gone = who.get(missing)
        for name in ("complaint", "review_complaint", "answer_complaint", "forward_complaint", "board_outcome", "withdraw_complaint", "complaint_right"):
            answer = who.get(at(found, name))
            assert (answer.status_code, text(answer)) == (404, text(gone))
        assert who.post(at(found, "withdraw_complaint"), sent(because="Nej.")).status_code == 404
    assert fresh(found).state == "registered"


def test_each_look_is_logged_before_it_is_shown_and_no_number_is_in_an_address(by: Actor, door: Client) -> None:
    found = gc.complaint(by)
    LookUp.objects.count()
    door.get(at(found))
    row = LookUp.objects.filter(thing="complaints.complaint").order_by("-number")[0]
    assert (row.thing_id, row.case, row.citizen) == (str(found.public_id), str(found.case.public_id), str(found.case.citizen.public_id))
    assert row.action == "complaint.see"
    assert found.case.citizen.cpr not in at(found)


# ------------------------------------------------------------------------------------------------ the review


def test_the_reasons_save_themselves_and_the_loser_gets_both_texts(by: Actor, door: Client) -> None:
    found = gc.complaint(by)
    json = {"Accept": "application/json"}
    saved = door.post(at(found, "review_complaint"), sent(version="1", gem="kladde", considerations="Et første udkast."), headers=json)
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    other = door.post(at(found, "review_complaint"), sent(version="1", gem="kladde", considerations="Et andet."), headers=json)
    assert (other.status_code, other.json()["theirs"]["considerations"]) == (409, "Et første udkast.")
    page = door.post(at(found, "review_complaint"), sent(version="1", gem="bliv", considerations="Et andet."))
    assert page.status_code == 409
    assert "første udkast" in text(page)
    assert "andet" in text(page)
    assert "Et første udkast." in text(door.get(at(found, "review_complaint")))


def test_a_review_ends_only_with_an_outcome_and_reasons(by: Actor, door: Client) -> None:
    found = gc.complaint(by)
    values = {"version": "1", "considerations": gc.WRITTEN["considerations"]}
    unsaid = door.post(at(found, "review_complaint"), sent(**values))
    assert "vælg, hvad genvurderingen ender med" in text(unsaid)
    # What could not be ended is kept all the same, and the form has the version it was kept as.
    assert fresh(found).considerations == gc.WRITTEN["considerations"]
    assert 'name="version" value="2"' in unsaid.content.decode()
    values["version"] = "2"
    without = door.post(at(found, "review_complaint"), sent(outcome="maintained", **values))
    assert without.status_code == 422
    assert "Skriv de regler, afgørelsen bygger på." in text(without)
    assert "Skriv de oplysninger, I har lagt vægt på." in text(without)
    assert gc.WRITTEN["considerations"].splitlines()[0] in text(without)
    values["version"] = str(fresh(found).version)
    upheld = door.post(at(found, "review_complaint"), sent(outcome="upheld", **values))
    assert "ælg den, der giver borgeren medhold" in text(upheld)
    assert fresh(found).state == "registered"


def test_a_decision_held_on_to_is_sent_on_and_then_answered(by: Actor, door: Client) -> None:
    found = gc.complaint(by)
    door.post(at(found, "review_complaint"), sent(version="1", outcome="maintained", **gc.WRITTEN))
    assert fresh(found).state == "maintained"
    assert "Send klagen videre" in text(door.get(at(found)))
    assert door.get(at(found, "answer_complaint"))["Location"] == at(found)
    form = door.get(at(found, "forward_complaint"))
    keys = re.findall(r'name="papers"[^>]*value="([^"]+)" checked', form.content.decode())
    assert len(keys) == 5
    assert "Klage, telefon" in text(form)
    refused = door.post(at(found, "forward_complaint"), sent(papers=keys[1:]))
    assert refused.status_code == 422
    assert "skriv, hvorfor de papirer ikke har med afgørelsen at gøre" in text(refused)
    door.post(at(found, "forward_complaint"), sent(papers=keys[1:], left_out_because="Handler om noget andet.", board_reference="26-12345"))
    page = text(door.get(at(found)))
    assert "Papirer, der er sendt med" in page
    assert "Ikke sendt med" in page
    assert "26-12345" in page
    answer = door.get(at(found, "answer_complaint"))
    assert "Vi holder fast i afgørelsen" in text(answer)
    done = door.post(at(found, "answer_complaint"), sent())
    assert "/brev/" in done["Location"]
    assert "Venter på: Ankestyrelsen" in text(door.get(at(found)))


def test_after_the_four_weeks_the_form_asks_why(by: Actor, door: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = gc.maintained(by)
    assert "efter fristen" not in text(door.get(at(found, "forward_complaint")))
    later(monkeypatch, gc.REVIEW_DUE + timedelta(days=1))
    assert "1 dag over" in text(door.get(at(found)))
    keys = re.findall(r'name="papers"[^>]*value="([^"]+)" checked', door.get(at(found, "forward_complaint")).content.decode())
    refused = door.post(at(found, "forward_complaint"), sent(papers=keys))
    assert "Skriv hvorfor: fristen på fire uger er gået" in text(refused)
    door.post(at(found, "forward_complaint"), sent(papers=keys, late_because="Vi manglede lægens svar."))
    assert fresh(found).late_because == "Vi manglede lægens svar."


def test_an_upheld_complaint_is_answered_with_the_new_decision(by: Actor, door: Client) -> None:
    found = gc.complaint(by)
    assert "træf en ny afgørelse" in text(door.get(at(found, "review_complaint")))
    away = door.post(at(found, "review_complaint"), sent(version="1", gem="ret", considerations="Behovet var overset."))
    assert away["Location"] == complaint_review.correcting(found)
    made = gc.corrected(found, by)
    page = text(door.get(at(found, "review_complaint")))
    assert "§ 85: bevilget, 2. december" in page
    assert "Behovet var overset." in page
    door.post(at(found, "review_complaint"), sent(version="2", outcome="upheld", new_decision=str(made.public_id), considerations="Behovet var overset."))
    assert "Du får ret i din klage" in text(door.get(at(found, "answer_complaint")))
    door.post(at(found, "answer_complaint"), sent())
    made.refresh_from_db()
    assert made.state == "sent"


def test_the_rest_of_a_complaint_upheld_in_part_goes_on_when_the_citizen_says_so(by: Actor, door: Client) -> None:
    found = gc.complaint(by)
    made = gc.corrected(found, by, outcome="partly_granted", amount=140, level="2", level_label="Trin 2")
    door.post(at(found, "review_complaint"), sent(version="1", outcome="partly", new_decision=str(made.public_id), **gc.WRITTEN))
    door.post(at(found, "answer_complaint"), sent())
    assert "Venter på: Borgeren" in text(door.get(at(found)))
    assert "Borgeren kan sige til og med 30-12-2026" in text(door.post(at(found, "lapse_rest"), sent()))
    done = door.post(at(found, "keep_rest"), sent(said_on="02-12-2026"))
    assert done["Location"] == at(found, "forward_complaint")
    form = text(door.get(at(found, "forward_complaint")))
    assert "Borgeren sagde onsdag 2. december, at resten skal videre. Send den nu" in form
    assert "Senest" not in form.split("Papirer, der sendes med")[0]
    keys = re.findall(r'name="papers"[^>]*value="([^"]+)" checked', door.get(at(found, "forward_complaint")).content.decode())
    on = door.post(at(found, "forward_complaint"), sent(papers=keys), follow=True)
    assert "sendt til Ankestyrelsen" in text(on)
    assert "Skriv nu svaret" not in text(on)


# ------------------------------------------------------------------------------------------------ the board


@pytest.mark.parametrize("outcome", BoardOutcome.values)
def test_each_outcome_of_the_board_is_registered_with_its_reasons(by: Actor, door: Client, monkeypatch: pytest.MonkeyPatch, outcome: str) -> None:
    found = gc.forwarded(by)
    later(monkeypatch, date(2027, 5, 3))
    values = {"outcome": outcome, "decided_on": "28-04-2027", "received_on": "03-05-2027"}
    if outcome in ("changed", "annulled", "remitted"):
        assert "vælg mindst én grund" in text(door.post(at(found, "board_outcome"), sent(**values)))
    door.post(at(found, "board_outcome"), sent(reasons=["information"], **values))
    page = text(door.get(at(found)))
    assert BoardOutcome(outcome).label in page
    assert "Sagen er ikke oplyst nok (RSL § 10)" in page
    assert ("Ny ansøgning" in page) == (outcome == "remitted")
    assert ("Skriv, hvordan den er ført ud i livet" in page) == (outcome in ("changed", "annulled"))
    if outcome == "changed":
        door.post(at(found, "carry_out_board"), sent(words="Ny afgørelse 3. maj."))
        assert "Ny afgørelse 3. maj." in text(door.get(at(found)))


def test_a_complaint_taken_back_says_how(by: Actor, door: Client) -> None:
    found = gc.complaint(by)
    assert door.post(at(found, "withdraw_complaint"), sent(because="")).status_code == 422
    door.post(at(found, "withdraw_complaint"), sent(because="Karen ringede."))
    assert "Karen ringede." in text(door.get(at(found)))


def test_the_receipt_is_written_as_a_draft(by: Actor, door: Client) -> None:
    found = gc.complaint(by)
    done = door.post(at(found, "complaint_receipt"), sent())
    page = text(door.get(done["Location"]))
    assert "Vi ser på sagen igen og skriver til dig senest onsdag 30. december." in page


# ------------------------------------------------------------------------------------------------ the case page


def with_ties(found: Complaint, who: Actor) -> Case:
    case = Case.objects.get(pk=found.case.pk)
    case.ties = access.ties(who, case)
    return case


def test_the_case_page_is_told_what_has_happened_what_is_missing_and_where_it_stands(by: Actor) -> None:
    found = gc.complaint(by)
    case = with_ties(found, by)
    (event,) = complaint_in_case.events(case, ON)
    assert (event.day, event.title, event.by) == (ON, "Klage over afgørelsen om § 85", "Borgeren selv")
    (need,) = complaint_in_case.needs(case, ON)
    assert (need.text, need.why) == ("Genvurdér afgørelsen: klage over afgørelsen om § 85", "Senest onsdag 30. december (RSL § 66).")
    assert [(one.name, one.state) for one in complaint_in_case.stages(case)] == [("Klage", "now")]
    actions.maintain(found, seen=1, by=by, on=ON, **gc.WRITTEN)
    actions.forward(fresh(found), by=by, on=ON)
    actions.send_answer(fresh(found), standard=given.VEJLE, by=by, on=ON)
    case = with_ties(found, by)
    assert [one.title for one in complaint_in_case.events(case, ON)] == [
        "Klage over afgørelsen om § 85",
        "Genvurdering: fastholdt",
        "Klagen blev sendt til Ankestyrelsen",
    ]
    assert complaint_in_case.needs(case, ON) == []
    assert complaint_in_case.stages(case)[0].note == "Hos Ankestyrelsen"


def test_the_case_page_tells_the_committee_nothing_of_a_complaint(by: Actor) -> None:
    case = with_ties(gc.complaint(by), by)
    case.ties = frozenset({access.Tie.COMMITTEE})
    assert (complaint_in_case.events(case, ON), complaint_in_case.needs(case, ON), complaint_in_case.stages(case)) == ([], [], [])
