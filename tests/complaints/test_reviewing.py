"""The review: upheld, in part, or held on to; what goes on to the board; and what comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from mestring.audit.errors import Conflict, MoveNotAllowed
from mestring.audit.models import Entry
from mestring.cases.actions import due
from mestring.cases.actions.case import close_case
from mestring.cases.actions.dispatch import recall
from mestring.cases.actions.journal import mark_note_in_error, write_note
from mestring.cases.actions.letter import queue_letter
from mestring.cases.errors import CaseClosed, DayInTheFuture, TextMissing
from mestring.cases.models import Due
from mestring.complaints import actions
from mestring.complaints.errors import AnswerSentAlready, BoardReasonsMissing, MayStillAnswer, NewDecisionMissing, NotARestart, NotTimeToAnswer, PaperNotInCase
from mestring.complaints.models import Complaint
from mestring.decisions import actions as deciding
from mestring.decisions.models import Decision, Grant, PlannedChange
from mestring.people.access import Actor
from tests import given
from tests.complaints import given_complaint as gc
from tests.decisions import given_decision as known
from tests.decisions import test_changing as changing

pytestmark = pytest.mark.django_db
ON = gc.RECEIVED
VEJLE = given.VEJLE


def waiting(found: Complaint) -> Due | None:
    row: Due | None = Due.objects.waiting().filter(kind=Due.Kind.COMPLAINT, thing=found.public_id).first()
    return row


def next_of(found: Complaint) -> str:
    row = waiting(found)
    return row.next if row else ""


def upheld(by: Actor) -> Complaint:
    found = gc.complaint(by)
    return actions.uphold(found, new_decision=gc.corrected(found, by), seen=found.version, by=by, on=ON)


def partly(by: Actor) -> Complaint:
    found = gc.complaint(by)
    new = gc.corrected(found, by, outcome="partly_granted", amount=140, level="2", level_label="Trin 2")
    return actions.uphold_partly(found, new_decision=new, seen=found.version, by=by, on=ON, **gc.WRITTEN)


def test_the_receipt_says_when_the_review_is_done_and_that_a_late_one_is_handled() -> None:
    by = given.caseworker()
    text = str(actions.write_receipt(gc.complaint(by), standard=VEJLE, by=by, on=ON).content)
    assert "senest onsdag 30. december" in text
    assert "efter fristen" not in text
    late = date(2027, 1, 11)
    letter = actions.write_receipt(gc.complaint(by, received_on=late), standard=VEJLE, by=by, on=late)
    assert "Klagen kom efter fristen på fire uger" in str(letter.content)
    queue_letter(letter, by=by, on=late)


def test_the_help_complained_of_is_called_what_it_was_called_the_day_it_was_decided() -> None:
    """§ 100 is kompensationsydelse from 1 September 2025."""
    before, after = date(2025, 8, 29), date(2025, 9, 2)
    by = given.caseworker(on=before)
    asked = known.asked_for(by, "100", on=before)
    choice = known.prepared(asked, by, on=before, **known.REFUSED)
    deciding.pass_gate(asked, "hearing_done", reason="Karen kender alle oplysningerne.", by=by, on=before)
    made = deciding.decide(asked, seen=choice.version, by=by, on=before)
    deciding.communicate_orally(made, words="Fortalt Karen i telefonen.", told_on=before, by=by, on=before)
    found = gc.complaint(by, made, received_on=after)
    text = str(actions.write_receipt(found, standard=VEJLE, by=by, on=after).content)
    assert "dækning af nødvendige merudgifter (§ 100)" in text
    assert "kompensationsydelse" not in text


# ------------------------------------------------------------------------------------------------ wholly


def test_an_upheld_complaint_has_a_new_decision_and_the_answer_tells_it() -> None:
    by = given.caseworker()
    found = upheld(by)
    assert (found.state, found.reviewed_on, found.review_outcome, next_of(found)) == ("upheld", ON, "upheld", "Send svaret til borgeren")
    letter = actions.send_answer(found, standard=VEJLE, by=by, on=ON)
    text = str(letter.content)
    assert letter.title == "Du får ret i din klage"
    assert "Vi giver dig socialpædagogisk støtte." in text
    assert "Fristen er fire uger" in text
    new = Decision.objects.get(pk=found.new_decision_id)
    assert (new.state, new.letter, new.sent_on) == ("sent", letter, ON)
    assert waiting(found) is None
    assert not Due.objects.waiting().filter(thing=new.public_id).exists()
    with pytest.raises(AnswerSentAlready):
        actions.send_answer(found, standard=VEJLE, by=by, on=ON)
    with pytest.raises(MoveNotAllowed):
        actions.forward(found, by=by, on=ON)


def test_an_answer_taken_back_can_be_sent_again() -> None:
    by = given.caseworker()
    found = upheld(by)
    actions.owe_recalled(recall(actions.send_answer(found, standard=VEJLE, by=by, on=ON), by=by, on=ON), by=by, on=ON)
    assert next_of(found) == "Send svaret til borgeren"
    found.refresh_from_db()
    assert found.new_decision
    assert found.new_decision.owes_letter
    actions.send_answer(found, standard=VEJLE, by=by, on=ON)
    found.new_decision.refresh_from_db()
    assert found.new_decision.letter == found.answer
    assert found.answer
    assert found.answer.state == "queued"


def test_right_is_never_given_without_a_new_decision_that_stands() -> None:
    by = given.caseworker()
    found = gc.complaint(by)
    assert found.decision
    other = known.decided(by)
    for wrong in (found.decision, other):
        with pytest.raises(NewDecisionMissing):
            actions.uphold(found, new_decision=wrong, seen=found.version, by=by, on=ON)
    first = gc.corrected(found, by)
    gc.corrected(gc.complaint(by, first), by)
    with pytest.raises(NewDecisionMissing):
        actions.uphold(found, new_decision=first, seen=found.version, by=by, on=ON)
    found.refresh_from_db()
    assert found.state == "registered"


def test_the_database_refuses_an_upheld_complaint_without_a_new_decision() -> None:
    by = given.caseworker()
    found = gc.complaint(by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=found.pk).update(state="upheld", reviewed_on=ON)


# ------------------------------------------------------------------------------------------------ in part


def test_a_complaint_upheld_in_part_asks_whether_the_rest_shall_go_on() -> None:
    by = given.caseworker()
    found = partly(by)
    assert next_of(found) == "Send svaret til borgeren"
    letter = actions.send_answer(found, standard=VEJLE, by=by, on=ON)
    row = waiting(found)
    assert found.answer_by == date(2026, 12, 30)
    assert row
    assert (row.on, row.waits) == (date(2026, 12, 30), "Borgeren")
    assert "Vil du have, at Ankestyrelsen ser på resten, så sig det til os senest onsdag 30. december." in str(letter.content)
    with pytest.raises(DayInTheFuture):
        actions.keep_rest(found, said_on=ON + timedelta(days=1), by=by, on=ON)
    actions.keep_rest(found, said_on=ON, by=by, on=ON)
    with pytest.raises(MoveNotAllowed):
        actions.keep_rest(found, said_on=ON, by=by, on=ON)
    assert next_of(found) == "Send resten af klagen til Ankestyrelsen"
    actions.forward(found, by=by, on=ON)
    assert (found.state, found.review_outcome) == ("forwarded", "partly")


def test_right_in_part_needs_reasons_for_the_rest() -> None:
    by = given.caseworker()
    found = gc.complaint(by)
    new = gc.corrected(found, by, outcome="partly_granted", amount=140, level="2", level_label="Trin 2")
    with pytest.raises(TextMissing):
        actions.uphold_partly(found, new_decision=new, seen=found.version, by=by, on=ON, legal_basis="SEL § 85")


def test_the_rest_may_go_on_at_once_and_the_answer_then_says_so() -> None:
    by = given.caseworker()
    found = partly(by)
    actions.forward(found, by=by, on=ON)
    letter = actions.send_answer(found, standard=VEJLE, by=by, on=ON)
    assert "Vi sender den del af klagen, du ikke fik ret i, til Ankestyrelsen onsdag 2. december" in str(letter.content)
    assert found.answer_by is None


def test_the_rest_lapses_only_when_the_citizen_has_had_the_four_weeks() -> None:
    by = given.caseworker()
    found = partly(by)
    with pytest.raises(MayStillAnswer):
        actions.let_rest_lapse(found, by=by, on=date(2027, 3, 1))
    actions.send_answer(found, standard=VEJLE, by=by, on=ON)
    with pytest.raises(MayStillAnswer):
        actions.let_rest_lapse(found, by=by, on=date(2026, 12, 30))
    actions.let_rest_lapse(found, by=by, on=date(2026, 12, 31))
    assert (found.state, waiting(found)) == ("lapsed", None)
    actions.forward(found, by=by, on=date(2027, 1, 4))
    assert (found.state, found.ended_on) == ("forwarded", None)


# ------------------------------------------------------------------------------------------------ held on to, and sent on


@pytest.mark.parametrize("part", ["legal_basis", "considerations", "facts"])
def test_holding_on_needs_reasons_in_three_parts(part: str) -> None:
    by = given.caseworker()
    found = gc.complaint(by)
    with pytest.raises(TextMissing) as refused:
        actions.maintain(found, seen=found.version, by=by, on=ON, **{**gc.WRITTEN, part: "  "})
    assert refused.value.fields == (part,)
    found.refresh_from_db()
    assert found.state == "registered"


def test_the_reasons_are_kept_as_a_draft_and_nobody_overwrites_another_s() -> None:
    by = given.caseworker()
    found = gc.complaint(by)
    actions.draft_review(found, seen=1, by=by, on=ON, considerations="Et første udkast.")
    assert (found.considerations, found.version, found.state) == ("Et første udkast.", 2, "registered")
    with pytest.raises(Conflict) as both:
        actions.draft_review(Complaint.objects.get(pk=found.pk), seen=1, by=by, on=ON, considerations="Et andet.")
    assert (both.value.theirs["considerations"], both.value.yours["considerations"]) == ("Et første udkast.", "Et andet.")
    with pytest.raises(Conflict):
        actions.maintain(found, seen=1, by=by, on=ON, **gc.WRITTEN)
    actions.maintain(found, seen=2, by=by, on=ON, legal_basis="SEL § 85", facts="Karen bor alene.")
    assert found.considerations == "Et første udkast."
    with pytest.raises(MoveNotAllowed):
        actions.draft_review(found, seen=found.version, by=by, on=ON, considerations="For sent.")


def test_a_decision_held_on_to_goes_to_the_board_with_an_index_of_papers() -> None:
    by = given.caseworker()
    found = gc.maintained(by)
    row = waiting(found)
    assert row
    assert (row.next, row.on) == ("Send klagen til Ankestyrelsen", gc.REVIEW_DUE)
    case = found.case
    wrong = write_note(case, by=by, on=ON, kind="phone", subject="Forkert sag", text="Om en anden.", happened_on=ON)
    mark_note_in_error(wrong, by=by, on=ON, because="Hører til en anden.")
    actions.forward(found, by=by, on=gc.REVIEW_DUE, board_reference=" 26-12345 ")
    assert [one["number"] for one in found.index] == list(range(1, len(found.index) + 1))
    assert [one["kind"] for one in found.index] == ["application", "note", "target_group", "decision", "note", "complaint", "review"]
    assert [one["title"] for one in found.index if one["kind"] == "target_group"] == ["Vurdering af målgruppen for § 85 med begrundelse"]
    assert [one["day"] for one in found.index] == sorted(one["day"] for one in found.index)
    assert "Forkert sag" not in str(found.index)
    assert (found.board_reference, found.late_because, found.forwarded_on) == ("26-12345", "", gc.REVIEW_DUE)
    assert Entry.objects.get(act="forward_complaint").detail["days_late"] == 0


def test_papers_that_have_nothing_to_do_with_it_stay_at_home_with_a_reason() -> None:
    by = given.caseworker()
    found = gc.maintained(by)
    note = write_note(found.case, by=by, on=ON, kind="phone", subject="Om en anden ansøgning", text="Ringede om kørsel.", happened_on=ON)
    left = [f"note:{note.public_id}", f"review:{found.public_id}"]
    with pytest.raises(PaperNotInCase):
        actions.forward(found, left_out=["note:nothing"], left_out_because="Andet.", by=by, on=ON)
    with pytest.raises(TextMissing):
        actions.forward(found, left_out=left, by=by, on=ON)
    actions.forward(found, left_out=left, left_out_because="Handler om kørsel.", by=by, on=ON)
    assert [one["title"] for one in found.left_out] == ["Om en anden ansøgning"]
    assert found.index[-1]["kind"] == "review"
    assert [one["number"] for one in found.index] == list(range(1, len(found.index) + 1))


def test_after_four_weeks_it_is_sent_on_all_the_same_and_says_why_it_is_late() -> None:
    by = given.caseworker()
    found = gc.maintained(by)
    late = gc.REVIEW_DUE + timedelta(days=3)
    with pytest.raises(TextMissing) as refused:
        actions.forward(found, by=by, on=late)
    assert refused.value.fields == ("late_because",)
    actions.forward(found, by=by, on=late, late_because="Vi manglede lægens svar.")
    assert (found.state, found.late_because) == ("forwarded", "Vi manglede lægens svar.")
    assert Entry.objects.get(act="forward_complaint").detail["days_late"] == 3


def test_a_complaint_can_t_be_sent_on_before_it_is_reviewed_nor_twice() -> None:
    by = given.caseworker()
    found = gc.complaint(by)
    with pytest.raises(MoveNotAllowed):
        actions.forward(found, by=by, on=ON)
    actions.maintain(found, seen=found.version, by=by, on=ON, **gc.WRITTEN)
    twice = Complaint.objects.get(pk=found.pk)
    actions.forward(found, by=by, on=ON)
    with pytest.raises(MoveNotAllowed):
        actions.forward(twice, by=by, on=ON)


def test_the_answer_says_which_day_the_complaint_went_on_and_so_comes_after() -> None:
    by = given.caseworker()
    found = gc.maintained(by)
    with pytest.raises(NotTimeToAnswer):
        actions.send_answer(found, standard=VEJLE, by=by, on=ON)
    actions.forward(found, by=by, on=ON)
    assert next_of(found) == "Send svaret til borgeren"
    letter = actions.send_answer(found, standard=VEJLE, by=by, on=ON)
    text = str(letter.content)
    assert (letter.title, letter.state) == ("Vi holder fast i afgørelsen", "queued")
    assert "Vi sender klagen til Ankestyrelsen onsdag 2. december" in text
    for part in gc.WRITTEN.values():
        assert part.splitlines()[0].rstrip(".") in text
    row = waiting(found)
    assert row
    assert (row.waits, row.on) == ("Ankestyrelsen", None)


# ------------------------------------------------------------------------------------------------ the board


BACK = date(2027, 5, 3)


def decide(found: Complaint, by: Actor, outcome: str, **more: object) -> Complaint:
    values = {"decided_on": date(2027, 4, 28), "received_on": BACK, "by": by, "on": BACK, "standard": VEJLE, **more}
    return actions.register_board_outcome(found, outcome=outcome, **values)


def test_a_confirmed_decision_ends_the_complaint() -> None:
    by = given.caseworker()
    found = gc.forwarded(by)
    actions.send_answer(found, standard=VEJLE, by=by, on=ON)
    decide(found, by, "confirmed", words="Afgørelsen er rigtig.", board_reference="26-99")
    assert (found.state, found.board_outcome, found.board_reasons, found.board_reference) == ("decided", "confirmed", [], "26-99")
    assert waiting(found) is None
    assert list(Complaint.objects.decided_by_board()) == [found]


@pytest.mark.parametrize("outcome", ["changed", "annulled", "remitted"])
def test_an_overturned_decision_says_why_in_codes(outcome: str) -> None:
    by = given.caseworker()
    found = gc.forwarded(by)
    for reasons in ([], ["not-a-reason"]):
        with pytest.raises(BoardReasonsMissing):
            decide(found, by, outcome, reasons=reasons)
    decide(found, by, outcome, reasons=["hearing", "information"])
    assert found.board_reasons == ["information", "hearing"]


@pytest.mark.parametrize("outcome", ["changed", "annulled"])
def test_a_change_by_the_board_must_be_carried_out(outcome: str) -> None:
    by = given.caseworker()
    found = decide(gc.forwarded(by), by, outcome, reasons=["discretion"])
    assert next_of(found) == "Før Ankestyrelsens afgørelse ud i livet"
    with pytest.raises(TextMissing):
        actions.carry_out(found, words="", by=by, on=BACK)
    actions.carry_out(found, words="Ny afgørelse er truffet.", by=by, on=BACK)
    assert (found.carried_out_on, waiting(found)) == (BACK, None)
    with pytest.raises(MoveNotAllowed):
        actions.carry_out(found, words="Igen.", by=by, on=BACK)


def test_a_dismissed_complaint_ends_and_has_nothing_to_carry_out() -> None:
    by = given.caseworker()
    found = decide(gc.forwarded(by), by, "dismissed", reasons=["late_complaint"])
    assert (found.board_outcome, waiting(found)) == ("dismissed", None)
    with pytest.raises(MoveNotAllowed):
        actions.carry_out(found, words="Intet.", by=by, on=BACK)


def test_a_remitted_case_begins_anew_with_a_new_clock_from_the_day_it_came_back() -> None:
    by = given.caseworker()
    asked = known.asked_for(by, "85", standard=given.VIBORG)
    decision = gc.refused(by, application=asked)
    found = decide(gc.forwarded(by, decision=decision), by, "remitted", reasons=["information"], standard=given.VIBORG)
    made = found.restarted
    assert made
    assert (made.restarts, made.received_on, made.section, made.words, made.state) == (asked, BACK, "85", asked.words, "received")
    assert asked.deadline
    assert made.deadline
    assert made.deadline > asked.deadline
    assert made.sent_by == "Ankestyrelsen (hjemvist)"
    row = Due.objects.waiting().get(kind=Due.Kind.APPLICATION, thing=made.public_id)
    assert row.on == made.deadline
    assert waiting(found) is None


def taken_away(by: Actor, *, intended: str = "reduced") -> tuple[Grant, Decision]:
    """Help given from December, heard about, and reduced or ended from 15 March."""
    grant = known.granted(by)
    asked = changing.begun(grant, by, intended)
    after = changing.heard_out(asked, by)
    base = changing.REDUCED if intended == "reduced" else {**known.REASONS, "outcome": "ended"}
    choice = known.prepared(asked, by, on=after, **base, effect_on=date(2027, 3, 15))
    made = deciding.decide(asked, seen=choice.version, by=by, on=after)
    deciding.communicate_orally(made, words="Fortalt Karen.", told_on=after, by=by, on=after)
    grant.refresh_from_db()
    return grant, made


def overturned(by: Actor, decision: Decision, outcome: str, **more: object) -> Complaint:
    day = date(2027, 3, 1)
    found = gc.forwarded(by, decision=decision, on=day, received_on=day)
    return decide(found, by, outcome, reasons=["discretion"], **more)


@pytest.mark.parametrize("outcome", ["annulled", "remitted"])
@pytest.mark.parametrize("intended", ["reduced", "ended"])
def test_help_that_was_taken_away_is_given_again_from_the_day_when_the_board_sets_the_decision_aside(outcome: str, intended: str) -> None:
    by = given.caseworker()
    grant, made = taken_away(by, intended=intended)
    assert grant.ended_on == date(2027, 3, 14)
    found = overturned(by, made, outcome)
    grant.refresh_from_db()
    assert (grant.ended_on, grant.ended_by, found.restored) == (None, None, grant)
    for day in (date(2027, 3, 14), date(2027, 3, 15), BACK):
        assert list(Grant.objects.in_force(day)) == [grant]
    row = waiting(found)
    assert row
    assert (row.next, row.on) == ("Sørg for, at hjælpen gives som før", BACK)
    actions.carry_out(found, words="Støtten er i gang igen fra i dag.", by=by, on=BACK)
    assert waiting(found) is None


def test_a_remitted_reduction_begins_anew_about_the_help_that_is_given_again() -> None:
    by = given.caseworker()
    grant, made = taken_away(by)
    found = overturned(by, made, "remitted")
    change = PlannedChange.objects.get(application=found.restarted)
    assert (change.grant, change.by_authority, change.intended) == (grant, True, "reduced")


def test_help_that_was_decided_anew_since_is_for_a_person_to_judge() -> None:
    by = given.caseworker()
    grant, made = taken_away(by, intended="ended")
    again = known.asked_for(by, where=grant.case, on=date(2027, 3, 20), sure=True)
    known.decided(by, application=again, on=date(2027, 3, 20), **{**known.GRANTED, "begins_on": date(2027, 4, 1), "follow_up_on": date(2027, 7, 1)})
    found = overturned(by, made, "remitted")
    grant.refresh_from_db()
    assert (grant.ended_by, found.restored) == (made, None)
    assert next_of(found) == "Tag stilling til den tidligere bevilling"
    assert not PlannedChange.objects.filter(application=found.restarted).exists()
    actions.carry_out(found, words="Den nye bevilling står ved magt.", by=by, on=BACK)
    assert waiting(found) is None


@pytest.mark.parametrize("outcome", ["confirmed", "changed"])
def test_help_stays_reduced_when_the_board_does_not_set_the_decision_aside(outcome: str) -> None:
    by = given.caseworker()
    grant, made = taken_away(by)
    found = overturned(by, made, outcome)
    grant.refresh_from_db()
    assert (grant.ended_by, found.restored) == (made, None)
    assert next_of(found) == ("" if outcome == "confirmed" else "Før Ankestyrelsens afgørelse ud i livet")


def test_a_case_is_not_sent_back_to_a_closed_case_and_nothing_is_kept_of_it() -> None:
    by = given.caseworker()
    found = gc.forwarded(by)
    due.settle_all([found.public_id, found.decision.public_id], on=ON)  # the letters have gone out
    close_case(found.case, by=by, on=ON, because="Fejl.")
    with pytest.raises(CaseClosed), transaction.atomic():
        decide(found, by, "remitted", reasons=["information"])
    found.refresh_from_db()
    assert found.state == "forwarded"
    with pytest.raises(NotARestart), transaction.atomic():
        decide(found, by, "remitted", reasons=["information"], standard="")


def test_the_board_s_days_hang_together() -> None:
    by = given.caseworker()
    found = gc.forwarded(by)
    with pytest.raises(TextMissing):
        decide(found, by, "unknown")
    with pytest.raises(TextMissing):
        decide(found, by, "confirmed", decided_on=ON - timedelta(days=1))
    with pytest.raises(TextMissing):
        decide(found, by, "confirmed", decided_on=BACK + timedelta(days=1))
    with pytest.raises(DayInTheFuture):
        decide(found, by, "confirmed", received_on=BACK + timedelta(days=1))
    with pytest.raises(MoveNotAllowed):
        decide(gc.complaint(by), by, "confirmed")
