"""What is next in a complaint, as its row of the work list. Part of other acts, never an act of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mestring.cases.actions import due
from mestring.cases.models import Due
from mestring.cases.proposals import working_day_before
from mestring.cases.states import LetterState
from mestring.complaints.models import BoardOutcome, Complaint
from mestring.complaints.states import ComplaintState
from mestring.rules import danish
from mestring.rules.rulebook import open_library

State = ComplaintState
BOARD = "Ankestyrelsen"


@dataclass(frozen=True, slots=True)
class Next:
    """The next step: a verb first, its day or none, the rule, why, and for whom it waits."""

    step: str
    on: date | None = None
    source: str = ""
    why: list[dict[str, Any]] = field(default_factory=list)
    waits: str = ""


def answered(complaint: Complaint) -> bool:
    """Whether the answer is on its way to the citizen."""
    return complaint.answer is not None and complaint.answer.state != LetterState.RECALLED


def _why(text: str, day: date | None, source: str) -> list[dict[str, Any]]:
    return [{"text": text, "value": danish.date_short(day) if day else "ingen dato", "source": source}]


def _review(complaint: Complaint) -> dict[str, Any]:
    """The four weeks as law counts them, and the last working day in them: law does not move the day off a holiday, and nobody works on it. Source: RSL § 66."""
    last, why = complaint.review_due, list(complaint.review_trace)
    work_by = working_day_before(last) if last else None
    if work_by != last:
        why += _why("Dagen er ikke en arbejdsdag. Sidste arbejdsdag før", work_by, "")
    return {"on": work_by, "source": "RSL § 66", "why": why}


def next_step(complaint: Complaint) -> Next | None:
    """What must be done next; None when nothing is left."""
    state, review = complaint.state, _review(complaint)
    if state == State.REGISTERED and complaint.may_go_on:
        return Next("Genvurdér afgørelsen", **review)
    if state == State.REGISTERED:
        return Next("Svar på klagen", None, "FVL § 7", _why("Loven sætter ingen frist. Svar så snart som muligt", None, "FVL § 7"))
    if state == State.MAINTAINED:
        return Next("Send klagen til Ankestyrelsen", **review)
    if state in (State.UPHELD, State.PARTLY, State.FORWARDED) and complaint.reviewed_on and not answered(complaint):
        day = complaint.forwarded_on or complaint.reviewed_on
        return Next("Send svaret til borgeren", day, "RSL § 66", _why("Genvurderingen er færdig", complaint.reviewed_on, "RSL § 66"))
    if state == State.PARTLY and complaint.kept_on:
        return Next(
            "Send resten af klagen til Ankestyrelsen", complaint.kept_on, "RSL § 66", _why("Borgeren vil have resten videre", complaint.kept_on, "RSL § 66")
        )
    if state == State.PARTLY:
        why = _why("Borgeren har fire uger til at sige, om resten skal videre", complaint.answer_by, "RSL § 66")
        return Next("Hør, om resten af klagen skal videre", complaint.answer_by, "RSL § 66", why, "Borgeren")
    if state == State.FORWARDED:
        return Next("Registrér Ankestyrelsens afgørelse, når den kommer", None, "RSL § 66", _why("Sendt videre", complaint.forwarded_on, "RSL § 66"), BOARD)
    if state == State.DECIDED and to_carry_out(complaint) and complaint.carried_out_on is None:
        why = _why("Ankestyrelsens afgørelse er modtaget", complaint.board_received_on, "RSL § 72")
        step = "Før Ankestyrelsens afgørelse ud i livet"
        if complaint.gives_back:
            why += _why("Afgørelsen, der nedsatte eller afsluttede hjælpen, gælder ikke længere", complaint.board_decided_on, "RSL § 69")
            step = "Sørg for, at hjælpen gives som før" if complaint.restored_id else "Tag stilling til den tidligere bevilling"
        return Next(step, complaint.board_received_on, "RSL § 72", why)
    return None


def to_carry_out(complaint: Complaint) -> bool:
    """Whether the board's decision asks the municipality to do something at once, beside deciding anew."""
    return complaint.board_outcome in (BoardOutcome.CHANGED, BoardOutcome.ANNULLED) or complaint.gives_back


def put_due(complaint: Complaint, *, on: date) -> None:
    """Write the row of the work list anew, or settle it."""
    found = next_step(complaint)
    if found is None:
        due.settle(Due.Kind.COMPLAINT, complaint.public_id, on=on)
        return
    section = complaint.decision.section if complaint.decision else ""
    about = open_library().sections[section].sign if section else complaint.get_kind_display().lower()
    due.put(
        Due.Kind.COMPLAINT,
        complaint.public_id,
        case=complaint.case,
        section=section,
        what=f"Klage over {'afgørelsen om ' if section and complaint.kind == Complaint.Kind.DECISION else ''}{about}"[:200],
        next=found.step,
        on=found.on,
        source=found.source,
        why=found.why,
        waits=found.waits,
    )
