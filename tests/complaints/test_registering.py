"""A complaint is registered, however it comes; the right and the days are law's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.actions import due
from mestring.cases.actions.case import close_case
from mestring.cases.actions.dispatch import dispatch_ready
from mestring.cases.errors import DayInTheFuture, TextMissing
from mestring.cases.models import Due, Note
from mestring.complaints import actions, standing
from mestring.complaints.errors import ComplainantMissing, ComplaintOpenAlready, DecisionMissing, MustBeReviewed, NoRightToComplain, NotTimeToAnswer
from mestring.complaints.models import Complaint
from mestring.decisions import actions as deciding
from mestring.decisions.models import Decision
from mestring.people import access
from mestring.people.actions.citizen import add_representation
from mestring.people.models import Representation
from mestring.rules.danish import date_short
from tests import given
from tests.cases.given_letters import LATER, Remembers
from tests.complaints import given_complaint as gc
from tests.decisions import given_decision as known
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def waiting(found: Complaint) -> Due:
    row: Due = Due.objects.waiting().get(kind=Due.Kind.COMPLAINT, thing=found.public_id)
    return row


def test_an_oral_complaint_without_reasons_is_registered_and_written_in_the_journal() -> None:
    by = given.caseworker()
    found = gc.complaint(by, words="")
    assert (found.state, found.in_time, found.right, found.words) == ("registered", True, True, "")
    note = Note.objects.get(subject="Klage modtaget mundtligt")
    assert (note.kind, note.happened_on) == ("phone", gc.RECEIVED)
    assert "ikke givet en begrundelse" in note.text
    assert Entry.objects.get(act="register_complaint").detail["in_time"] is True


def test_a_written_complaint_makes_no_note() -> None:
    by = given.caseworker()
    gc.complaint(by, channel="letter")
    assert not Note.objects.filter(subject="Klage modtaget mundtligt").exists()


@pytest.mark.parametrize(
    ("received", "due", "work_by"),
    [
        (date(2026, 12, 2), date(2026, 12, 30), date(2026, 12, 30)),
        (date(2026, 11, 26), date(2026, 12, 24), date(2026, 12, 23)),  # Christmas Eve: the authority's own limit is not moved, and nobody works on it
        (date(2026, 11, 29), date(2026, 12, 27), date(2026, 12, 23)),  # a Sunday, behind three closed days
    ],
)
def test_it_must_be_reviewed_within_four_weeks_and_is_worked_on_by_the_last_working_day_in_them(received: date, due: date, work_by: date) -> None:
    by = given.caseworker()
    found = gc.complaint(by, received_on=received, on=date(2026, 12, 3))
    row = waiting(found)
    assert (found.review_due, row.on) == (due, work_by)
    assert any(step["value"] == date_short(work_by) for step in row.why) is (due != work_by)
    assert (row.next, row.source, row.section) == ("Genvurdér afgørelsen", "RSL § 66", "85")
    assert [one["text"] for one in row.why][:2] == ["Dagen klagen blev modtaget", "+ 4 uger"]


@pytest.mark.parametrize(
    ("told", "last", "last_reason"),
    [
        (date(2026, 11, 25), date(2026, 12, 23), "+ 4 uger"),
        (date(2026, 11, 26), date(2026, 12, 28), "24. december 2026 er Juleaftensdag; fristen flyttes"),
        (date(2026, 12, 3), date(2027, 1, 4), "31. december 2026 er Nytårsaftensdag; fristen flyttes"),
    ],
)
def test_the_citizen_s_own_four_weeks_move_off_a_holiday(told: date, last: date, last_reason: str) -> None:
    by = given.caseworker()
    decision = gc.refused(by, told_on=told)
    on_the_day, after = gc.complaint(by, decision, received_on=last), gc.complaint(by, decision, received_on=last + timedelta(days=1), sure=True)
    assert (on_the_day.last_day, on_the_day.in_time, after.in_time) == (last, True, False)
    assert [one["text"] for one in on_the_day.trace][-2:] == [last_reason, "Klagen kom"]


def test_a_late_complaint_is_registered_reviewed_and_sent_on_all_the_same() -> None:
    by = given.caseworker()
    late = date(2027, 1, 11)
    found = gc.maintained(by, received_on=late, on=late)
    assert (found.in_time, found.last_day, found.review_due) == (False, date(2026, 12, 23), date(2027, 2, 8))
    assert actions.forward(found, by=by, on=late).state == "forwarded"


def test_the_day_the_letter_was_received_is_what_counts() -> None:
    by = given.caseworker()
    decision = gc.refused(by, told_on=None)
    deciding.send_decision_letter([decision], by=by, on=TODAY, carrier="letter")
    dispatch_ready(Remembers(), by=access.house(TODAY), on=TODAY, now=LATER)
    deciding.note_receipts(by=access.house(TODAY), on=TODAY)
    decision.refresh_from_db()
    found = gc.complaint(by, decision, received_on=date(2026, 12, 28))
    assert found.decision_received_on == date(2026, 12, 3)  # six weekdays
    assert (found.last_day, found.in_time) == (date(2027, 1, 4), True)


def test_when_nobody_knows_when_the_citizen_had_the_decision_it_counts_as_in_time() -> None:
    by = given.caseworker()
    decision = gc.refused(by, told_on=None)
    unknown = gc.complaint(by, decision, received_on=date(2027, 6, 1))
    assert (unknown.in_time, unknown.last_day, unknown.decision_received_on) == (True, None, None)
    assert [one.get("value") for one in unknown.trace] == [None, "til tiden"]
    said = gc.complaint(by, decision, received_on=date(2027, 6, 1), told_on=date(2027, 1, 4), sure=True)
    assert (said.in_time, said.last_day, said.decision_received_on) == (False, date(2027, 2, 1), date(2027, 1, 4))


def test_when_the_day_the_decision_was_received_becomes_known_the_complaint_is_measured_by_it() -> None:
    by = given.caseworker()
    decision = gc.refused(by, told_on=None)
    unknown = gc.complaint(by, decision, received_on=date(2027, 6, 1))
    assert standing.timely(unknown, date(2027, 6, 1)).received is None
    Decision.objects.filter(pk=decision.pk).update(received_on=date(2026, 12, 3))
    healed = standing.timely(Complaint.objects.select_related("decision").get(pk=unknown.pk), date(2027, 6, 1))
    assert (healed.received, healed.last_day, healed.in_time) == (date(2026, 12, 3), date(2027, 1, 4), False)


def test_a_complaint_is_not_from_the_future_and_not_of_another_case_s_decision() -> None:
    by = given.caseworker()
    decision = gc.refused(by)
    with pytest.raises(DayInTheFuture):
        gc.complaint(by, decision, on=TODAY)
    with pytest.raises(DecisionMissing):
        gc.complaint(by, decision, received_on=TODAY - timedelta(days=1))
    with pytest.raises(DecisionMissing):
        actions.register_complaint(given.case(by), decision=decision, channel="phone", received_on=gc.RECEIVED, by=by, on=gc.RECEIVED)
    with pytest.raises(DecisionMissing):
        actions.register_complaint(decision.application.case, channel="phone", received_on=gc.RECEIVED, by=by, on=gc.RECEIVED)
    with pytest.raises(TextMissing):
        gc.complaint(by, decision, told_on=gc.RECEIVED + timedelta(days=1))
    assert not Complaint.objects.exists()


def test_a_second_complaint_of_the_same_decision_must_be_meant() -> None:
    by = given.caseworker()
    first = gc.complaint(by)
    assert first.decision
    with pytest.raises(ComplaintOpenAlready) as refused:
        gc.complaint(by, first.decision)
    assert refused.value.found == str(first.public_id)
    gc.complaint(by, first.decision, sure=True)
    assert Complaint.objects.open().count() == 2


def test_whoever_acts_for_the_citizen_may_complain_and_a_companion_may_not() -> None:
    by = given.caseworker()
    decision = gc.refused(by)
    citizen = decision.application.case.citizen
    common = {"since": date(2026, 1, 1), "by": by, "on": TODAY}
    acting = add_representation(citizen, kind=Representation.Kind.PARTY_REPRESENTATIVE, name="Ole Prøve", **common)
    beside = add_representation(citizen, kind=Representation.Kind.COMPANION, name="Eva Prøve", **common)
    with pytest.raises(ComplainantMissing):
        gc.complaint(by, decision, complained_by="representative", representation=beside)
    with pytest.raises(ComplainantMissing):
        gc.complaint(by, decision, complained_by="representative")
    with pytest.raises(ComplainantMissing):
        gc.complaint(by, decision, complained_by="other", complainant=" ")
    assert gc.complaint(by, decision, complained_by="representative", representation=acting).who == "Ole Prøve, partsrepræsentant"
    assert gc.complaint(by, decision, complained_by="other", complainant="Boet ved advokat Bo Prøve", sure=True).who == "Boet ved advokat Bo Prøve"


def test_a_complaint_is_registered_on_a_closed_case_which_stays_closed() -> None:
    by = given.caseworker()
    decision = gc.refused(by)
    case = decision.application.case
    due.settle_all([decision.public_id], on=TODAY)  # its letter has gone out
    close_case(case, by=by, on=TODAY, because="Intet mere at gøre.")
    found = gc.complaint(by, decision)
    case.refresh_from_db()
    assert (found.state, case.state) == ("registered", "closed")


def test_another_team_registers_and_sees_nothing() -> None:
    by = given.caseworker()
    found = gc.complaint(by)
    stranger = given.caseworker(given.unit("Et andet team"), "Per Andet")
    assert not Complaint.objects.visible_to(stranger).exists()
    for act in (
        lambda: gc.complaint(stranger, found.decision, sure=True),
        lambda: actions.maintain(found, seen=1, by=stranger, on=gc.RECEIVED, **gc.WRITTEN),
        lambda: actions.forward(found, by=stranger, on=gc.RECEIVED),
        lambda: actions.withdraw_complaint(found, because="Ringede.", by=stranger, on=gc.RECEIVED),
        lambda: actions.send_answer(found, standard=given.VEJLE, by=stranger, on=gc.RECEIVED),
        lambda: actions.register_board_outcome(found, outcome="confirmed", decided_on=TODAY, received_on=TODAY, by=stranger, on=gc.RECEIVED),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert list(Complaint.objects.visible_to(by)) == [found]
    committee = given.committee()
    assert not Complaint.objects.visible_to(committee).exists()


# ------------------------------------------------------------------------------------------------ the right


def test_a_decision_of_chapter_15_a_can_t_be_complained_of_and_is_answered() -> None:
    by = given.caseworker()
    decision = gc.early_help(by)
    found = gc.complaint(by, decision, answers={"applied_for_specific_service": False})
    assert (found.right, found.review_due, found.right_missing) == (False, None, [])
    assert found.right_source.startswith("SEL § 82 a, stk. 2")
    row = waiting(found)
    assert (row.next, row.on) == ("Svar på klagen", None)
    with pytest.raises(NoRightToComplain):
        actions.maintain(found, seen=found.version, by=by, on=gc.RECEIVED, **gc.WRITTEN)
    with pytest.raises(NotTimeToAnswer):
        actions.write_receipt(found, standard=given.VEJLE, by=by, on=gc.RECEIVED)
    with pytest.raises(TextMissing):
        actions.answer_without_review(found, text=" ", standard=given.VEJLE, by=by, on=gc.RECEIVED)
    letter = actions.answer_without_review(found, text="Du kan bruge gruppen om onsdagen.", standard=given.VEJLE, by=by, on=gc.RECEIVED)
    assert (found.state, letter.state, letter.title) == ("answered", "queued", "Svar på din klage")
    assert "kan ikke klage over afgørelsen til Ankestyrelsen" in str(letter.content)
    assert not Due.objects.waiting().filter(thing=found.public_id).exists()


def test_a_specific_service_refused_with_reference_to_chapter_15_a_can_be_complained_of() -> None:
    by = given.caseworker()
    decision = gc.early_help(by)
    found = gc.complaint(by, decision, answers={"applied_for_specific_service": True, "refused_with_reference_to_early_help": True})
    assert (found.right, found.review_due) == (True, gc.REVIEW_DUE)
    with pytest.raises(MustBeReviewed):
        actions.answer_without_review(found, text="Nej.", standard=given.VEJLE, by=by, on=gc.RECEIVED)
    assert actions.maintain(found, seen=found.version, by=by, on=gc.RECEIVED, **gc.WRITTEN).state == "maintained"


def test_an_unanswered_question_is_never_a_no() -> None:
    by = given.caseworker()
    found = gc.complaint(by, gc.early_help(by))
    assert (found.right, found.review_due) == (None, gc.REVIEW_DUE)
    assert found.right_missing == ["applied_for_specific_service", "refused_with_reference_to_early_help"]
    with pytest.raises(MustBeReviewed):
        actions.answer_without_review(found, text="Nej.", standard=given.VEJLE, by=by, on=gc.RECEIVED)
    actions.answer_right(found, answers={"applied_for_specific_service": False}, by=by, on=gc.RECEIVED)
    assert (found.right, found.review_due, waiting(found).next) == (False, None, "Svar på klagen")
    actions.answer_right(found, answers={"applied_for_specific_service": True, "refused_with_reference_to_early_help": True}, by=by, on=gc.RECEIVED)
    assert (found.right, waiting(found).on) == (True, gc.REVIEW_DUE)
    actions.maintain(found, seen=found.version, by=by, on=gc.RECEIVED, **gc.WRITTEN)
    with pytest.raises(MoveNotAllowed):
        actions.answer_right(found, answers={}, by=by, on=gc.RECEIVED)


def test_a_citizen_who_holds_on_is_heard_by_the_board_which_decides_its_own_competence() -> None:
    by = given.caseworker()
    found = gc.complaint(by, gc.early_help(by), answers={"applied_for_specific_service": False})
    actions.answer_without_review(found, text="Du kan bruge gruppen.", standard=given.VEJLE, by=by, on=gc.RECEIVED)
    actions.forward(found, by=by, on=gc.RECEIVED)
    assert (found.state, waiting(found).waits) == ("forwarded", "Ankestyrelsen")


def test_a_wholly_granted_decision_can_be_complained_of_whatever_the_council_writes() -> None:
    by = given.caseworker()
    decision = known.decided(by)
    deciding.communicate_orally(decision, words="Fortalt.", told_on=TODAY, by=by, on=TODAY)
    assert gc.complaint(by, decision).right is True


@pytest.mark.parametrize("kind", ["handling", "staff"])
def test_a_complaint_of_handling_or_staff_is_the_municipality_s_own(kind: str) -> None:
    by = given.caseworker()
    case = given.case(by)
    found = actions.register_complaint(case, kind=kind, channel="email", received_on=gc.RECEIVED, words="Der går for lang tid.", by=by, on=gc.RECEIVED)
    assert (found.right, found.review_due, found.may_go_on) == (None, None, False)
    with pytest.raises(NoRightToComplain):
        actions.maintain(found, seen=found.version, by=by, on=gc.RECEIVED, **gc.WRITTEN)
    letter = actions.answer_without_review(found, text="Du har ret. Vi beklager ventetiden.", standard=given.VEJLE, by=by, on=gc.RECEIVED)
    assert "borgmesteren" in str(letter.content)
    with pytest.raises(MoveNotAllowed):
        actions.forward(found, by=by, on=gc.RECEIVED)


def test_a_complaint_suspends_nothing_but_law_s_own_notice_runs() -> None:
    by = given.caseworker()
    assert gc.complaint(by).suspends_until is None
    asked = known.asked_for(by, "96")
    bpa = {"outcome": "granted", "amount": 4000, "unit": "hours_week", "begins_on": known.STARTS, "follow_up_on": date(2027, 3, 1), "payment": "Gratis."}
    choice = known.prepared(asked, by, **bpa, plan="offered", departure="Konkret vurdering.")
    grant = deciding.decide(asked, seen=choice.version, by=by, on=TODAY).grant
    later = date(2027, 2, 1)
    ending = deciding.end_or_reduce(grant, intended="ended", because="Behovet er væk.", standard=given.VEJLE, by=by, on=later)
    hearing = known.heard(ending, by, on=later)
    after = hearing.due_on + timedelta(days=1)
    deciding.lapse_hearing(hearing, by=by, on=after)
    effect = after + timedelta(weeks=14)
    choice = known.prepared(ending, by, on=after, outcome="ended", effect_on=effect, **known.REASONS)
    decision = deciding.decide(ending, seen=choice.version, by=by, on=after)
    deciding.communicate_orally(decision, words="Fortalt.", told_on=after, by=by, on=after)
    found = gc.complaint(by, decision, received_on=after + timedelta(days=7))
    assert found.suspends_until == effect - timedelta(days=1)
    assert "SEL § 3 a, stk. 2" in found.suspends_source


# ------------------------------------------------------------------------------------------------ taken back


def test_a_complaint_taken_back_says_how_and_asks_for_nothing_more() -> None:
    by = given.caseworker()
    found = gc.complaint(by)
    with pytest.raises(TextMissing):
        actions.withdraw_complaint(found, because="", by=by, on=gc.RECEIVED)
    actions.withdraw_complaint(found, because="Karen ringede.", by=by, on=gc.RECEIVED)
    assert (found.state, found.ended_on) == ("withdrawn", gc.RECEIVED)
    assert not Due.objects.waiting().filter(thing=found.public_id).exists()
    with pytest.raises(MoveNotAllowed):
        actions.withdraw_complaint(found, because="Igen.", by=by, on=gc.RECEIVED)
