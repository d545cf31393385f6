"""What standards and law propose for a decision, held against the five documents and the law. The line of the document stands beside each row."""

from __future__ import annotations

import time
from datetime import date

import pytest

from mestring.cases.proposals import sections_offered
from mestring.decisions import proposals
from mestring.decisions.proposals import suggestion
from mestring.decisions.proposals import target_groups as eligible
from mestring.rules.finding import Status
from mestring.rules.rulebook import open_library

BOOK = open_library()
ON = date(2026, 11, 12)
START = date(2026, 12, 1)
EVERY = [(standard, offered.id) for standard in BOOK.standards for offered in sections_offered(standard, ON)]
WHAT = tuple(BOOK.standards)


@pytest.mark.parametrize(("standard", "section"), EVERY)
def test_every_section_of_every_council_gets_a_whole_proposal(standard, section):
    for facts in ({}, {"started": START, "decision_received": ON, "decision_effect": "reduced", "fully_granted": False, "born": date(1980, 2, 29)}):
        found = proposals.proposal(standard, section, facts, ON)
        for title, parts in found.parts:
            assert parts, title
            for part in parts:
                assert part.sentence, title
                assert part.source or part.status is Status.NOT_COVERED, (title, part.sentence)
                assert part.binding_label or part.status is Status.NOT_COVERED
                assert isinstance(part.steps, tuple)
    proposals.grant_cap(standard, section, START, ON)
    for outcome in (*suggestion.AGAINST, "granted"):
        proposals.effect_date(section, {"withdrawn": "ended"}.get(outcome, outcome), ON, ON)


@pytest.mark.parametrize(("standard", "section"), EVERY)
def test_every_section_of_every_council_has_its_conditions_and_its_neighbours(standard, section):
    found = proposals.eligibility(standard, section, {}, ON)
    assert found.eligible in eligible.MARKS
    assert found.sentence
    for state in found.conditions:
        assert state.source
        assert state.mark in ("unknown", "to_judge")
        assert state.missing or "sats mangler" in state.answer
    others = proposals.other_provisions(standard, section)
    assert others
    assert section not in [other.section for other in others]
    assert all(other.reason and other.source.startswith("RSL § 5") for other in others)


@pytest.mark.parametrize(("standard", "section"), EVERY)
def test_what_is_asked_for_is_enough_to_answer(standard, section):
    """Every fact a condition waits for is among those the form asks for."""
    asked = {fact.id for fact in proposals.required_facts(standard, section, "conditions")}
    assert {fact.id for state in proposals.conditions(standard, section, {}, ON) for fact in state.missing} <= asked
    wanted = {fact.id for fact in proposals.required_facts(standard, section, "proposal")}
    waits = {fact.id for fact in proposals.proposal(standard, section, {"started": START, "decision_received": ON}, ON).missing}
    assert waits <= wanted, waits - wanted


@pytest.mark.parametrize("standard", WHAT)
def test_the_borderline_between_support_and_accompaniment_is_laid_out(standard):
    found = proposals.borderline_85_97(standard, {}, ON)
    assert found.support.section == "85"
    assert found.companion.section == "97"
    assert found.sentence == "Grænsen mellem § 85 og § 97 kan ikke afgøres endnu."


