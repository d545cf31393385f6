"""The journal: what happened, written once and never edited; and what others have been asked to tell."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mestring.audit import acts, clock, moves
from mestring.cases.actions import due
from mestring.cases.errors import CaseClosed, ConsentNeeded, DayInTheFuture, DayMissing, TextMissing
from mestring.cases.models import Application, Case, Due, InformationRequest, Letter, Note
from mestring.cases.states import CaseState, LetterState, RequestState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Consent
from mestring.rules import danish


@transaction.atomic
def write_note(case: Case, *, by: Actor, on: date, kind: str, subject: str, text: str, happened_on: date, supersedes: Note | None = None) -> Note:
    """Write in the journal. A note that says it better stands in place of the old one, which can still be read.

    Source: OFL § 13.
    Raises: TextMissing, DayInTheFuture, MoveNotAllowed.
    """
    access.require(by, "case.write", case)
    if not subject.strip():
        raise TextMissing("subject", "Emne", "skriv, hvad notatet handler om")
    if not text.strip():
        raise TextMissing("text", "Notat", "skriv, hvad der skete")
    if happened_on > on:
        raise DayInTheFuture("happened_on", "Hvornår skete det", happened_on)
    if supersedes and (supersedes.case_id != case.pk or Note.objects.filter(supersedes=supersedes).exists() or supersedes.error_on):
        raise moves.MoveNotAllowed
    note: Note = Note.objects.create(
        case=case,
        kind=kind,
        subject=subject.strip(),
        text=text.strip(),
        happened_on=happened_on,
        written_at=clock.now(),
        written_by_id=by.employee,
        supersedes=supersedes,
    )
    acts.record("write_note", note, by=by, on=on, case=case.public_id, kind=kind)
    return note


@transaction.atomic
def mark_note_in_error(note: Note, *, by: Actor, on: date, because: str) -> Note:
    """Mark a note as entered in error. It stays, struck through, with the reason. Raises: TextMissing, MoveNotAllowed."""
    access.require(by, "case.write", note.case)
    if not because.strip():
        raise TextMissing("because", "Begrundelse", "skriv, hvad der er forkert")
    if not Note.objects.filter(pk=note.pk, error_on=None).update(error_on=on, error_because=because.strip()):
        raise moves.MoveNotAllowed
    note.refresh_from_db()
    acts.record("mark_note_in_error", note, by=by, on=on, case=note.case.public_id)
    return note


@transaction.atomic
def ask_for_information(
    case: Case,
    *,
    by: Actor,
    on: date,
    whom: str,
    source: str,
    asks: str,
    due_on: date,
    application: Application | None = None,
    consent: Consent | None = None,
    ground: str = "",
    letter: Letter | None = None,
) -> InformationRequest:
    """Ask the citizen or somebody else to tell something, by a day. Nobody but the citizen is asked without a consent that holds, or a written ground in law.

    Source: RSL §§ 11, 11 a, 11 c.
    Raises: CaseClosed, TextMissing, DayMissing, ConsentNeeded.
    """
    access.require(by, "case.write", case)
    if case.state == CaseState.CLOSED:
        raise CaseClosed
    if not asks.strip():
        raise TextMissing("asks", "Hvad der mangler", "skriv, hvilke oplysninger du beder om")
    if not source.strip():
        raise TextMissing("source", "Fra hvem", "skriv, hvem du spørger")
    if due_on <= on:
        raise DayMissing("due_on", "Svar senest", "skriv en dag efter i dag")
    if whom != InformationRequest.Whom.CITIZEN and not ground.strip() and not (consent and consent.citizen_id == case.citizen_id and consent.holds(on)):
        raise ConsentNeeded
    made: InformationRequest = InformationRequest.objects.create(
        case=case,
        application=application,
        whom=whom,
        source=source.strip(),
        asks=asks.strip(),
        consent=consent,
        ground=ground.strip(),
        sent_on=on,
        due_on=due_on,
        letter=letter,
    )
    acts.record("ask_for_information", made, by=by, on=on, case=case.public_id, whom=whom, due_on=due_on)
    _put_due(made)
    return made


def _put_due(request: InformationRequest) -> None:
    due.put(
        Due.Kind.REQUEST,
        request.public_id,
        case=request.case,
        section=request.application.section if request.application else "",
        what=f"Oplysninger fra {request.source}"[:200],
        next="Registrér svaret, eller ryk for det",
        on=request.due_on,
        source="RSL § 11",
        why=[{"text": f"Bedt om {danish.date_plain(request.sent_on)}, svar senest", "value": danish.date_short(request.due_on), "source": "RSL § 11"}],
    )


@transaction.atomic
def move_answer_day(request: InformationRequest, *, due_on: date, by: Actor, on: date) -> InformationRequest:
    """Give a request whose letter is still a draft another day to answer by.

    Source: RSL § 11 b.
    Raises: CaseClosed, DayMissing, MoveNotAllowed.
    """
    case = request.case
    access.require(by, "case.write", case)
    if case.state == CaseState.CLOSED:
        raise CaseClosed
    if due_on <= on:
        raise DayMissing("due_on", "Svar senest", "skriv en dag efter i dag")
    drafted = InformationRequest.objects.filter(pk=request.pk, state=RequestState.SENT, letter__state=LetterState.DRAFT)
    if not drafted.update(due_on=due_on):
        raise moves.MoveNotAllowed
    request.refresh_from_db()
    acts.record("move_answer_day", request, by=by, on=on, case=case.public_id, due_on=due_on)
    _put_due(request)
    return request


@transaction.atomic
def receive_information(request: InformationRequest, *, by: Actor, on: date, answer: str, answered_on: date) -> InformationRequest:
    """Note the answer. Raises: DayInTheFuture, MoveNotAllowed."""
    access.require(by, "case.write", request.case)
    if answered_on > on:
        raise DayInTheFuture("answered_on", "Besvaret", answered_on)
    also = {"answered_on": answered_on, "answer": answer.strip()}
    moves.move(request, RequestState.ANSWERED, by=by, on=on, case=request.case.public_id, act="receive_information", also=also)
    due.settle(Due.Kind.REQUEST, request.public_id, on=on)
    return request


@transaction.atomic
def let_request_lapse(request: InformationRequest, *, by: Actor, on: date) -> InformationRequest:
    """The day has passed without an answer: the case goes on without it.

    Source: RSL § 11 b.
    Raises: DayMissing, MoveNotAllowed.
    """
    access.require(by, "case.write", request.case)
    if on <= request.due_on:
        raise DayMissing("due_on", "Svar senest", f"vent til efter {request.due_on:%d-%m-%Y}, eller annullér anmodningen")
    moves.move(request, RequestState.LAPSED, by=by, on=on, case=request.case.public_id, act="let_request_lapse")
    due.settle(Due.Kind.REQUEST, request.public_id, on=on)
    return request


@transaction.atomic
def cancel_request(request: InformationRequest, *, by: Actor, on: date) -> InformationRequest:
    """The facts are no longer needed. Raises: MoveNotAllowed."""
    access.require(by, "case.write", request.case)
    moves.move(request, RequestState.CANCELLED, by=by, on=on, case=request.case.public_id, act="cancel_request")
    due.settle(Due.Kind.REQUEST, request.public_id, on=on)
    return request
