"""A complaint comes in, however it comes: nobody is turned away, and nobody need say why they complain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from mestring.audit import acts, clock, moves
from mestring.audit.errors import MoveNotAllowed
from mestring.cases.actions.journal import write_note
from mestring.cases.errors import DayInTheFuture, TextMissing
from mestring.cases.models import Case, Document, Note
from mestring.complaints import standing
from mestring.complaints.actions.next import put_due
from mestring.complaints.errors import ComplainantMissing, ComplaintOpenAlready, DecisionMissing
from mestring.complaints.models import Complaint
from mestring.complaints.states import ComplaintState
from mestring.decisions.models import Decision
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Representation
from mestring.rules.rulebook import open_library

By = Complaint.By


@transaction.atomic
def register_complaint(
    case: Case,
    *,
    by: Actor,
    on: date,
    channel: str,
    received_on: date,
    decision: Decision | None = None,
    kind: str = Complaint.Kind.DECISION,
    words: str = "",
    document: Document | None = None,
    complained_by: str = By.CITIZEN,
    representation: Representation | None = None,
    complainant: str = "",
    told_on: date | None = None,
    answers: Mapping[str, Any] | None = None,
    sure: bool = False,
) -> Complaint:
    """Register a complaint, oral or written, in time or late, on an open case or a closed one.

    A late one is reviewed and sent on as every other. One without a right to complain is registered too, and answered.
    Shapes: `told_on` is the day the complainant says they had the decision, used when the house does not know; `answers` the questions that a right rests on.
    Source: RSL §§ 66, 67, 72; OFL § 13; SEL § 82 a, stk. 2 and its like for the exception of chapter 15 a.
    Raises: DayInTheFuture, DecisionMissing, ComplainantMissing, ComplaintOpenAlready, MoveNotAllowed.
    """
    access.require(by, "complaint.register", case)
    if received_on > on:
        raise DayInTheFuture("received_on", "Modtaget", received_on)
    if told_on and told_on > received_on:
        raise TextMissing("told_on", "Fik afgørelsen", "skriv en dag, før klagen kom")
    if kind == Complaint.Kind.DECISION and decision is None:
        raise DecisionMissing
    if decision is not None and (decision.application.case_id != case.pk or decision.decided_on > received_on):
        raise DecisionMissing("Afgørelse: den er fra en anden sag, eller den er truffet, efter at klagen kom. Vælg en anden.")
    if document is not None and document.case_id != case.pk:
        raise MoveNotAllowed
    _complainant(case, received_on, complained_by, representation, complainant)
    there = Complaint.objects.filter(case=case, decision=decision, kind=kind).open().first() if decision else None
    if there and not sure:
        raise ComplaintOpenAlready(there.received_on, str(there.public_id))
    made = Complaint(
        case=case,
        kind=kind,
        decision=decision,
        channel=channel,
        received_on=received_on,
        registered_at=clock.now(),
        registered_by_id=by.employee,
        words=words.strip(),
        document=document,
        complained_by=complained_by,
        representation=representation if complained_by == By.REPRESENTATIVE else None,
        complainant=complainant.strip() if complained_by == By.OTHER else "",
    )
    if kind == Complaint.Kind.DECISION and decision:
        _timely(made, decision, on=on, told_on=told_on)
        _right(made, decision, answers or {}, on=on)
    made.save(force_insert=True)
    _note_what_was_said(made, by=by, on=on)
    acts.record("register_complaint", made, by=by, on=on, case=case.public_id, kind=kind, received_on=received_on, in_time=made.in_time, right=made.right)
    put_due(made, on=on)
    return made


def _complainant(case: Case, received_on: date, complained_by: str, representation: Representation | None, complainant: str) -> None:
    if complained_by == By.OTHER and not complainant.strip():
        raise ComplainantMissing("complainant", "skriv, hvem det er, og hvorfor de har ret til at klage, for eksempel en fuldmagt")
    if complained_by != By.REPRESENTATIVE:
        return
    held = representation and representation.citizen_id == case.citizen_id and representation.kind in Representation.ACTS_FOR
    if not held or representation.since > received_on or (representation.until and representation.until < received_on):  # type: ignore[union-attr]
        raise ComplainantMissing("representation", "vælg en, der handlede for borgeren den dag. En bisidder kan ikke klage på borgerens vegne")


def _timely(made: Complaint, decision: Decision, *, on: date, told_on: date | None) -> None:
    found = standing.in_time(decision, made.received_on, on, told_on)
    made.in_time, made.last_day, made.decision_received_on, made.trace = found.in_time, found.last_day, found.received, found.steps
    made.suspends_until, made.suspends_source = standing.suspends(decision, made.received_on)


def _right(made: Complaint, decision: Decision, answers: Mapping[str, Any], *, on: date) -> None:
    """Whether law gives the right, and then until when it must be reviewed."""
    found = standing.right(decision, answers)
    made.right, made.right_source, made.right_says = found.allowed, found.source[:300], found.says
    made.right_facts, made.right_missing = dict(answers), list(found.missing)
    made.review_due, made.review_trace = None, []
    if made.may_go_on:
        proposed = standing.review_due(made.received_on, on)
        made.review_due, made.review_trace = proposed.value, standing.until(proposed)


def _note_what_was_said(made: Complaint, *, by: Actor, on: date) -> None:
    """A complaint by word is written down, with who said it and when. Source: OFL § 13."""
    if not made.is_oral:
        return
    about = f"afgørelsen om {open_library().sections[made.decision.section].sign}" if made.decision else made.get_kind_display().lower()
    text = f"{made.who} klager over {about}. {made.words or 'Der blev ikke givet en begrundelse, og det er heller ikke nødvendigt.'}"
    kind = Note.Kind.PHONE if made.channel == "phone" else Note.Kind.MEETING
    write_note(made.case, by=by, on=on, kind=kind, subject="Klage modtaget mundtligt", text=text, happened_on=made.received_on)


@transaction.atomic
def answer_right(complaint: Complaint, *, answers: Mapping[str, Any], by: Actor, on: date) -> Complaint:
    """Answer the questions that the right to complain rests on, or answer them anew while nothing has come of the complaint.

    Source: SEL § 82 a, stk. 2 and its like; SEL § 110.
    Raises: MoveNotAllowed.
    """
    access.require(by, "complaint.register", complaint.case)
    stands = Complaint.objects.select_for_update(of=("self",), no_key=True).select_related("case", "decision").get(pk=complaint.pk)
    if stands.state != ComplaintState.REGISTERED or stands.decision is None or stands.kind != Complaint.Kind.DECISION:
        raise MoveNotAllowed
    _right(stands, stands.decision, answers, on=on)
    stands.save(update_fields=["right", "right_source", "right_says", "right_facts", "right_missing", "review_due", "review_trace"])
    acts.record("answer_right", stands, by=by, on=on, case=stands.case.public_id, right=stands.right)
    put_due(stands, on=on)
    complaint.refresh_from_db()
    return complaint


@transaction.atomic
def withdraw_complaint(complaint: Complaint, *, because: str, by: Actor, on: date) -> Complaint:
    """The complainant has taken the complaint back. Raises: TextMissing, MoveNotAllowed."""
    case = complaint.case
    access.require(by, "complaint.register", case)
    if not because.strip():
        raise TextMissing("because", "Hvordan", "skriv, hvem der trak klagen tilbage, og hvordan det skete")
    also = {"ended_on": on, "ended_because": because.strip()}
    moves.move(complaint, ComplaintState.WITHDRAWN, by=by, on=on, case=case.public_id, act="withdraw_complaint", also=also)
    put_due(complaint, on=on)
    return complaint
