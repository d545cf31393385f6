"""What all letters share: the envelope, what was applied for, dates in words, and how to reach the council."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mestring.cases.letters.text import (
    Block,
    Fact,
    Fixed,
    Heading,
    Kind,
    Letter,
    Listing,
    Origin,
    Paragraph,
    Recipient,
    RuleSource,
    Sender,
    Sentence,
    Signature,
)
from mestring.rules.danish import MONTHS, WEEKDAYS, listing

LAWS = {"serviceloven": "servicelovens", "almenboligloven": "almenboliglovens", "retssikkerhedsloven": "retssikkerhedslovens"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What every letter has: from whom, to whom, about which case, on which day, signed by whom."""

    recipient: Recipient
    sender: Sender
    case_number: str
    on: date
    signed_by: Signature


@dataclass(frozen=True, slots=True)
class Stated:
    """Danish words to be said as they stand, and where they come from. `key` keeps a list's lines apart when their order may change."""

    text: str
    origin: Origin
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """One thing applied for (det ansøgte): the section, its plain name, how much, and where that stands; or help the citizen wishes changed or ended."""

    section: str
    name: str
    where: str
    wanted: str = ""
    law: str = "serviceloven"
    wish: Literal["help", "change", "end"] = "help"

    @property
    def place(self) -> str:
        """`servicelovens § 85`."""
        return f"{LAWS[self.law]} § {self.section}"

    @property
    def words(self) -> str:
        """`socialpædagogisk støtte, 6 timer om ugen (servicelovens § 85)`."""
        return f"{self.name}{', ' + self.wanted if self.wanted else ''} ({self.place})"

    @property
    def said(self) -> str:
        """`Du har søgt om ledsagelse (servicelovens § 97).`"""
        return {
            "help": f"Du har søgt om {self.words}.",
            "change": f"Du har bedt om, at din hjælp bliver ændret: {self.words}.",
            "end": f"Du har ønsket, at hjælpen stopper: {self.words}.",
        }[self.wish]

    @property
    def line(self) -> str:
        """The same as a line of a list."""
        words = f"{self.words[:1].upper()}{self.words[1:]}"
        return {"help": words, "change": f"Ændring: {self.words}", "end": f"Stop: {self.words}"}[self.wish]

    @property
    def fact(self) -> Fact:
        return Fact(label="Ansøgt om" if self.wish == "help" else "Ønsket", value=self.words, where=self.where)


def day(when: date, on: date) -> str:
    """`fredag 27. november`; the year is said only when it is another than the letter's."""
    return f"{WEEKDAYS[when.weekday()]} {when.day}. {MONTHS[when.month - 1]}{'' if when.year == on.year else f' {when.year}'}"


def fixed(text: str, source: str, key: str) -> Sentence:
    """Standard wording."""
    return Sentence(text, Fixed(source=source), key)


_SPELLED = {"SEL": "servicelovens", "RSL": "retssikkerhedslovens", "FVL": "forvaltningslovens", "ABL": "almenboliglovens"}


def spelled(source: str) -> str:
    """A reference as a citizen reads it: `servicelovens § 82 b, stk. 2` for `SEL § 82 b, stk. 2`."""
    return re.sub(r"\b(SEL|RSL|FVL|ABL) (?=§)", lambda found: f"{_SPELLED[found[1]]} ", source)


def whole(text: str) -> str:
    """Words somebody wrote, as one or more whole sentences: one space between words, and a full stop where the last sentence lacks one."""
    words = " ".join(text.split())
    return words if not words or words[-1] in '.!?:»”"' else f"{words.rstrip(',;–- ')}."


def led(text: str, lead: str) -> str:
    """The same, led in: `Formålet er: at du kan være alene hjemme.` Without it what was written stands loose between sentences that mean something else."""
    words = whole(text)
    return f"{lead} {words}" if words and lead else words


def said(stated: Stated, key: str) -> Sentence:
    """What was stated, at its place in the letter."""
    return Sentence(stated.text, stated.origin, f"{key}.{stated.key}" if stated.key else key)


def said_all(stated: Iterable[Stated], key: str) -> tuple[Sentence, ...]:
    """Each of what was stated, with a key of its own: the one it brought, else its number."""
    return tuple(Sentence(one.text, one.origin, f"{key}.{one.key or number}") for number, one in enumerate(stated, 1))