# The first follow-up when the help starts on 1 December 2026, and the entry that says it; None where no interval is printed.
FOLLOW_UPS = [
    ("ballerup-undated", "82a", {}, "ballerup-82a-follow-up", None),  # Ballerup, l. 107: aftales i planen
    ("randers-2019", "82a", {}, "randers-82a-follow-up", date(2027, 1, 1)),  # Randers 2019, l. 275: månedlig
    ("randers-2019", "85", {}, "randers-85-follow-up", date(2027, 3, 1)),  # l. 277: senest tre måneder efter iværksættelse
    ("rebild-2015", "85", {}, "rebild-85-follow-up", date(2027, 2, 12)),  # Rebild 2015, l. 218: senest 3 måneder efter bevilling
    ("rebild-2015", "97", {}, "rebild-97-follow-up", date(2027, 11, 12)),  # l. 266: mindst en gang om året
    ("rebild-2015", "103", {}, "rebild-103-follow-up", date(2027, 11, 12)),  # l. 430: én gang årligt
    ("rebild-2015", "107", {}, "rebild-107-follow-up", date(2027, 5, 12)),  # l. 522: hvert halve år
    ("rebild-2015", "108", {}, "rebild-108-follow-up", date(2027, 11, 12)),  # l. 559: én gang årligt
    ("rebild-2015", "110", {"admitted": START}, "rebild-110-follow-up", date(2026, 12, 15)),  # l. 607: efter 14 dage
    ("rebild-2015", "101", {"treatment_started": START}, "rebild-101-follow-up", date(2027, 3, 1)),  # l. 659: efter tre måneder
    ("vejle-2023", "82b", {}, "vejle-82ab-follow-up", date(2027, 2, 23)),  # Vejle 2023, l. 551: 12 uger
    ("vejle-2023", "84", {}, "vejle-84-follow-up", date(2027, 11, 12)),  # l. 1494-1496: minimum 1 x årligt
    ("vejle-2023", "85", {}, "vejle-85-follow-up", date(2027, 3, 1)),  # l. 1500: efter 3 måneder
    ("vejle-2023", "85", {}, "vejle-85-sparring", date(2027, 12, 1)),  # l. 1502: samme omfang i 12 måneder
    ("vejle-2023", "97", {}, "vejle-97-follow-up", date(2027, 12, 1)),  # l. 1496
    ("vejle-2023", "100", {}, "vejle-100-follow-up", date(2027, 11, 12)),  # l. 1490: 1 x årligt
    ("vejle-2023", "107", {}, "vejle-107-follow-up", date(2027, 3, 1)),  # l. 1452: efter 3 måneder
    ("vejle-2023", "109", {"stay_known": START}, "vejle-109-follow-up", date(2026, 12, 15)),  # l. 1484: senest 14 dage
    ("vejle-2023", "104", {"housing": "own_home"}, "vejle-104-follow-up-without-accommodation", None),  # l. 1510: intet interval
    ("viborg-2020", "84", {}, "viborg-84-follow-up", date(2027, 11, 12)),  # Viborg 2020, l. 685: minimum én gang årligt
    ("viborg-2020", "85", {}, "viborg-85-follow-up", None),  # l. 890: efter behov
    ("viborg-2020", "97", {}, "viborg-97-follow-up", None),  # l. 1099: efter behov
    ("viborg-2020", "100", {}, "viborg-100-follow-up", date(2028, 11, 12)),  # l. 1340: minimum hvert 2. år
    ("viborg-2020", "103", {}, "viborg-103-follow-up", date(2028, 12, 1)),  # l. 1575: mindst hvert andet år
    ("viborg-2020", "107", {}, "viborg-107-follow-up", date(2027, 4, 1)),  # l. 1780: 4 måneder efter opstart
    ("viborg-2020", "108", {}, "viborg-108-follow-up", date(2028, 12, 1)),  # l. 1853: hvert andet år
    ("viborg-2020", "101", {"treatment_form": "residential", "treatment_started": START}, "viborg-101-follow-up-residential", date(2027, 1, 26)),  # l. 1473
]


@pytest.mark.parametrize(("standard", "section", "facts", "entry", "expected"), FOLLOW_UPS)
def test_the_first_follow_up_falls_when_the_document_says(standard, section, facts, entry, expected):
    found = {one.entry_id: one for one in proposals.first_follow_up(standard, section, {"started": START, **facts}, ON)}
    assert found[entry].value == expected
    if expected and entry != "vejle-85-sparring":
        assert found[entry].sentence.startswith("Første opfølgning senest ")


# The levels to choose among.
LEVELS = [
    ("vejle-2023", "85", ["Trin 1", "Trin 2", "Trin 3", "Trin 4", "Trin 5"]),  # Vejle 2023, l. 1393-1401
    ("viborg-2020", "85", ["Meget let", "Let", "Moderat", "Omfattende"]),  # Viborg 2020, l. 826-865
    (
        "ballerup-undated",
        "82a",
        ["Råd- og vejledningssamtale", "Gruppeforløb", "Social færdighedstræning i gruppe", "Individuelt forløb"],
    ),  # Ballerup, l. 97-103
]


@pytest.mark.parametrize(("standard", "section", "expected"), LEVELS)
def test_levels_are_given_as_choices_and_never_guessed(standard, section, expected):
    first, *_ = proposals.level(standard, section, {}, ON)
    assert first.value is None
    assert [choice.label for choice in first.choices if choice.key != suggestion.BEYOND] == expected
    assert first.missing


def test_a_level_says_its_extent_and_makes_its_fact_known():
    (found,) = proposals.level("vejle-2023", "85", {}, ON)
    third = found.choices[2]
    assert third.facts == {"support_level": 3}
    assert "2,8" in third.extent  # Vejle 2023, l. 1399: gennemsnit 2,8 timers støtte om ugen
    (chosen,) = proposals.level("vejle-2023", "85", dict(third.facts), ON)
    assert chosen.value == "Trin 3"
    assert str(chosen.values["face_to_face"]) == "2.8"
    randers = proposals.level("randers-2019", "85", {}, ON)[0]
    assert len(randers.choices) == 5  # Randers 2019, l. 188-219
    assert randers.binding_label == "Vejledende"


def test_days_a_week_are_looked_up_by_percent():
    found = {one.entry_id: one for one in proposals.level("vejle-2023", "104", {"day_offer_percent": 40}, ON)}
    assert found["vejle-104-days"].values["days_per_week"] == 2  # Vejle 2023, l. 1428
    assert (
        found["vejle-104-days"].choices[0].extent == "2 dage pr. uge; hele dage, eller 4 halve dage pr. uge; i stedet for 2 hele dage"
    )  # l. 1039: printed as 4 ½, read as 4 halve


