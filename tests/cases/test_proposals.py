"""What standards and law say to an application, held against the five documents. The line of the document stands beside each row."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from mestring.cases import proposals
from mestring.cases.proposals import Pause, deadlines, sections
from mestring.rules.rulebook import open_library

BOOK = open_library()
STANDARDS = tuple(BOOK.standards)
ON = date(2026, 11, 12)
RECEIVED = date(2026, 9, 18)  # a Friday
EVERY = [(standard, offered.id) for standard in STANDARDS for offered in proposals.sections_offered(standard, ON)]


def due(standard: str, section: str, kind: str, received: date = RECEIVED, **facts: object) -> date | None:
    found = proposals.deadline(standard, section, proposals.kind(standard, section, kind, ON), received, ON, facts)
    return found.value if isinstance(found.value, date) else None


@pytest.mark.parametrize(("standard", "section"), EVERY)
def test_every_section_of_every_council_has_kinds_and_an_answer_about_its_deadline(standard, section):
    kinds = proposals.kinds(standard, section, ON)
    assert kinds
    assert len({kind.id for kind in kinds}) == len(kinds)
    for kind in kinds:
        found = proposals.deadline(standard, section, kind, RECEIVED, ON)
        assert found.sentence
        assert found.source
        assert found.value or found.remedy
        assert found.values["published"] is (found.value is not None)
    proposals.first_contact(standard, section, {}, ON)
    assert proposals.starts_with_inquiry(standard, section).sentence


# The kind, and the day the answer is due when the application came on Friday 18 September 2026.
DEADLINES = [
    ("randers-2019", "85", "new", date(2026, 11, 13)),  # Randers 2019, l. 271: op til 8 uger
    ("randers-2019", "85", "change", date(2026, 11, 13)),  # the same line speaks of all applications
    ("viborg-2020", "85", "skills:change", date(2026, 10, 16)),  # Viborg 2020, l. 330: 4 uger
    ("viborg-2020", "85", "skills:new", date(2026, 10, 30)),  # l. 331: 6 uger
    ("viborg-2020", "85", "home-support", date(2026, 10, 30)),  # l. 365: 6 uger
    ("viborg-2020", "96", "change-on-file", date(2026, 10, 16)),  # l. 335: 4 uger
    ("viborg-2020", "96", "change-to-fetch", date(2026, 11, 13)),  # l. 337: 8 uger
    ("viborg-2020", "96", "new", date(2026, 12, 11)),  # l. 338: 12 uger
    ("viborg-2020", "97", "new", date(2026, 10, 16)),  # l. 340: 4 uger
    ("viborg-2020", "98", "new", date(2026, 10, 16)),  # l. 342: 4 uger
    ("viborg-2020", "100", "new", date(2026, 11, 13)),  # l. 349: 8 uger
    ("viborg-2020", "101", "section", date(2026, 10, 2)),  # l. 354: 2 uger
    ("viborg-2020", "101", "substitution", date(2026, 10, 2)),  # l. 1397-1399: 14 dage
    ("viborg-2020", "102", "change", date(2026, 10, 16)),  # l. 358: 4 uger
    ("viborg-2020", "103", "new", date(2026, 10, 16)),  # l. 361: 4 uger
    ("viborg-2020", "104", "new", date(2026, 10, 16)),  # l. 362: 4 uger
    ("viborg-2020", "107", "new", date(2026, 11, 13)),  # l. 366: 8 uger
    ("viborg-2020", "108", "new", date(2026, 11, 13)),  # l. 367: 8 uger
    ("viborg-2020", "99", "new", None),  # l. 345-347: irrelevant, opsøgende arbejde
    ("viborg-2020", "84", "new", None),  # not in the table, l. 321-373
    ("vejle-2023", "85", "new", None),  # no deadline anywhere in the document
    ("vejle-2023", "97", "change", None),
    ("vejle-2023", "107", "new", None),
    ("rebild-2015", "85", "new", None),  # l. 115: faste tider, trykt på hjemmesiden
    ("rebild-2015", "108", "new", None),
    ("ballerup-undated", "82a", "new", None),  # the document prints none
    ("ballerup-undated", "85", "new", None),
    ("randers-2019", "82b", "new", None),  # l. 265 is a promise to be heard from, not a decision
]


@pytest.mark.parametrize(("standard", "section", "kind", "expected"), DEADLINES)
def test_the_deadline_is_the_one_the_document_prints(standard, section, kind, expected):
    assert due(standard, section, kind) == expected


def test_the_kinds_are_those_the_standard_itself_tells_apart():
    labels = {kind.label: dict(kind.facts) for kind in proposals.kinds("viborg-2020", "96", ON)}
    assert labels == {
        "Ændring, alle oplysninger ligger på sagen": {"application_kind": "change", "new_information": False},
        "Ændring, der skal hentes nye oplysninger": {"application_kind": "change", "new_information": True},
        "Ny ansøgning": {"application_kind": "new"},
    }
    assert [kind.length for kind in proposals.kinds("viborg-2020", "96", ON)] == ["4 uger", "8 uger", "12 uger"]
    assert [kind.id for kind in proposals.kinds("vejle-2023", "85", ON)] == ["new", "change"]


def test_a_deadline_that_no_one_has_published_is_said_with_what_to_do():
    found = proposals.deadline("vejle-2023", "85", proposals.NEW, RECEIVED, ON)
    assert found.value is None
    assert found.sentence == "Kommunen har ikke offentliggjort en frist for § 85."
    assert found.remedy == deadlines.NO_DEADLINE_REMEDY
    rebild = proposals.deadline("rebild-2015", "85", proposals.NEW, RECEIVED, ON)
    assert "hjemmesiden" in rebild.sentence
    assert rebild.source.startswith("Rebild 2015, l. 115")


def test_a_published_deadline_carries_its_source_its_goal_and_what_happens_when_it_is_overrun():
    found = proposals.deadline("viborg-2020", "97", proposals.kind("viborg-2020", "97", "new", ON), RECEIVED, ON)
    assert found.source.startswith("Viborg 2020, l. 340")
    assert found.binding_label == "Kommunens offentliggjorte frist"
    assert found.values["goal"] == "90 %"
    assert found.values["when_overrun"] == "Ansøgeren får besked om, hvornår afgørelsen kan ventes."
    assert found.sentence == "Svaret skulle være givet senest fredag 16. oktober."
    assert found.values["late"] is True
    assert found.steps


def test_a_standard_answers_nothing_for_a_day_before_it_held():
    early = date(2018, 5, 1)
    kinds = proposals.kinds("viborg-2020", "97", early)
    assert [kind.id for kind in kinds] == ["new", "change"]
    found = proposals.deadline("viborg-2020", "97", kinds[0], early, early)
    assert found.value is None
    assert found.values["published"] is False


def test_the_inquiry_starts_the_clock_only_under_section_101():
    assert due("viborg-2020", "101", "section", inquired=date(2026, 9, 11)) == date(2026, 9, 25)  # Viborg 2020, l. 354
    assert [section for section in BOOK.sections if proposals.section101_starts_with_inquiry(section)] == ["101"]
    assert proposals.starts_with_inquiry("viborg-2020", "101").value is True
    assert proposals.starts_with_inquiry("rebild-2015", "101").value is True  # Rebild 2015, l. 657
    assert proposals.starts_with_inquiry("viborg-2020", "97").value is None


# Who is promised what beside the decision: the facts known, and the day.
CONTACTS = [
    ("randers-2019", "82a", {"plan_made": date(2026, 9, 18)}, "randers-82a-answer", date(2026, 10, 2)),  # Randers 2019, l. 265: 10 arbejdsdage
    ("viborg-2020", "101", {"received": date(2026, 9, 18)}, "viborg-101-physician", date(2026, 10, 2)),  # Viborg 2020, l. 1380-1383
    ("viborg-2020", "101", {"received": date(2026, 9, 18)}, "viborg-101-start", date(2026, 10, 2)),  # l. 1363-1365
    ("rebild-2015", "101", {"inquired": date(2026, 9, 18), "chose_other_provider": False}, "rebild-101-start", date(2026, 10, 2)),  # Rebild 2015, l. 657
    ("vejle-2023", "101", {"inquired": date(2026, 9, 18), "chose_other_provider": False}, "sel-101-start", date(2026, 10, 2)),  # SEL § 101, stk. 2
]


@pytest.mark.parametrize(("standard", "section", "facts", "entry", "expected"), CONTACTS)
def test_what_the_citizen_is_promised_beside_the_decision_has_its_day(standard, section, facts, entry, expected):
    found = {one.entry_id: one.value for one in proposals.first_contact(standard, section, facts, ON)}
    assert found[entry] == expected


def test_no_document_promises_a_receipt():
    assert proposals.first_contact("vejle-2023", "85", {}, ON) == ()
    assert proposals.first_contact("viborg-2020", "97", {}, ON) == ()


# How a section is entered.
WAYS = [
    ("ballerup-undated", "82a", "open"),  # Ballerup, l. 61
    ("ballerup-undated", "85", "decision"),  # l. 115
    ("randers-2019", "82b", "open"),  # Randers 2019, l. 247
    ("rebild-2015", "99", "open"),  # Rebild 2015, l. 316
    ("rebild-2015", "104", "both"),  # l. 478 and 452
    ("rebild-2015", "110", "admission"),  # l. 609
    ("vejle-2023", "82b", "decision"),  # Vejle 2023, l. 551: den bevilligede støtte
    ("vejle-2023", "85", "both"),  # l. 1390: kræver ingen bevilling
    ("vejle-2023", "109", "admission"),  # l. 1338
    ("viborg-2020", "82c", "open"),  # Viborg 2020, l. 576
    ("viborg-2020", "104", "both"),  # l. 1643
    ("viborg-2020", "107", "decision"),  # l. 236-238
    ("viborg-2020", "101a", "anonymous"),  # l. 1418
]


@pytest.mark.parametrize(("standard", "section", "way"), WAYS)
def test_a_section_is_entered_as_its_document_says(standard, section, way):
    found = proposals.section_offered(standard, section, ON)
    assert found is not None
    assert found.way == way
    assert found.may_be_applied_for is (way in ("decision", "both", "admission"))


def test_a_section_the_document_is_silent_about_is_offered_all_the_same():
    found = proposals.section_offered("vejle-2023", "96", ON)
    assert found is not None
    assert not found.in_standard
    assert found.title == "Borgerstyret personlig assistance"


def test_a_section_is_offered_from_the_day_law_has_it():
    assert proposals.section_offered("randers-2019", "85a", date(2020, 1, 1)) is None
    assert proposals.section_offered("randers-2019", "85a", date(2023, 10, 1)) is not None


def test_a_way_in_is_the_documents_own_and_else_laws():
    assert sections.way_of("randers-2019", "82a") == sections.Way("open", "randers-82a-no-visitation")
    assert sections.way_of("viborg-2020", "82b") == sections.Way("decision", "viborg-82abc-complaint")
    assert sections.way_of("viborg-2020", "82c") == sections.Way("open", "sel-82c-purpose")
    assert sections.way_of("vejle-2023", "85") == sections.Way("both", "vejle-85-open-no-grant")
    assert sections.way_of("vejle-2023", "107") == sections.Way("decision")


def test_a_council_s_own_published_deadline_is_counted_like_the_standards():
    found = proposals.municipal_deadline("85", "8 weeks", RECEIVED, ON)
    assert found.value == date(2026, 11, 13)
    assert found.sentence == "Svar senest fredag 13. november."
    with pytest.raises(ValueError, match="længde"):
        proposals.municipal_deadline("85", "otte uger", RECEIVED, ON)


def test_each_day_a_case_stood_still_is_added_once():
    moved = proposals.new_answer_date(
        date(2026, 11, 13), ON, [Pause(date(2026, 10, 1), date(2026, 10, 10), "Udtalelse"), Pause(date(2026, 10, 8), date(2026, 10, 14), "Sygdom")]
    )
    assert moved.days == 14
    assert moved.date == date(2026, 11, 27)
    assert moved.steps[-1].value == "fredag 27. november"
    assert moved.warnings == (deadlines.FETCHING_COUNTS,)


def test_a_case_that_still_stands_still_moves_day_by_day():
    pause = Pause(date(2026, 11, 10), None, "Udtalelse")
    assert proposals.new_answer_date(date(2026, 11, 13), date(2026, 11, 12), [pause]).date == date(2026, 11, 16)
    assert proposals.new_answer_date(date(2026, 11, 13), date(2026, 11, 13), [pause]).date == date(2026, 11, 17)


def test_a_stand_still_that_begins_after_the_deadline_moves_nothing():
    moved = proposals.new_answer_date(date(2026, 11, 13), date(2026, 11, 30), [Pause(date(2026, 11, 14), date(2026, 11, 20), "Ferie")])
    assert moved.date == date(2026, 11, 13)
    assert moved.days == 0


def test_a_typed_date_must_come_after_the_old_one_and_is_warned_of_on_a_closed_day():
    moved = proposals.new_answer_date(date(2026, 11, 13), ON, typed=date(2026, 12, 25))
    assert moved.days == 42
    assert moved.warnings == ("Fredag 25. december (Juledag) er ikke en arbejdsdag. Sidste arbejdsdag før er onsdag 23. december.",)
    assert proposals.new_answer_date(date(2026, 11, 13), ON, typed=date(2026, 11, 27)).warnings == ()
    with pytest.raises(ValueError, match=r"Skriv en dato efter fredag 13\. november"):
        proposals.new_answer_date(date(2026, 11, 13), ON, typed=date(2026, 11, 13))


def test_the_letter_about_a_new_date_is_received_before_the_deadline_has_passed():
    assert proposals.notice_by(date(2026, 11, 27), ON).value == date(2026, 11, 27)
    assert proposals.notice_by(date(2026, 11, 29), ON).value == date(2026, 11, 27)  # a Sunday
    assert proposals.notice_by(date(2026, 11, 27), ON, "letter").value == date(2026, 11, 19)  # six weekdays
    assert proposals.notice_by(date(2026, 11, 27), ON, "quickpost").value == date(2026, 11, 25)
    assert proposals.notice_by(date(2026, 4, 6), ON, "digital_post").value == date(2026, 4, 1)  # Easter Monday
    assert proposals.notice_by(date(2026, 11, 27), ON).source.startswith("RSL § 3")


def test_the_letter_is_in_time_whatever_the_day_and_the_channel():
    for number in range(400):
        last = date(2026, 1, 1) + timedelta(days=number)
        for channel in ("digital_post", "letter", "quickpost", "handed_over"):
            sent = proposals.notice_by(last, ON, channel).value
            assert deadlines.received(sent, channel) <= last
            assert BOOK.world.calendar.is_working_day(sent)
            later = BOOK.world.calendar.add_working_days(sent, 1)
            assert deadlines.received(later, channel) > last


def test_an_unknown_channel_is_named_with_the_ways_there_are():
    with pytest.raises(ValueError, match="Vælg digital_post"):
        deadlines.received(ON, "pigeon")


def test_a_case_the_board_sends_back_starts_a_new_clock():
    back = proposals.remitted_clock(date(2026, 10, 5), ON)
    assert back.value == date(2026, 10, 5)
    assert due("randers-2019", "85", "new", back.value) == date(2026, 11, 30)


def test_answers_are_quick():
    kind = proposals.kind("viborg-2020", "85", "skills:new", ON)
    proposals.deadline("viborg-2020", "85", kind, RECEIVED, ON)
    began = time.perf_counter()
    for _ in range(20):
        proposals.deadline("viborg-2020", "85", kind, RECEIVED, ON)
    print(f"en frist: {(time.perf_counter() - began) * 50:.2f} ms")
