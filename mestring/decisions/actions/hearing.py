"""Hearing the citizen before a decision that goes against them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction

from mestring.audit import acts, moves
from mestring.cases.actions import due
from mestring.cases.actions.letter import draft_letter, queue_letter
from mestring.cases.errors import CaseClosed, DayInTheFuture
from mestring.cases.models import Application, Document, Due
from mestring.cases.states import CaseState
from mestring.decisions import letters
from mestring.decisions.actions.considering import may_prepare
from mestring.decisions.errors import FieldMissing, HearingAwaited, HearingDayTooSoon, HearingNotOver
from mestring.decisions.gathering import expected_receipt
from mestring.decisions.models import Hearing
from mestring.decisions.states import HearingState
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library


@transaction.atomic
def send_hearing(application: Application, *, planned: str, facts: Sequence[dict[str, str]], due_on: date, by: Actor, on: date) -> Hearing:
    """Tell the citizen what is considered and on which facts, and give them time to answer.

    Shapes: `facts` are {text, from}, one for each thing the decision would build on.
    Source: FVL §§ 19–21.
    Raises: FieldMissing, HearingAwaited, HearingDayTooSoon, LetterNotComplete, NobodyToWriteTo.
    """
    may_prepare(application, by)
    case = application.case
    if Hearing.objects.filter(application=application).awaiting().exists():
        raise HearingAwaited
    if not planned.strip():
        raise FieldMissing("planned", "Det overvejer vi", "skriv, hvad I har tænkt jer at afgøre")
    told = [{"text": one["text"].strip(), "from": one["from"].strip()} for one in facts if one["text"].strip()]
    if not told or not all(one["from"] for one in told):
        raise FieldMissing("facts", "Oplysninger", "skriv dem, afgørelsen vil bygge på, og hvor I har dem fra")
    first = expected_receipt(case.citizen, on) + timedelta(days=1)
    if due_on < first:
        raise HearingDayTooSoon(first)
    content = letters.hearing_letter(application, planned=planned, facts=told, due_on=due_on, by=by, on=on)
    public_id = uuid4()
    letter = draft_letter(case, by=by, on=on, content=content, about=public_id)
    hearing: Hearing = Hearing.objects.create(
        public_id=public_id, application=application, planned=planned.strip(), facts=told, letter=letter, sent_on=on, due_on=due_on
    )
    queue_letter(letter, by=by, on=on)
    acts.record("send_hearing", hearing, by=by, on=on, case=case.public_id, due_on=due_on)
    due.put(
        Due.Kind.HEARING,
        hearing.public_id,
        case=case,
        section=application.section,
        what=f"Partshøring {open_library().sections[application.section].sign}",
        next="Registrér borgerens svar, eller gå videre uden",
        on=due_on,
        source="FVL § 19",
        why=[{"text": f"Sendt {on:%d-%m-%Y}, svar senest", "value": f"{due_on:%d-%m-%Y}", "source": "FVL § 19"}],
        waits="borgeren",
    )
    return hearing


@transaction.atomic
def answer_hearing(hearing: Hearing, *, answer: str, answered_on: date, by: Actor, on: date, document: Document | None = None) -> Hearing:
    """Note what the citizen said, in time or late.

    Source: FVL § 19; OFL § 13.
    Raises: FieldMissing, DayInTheFuture, MoveNotAllowed.
    """
    case = hearing.application.case
    access.require(by, "decision.prepare", case)
    if case.state == CaseState.CLOSED:
        raise CaseClosed
    if not answer.strip() and document is None:
        raise FieldMissing("answer", "Svar", "skriv, hvad borgeren sagde, eller vælg det dokument, svaret står i")
    if document is not None and document.case_id != case.pk:
        raise FieldMissing("document", "Dokument", "vælg et, der ligger på sagen")
    if answered_on > on:
        raise DayInTheFuture("answered_on", "Svaret kom", answered_on)
    if answered_on < hearing.sent_on:
        raise FieldMissing("answered_on", "Svaret kom", f"skriv en dag fra {hearing.sent_on:%d-%m-%Y} og frem")
    also = {"answered_on": answered_on, "answer": answer.strip(), "document": document}
    moves.move(hearing, HearingState.ANSWERED, by=by, on=on, case=case.public_id, act="answer_hearing", also=also)
    due.settle(Due.Kind.HEARING, hearing.public_id, on=on)
    return hearing


@transaction.atomic
def lapse_hearing(hearing: Hearing, *, by: Actor, on: date) -> Hearing:
    """The last day to answer went by without an answer: the case goes on.

    Source: FVL § 19.
    Raises: HearingNotOver, MoveNotAllowed.
    """
    case = hearing.application.case
    access.require(by, "decision.prepare", case)
    if on <= hearing.due_on:
        raise HearingNotOver(hearing.due_on)
    moves.move(hearing, HearingState.LAPSED, by=by, on=on, case=case.public_id, act="lapse_hearing")
    due.settle(Due.Kind.HEARING, hearing.public_id, on=on)
    return hearing
