"""A letter as structured text: every sentence knows the fact, the rule, the written reason or the standard wording it comes from.

Plain values only: no tables, no clock. What is here is stored with the sent letter and can be read back as it was.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, TypeAdapter


class Kind(StrEnum):
    """What a letter is (brevtype)."""

    RECEIPT = "receipt"
    DELAY_NOTICE = "delay_notice"
    WITHDRAWAL = "withdrawal"
    INFORMATION_REQUEST = "information_request"
    HEARING = "hearing"
    DECISION = "decision"
    COMPLAINT_RECEIPT = "complaint_receipt"
    COMPLAINT_DECISION = "complaint_decision"
    ADVICE = "advice"

    @property
    def label(self) -> str:
        """The Danish name."""
        return _KINDS[self]


_KINDS = {
    Kind.RECEIPT: "Kvittering for ansøgning",
    Kind.DELAY_NOTICE: "Besked om svardato",
    Kind.WITHDRAWAL: "Bekræftelse: trukket tilbage",
    Kind.INFORMATION_REQUEST: "Vi mangler oplysninger",
    Kind.HEARING: "Partshøring",
    Kind.DECISION: "Afgørelse",
    Kind.COMPLAINT_RECEIPT: "Kvittering for klage",
    Kind.COMPLAINT_DECISION: "Svar på klage",
    Kind.ADVICE: "Svar på henvendelse",
}


class Outcome(StrEnum):
    """What one decision comes to (afgørelsens resultat)."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    CHANGED = "changed"
    REDUCED = "reduced"
    ENDED = "ended"


class ReviewOutcome(StrEnum):
    """What the council's own review of a complaint comes to (genvurderingens resultat)."""

    UPHELD = "upheld"
    PARTLY = "partly"
    MAINTAINED = "maintained"


class OriginMissing(ValueError):
    """A sentence can't say where it comes from. It is never written without."""


