"""What the citizen is told: that the complaint has come, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from mestring.audit import acts, moves
from mestring.cases.actions.letter import draft_letter, queue_letter
from mestring.cases.errors import TextMissing
from mestring.cases.letters.text import Letter as Written
from mestring.cases.models import Letter
from mestring.cases.states import LetterState
from mestring.complaints import letters
from mestring.complaints.actions.next import answered, put_due
from mestring.complaints.errors import AnswerSentAlready, MustBeReviewed, NotTimeToAnswer
from mestring.complaints.models import Complaint
from mestring.complaints.states import ComplaintState
from mestring.decisions.actions.telling import sent_with
from mestring.decisions.errors import NoticeTooShort
from mestring.decisions.gathering import earliest_effect, expected_receipt
from mestring.decisions.models import Decision
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library


@transaction.atomic
def write_receipt(complaint: Complaint, *, standard: str, by: Actor, on: date) -> Letter:
    """Draft the receipt: that the complaint has come, when the review is done, and what follows. It is sent from its own page.

    Source: RSL §§ 66, 67; FVL § 7.
    Raises: NotTimeToAnswer when there is nothing to review.
    """
    case = complaint.case
    access.require(by, "complaint.register", case)
    if complaint.state != ComplaintState.REGISTERED or not complaint.may_go_on or complaint.decision is None:
        raise NotTimeToAnswer
    made = draft_letter(case, by=by, on=on, content=letters.receipt(complaint, standard=standard, by=by, on=on), about=complaint.public_id)
    Complaint.objects.filter(pk=complaint.pk).update(receipt=made)
    complaint.receipt = made
    return made


def receipt_anew(letter: Letter, *, standard: str, by: Actor, on: date) -> Written | None:
    """A draft of a complaint's receipt as it would be written now; None when it is another letter."""
    found = Complaint.objects.filter(receipt=letter).select_related("case__citizen", "case__team", "decision").first()
    return letters.receipt(found, standard=standard, by=by, on=on) if found and found.state == ComplaintState.REGISTERED else None


@transaction.atomic
def send_answer(complaint: Complaint, *, standard: str, by: Actor, on: date, without: str = "") -> Letter:
    """Send the answer to a complaint that has been reviewed, with the new decision in it where there is one.

    One that holds on to the decision is sent when the complaint has gone on, so that it can say which day. One that gives right in part asks whether the rest shall go on,
    unless it has gone already.
    Shapes: `without` as in `queue_letter`.
    Source: RSL § 66; FVL §§ 22–25; SEL § 3 a.
    Raises: NotTimeToAnswer, AnswerSentAlready, NoticeTooShort, LetterNotComplete, NobodyToWriteTo, RecipientUnreached.
    """
    case = complaint.case
    access.require(by, "letter.send", case)
    stands = (
        Complaint.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case__citizen", "case__team", "decision__application", "new_decision__letter", "answer")
        .get(pk=complaint.pk)
    )
    if not may_answer(stands):
        raise AnswerSentAlready if answered(stands) else NotTimeToAnswer
    new = stands.new_decision
    tells = new is not None and new.owes_letter
    if tells:
        _notice_fits(new, on)
    made = draft_letter(stands.case, by=by, on=on, content=letters.answer(stands, standard=standard, by=by, on=on), about=stands.public_id)
    queue_letter(made, by=by, on=on, without=without)
    values: dict[str, Any] = {"answer": made}
    if stands.state == ComplaintState.PARTLY:
        values["answer_by"] = letters.answer_by(stands, on)
    Complaint.objects.filter(pk=stands.pk).update(**values)
    if tells:
        sent_with(new, made, by=by, on=on)
    complaint.refresh_from_db()
    acts.record("answer_complaint", complaint, by=by, on=on, case=case.public_id, letter=made.public_id)
    put_due(complaint, on=on)
    return made


def may_answer(complaint: Complaint) -> bool:
    """Whether the answer to a reviewed complaint can be sent now."""
    ready = complaint.state in (ComplaintState.UPHELD, ComplaintState.PARTLY, ComplaintState.FORWARDED) and complaint.reviewed_on is not None
    return ready and not answered(complaint)


@transaction.atomic
def answer_without_review(complaint: Complaint, *, text: str, standard: str, by: Actor, on: date, without: str = "") -> Letter:
    """Answer what can't go to the appeals board: a decision law gives no right to complain of, the handling of the case, a member of staff.

    Shapes: `without` as in `queue_letter`.
    Source: FVL § 7; RSL § 60; the rules on complaint in SEL §§ 82 a–d, 101 a, 110.
    Raises: TextMissing, MustBeReviewed, LetterNotComplete, NobodyToWriteTo, RecipientUnreached, MoveNotAllowed.
    """
    case = complaint.case
    access.require(by, "complaint.review", case)
    if complaint.may_go_on:
        raise MustBeReviewed
    if not text.strip():
        raise TextMissing("text", "Svar", "skriv svaret, som borgeren skal læse det")
    made = draft_letter(case, by=by, on=on, content=letters.answer_without_review(complaint, text, standard=standard, by=by, on=on), about=complaint.public_id)
    also = {"answer": made, "considerations": text.strip(), "ended_on": on}
    moves.move(complaint, ComplaintState.ANSWERED, by=by, on=on, case=case.public_id, act="answer_complaint_without_review", also=also)
    queue_letter(made, by=by, on=on, without=without)
    put_due(complaint, on=on)
    return made


# ------------------------------------------------------------------------------------------------ the new decision, told in the answer


def _notice_fits(decision: Decision, on: date) -> None:
    """The new decision is told in the answer, and counts its notice from there. Source: SEL § 3 a. Raises: NoticeTooShort."""
    if decision.as_wished or decision.effect_on is None:
        return
    earliest, *_ = earliest_effect(decision.application, decision.outcome, received=expected_receipt(decision.application.case.citizen, on), on=on)
    if earliest and decision.effect_on < earliest:
        raise NoticeTooShort(open_library().sections[decision.section].sign, earliest)


@transaction.atomic
def owe_recalled(letter: Letter, *, by: Actor, on: date) -> None:
    """Put the complaint whose answer was taken back on the work list again. Nothing when the letter stands."""
    access.require(by, "letter.send", letter.case)
    if letter.state == LetterState.RECALLED:
        for one in Complaint.objects.filter(answer=letter).select_related("case", "decision", "answer"):
            put_due(one, on=on)
