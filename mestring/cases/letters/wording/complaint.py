"""Receipt for a complaint (kvittering for klage) and the answer to it (genvurdering)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mestring.cases.letters.text import Block, Fact, Heading, Kind, Letter, Listing, ReviewBox, ReviewOutcome, RuleSource, Sentence
from mestring.cases.letters.wording.common import Envelope, Stated, companions, day, fixed, letter, papers, paragraph, quoted, said_all
from mestring.cases.letters.wording.decision import Complaint, Decided, told

_TITLES = {
    ReviewOutcome.UPHELD: "Du får ret i din klage",
    ReviewOutcome.PARTLY: "Du får ret i en del af din klage",
    ReviewOutcome.MAINTAINED: "Vi holder fast i afgørelsen",
}
_SAYS = {
    ReviewOutcome.UPHELD: "Vi har set på sagen igen. Du får ret, og vi ændrer afgørelsen.",
    ReviewOutcome.PARTLY: "Vi har set på sagen igen. Du får ret i en del af klagen, og vi ændrer den del af afgørelsen.",
    ReviewOutcome.MAINTAINED: "Vi har set på sagen igen. Vi ændrer ikke afgørelsen.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintReceipt:
    """What a receipt for a complaint says. `late` when the complaint came after the last day: it is handled all the same.

    Source: RSL §§ 66, 67.
    """

    envelope: Envelope
    received: date
    received_where: str
    about: str
    decided_on: date
    review_due: date
    review_due_source: RuleSource
    late: bool = False
    body: str = "Ankestyrelsen"


def complaint_receipt(about: ComplaintReceipt) -> Letter:
    """Write that a complaint is received, when the review is done, and what follows."""
    on = about.envelope.on
    received = day(about.received, on)
    where = Fact(label="Klage modtaget", value=received, where=about.received_where)
    text = f"Vi fik din klage {received}. Du klager over afgørelsen fra {day(about.decided_on, on)} om {about.about}."
    late = fixed(
        f"Klagen kom efter fristen på fire uger. {about.body} afgør, om den kan behandles alligevel.",
        "RSL § 67",
        "late",
    )
    blocks: list[Block] = [
        paragraph(Sentence(text, where, "received"), late if about.late else None),
        Heading("Hvad sker der nu?"),
        paragraph(
            Sentence(_review(about.review_due, on), about.review_due_source, "review_due"),
            fixed(f"Giver vi dig ikke fuldt ud ret, går klagen videre til {about.body}.", "RSL § 66", "then"),
        ),
        paragraph(fixed("Vil du sige mere om, hvad du er uenig i, så skriv eller ring til os. Du behøver ikke.", "RSL § 66", "more")),
        Heading("Du må se dine papirer"),
        paragraph(papers()),
        *companions(),
    ]
    return letter(Kind.COMPLAINT_RECEIPT, "Vi har fået din klage", about.envelope, blocks)


def _review(due: date, on: date) -> str:
    if due < on:
        return f"Vi skulle have set på sagen igen senest {day(due, on)}. Det fik vi ikke gjort. Vi skriver til dig, så snart vi har."
    return f"Vi ser på sagen igen og skriver til dig senest {day(due, on)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintDecision:
    """What the answer to a complaint says. `forwarded_on` is the day the complaint goes to the board.

    `answer_by` is the day the citizen must say that the rest shall go on, where the complaint is upheld in part.
    Source: RSL § 66; FVL §§ 22–25.
    """

    envelope: Envelope
    received: date
    received_where: str
    about: str
    decided_on: date
    outcome: ReviewOutcome
    reviewed_where: str
    reasons: tuple[Stated, ...] = ()
    facts: tuple[Stated, ...] = ()
    legal_basis: tuple[RuleSource, ...] = ()
    decisions: tuple[Decided, ...] = ()
    complaint: Complaint | None = None
    forwarded_on: date | None = None
    answer_by: date | None = None
    answer_by_source: RuleSource | None = None
    body: str = "Ankestyrelsen"


def complaint_decision(about: ComplaintDecision) -> Letter:
    """Write what the review came to, why, the new decision where there is one, and whether the complaint goes on."""
    on = about.envelope.on
    received = day(about.received, on)
    box = ReviewBox(
        outcome=about.outcome,
        sentences=(
            Sentence(
                f"Du klagede {received} over afgørelsen fra {day(about.decided_on, on)} om {about.about}.",
                Fact(label="Klage modtaget", value=received, where=about.received_where),
                "received",
            ),
            Sentence(_SAYS[about.outcome], Fact(label="Genvurdering", value=_TITLES[about.outcome], where=about.reviewed_where), "review"),
        ),
    )
    blocks: list[Block] = [Heading("Vores svar på klagen"), box]
    if about.reasons or about.facts:
        blocks += [Heading("Hvorfor?"), *(paragraph(reason) for reason in said_all(about.reasons, "review.considerations"))]
    if about.facts:
        blocks += [paragraph(fixed("Vi har lagt vægt på:", "FVL § 24, stk. 2", "review.weight")), Listing(said_all(about.facts, "review.facts"))]
    if about.legal_basis:
        rules = tuple(quoted(rule, f"review.legal_basis.{number}") for number, rule in enumerate(about.legal_basis, 1))
        blocks += [Heading("Regler for svaret på klagen"), Listing(rules)]
    blocks += _onward(about, on)
    blocks += told(about.decisions, about.envelope, about.complaint)
    return letter(Kind.COMPLAINT_DECISION, _TITLES[about.outcome], about.envelope, blocks)


def _onward(about: ComplaintDecision, on: date) -> list[Block]:
    if about.forwarded_on:
        when = day(about.forwarded_on, on)
        sent = Fact(label="Sendt videre", value=when, where="Klagesagen")
        which = "klagen" if about.outcome == ReviewOutcome.MAINTAINED else "den del af klagen, du ikke fik ret i,"
        text = f"Vi sender {which} til {about.body} {when}, sammen med vores begrundelse og sagens papirer."
        return [
            Heading("Klagen går videre"),
            paragraph(
                Sentence(text, sent, "onward"),
                fixed(f"Du skal ikke gøre noget. {about.body} skriver til dig.", "RSL § 66", "onward.next"),
            ),
        ]
    if about.answer_by and about.answer_by_source:
        text = f"Vil du have, at {about.body} ser på resten, så sig det til os senest {day(about.answer_by, on)}."
        return [Heading("Vil du klage videre?"), paragraph(Sentence(text, about.answer_by_source, "onward"))]
    return []
