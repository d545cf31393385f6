"""Receipt for an application (kvittering for ansøgning)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mestring.cases.letters.text import Block, Fact, Heading, Kind, Letter, Listing, RuleSource, Sentence
from mestring.cases.letters.wording.common import Applied, Envelope, Stated, applied_for, companions, day, fixed, letter, papers, paragraph, said, said_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented:
    """A consent given (samtykke): from whom information is fetched, about what, and where the consent stands."""

    source: str
    about: str
    where: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says. With no deadline known, `no_deadline` says what is known instead.

    Source: RSL §§ 3, 5, 11 a; FVL §§ 7–9.
    """

    envelope: Envelope
    applied: tuple[Applied, ...]
    received: date
    received_where: str
    deadline: date | None
    deadline_source: RuleSource | None
    deadline_explained: str = ""
    no_deadline: Stated | None = None
    next_steps: tuple[Stated, ...] = ()
    consents: tuple[Consented, ...] = ()


def receipt(about: Receipt) -> Letter:
    """Write that an application is received: what for, when, when the answer comes, and what one may ask of the council."""
    on = about.envelope.on
    received = Sentence(
        f"Vi fik ansøgningen {day(about.received, on)}.", Fact(label="Modtaget", value=day(about.received, on), where=about.received_where), "received"
    )
    blocks: list[Block] = [Heading("Det har du søgt om"), *applied_for(about.applied), paragraph(received), Heading("Hvornår får du svar?")]
    if about.deadline and about.deadline_source:
        late = "Når vi det ikke, skriver vi til dig inden den dag. Så får du at vide hvorfor, og hvornår svaret kommer."
        explained = Sentence(about.deadline_explained, about.deadline_source, "deadline_explained") if about.deadline_explained else None
        blocks.append(
            paragraph(
                Sentence(f"Du får svar senest {day(about.deadline, on)}.", about.deadline_source, "deadline"),
                explained,
                fixed(late, "RSL § 3, stk. 2", "if_late"),
            )
        )
    elif about.no_deadline:
        blocks.append(paragraph(said(about.no_deadline, "deadline")))
    if about.next_steps:
        blocks += [Heading("Hvad sker der nu?"), *(paragraph(step) for step in said_all(about.next_steps, "next"))]
    blocks += [Heading("Oplysninger om dig"), *_consents(about, on), *companions(), Heading("Du må se dine papirer"), paragraph(papers())]
    return letter(Kind.RECEIPT, "Vi har fået din ansøgning", about.envelope, blocks)


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
