"""The pages of a decision: the proposal beside the choice, gates that stay shut, one decision of one application, and nothing typed lost."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mestring.audit.models import LookUp
from mestring.cases.models import Application, Letter
from mestring.decisions import actions
from mestring.decisions.models import AgendaItem, Consideration, Decision, GatePass, Grant, Hearing, HearingDraft, Preparation, Recommendation
from mestring.people.access import Actor
from mestring.people.actions import citizen as people
from mestring.people.models import Unit
from mestring.web.caseworker.pages import progress
from tests import given
from tests.decisions import given_decision as known

pytestmark = pytest.mark.django_db
ON = given.TODAY
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def by() -> Actor:
    return given.caseworker()


@pytest.fixture
def door(by: Actor) -> Client:
    return given.logged_in(Client(), by)


@pytest.fixture
def asked_for(by: Actor) -> Application:
    return known.asked_for(by)


def at(name: str, one: Application, *more: Any) -> str:
    return reverse(f"caseworker:{name}", args=[one.case.public_id, one.public_id, *more])


def sent(**values: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **values}


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\xa0", " ")


CHOICE: dict[str, Any] = {
    "outcome": "granted",
    "level": "3",
    "amount": "2,8",
    "unit": "hours_week",
    "extent": "",
    "begins_on": "01-12-2026",
    "ends_on": "",
    "purpose": "",
    "follow_up_on": "01-03-2027",
    "follow_up": "",
    "payment": "Hjælpen er gratis for dig.",
    "plan": "accepted",
    "plan_on": "25-11-2026",
    "departure": "",
    "legal_basis": "",
    "discretion": "",
    "facts": "",
    "next_steps": "",
}


def ready(one: Application, by: Actor) -> None:
    """Conditions answered, the other sections weighed, and why there is no assessment."""
    known.considered(one, by)
    known.weighed(one, by)
    known.unassessed(one, by)


# ---------------------------------------------------------------------------------------------- is the citizen covered


def test_each_condition_stands_with_its_mark_its_source_and_its_question(door: Client, asked_for: Application) -> None:
    shown = text(door.get(at("eligibility", asked_for)))
    assert "Du skal vurdere, om betingelserne for § 85 er opfyldt" in shown
    assert "Vejle 2023, l. 583" in shown
    assert "SEL § 85" in shown
    assert "Betydeligt nedsat fysisk eller psykisk funktionsevne" in shown
    assert "Grænsen mellem § 85 og § 97" in shown
    assert "10 mangler" in shown


def test_a_judgement_is_kept_with_its_own_words_and_a_conclusion(by: Actor, door: Client, asked_for: Application) -> None:
    words = "Svært nedsat på fire af ni emner."
    answer = door.post(
        at("eligibility", asked_for),
        sent(
            version=1,
            significant_impairment="ja",
            significant_impairment_words=words,
            needs_support_85="ja",
            needs_support_85_words="Post og penge.",
            outcome="",
            why="",
        ),
    )
    assert (answer.status_code, answer["Location"]) == (303, at("eligibility", asked_for))
    own = Consideration.objects.get(application=asked_for, applied=True)
    assert own.judgements["significant_impairment"] == {"mark": "met", "words": words}
    assert own.is_open
    shown = text(door.get(at("eligibility", asked_for)))
    assert "Vurderet: ja" in shown
    assert words in shown
    concluded = sent(version=own.version, significant_impairment="ja", significant_impairment_words=words, outcome="met", why="Udredningen viser det.")
    assert door.post(at("eligibility", asked_for), concluded).status_code == 303
    own.refresh_from_db()
    assert (own.outcome, own.judgements["significant_impairment"]["words"]) == ("met", words)


def test_words_without_a_yes_or_a_no_are_not_saved_and_not_lost(door: Client, asked_for: Application) -> None:
    answer = door.post(
        at("eligibility", asked_for), sent(version=1, significant_impairment="", significant_impairment_words="Har svært ved det.", outcome="", why="")
    )
    assert answer.status_code == 422
    assert "vælg ja eller nej, eller slet din tekst" in text(answer).lower()
    assert "Har svært ved det." in answer.content.decode()
    assert not Consideration.objects.filter(application=asked_for).exists()


def test_what_is_written_about_the_conditions_saves_itself_and_tells_the_version(door: Client, asked_for: Application) -> None:
    form = sent(version=1, significant_impairment="ja", significant_impairment_words="Ja.", outcome="", why="", gem="kladde")
    first = door.post(at("eligibility", asked_for), form, headers=SCRIPT).json()
    second = door.post(
        at("eligibility", asked_for), {**form, **sent(version=first["version"], significant_impairment_words="Ja, på fire emner.")}, headers=SCRIPT
    )
    assert second.status_code == 200
    own = Consideration.objects.get(application=asked_for)
    assert own.judgements["significant_impairment"]["words"] == "Ja, på fire emner."
    late = door.post(at("eligibility", asked_for), {**form, **sent(version=first["version"], significant_impairment_words="For sent.")}, headers=SCRIPT)
    assert late.status_code == 409
    page_ = door.post(
        at("eligibility", asked_for), sent(version=first["version"], significant_impairment="ja", significant_impairment_words="For sent.", outcome="", why="")
    )
    assert page_.status_code == 409
    assert "For sent." in page_.content.decode()
    assert "på fire emner" in text(page_)
    assert re.search(r" Du selv gemte .+ kl. [0-9]", text(page_))


def test_a_fact_is_asked_for_by_its_type_and_kept_with_where_it_is_from(by: Actor, door: Client) -> None:
    one = known.asked_for(by, "97")
    form = sent(version=1, caused_by_mental_illness="nej", caused_by_mental_illness_from="Speciallægeerklæring 2-10-2026", outcome="", why="")
    assert door.post(at("eligibility", one), form).status_code == 303
    own = Consideration.objects.get(application=one)
    assert own.facts["caused_by_mental_illness"] == {"value": False, "from": "Speciallægeerklæring 2-10-2026"}
    again = door.post(at("eligibility", one), sent(version=own.version, caused_by_mental_illness="nej", caused_by_mental_illness_from="", outcome="", why=""))
    assert again.status_code == 422
    assert "hvor I har det fra" in text(again)


def test_the_other_sections_are_weighed_one_by_one_with_a_reason_each(by: Actor, door: Client, asked_for: Application) -> None:
    door.post(at("weigh_others", asked_for), sent(**{"97": "Ledsagelse er ikke det, der mangler.", "82a": ""}))
    one = Consideration.objects.get(application=asked_for, section="97")
    assert (one.outcome, one.applied) == ("not_relevant", False)
    shown = text(door.get(at("eligibility", asked_for)))
    assert "Overvejet § 97" in shown
    assert "9 mangler" in shown
    empty = door.post(at("weigh_others", asked_for), sent(**{"82a": ""}))
    assert empty.status_code == 422
    other = text(door.get(at("weigh", asked_for, "97")))
    assert "Er borgeren omfattet af § 97?" in other


# ---------------------------------------------------------------------------------------------- proposal beside choice


def test_the_proposal_stands_beside_the_choice_with_its_source(door: Client, asked_for: Application) -> None:
    answer = door.get(at("decide", asked_for))
    shown = text(answer)
    assert "Trin 1 bruttotid 1,06 timer pr. uge" in shown
    assert "Vælg blandt" not in shown, "what the levels say is said once"
    assert "ansigt til ansigt 2,8 timer pr. uge" in shown
    assert "Vejle 2023, l. 1393" in shown
    assert "Indsatsen er gratis for borgeren." in shown
    assert "mangler Listen regnes ud af det, der er gemt" in shown
    assert answer.content.decode().count("button-primary") == 1


def test_the_choice_is_kept_and_saves_itself(by: Actor, door: Client, asked_for: Application) -> None:
    first = door.post(at("decide", asked_for), sent(version=0, **CHOICE, gem="kladde"), headers=SCRIPT)
    assert first.status_code == 200
    kept = Preparation.objects.get(application=asked_for)
    assert (kept.outcome, kept.level, kept.level_label, kept.amount, kept.unit) == ("granted", "3", "Trin 3", 280, "hours_week")
    again = door.post(at("decide", asked_for), sent(version=first.json()["version"], **{**CHOICE, "amount": "3,5"}, gem="bliv"))
    assert again.status_code == 303
    shown = door.get(at("decide", asked_for))
    assert 'value="3,5"' in shown.content.decode()
    assert "0,7 timer om ugen over trin 3" in text(shown)


def test_a_save_whose_answer_was_lost_is_sent_again_and_is_one_save(by: Actor, door: Client, asked_for: Application) -> None:
    for address, form in (
        (at("decide", asked_for), sent(version=0, **CHOICE, gem="kladde")),
        (at("eligibility", asked_for), sent(version=1, significant_impairment="ja", significant_impairment_words="Ja.", outcome="met", why="", gem="kladde")),
        (at("recommend", asked_for), sent(version=0, text="Bevilg støtte.", alternative="", wish="", tried="", meeting="", gem="kladde")),
    ):
        first, again = (door.post(address, form, headers=SCRIPT) for _ in range(2))
        assert (first.status_code, again.status_code, first.json()["version"]) == (200, 200, again.json()["version"])


def test_two_who_write_at_once_see_both_texts(by: Actor, door: Client, asked_for: Application) -> None:
    door.post(at("decide", asked_for), sent(version=0, **CHOICE, gem="bliv"))
    actions.prepare(asked_for, seen=1, by=by, on=ON, discretion="Kollegaens ord om hensynet.")
    answer = door.post(at("decide", asked_for), sent(version=1, **{**CHOICE, "discretion": "Mine ord om hensynet."}, gem="afgoer"))
    assert answer.status_code == 409
    assert "Kollegaens" in text(answer)
    assert "Mine ord om hensynet." in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_number_or_a_day_that_can_t_be_read_is_said_and_kept(door: Client, asked_for: Application) -> None:
    answer = door.post(at("decide", asked_for), sent(version=0, **{**CHOICE, "amount": "to", "begins_on": "i morgen"}, gem="bliv"))
    assert answer.status_code == 422
    assert "”to” kan ikke læses. Skriv et tal, for eksempel 2,8." in text(answer)
    assert 'value="i morgen"' in answer.content.decode()


def test_gates_that_stay_shut_hold_the_decision_back_and_the_text_is_kept(door: Client, asked_for: Application) -> None:
    answer = door.post(at("decide", asked_for), sent(version=0, **{**CHOICE, "payment": "", "purpose": "At beholde lejligheden."}, gem="afgoer"))
    assert answer.status_code == 422
    shown = text(answer)
    assert "Afgørelsen kan ikke træffes endnu." in shown
    assert "Skriv, hvad borgeren selv betaler, eller at det er gratis." in shown
    assert "Konkludér for § 85" in shown
    assert not Decision.objects.exists()
    kept = Preparation.objects.get(application=asked_for)
    assert kept.purpose == "At beholde lejligheden."
    assert f'name="version" value="{kept.version}"' in answer.content.decode()


def test_everything_in_order_it_is_decided_and_leads_to_the_letter_as_the_button_says(by: Actor, door: Client, asked_for: Application) -> None:
    ready(asked_for, by)
    answer = door.post(at("decide", asked_for), sent(version=0, **CHOICE, gem="afgoer"))
    made = Decision.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, at("decision_letter", asked_for, made.public_id))
    assert "Send brevet" in text(door.get(answer["Location"]))
    assert (made.capacity, made.level_label) == ("caseworker", "Trin 3")
    shown = text(door.get(at("decision", asked_for, made.public_id)))
    assert "Truffet onsdag 25. november af Anne Mette Riis som sagsbehandler" in shown
    assert "2,8 timer om ugen" in shown
    assert "Skriv brevet" in shown
    assert door.get(at("decide", asked_for))["Location"] == at("decision", asked_for, made.public_id)


def test_the_same_form_sent_twice_is_one_decision_and_another_is_told(by: Actor, door: Client, asked_for: Application) -> None:
    ready(asked_for, by)
    form = sent(version=0, **CHOICE, gem="afgoer")
    first, again = door.post(at("decide", asked_for), form), door.post(at("decide", asked_for), form)
    assert (first.status_code, again.status_code, first["Location"]) == (303, 303, again["Location"])
    other = door.post(at("decide", asked_for), sent(version=1, **{**CHOICE, "purpose": "Min egen tekst."}, gem="afgoer"))
    assert other.status_code == 409
    assert "allerede afgjort" in text(other)
    assert "Min egen tekst." in other.content.decode()
    assert Decision.objects.count() == 1
    assert Preparation.objects.get().purpose == ""


def test_a_departure_needs_its_reason(by: Actor, door: Client, asked_for: Application) -> None:
    ready(asked_for, by)
    more = {**CHOICE, "amount": "3,5"}
    answer = door.post(at("decide", asked_for), sent(version=0, **more, gem="afgoer"))
    assert answer.status_code == 422
    assert "0,7 timer om ugen over trin 3" in text(answer)
    assert "Du afviger fra forslaget" in answer.content.decode()
    kept = Preparation.objects.get()
    door.post(at("decide", asked_for), sent(version=kept.version, **{**more, "departure": "Tre kreditorer skal ryddes op først."}, gem="afgoer"))
    assert Decision.objects.get().departure == "Tre kreditorer skal ryddes op først."


def test_a_gate_is_passed_with_a_reason_mended_and_taken_back(by: Actor, door: Client, asked_for: Application) -> None:
    known.prepared(asked_for, by, **known.REFUSED)
    door.post(at("pass_gate", asked_for, "hearing_done"), sent(reason="Karen kender alle oplysningerne."))
    assert GatePass.objects.by_reason().get().reason == "Karen kender alle oplysningerne."
    assert "Begrundet" in text(door.get(at("decide", asked_for)))
    door.post(at("pass_gate", asked_for, "hearing_done"), sent(reason="Hun har selv givet dem."))
    assert GatePass.objects.by_reason().get().reason == "Hun har selv givet dem."
    door.post(at("pass_gate", asked_for, "hearing_done"), sent(reason=""))
    assert not GatePass.objects.by_reason().exists()


def test_a_gate_that_law_keeps_shut_is_not_passed_by_words(by: Actor, door: Client, asked_for: Application) -> None:
    answer = door.post(at("pass_gate", asked_for, "all_law_considered"), sent(reason="Vi springer det over."))
    assert answer.status_code == 422
    assert "kender ingen undtagelse" in text(answer)
    assert "Vi springer det over." in answer.content.decode()
    assert door.post(at("pass_gate", asked_for, "no_such_gate"), sent(reason="Nej.")).status_code == 422
    assert not GatePass.objects.exists()


def test_the_leader_decides_as_leader(by: Actor, asked_for: Application) -> None:
    ready(asked_for, by)
    lead = given.logged_in(Client(), given.leader())
    assert "Afgør som leder" in text(lead.get(at("decide", asked_for)))
    lead.post(at("decide", asked_for), sent(version=0, **CHOICE, gem="afgoer"))
    assert Decision.objects.get().capacity == "leader"


# ---------------------------------------------------------------------------------------------- who may


def pages(one: Application) -> list[str]:
    return [at(name, one) for name in ("eligibility", "decide", "hearing", "recommend", "name_grant")] + [at("weigh", one, "97")]


def test_a_caseworker_of_another_team_finds_nothing(by: Actor, asked_for: Application) -> None:
    made = known.decided(by, application=asked_for)
    stranger = given.logged_in(Client(), given.caseworker(given.unit("Et andet team"), "Per Fremmed"))
    own = [at(name, asked_for, made.public_id) for name in ("decision", "decision_letter", "tell_decision", "correct_decision")]
    for address in [*pages(asked_for), *own]:
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, sent(gem="afgoer")).status_code in (404, 405)
    assert stranger.post(at("pass_gate", asked_for, "hearing_done"), sent(reason="x")).status_code == 404
    assert stranger.get(reverse("caseworker:reduce_grant", args=[asked_for.case.public_id, Grant.objects.get().public_id])).status_code == 404


def test_an_application_is_only_found_in_its_own_case(by: Actor, door: Client, asked_for: Application) -> None:
    other = known.asked_for(by)
    wrong = reverse("caseworker:decide", args=[other.case.public_id, asked_for.public_id])
    assert door.get(wrong).status_code == 404


def test_each_look_is_logged(door: Client, asked_for: Application) -> None:
    for address in pages(asked_for)[:4]:
        before = LookUp.objects.filter(case=str(asked_for.case.public_id)).count()
        assert door.get(address).status_code == 200
        assert LookUp.objects.filter(case=str(asked_for.case.public_id)).count() > before


def test_an_application_without_a_section_is_named_first(by: Actor, door: Client) -> None:
    from mestring.cases.actions.application import receive_open_application

    case = given.case(by)
    one = receive_open_application(case, by=by, on=ON, standard=given.VEJLE, words="Jeg har brug for hjælp.", channel="phone", received_on=ON)
    assert door.get(at("decide", one))["Location"] == at("application", one)


def test_an_application_that_was_taken_back_has_nothing_to_decide_and_its_hearing_is_still_read(by: Actor, door: Client, asked_for: Application) -> None:
    from mestring.cases.actions.application import withdraw

    known.heard(asked_for, by)
    withdraw(asked_for, by=by, on=ON, because="Ringede.")
    for name in ("decide", "eligibility", "recommend"):
        assert door.get(at(name, asked_for))["Location"] == at("application", asked_for)
    assert "Vi overvejer at sætte støtten ned" in text(door.get(at("hearing", asked_for)))


# ---------------------------------------------------------------------------------------------- the letter


def test_the_citizen_is_told_by_word_and_the_letter_is_still_owed(by: Actor, door: Client) -> None:
    made = known.decided(by)
    address = at("tell_decision", made.application, made.public_id)
    assert door.post(address, sent(told_on="25-11-2026", words="")).status_code == 422
    assert door.post(address, sent(told_on="25-11-2026", words="Karen blev glad.")).status_code == 303
    shown = text(door.get(at("decision", made.application, made.public_id)))
    assert "Meddelt" in shown
    assert "Skriv brevet" in shown
    assert "Meddel mundtligt" not in shown


def test_the_letter_is_seen_first_and_sent_once(by: Actor, door: Client) -> None:
    made = known.decided(by)
    address = at("decision_letter", made.application, made.public_id)
    shown = text(door.get(address))
    assert "Du får socialpædagogisk støtte" in shown or "socialpædagogisk støtte" in shown
    assert not Letter.objects.exists()
    form = sent()
    first, again = door.post(address, form), door.post(address, form)
    letter = Letter.objects.get()
    assert first["Location"] == again["Location"] == reverse("caseworker:letter", args=[made.application.case.public_id, letter.public_id])
    made.refresh_from_db()
    assert (made.letter, made.state) == (letter, "sent")
    assert door.get(address)["Location"] == at("decision", made.application, made.public_id)


def test_who_sends_the_same_letter_from_a_second_window_is_told_that_it_is_sent_and_led_to_it(by: Actor, door: Client) -> None:
    made = known.decided(by)
    address = at("decision_letter", made.application, made.public_id)
    door.post(address, sent())
    second = door.post(address, sent(), follow=True)
    letter = Letter.objects.get()
    assert second.redirect_chain == [(reverse("caseworker:letter", args=[made.application.case.public_id, letter.public_id]), 302)]
    assert "er allerede sendt eller på vej" in second.content.decode()


def test_a_decisions_letter_waits_for_the_guardians_address_or_for_a_reason(by: Actor, door: Client) -> None:
    made = known.decided(by)
    citizen = made.application.case.citizen
    people.add_representation(citizen, by=by, on=ON, kind="guardian_6", name="Grete Værge", since=ON, receives_letters=True)
    address = at("decision_letter", made.application, made.public_id)
    page = door.get(address).content.decode()
    assert "skal have brevet, men adressen mangler" in page
    assert "Skriv adressen" in page
    assert door.post(address, sent()).status_code == 422
    assert door.post(address, sent(without="Adressen er efterlyst")).status_code == 303
    assert {one.trouble for one in Letter.objects.get().dispatches.all()} == {"", "Adressen er efterlyst"}


def test_one_letter_tells_of_several_decisions(by: Actor, door: Client) -> None:
    first = known.decided(by)
    one = given.application(by, first.application.case, section="97", kind=known.asked_for(by, "97").kind)
    second = known.decided(
        by,
        application=one,
        outcome="granted",
        amount=1500,
        unit="hours_month",
        begins_on=known.STARTS,
        payment="Gratis.",
        plan="offered",
        follow_up_on=known.STARTS,
    )
    address = at("decision_letter", first.application, first.public_id) + f"?med={second.public_id}"
    assert "§ 97" in text(door.get(address))
    door.post(address, sent())
    second.refresh_from_db()
    assert second.letter == Letter.objects.get(kind="decision")


# ---------------------------------------------------------------------------------------------- hearing

HEARD = {"planned": "Vi overvejer at give afslag.", "fact_1": "Du klarer selv post.", "from_1": "Samtale 18-11-2026", "due_on": "16-12-2026"}


def test_a_hearing_is_seen_sent_and_answered(by: Actor, door: Client, asked_for: Application) -> None:
    seen = door.post(at("hearing", asked_for), sent(**HEARD, gem="se"))
    assert "Brevet, som det ser ud nu" in text(seen)
    assert not Hearing.objects.exists()
    assert door.post(at("hearing", asked_for), sent(**HEARD, gem="send")).status_code == 303
    one = Hearing.objects.get()
    assert one.facts == [{"text": "Du klarer selv post.", "from": "Samtale 18-11-2026"}]
    assert "Registrér svaret" in text(door.get(at("hearing", asked_for)))
    answer = at("answer_hearing", asked_for, one.public_id)
    assert door.post(answer, sent(answered_on="25-11-2026", answer="", document="")).status_code == 422
    assert door.post(answer, sent(answered_on="25-11-2026", answer="Det passer ikke.", document="")).status_code == 303
    assert "Det passer ikke." in text(door.get(at("hearing", asked_for)))


def test_a_hearing_with_a_day_too_soon_or_without_facts_is_not_sent(door: Client, asked_for: Application) -> None:
    soon = door.post(at("hearing", asked_for), sent(**{**HEARD, "due_on": "25-11-2026"}, gem="send"))
    assert soon.status_code == 422
    assert "svar senest: skriv en dag fra" in text(soon).lower()
    empty = door.post(at("hearing", asked_for), sent(**{**HEARD, "fact_1": ""}, gem="send"))
    assert empty.status_code == 422
    assert not Hearing.objects.exists()


def test_a_hearing_lapses_only_when_its_day_is_over(by: Actor, door: Client, asked_for: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    from mestring.audit import clock

    one = known.heard(asked_for, by)
    address = at("lapse_hearing", asked_for, one.public_id)
    assert "Gå videre uden svar" not in text(door.get(at("hearing", asked_for)))
    assert door.post(address, sent()).status_code == 422
    later = clock.now() + timedelta(days=20)
    monkeypatch.setattr(clock, "_system", lambda: later)
    fresh = given.logged_in(Client(), by)
    assert "Gå videre uden svar" in text(fresh.get(at("hearing", asked_for)))
    assert fresh.post(address, sent()).status_code == 303
    one.refresh_from_db()
    assert one.state == "lapsed"


# ---------------------------------------------------------------------------------------------- to the committee


def test_what_the_committee_decides_is_recommended_and_not_decided_here(by: Actor, door: Client) -> None:
    one = known.asked_for(by, "107", standard=given.VIBORG)
    known.prepared(one, by, **known.COMMITTEE_GRANTED)
    shown = text(door.get(at("decide", one)))
    assert "Indstil til udvalget" in shown
    assert "Afgør, og gå til brevet" not in shown
    refused = door.post(at("decide", one), sent(version=1, outcome="granted", extent="Plads.", begins_on="01-12-2026", gem="afgoer"))
    assert refused.status_code == 422
    assert "Kun visitationsudvalget kan afgøre § 107" in text(refused)
    assert not Decision.objects.exists()


def test_a_recommendation_is_kept_and_put_on_an_agenda_and_taken_off(by: Actor, door: Client) -> None:
    one = known.asked_for(by, "107", standard=given.VIBORG)
    known.prepared(one, by, **known.COMMITTEE_GRANTED)
    where = known.meeting(given.unit("Visitationsudvalget", Unit.Kind.COMMITTEE), by)
    texts = {"text": "Bevilg botilbud.", "alternative": "", "wish": "Jeg vil bo et sted, hvor nogen er vågne.", "tried": ""}
    without = door.post(at("recommend", one), sent(version=0, **texts, meeting="", gem="dagsorden"))
    assert without.status_code == 422
    kept = Recommendation.objects.get()
    assert kept.text == "Bevilg botilbud."
    door.post(at("recommend", one), sent(version=kept.version, **texts, meeting=str(where.public_id), gem="dagsorden"))
    assert AgendaItem.objects.waiting().get().meeting == where
    assert "Sagen er på dagsordenen" in text(door.get(at("recommend", one)))
    door.post(at("take_off_agenda", one), sent(because="Borgeren trak ønsket."))
    assert not AgendaItem.objects.waiting().exists()


# ---------------------------------------------------------------------------------------------- help that is given


def test_a_reduction_begins_with_a_hearing(by: Actor, door: Client) -> None:
    grant = known.granted(by)
    address = reverse("caseworker:reduce_grant", args=[grant.case.public_id, grant.public_id])
    assert "Borgeren skal høres" in text(door.get(address))
    answer = door.post(address, sent(intended="reduced", because="Karen klarer nu selv posten."))
    one = Application.objects.exclude(pk=grant.decision.application_id).get()
    assert answer["Location"] == at("hearing", one)
    shown = text(door.get(at("decide", one)))
    assert "Nedsat" in shown
    assert "Hør borgeren, før hjælpen nedsættes eller ophører." in shown


def test_the_notice_of_law_is_told_before_help_is_taken_away(by: Actor, door: Client) -> None:
    one = known.asked_for(by, "96")
    choice = {
        "outcome": "granted",
        "amount": 4000,
        "unit": "hours_week",
        "begins_on": known.STARTS,
        "payment": "Gratis.",
        "plan": "offered",
        "follow_up_on": known.STARTS,
    }
    choice |= {"departure": "Efter et konkret skøn."}
    grant = Grant.objects.get(decision=known.decided(by, application=one, **choice))
    shown = text(door.get(reverse("caseworker:reduce_grant", args=[grant.case.public_id, grant.public_id])))
    assert "14 ugers varsel" in shown


def test_the_wish_of_the_citizen_becomes_an_application_about_that_help(by: Actor, door: Client) -> None:
    grant = known.granted(by)
    address = reverse("caseworker:change_grant", args=[grant.case.public_id, grant.public_id])
    answer = door.post(address, sent(wish="end", words="Jeg klarer mig selv nu.", channel="phone", received_on="25-11-2026", sent_by=""))
    one = Application.objects.exclude(pk=grant.decision.application_id).get()
    assert answer["Location"] == at("application", one)
    shown = door.get(at("decide", one)).content.decode()
    assert 'name="as_wished"' in shown
    assert 'name="begins_on"' not in shown


def test_an_application_about_change_names_its_help_before_anything_is_chosen(by: Actor, door: Client) -> None:
    grant = known.granted(by)
    one = given.application(by, grant.case, kind=grant.decision.application.kind, wish="change", sure=True)
    assert door.get(at("decide", one))["Location"] == at("name_grant", one)
    assert "2,8 timer om ugen" in text(door.get(at("name_grant", one)))
    assert door.post(at("name_grant", one), sent(grant="")).status_code == 422
    assert door.post(at("name_grant", one), sent(grant=str(grant.public_id)))["Location"] == at("decide", one)
    assert "Ændret" in text(door.get(at("decide", one)))


def test_a_wrong_decision_is_replaced_by_a_new_one(by: Actor, door: Client) -> None:
    made = known.decided(by)
    address = at("correct_decision", made.application, made.public_id)
    kept = Preparation.objects.get()
    answer = door.post(address, sent(version=kept.version, **{**CHOICE, "amount": "2,8", "purpose": "At holde fast i boligen."}, because="", gem="afgoer"))
    assert answer.status_code == 422
    assert "Skriv, hvad der var forkert." in text(answer)
    kept.refresh_from_db()
    assert kept.purpose == "At holde fast i boligen.", "what was chosen is kept all the same"
    answer = door.post(address, sent(version=kept.version, **{**CHOICE, "purpose": "At holde fast i boligen."}, because="Formålet manglede.", gem="afgoer"))
    made.refresh_from_db()
    new = Decision.objects.get(replaces=made)
    assert (made.state, new.purpose, answer["Location"]) == ("replaced", "At holde fast i boligen.", at("decision_letter", made.application, new.public_id))
    assert "Afgørelsen er erstattet" in text(door.get(at("decision", made.application, made.public_id)))


# ---------------------------------------------------------------------------------------------- what the case page is told


def test_the_case_page_asks_only_for_what_there_is_however_many_applications(by: Actor) -> None:
    case = given.case(by)
    for section in ("85", "97", "102"):
        one = given.application(by, case, section=section, kind=known.asked_for(by, section).kind)
        if section == "85":
            known.decided(by, application=one)
        else:
            known.heard(one, by)
    applications = list(progress.with_signs(case.applications).order_by("pk"))
    with CaptureQueriesContext(connection) as queries:
        everything = progress.known(applications)
        events, needs, stages = (
            progress.events(case, everything, ON),
            progress.needs(case, applications, everything, ON),
            progress.state_of(applications, everything, ON),
        )
    assert len(queries) == 2, "decisions and hearings, for there is nothing on an agenda or put before anybody"
    assert any(event.title == "Bevilget: § 85" for event in events)
    assert [need.text for need in needs] == [
        "Borgerens svar på partshøringen",
        "Vurdér målgruppen for § 97",
        "Borgerens svar på partshøringen",
        "Vurdér målgruppen for § 102",
        "Send brevet om § 85",
    ]
    assert sum(event.title == "Partshøring sendt" for event in events) == 2
    assert [stage.name for stage in stages] == ["Partshøring", "Afgørelse", "Brev"]


# ---------------------------------------------------------------------------------------------- what is said before it can be decided


def test_the_purpose_stands_in_the_document_s_words_and_once(door: Client, asked_for: Application) -> None:
    shown = text(door.get(at("decide", asked_for)))
    assert "Målet er, at borgeren bliver bedre til at tage ansvar" in shown
    assert "Støtten gives i fem trin" not in shown  # the table says it


def test_nothing_is_called_ready_while_something_stops_the_decision(by: Actor, door: Client, asked_for: Application) -> None:
    ready(asked_for, by)
    door.post(at("decide", asked_for), sent(version=0, **{**CHOICE, "level": "", "amount": "", "unit": "", "begins_on": ""}, gem="bliv"))
    shown = door.get(at("decide", asked_for))
    before = text(shown).split("Før det kan afgøres")[1]
    assert "Alt er klar" not in before
    assert "Vælg et niveau, eller skriv, hvor meget hjælp der gives." in before
    assert "Skriv den dag, hjælpen begynder." in before
    assert 'href="#f-amount"' in shown.content.decode()
    assert 'href="#f-begins_on"' in shown.content.decode()
    refused = door.post(at("decide", asked_for), sent(version=1, **{**CHOICE, "level": "", "amount": "", "unit": "", "begins_on": ""}, gem="afgoer"))
    assert "Der er 2 ting at rette" in text(refused)


def test_a_departure_without_a_reason_stands_on_the_list_and_the_reason_is_said_to_go_into_the_letter(by: Actor, door: Client, asked_for: Application) -> None:
    ready(asked_for, by)
    door.post(at("decide", asked_for), sent(version=0, **{**CHOICE, "amount": "6"}, gem="bliv"))
    shown = text(door.get(at("decide", asked_for)))
    assert "Hvorfor valget fraviger standarden" in shown.split("Før det kan afgøres")[1]
    assert "Det kommer til at stå i brevet til borgeren." in shown
    door.post(at("decide", asked_for), sent(version=1, **CHOICE, gem="bliv"))
    assert "Alt er klar" in text(door.get(at("decide", asked_for)))


@pytest.mark.parametrize(
    ("standard", "cited"),
    [
        (
            "randers-2019",
            ["Serviceloven § 85", "Randers Kommune: Kvalitetsstandard for afklaringssamtaler, råd- og vejledningsforløb og mestringsvejledning (2019)"],
        ),
        ("ballerup-undated", ["Serviceloven § 85"]),  # Ballerup, l. 115: names § 85 as the next step, and has no rule on it
    ],
)
def test_the_grounds_begin_with_law_and_the_document_that_has_a_rule(by: Actor, door: Client, standard: str, cited: list[str]) -> None:
    asked = given.application(by, section="85", standard=standard)
    assert door.get(at("decide", asked)).context["form"]["legal_basis"].value().split("\n") == cited


NO_DAY = {**CHOICE, "follow_up_on": ""}
"""What is sent by whoever leaves the first follow-up to the standard."""
FIRST = date(2027, 3, 1)
DEPARTS = "Du har ikke sat en dag."


def day_shown(answer: Any) -> tuple[str, str]:
    """What stands in the field, and what the page carries unseen of it."""
    form = answer.context["form"]
    shown, carried = (re.search(rf'name="{name}"[^>]*value="([^"]*)"', answer.content.decode()) for name in ("follow_up_on", "follow_up_shown"))
    assert "follow_up_shown" in form.fields
    return shown[1] if shown else "", carried[1] if carried else ""


def test_the_first_follow_up_that_is_proposed_is_kept_with_the_choice_at_once(door: Client, asked_for: Application) -> None:
    assert door.post(at("decide", asked_for), sent(version=0, **NO_DAY, follow_up_shown="", gem="bliv")).status_code == 303
    assert Preparation.objects.get().follow_up_on == FIRST
    shown = door.get(at("decide", asked_for))
    assert day_shown(shown) == ("01-03-2027", "01-03-2027")
    assert "Standardens forslag." in text(shown)
    assert "Valget følger forslaget" in text(shown)
    assert DEPARTS not in text(shown)


def test_a_day_of_ones_own_is_not_called_the_standard_s(door: Client, asked_for: Application) -> None:
    door.post(at("decide", asked_for), sent(version=0, **{**CHOICE, "follow_up_on": "01-02-2027"}, gem="bliv"))
    assert Preparation.objects.get().follow_up_on == date(2027, 2, 1)
    assert "Standardens forslag." not in text(door.get(at("decide", asked_for)))


def test_a_follow_up_that_is_emptied_stays_empty_and_is_called_a_departure(by: Actor, door: Client, asked_for: Application) -> None:
    ready(asked_for, by)
    door.post(at("decide", asked_for), sent(version=0, **NO_DAY, follow_up_shown="", gem="bliv"))
    door.post(at("decide", asked_for), sent(version=1, **NO_DAY, follow_up_shown="01-03-2027", gem="bliv"))
    assert Preparation.objects.get().follow_up_on is None
    shown = door.get(at("decide", asked_for))
    assert day_shown(shown) == ("", "")
    assert "Standardens forslag." not in text(shown)
    assert DEPARTS in text(shown)
    door.post(at("decide", asked_for), sent(version=2, **{**NO_DAY, "purpose": "At åbne sin post."}, follow_up_shown="", gem="bliv"))
    assert Preparation.objects.get().follow_up_on is None, "the next save does not put it back"
    answer = door.post(at("decide", asked_for), sent(version=3, **{**NO_DAY, "departure": "Aftalt med Karen."}, follow_up_shown="", gem="afgoer"))
    assert (answer.status_code, Decision.objects.get().follow_up_on) == (303, None)


def test_who_writes_why_there_is_no_follow_up_is_given_none(door: Client, asked_for: Application) -> None:
    door.post(at("decide", asked_for), sent(version=0, **{**NO_DAY, "departure": "Aftalt med Karen."}, follow_up_shown="", gem="bliv"))
    assert Preparation.objects.get().follow_up_on is None
    door.post(at("decide", asked_for), sent(version=1, **NO_DAY, follow_up_shown="", gem="bliv"))
    assert Preparation.objects.get().follow_up_on is None, "nor when the reason goes: then it is asked for"
    assert DEPARTS in text(door.get(at("decide", asked_for)))


def test_a_page_that_saves_itself_keeps_the_proposal_once_it_can_be_told_and_lets_it_follow_the_first_day(door: Client, asked_for: Application) -> None:
    here, shown = at("decide", asked_for), {"follow_up_shown": "", "gem": "kladde"}

    def saved(version: int, **values: Any) -> Any:
        return door.post(here, sent(version=version, **{**NO_DAY, **values}, **shown), headers=SCRIPT)

    assert saved(0, begins_on="").json()["version"] == 1
    assert Preparation.objects.get().follow_up_on is None, "nothing can be told before there is a first day"
    assert saved(1).status_code == 200
    assert Preparation.objects.get().follow_up_on == FIRST
    assert saved(2, purpose="At åbne sin post.").status_code == 200
    assert Preparation.objects.get().follow_up_on == FIRST, "the field of the page is empty still, and nobody emptied it"
    again = saved(2, purpose="At åbne sin post.")
    assert (again.status_code, again.json()["version"]) == (200, 3), "a save whose answer was lost is one save"
    assert saved(3, begins_on="15-12-2026").status_code == 200
    assert Preparation.objects.get().follow_up_on == date(2027, 3, 15)
    assert saved(4, begins_on="15-12-2026", follow_up_on="01-02-2027").status_code == 200
    assert saved(5, begins_on="15-12-2026").status_code == 200
    assert Preparation.objects.get().follow_up_on is None, "a day of one's own that is taken away"


def test_nothing_is_decided_with_a_day_that_was_not_seen(by: Actor, door: Client, asked_for: Application) -> None:
    ready(asked_for, by)
    first = door.post(at("decide", asked_for), sent(version=0, **NO_DAY, follow_up_shown="", gem="afgoer"))
    assert (first.status_code, Decision.objects.count(), Preparation.objects.get().follow_up_on) == (422, 0, FIRST)
    assert "Standardens forslag er sat ind. Se, om dagen passer, og afgør så" in text(first)
    assert day_shown(first) == ("01-03-2027", "01-03-2027")
    assert DEPARTS not in text(first)
    assert folds(first)["follow_up"]
    second = door.post(at("decide", asked_for), sent(version=1, **CHOICE, follow_up_shown="01-03-2027", gem="afgoer"))
    assert (second.status_code, Decision.objects.get().follow_up_on) == (303, FIRST)


def test_a_choice_that_can_not_be_kept_says_so_and_nothing_is_put_in(door: Client, asked_for: Application) -> None:
    answer = door.post(at("decide", asked_for), sent(version=0, **{**NO_DAY, "unit": ""}, follow_up_shown="", gem="bliv"))
    assert (answer.status_code, Preparation.objects.count(), day_shown(answer)) == (422, 0, ("", ""))


def test_what_was_wrong_is_kept_when_a_correction_is_saved(by: Actor, door: Client, asked_for: Application) -> None:
    made = known.decided(by, application=asked_for)
    kept = Preparation.objects.get(application=asked_for)
    here = at("correct_decision", asked_for, made.public_id)
    answer = door.post(here, sent(version=kept.version, **CHOICE, because="Beløbet var skrevet forkert.", gem="bliv"))
    assert answer.status_code == 303
    assert "Beløbet var skrevet forkert." in door.get(here).content.decode()
    empty = door.post(here, sent(version=kept.version + 1, **CHOICE, because="", gem="afgoer"))
    assert empty.status_code == 422
    assert "hvad der var forkert" in text(empty)


REFUSED: dict[str, Any] = {
    **CHOICE,
    "outcome": "refused",
    "level": "",
    "amount": "",
    "unit": "",
    "begins_on": "",
    "follow_up_on": "",
    "plan": "",
    "plan_on": "",
}


def refused(by: Actor, one: Application) -> Decision:
    """A refusal, with its reasons and what comes next."""
    known.considered(one, by, met=False)
    known.weighed(one, by)
    known.unassessed(one, by)
    choice = actions.prepare(one, seen=0, by=by, on=ON, outcome="refused", next_steps="Jeg ringer mandag.", **known.REASONS)
    actions.pass_gate(one, "hearing_done", reason="Borgeren kender alle oplysningerne.", by=by, on=ON)
    return actions.decide(one, seen=choice.version, by=by, on=ON)


def test_the_old_reasons_stand_beside_and_go_out_again_only_when_they_are_written_anew_or_taken_over(by: Actor, door: Client, asked_for: Application) -> None:
    made = refused(by, asked_for)
    here, kept = at("correct_decision", asked_for, made.public_id), Preparation.objects.get()
    first = door.get(here)
    form = first.context["form"]
    assert all(form[name].value() == "" for name in ("legal_basis", "discretion", "facts", "next_steps"))
    assert known.REASONS["discretion"] in text(first)
    assert "Jeg ringer mandag." in text(first)
    correction = {**REFUSED, "payment": "", "because": "Et navn var forkert."}
    unread = door.post(here, sent(version=kept.version, **correction, gem="afgoer"))
    assert (unread.status_code, Decision.objects.count()) == (422, 1)
    kept.refresh_from_db()
    taken = {"legal_basis": "Serviceloven § 85, stk. 1.", "reuse_legal_basis": "ja", "reuse_discretion": "ja", "reuse_facts": "ja"}
    answer = door.post(here, sent(version=kept.version, **{**correction, **taken}, gem="afgoer"))
    assert answer.status_code == 303
    new = Decision.objects.get(replaces=made)
    assert (new.legal_basis, new.discretion) == ("Serviceloven § 85, stk. 1.", known.REASONS["discretion"])
    assert new.next_steps == "", "what was not taken over is not said again"


def test_a_text_that_is_taken_over_is_saved_as_ones_own_and_the_cross_is_gone(by: Actor, door: Client, asked_for: Application) -> None:
    made = refused(by, asked_for)
    here = at("correct_decision", asked_for, made.public_id)
    correction = {**REFUSED, "because": "Et navn var forkert.", "reuse_facts": "ja"}
    assert door.post(here, sent(version=Preparation.objects.get().version, **correction, gem="bliv")).status_code == 303
    page_ = door.get(here).content.decode()
    assert 'name="reuse_facts"' not in page_
    assert 'name="reuse_discretion"' in page_
    assert Preparation.objects.get().facts == known.REASONS["facts"]


# ---------------------------------------------------------------------------------------------- what is answered takes a line


def folds(answer: Any) -> dict[str, bool]:
    """The parts of the choice, and whether each stands open."""
    return {name: bool(opened) for name, opened in re.findall(r'<details class="m-fold"(?: id="r-([a-z_]+)")?( open)?>', answer.content.decode())}


def test_what_is_answered_takes_a_line_and_what_is_missing_or_wrong_stands_open(by: Actor, door: Client, asked_for: Application) -> None:
    ready(asked_for, by)
    assert all(folds(door.get(at("decide", asked_for))).values()), "nothing is chosen"
    door.post(at("decide", asked_for), sent(version=0, **{**CHOICE, "payment": "", "begins_on": ""}, gem="bliv"))
    shown = door.get(at("decide", asked_for))
    assert {name for name, opened in folds(shown).items() if opened} == {"period", "purpose", "payment"}
    assert "2 mangler, før det kan afgøres" in text(shown)
    door.post(at("decide", asked_for), sent(version=1, **CHOICE, gem="bliv"))
    shown = door.get(at("decide", asked_for))
    assert not any(folds(shown).values())
    assert "Omfang ✓ 2,8 timer om ugen" in text(shown)
    wrong = door.post(at("decide", asked_for), sent(version=2, **{**CHOICE, "amount": "mange", "purpose": "Nyt."}, gem="bliv"))
    assert {name for name, opened in folds(wrong).items() if opened} == {"amount", "purpose"}, "what is wrong, and what is written and not saved"


def test_a_reason_that_is_missing_stands_open(by: Actor, door: Client, asked_for: Application) -> None:
    ready(asked_for, by)
    door.post(at("decide", asked_for), sent(version=0, **REFUSED, gem="bliv"))
    shown = folds(door.get(at("decide", asked_for)))
    assert shown[""]
    assert not shown["period"], "a refusal has no days to set"
    door.post(at("decide", asked_for), sent(version=1, **{**REFUSED, **known.REASONS}, gem="bliv"))
    shown = door.get(at("decide", asked_for))
    assert not folds(shown)[""]
    assert "De tre dele er skrevet." in text(shown)


def test_a_hearing_that_is_not_sent_is_kept(by: Actor, door: Client, asked_for: Application) -> None:
    here = at("hearing", asked_for)
    door.post(here, sent(version=0, **HEARD, gem="se"))
    assert "Du klarer selv post." in door.get(here).content.decode()
    refused = door.post(here, sent(version=1, **{**HEARD, "planned": "Vi overvejer noget helt andet.", "from_1": ""}, gem="send"))
    assert refused.status_code == 422
    assert "Vi overvejer noget helt andet." in door.get(here).content.decode()
    half = door.post(here, sent(version=2, planned="Kun begyndt.", gem="kladde"), headers=SCRIPT)
    assert half.json()["version"] == 3
    other = door.post(here, sent(version=1, planned="Fra en gammel side.", gem="kladde"), headers=SCRIPT)
    assert other.status_code == 409
    assert door.post(here, sent(version=3, **HEARD, gem="send")).status_code == 303
    assert not HearingDraft.objects.get().planned


def test_deciding_leads_to_the_letter(by: Actor, door: Client, asked_for: Application) -> None:
    ready(asked_for, by)
    answer = door.post(at("decide", asked_for), sent(version=0, **CHOICE, gem="afgoer"))
    assert answer["Location"] == at("decision_letter", asked_for, Decision.objects.get().public_id)
