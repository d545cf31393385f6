"""Hearing of the party (partshøring)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mestring.cases.letters.text import Block, Fact, Heading, Kind, Letter, Listing, Sentence
from mestring.cases.letters.wording.common import (
    Applied,
    Envelope,
    Stated,
    applied_for,
    companions,
    day,
    fixed,
    letter,
    papers,
    paragraph,
    said,
    said_all,
    ways,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What a hearing says: what the council considers, the facts it builds on, and by when one may answer.

    Source: FVL §§ 19–21.
    """

    envelope: Envelope
    applied: tuple[Applied, ...]
    intended: Stated
    facts: tuple[Stated, ...]
    by_when: date
    by_when_where: str
    enclosed: tuple[str, ...] = ()


def hearing(about: Hearing) -> Letter:
    """Write what the council considers and on which facts, so that the citizen can answer before it is decided."""
    on = about.envelope.on
    until = day(about.by_when, on)
    reach = ways(about.envelope.sender)
    blocks: list[Block] = [
        Heading("Det overvejer vi"),
        *(applied_for(about.applied) if about.applied else []),
        paragraph(said(about.intended, "intended")),
        paragraph(fixed("Vi har ikke afgjort sagen endnu. Først vil vi høre, hvad du siger.", "FVL § 19", "not_decided")),
        Heading("Det bygger vi på"),
        Listing(said_all(about.facts, "facts")),
    ]
    if about.enclosed:
        enclosed = tuple(
            Sentence(name, Fact(label="Bilag", value=name, where=f"Bilag {number}"), f"enclosed.{number}") for number, name in enumerate(about.enclosed, 1)
        )
        blocks += [paragraph(fixed("Sammen med brevet får du:", "FVL § 19", "enclosed.intro")), Listing(enclosed)]
    blocks += [
        Heading("Sådan svarer du"),
        paragraph(
            Sentence(f"Svar senest {until}.", Fact(label="Svarfrist", value=until, where=about.by_when_where), "by_when"),
            Sentence(f"Du kan {reach}.", Fact(label="Kontakt", value=reach, where=about.envelope.sender.unit), "how") if reach else None,
            fixed("Skriv eller sig det, du er uenig i, og det, vi mangler at vide.", "FVL § 19", "answer"),
        ),
        paragraph(fixed("Skal du bruge mere tid, så sig det til os inden den dag.", "FVL § 21", "more_time")),
        paragraph(fixed("Du behøver ikke svare. Svarer du ikke, afgør vi sagen på de oplysninger, vi har.", "FVL § 19", "no_answer")),
        Heading("Du må se dine papirer"),
        paragraph(papers()),
        *companions(),
    ]
    return letter(Kind.HEARING, "Du kan svare, før vi afgør din sag", about.envelope, blocks)
