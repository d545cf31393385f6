"""The pages of following up: what is owed and why, one follow-up of one occasion, and the standard's own way beside one's choice."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from mestring.audit import clock
from mestring.audit.models import LookUp
from mestring.cases.actions.glass import break_glass
from mestring.cases.models import Due
from mestring.decisions.models import Grant
from mestring.followups.models import FollowUp
from tests import given
from tests.decisions import given_decision as known
from tests.followups.given_follow_up import held

pytestmark = pytest.mark.django_db
FIRST = date(2027, 3, 1)
NOON = datetime(2027, 3, 1, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))
SAID: dict[str, Any] = {
    "held_on": "01-03-2027",
    "form": "virtual",
    "present": "Karen og Sofie",
    "agreed": "Karen åbner selv sin post.",
    "outcome": "continue",
    "extent": "same",
    "version": 0,
}


@pytest.fixture
def by() -> given.Actor:
    return given.caseworker()


@pytest.fixture
def grant(by: given.Actor) -> Grant:
    return known.granted(by)


@pytest.fixture
def door(by: given.Actor, grant: Grant) -> Any:
    """The caseworker on the day it is owed."""
    with clock.at(NOON):
        yield given.logged_in(Client(), by)


def at(grant: Grant, name: str = "follow_up") -> str:
    return reverse(f"caseworker:{name}", args=[grant.case.public_id, grant.public_id])


def sent(**values: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **SAID, **values}


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\xa0", " ")


def test_the_page_says_by_when_why_how_and_what_comes_after(door: Client, grant: Grant) -> None:
    page = text(door.get(at(grant)))
    for words in (
        "Opfølgning på § 85",
        "Trin 3 · 2,8 timer om ugen",
        "I dag",
        "Senest mandag 1. marts",
        "personligt møde eller virtuelt møde",
        "Første opfølgning efter 3 måneder",
        "Næste opfølgning 1. september",
        "Sparring 1. december",
        "Det er den første.",
    ):
        assert words in page, words


def test_the_work_list_and_the_case_lead_to_it(door: Client, grant: Grant) -> None:
    assert f'href="{at(grant)}"' in door.get("/arbejde/").content.decode()
    case = door.get(reverse("caseworker:case", args=[grant.case.public_id])).content.decode()
    assert case.count(f'href="{at(grant)}"') == 2  # among what is missing, and at its day


def test_one_is_held_once_however_often_it_is_sent_and_stands_in_the_case(door: Client, grant: Grant) -> None:
    said = sent()
    for _ in range(2):
        answer = door.post(at(grant), said)
        assert (answer.status_code, answer["Location"]) == (303, reverse("caseworker:case", args=[grant.case.public_id]))
    made = FollowUp.objects.get()
    assert (made.held_on, made.form, made.present, made.due_on) == (FIRST, "virtual", "Karen og Sofie", FIRST)
    assert Due.objects.waiting().get(kind="follow_up").on == date(2027, 9, 1)
    page = text(door.get(answer["Location"]))
    assert "Opfølgning på § 85 Karen åbner selv sin post." in page
    one = door.get(reverse("caseworker:held_follow_up", args=[grant.case.public_id, made.public_id]))
    assert "Karen åbner selv sin post." in text(one)
    assert LookUp.objects.filter(action="follow_up.see", thing_id=str(made.public_id)).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"held_on": "02-03-2027"}, "02-03-2027 er ikke kommet endnu"),
        ({"held_on": "01-11-2026"}, "Hjælpen blev bevilget 25-11-2026"),
        ({"agreed": ""}, "Det er, hvad den næste begynder med"),
        ({"outcome": ""}, "Vælg, hvad der skal ske."),
        ({"form": "telephone"}, "Skriv det kort, eller vælg standardens måde"),
        ({"next_on": "01-01-2028"}, "hvem den er aftalt med, og hvorfor"),
        ({"next_on": "01-03-2027"}, "Skriv en dag fra 02-03-2027 og frem"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(door: Client, grant: Grant, wrong: dict[str, str], words: str) -> None:
    answer = door.post(at(grant), sent(provider_says="Sofie ser fremgang.", **wrong))
    assert answer.status_code == 422
    assert words in text(answer)
    assert "Sofie ser fremgang." in text(answer)
    assert not FollowUp.objects.exists()


def test_another_way_than_the_standard_s_is_possible_and_says_why(door: Client, grant: Grant) -> None:
    assert door.post(at(grant), sent(form="telephone", departs="Karen er indlagt.")).status_code == 303
    assert FollowUp.objects.get().departs == "Karen er indlagt."


def test_a_colleague_s_meanwhile_is_told_and_can_be_said_to_be_another(door: Client, grant: Grant, by: given.Actor) -> None:
    held(grant, by, on=FIRST)
    answer = door.post(at(grant), sent())
    assert answer.status_code == 422
    assert "Anne Mette Riis har skrevet en, der blev holdt 01-03-2027, mens du skrev" in text(answer)
    assert door.post(at(grant), sent(sure="ja")).status_code == 303


def test_an_ending_goes_on_to_the_decision_it_begins(door: Client, grant: Grant) -> None:
    answer = door.post(at(grant), sent(outcome="end"), follow=True)
    assert "Afgørelsen om ophør er begyndt. Hør borgeren først." in text(answer)
    assert answer.redirect_chain[-1][0] == reverse("caseworker:decide", args=[grant.case.public_id, FollowUp.objects.get().begun.public_id])


def test_sparring_is_written_without_the_citizen(door: Client, grant: Grant) -> None:
    first = door.get(at(grant, "peer_review"))
    asked = text(first)
    assert "Sparring på § 85" in asked
    assert re.search(r'name="extra"[^>]*checked', first.content.decode()), "nine months before its day it is taken to be an extra one"
    assert "Hvad siger borgeren" not in asked
    said = {"key": str(uuid4()), "version": 0, "held_on": "01-03-2027", "agreed": "Samme trin et halvt år.", "extent": "same", "extra": "ja"}
    assert door.post(at(grant, "peer_review"), said).status_code == 303
    assert Due.objects.waiting().get(kind="follow_up").on == FIRST
    assert Due.objects.waiting().get(kind="peer_review").on == date(2027, 12, 1)


def test_another_day_is_agreed_and_stands_in_the_trace(door: Client, grant: Grant) -> None:
    refused = door.post(at(grant, "agree_follow_up"), {"key": str(uuid4()), "next_on": "15-03-2027"})
    assert refused.status_code == 422
    assert "hvem den er aftalt med" in text(refused)
    said = {"key": str(uuid4()), "next_on": "15-03-2027", "agreed_with": "Else, faglig konsulent", "because": "Karen er på ferie."}
    assert door.post(at(grant, "agree_follow_up"), said).status_code == 303
    page = text(door.get(at(grant)))
    assert "Senest mandag 15. marts" in page
    assert "Aftalt med Else, faglig konsulent" in page


def test_one_in_error_is_marked_read_and_owed_again(door: Client, grant: Grant, by: given.Actor) -> None:
    made = held(grant, by, on=FIRST)
    address = reverse("caseworker:mark_follow_up_error", args=[grant.case.public_id, made.public_id])
    page = text(door.post(address, {"key": str(uuid4()), "because": "Forkert borger."}, follow=True))
    assert "Fejlskrevet. Forkert borger." in page
    assert "Den er fejlskrevet" not in page
    assert Due.objects.waiting().get(kind="follow_up").on == FIRST


def test_who_only_breaks_the_glass_reads_and_does_not_hold(grant: Grant, by: given.Actor) -> None:
    made = held(grant, by, on=FIRST)
    bo = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    with clock.at(NOON):
        break_glass(grant.case, by=given.access.moved_to(bo, FIRST), on=FIRST, category="danger", reason="Det haster.")
        client = given.logged_in(Client(), bo)
        read = client.get(reverse("caseworker:held_follow_up", args=[grant.case.public_id, made.public_id]))
        assert read.status_code == 200
        assert "Den er fejlskrevet" not in text(read)
        assert client.get(at(grant)).status_code == 404


def test_what_the_rhythm_hangs_on_is_asked_where_it_is_missing_and_answered_there(by: given.Actor) -> None:
    """Vejle § 104 hangs on where the citizen lives."""
    chosen = {
        **known.GRANTED,
        "level": "",
        "level_label": "",
        "amount": None,
        "unit": "",
        "extent": "Fire dage om ugen.",
        "follow_up_on": None,
        "departure": "Aftalt sådan.",
    }
    grant = known.granted(by, section="104", **chosen)
    with clock.at(NOON):
        client = given.logged_in(Client(), by)
        address = reverse("caseworker:answer_follow_up", args=[grant.case.public_id, grant.public_id])
        page = client.get(at(grant))
        assert "Standardens dag kan først regnes ud, når der er svaret på: hvor borgeren bor." in text(page)
        assert f'href="{address}"' in page.content.decode()
        refused = client.post(address, {"key": str(uuid4()), "housing": "accommodation_108", "source": ""})
        assert refused.status_code == 422
        assert client.post(address, {"key": str(uuid4()), "housing": "accommodation_108", "source": "Samtale"}).status_code == 303
        assert "Senest fredag 1. december 2028" in text(client.get(at(grant)))