# Hours, days and amounts, by the entry that says it. Minutes for hours.
EXTENTS = [
    ("ballerup-undated", "97", {}, "sel-97-hours", 900),  # SEL § 97: 15 timer, the document is silent
    ("rebild-2015", "97", {}, "rebild-97-hours", 900),  # Rebild 2015, l. 260
    ("vejle-2023", "97", {}, "vejle-97-hours", 900),  # Vejle 2023, l. 738
    ("viborg-2020", "97", {}, "viborg-97-hours", 900),  # Viborg 2020, l. 1061
    ("viborg-2020", "84", {}, "viborg-84-respite-days", 85),  # l. 670: op til 85 døgn
    ("viborg-2020", "102", {}, "viborg-102-hours", 900),  # l. 1509: maksimum 15 timer
    ("rebild-2015", "103", {}, "rebild-103-days", 5),  # Rebild 2015, l. 426: 4-5 dage
    ("vejle-2023", "104", {}, "vejle-104-full-time", 80),  # Vejle 2023, l. 1037
    ("viborg-2020", "109", {}, "viborg-109-psychologist-hours", 600),  # Viborg 2020, l. 1903: op til ti timer
    ("vejle-2023", "100", {"compensation_group": "group_1", "monthly_expense": 200_000}, "sel-100-amount-2025-group-1", None),  # 2026: sats mangler
]


@pytest.mark.parametrize(("standard", "section", "facts", "entry", "expected"), EXTENTS)
def test_the_extent_is_what_the_document_or_law_gives(standard, section, facts, entry, expected):
    found = {one.entry_id: one for one in proposals.extent(standard, section, facts, ON)}
    assert found[entry].value == expected


def test_a_missing_rate_is_said_and_is_never_nothing():
    found = {one.entry_id: one for one in proposals.extent("vejle-2023", "97", {}, ON)}["vejle-97-expenses"]
    assert found.status is Status.RATE_MISSING
    assert found.value is None
    assert "sats mangler for 2026" in found.sentence


# The last day by law, and the last day the standard proposes, for help that starts on 1 December 2026.
CAPS = [
    ("ballerup-undated", "82b", {}, date(2027, 5, 31), date(2027, 5, 31)),  # Ballerup, l. 103: maksimalt seks måneder
    ("ballerup-undated", "82a", {"course_kind": "social_skills_group"}, None, date(2027, 8, 31)),  # l. 102: ni måneder
    ("randers-2019", "82b", {}, date(2027, 5, 31), date(2027, 5, 31)),  # Randers 2019, l. 275
    ("randers-2019", "82a", {}, None, date(2027, 5, 31)),  # l. 275: normalt seks måneder
    ("rebild-2015", "84", {}, None, date(2026, 12, 21)),  # Rebild 2015, l. 174: tre uger
    ("rebild-2015", "85", {"support_85_form": "ongoing"}, None, date(2027, 11, 30)),  # l. 216: et år ad gangen
    ("rebild-2015", "85", {"support_85_form": "preventive"}, None, date(2027, 2, 28)),  # l. 188: højst 3 måneder
    ("vejle-2023", "82b", {"needs_extension": False}, date(2027, 5, 31), date(2027, 2, 22)),  # Vejle 2023, l. 551: 12 uger
    ("vejle-2023", "82b", {"needs_extension": True}, date(2027, 5, 31), date(2027, 5, 17)),  # l. 551: op til 24 uger
    ("vejle-2023", "82a", {"needs_extension": True}, None, date(2027, 5, 17)),  # l. 553 prints six months, law has none for § 82 a
    ("vejle-2023", "107", {}, None, None),  # l. 1083: ingen fast varighed
    ("viborg-2020", "82b", {}, date(2027, 5, 31), date(2027, 5, 31)),  # Viborg 2020, l. 545-547
    ("viborg-2020", "107", {}, None, date(2028, 11, 30)),  # l. 1761: op til to år
    ("viborg-2020", "85", {}, None, None),  # l. 866: midlertidig, no figure
]


@pytest.mark.parametrize(("standard", "section", "facts", "by_law", "proposed"), CAPS)
def test_a_cap_is_enforced_where_it_is_law_and_proposed_where_it_is_a_standard(standard, section, facts, by_law, proposed):
    found = proposals.grant_cap(standard, section, START, ON, facts)
    assert found.last_day == by_law
    assert found.proposed_last_day == proposed
    assert found.allowed
    assert found.sentence


@pytest.mark.parametrize("standard", WHAT)
def test_support_under_82_b_is_given_once_for_the_same_need(standard):
    found = proposals.grant_cap(standard, "82b", START, ON, same_need_before=True)
    assert not found.allowed
    assert found.caps
    assert proposals.grant_cap(standard, "82b", START, ON, same_need_before=False).allowed
    assert not proposals.grant_cap(standard, "85", START, ON, same_need_before=True).once_for_same_need


