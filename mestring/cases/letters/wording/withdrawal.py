"""Confirmation that an application was taken back (bekræftelse på, at ansøgningen er trukket tilbage)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mestring.cases.letters.text import Block, Fact, Kind, Letter, Sentence
from mestring.cases.letters.wording.common import Applied, Envelope, applied_for, day, fixed, letter, paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What the confirmation says.

    Source: FVL § 7 (vejledning).
    """

    envelope: Envelope
    applied: tuple[Applied, ...]
    received: date
    withdrawn: date
    withdrawn_where: str


def withdrawal(about: Withdrawal) -> Letter:
    """Write that the application is taken back, that nothing is decided, and that one may apply again."""
    on = about.envelope.on
    when = day(about.withdrawn, on)
    text = f"Du har trukket ansøgningen fra {day(about.received, on)} tilbage. Det har vi skrevet ned {when}. Vi gør ikke mere ved den, og der bliver ikke truffet en afgørelse."
    blocks: list[Block] = [
        *applied_for(about.applied),
        paragraph(Sentence(text, Fact(label="Trukket tilbage", value=when, where=about.withdrawn_where), "withdrawn")),
        paragraph(
            fixed("Er det ikke rigtigt, så sig det til os hurtigst muligt.", "FVL § 7", "not_so"),
            fixed("Du kan altid søge igen.", "FVL § 7", "again"),
        ),
    ]
    return letter(Kind.WITHDRAWAL, "Du har trukket din ansøgning tilbage", about.envelope, blocks)
