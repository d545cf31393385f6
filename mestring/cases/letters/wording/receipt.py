"""Receipt for an application (kvittering for ansøgning)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mestring.cases.letters.text import Block, Fact, Heading, Kind, Letter, Listing, Origin, Sentence
from mestring.cases.letters.wording.common import (
    Applied,
    Envelope,
    Stated,
    apart,
    applied_for,
    companions,
    day,
    fixed,
    letter,
    only_help,
    papers,
    paragraph,
    said_all,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented:
    """A consent given (samtykke): from whom information is fetched, about what, and where the consent stands."""

    source: str
    about: str
    where: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """When one of the things applied for is answered (svardato), and whose day it is; with no day, `none` says what is known instead.

    Shapes: `by_council` is a day by the council's own deadline; else a caseworker has set it for this citizen.
    """

    by: date | None
    origin: Origin
    by_council: bool = True
    none: str = ""

    def words(self, on: date) -> str:
        """Without a subject: `senest fredag 27. november. Det er kommunens frist.`; a day that has passed is no promise."""
        if self.by is None:
            return self.none
        if self.by < on:
            return f"du skulle have haft svar senest {day(self.by, on)}. Den dag er gået, og vi skriver til dig, hvornår svaret kommer."
        return f"senest {day(self.by, on)}. {'Det er kommunens frist' if self.by_council else 'Den dag er sat for netop din sag'}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says.

    Shapes: `answers` has one for each thing applied for, in the same order; one alone when nothing was named, or when all are answered alike.
    Source: RSL §§ 3, 5, 11 a; FVL §§ 7–9.
    """

    envelope: Envelope
    applied: tuple[Applied, ...]
    received: date
    received_where: str
    answers: tuple[Answer, ...]
    next_steps: tuple[Stated, ...] = ()
    consents: tuple[Consented, ...] = ()


def receipt(about: Receipt) -> Letter:
    """Write that an application is received: what for, when, when the answer comes, and what one may ask of the council."""
    on = about.envelope.on
    what, asked = ("ansøgningen", "søgt") if only_help(about.applied) else ("dit ønske", "bedt")
    received = Sentence(
        f"Vi fik {what} {day(about.received, on)}.", Fact(label="Modtaget", value=day(about.received, on), where=about.received_where), "received"
    )
    blocks: list[Block] = [Heading(f"Det har du {asked} om"), *applied_for(about.applied), paragraph(received), *_when(about, on)]
    if about.next_steps:
        blocks += [Heading("Hvad sker der nu?"), *(paragraph(step) for step in said_all(about.next_steps, "next"))]
    blocks += [Heading("Oplysninger om dig"), *_consents(about, on), *companions(), Heading("Du må se dine papirer"), paragraph(papers())]
    return letter(Kind.RECEIPT, "Vi har fået din ansøgning" if only_help(about.applied) else "Vi har fået dit ønske", about.envelope, blocks)


def _when(about: Receipt, on: date) -> list[Block]:
    """Each day with whose it is, said once when it is the same for all."""
    late = "Kan vi ikke nå det, skriver vi til dig inden den dag. Så får du at vide hvorfor, og hvornår svaret kommer."
    if_late = [fixed(late, "RSL § 3, stk. 2", "if_late")] if any(one.by and one.by >= on for one in about.answers) else []
    alike = {(one.by, one.by_council, one.none) for one in about.answers}
    if len(alike) == 1:
        first = about.answers[0]
        words = first.words(on)
        text = f"Du får svar {words}" if first.by and first.by >= on else f"{words[:1].upper()}{words[1:]}"
        return [Heading(_WHEN), paragraph(Sentence(text, first.origin, "deadline"), *if_late)]
    each = tuple(
        Sentence(f"{one.name[:1].upper()}{one.name[1:]} ({one.place}): {_small(answer.words(on), answer)}", answer.origin, f"deadline.{key}")
        for (key, one), answer in zip(apart(about.applied), about.answers, strict=True)
    )
    return [Heading(_WHEN), Listing(each), *([paragraph(*if_late)] if if_late else [])]


_WHEN = "Hvornår får du svar?"


def _small(words: str, answer: Answer) -> str:
    return words if answer.by else f"ingen dato endnu. {words}"


def _consents(about: Receipt, on: date) -> list[Block]:
    ask = fixed("Vi spørger dig som regel, før vi henter oplysninger om dig hos andre.", "RSL § 11 a", "consent")
    if not about.consents:
        return [paragraph(ask)]
    given = tuple(
        Sentence(
            f"{one.source}: {one.about}{f', til og med {day(one.until, on)}' if one.until else ''}.",
            Fact(label="Samtykke", value=f"{one.source}: {one.about}", where=one.where),
            f"consented.{number}",
        )
        for number, one in enumerate(about.consents, 1)
    )
    return [
        paragraph(ask, fixed("Du har sagt ja til, at vi henter oplysninger her:", "RSL § 11 a", "consented.intro")),
        Listing(given),
        paragraph(fixed("Du kan tage dit ja tilbage, når du vil. Sig det til os.", "RSL § 11 a", "withdraw")),
    ]