def test_six_months_end_on_the_last_of_a_short_month():
    assert proposals.grant_cap("viborg-2020", "82b", date(2026, 8, 31), ON).last_day == date(2027, 2, 28)


# Øre; None when someone else sets it or it can't be computed.
PAYMENTS = [
    ("ballerup-undated", "82a", {}, "ballerup-82a-payment", 0),  # Ballerup, l. 146
    ("randers-2019", "85", {}, "sel-85-payment", 0),  # the document is silent, law gives no ground for payment
    ("rebild-2015", "97", {}, "rebild-97-payment", 0),  # Rebild 2015, l. 268: lønnen betales af kommunen
    ("rebild-2015", "107", {}, "rebild-107-payment", None),  # l. 502: § 163
    ("vejle-2023", "85", {}, "vejle-85-payment", 0),  # Vejle 2023, l. 636
    ("vejle-2023", "97", {}, "vejle-97-payment", 0),  # l. 766
    ("vejle-2023", "107", {}, "vejle-107-payment", None),  # l. 1103: § 163
    ("viborg-2020", "82a", {}, "viborg-82ab-payment", 0),  # Viborg 2020, l. 596-600
    ("viborg-2020", "84", {}, "viborg-84-payment", None),  # l. 680: egne udgifter
    ("viborg-2020", "85", {}, "viborg-85-payment", 0),  # l. 881
    ("viborg-2020", "97", {}, "viborg-97-payment", 0),  # l. 1088
    ("viborg-2020", "104", {}, "viborg-104-payment", 0),  # l. 1651
    ("viborg-2020", "105", {"day_offer_section": "104"}, "viborg-105-payment-104", 0),  # l. 1705
    ("viborg-2020", "101", {"treatment_form": "outpatient"}, "viborg-101-payment-outpatient", 0),  # l. 1468
]


@pytest.mark.parametrize(("standard", "section", "facts", "entry", "expected"), PAYMENTS)
def test_the_citizen_s_payment_is_what_the_document_says(standard, section, facts, entry, expected):
    found = {one.entry_id: one for one in proposals.payment(standard, section, facts, ON)}
    assert found[entry].value == expected


# Who decides; None where the document draws no line or says nothing.
DECIDERS = [
    ("ballerup-undated", "82b", "advisers"),  # Ballerup, l. 125: Fronten
    ("ballerup-undated", "85", "caseworker"),  # l. 111-115: Social Vejledning
    ("randers-2019", "85", None),  # not said
    ("rebild-2015", "107", None),  # not said
    ("rebild-2015", "110", "shelter_leader"),  # Rebild 2015, l. 609
    ("vejle-2023", "85", "caseworker"),  # Vejle 2023, l. 171
    ("vejle-2023", "108", "caseworker"),  # l. 148, 171: no committee
    ("vejle-2023", "109", "shelter_leader"),  # l. 1338
    ("viborg-2020", "107", "committee"),  # Viborg 2020, l. 138-139: botilbud
    ("viborg-2020", "108", "committee"),  # l. 138-139
    ("viborg-2020", "85", None),  # l. 137-138: no line drawn
    ("viborg-2020", "109", "shelter_leader"),  # l. 1888
    ("viborg-2020", "99", None),  # open: no decision
]


@pytest.mark.parametrize(("standard", "section", "expected"), DECIDERS)
def test_the_decider_is_the_one_the_document_names(standard, section, expected):
    found = proposals.decider(standard, section)
    assert found.value == expected
    assert found.sentence


def test_what_help_costs_the_council_is_not_its_extent():
    (found,) = proposals.extent("vejle-2023", "85", {}, ON)
    assert found.entry_id == "vejle-85-steps"
    (found,) = proposals.extent("vejle-2023", "85", {"support_level": 3}, ON)
    assert found.sentence == "Trin 3: bruttotid 4,1 timer pr. uge; ansigt til ansigt 2,8 timer pr. uge; antal indsatser 3–4."


def test_a_rate_that_is_missing_is_said_with_what_to_do():
    found = {one.entry_id: one for one in proposals.extent("vejle-2023", "97", {}, ON)}["vejle-97-expenses"]
    assert "sats mangler for 2026" in found.sentence
    assert found.remedy == "Årets sats er ikke indlæst. Slå den op i årets vejledning om satser efter serviceloven, og skriv beløbet selv."


def test_rules_that_wait_for_the_same_answer_say_so_once():
    assert len(proposals.extent("rebild-2015", "100", {}, ON)) == 1


@pytest.mark.parametrize("standard", ["ballerup-undated", "randers-2019", "rebild-2015", "vejle-2023", "viborg-2020"])
@pytest.mark.parametrize("section", ["85", "97", "100", "103", "104", "107", "108"])
def test_no_document_takes_away_the_right_to_complain_that_law_gives(standard, section):
    for facts in ({"fully_granted": True, "refused": False}, {"fully_granted": False, "refused": True}):
        assert proposals.complaint_right(standard, section, facts, ON).value is True