def paragraph(*sentences: Sentence | None) -> Paragraph:
    """A paragraph of the sentences that are there."""
    return Paragraph(tuple(sentence for sentence in sentences if sentence is not None))


def applied_for(applied: tuple[Applied, ...], key: str = "applied_for") -> list[Block]:
    """What was applied for: a sentence for one thing, a list for more, and what it means when nothing was named."""
    if not applied:
        text = "Du har søgt om hjælp uden at nævne en bestemt slags. Derfor ser vi på alle de muligheder, loven giver."
        return [paragraph(fixed(text, "RSL § 5", f"{key}.any"))]
    if len(applied) == 1:
        return [paragraph(Sentence(applied[0].said, applied[0].fact, f"{key}.{applied[0].section}"))]
    numbered = apart(applied)
    return [
        paragraph(fixed("Du har søgt om:" if only_help(applied) else "Du har bedt om:", "RSL § 5", f"{key}.intro")),
        Listing(tuple(Sentence(one.line, one.fact, f"{key}.{name}") for name, one in numbered)),
    ]


def only_help(applied: tuple[Applied, ...]) -> bool:
    """Whether new help is all that is asked for."""
    return all(one.wish == "help" for one in applied)


def apart(applied: tuple[Applied, ...]) -> list[tuple[str, Applied]]:
    """Each with a key: its section, and a number where the section comes again."""
    seen: dict[str, int] = {}
    found = []
    for one in applied:
        seen[one.section] = seen.get(one.section, 0) + 1
        found.append((one.section if seen[one.section] == 1 else f"{one.section}-{seen[one.section]}", one))
    return found


def ways(sender: Sender) -> str:
    """`ringe til os på 00 00 00 00, skrive til os i Digital Post eller møde op på Skolegade 1, 7100 Vejle`; no address twice, and empty when no way is known."""
    house = f"på {', '.join(sender.address)}"
    by_post = bool(sender.address) and sender.post == house
    return listing(
        (
            way
            for way, known in (
                (f"ringe til os på {sender.phone}", sender.phone),
                (f"skrive til {sender.email}", sender.email and by_post),
                (f"skrive til os {house}", by_post),
                ("møde op samme sted", by_post),
                (f"skrive til os {sender.post}", sender.post and not by_post),
                (f"skrive til {sender.email}", sender.email and not by_post),
                (f"møde op {house}", sender.address and not by_post),
            )
            if known
        ),
        "eller",
    )


def contact(sender: Sender) -> list[Block]:
    """How to reach the council."""
    reach = ways(sender)
    if not reach:
        return []
    origin = Fact(label="Kontakt", value=reach, where=f"{sender.council}, {sender.unit}")
    return [Heading("Har du spørgsmål?"), paragraph(Sentence(f"Du kan {reach}.", origin, "contact"))]


def companions() -> list[Block]:
    """That one may bring someone, or let someone act."""
    return [
        Heading("Du må have en med dig"),
        paragraph(
            fixed("Du må tage en bisidder med til møder og samtaler. Det kan være en ven eller en i familien.", "FVL § 8", "companion"),
            fixed("Du kan også lade en anden tale for dig i sagen. Så skal vi have det at vide fra dig.", "FVL § 8", "representative"),
        ),
    ]


def papers() -> Sentence:
    """That one may see the papers of the case."""
    return fixed("Du har ret til at se papirerne i din sag. Sig til, hvis du vil se dem.", "FVL § 9", "papers")


def quoted(rule: RuleSource, key: str) -> Sentence:
    """A rule by its label, with its words where they are given."""
    return Sentence(f"{rule.label}: »{rule.law.strip()}«" if rule.law.strip() else f"{rule.label}.", rule, key)


def letter(kind: Kind, title: str, envelope: Envelope, blocks: list[Block]) -> Letter:
    """The letter, with how to reach the council at its end."""
    return Letter(
        kind=kind,
        title=title,
        recipient=envelope.recipient,
        sender=envelope.sender,
        case_number=envelope.case_number,
        date=envelope.on,
        blocks=(*blocks, *contact(envelope.sender)),
        signed_by=envelope.signed_by,
    )
