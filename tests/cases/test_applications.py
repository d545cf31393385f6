"""Applications: received with the standard's deadline, moved visibly, ended once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases import proposals
from mestring.cases.actions import application as acts
from mestring.cases.actions.application import Wanted
from mestring.cases.actions.case import close_case
from mestring.cases.actions.inquiry import receive_inquiry
from mestring.cases.errors import (
    AlreadyPaused,
    ApplicationOpenAlready,
    CaseClosed,
    DayInTheFuture,
    DeadlineNotLater,
    DeadlineUnknown,
    KindMissing,
    SectionMissing,
    SectionNotOffered,
    TextMissing,
)
from mestring.cases.models import Application, Due, Hold
from mestring.cases.states import ApplicationState, InquiryState
from mestring.people.models import Unit
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
    assert made.deadline == before + timedelta(days=5)
    assert (hold.before, hold.after) == (before, made.deadline)
    made.refresh_from_db()
    assert made.promised == before
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
    acts.extend(made, by=anne, on=TODAY, reason="Udredningen tager otte uger", new_day=date(2027, 1, 20))
    made.refresh_from_db()
    assert (made.deadline, made.promised) == (date(2027, 1, 20), None)


def test_an_extension_needs_a_later_day_and_a_reason() -> None:
    anne = given.caseworker()
    made = viborg(anne)
    with pytest.raises(DeadlineNotLater):
        acts.extend(made, by=anne, on=TODAY, reason="Sygdom", new_day=made.deadline)
    with pytest.raises(TextMissing) as told:
        acts.extend(made, by=anne, on=TODAY, reason="", new_day=made.deadline + timedelta(days=14))
    assert told.value.fields == ("reason",)
    assert not Hold.objects.exists()


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
