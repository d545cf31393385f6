"""A written answer to an inquiry (svar på henvendelse)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mestring.cases.letters.text import Block, Fact, Heading, Kind, Letter, Listing, RuleSource, Sentence
from mestring.cases.letters.wording.common import Envelope, Stated, day, fixed, letter, paragraph, quoted, said_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What a written answer says: what was asked, the answer, the rules it rests on, and what one can do now.

    Source: FVL § 7; RSL § 5.
    """

    envelope: Envelope
    asked_on: date
    asked: str
    asked_where: str
    answer: tuple[Stated, ...]
    rules: tuple[RuleSource, ...] = ()
    next_steps: tuple[Stated, ...] = ()


def advice(about: Advice) -> Letter:
    """Write the answer to a question. It is guidance, and says so."""
    on = about.envelope.on
    blocks: list[Block] = [
        paragraph(
            Sentence(
                f"Du spurgte os {day(about.asked_on, on)}: {about.asked}",
                Fact(label="Henvendelse", value=about.asked, where=about.asked_where),
                "asked",
            )
        ),
        Heading("Vores svar"),
        *(paragraph(one) for one in said_all(about.answer, "answer")),
    ]
    if about.next_steps:
        blocks += [Heading("Det kan du gøre"), *(paragraph(one) for one in said_all(about.next_steps, "next"))]
    if about.rules:
        blocks += [Heading("Regler"), Listing(tuple(quoted(rule, f"rules.{number}") for number, rule in enumerate(about.rules, 1)))]
    blocks += [
        Heading("Svaret er vejledning"),
        paragraph(
            fixed("Dette er et svar på dit spørgsmål. Det er ikke en afgørelse.", "FVL § 7", "guidance"),
            fixed("Vil du søge om hjælp, så sig eller skriv det til os. Så skal du have en afgørelse.", "RSL §§ 3 og 5", "apply"),
        ),
    ]
    return letter(Kind.ADVICE, "Svar på dit spørgsmål", about.envelope, blocks)