def test_where_no_line_is_drawn_both_deciders_are_choices():
    found = proposals.decider("viborg-2020", "85")
    assert [choice.key for choice in found.choices] == ["caseworker", "committee"]
    assert found.remedy
    assert proposals.decider("viborg-2020", "99").sentence == "Der træffes ingen afgørelse: tilbuddet er åbent."


def test_every_form_of_help_is_known_and_no_other_access_rule_is_forgotten():
    """A new condition of access must be placed: does it refuse the section, or only a form of it?"""
    required = {
        "sel-81-adults",
        "viborg-82b-once",
        "ballerup-82a-requirements",
        "viborg-100-expenses",
        "viborg-102-practitioner",
        "viborg-special-education-not-exam",
    }
    found = [entry for entry in BOOK.entries() if entry.kind == "condition" and entry.topic in ("access", "prerequisite")]
    assert {entry.id for entry in found if entry.tells is None} == required


def test_conditions_are_met_not_met_to_be_judged_or_unknown():
    facts = {"born": date(1950, 1, 1)}
    states = {state.entry: state for state in proposals.conditions("vejle-2023", "103", facts, ON)}
    assert states["sel-103-target-group"].mark == "not_met"  # past the pension age
    assert states["sel-103-target-group"].mark_label == "Ikke opfyldt"
    judged = {"significant_impairment": True, "needs_support_85": True}
    adult = {"born": date(1990, 1, 1)}
    assert proposals.eligibility("rebild-2015", "85", {}, ON).eligible == "unknown"  # nobody knows whether it is an adult
    assert proposals.eligibility("rebild-2015", "85", adult, ON).eligible == "to_judge"
    assert proposals.eligibility("rebild-2015", "85", adult, ON, judged).by_law == "met"
    assert any(part.mark for state in proposals.conditions("vejle-2023", "85", {}, ON) for part in state.steps)


def test_law_that_is_not_met_refuses():
    found = proposals.eligibility("viborg-2020", "103", {"born": date(1950, 1, 1)}, ON)
    assert found.eligible == "not_met"
    assert found.sentence == "Lovens betingelser for § 103 er ikke opfyldt."


def test_a_standard_narrower_than_law_never_refuses_by_itself():
    # Vejle gives § 82 a the target group of § 85 (l. 525), narrower than the law.
    judged = {"impairment": True, "at_risk": True, "social_problems": True, "offer_can_improve_or_prevent": True}
    judged |= {"significant_impairment": False, "special_social_problems": False}
    found = proposals.eligibility("vejle-2023", "82a", {"born": date(1990, 1, 1)}, ON, judged)
    assert found.by_law == "met"
    assert found.by_standard == "not_met"
    assert found.eligible == "to_judge"
    assert "kan ikke alene begrunde et afslag" in found.sentence


@pytest.mark.parametrize("standard", sorted({standard for standard, _ in EVERY}))
def test_relief_is_for_whoever_cares_and_a_stay_for_whoever_needs_care_for_a_time(standard: str) -> None:
    """SEL § 84, stk. 1 and 2: either is enough by law."""
    nobody, carer = {"close_relative": False, "cares_for_impaired_person": False}, {"close_relative": True, "cares_for_impaired_person": True}
    assert proposals.eligibility(standard, "84", nobody, ON, {"needs_period_of_care": True}).by_law == "met"
    assert proposals.eligibility(standard, "84", carer, ON, {"needs_period_of_care": False}).by_law == "met"
    assert proposals.eligibility(standard, "84", nobody, ON).by_law == "to_judge"
    assert proposals.eligibility(standard, "84", nobody, ON, {"needs_period_of_care": False}).by_law == "not_met"


def test_a_document_that_says_typically_is_not_a_refusal():
    found = proposals.eligibility("rebild-2015", "101", {"born": date(1990, 1, 1)}, ON, {"needs_substance_treatment": True})
    assert found.by_law == "met"
    assert found.eligible != "not_met"
    asked = proposals.required_facts("rebild-2015", "107", "conditions")
    none = {fact.id: False for fact in asked if fact.type in ("judgement", "yes_no")}
    temporary = proposals.eligibility("rebild-2015", "107", {"born": date(1990, 1, 1)}, ON, none)  # Rebild 2015, l. 506: kendetegnes typisk
    assert next(state.mark for state in temporary.conditions if state.entry == "rebild-107-target-group") == "not_met"
    assert temporary.by_standard == "to_judge"


