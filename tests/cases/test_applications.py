"""Applications: received with the standard's deadline, moved visibly, ended once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases import proposals
from mestring.cases.actions import application as acts
from mestring.cases.actions import writing
from mestring.cases.actions.application import Wanted
from mestring.cases.actions.case import change_facts, close_case
from mestring.cases.actions.dispatch import recall
from mestring.cases.actions.inquiry import receive_inquiry
from mestring.cases.actions.letter import pointless, queue_letter
from mestring.cases.errors import (
    AlreadyPaused,
    AnswerFarOff,
    ApplicationOpenAlready,
    CaseClosed,
    DayInTheFuture,
    DayTooEarly,
    DeadlineNotLater,
    DeadlineUnknown,
    KindMissing,
    LetterPointless,
    NotAWorkingDay,
    SectionMissing,
    SectionNotOffered,
    TextMissing,
)
from mestring.cases.letters.completeness import complete
from mestring.cases.letters.text import Letter
from mestring.cases.models import Application, Due, Hold
from mestring.cases.states import ApplicationState, InquiryState
from mestring.people.models import Unit
from mestring.rules.danish import date_plain
from mestring.rules.rulebook import open_library
from tests import given
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def viborg(by: given.Actor, section: str = "85", **more: object) -> Application:
    """An application that has a deadline: Viborg publishes them."""
    kind = proposals.kinds(given.VIBORG, section, TODAY)[0].id
    return given.application(by, section=section, kind=kind, standard=given.VIBORG, **more)


def test_the_deadline_is_the_standards_and_carries_its_trace() -> None:
    made = viborg(given.caseworker())
    kind = proposals.kind(given.VIBORG, "85", made.kind, TODAY)
    expected = proposals.deadline(given.VIBORG, "85", kind, TODAY, TODAY)
    assert made.deadline == made.promised == expected.value
    assert made.deadline is not None
    assert made.finding["source"] == expected.source
    assert [step["text"] for step in made.finding["steps"]] == [step.text for step in expected.steps]


def test_what_has_no_published_deadline_says_so_and_guesses_nothing() -> None:
    made = given.application(given.caseworker(), section="107", standard=given.VEJLE)
    assert made.deadline is None
    assert "ikke offentliggjort en frist" in made.finding["sentence"]
    due = Due.objects.get(thing=made.public_id)
    assert due.on is None


def test_the_decision_and_the_last_day_to_tell_of_a_new_date_are_on_the_work_list() -> None:
    anne = given.caseworker()
    made = viborg(anne)
    kinds = {row.kind: row.on for row in Due.objects.visible_to(anne).waiting()}
    assert kinds[Due.Kind.APPLICATION] == made.deadline
    assert kinds[Due.Kind.DELAY] == proposals.notice_by(made.deadline, TODAY).value
    assert kinds[Due.Kind.DELAY] <= made.deadline


def test_several_sections_applied_for_together_are_one_submission() -> None:
    anne = given.caseworker()
    case = given.case(anne)
    made = acts.receive_application(
        case, by=anne, on=TODAY, standard=given.VEJLE, wanted=[Wanted("85"), Wanted("97")], words="Støtte og ledsagelse", channel="form", received_on=TODAY
    )
    assert [one.section for one in made] == ["85", "97"]
    assert len({one.submission for one in made}) == 1


@pytest.mark.parametrize(
    ("changed", "error", "field"),
    [
        ({"words": " "}, TextMissing, "words"),
        ({"received_on": TODAY + timedelta(days=1)}, DayInTheFuture, "received_on"),
        ({"wanted": []}, SectionMissing, "sections"),
        ({"wanted": [Wanted("999")]}, SectionNotOffered, "sections"),
        ({"wanted": [Wanted("85", "findes-ikke")], "standard": given.VIBORG}, KindMissing, "kind"),
    ],
)
def test_an_application_that_can_not_be_received_says_what_to_mend(changed: dict[str, object], error: type[Exception], field: str) -> None:
    anne = given.caseworker()
    values = {"standard": given.VEJLE, "wanted": [Wanted("85")], "words": "Støtte", "channel": "form", "received_on": TODAY, **changed}
    with pytest.raises(error) as told:
        acts.receive_application(given.case(anne), by=anne, on=TODAY, **values)
    assert field in told.value.fields
    assert not Application.objects.exists()


def test_an_open_application_for_the_same_is_warned_of_and_taken_when_one_is_sure() -> None:
    anne = given.caseworker()
    first = given.application(anne)
    with pytest.raises(ApplicationOpenAlready) as told:
        given.application(anne, first.case)
    assert told.value.found == str(first.public_id)
    assert given.application(anne, first.case, sure=True).pk != first.pk


def test_nothing_is_received_in_a_closed_case() -> None:
    anne = given.caseworker()
    case = given.case(anne)
    close_case(case, by=anne, on=TODAY, because="Flyttet")
    with pytest.raises(CaseClosed):
        given.application(anne, case)


def test_another_team_can_not_receive_for_the_case() -> None:
    case = given.case(given.caseworker())
    with pytest.raises(NotAllowed):
        given.application(given.caseworker(given.unit("Et andet team"), name="Bo Vang"), case)


def test_the_day_of_the_inquiry_is_the_day_of_an_application_for_treatment() -> None:
    """SEL § 101: the clock starts with the inquiry."""
    anne = given.caseworker()
    case = given.case(anne)
    asked = receive_inquiry(
        Unit.objects.get(pk=anne.teams[0]),
        by=anne,
        on=TODAY,
        channel="phone",
        received_on=TODAY - timedelta(days=6),
        about="Vil ud af misbrug",
        citizen=case.citizen,
    )
    kinds = {section: proposals.kinds(given.VIBORG, section, TODAY)[0].id for section in ("101", "85")}
    made = acts.receive_application(
        case,
        by=anne,
        on=TODAY,
        standard=given.VIBORG,
        wanted=[Wanted(section, kind) for section, kind in kinds.items()],
        words="Behandling og støtte",
        channel="in_person",
        received_on=TODAY,
        inquiry=asked,
    )
    assert {one.section: one.received_on for one in made} == {"101": TODAY - timedelta(days=6), "85": TODAY}
    asked.refresh_from_db()
    assert asked.state == InquiryState.APPLIED
    assert asked.case_id == case.pk


def test_a_request_without_a_section_is_named_once_and_keeps_its_day() -> None:
    """RSL § 5: the authority weighs every possibility, and says which it decides by."""
    anne = given.caseworker()
    early = TODAY - timedelta(days=10)
    bare = acts.receive_open_application(given.case(anne), by=anne, on=TODAY, standard=given.VEJLE, words="Hjælp", channel="letter", received_on=early)
    assert bare.deadline is None
    named = acts.name_sections(bare, by=anne, on=TODAY, wanted=[Wanted("85"), Wanted("104")], because="Støtte og samvær")
    assert {(one.section, one.received_on, one.named_from_id) for one in named} == {("85", early, bare.pk), ("104", early, bare.pk)}
    assert bare.state == ApplicationState.NAMED
    assert not Due.objects.waiting().filter(thing=bare.public_id).exists()
    with pytest.raises(MoveNotAllowed):
        acts.name_sections(bare, by=anne, on=TODAY, wanted=[Wanted("97")], because="Også")


def test_a_pause_moves_the_deadline_by_its_days_when_it_ends() -> None:
    anne = given.caseworker()
    early = TODAY - timedelta(days=7)
    made = viborg(anne, received_on=early)
    before = made.deadline
    acts.pause(made, by=anne, on=TODAY, reason="Venter på hospitalet", since=TODAY - timedelta(days=4))
    assert made.deadline == before
    hold = acts.resume(made, by=anne, on=TODAY, until=TODAY)
    assert (hold.before, hold.after) == (before, before + timedelta(days=5))
    queue_letter(writing.write_delay_notice(hold, by=anne, on=TODAY), by=anne, on=TODAY)
    made.refresh_from_db()
    assert (made.deadline, made.promised) == (before + timedelta(days=5), before)
    assert "Venter på hospitalet" in acts.steps_of(made)[-1]["text"]
    assert Due.objects.get(kind=Due.Kind.APPLICATION, thing=made.public_id).on == made.deadline


def test_there_is_one_pause_at_a_time() -> None:
    anne = given.caseworker()
    made = viborg(anne)
    acts.pause(made, by=anne, on=TODAY, reason="Venter", since=TODAY)
    with pytest.raises(AlreadyPaused):
        acts.pause(made, by=anne, on=TODAY, reason="Venter igen", since=TODAY)


def test_what_has_no_deadline_can_not_be_paused_but_can_be_given_a_day() -> None:
    anne = given.caseworker()
    made = given.application(anne, section="107", standard=given.VEJLE)
    with pytest.raises(DeadlineUnknown):
        acts.pause(made, by=anne, on=TODAY, reason="Venter", since=TODAY)
    hold = acts.extend(made, by=anne, on=TODAY, reason="Udredningen tager otte uger", new_day=date(2027, 1, 20))
    made.refresh_from_db()
    assert (made.deadline, made.promised) == (None, None)
    notice = writing.write_delay_notice(hold, by=anne, on=TODAY)
    assert (notice.title, notice.get_kind_display()) == ("Så ved vi, hvornår du får svar", "Besked om svardato")
    queue_letter(notice, by=anne, on=TODAY)
    made.refresh_from_db()
    assert (made.deadline, made.promised) == (date(2027, 1, 20), None)


def test_a_new_day_to_answer_by_is_of_no_use_when_the_application_is_ended() -> None:
    anne = given.caseworker()
    made = viborg(anne)
    hold = acts.extend(made, by=anne, on=TODAY, reason="Vi mangler et svar", new_day=made.deadline + timedelta(days=14))
    notice = writing.write_delay_notice(hold, by=anne, on=TODAY)
    assert pointless(notice) == ""
    acts.withdraw(made, by=anne, on=TODAY, because="Fortrudt.")
    assert "venter ikke længere på svar" in pointless(notice)
    with pytest.raises(LetterPointless):
        queue_letter(notice, by=anne, on=TODAY)


def test_an_extension_needs_a_later_day_and_a_reason() -> None:
    anne = given.caseworker()
    made = viborg(anne)
    with pytest.raises(DeadlineNotLater):
        acts.extend(made, by=anne, on=TODAY, reason="Sygdom", new_day=made.deadline)
    with pytest.raises(TextMissing) as told:
        acts.extend(made, by=anne, on=TODAY, reason="", new_day=made.deadline + timedelta(days=14))
    assert told.value.fields == ("reason",)
    assert not Hold.objects.exists()


def test_a_new_day_holds_from_when_the_letter_is_on_its_way_and_no_longer_when_it_is_taken_back() -> None:
    """RSL § 3, stk. 2: the citizen is told before the day passes, so a draft moves nothing."""
    anne = given.caseworker()
    made = viborg(anne)
    before, later = made.deadline, made.deadline + timedelta(days=14)
    hold = acts.extend(made, by=anne, on=TODAY, reason="Vi mangler et svar", new_day=later)
    notice = writing.write_delay_notice(hold, by=anne, on=TODAY)

    def rows() -> tuple[date, str, date, str]:
        decision, delay = Due.objects.get(kind="application", thing=made.public_id), Due.objects.get(kind="delay", thing=made.public_id)
        return decision.on, delay.next, delay.on, delay.what

    on, step, by_day, what = rows()
    assert (on, step, by_day) == (before, "Send brevet om svardatoen", proposals.notice_by(before, TODAY).value)
    assert f"ikke fået besked om svardatoen {date_plain(later)}" in what
    assert "når brevet er sendt" in acts.steps_of(made)[-1]["value"]
    assert len(acts.steps_of(made, as_told=True)) == len(acts.steps_of(made)) - 1
    queue_letter(notice, by=anne, on=TODAY)
    on, step, by_day, _ = rows()
    assert (on, by_day) == (later, proposals.notice_by(later, TODAY).value)
    assert step.startswith("Afgør")
    recall(notice, by=anne, on=TODAY)
    made.refresh_from_db()
    assert (made.deadline, rows()[0]) == (before, before)
    assert acts.untold(made) == hold


def test_a_pause_does_not_put_off_telling_the_citizen() -> None:
    anne = given.caseworker()
    made = viborg(anne)
    acts.pause(made, by=anne, on=TODAY, reason="Venter på hospitalet", since=TODAY)
    delay = Due.objects.waiting().get(kind=Due.Kind.DELAY, thing=made.public_id)
    assert delay.on == proposals.notice_by(made.deadline, TODAY).value
    assert "Afslut pausen" in delay.next
    assert Due.objects.get(kind=Due.Kind.APPLICATION, thing=made.public_id).waits == "Venter på hospitalet"


def test_a_day_that_was_set_during_a_pause_stands_when_the_pause_ends() -> None:
    anne = given.caseworker()
    made = viborg(anne, received_on=TODAY - timedelta(days=7))
    acts.pause(made, by=anne, on=TODAY, reason="Venter", since=TODAY - timedelta(days=4))
    set_day = acts.extend(made, by=anne, on=TODAY, reason="Vi venter på hospitalet", new_day=made.deadline + timedelta(days=14))
    assert acts.resume(made, by=anne, on=TODAY, until=TODAY).after == set_day.after


def test_an_application_that_has_ended_is_not_put_back_on_the_work_list_by_ending_its_pause() -> None:
    anne = given.caseworker()
    made = viborg(anne, received_on=TODAY - timedelta(days=7))
    acts.pause(made, by=anne, on=TODAY, reason="Venter", since=TODAY)
    acts.withdraw(made, by=anne, on=TODAY, because="Borgeren har trukket den tilbage.")
    with pytest.raises(MoveNotAllowed):
        acts.resume(made, by=anne, on=TODAY, until=TODAY)
    assert not Due.objects.filter(kind=Due.Kind.APPLICATION, thing=made.public_id, done_on=None).exists()


def test_a_pause_begins_after_the_application_came_and_after_the_last_pause() -> None:
    anne = given.caseworker()
    made = viborg(anne, received_on=TODAY - timedelta(days=5))
    with pytest.raises(DayTooEarly) as told:
        acts.pause(made, by=anne, on=TODAY, reason="Venter", since=TODAY - timedelta(days=6))
    assert told.value.fields == ("since",)
    assert "20-11-2026" in str(told.value)
    acts.pause(made, by=anne, on=TODAY, reason="Venter", since=TODAY - timedelta(days=3))
    acts.resume(made, by=anne, on=TODAY, until=TODAY - timedelta(days=1))
    with pytest.raises(DayTooEarly):
        acts.pause(made, by=anne, on=TODAY, reason="Venter igen", since=TODAY - timedelta(days=1))


def test_a_day_to_answer_by_is_a_working_day_and_one_far_away_is_asked_about() -> None:
    anne = given.caseworker()
    made = given.application(anne, section="107", standard=given.VEJLE)
    with pytest.raises(NotAWorkingDay) as closed:
        acts.extend(made, by=anne, on=TODAY, reason="Udredning", new_day=date(2026, 12, 27))
    assert "søndag 27. december er ikke en arbejdsdag. Den næste er 28-12-2026" in str(closed.value)
    with pytest.raises(AnswerFarOff) as far:
        acts.extend(made, by=anne, on=TODAY, reason="Udredning", new_day=date(2030, 12, 23))
    assert far.value.fields == ("sure",)
    assert acts.extend(made, by=anne, on=TODAY, reason="Udredning", new_day=date(2030, 12, 23), sure=True).after == date(2030, 12, 23)
    short = viborg(anne)
    with pytest.raises(AnswerFarOff):
        acts.extend(short, by=anne, on=TODAY, reason="Sygdom", new_day=_working(short.deadline + (short.deadline - TODAY) + timedelta(days=1)))


def _working(day: date) -> date:
    return open_library().world.calendar.on_or_after(day)


def test_a_receipt_tells_a_day_that_was_set_and_the_day_then_holds() -> None:
    """A council without a deadline: the day a caseworker sets is the one the receipt says."""
    anne = given.caseworker()
    case = given.case(anne)
    first, second = acts.receive_application(
        case, by=anne, on=TODAY, standard=given.VEJLE, wanted=[Wanted("85"), Wanted("97")], words="Støtte og ledsagelse", channel="form", received_on=TODAY
    )
    assert not complete(Letter.from_json(writing.write_receipt([first, second], by=anne, on=TODAY).content))
    acts.extend(first, by=anne, on=TODAY, reason="Udredningen tager fire uger", new_day=date(2026, 12, 23))
    receipt = writing.write_receipt([first, second], by=anne, on=TODAY)
    words = {one.key: one.text for one in Letter.from_json(receipt.content).sentences()}
    assert "senest onsdag 23. december. Den dag er sat for netop din sag." in words["deadline.85"]
    assert "ingen dato endnu" in words["deadline.97"]
    queue_letter(receipt, by=anne, on=TODAY)
    first.refresh_from_db()
    assert first.deadline == date(2026, 12, 23)
    assert acts.untold(first) is None
    assert Due.objects.waiting().get(kind=Due.Kind.DELAY, thing=first.public_id).next.startswith("Afgør")


def test_an_application_did_not_come_before_the_inquiry_it_came_of() -> None:
    anne = given.caseworker()
    case = given.case(anne)
    came = TODAY - timedelta(days=2)
    where = Unit.objects.get(pk=anne.teams[0])
    asked = receive_inquiry(where, by=anne, on=TODAY, channel="phone", received_on=came, about="Vil søge", citizen=case.citizen)
    with pytest.raises(DayTooEarly) as told:
        given.application(anne, case, received_on=came - timedelta(days=1), inquiry=asked)
    assert told.value.fields == ("received_on",)
    assert given.application(anne, case, received_on=came, inquiry=asked).received_on == came


def test_a_case_is_filed_under_its_first_section_until_that_is_corrected() -> None:
    anne = given.caseworker()
    case = given.case(anne)
    assert case.kle == ""
    given.application(anne, case, section="97")
    case.refresh_from_db()
    assert case.kle == open_library().sections["97"].kle == "27.48.04"
    change_facts(case, by=anne, on=TODAY, seen=case.version, kle="27.36.12")
    given.application(anne, case, section="107")
    case.refresh_from_db()
    assert case.kle == "27.36.12"
    with pytest.raises(TextMissing):
        change_facts(case, by=anne, on=TODAY, seen=case.version, kle="27.36")


def test_what_is_withdrawn_is_confirmed_in_a_letter_that_can_be_sent() -> None:
    anne = given.caseworker()
    made = given.application(anne, section="97")
    acts.withdraw(made, by=anne, on=TODAY, because="Ringede og trak den tilbage")
    letter = writing.write_withdrawal(made, by=anne, on=TODAY)
    assert not complete(Letter.from_json(letter.content))
    assert "Du kan altid søge igen." in str(letter.content)


def test_what_is_withdrawn_is_due_no_more_and_can_not_be_moved() -> None:
    anne = given.caseworker()
    made = viborg(anne)
    acts.withdraw(made, by=anne, on=TODAY, because="Ringede og trak den tilbage")
    assert not Due.objects.waiting().filter(thing=made.public_id).exists()
    with pytest.raises(MoveNotAllowed):
        acts.pause(made, by=anne, on=TODAY, reason="Venter", since=TODAY)
    with pytest.raises(MoveNotAllowed):
        acts.withdraw(made, by=anne, on=TODAY, because="Igen")


def test_every_act_leaves_a_trace_without_what_was_written() -> None:
    anne = given.caseworker()
    secret = "HEMMELIGT-ORD-I-ANSOEGNINGEN"
    made = given.application(anne, words=secret)
    acts.withdraw(made, by=anne, on=TODAY, because=secret)
    entries = Entry.objects.filter(case=str(made.case.public_id))
    assert {"open_case", "assign_case", "receive_application", "withdraw_application"} <= set(entries.values_list("act", flat=True))
    assert not any(secret in str(one.detail) for one in entries)


@pytest.mark.parametrize("standard", [given.BALLERUP, "randers-2019", "rebild-2015", given.VEJLE, given.VIBORG])
def test_treatment_of_drug_misuse_begins_fourteen_days_after_the_inquiry_whatever_the_council_has_published(standard: str) -> None:
    anne = given.caseworker()
    case, asked_on = given.case(anne), date(2026, 11, 20)
    inquiry = receive_inquiry(case.team, by=anne, on=asked_on, channel="phone", received_on=asked_on, about="Vil ud af hash.", citizen=case.citizen)
    kind = proposals.kinds(standard, "101", TODAY)[0].id
    made = given.application(anne, case, section="101", standard=standard, kind=kind, received_on=date(2026, 11, 23), inquiry=inquiry)
    row = Due.objects.waiting().get(kind=Due.Kind.APPLICATION, thing=made.public_id)
    assert made.received_on == asked_on
    assert (row.on, row.next) == (date(2026, 12, 4), "Afgør, og sæt behandlingen i gang")
    assert "SEL § 101" in row.source
    assert any("04-12-2026" in str(step["value"]) or "4. december" in str(step["value"]) for step in row.why)


def test_no_other_section_than_treatment_has_a_day_to_begin_by() -> None:
    found = {section for section in ("82b", "85", "96", "101a", "102", "107", "110") if proposals.treatment_start(given.VIBORG, section, TODAY, TODAY)}
    assert not found
