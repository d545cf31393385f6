"""Telling the citizen: by word, by letter, and when the letter was received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from mestring.audit import acts, moves
from mestring.audit.errors import MoveNotAllowed
from mestring.cases.actions import due
from mestring.cases.actions.journal import write_note
from mestring.cases.actions.letter import draft_letter, queue_letter
from mestring.cases.errors import DayInTheFuture
from mestring.cases.models import Due, Letter, Note
from mestring.cases.recipients import Recipient
from mestring.cases.states import DispatchState, LetterState
from mestring.decisions import letters
from mestring.decisions.actions.deciding import owe_letter
from mestring.decisions.errors import FieldMissing, LetterOnItsWay, NoticeTooShort, NotOneLetter, ToldAlready
from mestring.decisions.gathering import earliest_effect, expected_receipt, received_by
from mestring.decisions.models import Decision
from mestring.decisions.states import DecisionState
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library


@transaction.atomic
def communicate_orally(decision: Decision, *, words: str, told_on: date, by: Actor, on: date) -> Decision:
    """Note that the citizen was told the decision by word. The letter is still owed.

    Shapes: `words` say who was told and how it was taken; they go to the journal.
    Source: FVL § 23; OFL § 13; Viborg 2020, section 1.4.1.
    Raises: FieldMissing, DayInTheFuture, ToldAlready, MoveNotAllowed.
    """
    case = decision.application.case
    access.require(by, "letter.send", case)
    if not words.strip():
        raise FieldMissing("words", "Samtalen", "skriv, hvem der fik det at vide, og hvad de sagde")
    if told_on > on:
        raise DayInTheFuture("told_on", "Fortalt", told_on)
    if told_on < decision.decided_on:
        raise FieldMissing("told_on", "Fortalt", f"skriv en dag fra {decision.decided_on:%d-%m-%Y} og frem")
    also = {"communicated_on": told_on, "communicated_how": Decision.How.ORAL, "told_on": told_on, "told_how": words.strip()[:200]}
    if decision.state != DecisionState.SENT:
        moves.move(decision, DecisionState.SENT, by=by, on=on, case=case.public_id, act="communicate_orally", also=also)
    elif decision.owes_letter and Decision.objects.filter(pk=decision.pk, letter=decision.letter_id, told_on=None).update(**also):
        # Its letter was taken back, so nobody has told the citizen yet.
        acts.record("communicate_orally", decision, by=by, on=on, case=case.public_id)
        decision.refresh_from_db()
    else:
        raise ToldAlready
    sign = open_library().sections[decision.section].sign
    write_note(case, by=by, on=on, kind=Note.Kind.ORAL_DECISION, subject=f"Afgørelse om {sign} meddelt mundtligt", text=words.strip(), happened_on=told_on)
    return decision


@transaction.atomic
def send_decision_letter(
    decisions: Sequence[Decision], *, by: Actor, on: date, to: Sequence[Recipient] | None = None, carrier: str = "", without: str = ""
) -> Letter:
    """Send one letter with one or more decisions of the same case, which have none, or whose letter was taken back.

    Shapes: `to`, `carrier` and `without` as in `queue_letter`.
    Source: FVL §§ 22–25; SEL § 3 a.
    Raises: LetterOnItsWay, NotOneLetter, NoticeTooShort, LetterNotComplete, NobodyToWriteTo, RecipientUnreached.
    """
    found = list(
        Decision.objects.filter(pk__in=[one.pk for one in decisions])
        .select_related("application__case__citizen", "application__case__team", "decided_by", "letter")
        .order_by("pk")
    )
    if not found:
        raise NotOneLetter
    case = found[0].application.case
    access.require(by, "letter.send", case)
    if not any(one.owes_letter for one in found):
        raise LetterOnItsWay
    if any(one.application.case_id != case.pk or not one.owes_letter or one.state == DecisionState.REPLACED for one in found):
        raise NotOneLetter
    received = received_by(carrier, on) if carrier else expected_receipt(case.citizen, on)
    for one in found:
        _notice_fits(one, received, on)
    letter = draft_letter(case, by=by, on=on, content=letters.decision_letter(found, by=by, on=on, received=received), about=found[0].public_id)
    queue_letter(letter, by=by, on=on, to=to, carrier=carrier, without=without)
    for one in found:
        sent_with(one, letter, by=by, on=on)
    for given in decisions:
        given.refresh_from_db()
    return letter


def _notice_fits(decision: Decision, received: date, on: date) -> None:
    """A letter sent later than thought leaves less notice than was counted with."""
    if decision.as_wished or decision.effect_on is None or decision.application.case.citizen.died_on:
        return
    earliest, *_ = earliest_effect(decision.application, decision.outcome, received=received, on=on)
    if earliest and decision.effect_on < earliest:
        raise NoticeTooShort(open_library().sections[decision.section].sign, earliest)


def sent_with(decision: Decision, letter: Letter, *, by: Actor, on: date) -> None:
    """The decision is told by a letter that was put in the outbox. Part of sending it. Raises: MoveNotAllowed when another letter came first."""
    case = letter.case
    also: dict[str, Any] = {"letter": letter, "sent_on": on}
    if decision.told_on is None:
        also |= {"communicated_on": on, "communicated_how": Decision.How.WRITTEN}
    if decision.state == DecisionState.DECIDED:
        moves.move(decision, DecisionState.SENT, by=by, on=on, case=case.public_id, act="send_decision", also=also)
    # Only in place of the letter that was seen: of two who send at once the second is told.
    elif Decision.objects.filter(pk=decision.pk, letter=decision.letter_id, state=DecisionState.SENT, received_on=None).update(**also):
        acts.record("send_decision", decision, by=by, on=on, case=case.public_id, letter=letter.public_id)
    else:
        raise MoveNotAllowed
    due.settle(Due.Kind.LETTER, decision.public_id, on=on)


@transaction.atomic
def owe_recalled(letter: Letter, *, by: Actor, on: date) -> None:
    """Put the decisions of a letter that was taken back on the work list again: the citizen must still be told. Nothing when the letter stands."""
    access.require(by, "letter.send", letter.case)
    if letter.state != LetterState.RECALLED:
        return
    for one in Decision.objects.standing().filter(letter=letter).select_related("application__case__citizen", "meeting").order_by("pk"):
        owe_letter(one, on=on)


@transaction.atomic
def note_receipt(decision: Decision, *, by: Actor, on: date) -> bool:
    """Fill in the day the letter counts as received, once it has left the house. False while it has not.

    Source: Ankestyrelsens vejledning om klagefrister; RSL § 67.
    """
    case = decision.application.case
    access.require(by, "letter.dispatch" if by.house else "letter.send", case)
    day = decision.counts_from if not decision.owes_letter and decision.received_on is None else None
    if day is None or not Decision.objects.filter(pk=decision.pk, received_on=None).update(received_on=day):
        return False
    acts.record("note_receipt", decision, by=by, on=on, case=case.public_id, received_on=day)
    decision.refresh_from_db()
    return True


def note_receipts(*, by: Actor, on: date) -> int:
    """Fill in the day of receipt of every decision whose letter has left. Done by the house; returns how many."""
    left = Decision.objects.filter(received_on=None, letter__dispatches__state=DispatchState.SENT).select_related("application__case", "letter").distinct()
    return sum(note_receipt(one, by=by, on=on) for one in left.order_by("pk")[:500])
