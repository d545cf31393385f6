"""The authority looks at its decision again: wholly the citizen's way, partly, or not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from mestring.audit import acts, moves, versions
from mestring.audit.errors import MoveNotAllowed
from mestring.cases.errors import DayInTheFuture, TextMissing
from mestring.complaints.actions.next import answered, put_due
from mestring.complaints.errors import MayStillAnswer, NewDecisionMissing, NoRightToComplain
from mestring.complaints.models import Complaint
from mestring.complaints.states import ComplaintState
from mestring.decisions.models import Decision
from mestring.decisions.states import DecisionState
from mestring.people import access
from mestring.people.access import Actor

WRITTEN = ("legal_basis", "considerations", "facts")
"""The three parts of the reasons. Source: FVL § 24."""


@transaction.atomic
def draft_review(complaint: Complaint, *, seen: int, by: Actor, on: date, legal_basis: str = "", considerations: str = "", facts: str = "") -> Complaint:
    """Keep the reasons as they are written so far. Raises: Conflict, MoveNotAllowed, NoRightToComplain."""
    _may_review(complaint, by)
    versions.write(complaint, seen=seen, legal_basis=legal_basis.strip(), considerations=considerations.strip(), facts=facts.strip())
    acts.record("draft_review", complaint, by=by, on=on, case=complaint.case.public_id, version=complaint.version)
    return complaint


@transaction.atomic
def uphold(complaint: Complaint, *, new_decision: Decision | None, seen: int, by: Actor, on: date, **written: str) -> Complaint:
    """Give the citizen wholly right: the new decision has been made, and takes the place of the old one.

    Shapes: `written` are the three parts of the reasons, none of them needed.
    Source: RSL § 66; FVL § 22.
    Raises: NewDecisionMissing, NoRightToComplain, Conflict, MoveNotAllowed.
    """
    return _review(complaint, ComplaintState.UPHELD, "uphold_complaint", written, new_decision=new_decision, seen=seen, by=by, on=on)


@transaction.atomic
def uphold_partly(complaint: Complaint, *, new_decision: Decision | None, seen: int, by: Actor, on: date, **written: str) -> Complaint:
    """Give the citizen right in part, by a new decision. The rest goes on to the appeals board if the citizen wants it to.

    Source: RSL § 66; FVL §§ 22–24.
    Raises: NewDecisionMissing, TextMissing, NoRightToComplain, Conflict, MoveNotAllowed.
    """
    return _review(complaint, ComplaintState.PARTLY, "uphold_complaint_partly", written, new_decision=new_decision, seen=seen, by=by, on=on)


@transaction.atomic
def maintain(complaint: Complaint, *, seen: int, by: Actor, on: date, **written: str) -> Complaint:
    """Hold on to the decision, with reasons. The complaint then goes to the appeals board.

    Source: RSL § 66; FVL §§ 22–24.
    Raises: TextMissing, NoRightToComplain, Conflict, MoveNotAllowed.
    """
    return _review(complaint, ComplaintState.MAINTAINED, "maintain_decision", written, seen=seen, by=by, on=on)


@transaction.atomic
def keep_rest(complaint: Complaint, *, said_on: date, by: Actor, on: date) -> Complaint:
    """Note that the citizen wants the rest of a complaint that was upheld in part to go on. Source: RSL § 66. Raises: DayInTheFuture, MoveNotAllowed."""
    case = complaint.case
    access.require(by, "complaint.register", case)
    if said_on > on:
        raise DayInTheFuture("said_on", "Sagt", said_on)
    if not Complaint.objects.filter(pk=complaint.pk, state=ComplaintState.PARTLY, kept_on=None).update(kept_on=said_on):
        raise MoveNotAllowed
    complaint.refresh_from_db()
    acts.record("keep_rest_of_complaint", complaint, by=by, on=on, case=case.public_id, said_on=said_on)
    put_due(complaint, on=on)
    return complaint


@transaction.atomic
def let_rest_lapse(complaint: Complaint, *, by: Actor, on: date) -> Complaint:
    """The citizen did not say within the four weeks that the rest shall go on. Source: RSL § 66. Raises: MayStillAnswer, MoveNotAllowed."""
    case = complaint.case
    access.require(by, "complaint.register", case)
    if complaint.state == ComplaintState.PARTLY and (complaint.answer_by is None or on <= complaint.answer_by or not answered(complaint)):
        raise MayStillAnswer(complaint.answer_by)
    if complaint.kept_on:
        raise MoveNotAllowed
    also = {"ended_on": on, "ended_because": "Borgeren har ikke sagt, at resten skal videre."}
    moves.move(complaint, ComplaintState.LAPSED, by=by, on=on, case=case.public_id, act="let_rest_lapse", also=also)
    put_due(complaint, on=on)
    return complaint


# ------------------------------------------------------------------------------------------------ the one way through


def _may_review(complaint: Complaint, by: Actor) -> None:
    access.require(by, "complaint.review", complaint.case)
    if complaint.state != ComplaintState.REGISTERED:
        raise MoveNotAllowed
    if not complaint.may_go_on:
        raise NoRightToComplain


def _review(
    complaint: Complaint, to: str, act: str, written: dict[str, str], *, seen: int, by: Actor, on: date, new_decision: Decision | None = None
) -> Complaint:
    _may_review(complaint, by)
    said = {name: written.get(name, getattr(complaint, name)).strip() for name in WRITTEN}
    if to != ComplaintState.UPHELD:
        _reasons(said)
    if to != ComplaintState.MAINTAINED:
        _gives(complaint, new_decision, on=on)
    versions.write(complaint, seen=seen, **said)
    also: dict[str, Any] = {"reviewed_on": on, "reviewed_by_id": by.employee, "new_decision": new_decision}
    moves.move(complaint, to, by=by, on=on, case=complaint.case.public_id, act=act, also=also, new_decision=new_decision.public_id if new_decision else None)
    put_due(complaint, on=on)
    return complaint


def _reasons(said: dict[str, str]) -> None:
    if not said["legal_basis"]:
        raise TextMissing("legal_basis", "Regler", "skriv de regler, afgørelsen bygger på")
    if not said["considerations"]:
        raise TextMissing("considerations", "Hovedhensyn", "skriv, hvorfor I holder fast, og svar på det, borgeren klager over")
    if not said["facts"]:
        raise TextMissing("facts", "Oplysninger", "skriv de oplysninger, I har lagt vægt på")


def _gives(complaint: Complaint, new_decision: Decision | None, *, on: date) -> None:
    """Whether the new decision is one that stands in the old one's place and was made because of the complaint."""
    old = complaint.decision
    if new_decision is None or old is None:
        raise NewDecisionMissing
    same_case = new_decision.application.case_id == complaint.case_id and new_decision.section == old.section and new_decision.pk != old.pk
    if not same_case or new_decision.state == DecisionState.REPLACED or new_decision.decided_on < complaint.received_on or new_decision.decided_on > on:
        raise NewDecisionMissing("Ny afgørelse: vælg en, der gælder, er om samme hjælp og er truffet, efter at klagen kom.")
