"""Request for information (vi mangler oplysninger)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mestring.cases.letters.text import Block, Fact, Heading, Kind, Letter, Listing, Sentence
from mestring.cases.letters.wording.common import Applied, Envelope, Stated, applied_for, day, fixed, letter, paragraph, said, ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """One thing that is missing (manglende oplysning): what, why it is needed, and who asks for it."""

    what: str
    why: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRequest:
    """What a request for information says: what is missing, by when, and what happens if it does not come.

    Source: RSL §§ 10, 11, 11 b, 12.
    """

    envelope: Envelope
    applied: tuple[Applied, ...]
    needed: tuple[Needed, ...]
    by_when: date
    by_when_where: str
    consequence: Stated | None = None


def information_request(about: InformationRequest) -> Letter:
    """Write which information is missing, by when it must come, and what follows if it does not."""
    on = about.envelope.on
    until = day(about.by_when, on)
    needed = tuple(
        Sentence(f"{one.what}. {one.why}".strip(), Fact(label="Mangler", value=one.what, where=one.where), f"needed.{number}")
        for number, one in enumerate(about.needed, 1)
    )
    consequence = (
        said(about.consequence, "consequence")
        if about.consequence
        else fixed(
            "Får vi ikke oplysningerne inden den dag, afgør vi sagen på det, vi ved. Så kan svaret blive nej, eller du kan få mindre hjælp.",
            "RSL §§ 11, 11 b og 12",
            "consequence",
        )
    )
    reach = ways(about.envelope.sender)
    blocks: list[Block] = [
        *applied_for(about.applied),
        Heading("Det mangler vi"),
        Listing(needed),
        Heading("Hvornår skal vi have det?"),
        paragraph(
            Sentence(f"Vi skal have oplysningerne senest {until}.", Fact(label="Svarfrist", value=until, where=about.by_when_where), "by_when"),
            Sentence(f"Du kan {reach}.", Fact(label="Kontakt", value=reach, where=about.envelope.sender.unit), "how") if reach else None,
        ),
        Heading("Kan du ikke skaffe det?"),
        paragraph(
            fixed("Så sig det til os inden den dag. Vi har pligt til at hjælpe med at oplyse sagen, og du kan få mere tid.", "RSL § 10", "help"),
            fixed("Du kan også sige ja til, at vi selv henter oplysningerne.", "RSL § 11 a", "fetch"),
        ),
        Heading("Hvad sker der, hvis vi ikke får det?"),
        paragraph(consequence),
    ]
    return letter(Kind.INFORMATION_REQUEST, "Vi mangler oplysninger fra dig", about.envelope, blocks)
