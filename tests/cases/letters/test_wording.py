"""What each kind of letter says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from mestring.cases.letters.completeness import complete
from mestring.cases.letters.text import Fixed, Heading, Letter, Outcome, ReviewOutcome, RuleSource, Sender
from mestring.cases.letters.wording import (
    Answer,
    Applied,
    ComplaintDecision,
    Decision,
    DelayNotice,
    Effect,
    NoComplaint,
    Receipt,
    Stated,
    complaint_decision,
    decision,
    delay_notice,
    receipt,
)
from mestring.cases.letters.wording.common import day, led, spelled, ways
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
        (
            Sender(council="V", unit="U", phone="00 00 00 00", post="på Torvet 1, 9999 By", address=("Torvet 1", "9999 By")),
            "ringe til os på 00 00 00 00, skrive til os på Torvet 1, 9999 By eller møde op samme sted",
        ),
    ],
)
def test_the_ways_to_the_council_are_those_that_are_known(sender: Sender, expected: str) -> None:
    assert ways(sender) == expected


def test_a_receipt_says_what_when_and_by_which_rule() -> None:
    letter = a_receipt()
    words = said(letter)
    assert words["applied_for.85"] == "Socialpædagogisk støtte, 6 timer om ugen (servicelovens § 85)"
    assert words["deadline"] == "Du får svar senest fredag 27. november. Det er kommunens frist."
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
            answers=(Answer(by=None, origin=none, none="Kommunen har ikke offentliggjort en frist."),),
        )
    )
    assert said(letter)["applied_for.any"].endswith("de muligheder, loven giver.")
    assert said(letter)["deadline"] == "Kommunen har ikke offentliggjort en frist."


def test_a_receipt_says_each_things_day_and_whose_it_is() -> None:
    both = (Applied(section="85", name="socialpædagogisk støtte", where="Ansøgning"), Applied(section="97", name="ledsagelse", where="Ansøgning"))
    none = Answer(by=None, origin=Fixed(source="RSL § 3"), none="Kommunen har ikke offentliggjort en frist for § 97. Vi skriver til dig.")
    own = Answer(by=date(2026, 12, 23), origin=fact("23-12-2026", "Svardato").origin, by_council=False)
    letter = receipt(Receipt(envelope=ENVELOPE, applied=both, received=ON, received_where="Ansøgning", answers=(own, none)))
    words = said(letter)
    assert words["deadline.85"] == "Socialpædagogisk støtte (servicelovens § 85): senest onsdag 23. december. Den dag er sat for netop din sag."
    assert words["deadline.97"].startswith("Ledsagelse (servicelovens § 97): ingen dato endnu. Kommunen har ikke")
    assert "if_late" in words
    assert not complete(letter)


def test_a_wish_to_change_or_to_stop_is_told_as_a_wish_and_never_as_an_application() -> None:
    stop = Applied(section="103", name="beskyttet beskæftigelse", where="Ønske", wish="end")
    words = said(
        receipt(Receipt(envelope=ENVELOPE, applied=(stop,), received=ON, received_where="Ønske", answers=(Answer(by=ON, origin=fact("x", "Frist").origin),)))
    )
    assert words["applied_for.103"] == "Du har ønsket, at hjælpen stopper: beskyttet beskæftigelse (servicelovens § 103)."
    assert words["received"] == "Vi fik dit ønske fredag 27. november."
    assert "søgt" not in " ".join(words.values())
    ended = said(decision(Decision(envelope=ENVELOPE, decisions=(replace(WHOLLY, outcome=Outcome.ENDED, applied=stop),), complaint=COMPLAINT)))
    assert ended[f"{WHOLLY.key}.applied_for"].startswith("Du har ønsket, at hjælpen stopper")


def test_help_that_stops_is_told_by_its_last_day() -> None:
    effect = Effect(on=date(2026, 12, 31), origin=fact("30-12-2026", "Sidste dag").origin)
    words = said(decision(Decision(envelope=ENVELOPE, decisions=(replace(REDUCED, outcome=Outcome.ENDED, effect=effect),), complaint=COMPLAINT)))
    assert words[f"{REDUCED.key}.effect"] == "Din sidste dag med hjælpen er onsdag 30. december."


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("to gange om ugen", "Hjælpen gives sådan: to gange om ugen."),
        ("Vi kommer  mandag\n og torsdag", "Hjælpen gives sådan: Vi kommer mandag og torsdag."),
        ("Én samtale om ugen", "Hjælpen gives sådan: Én samtale om ugen."),
        ("Kan du klare det selv?", "Hjælpen gives sådan: Kan du klare det selv?"),
        ("", ""),
    ],
)
def test_what_is_written_ends_as_a_sentence_and_is_led_in(typed: str, expected: str) -> None:
    assert led(typed, "Hjælpen gives sådan:") == expected


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
    assert words["85.effect"] == "Din sidste dag med hjælpen er søndag 3. januar 2027."
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


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("SEL § 82 b, stk. 2", "servicelovens § 82 b, stk. 2"),
        ("RSL §§ 60, 66 og 67", "retssikkerhedslovens §§ 60, 66 og 67"),
        ("Serviceloven, kapitel 15 a", "Serviceloven, kapitel 15 a"),
    ],
)
def test_no_law_is_abbreviated_to_a_citizen(label: str, expected: str) -> None:
    assert spelled(label) == expected
    refused = replace(NO_RIGHT, no_complaint=NoComplaint(rule=RuleSource(id="x", label=label)))
    letter = decision(Decision(envelope=ENVELOPE, decisions=(refused,), complaint=None))
    assert said(letter)["82b.no_complaint"] == f"Du kan ikke klage over afgørelsen ({expected})."


def test_who_got_it_all_is_not_told_that_they_can_t_complain() -> None:
    none = NoComplaint(rule=RuleSource(id="x", label="SEL § 82 b, stk. 2"))
    letter = decision(Decision(envelope=ENVELOPE, decisions=(replace(WHOLLY, no_complaint=none),), complaint=None))
    assert "klage" not in " ".join(said(letter).values())
    assert "Hvis du er uenig" not in [one.text for one in letter.blocks if isinstance(one, Heading)]
    assert not complete(letter)


def test_more_help_refused_says_what_goes_on_and_never_that_one_gets_nothing() -> None:
    keeps = fact("Du har fortsat socialpædagogisk støtte, let.", "Bevilling")
    letter = decision(
        Decision(envelope=ENVELOPE, decisions=(replace(PARTLY, outcome=Outcome.REFUSED, begins=None, level=None, keeps=keeps),), complaint=COMPLAINT)
    )
    words = said(letter)
    assert letter.title == "Du får ikke mere eller anden hjælp end i dag"
    assert (words["85.outcome"], words["85.keeps"]) == ("Vi giver dig ikke mere eller anden hjælp, end du har i dag.", keeps.text)
    assert "Du får ikke socialpædagogisk støtte" not in letter.title + " ".join(words.values())


def test_the_first_day_of_a_change_is_said_once() -> None:
    words = said(decision(Decision(envelope=ENVELOPE, decisions=(replace(REDUCED, begins=REDUCED.effect.on, ends=date(2027, 12, 31)),), complaint=COMPLAINT)))
    assert words["96.period"] == "Du får hjælpen til og med fredag 31. december 2027."
    assert " ".join(words.values()).count("8. marts") == 1


def test_a_day_that_has_passed_is_no_promise() -> None:
    gone = date(2026, 11, 20)
    one = Applied(section="85", name="socialpædagogisk støtte", where="Ansøgning")
    late = Answer(by=gone, origin=fact("x", "Frist").origin)
    alone = said(receipt(Receipt(envelope=ENVELOPE, applied=(one,), received=gone, received_where="Ansøgning", answers=(late,))))
    assert alone["deadline"] == "Du skulle have haft svar senest fredag 20. november. Den dag er gået, og vi skriver til dig, hvornår svaret kommer."
    assert "if_late" not in alone
    both = (late, replace(late, by=date(2026, 12, 23)))
    two = said(receipt(Receipt(envelope=ENVELOPE, applied=(one, replace(one, section="97")), received=gone, received_where="Ansøgning", answers=both)))
    assert two["deadline.85"].startswith("Socialpædagogisk støtte (servicelovens § 85): du skulle have haft svar senest fredag 20. november.")
    assert "if_late" in two
    notice = DelayNotice(
        envelope=ENVELOPE,
        applied=(one,),
        received=gone,
        received_where="Ansøgning",
        deadline=gone,
        deadline_source=RuleSource(id="x", label="Vejle, frist for § 85"),
        reason=written("Vi mangler en udtalelse.", "Grund"),
        new_date=date(2026, 12, 23),
        new_date_origin=fact("x", "Ny dato").origin,
    )
    assert said(delay_notice(notice))["deadline"] == "Du skulle have haft svar senest fredag 20. november. Det fik du ikke."


def test_another_law_is_named_by_its_name() -> None:
    assert Applied(section="105", name="en almen bolig", where="Ansøgning", law="almenboligloven").words == "en almen bolig (almenboliglovens § 105)"


@pytest.mark.parametrize("name", MAKERS)
def test_letters_are_plain_and_calm(name: str) -> None:
    text = " ".join(one.text for one in MAKERS[name]().sentences())
    assert not re.search(r"!|venligst|brugeren|en bruger|jf\.|vedr\.|bl\.a\.", text), text
    assert "None" not in text
    assert not re.search(r"  | ,|\.\.|,\.", text)
