"""Notice of the day to answer by: a new one because the answer is late, or the first where the council has no deadline (besked om svardato)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mestring.cases.letters.text import Block, Fact, Heading, Kind, Letter, Origin, RuleSource, Sentence
from mestring.cases.letters.wording.common import Applied, Envelope, Stated, applied_for, day, fixed, letter, paragraph, said, said_all


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayNotice:
    """What a notice of the day to answer by says: the one that can't be kept, why, and the new one. It is sent before the old one passes.

    Shapes: `deadline` is none where the council has published none, and a day is set for this citizen.
    Source: RSL § 3, stk. 2.
    """

    envelope: Envelope
    applied: tuple[Applied, ...]
    received: date
    received_where: str
    deadline: date | None
    deadline_source: RuleSource
    reason: Stated
    new_date: date
    new_date_origin: Origin
    waiting_for: tuple[Stated, ...] = ()


def delay_notice(about: DelayNotice) -> Letter:
    """Write when the answer comes, why, and that it is late where a day was known before."""
    on = about.envelope.on
    received = day(about.received, on)
    blocks: list[Block] = [
        *applied_for(about.applied),
        paragraph(
            Sentence(f"Vi fik ansøgningen {received}.", Fact(label="Modtaget", value=received, where=about.received_where), "received"),
            _until_now(about),
        ),
        Heading("Hvorfor?" if about.deadline else "Hvorfor den dag?"),
        paragraph(said(about.reason, "reason")),
    ]
    if about.waiting_for:
        blocks += [Heading("Det venter vi på"), *(paragraph(one) for one in said_all(about.waiting_for, "waiting_for"))]
    blocks += [
        Heading("Hvornår får du svar?"),
        paragraph(
            Sentence(f"Du får svar senest {day(about.new_date, on)}.", about.new_date_origin, "new_date"),
            fixed("Bliver vi færdige før, skriver vi med det samme.", "RSL § 3, stk. 1", "sooner"),
        ),
        paragraph(fixed(_WHY_WE_WRITE if about.deadline else _WHY_WE_SET_A_DAY, "RSL § 3, stk. 2", "rule")),
    ]
    title = "Dit svar kommer senere end lovet" if about.deadline else "Så ved vi, hvornår du får svar"
    return letter(Kind.DELAY_NOTICE, title, about.envelope, blocks)


_WHY_WE_WRITE = "Vi skal skrive til dig, når vi ikke kan holde fristen, og sige, hvornår svaret så kommer."
_WHY_WE_SET_A_DAY = "Når der ikke er en fast frist, skal vi skrive til dig, hvornår svaret kommer."


def _until_now(about: DelayNotice) -> Sentence:
    if about.deadline is None:
        return Sentence("Kommunen har ikke en fast frist for denne hjælp.", about.deadline_source, "deadline")
    on = about.envelope.on
    kept = "Det når vi ikke." if about.deadline >= on else "Det fik du ikke."
    return Sentence(f"Du skulle have haft svar senest {day(about.deadline, on)}. {kept}", about.deadline_source, "deadline")