def test_marks_are_put_together_so_that_unknown_is_never_no():
    assert eligible.any_of(["not_met", "unknown"]) == "unknown"
    assert eligible.any_of(["not_met", "to_judge"]) == "to_judge"
    assert eligible.any_of(["not_met", "met"]) == "met"
    assert eligible.any_of(["not_met"]) == "not_met"
    assert eligible.all_of(["met", "unknown", "to_judge"]) == "unknown"
    assert eligible.all_of(["met", "to_judge"]) == "to_judge"
    assert eligible.all_of(["unknown", "not_met"]) == "not_met"
    assert eligible.all_of(["met"]) == "met"


def test_a_stay_for_assessment_refuses_the_form_and_not_the_section():
    states = {state.entry: state for state in proposals.conditions("vejle-2023", "107", {}, ON)}
    assert states["vejle-107-acute-stay"].role == "form"
    assert states["vejle-107-target-group"].role == "group"
    assert {state.role for state in proposals.conditions("viborg-2020", "82b", {}, ON)} == {"group", "always"}


def test_what_law_has_replaced_is_answered_by_law():
    states = [state.entry for state in proposals.conditions("viborg-2020", "109", {}, ON)]
    assert states == ["sel-109-target-group-2024", "sel-81-adults"]  # all genders from 1 July 2024
    early = [state.entry for state in proposals.conditions("viborg-2020", "109", {}, date(2022, 1, 3))]
    assert "viborg-109-target-group" in early


# The right to complain.
COMPLAINTS = [
    ("ballerup-undated", "82a", {"applied_for_specific_service": False}, False),  # SEL § 82 a, stk. 2; Ballerup, l. 150
    ("ballerup-undated", "82a", {"applied_for_specific_service": True, "refused_with_reference_to_early_help": True}, True),  # SEL: the exception
    ("randers-2019", "82b", {"applied_for_specific_service": True, "refused_with_reference_to_early_help": True}, True),  # Randers 2019, l. 257-259
    ("randers-2019", "85", {"fully_granted": False}, True),  # l. 261
    ("randers-2019", "85", {"fully_granted": True}, True),  # l. 261 says not, but a document can’t take away the right law gives
    ("viborg-2020", "82b", {"applied_for_specific_service": True, "refused_with_reference_to_early_help": True}, True),  # left out at l. 613
    ("viborg-2020", "101a", {}, False),  # Viborg 2020, l. 2557
    ("viborg-2020", "109", {}, True),  # l. 1933
    ("viborg-2020", "85", {}, True),  # l. 256
    ("vejle-2023", "85", {}, True),  # RSL § 60
    ("vejle-2023", "110", {"leader_decision": "expulsion"}, False),  # SEL § 110 from 1 July 2025
]


@pytest.mark.parametrize(("standard", "section", "facts", "expected"), COMPLAINTS)
def test_law_says_whether_one_may_complain(standard, section, facts, expected):
    assert proposals.complaint_right(standard, section, {"decision_received": ON, **facts}, ON).value is expected


def test_the_last_day_to_complain_is_said():
    found = proposals.complaint_right("viborg-2020", "85", {"decision_received": ON}, ON)
    assert found.values["date"] == date(2026, 12, 10)
    assert "Ankestyrelsen senest torsdag 10. december" in found.sentence


@pytest.mark.parametrize(
    ("section", "outcome", "weeks", "first"),
    [
        ("96", "reduced", 14, date(2027, 2, 18)),  # SEL § 3 a; Viborg 2020, l. 1031
        ("95", "ended", 14, date(2027, 2, 18)),
        ("98", "ended", 14, date(2027, 2, 18)),  # Viborg 2020, l. 1191
        ("96", "granted", 0, date(2026, 11, 12)),
        ("85", "ended", 0, date(2026, 11, 12)),  # §§ 85, 97 and 107 are not on the list
        ("97", "reduced", 0, date(2026, 11, 12)),
        ("107", "ended", 0, date(2026, 11, 12)),
    ],
)
def test_help_is_taken_away_no_sooner_than_law_allows(section, outcome, weeks, first):
    found = proposals.effect_date(section, outcome, ON, ON)
    assert found.date == first
    assert found.weeks == weeks == proposals.notice_weeks(section, outcome, ON)
    assert bool(found.proposed.remedy) is (not weeks and outcome in ("reduced", "ended"))


def test_the_notice_is_counted_from_the_day_the_citizen_received_the_decision():
    assert proposals.effect_date("96", "ended", date(2026, 11, 20), ON).date == date(2027, 2, 26)


def test_the_written_decision_follows_the_committee_within_five_weekdays():
    found = proposals.committee_letter_due("viborg-2020", date(2026, 11, 12), ON)  # Viborg 2020, l. 241-243
    assert found.value == date(2026, 11, 19)
    assert found.sentence == "Send den skriftlige afgørelse senest torsdag 19. november."
    over_new_year = proposals.committee_letter_due("viborg-2020", date(2026, 12, 22), ON)
    assert over_new_year.value == date(2027, 1, 4)  # 23, 28, 29, 30 December and 4 January: 24 and 31 December are closed days
    assert proposals.committee_letter_due("vejle-2023", date(2026, 11, 12), ON).value is None


