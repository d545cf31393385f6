"""A letter on the screen: every sentence knows where it comes from, and says so beside it. On paper the sources leave no trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mestring.cases.letters import text
from mestring.rules import danish


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. Shapes: `number` is its source's; `missing` is a gap that must be filled; `changed` is one whose fact is another than when it was written."""

    id: str
    text: str
    origin: str
    number: int
    address: str = ""
    missing: bool = False
    changed: bool = False

    @property
    def marked(self) -> bool:
        return self.missing or self.changed


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the letter. Shapes: `kind` is heading, paragraph, list, table or box; `title` is a heading's words or a table's caption."""

    kind: str
    title: str = ""
    level: int = 2
    sentences: Sequence[Sentence] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[Sentence]] = ()


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source, with the sentences that rest on it."""

    number: int
    label: str
    address: str
    sentences: Sequence[Sentence]

    @property
    def marked(self) -> bool:
        return any(sentence.marked for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is shown."""

    title: str
    to: Sequence[str]
    sender: Sequence[str]
    signed: Sequence[str]
    note: str
    address_hidden: bool
    blocks: Sequence[Block]
    sentences: Sequence[Sentence]
    sources: Sequence[SourceLine]

    @property
    def listed(self) -> list[Sentence]:
        """The sentences one by one, and each row of a table as one."""
        found: list[Sentence] = []
        for block in self.blocks:
            found += block.sentences
            found += [_row(row) for row in block.rows]
        return found


def of(letter: text.Letter, *, addresses: Mapping[str, str] | None = None, address_hidden: bool = False) -> Letter:
    """A letter to be shown.

    Shapes: `addresses` leads from an origin's label (`origin.shown`) to where the fact stands or the rule is read; `address_hidden` when the recipient's address is protected. A
    sentence without words is a gap; one that `letter.compare` has marked has changed.
    """
    found = addresses or {}
    lines = text.sources(letter)
    numbers = {sentence: line.number for line in lines for sentence in line.sentences}

    def shown(one: text.Sentence) -> Sentence:
        origin = one.origin.shown
        address = found.get(origin, "")
        if one.blank:
            wanted = one.origin.field if isinstance(one.origin, text.WrittenReason) else origin
            return Sentence(one.id, f"[Mangler: {wanted}]", wanted, numbers[one.id], address, missing=True)
        return Sentence(one.id, one.text, origin, numbers[one.id], address, changed=one.marked)

    blocks = [_block(block, {one.id: shown(one) for one in block.sentences}) for block in letter.blocks]
    sentences = [shown(one) for one in letter.sentences()]
    return Letter(
        letter.title,
        [letter.recipient.name, *(() if address_hidden else letter.recipient.address)],
        [line for line in (letter.sender.council, letter.sender.unit, danish.date_plain(letter.date), f"Sag {letter.case_number}") if line],
        [line for line in (letter.signed_by.name, letter.signed_by.title) if line],
        f"Til {letter.recipient.name}" + (f" · kopi til {danish.listing(letter.recipient.copy_to)}" if letter.recipient.copy_to else ""),
        address_hidden,
        blocks,
        sentences,
        [SourceLine(line.number, line.label, found.get(line.label, ""), [one for one in sentences if one.id in line.sentences]) for line in lines],
    )


def _row(cells: Sequence[Sentence]) -> Sentence:
    origins = list(dict.fromkeys(cell.origin for cell in cells))
    first = cells[0]
    words = f"{first.text}: {', '.join(cell.text for cell in cells[1:])}" if len(cells) > 1 else first.text
    missing, changed = any(cell.missing for cell in cells), any(cell.changed for cell in cells)
    return Sentence(first.id, words, " · ".join(origins), first.number, first.address if len(origins) == 1 else "", missing, changed)


def _block(block: text.Block, by_id: Mapping[str, Sentence]) -> Block:
    if isinstance(block, text.Heading):
        return Block("heading", block.text, block.level)
    if isinstance(block, text.Table):
        return Block("table", block.caption, heads=block.columns, rows=[[by_id[cell.id] for cell in row] for row in block.rows])
    kind = "list" if isinstance(block, text.Listing) else "paragraph" if isinstance(block, (text.Paragraph, text.ComplaintGuidance)) else "box"
    return Block(kind, sentences=list(by_id.values()))
