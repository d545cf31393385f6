"""What standards and law say about delivery, held against the five documents. Days are counted by hand beside each row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from mestring.cases.proposals import sections_offered
from mestring.decisions.models.choice import Unit
from mestring.delivery import proposals
from mestring.delivery.models import Plan
from mestring.delivery.proposals import starting, trace
from mestring.delivery.proposals.counting import HOURS, SESSIONS, WEEKS
from mestring.rules.kinds import Deadline
from mestring.rules.rulebook import open_library

BALLERUP, RANDERS, REBILD, VEJLE, VIBORG = "ballerup-undated", "randers-2019", "rebild-2015", "vejle-2023", "viborg-2020"
BOOK = open_library()
ALL = (*sorted(BOOK.standards), "law")
ON = date(2026, 11, 30)
EVERY = [(standard, offered.id) for standard in ALL for offered in sections_offered(standard, ON)]
STEP = {"text", "value", "source"}


def start(standard, section, applied=ON, **known):
    return proposals.start_by(standard, section, applied_on=applied, on=known.pop("on", ON), **known)


# By when help must begin


@pytest.mark.parametrize(
    ("standard", "entry", "own"),
    [
        (REBILD, "rebild-101-start", True),  # l. 657
        (VIBORG, "viborg-101-start", True),  # l. 1363-1365
        (VEJLE, "sel-101-start", False),
        (RANDERS, "sel-101-start", False),
        (BALLERUP, "sel-101-start", False),
        ("law", "sel-101-start", False),
    ],
)
@pytest.mark.parametrize(
    ("applied", "day"),
    [
        (date(2026, 11, 20), date(2026, 12, 4)),  # 20 + 14 = 34, less November's 30
        (date(2026, 12, 11), date(2026, 12, 25)),  # Christmas Day: law moves no day
        (date(2028, 2, 15), date(2028, 2, 29)),  # a leap year
        (date(2027, 2, 15), date(2027, 3, 1)),  # 15 + 14 = 29, less February's 28
    ],
)
def test_treatment_of_drug_misuse_begins_fourteen_days_after_the_inquiry(standard, entry, own, applied, day):
    found = start(standard, "101", applied, on=applied)
    assert (found.day, found.by_law, found.entry, found.missing, found.moved) == (day, day, entry, (), False)
    assert found.law_source == "SEL § 101, stk. 2 og 5"
    assert (found.source != found.law_source) is own
    assert found.steps[0]["value"] == trace.on_day("", applied).value
    assert found.steps[1] == {"text": "Senest 14 dage efter", "value": trace.on_day("", day).value, "source": found.source}


def test_a_day_that_has_passed_says_so():
    assert start(VIBORG, "101", date(2026, 11, 16), on=date(2026, 11, 30)).sentence == "Hjælpen skal være gået i gang senest mandag 30. november."
    assert start(VIBORG, "101", date(2026, 11, 15), on=date(2026, 11, 30)).sentence == "Hjælpen skulle være gået i gang senest søndag 29. november."


@pytest.mark.parametrize(
    ("standard", "entry", "missing"),
    [
        (REBILD, "rebild-101-start-exception", ()),
        (VIBORG, "viborg-101-start-departure", ("Den valgte udbyder hører under samme koncept som der er visiteret til",)),  # l. 1438-1442
        (VEJLE, "sel-101-choice-deadline", ()),
        (RANDERS, "sel-101-choice-deadline", ()),
        (BALLERUP, "sel-101-choice-deadline", ()),
        ("law", "sel-101-choice-deadline", ()),
    ],
)
def test_the_citizens_own_choice_moves_the_fourteen_days(standard, entry, missing):
    found = start(standard, "101", date(2026, 12, 1), chosen_by_citizen=True)
    assert (found.day, found.moved, found.otherwise, found.entry, found.missing) == (None, True, date(2026, 12, 15), entry, missing)
    assert found.sentence.startswith("Borgeren har selv valgt tilbuddet. ")
    assert found.steps[-1]["value"] == "15. dec. 2026"


def test_rebild_holds_the_day_for_the_young_and_says_what_is_not_known_when_they_chose_themselves():
    assert start(REBILD, "101", date(2026, 12, 1), age=17).day == date(2026, 12, 15)  # l. 641 and 657 come to the same
    found = start(REBILD, "101", date(2026, 12, 1), age=17, chosen_by_citizen=True)
    assert (found.day, found.missing) == (None, ("Er under 18 år og omfattet af pligten til behandling inden 14 dage",))
    assert start(REBILD, "101", date(2026, 12, 1), age=18, chosen_by_citizen=True).missing == ()


@pytest.mark.parametrize("section", ["82a", "82b"])
@pytest.mark.parametrize(
    ("made", "day", "closed"),
    [
        # 1-4: 30/11-3/12; 5: 4/12; 6-10: 7-11/12; made on a Saturday
        (date(2026, 11, 28), date(2026, 12, 11), ""),
        # 1-3: 21-23/12; not 24, 25; 4-6: 28-30/12; not 31, 1; 7-10: 4-7/1
        (date(2026, 12, 18), date(2027, 1, 7), "24. dec. 2026"),
        # 1-3: 22-24/3; not 25, 26, 29 (Easter); 4-5: 30-31/3; 6-7: 1-2/4; 8-10: 5-7/4
        (date(2027, 3, 19), date(2027, 4, 7), "29. mar. 2027"),
        # not 25/5 (Whit Monday); 1-4: 26-29/5; 5-8: 1-4/6; not 5/6; 9-10: 8-9/6
        (date(2026, 5, 22), date(2026, 6, 9), "5. juni 2026"),
    ],
)
def test_randers_lets_the_citizen_hear_ten_working_days_after_the_citizen_plan(section, made, day, closed):
    found = start(RANDERS, section, made, plan_made_on=made, on=made)
    assert (found.day, found.entry, found.contact, found.by_law, found.missing) == (day, "randers-82a-answer", True, None, ())
    assert "kan gå i gang, når kommunen og borgeren har lavet en borgerplan" in found.sentence
    told = [step["value"] for step in found.steps if step["text"] == "Tæller ikke med som arbejdsdage"]
    assert bool(told) is bool(closed)
    assert all(closed in one for one in told)


@pytest.mark.parametrize("section", ["82a", "82b"])
def test_randers_has_no_day_before_the_citizen_plan_is_made(section):
    found = start(RANDERS, section)
    assert (found.day, found.missing, found.contact) == (None, ("Dagen planen blev lavet",), True)
    assert found.source.startswith("Randers 2019, l. 265")


def test_a_day_counted_from_an_application_nobody_knows_the_day_of_is_not_said():
    found = proposals.start_by(VIBORG, "101", applied_on=None, on=ON)
    assert (found.day, found.missing, found.entry) == (None, ("Dagen ansøgningen blev modtaget",), "viborg-101-start")


@pytest.mark.parametrize(
    ("standard", "section", "entry"), [(VEJLE, "82a", "vejle-82ab-start"), (VEJLE, "82b", "vejle-82ab-start"), (RANDERS, "85", "randers-85-start")]
)
def test_a_start_said_in_words_alone_gives_the_words_and_no_day(standard, section, entry):
    found = start(standard, section)
    assert (found.day, found.entry, found.sentence, found.missing) == (None, entry, BOOK.entry(entry).text, (starting.NO_DAYS,))


def test_nothing_is_said_of_the_start_of_other_help():
    said = {(standard, section) for standard, section in EVERY if start(standard, section)}
    treatment = {(standard, "101") for standard in ALL}
    assert said == treatment | {(RANDERS, "82a"), (RANDERS, "82b"), (RANDERS, "85"), (VEJLE, "82a"), (VEJLE, "82b")}


@pytest.mark.parametrize(
    ("length", "day", "entry"),
    [
        ("10 days", date(2026, 12, 11), "viborg-101-start"),  # 1 + 10: the council promises less than law
        ("30 days", date(2026, 12, 15), "sel-101-start"),  # 1 + 14: the council can't promise more
    ],
)
def test_the_councils_own_day_is_proposed_and_laws_bound_is_kept(monkeypatch, length, day, entry):
    real, ours = starting._rules, BOOK.entry("viborg-101-start")
    other = replace(ours, rule=Deadline.model_validate({**ours.fields, "length": length}))
    monkeypatch.setattr(starting, "_rules", lambda standard, section: (other,) if standard == VIBORG else real(standard, section))
    found = starting.start_by.__wrapped__(VIBORG, "101", applied_on=date(2026, 12, 1), on=ON)
    assert (found.day, found.by_law, found.entry) == (day, date(2026, 12, 15), entry)


def test_an_application_before_the_document_held_is_laws_alone():
    assert start(VIBORG, "101", date(2019, 12, 2), on=date(2019, 12, 2)).entry == "sel-101-start"


# Which plan belongs to the help


@pytest.mark.parametrize(
    ("standard", "section", "kind", "must", "own", "entry", "when"),
    [
        (VEJLE, "85", "action", True, False, "vejle-85-action-plan", "når der er bevilget en eller flere indsatser"),  # l. 605
        (VEJLE, "85a", "action", True, False, "vejle-85a-action-plan", "når der er bevilget en eller flere indsatser"),
        (VEJLE, "97", "action", True, False, "vejle-general-action-plan", "når der er bevilget en eller flere indsatser"),  # l. 181
        (VEJLE, "103", "action", True, False, "vejle-103-action-plan-offer", "ved opstart"),  # l. 882
        (VEJLE, "104", "action", True, False, "vejle-104-action-plan-offer", "ved opstart"),  # l. 972
        (VEJLE, "107", "action", True, False, "vejle-107-action-plan-offer", "i forbindelse med afgørelsen"),  # l. 1069
        (VEJLE, "108", "action", True, False, "vejle-108-action-plan", "i forbindelse med afgørelsen"),  # l. 1205
        (VEJLE, "109", "stay", True, True, "vejle-109-stay-plan", "senest 14 dage efter: Dagen kommunen blev bekendt med opholdet"),  # l. 1486
        (VEJLE, "110", "stay", True, True, "vejle-110-stay-plan", "senest 14 dage efter: Dagen kommunen blev bekendt med opholdet"),
        (RANDERS, "82a", "citizen", True, True, "randers-82a-citizen-plan", "når der er anbefalet et råd- og vejledningsforløb"),  # l. 136
        (RANDERS, "82b", "citizen", True, True, "randers-82a-citizen-plan", "når der er anbefalet et råd- og vejledningsforløb"),
        (RANDERS, "85", "action", True, False, "randers-141-offer", "samme dag: Dagen støtten blev bevilget"),  # l. 251
        (BALLERUP, "82a", "citizen", True, True, "ballerup-82a-plan", "når borgeren er ved at begynde på et forløb"),  # l. 107
        (BALLERUP, "82b", "citizen", True, True, "ballerup-82a-plan", "når borgeren er ved at begynde på et forløb"),
        (REBILD, "101", "action", True, False, "rebild-101-duty-plan", ""),  # l. 621
        (VIBORG, "82c", "crisis", True, True, "viborg-82c-crisis-plan", ""),  # l. 563
        (VIBORG, "85", "action", True, False, "viborg-general-plan", "når der er bevilget støtte"),  # l. 265-266
        (VIBORG, "98", "action", True, False, "viborg-98-plan-141", ""),  # l. 1156-1157
        (VIBORG, "109", "action", True, False, "viborg-109-includes-plan", ""),  # l. 1897-1899
        (VIBORG, "110", "stay", True, True, "viborg-110-stay-plan", ""),  # l. 1986-1987
    ],
)
def test_each_council_has_its_plan(standard, section, kind, must, own, entry, when):
    found = proposals.plan_of(standard, section, ON)
    assert (found.kind, found.must, found.own, found.entry, found.when) == (kind, must, own, entry, when)
    assert (found.source, found.sentence) == (BOOK.entry(entry).source.label(), BOOK.entry(entry).text)
    assert found.kind in Plan.Kind.values


@pytest.mark.parametrize(
    ("standard", "section"), [(REBILD, "85"), (REBILD, "107"), (BALLERUP, "85"), (RANDERS, "97"), ("law", "85"), (VIBORG, "99"), (VEJLE, "82c")]
)
def test_law_only_asks_the_council_to_consider_a_plan_where_the_document_says_nothing_of_it(standard, section):
    found = proposals.plan_of(standard, section, ON)
    assert (found.kind, found.must, found.own, found.entry, found.source) == ("action", False, False, "sel-141-offer", "SEL § 141, stk. 1 og 2")
    assert found.by(ON) is None


@pytest.mark.parametrize("standard", ALL)
def test_no_plan_is_owed_of_anonymous_treatment_nor_of_what_is_no_help(standard):
    assert [proposals.plan_of(standard, section, ON) for section in ("101a", "141", "general")] == [None, None, None]


@pytest.mark.parametrize(
    ("standard", "section", "start_on", "day"),
    [
        (VEJLE, "109", date(2026, 12, 17), date(2026, 12, 31)),  # 17 + 14
        (VEJLE, "110", date(2027, 2, 20), date(2027, 3, 6)),  # 20 + 14 = 34, less February's 28
        (RANDERS, "85", date(2026, 12, 24), date(2026, 12, 24)),  # the same day
        (VEJLE, "85", date(2026, 12, 17), None),
        (VIBORG, "110", date(2026, 12, 17), None),
        (VEJLE, "109", None, None),
    ],
)
def test_a_plan_is_due_on_the_day_the_document_prints_and_else_on_none(standard, section, start_on, day):
    assert proposals.plan_of(standard, section, ON).by(start_on) == day


def test_viborg_makes_an_action_plan_beside_the_stay_plan_after_a_month():
    (also,) = proposals.plan_of(VIBORG, "110", ON).also
    assert (also.kind, also.entry, also.counts_from, also.when) == (
        "action",
        "viborg-110-plan-after-month",
        "admitted",
        "1 måned efter: Dagen for optagelsen",
    )
    assert also.by(date(2027, 1, 31)) == date(2027, 2, 28)
    assert also.by(date(2026, 12, 15)) == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("standard", "section", "name", "entry", "when"),
    [
        (VEJLE, "85", "indsatsplan", "vejle-85-delivery-plan", "når der er lavet en handleplan efter § 141"),  # l. 646
        (VEJLE, "107", "indsatsplan", "vejle-107-effort-plan", "inden for de første måneder"),  # l. 1115-1117
        (VIBORG, "101", "behandlingsplan", "viborg-101-treatment-plan", ""),  # l. 1367-1368
    ],
)
def test_the_providers_own_plan_stands_beside(standard, section, name, entry, when):
    (beside,) = proposals.plan_of(standard, section, ON).beside
    assert (beside.name, beside.entry, beside.when) == (name, entry, when)


def test_a_document_that_does_not_hold_yet_says_nothing_of_plans():
    assert proposals.plan_of(VIBORG, "85", date(2019, 12, 31)).entry == "sel-141-offer"


# What the provider owes before a follow-up


@pytest.mark.parametrize(
    ("section", "basis", "what", "entry"),
    [
        ("85", "status_note", "note", "vejle-85-follow-up"),  # l. 640
        ("85a", "status_note", "note", "vejle-85a-follow-up"),
        ("103", "status_note", "note", "vejle-103-follow-up"),  # l. 918
        ("104", "follow_up_form", "form", "vejle-104-follow-up"),  # l. 1508-1510
        ("107", "follow_up_form", "form", "vejle-107-form-before-follow-up"),  # l. 1119
        ("107", "", "form", "vejle-107-form-before-follow-up"),
        ("108", "status_note", "note", "vejle-108-status-before-follow-up"),  # l. 1259
        ("108", "follow_up_form", "form", "vejle-108-status-before-follow-up"),
        ("abl-105", "", "note", "vejle-108-status-before-follow-up"),
        ("102", "", "report", "vejle-102-report"),  # l. 844
    ],
)
@pytest.mark.parametrize(
    ("follow_up", "day"),
    [
        (date(2027, 3, 15), date(2027, 3, 1)),
        (date(2027, 3, 8), date(2027, 2, 22)),  # 8 - 14 = -6: 28 - 6
        (date(2027, 1, 7), date(2026, 12, 23)),  # 24/12 is closed: the day before
        (date(2027, 4, 9), date(2027, 3, 24)),  # 26/3 is Good Friday, 25/3 closed too
    ],
)
def test_vejles_status_is_due_by_the_houses_own_fourteen_days_and_says_that_it_is(section, basis, what, entry, follow_up, day):
    found = proposals.status_owed(VEJLE, section, basis, follow_up)
    assert (found.what, found.entry, found.day, found.latest, found.proposed) == (what, entry, day, follow_up, True)
    assert "husets eget forslag" in found.sentence
    assert found.source == BOOK.entry(entry).source.label()
    assert found.steps[-1]["source"] == proposals.OWN_PROPOSAL
    assert found.steps[-1]["value"] == trace.on_day("", day).value


@pytest.mark.parametrize("section", ["82a", "82b"])
def test_vejles_report_after_twelve_weeks_is_the_documents_own_day(section):
    follow_up = date(2027, 3, 1)  # 84 days after 7/12: 24 in December, 31, 28 and 1
    for started in (None, date(2026, 12, 7)):
        found = proposals.status_owed(VEJLE, section, "status_note", follow_up, started)
        assert (found.day, found.proposed, found.entry) == (follow_up, False, "vejle-82ab-report")  # l. 573
    later = proposals.status_owed(VEJLE, section, "status_note", date(2027, 3, 15), date(2026, 12, 7))
    assert (later.day, later.latest, later.proposed) == (date(2027, 3, 1), date(2027, 3, 1), False)


@pytest.mark.parametrize(("section", "entry"), [("109", "vejle-109-plan-before-follow-up"), ("110", "vejle-110-plan-before-follow-up")])
def test_vejles_stay_plan_lies_ready_when_the_follow_up_is_held(section, entry):
    found = proposals.status_owed(VEJLE, section, "stay_plan", date(2026, 12, 24))
    assert (found.what, found.name, found.day, found.proposed, found.entry) == ("plan", "opholdsplan", date(2026, 12, 24), False, entry)


def test_viborgs_special_education_ends_with_a_report():
    found = proposals.status_owed(VIBORG, "other", "", date(2027, 2, 1))
    assert (found.what, found.day, found.proposed, found.entry) == ("report", date(2027, 2, 1), False, "viborg-special-education-report")  # l. 2056-2058


@pytest.mark.parametrize(
    ("standard", "section", "basis"),
    [
        (VEJLE, "107", "none"),  # l. 1452: the first follow-up without a status
        (VEJLE, "108", "none"),
        (VEJLE, "85", "not_stated"),
        (VEJLE, "97", "not_stated"),
        (RANDERS, "85", "action_plan"),
        (RANDERS, "82a", "citizen_plan"),
        (REBILD, "85", "action_plan"),
        (BALLERUP, "82a", ""),
        (VIBORG, "101", "treatment_plan"),
        (VIBORG, "107", ""),
        ("law", "85", "status_note"),
    ],
)
def test_no_status_is_owed_where_the_document_asks_for_none(standard, section, basis):
    assert proposals.status_owed(standard, section, basis, date(2027, 3, 15)) is None


def test_no_status_is_owed_before_the_document_held():
    assert proposals.status_owed(VEJLE, "107", "follow_up_form", date(2022, 12, 30)) is None


# What is counted


@pytest.mark.parametrize(
    ("standard", "section", "n", "unit", "entry", "limit"),
    [
        (VEJLE, "102", 6, SESSIONS, "vejle-102-report", False),  # l. 844, 1506
        (VEJLE, "82a", 12, WEEKS, "vejle-82ab-report", False),  # l. 573
        (VEJLE, "82b", 12, WEEKS, "vejle-82ab-report", False),
        (VIBORG, "102", 15, HOURS, "viborg-102-hours", True),  # l. 1509-1512
        (VIBORG, "101a", 12, SESSIONS, "viborg-101-anonymous-sessions", True),  # l. 1427-1428
    ],
)
def test_help_that_is_counted_says_what_is_owed_when_the_number_is_reached(standard, section, n, unit, entry, limit):
    found = proposals.counted(standard, section)
    assert (found.n, found.unit, found.entry, found.limit) == (n, unit, entry, limit)
    assert [found.reached(number) for number in (0, n - 1, n, n + 1)] == [False, False, True, True]
    assert found.reached(Decimal(n) - Decimal("0.01")) is False
    assert (found.left(n - 1), found.left(n + 3)) == (1, 0)
    assert found.duty
    assert found.source == BOOK.entry(entry).source.label()


def test_vejles_six_sessions_owe_both_the_providers_status_and_the_authoritys_follow_up():
    found = proposals.counted(VEJLE, "102")
    assert [one.text for one in found.duties] == [BOOK.entry("vejle-102-report").rule.duty, BOOK.entry("vejle-102-follow-up").rule.duty]
    assert found.said == "6 mødegange"


def test_vejles_twelve_weeks_owe_both_the_report_and_the_follow_up():
    assert [one.source for one in proposals.counted(VEJLE, "82a").duties] == [
        BOOK.entry(one).source.label() for one in ("vejle-82ab-report", "vejle-82ab-follow-up")
    ]


def test_viborgs_fifteen_hours_may_be_passed_in_special_cases():
    assert (proposals.counted(VIBORG, "102").exceptions, proposals.counted(VIBORG, "101a").exceptions) == (True, False)


def test_nothing_else_is_counted():
    """Companion's hours a month, visits a month and the psychologist's hours at a crisis centre are no total of the help."""
    counted = {(standard, section) for standard in ALL for section in BOOK.sections if proposals.counted(standard, section)}
    assert counted == {(VEJLE, "102"), (VEJLE, "82a"), (VEJLE, "82b"), (VIBORG, "102"), (VIBORG, "101a")}


# When appointments are broken


@pytest.mark.parametrize("section", ["82a", "82b"])
@pytest.mark.parametrize(
    ("broken", "day"),
    [
        (date(2026, 11, 2), date(2026, 11, 30)),  # 2 + 28
        (date(2028, 2, 1), date(2028, 2, 29)),  # 1 + 28 in a leap year
        (date(2026, 11, 27), date(2026, 12, 25)),  # 27 + 28 = 55, less 30: a holiday moves nothing
    ],
)
def test_ballerups_course_ends_after_four_weeks_of_broken_appointments_and_the_committee_speaks_of_it_first(section, broken, day):
    before = proposals.absence(BALLERUP, section, broken, day.replace(day=day.day - 1))
    on_day = proposals.absence(BALLERUP, section, broken, day)
    assert (before.day, before.has_come, on_day.day, on_day.has_come) == (day, False, day, True)
    assert (on_day.entry, on_day.source) == ("ballerup-82a-broken-agreements", BOOK.entry("ballerup-82a-broken-agreements").source.label())  # l. 68
    assert [one.source for one in on_day.first] == [BOOK.entry("ballerup-82a-committee").source.label()]  # l. 117
    assert "udvalg" in on_day.sentence
    assert on_day.reading.endswith("Hele tiden fra det første brud.")
    assert [step["value"] for step in on_day.steps[:2]] == [trace.on_day("", broken).value, trace.on_day("", day).value]


def test_no_other_help_ends_by_broken_appointments():
    found = {(standard, section) for standard, section in EVERY if proposals.absence(standard, section, ON, ON)}
    assert found == {(BALLERUP, "82a"), (BALLERUP, "82b")}


# What needs no decision


@pytest.mark.parametrize(
    ("standard", "free", "both"),
    [
        (BALLERUP, {"82a", "82b", "82c", "82d", "99", "101a"}, set()),
        (RANDERS, {"82a", "82b", "82c", "82d", "99", "101a"}, set()),
        (REBILD, {"82a", "82b", "82c", "82d", "99", "101a", "104"}, {"104"}),
        (VEJLE, {"82c", "82d", "85", "99", "101a"}, {"85"}),  # §§ 82 a and b are granted there; l. 1390 opens some help under § 85
        (VIBORG, {"82c", "82d", "99", "101a", "104"}, {"104"}),
    ],
)
def test_open_offers_need_no_decision_as_the_inquiry_has_them(standard, free, both):
    found = {section: proposals.needs_no_decision(standard, section, ON) for section in BOOK.sections}
    assert {section for section, one in found.items() if one.value} == free
    assert {section for section, one in found.items() if one.value and one.values["both"]} == both
    assert all(one.value is False for section, one in found.items() if section not in free)
    assert all(one.source for one in found.values() if one.value)
    assert {section for section, one in found.items() if one.value and one.values["nameless"]} == {"101a"}
    entered = {one.id for one in sections_offered(standard, ON) if one.may_be_entered or one.may_be_entered_nameless}
    assert entered == free


def test_what_nobody_enters_is_told_so():
    assert proposals.needs_no_decision(VEJLE, "141", ON).value is False
    assert proposals.needs_no_decision(VEJLE, "107", ON).sentence == "§ 107: kræver en afgørelse."


# How much


@pytest.mark.parametrize(
    ("amount", "unit", "minutes"),
    [
        (280, Unit.HOURS_WEEK, "168.00"),  # 2,8 × 60
        (106, Unit.HOURS_WEEK, "63.60"),
        (0, Unit.HOURS_WEEK, "0.00"),
        (1500, Unit.HOURS_MONTH, "207.69"),  # 15 × 60 × 12 / 52 = 10 800 / 52
        (1300, Unit.HOURS_MONTH, "180.00"),  # 13 × 60 × 12 / 52 = 9 360 / 52
    ],
)
def test_hours_by_the_week_and_month_are_minutes_a_week(amount, unit, minutes):
    assert proposals.weekly_minutes(amount, unit) == proposals.weekly_minutes(amount, unit.value) == Decimal(minutes)


@pytest.mark.parametrize("unit", [one for one in Unit if one not in (Unit.HOURS_WEEK, Unit.HOURS_MONTH)])
def test_what_is_no_time_by_the_week_has_no_minutes_a_week(unit):
    assert proposals.weekly_minutes(1500, unit) is None


def test_an_extent_that_is_not_set_has_no_minutes():
    assert proposals.weekly_minutes(None, Unit.HOURS_WEEK) is None
    assert proposals.weekly_minutes(None, "") is None
    assert proposals.weekly_minutes(100, "") is None


@pytest.mark.parametrize(
    ("level", "gross", "face"),
    [
        ("1", "63.60", "42.00"),  # 1,06 and 0,7 hours (l. 1393)
        ("2", "123.00", "84.00"),  # 2,05 and 1,4
        ("3", "246.00", "168.00"),  # 4,10 and 2,8
        ("4", "372.00", "252.00"),  # 6,20 and 4,2
        ("5", "480.00", "336.00"),  # 8 and 5,6
    ],
)
def test_vejles_steps_are_hours_in_all_and_hours_with_the_citizen(level, gross, face):
    found = proposals.level_minutes(VEJLE, "85", level, ON)
    assert (found.low, found.high, found.face_to_face) == (Decimal(gross), Decimal(gross), (Decimal(face), Decimal(face)))
    assert (found.name, found.entry, found.source) == (f"Trin {level}", "vejle-85-steps", BOOK.entry("vejle-85-steps").source.label())


@pytest.mark.parametrize(
    ("standard", "section", "level"),
    [
        (VEJLE, "85", "6"),
        (VEJLE, "85", "beyond"),
        (VEJLE, "85", ""),
        (VEJLE, "97", "1"),
        (RANDERS, "85", "3"),  # contacts a week, and not hours (l. 204-207)
        (VIBORG, "85", "2"),
        (REBILD, "85", "1"),
        (BALLERUP, "82a", "individual"),
        ("law", "85", "1"),
    ],
)
def test_levels_that_are_not_hours_have_no_minutes(standard, section, level):
    assert proposals.level_minutes(standard, section, level, ON) is None


def test_a_level_has_no_minutes_before_the_document_held():
    assert proposals.level_minutes(VEJLE, "85", "3", date(2022, 12, 31)) is None


def test_vejles_full_time_is_eighty_percent_in_an_activity_offer_and_never_a_friday():
    found = proposals.day_share(VEJLE, "104")
    assert (found.full_percent, found.full_days, found.part_time) == (80, 4, True)  # l. 1037-1043
    assert [(one.percent, one.days, one.half_days) for one in found.shares] == [
        (40, 2, 4),
        (50, Decimal("2.5"), None),
        (60, 3, None),
        (70, Decimal("3.5"), None),
        (80, 4, None),
    ]
    assert found.never == (date(2026, 12, 4).weekday(),)  # a Friday
    assert BOOK.entry("vejle-104-not-fridays").source.label() in [one.source for one in found.says]


def test_vejles_full_time_is_a_hundred_percent_in_sheltered_work():
    found = proposals.day_share(VEJLE, "103")
    assert (found.full_percent, found.full_days, found.part_time, found.never) == (100, 5, True, ())  # l. 934-935, 1427-1428
    assert [(one.percent, one.days, one.half_days) for one in found.shares] == [(50, Decimal("2.5"), 5), (100, 5, None)]


def test_rebild_counts_days_and_names_full_and_part_time_without_percent():
    work, activity = proposals.day_share(REBILD, "103"), proposals.day_share(REBILD, "104")
    assert (work.least_days, work.most_days, work.shares, work.full_percent, work.part_time) == (4, 5, (), None, None)  # l. 426
    assert (activity.least_days, activity.shares, activity.part_time) == (None, (), True)  # l. 456
    assert (work.entry, work.source) == ("rebild-103-days", BOOK.entry("rebild-103-days").source.label())


def test_viborg_only_says_that_part_time_can_be_had():
    found = proposals.day_share(VIBORG, "103")
    assert (found.part_time, found.shares, found.full_percent, found.entry) == (True, (), None, "viborg-103-part-time")  # l. 1565


def test_nothing_else_has_shares_of_a_day():
    found = {(standard, section) for standard in ALL for section in BOOK.sections if proposals.day_share(standard, section)}
    assert found == {(VEJLE, "103"), (VEJLE, "104"), (REBILD, "103"), (REBILD, "104"), (VIBORG, "103")}


# All of it


@pytest.mark.parametrize(("standard", "section"), EVERY)
def test_every_answer_has_a_source_and_every_trace_is_plain_words(standard, section):
    asked = [start(standard, section, chosen_by_citizen=chosen, plan_made_on=plan) for chosen in (False, True) for plan in (None, ON)]
    asked += [proposals.status_owed(standard, section, basis, date(2027, 3, 15)) for basis in ("", *BOOK.terms["bases"])]
    asked += [proposals.absence(standard, section, ON, ON)]
    for found in filter(None, asked):
        assert found.source
        assert found.sentence
        assert BOOK.entry(found.entry)
        assert found.steps
        for step in found.steps:
            assert set(step) == STEP
            assert step["text"]
            assert all(isinstance(part, str) for part in step.values())
    plan = proposals.plan_of(standard, section, ON)
    assert plan is None or all(one.source and one.sentence for one in (plan, *plan.also, *plan.beside))


def test_a_trace_can_be_kept_without_touching_the_answer():
    found = start(VIBORG, "101")
    found.steps.clear()
    assert found.steps
