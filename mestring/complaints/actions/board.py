"""The appeals board: what is sent to it, what comes back, and what is then done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from mestring.audit import acts, moves
from mestring.audit.errors import MoveNotAllowed
from mestring.cases import proposals
from mestring.cases.actions.application import Wanted, receive_application
from mestring.cases.errors import DayInTheFuture, TextMissing
from mestring.cases.models import Application
from mestring.cases.models.inquiry import Channel
from mestring.complaints import papers
from mestring.complaints.actions.next import put_due, to_carry_out
from mestring.complaints.errors import BoardReasonsMissing, NotARestart, PaperNotInCase
from mestring.complaints.models import BoardOutcome, BoardReason, Complaint
from mestring.complaints.models.complaint import OVERTURNED
from mestring.complaints.states import ComplaintState
from mestring.decisions.actions import begin_again, give_back
from mestring.people import access
from mestring.people.access import Actor

BOARD = "Ankestyrelsen (hjemvist)"
"""Who an application is from, when the appeals board has sent the case back."""


def is_late(complaint: Complaint, on: date) -> bool:
    """Whether the four weeks to review the complaint and send it on have gone by. Source: RSL § 66."""
    return complaint.state == ComplaintState.MAINTAINED and complaint.review_due is not None and on > complaint.review_due


@transaction.atomic
def forward(
    complaint: Complaint,
    *,
    by: Actor,
    on: date,
    left_out: Sequence[str] = (),
    left_out_because: str = "",
    late_because: str = "",
    board_reference: str = "",
) -> Complaint:
    """Send the complaint to the appeals board with the authority's reasons and an index of the papers, at the latest four weeks after it came.

    A complaint is sent on also when it is too late, and then says why it is.
    Shapes: `left_out` are keys of papers that have nothing to do with the decision.
    Source: RSL §§ 66, 67.
    Raises: TextMissing, PaperNotInCase, MoveNotAllowed.
    """
    case = complaint.case
    access.require(by, "complaint.forward", case)
    if complaint.kind != Complaint.Kind.DECISION:
        raise MoveNotAllowed
    if is_late(complaint, on) and not late_because.strip():
        raise TextMissing("late_because", "Hvorfor så sent", "fristen på fire uger er gået. Skriv hvorfor; Ankestyrelsen og borgeren kan læse det")
    everything = papers.papers(complaint, on)
    keys = {one["key"]: one for one in everything}
    if set(left_out) - set(keys):
        raise PaperNotInCase
    gone = [key for key in keys if key in set(left_out) and keys[key]["kind"] not in papers.ALWAYS]
    if gone and not left_out_because.strip():
        raise TextMissing("left_out_because", "Hvorfor udeladt", "skriv, hvorfor de papirer ikke har med afgørelsen at gøre")
    index = [{**one, "number": number} for number, one in enumerate((one for one in everything if one["key"] not in gone), 1)]
    also = {
        "forwarded_on": on,
        "index": index,
        "left_out": [keys[key] for key in gone],
        "left_out_because": left_out_because.strip() if gone else "",
        "late_because": late_because.strip(),
        "board_reference": board_reference.strip(),
        "ended_on": None,
        "ended_because": "",
    }
    days_late = (on - complaint.review_due).days if is_late(complaint, on) and complaint.review_due else 0
    moves.move(
        complaint, ComplaintState.FORWARDED, by=by, on=on, case=case.public_id, act="forward_complaint", also=also, papers=len(index), days_late=days_late
    )
    put_due(complaint, on=on)
    return complaint


@transaction.atomic
def register_board_outcome(
    complaint: Complaint,
    *,
    outcome: str,
    decided_on: date,
    received_on: date,
    by: Actor,
    on: date,
    reasons: Sequence[str] = (),
    words: str = "",
    board_reference: str = "",
    standard: str = "",
    kind: str = "",
) -> Complaint:
    """Register what the appeals board decided, and why in codes. A case that is sent back begins anew: a new application with a new clock.

    Help that was taken away by a decision the board annuls or sends back is given again as before (`decisions.actions.give_back`); somebody must see to it that it is.
    Shapes: `received_on` is the day the decision, and a remitted case, came back; `standard` and `kind` are those the new application is decided by.
    Source: RSL § 3, stk. 2, and §§ 66, 69, 79 b.
    Raises: DayInTheFuture, TextMissing, BoardReasonsMissing, NotARestart, CaseClosed, KindMissing, MoveNotAllowed.
    """
    case = complaint.case
    access.require(by, "complaint.forward", case)
    if outcome not in BoardOutcome.values:
        raise TextMissing("outcome", "Ankestyrelsens afgørelse", "vælg, hvad den blev")
    if received_on > on:
        raise DayInTheFuture("received_on", "Modtaget", received_on)
    if complaint.forwarded_on and decided_on < complaint.forwarded_on:
        raise TextMissing("decided_on", "Afgjort", f"skriv en dag fra {complaint.forwarded_on:%d-%m-%Y}, da klagen blev sendt, og frem")
    if decided_on > received_on:
        raise TextMissing("decided_on", "Afgjort", "skriv en dag til og med den, I fik afgørelsen")
    codes = [one for one in BoardReason.values if one in set(reasons)]
    if outcome in OVERTURNED and not codes:
        raise BoardReasonsMissing
    also: dict[str, Any] = {
        "board_outcome": outcome,
        "board_reasons": codes,
        "board_words": words.strip(),
        "board_decided_on": decided_on,
        "board_received_on": received_on,
        "board_reference": board_reference.strip() or complaint.board_reference,
        "ended_on": on,
    }
    moves.move(complaint, ComplaintState.DECIDED, by=by, on=on, case=case.public_id, act="register_board_outcome", also=also, outcome=outcome, reasons=codes)
    if complaint.gives_back and complaint.decision:
        complaint.restored = give_back(complaint.decision, by=by, on=on)
        Complaint.objects.filter(pk=complaint.pk).update(restored=complaint.restored)
    if outcome == BoardOutcome.REMITTED:
        _begin_anew(complaint, standard=standard, kind=kind, returned_on=received_on, by=by, on=on)
    put_due(complaint, on=on)
    return complaint


def _begin_anew(complaint: Complaint, *, standard: str, kind: str, returned_on: date, by: Actor, on: date) -> None:
    """A new application in the words of the old one, received the day the case came back. Source: RSL § 3, stk. 2."""
    if complaint.decision is None or not standard:
        raise NotARestart
    old: Application = complaint.decision.application
    known = {one.id for one in proposals.kinds(standard, old.section, returned_on)}
    (made,) = receive_application(
        complaint.case,
        by=by,
        on=on,
        standard=standard,
        wanted=[Wanted(old.section, kind or (old.kind if old.kind in known else ""))],
        words=old.words,
        channel=Channel.PROFESSIONAL,
        received_on=returned_on,
        sent_by=BOARD,
        wish=old.wish,
        own_initiative=old.own_initiative,
        sure=True,
        restarts=old,
    )
    begin_again(made, old)
    Complaint.objects.filter(pk=complaint.pk).update(restarted=made)
    complaint.restarted = made


@transaction.atomic
def carry_out(complaint: Complaint, *, words: str, by: Actor, on: date) -> Complaint:
    """Note how the board's decision was carried out, for instance by a new decision, or by giving the help as before.

    Source: RSL § 72.
    Raises: TextMissing, MoveNotAllowed.
    """
    case = complaint.case
    access.require(by, "complaint.forward", case)
    if not words.strip():
        raise TextMissing("words", "Sådan er den ført ud i livet", "skriv, hvad I har gjort, og hvornår")
    waiting = Complaint.objects.filter(pk=complaint.pk, state=ComplaintState.DECIDED, carried_out_on=None)
    if not to_carry_out(complaint) or not waiting.update(carried_out_on=on, carried_out=words.strip()):
        raise MoveNotAllowed
    complaint.refresh_from_db()
    acts.record("carry_out_board_decision", complaint, by=by, on=on, case=case.public_id)
    put_due(complaint, on=on)
    return complaint
