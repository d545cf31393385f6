"""What each kind of letter says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from mestring.cases.letters.text import Letter, Outcome, ReviewOutcome, RuleSource, Sender
from mestring.cases.letters.wording import Applied, ComplaintDecision, Decision, Effect, NoComplaint, Receipt, Stated, complaint_decision, decision, receipt
from mestring.cases.letters.wording.common import day, ways
from mestring.cases.letters.wording.decision import title
from tests.cases.letters.samples import (
    COMPLAINT,
    ENVELOPE,
    MAKERS,
    NO_RIGHT,
    ON,
    PARTLY,
    REDUCED,
    WHOLLY,
    a_delay_notice,
    a_hearing,
    a_receipt,
    an_information_request,
    fact,
    several_decisions,
    written,
)


def said(letter: Letter) -> dict[str, str]:
    return {one.key: one.text for one in letter.sentences()}


def test_the_year_is_said_only_when_it_is_another() -> None:
    assert day(date(2026, 12, 28), ON) == "mandag 28. december"
    assert day(date(2027, 1, 4), ON) == "mandag 4. januar 2027"


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        (Sender(council="V", unit="U"), ""),
        (Sender(council="V", unit="U", phone="00 00 00 00"), "ringe til os på 00 00 00 00"),
        (
            Sender(council="V", unit="U", phone="00 00 00 00", post="i Digital Post", address=("Torvet 1", "9999 By")),
            "ringe til os på 00 00 00 00, skrive til os i Digital Post eller møde op på Torvet 1, 9999 By",
        ),
    ],
)
def test_the_ways_to_the_council_are_those_that_are_known(sender: Sender, expected: str) -> None:
    assert ways(sender) == expected


def test_a_receipt_says_what_when_and_by_which_rule() -> None:
    letter = a_receipt()
    words = said(letter)
    assert words["applied_for.85"] == "Socialpædagogisk støtte, 6 timer om ugen (servicelovens § 85)"
    assert words["deadline"] == "Du får svar senest fredag 27. november."
    assert words["consented.1"] == "Din læge: din sygdom og din medicin, til og med torsdag 18. marts 2027."
    assert next(one.origin for one in letter.sentences() if one.key == "deadline").shown == "Vejle, frist for § 85"


def test_a_receipt_without_a_named_section_says_that_the_whole_law_is_weighed() -> None:
    none = RuleSource(id="rebild.none", label="Rebild: ingen frist")
    letter = receipt(
        Receipt(
            envelope=ENVELOPE,
            applied=(),
            received=ON,
            received_where="Ansøgning",
            deadline=None,
            deadline_source=None,
            no_deadline=Stated("Kommunen har ikke offentliggjort en frist.", none),
        )
    )
    assert said(letter)["applied_for.any"].endswith("de muligheder, loven giver.")
    assert said(letter)["deadline"] == "Kommunen har ikke offentliggjort en frist."


def test_a_delay_notice_says_the_old_date_the_reason_and_the_new_date() -> None:
    words = said(a_delay_notice())
    assert words["deadline"] == "Du skulle have haft svar senest fredag 27. november. Det når vi ikke."
    assert words["reason"].startswith("Vi mangler en udtalelse")
    assert words["new_date"] == "Du får svar senest mandag 4. januar 2027."


def test_a_request_says_what_by_when_and_what_follows() -> None:
    words = said(an_information_request())
    assert words["needed.1"].startswith("Din seneste årsopgørelse. ")
    assert words["by_when"] == "Vi skal have oplysningerne senest fredag 11. december."
    assert "afgør vi sagen på det, vi ved" in words["consequence"]


def test_a_hearing_says_that_nothing_is_decided_yet() -> None:
    words = said(a_hearing())
    assert words["not_decided"].startswith("Vi har ikke afgjort sagen endnu.")
    assert words["by_when"] == "Svar senest fredag 11. december."


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.GRANTED, "Du får ledsagelse"),
        (Outcome.PARTLY_GRANTED, "Du får en del af det, du har søgt om"),
        (Outcome.REFUSED, "Du får ikke ledsagelse"),
        (Outcome.CHANGED, "Din hjælp bliver ændret"),
        (Outcome.REDUCED, "Din hjælp bliver mindre"),
        (Outcome.ENDED, "Din hjælp stopper"),
    ],
)
def test_the_title_says_the_answer_first(outcome: Outcome, expected: str) -> None:
    assert title((replace(WHOLLY, outcome=outcome),)) == expected


def test_the_title_of_several_decisions_says_what_they_share() -> None:
    refused = replace(NO_RIGHT, key="x")
    assert title((WHOLLY, replace(WHOLLY, key="x"))) == "Du får det, du har søgt om"
    assert title((NO_RIGHT, refused)) == "Du får ikke det, du har søgt om"
    assert title((PARTLY, NO_RIGHT)) == "Svar på din ansøgning"
    assert title((PARTLY, REDUCED)) == "Vi har truffet afgørelse"


def test_guidance_names_only_the_decisions_that_can_be_complained_about() -> None:
    words = said(several_decisions())
    assert words["complaint.over"] == "Du kan klage over afgørelserne om socialpædagogisk støtte og ledsagelse."
    assert words["82b.no_complaint"] == "Du kan ikke klage over afgørelsen om et forløb i Mestringsvejen (Serviceloven, kapitel 15 a)."


def test_guidance_says_the_last_day_and_the_way_of_a_complaint() -> None:
    words = said(several_decisions())
    assert words["complaint.last_day"] == "Fristen er fire uger fra den dag, du får brevet. Det vil sige senest mandag 28. december."
    assert "ikke direkte til Ankestyrelsen" in words["complaint.how"]
    assert words["complaint.then"].startswith("Vi ser på sagen igen inden fire uger.")


def test_the_exception_from_no_complaint_right_is_said() -> None:
    exception = Stated("Mener du, at du havde ret til en anden hjælp, kan du klage over det.", RuleSource(id="x", label="Randers 2019"))
    refused = replace(NO_RIGHT, no_complaint=NoComplaint(rule=RuleSource(id="y", label="Serviceloven, kapitel 15 a"), exception=exception))
    words = said(decision(Decision(envelope=ENVELOPE, decisions=(refused,), complaint=None)))
    assert words["82b.no_complaint_exception"] == exception.text
    assert "complaint.over" not in words


def test_a_reduction_says_what_one_has_today_from_when_and_the_notice() -> None:
    words = said(decision(Decision(envelope=ENVELOPE, decisions=(REDUCED,), complaint=COMPLAINT)))
    assert words["96.today"] == "I dag har du 28 timer om ugen."
    assert words["96.effect"] == "Ændringen gælder fra mandag 8. marts 2027."
    assert "14 uger" in words["96.notice"]


def test_an_ending_says_when_it_stops_and_no_notice_the_law_does_not_give() -> None:
    ended = replace(REDUCED, key="85", section="85", outcome=Outcome.ENDED, effect=Effect(on=date(2027, 1, 4), origin=PARTLY.legal_basis[0]))
    words = said(decision(Decision(envelope=ENVELOPE, decisions=(ended,), complaint=COMPLAINT)))
    assert words["85.effect"] == "Hjælpen stopper mandag 4. januar 2027."
    assert "85.notice" not in words


def test_a_complaint_upheld_in_part_goes_on_or_asks() -> None:
    about = ComplaintDecision(
        envelope=ENVELOPE,
        received=date(2026, 11, 20),
        received_where="Klage",
        about="ledsagelse",
        decided_on=date(2026, 11, 2),
        outcome=ReviewOutcome.PARTLY,
        reviewed_where="Genvurdering",
        reasons=(written("Du får to timer mere.", "Begrundelse"),),
        facts=(fact("Du går til fodbold.", "Klage"),),
    )
    goes_on = said(complaint_decision(replace(about, forwarded_on=ON)))
    assert goes_on["onward"].startswith("Vi sender den del af klagen, du ikke fik ret i, til Ankestyrelsen fredag 27. november")
    asks = said(complaint_decision(replace(about, answer_by=date(2026, 12, 28), answer_by_source=RuleSource(id="law.rsl.66", label="RSL § 66"))))
    assert asks["onward"] == "Vil du have, at Ankestyrelsen ser på resten, så sig det til os senest mandag 28. december."


def test_another_law_is_named_by_its_name() -> None:
    assert Applied(section="105", name="en almen bolig", where="Ansøgning", law="almenboligloven").words == "en almen bolig (almenboliglovens § 105)"


@pytest.mark.parametrize("name", MAKERS)
def test_letters_are_plain_and_calm(name: str) -> None:
    text = " ".join(one.text for one in MAKERS[name]().sentences())
    assert not re.search(r"!|venligst|brugeren|en bruger|jf\.|vedr\.|bl\.a\.", text), text
    assert "None" not in text
    assert not re.search(r"  | ,|\.\.|,\.", text)
