"""The letters of a complaint, written from its rows: the receipt, the answer after the review, and the answer where there is nothing to review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mestring.cases import envelopes
from mestring.cases.letters.text import Block, Fact, Heading, Kind, Letter, Origin, ReviewOutcome, RuleSource, Sentence, WrittenReason
from mestring.cases.letters.wording import ComplaintDecision, ComplaintReceipt, Stated, complaint_decision, complaint_receipt
from mestring.cases.letters.wording.common import Envelope, contact, day, fixed, letter, paragraph, whole
from mestring.cases.models.inquiry import Channel
from mestring.complaints import proposals, standing
from mestring.complaints.models import Complaint
from mestring.complaints.states import ComplaintState
from mestring.decisions.gathering import expected_receipt
from mestring.decisions.letters import decision_letter
from mestring.decisions.models import Decision
from mestring.people.access import Actor
from mestring.rules import danish
from mestring.rules.rulebook import open_library

_OUTCOMES = {
    ComplaintState.UPHELD: ReviewOutcome.UPHELD,
    ComplaintState.PARTLY: ReviewOutcome.PARTLY,
    ComplaintState.MAINTAINED: ReviewOutcome.MAINTAINED,
}


def receipt(complaint: Complaint, *, standard: str, by: Actor, on: date) -> Letter:
    """That the complaint has come, when the review is done, and what follows. Source: RSL §§ 66, 67."""
    decision, due = _decision(complaint), complaint.review_due or on
    return complaint_receipt(
        ComplaintReceipt(
            envelope=envelopes.envelope(complaint.case, standard=standard, by=by, on=on),
            received=complaint.received_on,
            received_where=_where(complaint),
            about=_about(decision),
            decided_on=decision.decided_on,
            review_due=due,
            review_due_source=_review_source(complaint),
            late=not standing.timely(complaint, on).in_time,
        )
    )


def answer(complaint: Complaint, *, standard: str, by: Actor, on: date) -> Letter:
    """What the review came to, why, the new decision where there is one, and whether the complaint goes on. Source: RSL § 66; FVL §§ 22–25."""
    decision = _decision(complaint)
    envelope = envelopes.envelope(complaint.case, standard=standard, by=by, on=on)
    writer = complaint.reviewed_by.name if complaint.reviewed_by else by.name
    outcome = _OUTCOMES[ComplaintState(complaint.review_outcome)]
    asks = outcome == ReviewOutcome.PARTLY and complaint.forwarded_on is None
    written = complaint_decision(
        ComplaintDecision(
            envelope=envelope,
            received=complaint.received_on,
            received_where=_where(complaint),
            about=_about(decision),
            decided_on=decision.decided_on,
            outcome=outcome,
            reviewed_where=f"Genvurdering {danish.date_plain(complaint.reviewed_on)}",
            reasons=_lines(complaint.considerations, writer, "Hovedhensyn"),
            facts=_lines(complaint.facts, writer, "Oplysninger, I har lagt vægt på"),
            legal_basis=tuple(RuleSource(id=f"review-{number}", label=line) for number, line in enumerate(_each(complaint.legal_basis), 1)),
            forwarded_on=complaint.forwarded_on,
            answer_by=answer_by(complaint, on) if asks else None,
            answer_by_source=_review_source(complaint) if asks else None,
        )
    )
    new = complaint.new_decision
    if new is None:
        return written
    told = decision_letter([new], by=by, on=on, received=expected_receipt(complaint.case.citizen, on))
    ours = written.blocks[: len(written.blocks) - len(contact(envelope.sender))]
    return replace(written, blocks=(*ours, *told.blocks))


def answer_by(complaint: Complaint, on: date) -> date:
    """The last day for the citizen to say that the rest shall go on: four weeks after the answer is received. Source: RSL § 66."""
    last: date = proposals.complaint_last_day(expected_receipt(complaint.case.citizen, on), on).value
    return last


def answer_without_review(complaint: Complaint, text: str, *, standard: str, by: Actor, on: date) -> Letter:
    """The answer to what can't go to the appeals board: a decision law gives no right to complain of, the handling of the case, a member of staff.

    Source: FVL § 7; the rules on complaint in SEL §§ 82 a–d, 101 a, 110.
    """
    envelope = envelopes.envelope(complaint.case, standard=standard, by=by, on=on)
    blocks: list[Block] = [paragraph(_asked(complaint, envelope, on)), Heading("Vores svar")]
    blocks += [paragraph(Sentence(one.text, one.origin, f"answer.{number}")) for number, one in enumerate(_lines(text, by.name, "Svar på klagen"), 1)]
    if complaint.kind == Complaint.Kind.DECISION:
        rule = RuleSource(id="no-right", label=complaint.right_source or "RSL § 60", law=complaint.right_says)
        blocks += [
            Heading("Kan du klage videre?"),
            paragraph(Sentence(f"Du kan ikke klage over afgørelsen til Ankestyrelsen. Reglen siger: »{complaint.right_says}«", rule, "no_complaint")),
            paragraph(
                fixed(
                    "Mener du, at det er forkert, så sig det til os. Så sender vi klagen videre, og Ankestyrelsen afgør selv, om den kan se på den.",
                    "RSL § 66",
                    "hold_on",
                )
            ),
        ]
    else:
        blocks += [
            Heading("Er du stadig uenig?"),
            paragraph(
                fixed("Denne slags klager behandler kommunen selv. De kan ikke sendes til Ankestyrelsen.", "RSL § 60", "no_complaint"),
                fixed("Du kan skrive til kommunens ledelse eller til borgmesteren.", "Kommunestyrelsesloven § 31", "mayor"),
            ),
        ]
    return letter(Kind.ADVICE, "Svar på din klage", envelope, blocks)


def _asked(complaint: Complaint, envelope: Envelope, on: date) -> Sentence:
    received = day(complaint.received_on, on)
    over = f"afgørelsen om {_about(complaint.decision)}" if complaint.kind == Complaint.Kind.DECISION and complaint.decision else _MATTERS[complaint.kind]
    return Sentence(f"Vi fik din klage {received}. Du klager over {over}.", Fact(label="Klage modtaget", value=received, where=_where(complaint)), "asked")


_MATTERS = {Complaint.Kind.HANDLING: "den måde, vi har behandlet din sag på", Complaint.Kind.STAFF: "en medarbejder eller den måde, hjælpen bliver givet på"}


def _decision(complaint: Complaint) -> Decision:
    if complaint.decision is None:
        raise ValueError("a complaint of no decision has no review")
    return complaint.decision


def _about(decision: Decision) -> str:
    section = open_library().sections[decision.section]
    return f"{section.named(decision.decided_on)} ({section.sign})"


def _where(complaint: Complaint) -> str:
    return f"Klage, {Channel(complaint.channel).said}"


def _review_source(complaint: Complaint) -> RuleSource:
    return RuleSource(id="rsl-review", label="RSL § 66")


def _each(text: str) -> list[str]:
    return [" ".join(line.split()).rstrip(".") for line in text.splitlines() if line.strip()]


def _lines(text: str, writer: str, field: str) -> tuple[Stated, ...]:
    """Each line that was written, as a sentence of its own."""
    origin: Origin = WrittenReason(by=writer, field=field)
    return tuple(Stated(whole(line), origin) for line in text.splitlines() if line.strip())