def _said(owner: object, *names: str) -> None:
    for name in names:
        if not str(getattr(owner, name)).strip():
            raise OriginMissing(f"{type(owner).__name__}.{name} er tom: skriv, hvor sætningen kommer fra.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact on the case (oplysning): what it is called, its value, and where it stands."""

    label: str
    value: str
    where: str
    type: Literal["fact"] = "fact"

    def __post_init__(self) -> None:
        _said(self, "label", "value", "where")

    @property
    def shown(self) -> str:
        """`Ansøgt om: 6 timer om ugen · Ansøgning 18. sep. 2026`."""
        return f"{self.label}: {self.value} · {self.where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSource:
    """A rule or a finding (regel, svar): its id in the library, its label, and the words of the law."""

    id: str
    label: str
    law: str = ""
    type: Literal["rule"] = "rule"

    def __post_init__(self) -> None:
        _said(self, "id", "label")

    @property
    def shown(self) -> str:
        """`Vejle 2023, § 85, l. 585`."""
        return self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReason:
    """What a person wrote (begrundelse): who, and in which field."""

    by: str
    field: str
    type: Literal["written"] = "written"

    def __post_init__(self) -> None:
        _said(self, "by", "field")

    @property
    def shown(self) -> str:
        """`Hovedhensyn i skønnet · skrevet af Anne-Mette Riis Dalgaard`."""
        return f"{self.field} · skrevet af {self.by}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Standard wording (fast tekst) and the rule it rests on."""

    source: str
    type: Literal["fixed"] = "fixed"

    def __post_init__(self) -> None:
        _said(self, "source")

    @property
    def shown(self) -> str:
        """`Fast tekst · RSL § 66`."""
        return f"Fast tekst · {self.source}"


Origin = Annotated[Fact | RuleSource | WrittenReason | Fixed, Field(discriminator="type")]
_ORIGINS = (Fact, RuleSource, WrittenReason, Fixed)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a few that belong together, and where it comes from.

    `key` names the sentence's place in the letter and stays the same when its words change; `id` is its number in the letter (s1, s2 …).
    """

    text: str
    origin: Origin
    key: str = ""
    marked: bool = False
    id: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.origin, _ORIGINS):
            raise OriginMissing(f"Sætningen «{self.text[:60]}» ved ikke, hvor den kommer fra.")

    @property
    def blank(self) -> bool:
        """Nothing is written yet."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading (overskrift). Level 2 beneath the title, 3 beneath one of several decisions."""

    text: str
    level: Literal[2, 3] = 2
    type: Literal["heading"] = "heading"

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that are read on (afsnit)."""

    sentences: tuple[Sentence, ...]
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Listing:
    """Sentences set out one by one (liste)."""

    sentences: tuple[Sentence, ...]
    type: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class Table:
    """A table (tabel) with a caption, a heading for each column, and rows whose first cell names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    type: Literal["table"] = "table"

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"Tabellen «{self.caption}» har rækker med et andet antal felter end kolonner.")

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(cell for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionBox:
    """What is decided about one section (afgørelsen i kort form), and what the law then asks of the letter."""

    decision: str
    section: str
    outcome: Outcome
    wholly_granted: bool
    complaint_right: bool
    sentences: tuple[Sentence, ...]
    type: Literal["decision"] = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewBox:
    """What the review of a complaint came to (svaret på klagen)."""

    outcome: ReviewOutcome
    sentences: tuple[Sentence, ...]
    type: Literal["review"] = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintGuidance:
    """How to complain (klagevejledning): over which decisions, to whom, and until when.

    Source: FVL § 25; RSL §§ 60, 66, 67.
    """

    decisions: tuple[str, ...]
    body: str
    last_day: datetime.date | None
    sentences: tuple[Sentence, ...]
    type: Literal["complaint"] = "complaint"


Block = Annotated[Heading | Paragraph | Listing | Table | DecisionBox | ReviewBox | ComplaintGuidance, Field(discriminator="type")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom the letter is for (modtager). A protected address is left out when the letter goes by Digital Post."""

    name: str
    address: tuple[str, ...] = ()
    digital_post: bool = True
    copy_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes (afsender): the council, the unit, and how to reach it.

    `post` stands after *skrive til os*: `i Digital Post`, `på Skolegade 1, 7100 Vejle`.
    """

    council: str
    unit: str
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signs (underskriver), and as what."""

    name: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the list of sources: its number and the sentences that rest on it."""

    number: int
    origin: Origin
    sentences: tuple[str, ...]

    @property
    def label(self) -> str:
        """The line as it is shown."""
        return self.origin.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter (brev) to one recipient about one case, on one day.

    Raises: ValueError when two sentences have the same key.
    """

    kind: Kind
    title: str
    recipient: Recipient
    sender: Sender
    case_number: str
    date: datetime.date
    blocks: tuple[Block, ...]
    signed_by: Signature
    language: Literal["da"] = "da"
    format: Literal[1] = 1

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", _numbered(self.blocks))
        keys = [sentence.key for sentence in self.sentences() if sentence.key]
        if len(keys) != len(set(keys)):
            raise ValueError(f"To sætninger har samme nøgle: {', '.join(sorted({key for key in keys if keys.count(key) > 1}))}.")

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in order."""
        for block in self.blocks:
            yield from block.sentences

    @property
    def document_title(self) -> str:
        """The title of the file: kind and case number, never a name or what the case is about."""
        return f"{self.kind.label} – sag {self.case_number}" if self.case_number.strip() else self.kind.label

    def to_json(self) -> dict[str, Any]:
        """The letter as plain data, to be stored with what was sent."""
        return _adapter().dump_python(self, mode="json")  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Letter:
        """The letter as it was stored.

        Raises: pydantic.ValidationError when the stored form is another.
        """
        return _adapter().validate_python(stored)

    def compare(self, old: Letter) -> Self:
        """This letter, with a mark on each sentence whose words or source are other than in the old one, and on each new one."""
        before = {sentence.key or sentence.text: (sentence.text, sentence.origin) for sentence in old.sentences()}
        return replace(self, blocks=_each(self.blocks, lambda one: replace(one, marked=before.get(one.key or one.text) != (one.text, one.origin))))

    def outdated(self, fresh: Letter) -> tuple[str, ...]:
        """What this draft says that the letter would not say if it were written now, and what it would say and this one lacks."""
        here, there = ({one.key or one.text: one.text for one in each.sentences()} for each in (self, fresh))
        return tuple(text for key, text in here.items() if there.get(key) != text) + tuple(text for key, text in there.items() if key not in here)

    def gone(self, old: Letter) -> tuple[Sentence, ...]:
        """The old letter's sentences that have no place in this one."""
        here = {sentence.key or sentence.text for sentence in self.sentences()}
        return tuple(sentence for sentence in old.sentences() if (sentence.key or sentence.text) not in here)


def sources(letter: Letter) -> list[Source]:
    """What the letter rests on, numbered in the order it is first used; sentences with the same origin share a number."""
    found: dict[Any, list[str]] = {}
    for sentence in letter.sentences():
        found.setdefault(sentence.origin, []).append(sentence.id)
    return [Source(number, origin, tuple(ids)) for number, (origin, ids) in enumerate(found.items(), 1)]


def _each(blocks: tuple[Block, ...], change: Any) -> tuple[Block, ...]:
    """The blocks with every sentence changed, in order."""
    done: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            done.append(block)
        elif isinstance(block, Table):
            done.append(replace(block, rows=tuple(tuple(change(cell) for cell in row) for row in block.rows)))
        else:
            done.append(replace(block, sentences=tuple(change(sentence) for sentence in block.sentences)))
    return tuple(done)


def _numbered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    counter = iter(range(1, 1_000_000))
    return _each(blocks, lambda one: replace(one, id=f"s{next(counter)}"))


@cache
def _adapter() -> TypeAdapter[Letter]:
    return TypeAdapter(Letter)