def test_the_citizen_is_heard_before_help_is_reduced_or_ended():
    assert proposals.hearing("vejle-2023", "85", {"decision_effect": "reduced"}, ON).value is True
    ended = proposals.hearing("randers-2019", "85", {"decision_effect": "withdrawn"}, ON)
    assert (ended.value, ended.entry_id) == (True, "randers-85-hearing")  # Randers 2019, l. 281
    assert proposals.hearing("vejle-2023", "85", {"fully_granted": True}, ON).value is False
    refused = proposals.hearing("vejle-2023", "85", {"refused": True}, ON)
    assert (refused.value, refused.status) == (None, Status.TO_JUDGE)
    assert [fact.id for fact in proposals.hearing("vejle-2023", "85", {}, ON).missing] == ["decision_effect", "fully_granted"]


def test_an_action_plan_is_offered_below_the_pension_age_and_to_all_where_the_standard_promises_it():
    young = {"born": date(1990, 1, 1), "significant_impairment": True}
    old = {**young, "born": date(1950, 1, 1)}
    assert proposals.action_plan("rebild-2015", "85", young, ON).value is True  # SEL § 141, stk. 2
    assert proposals.action_plan("rebild-2015", "85", old, ON).value is False
    assert "har nået folkepensionsalderen" in proposals.action_plan("rebild-2015", "85", {"born": old["born"]}, ON).sentence  # nothing is left to judge
    neither = {**young, "significant_impairment": False, "serious_social_problems": False}
    assert "skal kommunen skønne" in proposals.action_plan("rebild-2015", "85", neither, ON).sentence
    assert proposals.action_plan("rebild-2015", "85", {}, ON).value is None
    assert proposals.action_plan("vejle-2023", "85", old, ON).value is True  # Vejle 2023, l. 605
    assert proposals.action_plan("randers-2019", "85", old, ON).value is True  # Randers 2019, l. 251
    assert proposals.action_plan("viborg-2020", "85", {}, ON).value is True  # Viborg 2020, l. 265
    assert proposals.action_plan("viborg-2020", "101a", {}, ON).value is False


# Free choice of who gives the help.
CHOICES = [
    ("vejle-2023", "85", "vejle-85-free-choice", False),  # Vejle 2023, l. 628
    ("vejle-2023", "97", "vejle-97-free-choice", True),  # l. 754
    ("ballerup-undated", "82a", "ballerup-82a-no-free-choice", False),  # Ballerup, l. 140
    ("viborg-2020", "107", "viborg-107-no-free-choice", False),  # Viborg 2020, l. 1798
    ("rebild-2015", "108", "sel-108-price-cap-2025", None),  # l. 555 was replaced on 1 July 2025: at most 10 % dearer
]


@pytest.mark.parametrize(("standard", "section", "entry", "expected"), CHOICES)
def test_the_free_choice_is_what_the_document_or_law_gives(standard, section, entry, expected):
    found = {one.entry_id: one for one in proposals.free_choice(standard, section, {}, ON)}
    assert found[entry].value is expected


def test_a_form_is_asked_in_order_with_danish_words():
    asked = proposals.required_facts("vejle-2023", "108", "conditions")
    assert asked
    assert all(fact.label and fact.type for fact in asked)
    level = next(fact for fact in proposals.required_facts("vejle-2023", "85", "proposal") if fact.id == "support_level")
    assert level.label == "Bevilget trin eller niveau"
    day = next(fact for fact in proposals.required_facts("viborg-2020", "96", "deadline") if fact.id == "application_kind")
    assert dict(day.options) == {"new": "Ny ansøgning", "change": "Ansøgning om ændring"}


def test_nothing_is_proposed_from_a_standard_before_it_held():
    found = proposals.proposal("vejle-2023", "85", {"started": date(2021, 1, 4)}, date(2021, 1, 4))
    assert all(part.entry is None or part.from_law or part.status is Status.OUTSIDE_VALIDITY for part in (*found.level, *found.payment, *found.follow_up))


def test_a_proposal_is_quick():
    facts = {"started": START, "decision_received": ON, "support_level": 3}
    proposals.proposal("vejle-2023", "85", facts, ON)
    began = time.perf_counter()
    for _ in range(20):
        proposals.proposal("vejle-2023", "85", facts, ON)
    proposed = (time.perf_counter() - began) * 50
    began = time.perf_counter()
    for _ in range(20):
        proposals.eligibility("vejle-2023", "85", facts, ON)
    print(f"et forslag: {proposed:.2f} ms; betingelserne: {(time.perf_counter() - began) * 50:.2f} ms")


