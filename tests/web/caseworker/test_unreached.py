"""A hearing and the answer to a complaint wait for the address of who is to have them, or for a reason to send without: whose it is, and where it is written, is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mestring.cases.errors import RecipientUnreached
from mestring.cases.models import Case, Dispatch, Letter
from mestring.complaints import actions as complaining
from mestring.complaints.models import Complaint
from mestring.decisions import actions as deciding
from mestring.decisions.models import Hearing, HearingDraft
from mestring.people.access import Actor
from mestring.people.actions import citizen as people
from mestring.people.models import Citizen, Representation
from tests import given
from tests.complaints import given_complaint as gc
from tests.decisions import given_decision as known
from tests.web.caseworker.sending import address, sent, text

pytestmark = pytest.mark.django_db
ON = given.TODAY
MISSING = "skal have brevet, men adressen mangler."
WHY = "Adressen er efterlyst"
HEARD = {
    "planned": "Vi overvejer at sætte støtten ned.",
    "fact_1": "Du klarer selv post.",
    "from_1": "Statusnotat 20-11-2026",
    "due_on": "09-12-2026",
    "short_because": "",
    "version": "0",
}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DOCUMENTS = tmp_path


@pytest.fixture
def by() -> Actor:
    return given.caseworker()


@pytest.fixture
def door(by: Actor) -> Client:
    return given.logged_in(Client(), by)  # type: ignore[no-any-return]


def guarded(case: Case, by: Actor) -> Representation:
    return people.add_representation(case.citizen, by=by, on=ON, kind="guardian_6", name="Grete Værge", since=ON, receives_letters=True)


def rows(letter: Letter) -> dict[str, tuple[str, str]]:
    return {one.representation.name if one.representation else "": (one.state, one.trouble) for one in Dispatch.objects.filter(letter=letter)}


def at(found: Complaint, name: str) -> str:
    return reverse(f"caseworker:{name}", args=[found.case.public_id, found.public_id])


def written(guardian: Representation, by: Actor) -> None:
    people.correct_representation(guardian, by=by, on=ON, seen=guardian.version, address="Prøvevej 9, 7100 Vejle")


def test_a_hearing_names_who_has_no_address_and_where_it_is_written_and_keeps_what_was_typed(by: Actor, door: Client) -> None:
    asked = known.asked_for(by)
    guardian = guarded(asked.case, by)
    where = address("hearing", asked.case, asked)
    page = text(door.get(where))
    assert f"Grete Værge, {guardian.get_kind_display().lower()}, {MISSING}" in page
    assert f'href="{address("correct_representation", asked.case.citizen, guardian)}"' in page
    refused = door.post(where, sent(**HEARD, gem="send"))
    assert refused.status_code == 422
    assert "Grete Værge skal have brevet, men adressen mangler." in text(refused)
    assert (Hearing.objects.count(), Letter.objects.count()) == (0, 0)
    assert HearingDraft.objects.get().planned == HEARD["planned"]
    written(guardian, by)
    assert MISSING not in text(door.get(where))
    assert door.post(where, sent(**{**HEARD, "version": "1"}, gem="send")).status_code == 303
    assert rows(Letter.objects.get()) == {"": ("queued", ""), "Grete Værge": ("queued", "")}


def test_a_hearing_can_be_sent_to_the_others_with_a_reason(by: Actor, door: Client) -> None:
    asked = known.asked_for(by)
    guarded(asked.case, by)
    where = address("hearing", asked.case, asked)
    assert door.post(where, sent(**HEARD, without=WHY, gem="send")).status_code == 303
    assert rows(Letter.objects.get()) == {"": ("queued", ""), "Grete Værge": ("recalled", WHY)}


def test_a_hearing_that_nobody_can_have_says_so_and_where_the_address_is_written(by: Actor, door: Client) -> None:
    asked = known.asked_for(by)
    Citizen.objects.filter(pk=asked.case.citizen_id).update(street="", digital_post=False)
    page = text(door.get(address("hearing", asked.case, asked)))
    assert "Der er ingen, brevet må sendes til." in page
    assert f'href="{address("change_citizen", asked.case.citizen)}"' in page
    assert "Hvorfor sendes brevet uden?" not in page
    assert door.post(address("hearing", asked.case, asked), sent(**HEARD, gem="send")).status_code == 422


def test_the_question_why_is_not_asked_when_everybody_can_be_reached(by: Actor, door: Client) -> None:
    asked = known.asked_for(by)
    assert "Hvorfor sendes brevet uden?" not in text(door.get(address("hearing", asked.case, asked)))


def test_the_acts_refuse_what_nobody_gave_a_reason_for(by: Actor) -> None:
    asked = known.asked_for(by)
    guarded(asked.case, by)
    facts = [{"text": "Du klarer selv post.", "from": "Statusnotat"}]
    with pytest.raises(RecipientUnreached, match="Grete Værge"):
        deciding.send_hearing(asked, planned="Nedsættelse.", facts=facts, due_on=date(2026, 12, 9), by=by, on=ON)
    found = gc.forwarded(by, on=ON, received_on=ON)
    guarded(found.case, by)
    with pytest.raises(RecipientUnreached, match="Grete Værge"):
        complaining.send_answer(found, standard=given.VEJLE, by=by, on=ON)


def test_the_answer_to_a_complaint_waits_for_the_address_or_for_a_reason(by: Actor, door: Client) -> None:
    found = gc.forwarded(by, on=ON, received_on=ON)
    guardian = guarded(found.case, by)
    page = text(door.get(at(found, "answer_complaint")))
    assert f"Grete Værge, {guardian.get_kind_display().lower()}, {MISSING}" in page
    assert f'href="{address("correct_representation", found.case.citizen, guardian)}"' in page
    assert ">Send svaret<" not in page
    assert door.post(at(found, "answer_complaint"), sent(without=" ")).status_code == 422
    assert door.post(at(found, "answer_complaint"), sent(without=WHY)).status_code == 303
    found.refresh_from_db()
    assert found.answer
    assert rows(found.answer) == {"": ("queued", ""), "Grete Værge": ("recalled", WHY)}


def test_with_the_address_written_the_answer_goes_to_the_guardian_too(by: Actor, door: Client) -> None:
    found = gc.forwarded(by, on=ON, received_on=ON)
    written(guarded(found.case, by), by)
    assert ">Send svaret<" in text(door.get(at(found, "answer_complaint")))
    assert door.post(at(found, "answer_complaint"), sent()).status_code == 303
    found.refresh_from_db()
    assert found.answer
    assert rows(found.answer)["Grete Værge"][0] == "queued"


def test_an_answer_without_a_review_waits_too_and_loses_nothing_typed(by: Actor, door: Client) -> None:
    found = gc.complaint(by, gc.early_help(by), received_on=ON, answers={"applied_for_specific_service": "nej"})
    assert not found.may_go_on
    guardian = guarded(found.case, by)
    assert f'href="{address("correct_representation", found.case.citizen, guardian)}"' in text(door.get(at(found, "answer_complaint")))
    refused = door.post(at(found, "answer_complaint"), sent(text="Du kan bruge gruppen om onsdagen."))
    assert refused.status_code == 422
    assert "Grete Værge skal have brevet, men adressen mangler." in text(refused)
    assert "Du kan bruge gruppen om onsdagen." in text(refused)
    found.refresh_from_db()
    assert (found.state, found.answer) == ("registered", None)
    assert door.post(at(found, "answer_complaint"), sent(text="Du kan bruge gruppen om onsdagen.", without=WHY)).status_code == 303
    found.refresh_from_db()
    assert found.answer
    assert rows(found.answer)["Grete Værge"] == ("recalled", WHY)