# The purpose in the document's words, by the entries that say it.
PURPOSES = [
    ("vejle-2023", "82b", ["vejle-82ab-purpose-acute", "vejle-82ab-purpose-prevent", "vejle-82ab-purpose-resources", "vejle-82ab-purpose-function"]),  # l. 533
    (
        "vejle-2023",
        "85",
        ["vejle-85-purpose", "vejle-85-purpose-function", "vejle-85-purpose-life", "vejle-85-purpose-prevent"],
    ),  # l. 591-595, not the catalogue
    ("viborg-2020", "96", ["viborg-96-purpose-allowance", "viborg-96-purpose-participation"]),
    ("randers-2019", "85", ["randers-85-purpose", "randers-85-goals"]),  # l. 154-161
    ("rebild-2015", "97", ["rebild-97-purpose"]),
]


@pytest.mark.parametrize(("standard", "section", "expected"), PURPOSES)
def test_the_purpose_is_what_the_document_prints(standard, section, expected):
    assert [one.entry_id for one in proposals.proposal(standard, section, {}, ON).purpose] == expected


def test_only_a_document_that_says_so_owes_the_purpose_in_the_decision():
    assert "l. 163" in proposals.purpose_owed("randers-2019", "85", ON)
    assert proposals.purpose_owed("vejle-2023", "85", ON) == ""


@pytest.mark.parametrize(("section", "keys"), [("103", ["50", "100"]), ("104", ["40", "50", "60", "70", "80"])])
def test_a_table_that_says_the_levels_another_way_is_laid_into_them(section, keys):
    (found,) = proposals.level("vejle-2023", section, {}, ON)
    assert [choice.key for choice in found.choices] == keys
    assert all("mangler" not in choice.extent and "Indskrivning" not in choice.label for choice in found.choices)


def test_help_beyond_the_levels_is_one_more_to_choose_where_the_document_says_so():
    (found,) = proposals.level("viborg-2020", "85", {}, ON)
    assert found.choices[-1].label == "Ud over niveauerne"  # Viborg 2020, l. 861
    assert all(choice.key != suggestion.BEYOND for choice in proposals.level("vejle-2023", "85", {}, ON)[0].choices)


def test_a_follow_up_counts_from_the_grant_where_the_document_does_and_from_the_start_elsewhere():
    start = date(2027, 2, 1)
    (rebild, *_) = proposals.first_follow_up("rebild-2015", "85", {"started": start}, ON)
    (vejle, *_) = proposals.first_follow_up("vejle-2023", "85", {"started": start}, ON)
    assert (rebild.value, vejle.value) == (date(2027, 2, 12), date(2027, 5, 1))  # l. 218: efter bevilling; l. 1500: efter 3 måneder


def test_a_first_follow_up_that_is_past_is_said():
    (found, *_) = proposals.first_follow_up("vejle-2023", "85", {"started": date(2026, 3, 2)}, ON)
    assert found.sentence.startswith("Den første opfølgning skulle være holdt senest tirsdag 2. juni. Den næste er senest ")


def test_the_yearly_look_at_the_rate_is_no_follow_up():
    assert not [one.entry_id for one in proposals.first_follow_up("vejle-2023", "108", {}, ON) if "rate" in one.entry_id]  # l. 1444, 1474


def test_the_length_of_an_acute_stay_stands_last():
    found = [one.entry_id for one in proposals.duration("vejle-2023", "107", {"started": START}, ON)]
    assert found[-1] == "vejle-107-acute-stay-length"  # l. 1154
    assert found[0] == "vejle-107-duration-none-fixed"


def test_lengths_that_wait_for_the_same_answer_say_so_once():
    found = proposals.duration("rebild-2015", "85", {"started": START}, ON)
    assert sum("Støttens form efter § 85" in one.sentence for one in found) == 1
    assert "for et år ad gangen" in found[0].sentence  # l. 216
    assert [one.entry_id for one in proposals.open_lengths("vejle-2023", "82b", {"started": START}, ON)] == ["vejle-82ab-duration"]  # l. 551
    assert not proposals.open_lengths("vejle-2023", "82b", {"started": START, "needs_extension": False}, ON)


@pytest.mark.parametrize(
    ("part", "standard", "section", "words"),
    [
        (proposals.extent, "viborg-2020", "102", "som udgangspunkt højst 15 timer"),  # l. 1509
        (proposals.extent, "rebild-2015", "103", "arbejdsdusør"),  # l. 428
        (proposals.payment, "viborg-2020", "96", "bistands- eller plejetillæg"),  # l. 1008
        (proposals.first_follow_up, "viborg-2020", "96", "tilsyn"),  # l. 1016
        (proposals.free_choice, "viborg-2020", "108", "Der er frit valg af leverandør."),  # l. 1865
        (proposals.free_choice, "viborg-2020", "108", "højst er 10 % dyrere"),
        (proposals.first_follow_up, "viborg-2020", "104", "I samværstilbud følges der ikke op."),  # l. 1657-1658
    ],
)
def test_what_the_document_says_beside_its_figure_is_said(part, standard, section, words):
    assert any(words in one.sentence for one in part(standard, section, {"started": START}, ON))
